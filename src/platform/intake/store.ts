/** All SQL of batches but the merge itself (staging.ts). */

import { sql } from 'kysely';
import type { BatchState, FileKind, RowVerdict, StoreFault } from '#contracts/vocabulary.ts';
import type { KindRef } from '#kernel/policy/refs.ts';
import { type LoggedLook, requireLookAtBatch } from '../audit-look.ts';
import type { PlatformTx } from '../database.ts';
import { tidyText } from '../matter.ts';
import type { ScreenedJson, ScreenedText } from '../screened.ts';

export interface BatchRow {
  readonly id: string;
  readonly notice: string;
  readonly fileKind: FileKind;
  readonly assumedKind: KindRef | null;
  readonly sha256: Buffer;
  readonly fileName: string;
  readonly fileBytes: number;
  readonly departmentId: string;
  readonly reporterId: string;
  readonly receivedAt: Date;
  readonly state: BatchState;
  readonly format: string | null;
  readonly encoding: string | null;
  readonly header: object | null;
  readonly rowsDone: number;
  readonly bytesDone: number;
  readonly accepted: number;
  readonly duplicate: number;
  readonly suspect: number;
  readonly rejected: number;
  readonly refusal: object | null;
  readonly completedAt: Date | null;
  readonly corrects: string | null;
  readonly cutNumbersLast: boolean;
  readonly waitingSince: Date | null;
  readonly waitingBecause: StoreFault | null;
}

/** Files only: what people report about themselves (channel own-upload) has no file, no rows to correct and is not taken back by a department. */
const batches = (tx: PlatformTx) =>
  tx
    .selectFrom('batch')
    .where('channel', '=', 'file')
    .select([
      'id',
      'notice',
      'file_kind as fileKind',
      'assumed_kind as assumedKind',
      'file_sha256 as sha256',
      'file_name as fileName',
      sql<number>`file_bytes::float8`.as('fileBytes'),
      'department_id as departmentId',
      sql<string>`reporter_id`.as('reporterId'),
      'received_at as receivedAt',
      'state',
      'format',
      'encoding',
      'header',
      'rows_done as rowsDone',
      sql<number>`bytes_done::float8`.as('bytesDone'),
      'accepted',
      'duplicate',
      'suspect',
      'rejected',
      'refusal',
      'completed_at as completedAt',
      'corrects',
      'cut_numbers_last as cutNumbersLast',
      'waiting_since as waitingSince',
      'waiting_because as waitingBecause',
    ]);

/** With `lock`, nobody else changes the batch until the transaction ends. */
export async function findBatch(tx: PlatformTx, id: string, lock = false): Promise<BatchRow | undefined> {
  const query = batches(tx).where('id', '=', id);
  return (lock ? query.forUpdate() : query).executeTakeFirst();
}

/** Newest first. */
export async function listBatches(
  tx: PlatformTx,
  page: {
    before?: string | undefined;
    limit: number;
    reporterId?: string | undefined;
    /** only those that wait for their stored file */
    waiting?: boolean | undefined;
  },
): Promise<BatchRow[]> {
  let query = batches(tx).orderBy('id', 'desc').limit(page.limit);
  if (page.waiting) query = query.where('waiting_since', 'is not', null);
  if (page.before !== undefined) query = query.where('id', '<', page.before);
  if (page.reporterId !== undefined) query = query.where('reporter_id', '=', page.reporterId);
  return query.execute();
}

export interface NewBatch {
  readonly notice: string;
  readonly fileKind: FileKind;
  readonly assumedKind: KindRef | null;
  readonly sha256: Buffer;
  readonly fileName: ScreenedText;
  readonly fileBytes: number;
  readonly departmentId: string;
  readonly reporterId: string;
  readonly receivedAt: Date;
  readonly deleteAfter: Date;
  readonly corrects: string | null;
}

/** The batch of this very file: a new one, or the one it already is. */
export async function addBatch(tx: PlatformTx, batch: NewBatch): Promise<{ id: string; known: boolean }> {
  await tx
    .insertInto('stored_file')
    .values({
      sha256: batch.sha256,
      bytes: batch.fileBytes,
      stored_at: batch.receivedAt,
      delete_after: batch.deleteAfter,
    })
    .onConflict((conflict) => conflict.column('sha256').doUpdateSet({ delete_after: batch.deleteAfter }))
    .execute();
  const added = await tx
    .insertInto('batch')
    .values({
      notice: batch.notice,
      file_kind: batch.fileKind,
      assumed_kind: batch.assumedKind,
      file_sha256: batch.sha256,
      file_name: batch.fileName,
      file_bytes: batch.fileBytes,
      department_id: batch.departmentId,
      reporter_id: batch.reporterId,
      received_at: batch.receivedAt,
      state: 'received',
      corrects: batch.corrects,
      header: null,
      refusal: null,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['department_id', 'notice', 'file_kind', 'assumed_kind', 'file_sha256'])
        .where('state', '<>', sql.lit('withdrawn'))
        .doNothing(),
    )
    .returning('id')
    .executeTakeFirst();
  if (added) return { id: added.id, known: false };
  const known = await tx
    .selectFrom('batch')
    .select('id')
    .where('department_id', '=', batch.departmentId)
    .where('notice', '=', batch.notice)
    .where('file_kind', '=', batch.fileKind)
    .where('assumed_kind', 'is not distinct from', batch.assumedKind)
    .where('file_sha256', '=', batch.sha256)
    .where('state', '<>', 'withdrawn')
    .executeTakeFirstOrThrow();
  return { id: known.id, known: true };
}

/** Until when a file is kept; null when its time was over. */
export async function findKeptUntil(tx: PlatformTx, sha256: Buffer): Promise<Date | null> {
  const row = await tx.selectFrom('stored_file').select('delete_after').where('sha256', '=', sha256).executeTakeFirst();
  return row?.delete_after ?? null;
}

/** Batches that brought rows of this one mended. */
export async function listCorrections(tx: PlatformTx, id: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('batch')
    .select('id')
    .where('corrects', '=', id)
    .where('state', '<>', 'withdrawn')
    .orderBy('id')
    .limit(100)
    .execute();
  return rows.map((row) => row.id);
}

/** JSON that may quote the file: jsonb takes no NUL and no half of a character, and a file may hold both. */
function storable(value: object): string {
  return JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'string' ? tidyText(inner) : inner));
}

/** False when the batch is no longer in one of the states `from`. */
export async function moveBatch(
  tx: PlatformTx,
  id: string,
  from: readonly BatchState[],
  to: BatchState,
  details: { refusal?: object; completedAt?: Date } = {},
): Promise<boolean> {
  const result = await tx
    .updateTable('batch')
    .set({
      state: to,
      waiting_since: null,
      waiting_because: null,
      ...(details.refusal ? { refusal: storable(details.refusal) } : {}),
      ...(details.completedAt ? { completed_at: details.completedAt } : {}),
    })
    .where('id', '=', id)
    .where('state', 'in', from)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** What the file store answered; 'begun' when it waits from now on, undefined when the batch is no longer being processed. */
export async function noteWaiting(
  tx: PlatformTx,
  id: string,
  because: StoreFault,
  at: Date,
): Promise<{ since: Date; changed: boolean } | undefined> {
  const before = await findBatch(tx, id, true);
  if (before?.state !== 'processing') return undefined;
  const since = before.waitingSince ?? at;
  await tx.updateTable('batch').set({ waiting_since: since, waiting_because: because }).where('id', '=', id).execute();
  return { since, changed: before.waitingBecause !== because };
}

/** True when the batch waited until now. */
export async function noteGoingOn(tx: PlatformTx, id: string): Promise<boolean> {
  const result = await tx
    .updateTable('batch')
    .set({ waiting_since: null, waiting_because: null })
    .where('id', '=', id)
    .where('waiting_since', 'is not', null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/**
 * The same file was handed in again, so it is certainly there now: what waits for it goes on, and what was refused as unreadable is
 * looked at once more from where it stood. 'unchanged' for every other state.
 */
export async function takeUpAgain(tx: PlatformTx, id: string): Promise<'waited' | 'refused' | 'unchanged'> {
  const batch = await findBatch(tx, id, true);
  if (batch?.waitingSince) return 'waited';
  if (batch?.state !== 'refused' || (batch.refusal as { code?: string } | null)?.code !== 'file.unreadable')
    return 'unchanged';
  await tx
    .updateTable('batch')
    .set({ state: 'received', refusal: null, completed_at: null })
    .where('id', '=', id)
    .execute();
  return 'refused';
}

export async function noteFormat(
  tx: PlatformTx,
  id: string,
  file: { format: string; encoding: string | null; header: ScreenedJson },
): Promise<void> {
  await tx
    .updateTable('batch')
    .set({ format: file.format, encoding: file.encoding, header: file.header })
    .where('id', '=', id)
    .execute();
}

export async function unfinishedBatches(tx: PlatformTx): Promise<string[]> {
  const rows = await tx
    .selectFrom('batch')
    .select('id')
    .where('state', 'in', ['received', 'processing'])
    .orderBy('id')
    .execute();
  return rows.map((row) => row.id);
}

/** True when somebody has begun to decide on one of the batch's cases. */
export async function hasCaseActions(tx: PlatformTx, id: string): Promise<boolean> {
  const found = await tx
    .selectFrom('case_state')
    .select('batch_id')
    .where('batch_id', '=', id)
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

export interface JudgedRow {
  readonly rowNumber: number;
  readonly verdict: RowVerdict;
  readonly reasons: string[];
  readonly remarks: string[];
  readonly kind: KindRef | null;
  readonly matter: string | null;
  readonly occurredOn: string | null;
  readonly uscc: string | null;
  readonly organisationName: string | null;
  /** the directory's name for the code, where it differs */
  readonly registeredName: string | null;
}

/**
 * Rows of a batch in the order of the sheet, from `after` on. Persons appear without name and number: the sender has them
 * in the sheet, by the same row number (no-bulk-people).
 */
export async function listRows(
  tx: PlatformTx,
  batchId: string,
  page: { after: number; limit: number; verdict?: RowVerdict | undefined },
  look: LoggedLook,
): Promise<JudgedRow[]> {
  requireLookAtBatch(look, batchId);
  const wanted = page.verdict ?? null;
  const { rows } = await sql<JudgedRow>`
    SELECT r.*, d.name AS "registeredName" FROM (
      (SELECT row_number AS "rowNumber", verdict, coalesce(reasons, '{}') AS reasons, coalesce(remarks, '{}') AS remarks, kind, matter,
         occurred_on AS "occurredOn", uscc, organisation_name AS "organisationName"
       FROM submission WHERE batch_id = ${batchId} AND row_number > ${page.after} AND (${wanted}::text IS NULL OR verdict = ${wanted})
       ORDER BY batch_id, row_number LIMIT ${page.limit})
      UNION ALL
      (SELECT row_number, verdict, reasons, coalesce(remarks, '{}'), NULL, NULL, NULL, NULL, NULL
       FROM batch_finding WHERE batch_id = ${batchId} AND row_number > ${page.after} AND (${wanted}::text IS NULL OR verdict = ${wanted})
       ORDER BY batch_id, row_number LIMIT ${page.limit})
    ) r
    LEFT JOIN organisation_directory d ON d.uscc = r.uscc AND 'name.directory_mismatch' = ANY (r.reasons)
    ORDER BY "rowNumber" LIMIT ${page.limit}`.execute(tx);
  return rows;
}

/** Files whose time is over and which no unfinished batch still needs; their rows are gone when the transaction commits. */
export async function takeExpiredFiles(tx: PlatformTx, now: Date): Promise<Buffer[]> {
  const rows = await tx
    .deleteFrom('stored_file')
    .where('delete_after', '<', now)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('batch')
            .select('batch.id')
            .whereRef('batch.file_sha256', '=', 'stored_file.sha256')
            .where('batch.state', 'in', ['received', 'processing']),
        ),
      ),
    )
    .returning('sha256')
    .execute();
  return rows.map((row) => row.sha256);
}

/** Held by who notes a file that was handed in, and by who removes one: neither sees the other half done. */
export async function lockFile(tx: PlatformTx, sha256: Buffer): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`intake file ${sha256.toString('hex')}`}, 0))`.execute(tx);
}

/** Of these files the ones that are still kept, in hexadecimal. */
export async function keptFiles(tx: PlatformTx, digests: readonly Buffer[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ sha256: Buffer }>`
    SELECT sha256 FROM stored_file WHERE sha256 = ANY (${digests}::bytea[])
    UNION SELECT file_sha256 FROM batch WHERE file_sha256 = ANY (${digests}::bytea[]) AND state IN ('received', 'processing')`.execute(
    tx,
  );
  return new Set(rows.map(({ sha256 }) => sha256.toString('hex')));
}
