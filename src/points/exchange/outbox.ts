/** Tells the platform that an account was opened or closed: a row in the transaction of the change, put into words when sent. */

import { sql } from 'kysely';
import type { AccountClosed, AccountOpened } from '#contracts/exchange.ts';
import type { AttemptOutcome } from '#contracts/vocabulary.ts';
import { type CloudEvent, judgeAnswer, type Send } from '#contracts/webhook.ts';
import { writeAudit } from '../audit.ts';
import { type PointsContext, transact } from '../context.ts';
import type { OutboxTable, PointsTx } from '../database.ts';
import { enqueueJob } from '../jobs.ts';

const JOB = 'exchange.deliver';

/** Thrown so that the job queue tries again later, with its own growing pauses. */
export class DeliveryFailed extends Error {
  override readonly name = 'DeliveryFailed';
}

export async function addToOutbox(
  tx: PointsTx,
  context: Pick<PointsContext, 'clock' | 'newId'>,
  type: OutboxTable['type'],
  receiptId: string,
): Promise<string> {
  const id = context.newId();
  await tx.insertInto('outbox').values({ id, type, receipt_id: receiptId, created_at: context.clock() }).execute();
  await enqueueJob(tx, JOB, { outboxId: id }, `deliver:${id}`);
  return id;
}

/** One attempt. Settled messages are skipped; a refusal is recorded and not tried again; other failures throw. */
export async function deliver(
  context: PointsContext,
  outboxId: string,
  send: Send<'platform'>,
): Promise<AttemptOutcome | 'skipped'> {
  const event = await transact(context, async (tx) => {
    if (await isSettled(tx, outboxId)) return 'skipped';
    const event = await composeEvent(tx, outboxId);
    if (event === 'withheld') await settle(tx, context, outboxId, 'withheld', '账户已注销');
    return event;
  });
  if (typeof event === 'string') return event;

  const answer = await send('platform', event).catch((error: unknown) => ({
    status: 0,
    detail: error instanceof Error ? error.message : String(error),
  }));
  const outcome = judgeAnswer(answer);
  const detail = outcome === 'acknowledged' ? null : `对方答复 ${answer.status}：${answer.detail ?? ''}`.slice(0, 500);
  await transact(context, (tx) => settle(tx, context, outboxId, outcome, detail));
  if (outcome === 'failed') throw new DeliveryFailed(`推送 ${outboxId} 未成功：${detail}`);
  return outcome;
}

async function composeEvent(tx: PointsTx, outboxId: string): Promise<CloudEvent | 'skipped' | 'withheld'> {
  const row = await tx.selectFrom('outbox').selectAll().where('id', '=', outboxId).executeTakeFirst();
  if (!row) return 'skipped';
  const data = await composeData(tx, row.type, row.receipt_id, Number(row.position));
  if (!data) return 'withheld';
  return {
    specversion: '1.0',
    id: row.id,
    source: '/points',
    type: row.type,
    time: row.created_at.toISOString(),
    datacontenttype: 'application/json',
    data,
  };
}

/** Undefined when the receipt is gone: the account was closed before its opening could be told, so there is nothing to tell. */
async function composeData(
  tx: PointsTx,
  type: OutboxTable['type'],
  receiptId: string,
  position: number,
): Promise<AccountOpened | AccountClosed | undefined> {
  if (type === 'xinheng.account.opened') {
    const row = await tx
      .selectFrom('consent_receipt')
      .selectAll()
      .where('receipt_id', '=', receiptId)
      .executeTakeFirst();
    return row && { subjectKey: row.subject_key, position, receiptId, openedAt: row.given_at.toISOString() };
  }
  const row = await tx.selectFrom('closing_receipt').selectAll().where('receipt_id', '=', receiptId).executeTakeFirst();
  return row && { subjectKey: row.subject_key, position, receiptId, closedAt: row.closed_at.toISOString() };
}

async function isSettled(tx: PointsTx, outboxId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('delivery_attempt')
    .select('attempt')
    .where('outbox_id', '=', outboxId)
    .where('outcome', 'in', ['acknowledged', 'withheld'])
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

async function settle(
  tx: PointsTx,
  context: PointsContext,
  outboxId: string,
  outcome: AttemptOutcome,
  detail: string | null,
): Promise<void> {
  const at = context.clock();
  await sql`
    INSERT INTO delivery_attempt (outbox_id, attempt, at, outcome, detail)
    SELECT ${outboxId}, coalesce(max(attempt), 0) + 1, ${at}, ${outcome}, ${detail}
    FROM delivery_attempt WHERE outbox_id = ${outboxId}`.execute(tx);
  await writeAudit(tx, {
    at,
    action: `delivery.${outcome}`,
    actor: { job: JOB },
    accountId: null,
    detail: { outboxId },
  });
}
