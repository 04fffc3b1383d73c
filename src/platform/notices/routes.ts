/** HTTP of notices, below /my. */
import { z } from 'zod';
import { OwnSubject } from '#contracts/own-data.ts';
import { NoticePage, NoticeQuery } from '#contracts/rights.ts';
import { type PlatformRoutes, requireApplicant } from '../http.ts';
import { markRead, ownNotices } from './service.ts';

const tags = ['notices'];

export const noticeRoutes: PlatformRoutes = async (app, { context }) => {
  app.get(
    '/notices',
    { schema: { tags, summary: '我的通知，新的在前', querystring: NoticeQuery, response: { 200: NoticePage } } },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      return ownNotices(context, requireApplicant(request), request.query);
    },
  );

  app.post(
    '/notices/:id/read',
    {
      schema: {
        tags,
        summary: '把一条通知标为已读',
        params: z.object({ id: z.guid() }),
        body: OwnSubject,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await markRead(context, requireApplicant(request), request.body.uscc, request.params.id);
      return reply.code(204).send(null);
    },
  );
};
