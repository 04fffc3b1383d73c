/** HTTP of supervision. */
import { OwnFigures, Supervision, SupervisionQuery } from '#contracts/supervision.ts';
import { type PlatformRoutes, requireActor } from '../http.ts';
import { ownFigures } from './own-figures.ts';
import { supervision } from './service.ts';

export const supervisionRoutes: PlatformRoutes = async (app, { context }) => {
  app.get(
    '/supervision',
    {
      schema: {
        tags: ['supervision'],
        summary: '督导：各单位报送数量、质量和待办（只有数，没有人）',
        querystring: SupervisionQuery,
        response: { 200: Supervision },
      },
    },
    async (request) => supervision(context, requireActor(request, 'credit-office', 'auditor'), request.query),
  );

  app.get(
    '/supervision/own',
    {
      schema: {
        tags: ['supervision'],
        summary: '本单位的报送质量和期限（只有数，只有本单位的）',
        querystring: SupervisionQuery,
        response: { 200: OwnFigures },
      },
    },
    async (request) => ownFigures(context, requireActor(request, 'reporter', 'reviewer', 'determiner'), request.query),
  );
};
