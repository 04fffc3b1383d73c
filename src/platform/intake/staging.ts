/**
 * Merges one chunk of checked rows: COPY into a temporary table, then set by set into submissions and findings, and the
 * checkpoint with them, in one transaction. A crash leaves either the whole chunk with its checkpoint or neither.
 */

import type { PoolClient } from 'pg';
import type { FileKind } from '#contracts/vocabulary.ts';
import type { KindRef } from '#kernel/policy/refs.ts';
import type { CopyEncoder } from './copy-encoder.ts';
import { copyBinary } from './copy-in.ts';

/** One row on its way: what the checks made of it, ready to be copied. */
export interface StagedRow {
  readonly rowNumber: number;
  readonly verdict: 'accepted' | 'suspect' | 'rejected';
  readonly reasons: readonly string[];
  readonly remarks: readonly string[];
  readonly submission?: StagedSubmission | undefined;
}

export interface StagedSubmission {
  /** 16 bytes each */
  readonly subjectKey: Uint8Array;
  readonly factKey: Uint8Array;
  readonly kind: KindRef;
  readonly matter: string;
  readonly occurredOn: string;
  readonly competentDepartment: string;
  /** JSON */
  readonly decision: string | null;
  readonly sealed: Uint8Array | null;
  readonly organisation?: StagedOrganisation | undefined;
}

export interface StagedOrganisation {
  readonly uscc: string;
  readonly name: string;
  readonly comparisonName: string;
  /** the fact's key should the directory know the code under another name */
  readonly doubtedFactKey: Uint8Array;
  readonly recommender: string | null;
  readonly zone: string | null;
}

const PERSON_COLUMNS =
  'row_number, verdict, reasons, remarks, subject_key, fact_key, kind, matter, occurred_on, competent_department, decision, sealed';
const ORGANISATION_COLUMNS = `${PERSON_COLUMNS}, uscc, organisation_name, comparison_name, doubted_fact_key, recommender, zone`;

/** Of the connection, not of the schema: row-level security does not reach it, and two batches never share it. */
const CREATE_STAGING = `CREATE TEMP TABLE IF NOT EXISTS intake_staging (
  row_number integer, verdict text, reasons text, remarks text, subject_key uuid, fact_key uuid, kind text, matter text,
  occurred_on date, competent_department text, decision text, sealed bytea,
  uscc text, organisation_name text, comparison_name text, doubted_fact_key uuid, recommender text, zone text
) ON COMMIT DELETE ROWS`;

export function encodeRow(encoder: CopyEncoder, kind: FileKind, row: StagedRow): void {
  const claim = row.submission;
  encoder.row(kind === 'individuals' ? 12 : 18);
  encoder.integer(row.rowNumber);
  encoder.text(row.verdict);
  encoder.text(row.reasons.length === 0 ? null : row.reasons.join(','));
  encoder.text(row.remarks.length === 0 ? null : row.remarks.join(','));
  encoder.blob(claim?.subjectKey ?? null);
  encoder.blob(claim?.factKey ?? null);
  encoder.text(claim?.kind ?? null);
  encoder.text(claim?.matter ?? null);
  encoder.date(claim?.occurredOn ?? null);
  encoder.text(claim?.competentDepartment ?? null);
  encoder.text(claim?.decision ?? null);
  encoder.blob(claim?.sealed ?? null);
  if (kind === 'individuals') return;
  const organisation = claim?.organisation;
  encoder.text(organisation?.uscc ?? null);
  encoder.text(organisation?.name ?? null);
  encoder.text(organisation?.comparisonName ?? null);
  encoder.blob(organisation?.doubtedFactKey ?? null);
  encoder.text(organisation?.recommender ?? null);
  encoder.text(organisation?.zone ?? null);
}

export interface Chunk {
  /** a finished binary COPY stream */
  readonly bytes: Uint8Array;
  readonly rows: number;
  readonly rejected: number;
  /** of the file, read until the end of this chunk */
  readonly bytesRead: number;
}

export interface BatchInProgress {
  readonly id: string;
  readonly fileKind: FileKind;
  readonly departmentId: string;
  readonly reporterId: string;
  /** of the notice's rules the rows are checked under */
  readonly version: number;
}

export async function prepareStaging(client: PoolClient): Promise<void> {
  await client.query(CREATE_STAGING);
}

/**
 * @param rowsBefore the checkpoint this chunk continues from
 * @param logged when, and the job's name in the log
 * @returns false when the batch has moved on without us (withdrawn, or another worker was faster): nothing was changed
 */
export async function mergeChunk(
  client: PoolClient,
  batch: BatchInProgress,
  chunk: Chunk,
  rowsBefore: number,
  logged: { readonly at: Date; readonly by: string },
): Promise<boolean> {
  // one message each: between two round trips this process may be busy with the rows of the next chunk
  await client.query(`BEGIN; SELECT enter_task('intake.process'); SET LOCAL work_mem = '32MB'`);
  try {
    const organisations = batch.fileKind === 'organisations';
    const columns = organisations ? ORGANISATION_COLUMNS : PERSON_COLUMNS;
    await copyBinary(client, `COPY intake_staging (${columns}) FROM STDIN (FORMAT binary)`, chunk.bytes);
    if (organisations) await compareWithDirectory(client);
    const claims = chunk.rows - chunk.rejected;
    let { accepted, suspect, left } = claims === 0 ? NOTHING : await insertSubmissions(client, batch, claims);
    while (left.length > 0 && (await reviveWithdrawn(client, left)) > 0) {
      const more = await insertSubmissions(client, batch, claims - accepted - suspect, left);
      accepted += more.accepted;
      suspect += more.suspect;
      left = more.left;
    }
    if (left.length > 0) await insertDuplicates(client, batch, left);
    if (chunk.rejected > 0) await insertRejected(client, batch);
    const moved = await client.query({
      name: 'intake-checkpoint',
      text: CHECKPOINT,
      values: [
        ...[batch.id, rowsBefore, chunk.rows, chunk.bytesRead, accepted, left.length, suspect, chunk.rejected],
        ...[logged.at, logged.by],
      ],
    });
    await client.query(moved.rowCount === 1 ? 'COMMIT' : 'ROLLBACK');
    return moved.rowCount === 1;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

const NOTHING: Taken = { accepted: 0, suspect: 0, left: [] };

/** The log entry of the chunk stands with it: what was merged bears its number. */
const CHECKPOINT = `WITH moved AS (
    UPDATE batch SET rows_done = rows_done + $3::int, bytes_done = $4::bigint,
      accepted = accepted + $5::int, duplicate = duplicate + $6::int, suspect = suspect + $7::int, rejected = rejected + $8::int
    WHERE id = $1 AND rows_done = $2 AND state = 'processing' RETURNING id, rows_done),
  logged AS (
    INSERT INTO audit_entry (at, actor_kind, actor_id, action, look, object_type, object_id, detail)
    SELECT $9, 'system', $10, 'batch.rows_merged', false, 'batch', id::text, jsonb_build_object('rows', $3::int, 'rowsDone', rows_done) FROM moved)
  SELECT FROM moved`;

/** A name other than the directory's makes a row suspect; a code the directory does not know is only remarked. */
async function compareWithDirectory(client: PoolClient): Promise<void> {
  await client.query('ANALYZE intake_staging');
  await client.query(`
    UPDATE intake_staging s SET verdict = 'suspect', fact_key = s.doubted_fact_key,
      reasons = concat_ws(',', s.reasons, 'name.directory_mismatch')
    FROM organisation_directory d
    WHERE d.uscc = s.uscc AND d.comparison_name <> s.comparison_name AND s.verdict <> 'rejected'`);
  await client.query(`
    UPDATE intake_staging s SET remarks = concat_ws(',', s.remarks, 'uscc.not_in_directory')
    WHERE s.verdict <> 'rejected' AND EXISTS (SELECT FROM organisation_directory)
      AND NOT EXISTS (SELECT FROM organisation_directory d WHERE d.uscc = s.uscc)`);
}

interface Taken {
  readonly accepted: number;
  readonly suspect: number;
  /** row numbers whose fact is held by another submission */
  readonly left: readonly number[];
}

/**
 * In the order of the key: neighbouring index pages are filled together, and two batches that report the same facts wait
 * for each other instead of blocking each other. Of the same fact twice in a chunk, the row that stands first is taken.
 */
const INSERT = `WITH taken AS (
    INSERT INTO submission (subject_key, fact_key, batch_id, row_number, subject_type, verdict, kind, version, matter,
      occurred_on, reporting_department, competent_department, reporter_id, uscc, organisation_name, recommender, zone, sealed, decision, reasons, remarks)
    SELECT DISTINCT ON (subject_key, fact_key) subject_key, fact_key, $1::bigint, row_number, $2::text, verdict, kind, $7::int, matter, occurred_on,
      $3::text, competent_department, $4::uuid, uscc, organisation_name, recommender, zone, sealed, decision::jsonb,
      string_to_array(reasons, ','), string_to_array(remarks, ',')
    FROM intake_staging WHERE verdict <> 'rejected' AND ($6::int[] IS NULL OR row_number = ANY ($6))
    ORDER BY subject_key, fact_key, row_number
    ON CONFLICT (subject_key, fact_key) DO NOTHING RETURNING row_number, verdict)
  SELECT count(*) FILTER (WHERE verdict = 'accepted')::int AS accepted, count(*) FILTER (WHERE verdict = 'suspect')::int AS suspect,
    CASE WHEN count(*) < $5::int THEN (
      SELECT array_agg(row_number) FROM intake_staging
      WHERE verdict <> 'rejected' AND ($6::int[] IS NULL OR row_number = ANY ($6)) AND row_number NOT IN (SELECT row_number FROM taken)
    ) ELSE '{}' END AS "left"
  FROM taken`;

/** @param offered how many rows there are to take: of all the chunk's, or of those in `only` */
async function insertSubmissions(
  client: PoolClient,
  batch: BatchInProgress,
  offered: number,
  only: readonly number[] | null = null,
): Promise<Taken> {
  const subject = batch.fileKind === 'individuals' ? 'person' : 'organisation';
  const { rows } = await client.query<Taken>({
    name: 'intake-insert',
    text: INSERT,
    values: [batch.id, subject, batch.departmentId, batch.reporterId, offered, only, batch.version],
  });
  return rows[0] ?? NOTHING;
}

/** The rows left over, each with the submission that holds its fact; looked up one by one, for they are few. */
const HELD = `FROM intake_staging s CROSS JOIN LATERAL (
    SELECT x.batch_id, x.subject_key, x.fact_key FROM submission x
    WHERE x.subject_key = s.subject_key AND x.fact_key = s.fact_key OFFSET 0) held
  WHERE s.row_number = ANY ($1::int[])`;

/**
 * A claim that its department has taken back (or whose file turned out to be damaged) must not stand in the way of the
 * corrected one, and cannot be deleted: such a row gets the key that follows from the withdrawn one, the same for
 * everybody, so that the fact still has one live case.
 */
async function reviveWithdrawn(client: PoolClient, left: readonly number[]): Promise<number> {
  const { rowCount } = await client.query(
    `UPDATE intake_staging t SET fact_key = md5(free.fact_key::text || ' withdrawn')::uuid
     FROM (SELECT s.row_number, held.fact_key ${HELD} AND (
         EXISTS (SELECT FROM batch b WHERE b.id = held.batch_id AND b.state IN ('withdrawn', 'refused'))
         OR EXISTS (SELECT FROM case_state c
           WHERE c.subject_key = held.subject_key AND c.fact_key = held.fact_key AND c.state = 'withdrawn'))) free
     WHERE t.row_number = free.row_number`,
    [left],
  );
  return rowCount ?? 0;
}

async function insertDuplicates(client: PoolClient, batch: BatchInProgress, left: readonly number[]): Promise<void> {
  const { rowCount } = await client.query(
    `INSERT INTO batch_finding (batch_id, row_number, verdict, reasons, remarks)
     SELECT $2::bigint, s.row_number, 'duplicate',
       ARRAY[CASE WHEN held.batch_id = $2::bigint THEN 'duplicate.in_file' ELSE 'duplicate.on_record' END], string_to_array(s.remarks, ',')
     ${HELD}`,
    [left, batch.id],
  );
  if (rowCount !== left.length) {
    throw new Error(`batch ${batch.id}: ${rowCount} duplicates found where ${left.length} rows are unaccounted for`);
  }
  // who opens the file looks at them too, and nothing else of this batch would tell them (looked-is-logged)
  await client.query(
    `INSERT INTO batch_mention (subject_key, batch_id)
     SELECT DISTINCT subject_key, $2::bigint FROM intake_staging s WHERE s.row_number = ANY ($1::int[]) ORDER BY subject_key
     ON CONFLICT DO NOTHING`,
    [left, batch.id],
  );
}

async function insertRejected(client: PoolClient, batch: BatchInProgress): Promise<void> {
  await client.query(
    `INSERT INTO batch_finding (batch_id, row_number, verdict, reasons, remarks)
     SELECT $1::bigint, row_number, 'rejected', string_to_array(reasons, ','), string_to_array(remarks, ',')
     FROM intake_staging WHERE verdict = 'rejected'`,
    [batch.id],
  );
}
