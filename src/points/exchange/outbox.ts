/** Tells the platform that an account was opened or closed: a row in the transaction of the change, put into words when sent. */
import { sql } from 'kysely';
import type { DeliveredRecord, NewestRecord } from '#contracts/envelope.ts';
import type { AccountClosed, AccountOpened } from '#contracts/exchange.ts';
import type { Send } from '#contracts/webhook.ts';
import { type Attempt, type Drained, type Due, drain } from '#http/drain.ts';
import { type Pseudonyms, pseudonyms } from '#kernel/seal/pairing.ts';
import { writeAudit, writeAudits } from '../audit.ts';
import { type PointsContext, transact } from '../context.ts';
import type { OutboxTable, PointsTx } from '../database.ts';
import { enqueueDelivery } from '../jobs.ts';
import {
  addAttempts,
  currentEpoch,
  type DueRow,
  dueRows,
  findStanding,
  leaveDue,
  setHalted,
  setNewest,
  tellAgainSince,
  wasTold,
} from './store.ts';

const JOB = 'exchange.deliver';
/** Of a record that made trouble at the platform by itself; the others go on without it. */
const PAUSE_SECONDS = 15 * 60;

export async function addToOutbox(
  tx: PointsTx,
  context: Pick<PointsContext, 'clock' | 'newId' | 'policy'>,
  type: OutboxTable['type'],
  receiptId: string,
): Promise<string> {
  const id = context.newId();
  const told = { id, type, notice: context.policy.id, version: context.policy.version };
  await sql`
    WITH added AS (
      INSERT INTO outbox (id, type, receipt_id, notice, version, created_at)
      VALUES (${told.id}, ${told.type}, ${receiptId}, ${told.notice}, ${told.version}, ${context.clock()}) RETURNING position)
    INSERT INTO outbox_due (position) SELECT position FROM added`.execute(tx);
  await enqueueDelivery(tx);
  return id;
}

/** Sends everything that is due to the platform, in order. @throws DeliveryFailed when it is away */
export async function deliver(context: PointsContext, send: Send<'platform'>, greeting = false): Promise<Drained> {
  return drain(
    {
      source: '/points',
      clock: context.clock,
      newId: context.newId,
      standing: () =>
        transact(context, async (tx) => {
          const { newest, haltedAt } = await findStanding(tx);
          return haltedAt ? undefined : { epoch: await currentEpoch(tx), after: newest };
        }),
      next: async (limit) => {
        for (;;) {
          const due = await transact(context, (tx) => next(tx, context, limit));
          if (due === undefined || due.records.length > 0) return due;
        }
      },
      note: (attempts, { newest, later }) =>
        transact(context, async (tx) => {
          await settle(tx, context, attempts, later ? PAUSE_SECONDS : null);
          if (newest !== undefined) await setNewest(tx, newest);
        }),
      align: (newest) => transact(context, (tx) => align(tx, context, newest)),
    },
    (event) => send('platform', event),
    greeting,
  );
}

/** Undefined: nothing is due, or a person must look first. No records: all that was looked at was withheld, there may be more. */
async function next(tx: PointsTx, context: PointsContext, limit: number): Promise<Due | undefined> {
  const { newest, haltedAt } = await findStanding(tx);
  const rows = haltedAt ? [] : await dueRows(tx, limit);
  if (rows.length === 0) return undefined;
  const people = pseudonyms(context.keyring);
  const records: DeliveredRecord[] = [];
  const withheld: Attempt[] = [];
  for (const row of rows) {
    const { id, position, type, notice, version } = row;
    const data = await composeData(tx, row, people);
    const record = { id, position, type, notice, version, data: { ...data } };
    if (data) records.push(record);
    else withheld.push({ record, outcome: 'withheld', detail: '账户已注销' });
  }
  if (withheld.length > 0) await settle(tx, context, withheld, null);
  return { epoch: await currentEpoch(tx), after: newest, records, tried: (rows[0]?.tries ?? 0) > 0 };
}

/** Undefined when the receipt is gone: the account was closed before its opening could be told, so there is nothing to tell. */
async function composeData(
  tx: PointsTx,
  { type, receiptId }: DueRow,
  people: Pseudonyms,
): Promise<Omit<AccountOpened, 'position'> | Omit<AccountClosed, 'position'> | undefined> {
  if (type === 'xinheng.account.opened') {
    const row = await tx
      .selectFrom('consent_receipt')
      .selectAll()
      .where('receipt_id', '=', receiptId)
      .executeTakeFirst();
    return row && { ...named(row, people), receiptId, openedAt: row.given_at.toISOString() };
  }
  const row = await tx.selectFrom('closing_receipt').selectAll().where('receipt_id', '=', receiptId).executeTakeFirst();
  return row && { ...named(row, people), receiptId, closedAt: row.closed_at.toISOString() };
}

/** By the pseudonym: how the person is known here is said to nobody. */
const named = (row: { readonly subject_key: string }, people: Pseudonyms) => ({
  subjectKey: people.of(row.subject_key),
  pairing: people.mark,
});

async function settle(
  tx: PointsTx,
  context: PointsContext,
  attempts: readonly Attempt[],
  pauseSeconds: number | null,
): Promise<void> {
  const at = context.clock();
  const ended = attempts.map(({ record: { id, position }, outcome, detail }) => {
    return { id, position, outcome, detail: outcome === 'acknowledged' ? null : detail };
  });
  await addAttempts(tx, ended, at);
  await leaveDue(tx, ended, pauseSeconds);
  if (pauseSeconds !== null) await enqueueDelivery(tx, pauseSeconds);
  await writeAudits(
    tx,
    ended.map(({ id: outboxId, outcome }) => {
      return { at, action: `delivery.${outcome}` as const, actor: { job: JOB }, about: null, detail: { outboxId } };
    }),
  );
}

/** As at the platform (its exchange/deliver.ts): lost answers and a restored receiver mend themselves, a restored sender stops. */
async function align(tx: PointsTx, context: PointsContext, newest: NewestRecord | null): Promise<boolean> {
  const at = context.clock();
  const standing = await findStanding(tx);
  const logged = { at, actor: { job: JOB }, about: null };
  if (newest && newest.epoch >= (await currentEpoch(tx)) && !(await wasTold(tx, newest))) {
    await setHalted(tx, at);
    await writeAudit(tx, { ...logged, action: 'exchange.halted', detail: { newest } });
    return false;
  }
  if ((newest?.position ?? -1) < (standing.newest?.position ?? -1)) {
    const records = await tellAgainSince(tx, newest, at);
    await writeAudit(tx, { ...logged, action: 'exchange.told-again', detail: { newest, records } });
  }
  await setNewest(tx, newest);
  return true;
}
