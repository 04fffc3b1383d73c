/** SQL of deliveries as they go: what is due, how a try ended, and where each receiver stands. */
import { sql } from 'kysely';
import { BYTES_PER_DELIVERY, epochOf, type NewestRecord } from '#contracts/envelope.ts';
import type { AttemptOutcome, Recipient } from '#contracts/vocabulary.ts';
import type { PlatformTx } from '../database.ts';
import type { OutboxRow } from './rules.ts';

export interface DueRow extends OutboxRow {
  readonly tries: number;
}

/**
 * The next of the recipient's records in order, together within the bounds of a delivery. Read in the order of their index until there
 * are enough: a table that was filled a moment ago has no statistics, and all that is due would be sorted for every delivery.
 */
export async function dueRows(tx: PlatformTx, recipient: Recipient, limit: number): Promise<DueRow[]> {
  await sql`SELECT set_config('enable_sort', 'off', true), set_config('enable_bitmapscan', 'off', true)`.execute(tx);
  const { rows } = await sql<{
    id: string;
    position: string;
    type: string;
    subject_key: string | null;
    notice: string;
    version: number;
    data: object;
    tries: number;
  }>`
    SELECT o.id, o.position, o.type, o.subject_key, o.notice, o.version, o.data, due.tries
    FROM (
      SELECT position, tries, bytes, sum(bytes) OVER (ORDER BY position) - bytes AS before FROM (
        SELECT position, tries, bytes FROM outbox_due
        WHERE recipient = ${recipient} AND (not_before IS NULL OR not_before <= now())
        ORDER BY position LIMIT ${limit}) AS first) AS due
    JOIN outbox o ON o.position = due.position
    WHERE due.before = 0 OR due.before + due.bytes <= ${BYTES_PER_DELIVERY}
    ORDER BY due.position`.execute(tx);
  await sql`SELECT set_config('enable_sort', 'on', true), set_config('enable_bitmapscan', 'on', true)`.execute(tx);
  return rows.map((row) => ({
    ...{ id: row.id, position: Number(row.position), type: row.type, subjectKey: row.subject_key },
    ...{ notice: row.notice, version: row.version, data: row.data, tries: row.tries },
  }));
}

export interface Ended {
  readonly id: string;
  readonly position: number;
  readonly outcome: AttemptOutcome;
  readonly detail: string | null;
}

/** One more attempt of each message; two at the same instant meet at the primary key. */
export async function addAttempts(
  tx: PlatformTx,
  ended: readonly Pick<Ended, 'id' | 'outcome' | 'detail'>[],
  at: Date,
): Promise<void> {
  await sql`
    INSERT INTO delivery_attempt (outbox_id, attempt, at, outcome, detail)
    SELECT e.id, 1 + coalesce((SELECT max(a.attempt) FROM delivery_attempt a WHERE a.outbox_id = e.id), 0), ${at}, e.outcome, e.detail
    FROM unnest(${ended.map(({ id }) => id)}::uuid[], ${ended.map(({ outcome }) => outcome)}::text[],
      ${ended.map(({ detail }) => detail)}::text[]) AS e (id, outcome, detail)`.execute(tx);
}

/** What failed stays due; everything else leaves. @param pauseSeconds before what failed is tried again */
export async function leaveDue(
  tx: PlatformTx,
  recipient: Recipient,
  ended: readonly Ended[],
  pauseSeconds: number | null,
): Promise<void> {
  const positions = (failed: boolean) =>
    ended.filter(({ outcome }) => (outcome === 'failed') === failed).map(({ position }) => position);
  const [stay, leave] = [positions(true), positions(false)];
  if (leave.length > 0)
    await sql`DELETE FROM outbox_due WHERE recipient = ${recipient} AND position = ANY (${leave}::bigint[])`.execute(
      tx,
    );
  if (stay.length > 0)
    await sql`
      UPDATE outbox_due SET tries = tries + 1, not_before = now() + make_interval(secs => ${pauseSeconds})
      WHERE recipient = ${recipient} AND position = ANY (${stay}::bigint[])`.execute(tx);
}

export async function putBackDue(tx: PlatformTx, outboxId: string): Promise<void> {
  await sql`
    INSERT INTO outbox_due (recipient, position, bytes)
    SELECT recipient, position, octet_length(data::text) FROM outbox WHERE id = ${outboxId}
    ON CONFLICT (recipient, position) DO UPDATE SET not_before = NULL`.execute(tx);
}

export interface Standing {
  /** the receiver's newest record, as far as is known here */
  readonly newest: NewestRecord | null;
  readonly reconciling: boolean;
  readonly haltedAt: Date | null;
}

export async function findStanding(tx: PlatformTx, recipient: Recipient): Promise<Standing> {
  const row = await tx
    .selectFrom('recipient_standing')
    .selectAll()
    .where('recipient', '=', recipient)
    .executeTakeFirstOrThrow();
  const position = Number(row.position);
  return {
    newest: row.record_id === null ? null : { epoch: epochOf(position), position, id: row.record_id },
    reconciling: row.reconciling,
    haltedAt: row.halted_at,
  };
}

export async function setNewest(tx: PlatformTx, recipient: Recipient, newest: NewestRecord | null): Promise<void> {
  await tx
    .updateTable('recipient_standing')
    .set({ position: newest?.position ?? null, record_id: newest?.id ?? null })
    .where('recipient', '=', recipient)
    .execute();
}

export async function setHalted(tx: PlatformTx, recipient: Recipient, at: Date): Promise<void> {
  await tx
    .updateTable('recipient_standing')
    .set({ halted_at: at })
    .where('recipient', '=', recipient)
    .where('halted_at', 'is', null)
    .execute();
}

export async function currentEpoch(tx: PlatformTx): Promise<number> {
  const { epoch } = await tx
    .selectFrom('exchange_epoch')
    .select((expression) => expression.fn.max('epoch').as('epoch'))
    .executeTakeFirstOrThrow();
  return epoch;
}

/** Whether this very record was told from here: the same position under another id was told by a life before a restore. */
export async function wasTold(tx: PlatformTx, recipient: Recipient, { position, id }: NewestRecord): Promise<boolean> {
  const row = await tx
    .selectFrom('outbox')
    .select('id')
    .where('position', '=', String(position))
    .where('id', '=', id)
    .where('recipient', '=', recipient)
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * The receiver was restored to when `newest` was the newest it had: everything it acknowledged since is due again. Deliveries to one
 * receiver follow each other, so whatever it acknowledged before that one it still has. Answers how many.
 */
export async function tellAgainSince(
  tx: PlatformTx,
  recipient: Recipient,
  newest: NewestRecord | null,
  at: Date,
): Promise<number> {
  const { rows } = await sql<{ lost: number }>`
    WITH since AS (
      SELECT coalesce(min(a.at), '-infinity') AS at FROM delivery_attempt a
      WHERE a.outbox_id = ${newest?.id ?? null}::uuid AND a.outcome = 'acknowledged'),
    lost AS (
      SELECT o.id, o.recipient, o.position, octet_length(o.data::text) AS bytes, max(a.attempt) AS attempt
      FROM outbox o JOIN delivery_attempt a ON a.outbox_id = o.id, since
      WHERE o.recipient = ${recipient} AND o.id IS DISTINCT FROM ${newest?.id ?? null}::uuid
      GROUP BY o.id, since.at
      HAVING max(a.at) FILTER (WHERE a.outcome = 'acknowledged') >= since.at),
    noted AS (
      INSERT INTO delivery_attempt (outbox_id, attempt, at, outcome, detail)
      SELECT id, attempt + 1, ${at}, 'lost', '对方从备份恢复，须重新推送' FROM lost),
    due AS (
      INSERT INTO outbox_due (recipient, position, bytes) SELECT recipient, position, bytes FROM lost ON CONFLICT DO NOTHING)
    SELECT count(*)::int AS lost FROM lost`.execute(tx);
  return rows[0]?.lost ?? 0;
}

export async function beginEpochRow(tx: PlatformTx, reason: string, at: Date): Promise<number> {
  const { rows } = await sql<{ epoch: number }>`SELECT begin_epoch(${reason}, ${at}) AS epoch`.execute(tx);
  return rows[0]!.epoch;
}

export async function clearReconciling(tx: PlatformTx, recipient: Recipient): Promise<void> {
  await tx.updateTable('recipient_standing').set({ reconciling: false }).where('recipient', '=', recipient).execute();
}

/** What these messages said, by their ids. */
export async function findTold(
  tx: PlatformTx,
  ids: readonly string[],
): Promise<Map<string, { id: string; subjectKey: string | null; data: object }>> {
  const { rows } = await sql<{ id: string; subjectKey: string | null; data: object }>`
    SELECT id, subject_key AS "subjectKey", data FROM outbox WHERE id = ANY (${ids}::uuid[])`.execute(tx);
  return new Map(rows.map((row) => [row.id, row]));
}
