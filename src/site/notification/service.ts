/**
 * Subscriptions to one code: asked for, confirmed by the address itself, told that something changed and where to read it, ended. A
 * message never says what changed; who reads it reads what is shown then.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { NewSubscription, SubscriptionState } from '#contracts/notification.ts';
import type { CloudEvent } from '#contracts/webhook.ts';
import { checkDocument } from '#kernel/identity/documents.ts';
import { checkUscc } from '#kernel/identity/uscc.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { type SiteContext, transact } from '../context.ts';
import { API } from '../opendata/datasets.ts';
import type { PublicationKey } from '../publication/key.ts';
import { requireAddress } from './address.ts';
import {
  addSubscription,
  confirmSubscription,
  countSubscriptions,
  dropUnconfirmed,
  enqueueHandshake,
  findSubscription,
  isSubscribed,
  lockAddress,
  removeOld,
  removeSubscription,
  type Subscription,
  setLost,
} from './store.ts';

/** How the other side answered; status 0 means no answer came. The body is cut short. */
export interface PostAnswer {
  readonly status: number;
  readonly body: string;
}

/** Signs and posts one event to a subscriber's address; where that may be is looked at once more by whoever does it. */
export type Post = (address: string, event: CloudEvent, secret: string) => Promise<PostAnswer>;

export interface Notifier {
  readonly context: SiteContext;
  readonly publicUrl: string;
  readonly key: PublicationKey;
  readonly newId: () => string;
  /** a test's receivers are on this machine */
  readonly loopback?: boolean;
}

const HOUR = 3_600_000;
/** A subscription not confirmed by then is forgotten. */
const CONFIRM_WITHIN = 24 * HOUR;
export const CHANGES_KEPT = 30 * 24 * HOUR;
const MOST_PER_HOST = 1_000;
const MOST = 100_000;
/** Messages in a row that never arrive before a subscription ends by itself. */
const MOST_LOST = 3;

/** @throws Problem organisation.not_found, subscription.address, subscription.exists, subscription.full */
export async function subscribe(notifier: Notifier, code: string, address: string): Promise<NewSubscription> {
  const uscc = requireCode(code);
  const url = requireAddress(address, notifier);
  const createdAt = notifier.context.clock();
  const subscription: Subscription = {
    ...{ uscc, subscription_id: notifier.newId(), address: url.href, host: url.hostname },
    ...{ created_at: createdAt, confirmed_at: null, lost: 0 },
  };
  await transact(notifier.context, async (tx) => {
    await lockAddress(tx, uscc, url.href);
    await dropUnconfirmed(tx, uscc, url.href);
    if (await isSubscribed(tx, uscc, url.href)) throw new Problem('subscription.exists');
    const count = await countSubscriptions(tx, url.hostname);
    if (count.host >= MOST_PER_HOST || count.all >= MOST) throw new Problem('subscription.full');
    await addSubscription(tx, subscription);
    await enqueueHandshake(tx, subscription);
  });
  return {
    subscriptionId: subscription.subscription_id,
    uscc,
    secret: secretOf(notifier.key, subscription.subscription_id),
    state: 'unconfirmed',
    confirmBefore: new Date(createdAt.getTime() + CONFIRM_WITHIN).toISOString(),
  };
}

/** @throws Problem subscription.unknown, whether there is none or the secret is another's */
export async function describeSubscription(
  notifier: Notifier,
  uscc: string,
  id: string,
  secret: string | undefined,
): Promise<SubscriptionState> {
  const found = isSecretOf(notifier.key, id, secret)
    ? await findSubscription(notifier.context.database, uscc, id)
    : undefined;
  if (!found) throw new Problem('subscription.unknown');
  return {
    ...{ subscriptionId: id, uscc, address: found.address },
    state: found.confirmed_at === null ? 'unconfirmed' : found.lost > 0 ? 'failing' : 'active',
  };
}

/** Ending it twice is ending it. @throws Problem subscription.unknown for another's secret */
export async function unsubscribe(notifier: Notifier, uscc: string, id: string, secret: string | undefined) {
  if (!isSecretOf(notifier.key, id, secret)) throw new Problem('subscription.unknown');
  await transact(notifier.context, (tx) => removeSubscription(tx, uscc, id));
}

function requireCode(code: string): string {
  const checked = checkUscc(code);
  if (checked.verdict === 'invalid' || checkDocument('resident-id', checked.uscc).ok) {
    throw new Problem('organisation.not_found');
  }
  return checked.uscc;
}

/** Thrown so that the job queue tries again later, with its own growing pauses. */
export class NotArrived extends Error {
  override readonly name = 'NotArrived';
}

const HandshakeJob = z.object({ uscc: z.string(), subscriptionId: z.string() });

/** The address must say back what it is told under the subscription's signature: it wants the messages, and keeps the secret. */
export async function handshake(notifier: Notifier, payload: unknown, post: Post): Promise<void> {
  const { uscc, subscriptionId } = HandshakeJob.parse(payload);
  const found = await findSubscription(notifier.context.database, uscc, subscriptionId);
  if (!found || found.confirmed_at !== null) return;
  const challenge = challengeOf(notifier.key, subscriptionId);
  const event = eventOf(notifier, `confirm_${subscriptionId}`, 'xinheng.subscription.requested', uscc, {
    ...{ uscc, subscriptionId, challenge },
  });
  const answer = await post(found.address, event, secretOf(notifier.key, subscriptionId));
  if (!(isArrived(answer) && saysBack(answer.body, challenge))) throw new NotArrived(`${subscriptionId} 未确认`);
  await transact(notifier.context, (tx) => confirmSubscription(tx, uscc, subscriptionId, notifier.context.clock()));
}

const MessageJob = HandshakeJob.extend({ changedAt: z.iso.datetime(), messageId: z.string() });

/** @param lastAttempt what does not arrive now never will */
export async function tellSubscriber(
  notifier: Notifier,
  payload: unknown,
  post: Post,
  lastAttempt: boolean,
): Promise<void> {
  const { uscc, subscriptionId, changedAt, messageId } = MessageJob.parse(payload);
  const found = await findSubscription(notifier.context.database, uscc, subscriptionId);
  if (!found || found.confirmed_at === null) return;
  const event = eventOf(notifier, messageId, 'xinheng.organisation.changed', uscc, {
    uscc,
    page: `${notifier.publicUrl}/organisations/${uscc}`,
    data: `${notifier.publicUrl}${API}/organisations/${uscc}`,
  });
  const answer = await post(found.address, { ...event, time: changedAt }, secretOf(notifier.key, subscriptionId));
  await transact(notifier.context, async (tx) => {
    if (isArrived(answer)) return setLost(tx, uscc, subscriptionId, 0);
    if (answer.status === 410) return removeSubscription(tx, uscc, subscriptionId); // Gone: it wants no more
    if (!lastAttempt) throw new NotArrived(`${messageId}：${answer.status}`);
    if (found.lost + 1 >= MOST_LOST) return removeSubscription(tx, uscc, subscriptionId);
    return setLost(tx, uscc, subscriptionId, found.lost + 1);
  });
}

/** Hourly: what is too old to be of use is not kept. */
export async function tidy({ context }: Pick<Notifier, 'context'>): Promise<void> {
  const now = context.clock().getTime();
  await transact(context, (tx) =>
    removeOld(tx, {
      changesBefore: new Date(now - CHANGES_KEPT),
      unconfirmedBefore: new Date(now - CONFIRM_WITHIN),
    }),
  );
}

function eventOf(
  { publicUrl, context }: Notifier,
  id: string,
  type: string,
  subject: string,
  data: CloudEvent['data'],
): CloudEvent {
  const time = context.clock().toISOString();
  return { specversion: '1.0', id, source: publicUrl, type, time, subject, datacontenttype: 'application/json', data };
}

const isArrived = ({ status }: PostAnswer): boolean => status >= 200 && status < 300;

const Echo = z.object({ challenge: z.string() });

function saysBack(body: string, challenge: string): boolean {
  try {
    return Echo.parse(JSON.parse(body)).challenge === challenge;
  } catch {
    return false;
  }
}

const madeFrom = (key: PublicationKey, purpose: string, id: string): Buffer =>
  createHmac('sha256', key.derive(purpose)).update(id).digest();

/** Signs the messages of one subscription and proves whoever ends it. Kept nowhere: computed whenever it is needed. */
export const secretOf = (key: PublicationKey, id: string): string =>
  `whsec_${madeFrom(key, 'subscription secret', id).toString('base64')}`;

const challengeOf = (key: PublicationKey, id: string): string =>
  madeFrom(key, 'subscription challenge', id).toString('base64url');

function isSecretOf(key: PublicationKey, id: string, secret: string | undefined): boolean {
  const [expected, given] = [Buffer.from(secretOf(key, id)), Buffer.from(secret ?? '')];
  return expected.length === given.length && timingSafeEqual(expected, given);
}
