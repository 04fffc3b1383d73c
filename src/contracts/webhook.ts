/**
 * The wrapping of a delivery between two systems: a CloudEvent (structured JSON, version 1.0) under a Standard Webhooks
 * signature. Every active secret signs and any known secret is accepted, so secrets change without a lost message.
 */

import { timingSafeEqual } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { z } from 'zod';
import { Problem } from '#kernel/refusal/problem.ts';
import { verbatim } from '#kernel/refusal/said.ts';
import { MESSAGES, type MessageData, type MessageType } from './exchange.ts';

export const CLOUD_EVENT_TYPE = 'application/cloudevents+json';

/** A signed message older or newer than this is refused: a recorded request cannot be replayed later. */
export const TIMESTAMP_TOLERANCE_SECONDS = 5 * 60;

/** The largest delivery a receiver takes: a list edition of some 100,000 entries. */
export const DELIVERY_BODY_LIMIT = 64 * 1024 * 1024;

export const CloudEvent = z.strictObject({
  specversion: z.literal('1.0'),
  id: z.string().min(1).max(100),
  source: z.string().min(1).max(200),
  type: z.string().min(1).max(100),
  time: z.iso.datetime(),
  subject: z.string().max(100).optional(),
  datacontenttype: z.literal('application/json').optional(),
  data: z.record(z.string(), z.unknown()),
});
export type CloudEvent = z.infer<typeof CloudEvent>;

export interface SignedDelivery {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** How the other side answered; status 0 means no answer came (refused connection, time-out). */
export interface DeliveryAnswer {
  readonly status: number;
  readonly detail?: string | undefined;
  /** what it said, where that was JSON */
  readonly answer?: unknown;
}

/** Brings one event to another system. Signing, address and HTTP are the runtime's. */
export type Send<Recipient extends string> = (recipient: Recipient, event: CloudEvent) => Promise<DeliveryAnswer>;

/** `at` is the instant of this attempt; the id stays the same over all attempts. */
export function signEvent(event: CloudEvent, secrets: readonly string[], at: Date): SignedDelivery {
  if (secrets.length === 0) throw new RangeError('没有签名密钥');
  const body = JSON.stringify(event);
  return {
    headers: {
      'content-type': `${CLOUD_EVENT_TYPE}; charset=utf-8`,
      'webhook-id': event.id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(event.id, at, body)).join(' '),
    },
    body,
  };
}

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** What the headers say about who signed, and when; whether it is true, only the body shows. */
export interface PresentedSignature {
  readonly id: string;
  /** seconds */
  readonly timestamp: number;
  readonly signatures: readonly string[];
}

/** `v1,` and 32 bytes in Base64, as Standard Webhooks has it */
const SIGNATURE = /^v1,[A-Za-z0-9+/]{43}=$/;
const MOST_SIGNATURES = 20;

/**
 * Looks at a delivery before its body is read: all that the headers alone can show.
 * @throws Problem `signature.invalid` when they are missing, no signature at all, or too old or too new
 */
export function presentedSignature(headers: Headers, now: Date): PresentedSignature {
  const id = single(headers['webhook-id']);
  const time = single(headers['webhook-timestamp']);
  const given = single(headers['webhook-signature']);
  if (!id || !time || !given || !/^\d{1,12}$/.test(time) || id.length > 100)
    throw invalid('缺少签名信息', 'The signature headers are missing.');
  const timestamp = Number(time);
  if (Math.abs(now.getTime() / 1000 - timestamp) > TIMESTAMP_TOLERANCE_SECONDS)
    throw invalid(
      '签名时间与本机时间相差超过 5 分钟',
      'The time of the signature is more than 5 minutes from the time here.',
    );
  const signatures = given.length > 2_000 ? [] : given.split(' ').filter((one) => SIGNATURE.test(one));
  if (signatures.length === 0 || signatures.length > MOST_SIGNATURES)
    throw invalid('签名不是 Standard Webhooks 的格式', 'The signature is not in the form of Standard Webhooks.');
  return { id, timestamp, signatures };
}

/** The event, if one of the secrets signed exactly this body, id and time; else a `signature.invalid` problem. */
export function verifyEvent(headers: Headers, body: string, secrets: readonly string[], now: Date): CloudEvent {
  const { id, timestamp, signatures } = presentedSignature(headers, now);
  const at = new Date(timestamp * 1000);
  const expected = secrets.map((secret) => new Webhook(secret).sign(id, at, body));
  if (!signatures.some((one) => expected.some((other) => sameText(one, other))))
    throw invalid('签名不一致', 'The signature does not match.');

  const event = CloudEvent.safeParse(parseJson(body));
  if (!event.success) {
    throw new Problem('request.invalid', {
      said: { zh: '推送内容不符合 CloudEvents 格式', en: 'The delivery is not a CloudEvent.' },
      extra: { errors: event.error.issues },
    });
  }
  if (event.data.id !== id)
    throw invalid('信封编号与签名编号不一致', 'The id of the event is not the id that was signed.');
  return event.data;
}

export type Message = { [Type in MessageType]: { readonly type: Type; readonly data: MessageData<Type> } }[MessageType];

/** The typed message in an event; a type that is not addressed to `receiver` and data with a field too many are refused. */
export function readMessage(
  event: Pick<CloudEvent, 'type' | 'data'>,
  receiver: 'platform' | 'points' | 'site',
): Message {
  const known = Object.hasOwn(MESSAGES, event.type) ? MESSAGES[event.type as MessageType] : undefined;
  if (known?.to !== receiver) throw new Problem('delivery.unknown_type', { said: verbatim(event.type) });
  const data = known.schema.safeParse(event.data);
  if (!data.success) {
    throw new Problem('request.invalid', {
      said: { zh: `推送内容不符合 ${event.type} 的约定`, en: `The delivery is not as agreed for ${event.type}.` },
      extra: { errors: data.error.issues },
    });
  }
  return { type: event.type, data: data.data } as Message;
}

function single(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

const invalid = (zh: string, en: string) => new Problem('signature.invalid', { said: { zh, en } });
