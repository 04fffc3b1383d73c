/** HTTP of the exchange: the credit office watches deliveries and sends again; the points system posts signed events. */
import type { FastifyPluginAsync } from 'fastify';
import { exchangeEndpoints } from '#contracts/deliveries.ts';
import { platformInbox } from '#contracts/inbox.ts';
import type { Recipient } from '#contracts/vocabulary.ts';
import { inboxRoute } from '#http/inbox-route.ts';
import type { Holdings } from '#kernel/exchange/canonical-json.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import type { PlatformContext } from '../context.ts';
import { serve } from '../http/serve.ts';
import { pendingDeliveries, resend } from './deliveries.ts';
import { takeDelivery } from './inbox.ts';
import { reconcile } from './reconcile.ts';

export interface ExchangeRoutesOptions {
  readonly context: PlatformContext;
  /** secrets the points system may sign with; several while they change */
  readonly inboxSecrets: readonly string[];
  /** what signatures age by, where that is not the business clock: a demo's clock jumps */
  readonly wallClock?: () => Date;
  /** asks a receiver what it holds; without it nothing can be reconciled */
  readonly askHoldings?: (recipient: Recipient) => Promise<Holdings>;
}

export const exchangeRoutes: FastifyPluginAsync<ExchangeRoutesOptions> = async (
  app,
  { context, inboxSecrets, wallClock, askHoldings },
) => {
  serve(app, exchangeEndpoints, {
    'GET /exchange/deliveries': ({ caller, query }) => pendingDeliveries(context, caller, query),
    'POST /exchange/deliveries/:id/resend': ({ caller, params }) => resend(context, caller, params.id),
    'POST /exchange/reconcile': async ({ caller, body: { recipient } }) =>
      reconcile(context, recipient, await holdingsOf(recipient, askHoldings), caller),
  });

  await app.register(inboxRoute, {
    inbox: platformInbox,
    secrets: inboxSecrets,
    clock: wallClock ?? context.clock,
    receiver: 'platform',
    take: (delivery) => takeDelivery(context, delivery),
  });
};

async function holdingsOf(recipient: Recipient, askHoldings: ExchangeRoutesOptions['askHoldings']): Promise<Holdings> {
  if (!askHoldings)
    throw new Problem('unavailable', {
      said: { zh: '本机没有配置对账的对方。', en: 'No partner to reconcile with is configured here.' },
    });
  try {
    return await askHoldings(recipient);
  } catch (error) {
    throw new Problem('unavailable', {
      said: {
        zh: `${recipient === 'points' ? '个人信用积分系统' : '信用公示网站'}没有答复对账请求，未能对账。`,
        en: `The ${recipient === 'points' ? 'points system' : 'public site'} did not answer; nothing was reconciled.`,
      },
      cause: error,
    });
  }
}
