/**
 * The rows as they stand against the digests written with their log entries: table by table, entry by entry, both in the order of the
 * entries' numbers, so that what is in memory is what one transaction wrote into one table.
 */
import { sql } from 'kysely';
import type { LogTx } from './log-context.ts';
import type { Misfits } from './misfits.ts';
import { hashes } from './tree-head.ts';

interface Format {
  readonly format: number;
  readonly table_name: string;
}

/** What one entry's transaction wrote into one table. */
interface Written {
  readonly audit_id: string;
  readonly digests: Buffer;
}

/** entries read at once */
const PIECE = 200;
/** rows of one entry named one by one; of more, how many is said */
const NAMED = 20;

export async function compareRows(tx: LogTx, misfits: Misfits): Promise<{ tables: number; rows: number }> {
  const { rows: formats } = await sql<Format>`
    SELECT format, table_name FROM audit_digest_format ORDER BY table_name, format`.execute(tx);
  let rows = 0;
  for (const format of formats) rows += await compareTable(tx, format, misfits);
  await noteUnlogged(tx, misfits);
  return { tables: new Set(formats.map(({ table_name }) => table_name)).size, rows };
}

async function compareTable(tx: LogTx, format: Format, misfits: Misfits): Promise<number> {
  const present = cursor(
    tx,
    'present_rows',
    sql`SELECT audit_id::text, digests FROM rows_as_written(${sql.lit(format.format)})`,
  );
  const noted = cursor(
    tx,
    'noted_rows',
    // several statements of one transaction stand together; each has its digests sorted
    sql`SELECT audit_id::text, string_agg(digests, '' ORDER BY id) AS digests FROM audit_digest
      WHERE format = ${sql.lit(format.format)} GROUP BY audit_digest.audit_id ORDER BY audit_digest.audit_id`,
  );
  let [row, note] = [(await present.next()).value, (await noted.next()).value];
  let rows = 0;
  while (row || note) {
    const [now, then] = atOnce(row ?? undefined, note ?? undefined);
    rows += now ? now.digests.length / 32 : 0;
    if (!now || !then || !now.digests.equals(sorted(then.digests)))
      await explain(tx, format, (now ?? then)!.audit_id, then?.digests, misfits);
    if (now) row = (await present.next()).value;
    if (then) note = (await noted.next()).value;
  }
  return rows;
}

/** The smaller entry number of both; both where they are the same. */
function atOnce(row: Written | undefined, note: Written | undefined): [Written | undefined, Written | undefined] {
  if (!row || !note || row.audit_id === note.audit_id) return [row, note];
  return BigInt(row.audit_id) < BigInt(note.audit_id) ? [row, undefined] : [undefined, note];
}

const sorted = (digests: Buffer): Buffer =>
  digests.length === 32 ? digests : Buffer.concat(hashes(digests).sort(Buffer.compare));

async function* cursor(tx: LogTx, name: string, query: ReturnType<typeof sql>): AsyncGenerator<Written, undefined> {
  await sql`DECLARE ${sql.ref(name)} NO SCROLL CURSOR FOR ${query}`.execute(tx);
  for (;;) {
    const { rows } = await sql<Written>`FETCH ${sql.lit(PIECE)} FROM ${sql.ref(name)}`.execute(tx);
    yield* rows;
    if (rows.length < PIECE) break;
  }
  await sql`CLOSE ${sql.ref(name)}`.execute(tx);
  return undefined;
}

interface Present {
  readonly key: string;
  readonly digest: Buffer;
}

/** Which rows of an entry do not fit. Only now are their keys asked for. */
async function explain(
  tx: LogTx,
  { format, table_name: table }: Format,
  entryId: string,
  noted: Buffer | undefined,
  misfits: Misfits,
): Promise<void> {
  const gone = await notedDigests(tx, format, entryId, noted);
  const { rows } = misfits.roomLeft
    ? await sql<Present>`SELECT key, digest FROM rows_of_entry(${format}::integer, ${entryId}::bigint) ORDER BY digest`.execute(
        tx,
      )
    : { rows: [] };
  const strange = rows.filter(({ digest }) => !take(gone, digest.toString('hex')));
  for (const { key } of strange) {
    const altered = noted !== undefined && takeKey(gone, key);
    misfits.note({
      ...{ kind: altered ? ('row-altered' as const) : ('row-added' as const), entryId, table, key },
      explanation: altered
        ? `第 ${entryId} 条留痕写入的 ${table} 一行（${key}）被改动过。`
        : `${table} 有一行（${key}）挂在第 ${entryId} 条留痕名下，这条留痕并未写入它，是另外插入的。`,
    });
  }
  const left = [...gone.values()].flat();
  for (const key of left.slice(0, NAMED))
    misfits.note({
      ...{ kind: 'row-removed' as const, entryId, table, key },
      explanation: `第 ${entryId} 条留痕写入的 ${table} 一行${key === null ? '' : `（${key}）`}现在不在了，被删除过。`,
    });
  if (left.length > NAMED)
    misfits.note(
      {
        ...{ kind: 'row-removed' as const, entryId, table },
        explanation: `第 ${entryId} 条留痕写入 ${table} 的还有 ${left.length - NAMED} 行不在了。`,
      },
      left.length - NAMED,
    );
}

/** Digests that were written, with the keys of their rows; a key is null where the statement wrote too many to keep them. */
type Noted = Map<string, (string | null)[]>;

async function notedDigests(tx: LogTx, format: number, entryId: string, noted: Buffer | undefined): Promise<Noted> {
  const found: Noted = new Map();
  if (noted === undefined) return found;
  const { rows } = await sql<{ digests: Buffer; keys: string[] | null }>`
    SELECT digests, keys FROM audit_digest WHERE audit_id = ${entryId}::bigint AND format = ${format}::integer`.execute(
    tx,
  );
  for (const { digests, keys } of rows)
    for (const [index, digest] of hashes(digests).entries()) {
      const hex = digest.toString('hex');
      found.set(hex, [...(found.get(hex) ?? []), keys?.[index] ?? null]);
    }
  return found;
}

function take(noted: Noted, hex: string): boolean {
  const keys = noted.get(hex);
  if (!keys) return false;
  keys.pop();
  if (keys.length === 0) noted.delete(hex);
  return true;
}

/** The digest that stood for the row of this key before it was changed; where no keys were kept, any that is left over. */
function takeKey(noted: Noted, key: string): boolean {
  for (const [hex, keys] of noted) {
    const at = keys.findIndex((one) => one === key || one === null);
    if (at < 0) continue;
    keys.splice(at, 1);
    if (keys.length === 0) noted.delete(hex);
    return true;
  }
  return false;
}

/** Digests under a number that no entry has: the entry was removed, or rows were written by somebody whom the database does not hold to it. */
async function noteUnlogged(tx: LogTx, misfits: Misfits): Promise<void> {
  const { rows } = await sql<{ entryId: string; table: string; of: number }>`
    SELECT d.audit_id::text AS "entryId", min(f.table_name) AS table, sum(d.rows)::int AS of
    FROM audit_digest d JOIN audit_digest_format f USING (format)
    WHERE NOT EXISTS (SELECT FROM audit_entry e WHERE e.id = d.audit_id) GROUP BY d.audit_id ORDER BY d.audit_id LIMIT 1000`.execute(
    tx,
  );
  for (const { entryId, table, of } of rows)
    misfits.note({
      ...{ kind: 'unlogged' as const, entryId, table },
      explanation: `有 ${of} 行数据（${table} 等）写着第 ${entryId} 条留痕，而留痕中没有这一条：被删除，或写入时绕过了留痕。`,
    });
}
