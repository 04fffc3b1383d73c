/** SQL of the tree heads: entries exactly as they are hashed, and the append-only checkpoints. */
import { type RawBuilder, sql } from 'kysely';
import type { TreeHead } from '#contracts/audit.ts';
import type { LogTx } from './log-context.ts';

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

/** What a statement wrote, as its entry's leaf covers it: table and columns, how many rows, and digests of their digests and of their keys. */
const WRITTEN = sql`(SELECT array_agg(concat_ws(' ', f.table_name, array_to_string(f.columns, ','), array_to_string(f.key_columns, ','), d.rows,
    encode(sha256(d.digests), 'hex'), encode(sha256(convert_to(array_to_string(d.keys, E'\\n'), 'UTF8')), 'hex')) ORDER BY d.id)
  FROM audit_digest d JOIN audit_digest_format f USING (format) WHERE d.audit_id = e.id)`;

/** Entries after `after` up to `last`, oldest first. */
export async function entriesBetween(
  tx: LogTx,
  columns: RawBuilder<unknown>,
  after: string,
  last: string,
  limit: number,
): Promise<SealedEntry[]> {
  const { rows } = await sql<SealedEntry>`
    SELECT e.id::text, ARRAY[e.id::text, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), ${columns}]
      || ${WRITTEN} AS fields
    FROM audit_entry e WHERE e.id > ${after}::bigint AND e.id <= ${last}::bigint ORDER BY e.id LIMIT ${limit}`.execute(
    tx,
  );
  return rows;
}

export async function countEntriesAfter(tx: LogTx, after: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    SELECT count(*)::int AS n FROM audit_entry WHERE id > ${after}::bigint`.execute(tx);
  return rows[0]?.n ?? 0;
}

export async function newestCheckpoint(tx: LogTx): Promise<Checkpoint | undefined> {
  const { rows } = await sql<Checkpoint>`SELECT * FROM audit_checkpoint ORDER BY size DESC LIMIT 1`.execute(tx);
  return rows[0];
}

/** The checkpoints that follow on `size`: those of the next `entries` entries, at least one where there is one. */
export async function checkpointsAfter(tx: LogTx, size: string, entries: number): Promise<Checkpoint[]> {
  const until = String(BigInt(size) + BigInt(entries));
  const { rows } = await sql<Checkpoint>`
    SELECT * FROM audit_checkpoint WHERE size > ${size}::bigint AND size <= ${until}::bigint ORDER BY size`.execute(tx);
  if (rows.length > 0) return rows;
  const next = await sql<Checkpoint>`
    SELECT * FROM audit_checkpoint WHERE size > ${size}::bigint ORDER BY size LIMIT 1`.execute(tx);
  return next.rows;
}

export async function hasHead(tx: LogTx, { size, root }: Pick<TreeHead, 'size' | 'root'>): Promise<boolean> {
  const { rows } = await sql<Pick<Checkpoint, 'root'>>`
    SELECT root FROM audit_checkpoint WHERE size = ${size}::bigint`.execute(tx);
  return rows[0]?.root.toString('hex') === root;
}

export async function addCheckpoint(tx: LogTx, row: Omit<Checkpoint, 'size'> & { size: number }): Promise<void> {
  await sql`
    INSERT INTO audit_checkpoint (size, first_entry, last_entry, entry_ids, leaves, peaks, root, key_version, seal, at)
    VALUES (${row.size}, ${row.first_entry}, ${row.last_entry}, ${[...row.entry_ids]}::bigint[], ${row.leaves}, ${row.peaks}, ${row.root},
      ${row.key_version}, ${row.seal}, ${row.at})`.execute(tx);
}

/** One checkpoint at a time. @returns false where somebody else is at it and we do not wait */
export async function lockCheckpoints(tx: LogTx, waits: boolean): Promise<boolean> {
  if (waits) await sql`SELECT pg_advisory_xact_lock(hashtext('audit checkpoint'))`.execute(tx);
  else {
    const { rows } = await sql<{ ours: boolean }>`
      SELECT pg_try_advisory_xact_lock(hashtext('audit checkpoint')) AS ours`.execute(tx);
    return rows[0]?.ours ?? false;
  }
  return true;
}

/**
 * The newest number up to which nothing can be added to the log any more. Entries take their number before their transaction commits, so a
 * smaller one may still appear after a larger: the number of every transaction still at it is read from the locks it holds
 * (begin_log_entry), and the log is settled up to before the smallest. Whoever has no number yet gets one in a moment and is waited for.
 */
export async function settledEntry(tx: LogTx, patience: number): Promise<string | undefined> {
  const newest = await sql<{ id: string | null }>`SELECT max(id)::text AS id FROM audit_entry`.execute(tx);
  const id = newest.rows[0]?.id ?? undefined;
  if (id === undefined) return undefined;
  const before: bigint[] = [BigInt(id)];
  let writers = await writing(tx);
  for (let waited = 0; writers.some(({ number }) => number === null); waited += WAIT) {
    if (waited >= patience) return undefined;
    await sql`SELECT pg_sleep(${WAIT / 1000})`.execute(tx);
    const still = new Map((await writing(tx)).map((writer) => [writer.writer, writer]));
    writers = writers.flatMap(({ writer }) => still.get(writer) ?? []);
  }
  for (const { number } of writers) before.push(BigInt(number as string) - 1n);
  return before.reduce((least, one) => (one < least ? one : least)).toString();
}

const WAIT = 10;

/** Transactions that have begun an entry, and its number: the locks of `begin_log_entry`, 2^62 and 2^62 + number. */
async function writing(tx: LogTx): Promise<{ writer: string; number: string | null }[]> {
  const { rows } = await sql<{ writer: string; number: string | null }>`
    SELECT virtualtransaction AS writer, nullif(max((classid::bigint << 32) + objid::bigint - ${TAG}::bigint), 0)::text AS number
    FROM pg_locks
    WHERE locktype = 'advisory' AND objsubid = 1 AND classid::bigint >= ${TAG}::bigint >> 32 AND mode = 'ShareLock' AND granted
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND pid <> pg_backend_pid()
    GROUP BY 1`.execute(tx);
  return rows;
}

const TAG = String(2n ** 62n);

/** Of entries that were committed: those the log does not have. */
export async function entriesMissing(tx: LogTx, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT id::text FROM unnest(${[...ids]}::bigint[]) AS known (id)
    WHERE NOT EXISTS (SELECT FROM audit_entry e WHERE e.id = known.id) ORDER BY known.id`.execute(tx);
  return rows.map(({ id }) => id);
}
