/** HTTP of supervision. */
import { supervisionEndpoints } from '#contracts/supervision.ts';
import { type PlatformRoutes, serve } from '../http/serve.ts';
import { ownFigures } from './own-figures.ts';
import { supervision } from './service.ts';

export const supervisionRoutes: PlatformRoutes = async (app, { context }) => {
  serve(app, supervisionEndpoints, {
    'GET /supervision': ({ caller, query }) => supervision(context, caller, query),
    'GET /supervision/own': ({ caller, query }) => ownFigures(context, caller, query),
  });
};
