/** What can be joined: from some values every row of a database that holds one of them, from those rows their values, and so on to the end. */
import type pg from 'pg';

export interface JoinableRow {
  readonly table: string;
  readonly row: Readonly<Record<string, unknown>>;
  readonly values: ReadonlySet<string>;
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-([0-9a-f])[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const INSTANT = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}(:?\d{2})?)$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
/** Counts and small numbers say nothing; numbers of rows are above it once `spreadNumbers` has been here. */
const SMALLEST_NUMBER = 10_000_000;

/** What one value of a column can be found by in another: itself, ids and numbers within it, the instant it is or was made at. */
export function joinableValues(leaf: unknown): string[] {
  if (Array.isArray(leaf)) return leaf.flatMap(joinableValues);
  if (leaf !== null && typeof leaf === 'object') return Object.values(leaf).flatMap(joinableValues);
  if (typeof leaf === 'number') return leaf >= SMALLEST_NUMBER ? [`number ${leaf}`] : [];
  if (typeof leaf !== 'string' || leaf === '' || DAY.test(leaf)) return [];
  if (INSTANT.test(leaf)) return [instant(Date.parse(leaf))];
  const ids = [...leaf.toLowerCase().matchAll(UUID)].flatMap(([id, version]) =>
    // a uuid of version 7 begins with the millisecond it was made in
    version === '7' ? [id, instant(Number.parseInt(id.replace('-', '').slice(0, 12), 16))] : [id],
  );
  const numbers = [...leaf.matchAll(/\d{8,}/g)].map(([digits]) => `number ${Number(digits)}`);
  const transactions = /^deliver:(\d+)$/.exec(leaf)?.slice(1).map(transaction) ?? [];
  return [leaf, ...ids, ...numbers, ...transactions];
}

const instant = (milliseconds: number) => `instant ${milliseconds}`;
/** Rows written together carry the same number of a transaction, in a column nobody made. */
const transaction = (number: string) => `transaction ${number}`;

/** Every row of every table, with what it can be joined by. */
export async function everyRow(owner: pg.Client): Promise<JoinableRow[]> {
  const { rows: tables } = await owner.query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
     WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1`,
  );
  const all: JoinableRow[] = [];
  for (const { name } of tables) {
    const { rows } = await owner.query<{ row: Record<string, unknown>; written: string }>(
      `SELECT to_jsonb(t) AS row, t.xmin::text AS written FROM ${name} t`,
    );
    for (const { row, written } of rows)
      all.push({
        table: name.replace(/^public\./, ''),
        row,
        values: new Set([...joinableValues(row), transaction(written)]),
      });
  }
  return all;
}

/** Numbers of rows begin far from each other, so that the fifth of one table is not taken for the fifth of another. */
export async function spreadNumbers(owner: pg.Client): Promise<void> {
  const { rows } = await owner.query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, sequencename) AS name FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1`,
  );
  for (const [place, { name }] of rows.entries())
    await owner.query('SELECT setval($1::regclass, $2)', [name, (place + 1) * SMALLEST_NUMBER]);
}

/** @param known where to begin @param common what stands in rows of everybody and so leads nowhere */
export function reachedFrom(
  rows: readonly JoinableRow[],
  known: Iterable<string>,
  common: ReadonlySet<string>,
): JoinableRow[] {
  const values = new Set(known);
  const reached = new Set<JoinableRow>();
  for (let before = -1; before < reached.size; ) {
    before = reached.size;
    for (const row of rows) {
      if (reached.has(row) || ![...row.values].some((value) => values.has(value) && !common.has(value))) continue;
      reached.add(row);
      for (const value of row.values) if (!common.has(value)) values.add(value);
    }
  }
  return [...reached];
}
