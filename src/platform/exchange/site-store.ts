/** SQL behind what the public site is told of organisations besides lists. */
import { sql } from 'kysely';
import type { PlatformTx } from '../database.ts';
import type { RecordInForce } from './store.ts';

/** Imports of the directory and its delivery take turns: revisions then grow in the order in which they become visible. */
export const DIRECTORY_LOCK = 20_200_214;

export async function lockDirectory(tx: PlatformTx): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(${DIRECTORY_LOCK}::bigint)`.execute(tx);
}

export async function addDisclosures(
  tx: PlatformTx,
  records: readonly { readonly subjectKey: string; readonly recordId: string }[],
  at: Date,
): Promise<void> {
  await sql`
    INSERT INTO site_disclosure (subject_key, record_id, at)
    SELECT subject_key, record_id, ${at} FROM unnest(
      ${records.map((record) => record.subjectKey)}::uuid[], ${records.map((record) => record.recordId)}::uuid[]) AS told (subject_key, record_id)
    ON CONFLICT DO NOTHING`.execute(tx);
}

/** The code of a record of which the site was told; undefined when it never was. */
export async function findDisclosedUscc(
  tx: PlatformTx,
  subjectKey: string,
  recordId: string,
): Promise<string | undefined> {
  const row = await tx
    .selectFrom('site_disclosure')
    .innerJoin('record', (join) =>
      join
        .onRef('record.subject_key', '=', 'site_disclosure.subject_key')
        .onRef('record.record_id', '=', 'site_disclosure.record_id'),
    )
    .select('record.uscc')
    .where('site_disclosure.subject_key', '=', subjectKey)
    .where('site_disclosure.record_id', '=', recordId)
    .executeTakeFirst();
  return row?.uscc ?? undefined;
}

/** Functional zone of each record's organisation, and the division of who reported it, by record id. */
export async function findZones(
  tx: PlatformTx,
  records: readonly { readonly subjectKey: string; readonly recordId: string }[],
): Promise<Map<string, { readonly zone: string | null; readonly division: string | null }>> {
  const { rows } = await sql<{ record_id: string; zone: string | null; division: string | null }>`
    SELECT r.record_id, coalesce(s.zone, d.zone, p.zone) AS zone, p.division
    FROM unnest(${records.map((record) => record.subjectKey)}::uuid[], ${records.map((record) => record.recordId)}::uuid[]) AS asked (subject_key, record_id)
    JOIN record r USING (subject_key, record_id)
    LEFT JOIN submission s ON s.subject_key = r.subject_key AND s.batch_id = r.batch_id AND s.row_number = r.row_number
    LEFT JOIN organisation_directory d ON d.uscc = r.uscc
    LEFT JOIN department p ON p.id = r.reporting_department`.execute(tx);
  return new Map(rows.map(({ record_id, ...where }) => [record_id, where]));
}

/** Public good records of organisations in force on a day of which the site has not been told. */
export async function undisclosedRecords(
  tx: PlatformTx,
  kinds: readonly string[],
  on: string,
  limit: number,
): Promise<RecordInForce[]> {
  const { rows } = await sql<RecordInForce>`
    SELECT r.*, coalesce((
      SELECT c.change = 'objection-opened' FROM record_change c
      WHERE c.subject_key = r.subject_key AND c.record_id = r.record_id AND c.change LIKE 'objection-%'
      ORDER BY c.sequence DESC LIMIT 1), false) AS objection_open
    FROM record_in_force(${on}::date) r
    WHERE r.uscc IS NOT NULL AND r.uscc NOT LIKE '92%' AND r.polarity = 'good' AND r.kind = ANY (${kinds}::text[])
      AND (r.disclosed_until IS NULL OR r.disclosed_until >= ${on}::date)
      AND NOT EXISTS (SELECT FROM site_disclosure d WHERE d.subject_key = r.subject_key AND d.record_id = r.record_id)
    LIMIT ${limit}`.execute(tx);
  return rows;
}

export interface DirectoryEntry {
  readonly uscc: string;
  readonly name: string;
  readonly area: string | null;
  readonly zone: string | null;
  readonly registered_on: string | null;
  readonly revision: string;
}

export async function listDirectoryAbove(tx: PlatformTx, revision: string, limit: number): Promise<DirectoryEntry[]> {
  return tx
    .selectFrom('organisation_directory')
    .select(['uscc', 'name', 'area', 'zone', 'registered_on', 'revision'])
    .where('revision', '>', revision)
    .orderBy('revision')
    .limit(limit)
    .execute();
}

export async function lastDirectoryPiece(tx: PlatformTx): Promise<string> {
  const row = await tx
    .selectFrom('directory_piece')
    .select((expression) => expression.fn.max('up_to').as('up_to'))
    .executeTakeFirst();
  return row?.up_to ?? '0';
}

export async function addDirectoryPiece(
  tx: PlatformTx,
  piece: {
    readonly upTo: string;
    readonly outboxId: string | null;
    readonly organisations: number;
    readonly at: Date;
  },
): Promise<void> {
  await tx
    .insertInto('directory_piece')
    .values({ up_to: piece.upTo, outbox_id: piece.outboxId, organisations: piece.organisations, at: piece.at })
    .execute();
}
