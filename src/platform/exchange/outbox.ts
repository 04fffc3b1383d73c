/** The outbox: what another system must be told, written in the transaction of the change it tells of. */
import type { PlatformContext } from '../context.ts';
import type { PlatformTx } from '../database.ts';
import { enqueueJob } from '../jobs.ts';

export interface OutboxMessage {
  readonly recipient: 'points' | 'site';
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
