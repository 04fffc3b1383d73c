/** The job that carries what is due in the outbox to its recipient. */
import type { DeliveredRecord, NewestRecord } from '#contracts/envelope.ts';
import type { Recipient } from '#contracts/vocabulary.ts';
import type { Send } from '#contracts/webhook.ts';
import { type Attempt, type Drained, type Due, drain } from '#http/drain.ts';
import { pseudonyms } from '#kernel/seal/pairing.ts';
import { localDateAt } from '#kernel/time/local-date.ts';
import { systemActor } from '../access/actor.ts';
import { transact } from '../access/transaction.ts';
import { writeAudit, writeAudits } from '../audit.ts';
import type { PlatformContext } from '../context.ts';
import type { PlatformTx } from '../database.ts';
import { enqueueDelivery } from '../jobs.ts';
import {
  addAttempts,
  currentEpoch,
  type DueRow,
  dueRows,
  type Ended,
  findStanding,
  leaveDue,
  setHalted,
  setNewest,
  tellAgainSince,
  wasTold,
} from './outgoing-store.ts';
import { recordOf } from './rules.ts';
import { findSubscribed, inForceAmong } from './store.ts';

const deliverer = systemActor('exchange.deliver');

/** Of a record that made trouble at the receiver by itself; the others go on without it. */
const PAUSE_SECONDS = 15 * 60;

/**
 * Sends everything that is due to a recipient, in order and many records at a time; what must no longer be told is withheld. What the
 * receiver refuses for good is recorded and waits for a person (`resend`). A crash between the answer and its record sends the records
 * again: receivers are idempotent.
 * @param greeting also asks whether the two are in step, where nothing is due
 * @throws DeliveryFailed when the receiver is away
 */
export async function deliver(
  context: PlatformContext,
  recipient: Recipient,
  send: Send<Recipient>,
  greeting = false,
): Promise<Drained> {
  const subjects = new Map<string, DueRow>();
  const inTransaction = <T>(work: (tx: PlatformTx) => Promise<T>) => transact(context.database, deliverer, work);
  return drain(
    {
      source: '/platform',
      clock: context.clock,
      newId: context.newId,
      standing: () =>
        inTransaction(async (tx) => {
          const { newest, haltedAt } = await findStanding(tx, recipient);
          return haltedAt ? undefined : { epoch: await currentEpoch(tx), after: newest };
        }),
      next: async (limit) => {
        for (;;) {
          const due = await inTransaction((tx) => next(tx, context, recipient, limit));
          if (due === undefined || due.records.length > 0) {
            subjects.clear();
            for (const row of due?.rows ?? []) subjects.set(row.id, row);
            return due;
          }
        }
      },
      note: (attempts, { newest, later }) =>
        inTransaction(async (tx) => {
          const rows = attempts.map((attempt) => endOf(attempt, subjects.get(attempt.record.id)));
          await settle(tx, context, recipient, rows, later ? PAUSE_SECONDS : null);
          if (newest !== undefined) await setNewest(tx, recipient, newest);
        }),
      align: (newest) => inTransaction((tx) => align(tx, context, recipient, newest)),
    },
    (event) => send(recipient, event),
    greeting,
  );
}

/** Undefined: nothing is due, or a person must look first. No records: all that was looked at was withheld, there may be more. */
async function next(
  tx: PlatformTx,
  context: PlatformContext,
  recipient: Recipient,
  limit: number,
): Promise<(Due & { readonly rows: readonly DueRow[] }) | undefined> {
  const { newest, haltedAt } = await findStanding(tx, recipient);
  if (haltedAt) return undefined;
  const rows = await dueRows(tx, recipient, limit);
  if (rows.length === 0) return undefined;
  const withheld = await toWithhold(tx, context, rows);
  const ended = rows.flatMap((row) => {
    const detail = withheld.get(row.id);
    return detail === undefined ? [] : [{ ...row, outcome: 'withheld' as const, detail }];
  });
  if (ended.length > 0) await settle(tx, context, recipient, ended, null);
  const told = rows.filter(({ id }) => !withheld.has(id));
  const people = pseudonyms(context.keyring);
  return {
    epoch: await currentEpoch(tx),
    after: newest,
    records: told.map((row) => recordOf(row, people)),
    tried: (told[0]?.tries ?? 0) > 0,
    rows: told,
  };
}

/** points-opt-in and withdrawal-everywhere, checked again at the last moment: time has passed since the rows were written. */
async function toWithhold(
  tx: PlatformTx,
  context: PlatformContext,
  rows: readonly DueRow[],
): Promise<Map<string, string>> {
  const withheld = new Map<string, string>();
  const personal = rows.flatMap((row) => (row.subjectKey === null ? [] : [{ ...row, subjectKey: row.subjectKey }]));
  if (personal.length === 0) return withheld;
  const subscribed = await findSubscribed(tx, [...new Set(personal.map(({ subjectKey }) => subjectKey))]);
  const published = personal
    .filter(({ type, subjectKey }) => type === 'xinheng.record.published' && subscribed.has(subjectKey))
    .map((row) => ({ ...row, recordId: String((row.data as { recordId?: unknown }).recordId) }));
  const inForce = await inForceAmong(tx, published, localDateAt(context.clock()));
  for (const { id, recordId } of published)
    if (!inForce.has(recordId)) withheld.set(id, '记录已不在有效期内或已撤下，不再推送');
  for (const { id, subjectKey } of personal) if (!subscribed.has(subjectKey)) withheld.set(id, '账户已注销，不再推送');
  return withheld;
}

type EndedRow = Ended & { readonly type: string; readonly subjectKey: string | null };

function endOf({ record, outcome, detail }: Attempt, row: DueRow | undefined): EndedRow {
  const { id, position, type }: DeliveredRecord = record;
  return {
    id,
    position,
    type,
    outcome,
    detail: outcome === 'acknowledged' ? null : detail,
    subjectKey: row?.subjectKey ?? null,
  };
}

async function settle(
  tx: PlatformTx,
  context: PlatformContext,
  recipient: Recipient,
  ended: readonly EndedRow[],
  pauseSeconds: number | null,
): Promise<void> {
  const at = context.clock();
  await addAttempts(tx, ended, at);
  await leaveDue(tx, recipient, ended, pauseSeconds);
  if (pauseSeconds !== null) await enqueueDelivery(tx, recipient, pauseSeconds);
  await writeAudits(
    tx,
    deliverer,
    ended.map(({ id, position, type, outcome, subjectKey }) => ({
      at,
      action: `delivery.${outcome}`,
      objectType: 'delivery',
      objectId: id,
      ...(subjectKey === null ? {} : { subjectKey }),
      detail: { type, position },
    })),
  );
}

/**
 * The receiver says which record is the newest it has. One that was told from here: an answer of it was lost, or it was restored and is
 * told again what it has lost. One that was never told from here: this database was restored, and nothing more is sent until a new epoch
 * has begun; after that the receiver may well have what is not known here.
 */
async function align(
  tx: PlatformTx,
  context: PlatformContext,
  recipient: Recipient,
  newest: NewestRecord | null,
): Promise<boolean> {
  const at = context.clock();
  const standing = await findStanding(tx, recipient);
  const logged = { at, objectType: 'delivery', objectId: recipient } as const;
  if (newest && newest.epoch >= (await currentEpoch(tx)) && !(await wasTold(tx, recipient, newest))) {
    await setHalted(tx, recipient, at);
    await writeAudit(tx, deliverer, { ...logged, action: 'exchange.halted', detail: { newest } });
    return false;
  }
  const lost = (newest?.position ?? -1) < (standing.newest?.position ?? -1);
  if (lost) {
    const again = await tellAgainSince(tx, recipient, newest, at);
    await writeAudit(tx, deliverer, { ...logged, action: 'exchange.told-again', detail: { newest, records: again } });
  }
  await setNewest(tx, recipient, newest);
  return true;
}
