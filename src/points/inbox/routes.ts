/** HTTP of the points system's inbox: signed deliveries of the platform, no session. */
import type { FastifyPluginAsync } from 'fastify';
import { pointsInbox } from '#contracts/inbox.ts';
import { inboxRoute } from '#http/inbox-route.ts';
import type { PointsContext } from '../context.ts';
import { listHeldPage } from './held.ts';
import { holdings, takeDelivery } from './service.ts';

export interface PointsInboxOptions {
  readonly context: PointsContext;
  /** secrets the platform may sign with; several while they change */
  readonly inboxSecrets: readonly string[];
  /** what signatures age by, where that is not the business clock: a demo's clock jumps */
  readonly wallClock?: () => Date;
}

export const pointsInboxRoutes: FastifyPluginAsync<PointsInboxOptions> = async (
  app,
  { context, inboxSecrets, wallClock },
) => {
  await app.register(inboxRoute, {
    inbox: pointsInbox,
    secrets: inboxSecrets,
    clock: wallClock ?? context.clock,
    receiver: 'points',
    take: (delivery) => takeDelivery(context, delivery),
    holdings: () => holdings(context),
    held: (question) => listHeldPage(context, question),
  });
};
