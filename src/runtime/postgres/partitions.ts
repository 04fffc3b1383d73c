/**
 * The tables of a subject are cut by `subject_key` into a number of partitions that the first start fixes. A migration says
 * `PARTITION BY HASH (subject_key)`; the partitions, and what PostgreSQL does not give them of its own accord, are made here.
 */
import type pg from 'pg';
import { ConfigError } from '../config-error.ts';

/** Of a database that is made without being told. */
const PARTITIONS = 16;

/** Parents without partitions count as well: who was interrupted goes on with the number of the tables that have them. */
const KNOWN = `
  SELECT count(*)::int AS partitions FROM pg_inherits i
  WHERE i.inhparent = (
    SELECT p.partrelid FROM pg_partitioned_table p JOIN pg_class c ON c.oid = p.partrelid
    WHERE p.partstrat = 'h' AND c.relnamespace = 'public'::regnamespace AND EXISTS (SELECT FROM pg_inherits WHERE inhparent = c.oid)
    ORDER BY c.oid LIMIT 1)`;

const PARENTS = `
  SELECT c.relname AS name FROM pg_partitioned_table p JOIN pg_class c ON c.oid = p.partrelid
  WHERE p.partstrat = 'h' AND c.relnamespace = 'public'::regnamespace ORDER BY c.oid`;

/** How many partitions the tables of this database have; undefined: none yet. */
async function partitionsOf(client: pg.ClientBase): Promise<number | undefined> {
  const { rows } = await client.query<{ partitions: number }>(KNOWN);
  return rows[0]?.partitions || undefined;
}

/**
 * @param wanted what PARTITIONS says; absent: as the database is
 * @throws ConfigError where the database has another number; nothing has been changed then
 */
export async function requirePartitions(client: pg.ClientBase, wanted: number | undefined): Promise<void> {
  const found = await partitionsOf(client);
  if (wanted === undefined || found === undefined || wanted === found) return;
  const { rows } = await client.query<{ name: string }>('SELECT current_database() AS name');
  throw new ConfigError(
    `数据库 ${rows[0]?.name ?? ''} 的分区数在首次启动时已定为 ${found}，环境变量 PARTITIONS 现为 ${wanted}。没有改动任何内容。\n` +
      `  请将 PARTITIONS 改为 ${found}，或不设置它。要换成另一个分区数，只能另建一套库并把数据导入。`,
  );
}

/** Run as the owner, after the migrations. Idempotent; a table at a time, so that a server keeps few locks. */
export async function makePartitions(client: pg.ClientBase, wanted: number | undefined): Promise<void> {
  const { rows } = await client.query<{ name: string }>(PARENTS);
  if (rows.length === 0) return;
  const partitions = (await partitionsOf(client)) ?? wanted ?? PARTITIONS;
  for (const { name } of rows) {
    await client.query(MAKE.replaceAll('PARENT', name).replaceAll('HOW_MANY', String(partitions)));
  }
}

/**
 * A reference from one table of a subject to another is declared from partition to partition, for its rows are always in the two of the
 * same number: PostgreSQL looks through all partitions of the whole for every row otherwise, three times as long for a batch (052).
 * Each partition has the statement triggers of its parent: PostgreSQL fires those of the table that a statement names, no others. Its
 * indexes are named after the parent's, so that a refusal tells which rule it was (`problemOfConstraint` leaves the ending out).
 */
const MAKE = `
DO $$ DECLARE child text; statement text; reference record; kept jsonb := '[]'; BEGIN
  SELECT c.relname INTO statement FROM pg_index x JOIN pg_class c ON c.oid = x.indexrelid
  WHERE x.indrelid = 'public.PARENT'::regclass AND octet_length(c.relname) > 58;
  IF FOUND THEN RAISE EXCEPTION 'index % of a table with partitions has a name of more than 58 bytes: its partitions'' would be cut', statement; END IF;
  FOR reference IN
    SELECT f.conname AS name, t.relname AS target, pg_get_constraintdef(f.oid) AS text FROM pg_constraint f JOIN pg_class t ON t.oid = f.confrelid
    JOIN pg_partitioned_table p ON p.partrelid = t.oid AND p.partstrat = 'h' AND p.partattrs[0] = f.confkey[1]
    WHERE f.conrelid = 'public.PARENT'::regclass AND f.contype = 'f' AND f.conparentid = 0
      AND f.conkey[1] = (SELECT own.partattrs[0] FROM pg_partitioned_table own WHERE own.partrelid = f.conrelid)
  LOOP
    EXECUTE format('ALTER TABLE public.PARENT DROP CONSTRAINT %I', reference.name);
    kept := kept || jsonb_build_array(to_jsonb(reference));
  END LOOP;
  FOR n IN 0..HOW_MANY - 1 LOOP
    child := format('%I', 'PARENT_p' || n);
    IF to_regclass('public.' || child) IS NULL THEN
      EXECUTE format('CREATE TABLE public.%s PARTITION OF public.PARENT FOR VALUES WITH (MODULUS HOW_MANY, REMAINDER %s)', child, n);
    END IF;
    FOR statement IN
      SELECT replace(pg_get_triggerdef(t.oid), ' ON public.PARENT ', ' ON public.' || child || ' ') FROM pg_trigger t
      WHERE t.tgrelid = 'public.PARENT'::regclass AND NOT t.tgisinternal AND t.tgtype & 1 = 0
        AND NOT EXISTS (SELECT FROM pg_trigger have WHERE have.tgrelid = ('public.' || child)::regclass AND have.tgname = t.tgname)
      UNION ALL
      SELECT format('ALTER INDEX public.%I RENAME TO %I', c.relname, p.relname || '_p' || n)
      FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_class p ON p.oid = i.inhparent
      JOIN pg_index x ON x.indexrelid = c.oid
      WHERE x.indrelid = ('public.' || child)::regclass AND c.relname <> p.relname || '_p' || n
      UNION ALL
      SELECT format('ALTER TABLE public.%s ADD CONSTRAINT %I %s', child, r.name,
        replace(r.text, format(' REFERENCES %I(', r.target), format(' REFERENCES %I(', r.target || '_p' || n)))
      FROM jsonb_to_recordset(kept) AS r (name text, target text, text text)
    LOOP EXECUTE statement; END LOOP;
  END LOOP;
END $$`;
