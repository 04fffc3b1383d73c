/** HTTP of subscriptions: no account; whoever holds a subscription's secret may look at it and end it. */
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { NewSubscription, SubscriptionRequest, SubscriptionState } from '#contracts/notification.ts';
import { describeSubscription, type Notifier, subscribe, unsubscribe } from './service.ts';

const tags = ['subscriptions'];
const Code = z.object({ uscc: z.string().max(40) });
const One = Code.extend({ id: z.guid() });

export const subscriptionRoutes: FastifyPluginAsyncZod<{
  notifier: Notifier;
  /** for asking; one address of the internet may ask so often */
  subscriptionsPerMinute: number;
}> = async (app, { notifier, subscriptionsPerMinute }) => {
  app.addHook('onSend', async (_request, reply) => {
    reply.header('cache-control', 'no-store');
  });

  app.post(
    '/v1/organisations/:uscc/subscriptions',
    {
      config: { rateLimit: { max: subscriptionsPerMinute, timeWindow: 60_000, groupId: 'subscriptions' } },
      schema: {
        ...{ tags, summary: '订阅一个代码的变化通知', params: Code, body: SubscriptionRequest },
        response: { 202: NewSubscription },
      },
    },
    async (request, reply) =>
      reply.status(202).send(await subscribe(notifier, request.params.uscc, request.body.address)),
  );

  app.get(
    '/v1/organisations/:uscc/subscriptions/:id',
    {
      schema: {
        ...{ tags, summary: '订阅的状态；请求头 Authorization: Bearer 订阅密钥', params: One },
        response: { 200: SubscriptionState },
      },
    },
    async (request) => {
      const { uscc, id } = request.params;
      return describeSubscription(notifier, uscc, id, bearer(request));
    },
  );

  app.delete(
    '/v1/organisations/:uscc/subscriptions/:id',
    {
      schema: {
        ...{ tags, summary: '退订；请求头 Authorization: Bearer 订阅密钥', params: One },
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const { uscc, id } = request.params;
      await unsubscribe(notifier, uscc, id, bearer(request));
      return reply.status(204).send(null);
    },
  );
};

const bearer = (request: FastifyRequest): string | undefined =>
  /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
