/** HTTP of notices, below /my. */
import { noticeEndpoints } from '#contracts/rights-endpoints.ts';
import { type PlatformRoutes, serve } from '../http/serve.ts';
import { markRead, ownNotices } from './service.ts';

export const noticeRoutes: PlatformRoutes = async (app, { context }) => {
  serve(app, noticeEndpoints, {
    'GET /notices': ({ caller, query }) => ownNotices(context, caller, query),
    'POST /notices/:id/read': ({ caller, params, body }) => markRead(context, caller, body.uscc, params.id),
  });
};
