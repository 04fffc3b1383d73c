/** The outbox: what another system must be told, written in the transaction of the change it tells of. */
import { MESSAGES, type MessageType } from '#contracts/exchange.ts';
import type { Recipient } from '#contracts/vocabulary.ts';
import type { PlatformContext } from '../context.ts';
import type { PlatformTx } from '../database.ts';
import { enqueueJob } from '../jobs.ts';

export interface OutboxMessage {
  readonly recipient: Recipient;
  /** CloudEvents type, from src/contracts/exchange.ts */
  readonly type: string;
  readonly subjectKey?: string;
  /** validated by the type's schema before it is sent and after it is received */
  readonly data: object;
}

/** Adds one message and its delivery job; both vanish if the transaction does. */
export async function addToOutbox(
  tx: PlatformTx,
  context: Pick<PlatformContext, 'clock' | 'newId'>,
  message: OutboxMessage,
): Promise<string> {
  const id = context.newId();
  await tx
    .insertInto('outbox')
    .values({
      id,
      recipient: message.recipient,
      type: message.type,
      subject_key: message.subjectKey ?? null,
      data: JSON.stringify(message.data),
      created_at: context.clock(),
    })
    .execute();
  await enqueueJob(tx, 'exchange.deliver', { outboxId: id }, `deliver:${id}`);
  return id;
}

export type PublishContext = Pick<PlatformContext, 'clock' | 'newId' | 'policy'>;

/** Adds a message only if it fits its schema: what could never be delivered stops the change that caused it. */
export async function addMessage(
  tx: PlatformTx,
  context: PublishContext,
  type: MessageType,
  data: object,
  subjectKey?: string,
): Promise<string> {
  MESSAGES[type].schema.parse({ ...data, position: 0 });
  const recipient = MESSAGES[type].to;
  if (recipient === 'platform') throw new RangeError(`${type} 不由平台发出`);
  return addToOutbox(tx, context, { recipient, type, data, ...(subjectKey === undefined ? {} : { subjectKey }) });
}
