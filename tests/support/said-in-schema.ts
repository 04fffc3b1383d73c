/** What the schema of a migrated database says, by the newest text of each thing: what stands in quotes, and the names of columns. */
import type pg from 'pg';

export interface SchemaText {
  /** `function x`, `constraint y`, `column t.c` */
  readonly at: string;
  readonly said: string;
}

/** Remarks and comments are left out: what is only written about a city may stay. */
export async function saidInSchema(owner: pg.Client): Promise<SchemaText[]> {
  const { rows } = await owner.query<{ at: string; text: string }>(`
    SELECT 'function ' || p.proname AS at, pg_get_functiondef(p.oid) AS text FROM pg_proc p
      WHERE p.pronamespace = 'public'::regnamespace AND p.prokind IN ('f', 'p')
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
    UNION ALL SELECT 'constraint ' || conname, pg_get_constraintdef(oid) FROM pg_constraint
      WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT 'policy ' || policyname, concat(qual, ' ', with_check) FROM pg_policies WHERE schemaname = 'public'
    UNION ALL SELECT 'view ' || viewname, definition FROM pg_views WHERE schemaname = 'public'
    UNION ALL SELECT 'index ' || indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL SELECT 'trigger ' || tgname, pg_get_triggerdef(t.oid) FROM pg_trigger t
      JOIN pg_class c ON c.oid = t.tgrelid WHERE c.relnamespace = 'public'::regnamespace AND NOT tgisinternal
    UNION ALL SELECT 'default of ' || c.relname, pg_get_expr(d.adbin, d.adrelid) FROM pg_attrdef d
      JOIN pg_class c ON c.oid = d.adrelid WHERE c.relnamespace = 'public'::regnamespace`);
  const { rows: columns } = await owner.query<SchemaText>(`
    SELECT 'column ' || table_name || '.' || column_name AS at, column_name AS said FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name NOT IN (SELECT viewname FROM pg_views WHERE schemaname = 'public')`);
  return [...rows.flatMap(({ at, text }) => quotedIn(text).map((said) => ({ at, said }))), ...columns];
}

const quotedIn = (text: string): string[] =>
  [...text.replaceAll(/--[^\n]*/g, '').matchAll(/'((?:[^']|'')*)'/g)].map(([, said]) => said ?? '');
