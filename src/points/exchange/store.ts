/** SQL of what is told the platform: what is due, how a try ended, and where the platform stands. */
import { sql } from 'kysely';
import { epochOf, type NewestRecord } from '#contracts/envelope.ts';
import type { AttemptOutcome } from '#contracts/vocabulary.ts';
import type { OutboxTable, PointsTx } from '../database.ts';

export interface DueRow {
  readonly id: string;
  readonly position: number;
  readonly type: OutboxTable['type'];
  readonly receiptId: string;
  readonly notice: string;
  readonly version: number;
  readonly tries: number;
}

export async function dueRows(tx: PointsTx, limit: number): Promise<DueRow[]> {
  const rows = await tx
    .selectFrom('outbox_due as d')
    .innerJoin('outbox as o', 'o.position', 'd.position')
    .select(['o.id', 'o.position', 'o.type', 'o.receipt_id as receiptId', 'o.notice', 'o.version', 'd.tries'])
    .where(sql<boolean>`(d.not_before IS NULL OR d.not_before <= now())`)
    .orderBy('d.position')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ ...row, position: Number(row.position) }));
}

export interface Ended {
  readonly id: string;
  readonly position: number;
  readonly outcome: AttemptOutcome;
  readonly detail: string | null;
}

/** One more attempt of each message; two at the same instant meet at the primary key. */
export async function addAttempts(
  tx: PointsTx,
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
export async function leaveDue(tx: PointsTx, ended: readonly Ended[], pauseSeconds: number | null): Promise<void> {
  const positions = (failed: boolean) =>
    ended.filter(({ outcome }) => (outcome === 'failed') === failed).map(({ position }) => position);
  const [stay, leave] = [positions(true), positions(false)];
  if (leave.length > 0) await sql`DELETE FROM outbox_due WHERE position = ANY (${leave}::bigint[])`.execute(tx);
  if (stay.length > 0)
    await sql`
      UPDATE outbox_due SET tries = tries + 1, not_before = now() + make_interval(secs => ${pauseSeconds})
      WHERE position = ANY (${stay}::bigint[])`.execute(tx);
}

export interface Standing {
  /** the receiver's newest record, as far as is known here */
  readonly newest: NewestRecord | null;
  readonly reconciling: boolean;
  readonly haltedAt: Date | null;
}

export async function findStanding(tx: PointsTx): Promise<Standing> {
  const row = await tx
    .selectFrom('recipient_standing')
    .selectAll()
    .where('recipient', '=', 'platform')
    .executeTakeFirstOrThrow();
  const position = Number(row.position);
  return {
    newest: row.record_id === null ? null : { epoch: epochOf(position), position, id: row.record_id },
    reconciling: row.reconciling,
    haltedAt: row.halted_at,
  };
}

export async function setNewest(tx: PointsTx, newest: NewestRecord | null): Promise<void> {
  await tx
    .updateTable('recipient_standing')
    .set({ position: newest?.position ?? null, record_id: newest?.id ?? null })
    .where('recipient', '=', 'platform')
    .execute();
}

export async function setHalted(tx: PointsTx, at: Date): Promise<void> {
  await tx
    .updateTable('recipient_standing')
    .set({ halted_at: at })
    .where('recipient', '=', 'platform')
    .where('halted_at', 'is', null)
    .execute();
}

export async function currentEpoch(tx: PointsTx): Promise<number> {
  const { epoch } = await tx
    .selectFrom('exchange_epoch')
    .select((expression) => expression.fn.max('epoch').as('epoch'))
    .executeTakeFirstOrThrow();
  return epoch;
}

/** Whether this very record was told from here: the same position under another id was told by a life before a restore. */
export async function wasTold(tx: PointsTx, { position, id }: NewestRecord): Promise<boolean> {
  const row = await tx
    .selectFrom('outbox')
    .select('id')
    .where('position', '=', String(position))
    .where('id', '=', id)
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * The receiver was restored to when `newest` was the newest it had: everything it acknowledged since is due again. Deliveries to one
 * receiver follow each other, so whatever it acknowledged before that one it still has. Answers how many.
 */
export async function tellAgainSince(tx: PointsTx, newest: NewestRecord | null, at: Date): Promise<number> {
  const { rows } = await sql<{ lost: number }>`
    WITH since AS (
      SELECT coalesce(min(a.at), '-infinity') AS at FROM delivery_attempt a
      WHERE a.outbox_id = ${newest?.id ?? null}::uuid AND a.outcome = 'acknowledged'),
    lost AS (
      SELECT o.id, o.position, max(a.attempt) AS attempt
      FROM outbox o JOIN delivery_attempt a ON a.outbox_id = o.id, since
      WHERE o.id IS DISTINCT FROM ${newest?.id ?? null}::uuid
      GROUP BY o.id, since.at
      HAVING max(a.at) FILTER (WHERE a.outcome = 'acknowledged') >= since.at),
    noted AS (
      INSERT INTO delivery_attempt (outbox_id, attempt, at, outcome, detail)
      SELECT id, attempt + 1, ${at}, 'lost', '对方从备份恢复，须重新推送' FROM lost),
    due AS (
      INSERT INTO outbox_due (position) SELECT position FROM lost ON CONFLICT DO NOTHING)
    SELECT count(*)::int AS lost FROM lost`.execute(tx);
  return rows[0]?.lost ?? 0;
}

export async function beginEpochRow(tx: PointsTx, reason: string, at: Date): Promise<number> {
  const { rows } = await sql<{ epoch: number }>`SELECT begin_epoch(${reason}, ${at}) AS epoch`.execute(tx);
  return rows[0]!.epoch;
}
