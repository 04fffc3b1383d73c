/** SQL of the tree heads: entries exactly as they are hashed, and the append-only checkpoints. */
import { sql } from 'kysely';
import type { PlatformTx } from '../database.ts';

/** One entry as text: `at` to the microsecond, `detail` as the database holds it. */
export interface SealedEntry {
  readonly id: string;
  readonly fields: readonly (string | null)[];
}

export interface Checkpoint {
  readonly size: string;
  readonly first_entry: string;
  readonly last_entry: string;
  readonly entry_ids: string[];
  readonly leaves: Buffer;
  readonly peaks: Buffer;
  readonly root: Buffer;
  readonly key_version: number;
  readonly seal: Buffer;
  readonly at: Date;
}

/** Entries after `after` up to `last`, oldest first. */
export async function entriesBetween(
  tx: PlatformTx,
  after: string,
  last: string,
  limit: number,
): Promise<SealedEntry[]> {
  const { rows } = await sql<SealedEntry>`
    SELECT id::text, ARRAY[id::text, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), actor_kind, actor_id,
      department_id, action, purpose, subject_key::text, object_type, object_id, detail::text, request_id] AS fields
    FROM audit_entry WHERE id > ${after}::bigint AND id <= ${last}::bigint ORDER BY audit_entry.id LIMIT ${limit}`.execute(
    tx,
  );
  return rows;
}

export async function countEntriesAfter(tx: PlatformTx, after: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    SELECT count(*)::int AS n FROM audit_entry WHERE id > ${after}::bigint`.execute(tx);
  return rows[0]?.n ?? 0;
}

export async function newestCheckpoint(tx: PlatformTx): Promise<Checkpoint | undefined> {
  return tx.selectFrom('audit_checkpoint').selectAll().orderBy('size', 'desc').limit(1).executeTakeFirst();
}

export async function checkpointAfter(tx: PlatformTx, size: string): Promise<Checkpoint | undefined> {
  return tx
    .selectFrom('audit_checkpoint')
    .selectAll()
    .where('size', '>', size)
    .orderBy('size')
    .limit(1)
    .executeTakeFirst();
}

export async function addCheckpoint(tx: PlatformTx, row: Omit<Checkpoint, 'size'> & { size: number }): Promise<void> {
  await tx.insertInto('audit_checkpoint').values(row).execute();
}

/** One checkpoint at a time. */
export async function lockCheckpoints(tx: PlatformTx): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtext('audit checkpoint'))`.execute(tx);
}

/**
 * The newest entry up to which nothing can be added any more. Entries take their number before their transaction commits, so a
 * smaller one may still appear after a larger: whoever holds the table's write lock when the newest number is read is waited for.
 * Undefined when somebody keeps it for longer than `patience` milliseconds, or the log is empty.
 */
export async function settledEntry(tx: PlatformTx, patience: number): Promise<string | undefined> {
  const newest = await sql<{ id: string | null }>`SELECT max(id)::text AS id FROM audit_entry`.execute(tx);
  const id = newest.rows[0]?.id ?? undefined;
  if (id === undefined) return undefined;
  let writers = await writing(tx);
  for (let waited = 0; writers.length > 0; waited += WAIT) {
    if (waited >= patience) return undefined;
    await sql`SELECT pg_sleep(${WAIT / 1000})`.execute(tx);
    const still = new Set(await writing(tx));
    writers = writers.filter((writer) => still.has(writer));
  }
  return id;
}

const WAIT = 50;

async function writing(tx: PlatformTx): Promise<string[]> {
  const { rows } = await sql<{ writer: string }>`
    SELECT DISTINCT virtualtransaction AS writer FROM pg_locks
    WHERE locktype = 'relation' AND relation = 'audit_entry'::regclass AND mode = 'RowExclusiveLock' AND granted
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND pid <> pg_backend_pid()`.execute(
    tx,
  );
  return rows.map(({ writer }) => writer);
}
