/** All SQL of received records: a delivery is looked up and put in as a whole. */
import { sql } from 'kysely';
import type { RecordPublished, RecordWithdrawn } from '#contracts/exchange.ts';
import type { HeldItem } from '#kernel/exchange/canonical-json.ts';
import type { Pseudonyms } from '#kernel/seal/pairing.ts';
import type { PointsTx } from '../database.ts';

/** Of a person as they are known here. */
export interface ToldRecord {
  readonly id: string;
  readonly data: RecordPublished | RecordWithdrawn;
}

/** The locks that opening and closing an account take (accounts/store.ts), in one order, so that two deliveries do not wait for each other. */
export async function lockSubjects(tx: PointsTx, subjectKeys: readonly string[]): Promise<void> {
  await sql`
    SELECT pg_advisory_xact_lock(lock) FROM (
      SELECT DISTINCT hashtextextended(key, 0) AS lock FROM unnest(${subjectKeys}::text[]) AS key ORDER BY 1) AS locks`.execute(
    tx,
  );
}

/** Those who have an account. */
export async function findAccounts(tx: PointsTx, subjectKeys: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ subject_key: string }>`
    SELECT subject_key FROM account WHERE subject_key = ANY (${subjectKeys}::uuid[])`.execute(tx);
  return new Set(rows.map((row) => row.subject_key));
}

type Named = Pick<RecordPublished, 'subjectKey' | 'recordId'>;

/** Positions of the newest word about these records, by `subjectKey/recordId`; each looked up by its key, however many there are. */
export async function findHeld(tx: PointsTx, records: readonly Named[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ subject_key: string; record_id: string; position: string }>`
    SELECT told.subject_key, told.record_id, c.position
    FROM unnest(${records.map(({ subjectKey }) => subjectKey)}::uuid[], ${records.map(({ recordId }) => recordId)}::uuid[]) AS told (subject_key, record_id)
    CROSS JOIN LATERAL (
      SELECT k.position FROM contribution k WHERE k.subject_key = told.subject_key AND k.record_id = told.record_id OFFSET 0) AS c`.execute(
    tx,
  );
  return new Map(rows.map((row) => [`${row.subject_key}/${row.record_id}`, Number(row.position)]));
}

/**
 * How these records stand now, each once; nothing older than what is held. Of a withdrawn one only id and position remain, also when it
 * was never seen: the withdrawal may have overtaken the publication.
 */
export async function putRecords(
  tx: PointsTx,
  records: readonly (RecordPublished | RecordWithdrawn)[],
  at: Date,
): Promise<void> {
  await sql`
    INSERT INTO contribution AS known (subject_key, record_id, position, received_at, kind, clause, title, matter, polarity, department,
      occurred_on, determined_on, valid_from, valid_until, objection_open)
    SELECT "subjectKey", "recordId", position, ${at}, kind, clause, title, matter, polarity, department, "occurredOn", "determinedOn",
      "validFrom", "validUntil", "objectionOpen"
    FROM jsonb_to_recordset(${JSON.stringify(records)}::jsonb) AS told ("subjectKey" uuid, "recordId" uuid, position bigint, kind text,
      clause text, title text, matter text, polarity text, department text, "occurredOn" date, "determinedOn" date, "validFrom" date,
      "validUntil" date, "objectionOpen" boolean)
    ON CONFLICT (subject_key, record_id) DO UPDATE SET position = excluded.position, received_at = excluded.received_at,
      kind = excluded.kind, clause = excluded.clause, title = excluded.title, matter = excluded.matter, polarity = excluded.polarity,
      department = excluded.department, occurred_on = excluded.occurred_on, determined_on = excluded.determined_on,
      valid_from = excluded.valid_from, valid_until = excluded.valid_until, objection_open = excluded.objection_open
    WHERE known.position < excluded.position`.execute(tx);
}

/** By the pseudonyms, as the platform was told them. */
export async function listHeld(tx: PointsTx, people: Pick<Pseudonyms, 'of'>): Promise<HeldItem[]> {
  const rows = await tx
    .selectFrom('contribution')
    .select(['subject_key', 'record_id', 'position'])
    .where('kind', 'is not', null)
    .execute();
  return rows.map((row) => ({ id: `${people.of(row.subject_key)}/${row.record_id}`, position: Number(row.position) }));
}
