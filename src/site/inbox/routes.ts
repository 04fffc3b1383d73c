/** HTTP of the site's inbox: signed deliveries of the platform, no session. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { inboxRoute } from '#http/inbox-route.ts';
import type { SiteContext } from '../context.ts';
import { holdings, receive } from './service.ts';

export interface SiteInboxOptions {
  readonly context: SiteContext;
  /** secrets the platform may sign with; several while they change */
  readonly inboxSecrets: readonly string[];
  /** what signatures age by, where that is not the business clock: a demo's clock jumps */
  readonly wallClock?: () => Date;
}

export const siteInboxRoutes: FastifyPluginAsyncZod<SiteInboxOptions> = async (
  app,
  { context, inboxSecrets, wallClock },
) => {
  app.addHook('onSend', async (_request, reply) => {
    reply.header('cache-control', 'no-store'); // between two systems, unlike everything else the site says
  });
  await app.register(inboxRoute, {
    summary: '接收市信用平台的名单与撤下通知（签名推送）',
    secrets: inboxSecrets,
    clock: wallClock ?? context.clock,
    receive: (event) => receive(context, event),
    holdings: () => holdings(context),
  });
};
