/** The job that carries one outbox message to its recipient, and what people do about messages that did not arrive. */

import type { Delivery, DeliveryPage, DeliveryQuery, Reconciliation } from '#contracts/deliveries.ts';
import type { AttemptOutcome, Recipient } from '#contracts/vocabulary.ts';
import { type CloudEvent, type DeliveryAnswer, judgeAnswer, type Send } from '#contracts/webhook.ts';
import type { Holdings } from '#kernel/exchange/canonical-json.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { verbatim } from '#kernel/refusal/said.ts';
import { localDateAt } from '#kernel/time/local-date.ts';
import { type Actor, systemActor } from '../access/actor.ts';
import { transact } from '../access/transaction.ts';
import { writeAudit } from '../audit.ts';
import type { PlatformContext } from '../context.ts';
import type { PlatformTx } from '../database.ts';
import { enqueueJob } from '../jobs.ts';
import { eventOf, expectedHoldings, type OutboxRow } from './rules.ts';
import {
  acknowledgedMessages,
  addAttempt,
  countPending,
  findDelivery,
  findMessage,
  findSubscribed,
  isSettled,
  listDeliveries,
  recordsInForce,
} from './store.ts';

const deliverer = systemActor('exchange.deliver');

/** Thrown so that the job queue tries again later, with its own growing pauses. */
export class DeliveryFailed extends Error {
  override readonly name = 'DeliveryFailed';
}

/**
 * One attempt. Settled messages are skipped; what must no longer be told is withheld. An attempt that the recipient refused
 * for good is recorded and waits for a person (`resend`); any other failure throws `DeliveryFailed`.
 * A crash between the answer and its record sends the message again: receivers are idempotent.
 */
export async function deliver(
  context: PlatformContext,
  outboxId: string,
  send: Send<Recipient>,
): Promise<AttemptOutcome | 'skipped'> {
  const due = await transact(context.database, deliverer, (tx) => prepare(tx, context, outboxId));
  if (typeof due === 'string') return due;

  const answer = await sendSafely(send, due.recipient, due.event);
  const outcome = judgeAnswer(answer);
  const detail = describeAnswer(answer);
  await transact(context.database, deliverer, (tx) => settle(tx, context, due.row, outcome, detail));
  if (outcome === 'failed') throw new DeliveryFailed(`推送 ${outboxId} 未成功：${detail}`);
  return outcome;
}

interface Due {
  readonly row: OutboxRow;
  readonly recipient: Recipient;
  readonly event: CloudEvent;
}

async function prepare(
  tx: PlatformTx,
  context: PlatformContext,
  outboxId: string,
): Promise<Due | 'skipped' | 'withheld'> {
  const row = await findMessage(tx, outboxId);
  if (!row || (await isSettled(tx, outboxId))) return 'skipped';
  const reason = await reasonToWithhold(tx, context, row);
  if (reason === undefined) return { row, recipient: row.recipient, event: eventOf(row) };
  await settle(tx, context, row, 'withheld', reason);
  return 'withheld';
}

/** points-opt-in and withdrawal-everywhere, checked again at the last moment: time has passed since the row was written. */
async function reasonToWithhold(tx: PlatformTx, context: PlatformContext, row: OutboxRow): Promise<string | undefined> {
  if (row.subjectKey === null) return undefined;
  if (!(await findSubscribed(tx, [row.subjectKey])).has(row.subjectKey)) return '账户已注销，不再推送';
  if (row.type !== 'xinheng.record.published') return undefined;
  const recordId = String((row.data as { recordId?: unknown }).recordId);
  const inForce = await recordsInForce(tx, row.subjectKey, localDateAt(context.clock()), recordId);
  return inForce.length === 0 ? '记录已不在有效期内或已撤下，不再推送' : undefined;
}

async function settle(
  tx: PlatformTx,
  context: PlatformContext,
  row: OutboxRow,
  outcome: AttemptOutcome,
  detail: string | null,
): Promise<void> {
  const at = context.clock();
  await addAttempt(tx, row.id, outcome, detail, at);
  await writeAudit(tx, deliverer, {
    at,
    action: `delivery.${outcome}`,
    objectType: 'delivery',
    objectId: row.id,
    ...(row.subjectKey === null ? {} : { subjectKey: row.subjectKey }),
    detail: { type: row.type, position: row.position },
  });
}

async function sendSafely(send: Send<Recipient>, recipient: Recipient, event: CloudEvent): Promise<DeliveryAnswer> {
  try {
    return await send(recipient, event);
  } catch (error) {
    return { status: 0, detail: error instanceof Error ? error.message : String(error) };
  }
}

function describeAnswer(answer: DeliveryAnswer): string | null {
  if (answer.status >= 200 && answer.status < 300) return null;
  return `${answer.status === 0 ? '对方没有应答' : `对方答复 ${answer.status}`}${answer.detail ? `：${answer.detail}` : ''}`.slice(
    0,
    500,
  );
}

export async function pendingDeliveries(
  context: PlatformContext,
  actor: Actor,
  query: DeliveryQuery,
): Promise<DeliveryPage> {
  return transact(context.database, actor, async (tx) => {
    const rows = await listDeliveries(tx, query);
    const items = rows.slice(0, query.limit).map(toDelivery);
    const last = items.at(-1);
    return { items, before: rows.length > query.limit && last ? last.position : null, open: await countPending(tx) };
  });
}

/** Puts one message back into the queue; nothing happens to one that has arrived or was withheld. */
export async function resend(context: PlatformContext, actor: Actor, outboxId: string): Promise<Delivery> {
  return transact(context.database, actor, async (tx) => {
    const row = await findDelivery(tx, outboxId);
    if (!row) throw new Problem('delivery.not_found', { said: verbatim(outboxId) });
    if (row.state === 'acknowledged' || row.state === 'withheld') {
      throw new Problem('action.not_available', {
        said:
          row.state === 'acknowledged'
            ? {
                zh: '对方已签收，无需重发。',
                en: 'The other side has acknowledged it; there is nothing to send again.',
              }
            : { zh: '该推送已依规停止，不能重发。', en: 'The delivery was stopped by rule and cannot be sent again.' },
      });
    }
    await enqueueJob(tx, 'exchange.deliver', { outboxId }, `deliver:${outboxId}`);
    await writeAudit(tx, actor, {
      at: context.clock(),
      action: 'delivery.resent',
      objectType: 'delivery',
      objectId: outboxId,
    });
    return toDelivery(row);
  });
}

const toDelivery = (row: NonNullable<Awaited<ReturnType<typeof findDelivery>>>): Delivery => ({
  id: row.id,
  position: Number(row.position),
  recipient: row.recipient,
  type: row.type,
  createdAt: row.created_at.toISOString(),
  state: row.state,
  attempts: row.attempts,
  lastAttemptAt: row.last_at?.toISOString() ?? null,
  detail: row.detail,
});

/** Compares what a receiver says it holds with what it acknowledged; a difference means something was lost or altered there. */
export async function reconcile(
  context: PlatformContext,
  recipient: Recipient,
  held: Holdings,
  actor: Actor = systemActor('exchange.reconcile'),
): Promise<Reconciliation> {
  return transact(context.database, actor, async (tx) => {
    const expected = expectedHoldings(await acknowledgedMessages(tx, recipient));
    const matches = expected.count === held.count && expected.digest === held.digest;
    await writeAudit(tx, actor, {
      at: context.clock(),
      action: matches ? 'exchange.reconciled' : 'exchange.differs',
      objectType: 'delivery',
      objectId: recipient,
      detail: { expected, held },
    });
    return { recipient, matches, expected, held };
  });
}
