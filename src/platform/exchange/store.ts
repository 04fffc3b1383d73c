/** All SQL of the exchange: outbox, attempts, who asked for points, and which records of a person are in force. */
import { type Selectable, sql } from 'kysely';
import type { DeliveryQuery, DeliveryState } from '#contracts/deliveries.ts';
import type { AccountChange, Recipient } from '#contracts/vocabulary.ts';
import type { PlatformTx, RecordTable } from '../database.ts';
import type { AcknowledgedMessage } from './rules.ts';

/**
 * Opening an account and changing a record of the same person must not pass each other unseen: the change would find no
 * account yet, the opening no change yet, and the points system would keep a withdrawn record. Changes share a lock, an
 * opening takes it alone. 64 locks for all people, so that a batch of any size stays within the server's lock table.
 */
const LOCKS = 64;
const LOCK_SPACE = 20_200_213;

export async function shareSubjects(tx: PlatformTx, subjectKeys: readonly string[]): Promise<void> {
  await sql`
    SELECT pg_advisory_xact_lock_shared(${LOCK_SPACE}, bucket) FROM (
      SELECT DISTINCT abs(hashtext(key) % ${LOCKS}) AS bucket FROM unnest(${subjectKeys}::text[]) AS key ORDER BY 1) AS buckets`.execute(
    tx,
  );
}

/** Like `shareSubjects`, for everybody: before set-based work that looks at the accounts itself. Openings wait until `tx` ends. */
export async function holdSubscriptions(tx: PlatformTx): Promise<void> {
  await sql`
    SELECT pg_advisory_xact_lock_shared(${LOCK_SPACE}, bucket) FROM generate_series(0, ${LOCKS - 1}) AS bucket`.execute(
    tx,
  );
}

export async function lockSubject(tx: PlatformTx, subjectKey: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(${LOCK_SPACE}, abs(hashtext(${subjectKey}) % ${LOCKS}))`.execute(tx);
}

/** points-opt-in: of these people, those whose newest word is "opened". */
export async function findSubscribed(tx: PlatformTx, subjectKeys: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ subject_key: string }>`
    SELECT subject_key FROM (
      SELECT DISTINCT ON (subject_key) subject_key, change FROM points_subscription
      WHERE subject_key = ANY (${subjectKeys}::uuid[]) ORDER BY subject_key, sequence DESC) AS newest
    WHERE change = 'opened'`.execute(tx);
  return new Set(rows.map((row) => row.subject_key));
}

export interface SubscriptionChange {
  readonly subjectKey: string;
  readonly sequence: number;
  readonly change: AccountChange;
  readonly receiptId: string;
  readonly messageId: string;
  readonly at: Date;
}

/** False when this message, or another with its position, is known already. */
export async function addSubscriptionChange(tx: PlatformTx, change: SubscriptionChange): Promise<boolean> {
  const result = await tx
    .insertInto('points_subscription')
    .values({
      subject_key: change.subjectKey,
      sequence: change.sequence,
      change: change.change,
      receipt_id: change.receiptId,
      message_id: change.messageId,
      at: change.at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

export async function findNewestSubscription(tx: PlatformTx, subjectKey: string) {
  return tx
    .selectFrom('points_subscription')
    .selectAll()
    .where('subject_key', '=', subjectKey)
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst();
}

export type RecordInForce = Selectable<RecordTable> & { readonly objection_open: boolean };

/** Records in force on a day, with whether an objection is open (objection-marked). */
export async function recordsInForce(
  tx: PlatformTx,
  subjectKey: string,
  on: string,
  recordId: string | null = null,
): Promise<RecordInForce[]> {
  const { rows } = await sql<RecordInForce>`
    SELECT r.*, coalesce((
      SELECT c.change = 'objection-opened' FROM record_change c
      WHERE c.subject_key = r.subject_key AND c.record_id = r.record_id AND c.change LIKE 'objection-%'
      ORDER BY c.sequence DESC LIMIT 1), false) AS objection_open
    FROM record_in_force(${on}::date) r
    WHERE r.subject_key = ${subjectKey} AND (${recordId}::uuid IS NULL OR r.record_id = ${recordId}::uuid)
      AND (r.disclosed_until IS NULL OR r.disclosed_until >= ${on}::date)
    ORDER BY r.determined_at, r.record_id`.execute(tx);
  return rows;
}

/** Marks everything about a person that points has not acknowledged as withheld; answers how many. */
export async function withholdPending(tx: PlatformTx, subjectKey: string, detail: string, at: Date): Promise<number> {
  await sql`
    DELETE FROM outbox_due d USING outbox o
    WHERE o.position = d.position AND o.subject_key = ${subjectKey} AND d.recipient = 'points'`.execute(tx);
  const { numAffectedRows } = await sql`
    INSERT INTO delivery_attempt (outbox_id, attempt, at, outcome, detail)
    SELECT o.id, coalesce(max(a.attempt), 0) + 1, ${at}, 'withheld', ${detail}
    FROM outbox o LEFT JOIN delivery_attempt a ON a.outbox_id = o.id
    WHERE o.subject_key = ${subjectKey} AND o.recipient = 'points'
    GROUP BY o.id
    HAVING count(*) FILTER (WHERE a.outcome IN ('acknowledged', 'withheld')) = 0`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}

/**
 * Of these records, those that are in force on a day and may still be shown. Each is looked up by its key (OFFSET 0 forbids anything
 * else): joined as sets, all records there are would be judged to find these, wherever the tables have no statistics yet.
 */
export async function inForceAmong(
  tx: PlatformTx,
  records: readonly { readonly subjectKey: string; readonly recordId: string }[],
  on: string,
): Promise<Set<string>> {
  const { rows } = await sql<{ record_id: string }>`
    SELECT told.record_id
    FROM unnest(${records.map(({ subjectKey }) => subjectKey)}::uuid[], ${records.map(({ recordId }) => recordId)}::uuid[]) AS told (subject_key, record_id)
    WHERE EXISTS (
      SELECT FROM record_in_force(${on}::date) r WHERE r.subject_key = told.subject_key AND r.record_id = told.record_id
        AND (r.disclosed_until IS NULL OR r.disclosed_until >= ${on}::date) OFFSET 0)`.execute(tx);
  return new Set(rows.map((row) => row.record_id));
}

/** By record id, the entries that it ever was in a notice or an edition, which are what the site knows; a record never shown needs no withdrawal. */
export async function findProposedEntries(
  tx: PlatformTx,
  records: readonly { readonly subjectKey: string; readonly recordId: string }[],
): Promise<Map<string, { uscc: string; entryId: string }[]>> {
  const entries = new Map<string, { uscc: string; entryId: string }[]>();
  if (records.length === 0) return entries;
  const { rows } = await sql<{ record_id: string; uscc: string; entry_id: string }>`
    SELECT DISTINCT e.record_id, e.uscc, e.entry_id
    FROM unnest(${records.map(({ subjectKey }) => subjectKey)}::uuid[], ${records.map(({ recordId }) => recordId)}::uuid[]) AS told (subject_key, record_id)
    JOIN list_entry e USING (subject_key, record_id) ORDER BY e.entry_id`.execute(tx);
  for (const { record_id, uscc, entry_id } of rows)
    entries.set(record_id, [...(entries.get(record_id) ?? []), { uscc, entryId: entry_id }]);
  return entries;
}

export async function findSubjectType(tx: PlatformTx, subjectKey: string, recordId: string) {
  const row = await tx
    .selectFrom('record')
    .select('subject_type')
    .where('subject_key', '=', subjectKey)
    .where('record_id', '=', recordId)
    .executeTakeFirst();
  return row?.subject_type;
}

interface DeliveryRow {
  id: string;
  position: string;
  recipient: Recipient;
  type: string;
  created_at: Date;
  state: DeliveryState;
  attempts: number;
  last_at: Date | null;
  detail: string | null;
}

const withState = sql`
  SELECT o.id, o.position, o.recipient, o.type, o.created_at, coalesce(s.attempts, 0)::int AS attempts, s.last_at, s.detail,
    CASE WHEN s.last = 'lost' THEN 'waiting' WHEN s.acknowledged THEN 'acknowledged' WHEN s.withheld THEN 'withheld' WHEN s.last = 'refused' THEN 'refused'
         WHEN s.last = 'failed' THEN 'failing' ELSE 'waiting' END AS state
  FROM outbox o LEFT JOIN LATERAL (
    SELECT count(*) AS attempts, max(a.at) AS last_at, bool_or(a.outcome = 'acknowledged') AS acknowledged,
      bool_or(a.outcome = 'withheld') AS withheld,
      (array_agg(a.outcome ORDER BY a.attempt DESC))[1] AS last, (array_agg(a.detail ORDER BY a.attempt DESC))[1] AS detail
    FROM delivery_attempt a WHERE a.outbox_id = o.id) s ON true`;

/** Newest first. Holds no subject: who a message is about is nobody's business here. */
export async function listDeliveries(tx: PlatformTx, query: DeliveryQuery): Promise<DeliveryRow[]> {
  const { rows } = await sql<DeliveryRow>`
    SELECT * FROM (${withState} WHERE ${query.before ?? null}::bigint IS NULL OR o.position < ${query.before ?? null}::bigint) d
    WHERE (${query.state ?? null}::text IS NULL OR d.state = ${query.state ?? null})
      AND (${query.recipient ?? null}::text IS NULL OR d.recipient = ${query.recipient ?? null})
    ORDER BY d.position DESC LIMIT ${query.limit + 1}`.execute(tx);
  return rows;
}

export async function findDelivery(tx: PlatformTx, id: string): Promise<DeliveryRow | undefined> {
  const { rows } = await sql<DeliveryRow>`SELECT * FROM (${withState} WHERE o.id = ${id}) d`.execute(tx);
  return rows[0];
}

/** Messages not acknowledged and not withheld, per recipient. */
export async function countPending(tx: PlatformTx): Promise<{ points: number; site: number }> {
  const { rows } = await sql<{ points: number; site: number }>`
    SELECT count(*) FILTER (WHERE o.recipient = 'points')::int AS points, count(*) FILTER (WHERE o.recipient = 'site')::int AS site
    FROM outbox o WHERE NOT EXISTS (
      SELECT FROM delivery_attempt a WHERE a.outbox_id = o.id AND a.outcome IN ('acknowledged', 'withheld'))`.execute(
    tx,
  );
  return rows[0] ?? { points: 0, site: 0 };
}

/** What the receiver has acknowledged and should hold: for points, people with an open account only. */
export async function acknowledgedMessages(tx: PlatformTx, recipient: Recipient): Promise<AcknowledgedMessage[]> {
  const { rows } = await sql<{ type: string; position: string; about: string; id: string | null }>`
    WITH taken AS MATERIALIZED (
      SELECT o.* FROM outbox o
      WHERE o.recipient = ${recipient} AND EXISTS (SELECT FROM delivery_attempt a WHERE a.outbox_id = o.id AND a.outcome = 'acknowledged'))
    SELECT o.type, o.position, o.id,
      coalesce(o.subject_key || '/' || (o.data->>'recordId'), (o.data->'manifest'->>'list') || '/' || (o.data->'manifest'->>'number')) AS about
    FROM taken o
    WHERE o.type IN ('xinheng.record.published', 'xinheng.record.withdrawn', 'xinheng.edition.published')
      AND (o.subject_key IS NULL OR (
        SELECT s.change = 'opened' AND o.created_at >= s.at FROM points_subscription s
        WHERE s.subject_key = o.subject_key ORDER BY s.sequence DESC LIMIT 1))
    UNION ALL
    SELECT o.type, o.position, o.id, 'record/' || (told->>'uscc') || '/' || (told->>'recordId')
    FROM taken o CROSS JOIN jsonb_array_elements(o.data->'records') AS told WHERE o.type = 'xinheng.organisation-records.published'
    UNION ALL
    SELECT o.type, o.position, o.id, 'record/' || (o.data->>'uscc') || '/' || (o.data->>'recordId') FROM taken o WHERE o.type = 'xinheng.organisation-record.withdrawn'
    UNION ALL
    SELECT o.type, o.position, o.id, 'provider/' || (o.data->>'providerId')
    FROM taken o WHERE o.type IN ('xinheng.provider.published', 'xinheng.provider.withdrawn')
    UNION ALL
    SELECT o.type, o.position, o.id, 'punctuality/' || (o.data->>'month') FROM taken o WHERE o.type = 'xinheng.punctuality.published'
    UNION ALL
    SELECT 'xinheng.directory.published', newest.position, NULL, 'directory/' || newest.position || '/' || count(*)
    FROM (
      SELECT DISTINCT ON (one->>'uscc') o.position
      FROM taken o CROSS JOIN jsonb_array_elements(o.data->'organisations') AS one WHERE o.type = 'xinheng.directory.published'
      ORDER BY one->>'uscc', o.position DESC) newest
    GROUP BY newest.position`.execute(tx);
  return rows.map((row) => ({ type: row.type, position: Number(row.position), about: row.about, id: row.id }));
}
