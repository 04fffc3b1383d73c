/** Every text that stands in a database, whatever its column is: what was planted and should not be there is looked for in it. */
import type pg from 'pg';

export interface StoredText {
  /** `table.column` */
  readonly at: string;
  readonly text: string;
}

/** As its owner. A row's column of any kind but bytes is read as text; of JSON and arrays that is what stands in them. */
export async function textsOfDatabase(owner: pg.Client): Promise<StoredText[]> {
  const { rows: columns } = await owner.query<{ table: string; column: string }>(`
    SELECT c.relname AS table, a.attname AS column FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_type t ON t.oid = a.atttypid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
      AND t.typname NOT IN ('bytea', 'bool', 'timestamptz', 'date', 'int2', 'int4') ORDER BY 1, 2`);
  const found: StoredText[] = [];
  for (const { table, column } of columns) {
    const { rows } = await owner.query<{ text: string }>(
      `SELECT DISTINCT "${column}"::text AS text FROM "${table}" WHERE "${column}" IS NOT NULL`,
    );
    found.push(...rows.map(({ text }) => ({ at: `${table}.${column}`, text })));
  }
  return found;
}
