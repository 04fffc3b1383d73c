/** HTTP of the exchange: the credit office watches deliveries and sends again; the points system posts signed events. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { Delivery, DeliveryPage, DeliveryQuery } from '#contracts/deliveries.ts';
import { inboxRoute } from '#contracts/inbox-route.ts';
import type { PlatformContext } from '../context.ts';
import { requireActor } from '../http.ts';
import { pendingDeliveries, resend } from './deliver.ts';
import { receive } from './inbox.ts';

export interface ExchangeRoutesOptions {
  readonly context: PlatformContext;
  /** secrets the points system may sign with; several while they change */
  readonly inboxSecrets: readonly string[];
  /** what signatures age by, where that is not the business clock: a demo's clock jumps */
  readonly wallClock?: () => Date;
}

export const exchangeRoutes: FastifyPluginAsyncZod<ExchangeRoutesOptions> = async (
  app,
  { context, inboxSecrets, wallClock },
) => {
  app.get(
    '/exchange/deliveries',
    {
      schema: { tags: ['exchange'], summary: '推送情况', querystring: DeliveryQuery, response: { 200: DeliveryPage } },
    },
    async (request) => pendingDeliveries(context, requireActor(request, 'credit-office', 'auditor'), request.query),
  );

  app.post(
    '/exchange/deliveries/:id/resend',
    {
      schema: {
        tags: ['exchange'],
        summary: '重新推送',
        params: z.object({ id: z.uuid() }),
        response: { 202: Delivery },
      },
    },
    async (request, reply) => {
      const delivery = await resend(context, requireActor(request, 'credit-office'), request.params.id);
      return reply.status(202).send(delivery);
    },
  );

  await app.register(inboxRoute, {
    summary: '接收个人信用积分系统的通知（签名推送）',
    secrets: inboxSecrets,
    clock: wallClock ?? context.clock,
    receive: (event) => receive(context, event),
  });
};
