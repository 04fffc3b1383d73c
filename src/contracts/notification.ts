/** Subscriptions to changes about one code. Messages are CloudEvents under a Standard Webhooks signature; they say that, never what. */
import { z } from 'zod';
import { ANYBODY, accepted, document, endpoints, json, NOTHING, pages } from './endpoint.ts';
import { ListId } from './list-id.ts';

export const SubscriptionRequest = z.strictObject({
  address: z.string().min(1).max(500).meta({
    description:
      '接收通知的 https 地址。会先收到一条 xinheng.subscription.requested，须在答复中原样写回 data.challenge',
  }),
});
export type SubscriptionRequest = z.infer<typeof SubscriptionRequest>;

export const NewSubscription = z.object({
  subscriptionId: z.guid(),
  uscc: z.string(),
  secret: z.string().meta({ description: '验签和退订用，只给这一次' }),
  state: z.literal('unconfirmed'),
  confirmBefore: z.iso.datetime(),
});
export type NewSubscription = z.infer<typeof NewSubscription>;

export const SubscriptionState = z.object({
  subscriptionId: z.guid(),
  uscc: z.string(),
  address: z.string(),
  state: z.enum(['unconfirmed', 'active', 'failing']).meta({
    description: 'unconfirmed: the address has not answered the handshake; failing: recent messages never arrived',
  }),
});
export type SubscriptionState = z.infer<typeof SubscriptionState>;

const Code = z.object({ uscc: z.string().max(40) });
const One = Code.extend({ id: z.guid() });

/** No account: whoever holds a subscription's secret may look at it and end it. */
export const subscriptionEndpoints = endpoints('subscriptions', {
  'POST /v1/organisations/:uscc/subscriptions': {
    summary: { zh: '订阅一个代码的变化通知', en: 'Subscribe to changes about one code' },
    who: ANYBODY,
    caching: 'never',
    limit: { group: 'subscriptions' },
    params: Code,
    body: SubscriptionRequest,
    answer: accepted(NewSubscription),
  },
  'GET /v1/organisations/:uscc/subscriptions/:id': {
    summary: {
      zh: '订阅的状态；请求头 Authorization: Bearer 订阅密钥',
      en: 'How a subscription stands; header Authorization: Bearer SECRET of the subscription',
    },
    who: ANYBODY,
    caching: 'never',
    params: One,
    answer: json(SubscriptionState),
  },
  'DELETE /v1/organisations/:uscc/subscriptions/:id': {
    summary: {
      zh: '退订；请求头 Authorization: Bearer 订阅密钥',
      en: 'End a subscription; header Authorization: Bearer SECRET of the subscription',
    },
    who: ANYBODY,
    caching: 'never',
    params: One,
    answer: NOTHING,
  },
});

const feed = (zh: string, en: string) =>
  ({ summary: { zh, en }, who: ANYBODY, caching: 'shared', answer: document('application/atom+xml') }) as const;

export const feedEndpoints = pages({
  'GET /feeds/editions.atom': feed('新发布的名单', 'New editions'),
  'GET /feeds/notices.atom': feed('正在公示', 'Public notices'),
  'GET /feeds/:list.atom': {
    ...feed('一个榜单和它的公示', 'A list and its notices'),
    params: z.object({ list: ListId }),
  },
  'GET /organisations/:uscc/changes.atom': {
    ...feed('一个代码的变化', 'Changes about one code'),
    params: Code,
  },
});
