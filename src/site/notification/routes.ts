/** HTTP of subscriptions: no account; whoever holds a subscription's secret may look at it and end it. */
import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import { subscriptionEndpoints } from '#contracts/notification.ts';
import { serve } from '../http.ts';
import { describeSubscription, type Notifier, subscribe, unsubscribe } from './service.ts';

export const subscriptionRoutes: FastifyPluginAsync<{
  notifier: Notifier;
  /** for asking; one address of the internet may ask so often */
  subscriptionsPerMinute: number;
}> = async (app, { notifier, subscriptionsPerMinute }) => {
  serve(
    app,
    subscriptionEndpoints,
    {
      'POST /v1/organisations/:uscc/subscriptions': ({ params, body }) =>
        subscribe(notifier, params.uscc, body.address),
      'GET /v1/organisations/:uscc/subscriptions/:id': ({ params: { uscc, id }, request }) =>
        describeSubscription(notifier, uscc, id, bearer(request)),
      'DELETE /v1/organisations/:uscc/subscriptions/:id': ({ params: { uscc, id }, request }) =>
        unsubscribe(notifier, uscc, id, bearer(request)),
    },
    { perMinute: { subscriptions: subscriptionsPerMinute } },
  );
};

const bearer = (request: FastifyRequest): string | undefined =>
  /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
