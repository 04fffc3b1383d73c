/** HTTP of the exchange: the credit office watches deliveries and sends again; the points system posts signed events. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { Delivery, DeliveryPage, DeliveryQuery, ReconcileRequest, Reconciliation } from '#contracts/deliveries.ts';
import { inboxRoute } from '#contracts/inbox-route.ts';
import type { Holdings } from '#kernel/exchange/canonical-json.ts';
import { Problem } from '#kernel/problems.ts';
import type { PlatformContext } from '../context.ts';
import { requireActor } from '../http.ts';
import { pendingDeliveries, reconcile, resend } from './deliver.ts';
import { receive } from './inbox.ts';

export interface ExchangeRoutesOptions {
  readonly context: PlatformContext;
  /** secrets the points system may sign with; several while they change */
  readonly inboxSecrets: readonly string[];
  /** what signatures age by, where that is not the business clock: a demo's clock jumps */
  readonly wallClock?: () => Date;
  /** asks a receiver what it holds; without it nothing can be reconciled */
  readonly askHoldings?: (recipient: 'points' | 'site') => Promise<Holdings>;
}

export const exchangeRoutes: FastifyPluginAsyncZod<ExchangeRoutesOptions> = async (
  app,
  { context, inboxSecrets, wallClock, askHoldings },
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

  app.post(
    '/exchange/reconcile',
    {
      schema: {
        tags: ['exchange'],
        summary: '对账：对方现有的与已签收的是否一致',
        body: ReconcileRequest,
        response: { 200: Reconciliation },
      },
    },
    async (request) => {
      const actor = requireActor(request, 'credit-office');
      const { recipient } = request.body;
      return reconcile(context, recipient, await holdingsOf(recipient), actor);
    },
  );

  async function holdingsOf(recipient: 'points' | 'site'): Promise<Holdings> {
    if (!askHoldings)
      throw new Problem('unavailable', {
        detail: '本机没有配置对账的对方。',
        detailEn: 'No partner to reconcile with is configured here.',
      });
    try {
      return await askHoldings(recipient);
    } catch (error) {
      throw new Problem('unavailable', {
        detail: `${recipient === 'points' ? '个人信用积分系统' : '信用公示网站'}没有答复对账请求，未能对账。`,
        detailEn: `The ${recipient === 'points' ? 'points system' : 'public site'} did not answer; nothing was reconciled.`,
        cause: error,
      });
    }
  }

  await app.register(inboxRoute, {
    summary: '接收个人信用积分系统的通知（签名推送）',
    secrets: inboxSecrets,
    clock: wallClock ?? context.clock,
    receive: (event) => receive(context, event),
  });
};
