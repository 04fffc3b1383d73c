/** A database as it was: every row and sequence kept aside, and put back later, as a restore from a backup does. */
import type pg from 'pg';

const TABLES = `SELECT c.oid::regclass::text AS name, (
    SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) FROM pg_attribute a
    WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns
  FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition`;
const SEQUENCES =
  "SELECT schemaname || '.' || quote_ident(sequencename) AS name, last_value FROM pg_sequences WHERE schemaname = 'public'";

/** Answers what puts everything back. */
export async function backup(owner: pg.Client): Promise<() => Promise<void>> {
  const { rows: tables } = await owner.query<{ name: string; columns: string }>(TABLES);
  const { rows: sequences } = await owner.query<{ name: string; last_value: string | null }>(SEQUENCES);
  await owner.query('DROP SCHEMA IF EXISTS kept CASCADE');
  await owner.query('CREATE SCHEMA kept');
  for (const { name, columns } of tables)
    await owner.query(`CREATE TABLE kept.${name} AS SELECT ${columns} FROM public.${name}`);
  return async () => {
    await owner.query('SET session_replication_role = replica');
    await owner.query(`TRUNCATE ${tables.map(({ name }) => `public.${name}`).join(', ')}`);
    for (const { name, columns } of tables)
      await owner.query(
        `INSERT INTO public.${name} (${columns}) OVERRIDING SYSTEM VALUE SELECT ${columns} FROM kept.${name}`,
      );
    for (const { name, last_value } of sequences)
      await owner.query('SELECT setval($1::regclass, $2, $3)', [name, last_value ?? 1, last_value !== null]);
    await owner.query('SET session_replication_role = origin');
  };
}
