/** Subscriptions to changes about one code. Messages are CloudEvents under a Standard Webhooks signature; they say that, never what. */
import { z } from 'zod';

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
