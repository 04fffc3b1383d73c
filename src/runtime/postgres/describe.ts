/** Writes a database's schema down as text, so that a review shows what a migration really changed. Partitions are as their table. */
import type pg from 'pg';

const TABLES = `
  SELECT c.oid, c.relname AS name, c.relrowsecurity AS secured, obj_description(c.oid, 'pg_class') AS comment, pg_get_partkeydef(c.oid) AS partitioned
  FROM pg_class c
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname NOT LIKE 'schema_migration%' ORDER BY 2`;
const COLUMNS = `
  SELECT attname AS name, format_type(atttypid, atttypmod) AS type, attnotnull AS required, attidentity <> '' AS identity,
    pg_get_expr(d.adbin, d.adrelid) AS initial, col_description(attrelid, attnum) AS comment
  FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  WHERE attrelid = $1 AND attnum > 0 AND NOT attisdropped ORDER BY attnum`;
const CONSTRAINTS = `
  SELECT name, text FROM (
    SELECT contype, conname AS name, pg_get_constraintdef(oid) AS text FROM pg_constraint
    WHERE conrelid = $1 AND conparentid = 0 AND contype <> 'n'
    UNION ALL -- references from partition to partition (partitions.ts), as the first has them
    SELECT contype, conname, replace(pg_get_constraintdef(f.oid), '_p0(', '(') FROM pg_constraint f JOIN pg_class c ON c.oid = conrelid
    JOIN pg_inherits ON inhrelid = conrelid AND inhparent = $1
    WHERE contype = 'f' AND conparentid = 0 AND c.relname LIKE '%\\_p0') AS every
  ORDER BY contype DESC, 1`;
const INDEXES = `
  SELECT replace(pg_get_indexdef(indexrelid), ' ON ONLY ', ' ON ') AS text FROM pg_index i
  WHERE indrelid = $1 AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = i.indexrelid AND contype IN ('p', 'u')) ORDER BY 1`;
const TRIGGERS = `SELECT pg_get_triggerdef(oid) AS text FROM pg_trigger WHERE tgrelid = $1 AND NOT tgisinternal ORDER BY 1`;
const POLICIES = `
  SELECT polname AS name, pg_get_expr(polqual, polrelid) AS seen, pg_get_expr(polwithcheck, polrelid) AS written
  FROM pg_policy WHERE polrelid = $1 ORDER BY 1`;
const GRANTS = `
  SELECT grantee, string_agg(privilege_type, ', ' ORDER BY privilege_type) AS privileges
  FROM information_schema.role_table_grants
  WHERE table_schema = 'public' AND table_name = $1 AND grantee LIKE 'xinheng%' AND grantee NOT LIKE '%owner' GROUP BY 1 ORDER BY 1`;
const COLUMN_GRANTS = `
  SELECT grantee, privilege_type AS privilege, string_agg(column_name, ', ' ORDER BY column_name) AS columns
  FROM information_schema.role_column_grants c
  WHERE table_schema = 'public' AND table_name = $1 AND grantee LIKE 'xinheng%' AND grantee NOT LIKE '%owner'
    AND NOT EXISTS (
      SELECT FROM information_schema.role_table_grants t
      WHERE t.table_schema = 'public' AND t.table_name = $1 AND t.grantee = c.grantee AND t.privilege_type = c.privilege_type)
  GROUP BY 1, 2 ORDER BY 1, 2`;
const FUNCTIONS = `
  SELECT p.proname AS name, pg_get_functiondef(p.oid) AS text FROM pg_proc p
  WHERE p.pronamespace = 'public'::regnamespace AND p.prokind = 'f'
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e') ORDER BY 1`;

/** Tables with comments, constraints, indexes, triggers, row-level security and grants; then the functions. */
export async function describeSchema(client: pg.ClientBase, title: string): Promise<string> {
  const lines = [`# Schema of ${title}`, '', 'Written by `npm run schema`; the source is the numbered migrations.', ''];
  const rows = async <Row extends object>(text: string, values: unknown[] = []) =>
    (await client.query<Row & pg.QueryResultRow>(text, values)).rows;

  type Table = { oid: number; name: string; secured: boolean; comment: string | null; partitioned: string | null };
  for (const table of await rows<Table>(TABLES)) {
    lines.push(`## ${table.name}`, '');
    if (table.comment) lines.push(table.comment, '');
    lines.push('```sql');
    type Column = {
      name: string;
      type: string;
      required: boolean;
      identity: boolean;
      initial: string | null;
      comment: string | null;
    };
    for (const column of await rows<Column>(COLUMNS, [table.oid])) {
      const parts = [column.name, column.type];
      if (column.required) parts.push('NOT NULL');
      if (column.identity) parts.push('IDENTITY');
      if (column.initial) parts.push(`DEFAULT ${column.initial}`);
      lines.push(parts.join(' ') + (column.comment ? ` -- ${column.comment}` : ''));
    }
    if (table.partitioned) lines.push(`PARTITION BY ${table.partitioned}`);
    for (const { name, text } of await rows<{ name: string; text: string }>(CONSTRAINTS, [table.oid]))
      lines.push(`CONSTRAINT ${name} ${text}`);
    for (const { text } of await rows<{ text: string }>(INDEXES, [table.oid])) lines.push(text);
    for (const { text } of await rows<{ text: string }>(TRIGGERS, [table.oid])) lines.push(text);
    if (table.secured) lines.push('ROW LEVEL SECURITY');
    type Policy = { name: string; seen: string | null; written: string | null };
    for (const policy of await rows<Policy>(POLICIES, [table.oid])) {
      lines.push(
        `POLICY ${policy.name} USING ${policy.seen ?? '—'}${policy.written ? ` WITH CHECK ${policy.written}` : ''}`,
      );
    }
    for (const grant of await rows<{ grantee: string; privileges: string }>(GRANTS, [table.name]))
      lines.push(`GRANT ${grant.privileges} TO ${grant.grantee}`);
    type ColumnGrant = { grantee: string; privilege: string; columns: string };
    for (const grant of await rows<ColumnGrant>(COLUMN_GRANTS, [table.name]))
      lines.push(`GRANT ${grant.privilege} (${grant.columns}) TO ${grant.grantee}`);
    lines.push('```', '');
  }
  const functions = await rows<{ name: string; text: string }>(FUNCTIONS);
  if (functions.length > 0)
    lines.push('## Functions', '', '```sql', ...functions.map(({ text }) => text.trimEnd()), '```', '');
  return lines.join('\n');
}
