/**
 * All rows of one system's database as SQL text, and back again. Made by looking at the catalogue, never from a list of tables, so it goes on
 * working when tables come or are divided: rows leave and come back through the table they are asked of (a partitioned one, not its parts);
 * generated columns are left out. What `psql` would run, too: there is no pg_dump among the embedded packages.
 */
import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from, to } from 'pg-copy-streams';
import { MIGRATIONS } from '../../src/runtime/postgres/never-released.ts';

/** By table: how many rows, and a digest of them in the order of the key. */
export type Contents = Readonly<Record<string, { readonly rows: number; readonly digest: string }>>;

export interface Rows {
  readonly text: string;
  readonly contents: Contents;
}

/** So that a value is written the same on every machine. */
const PLAINLY = `SET timezone = 'UTC'; SET datestyle = 'ISO, YMD'; SET intervalstyle = 'iso_8601'; SET bytea_output = 'hex'; SET extra_float_digits = 1; SET search_path = public;`;
/** Neither triggers nor foreign keys look at rows that were let in once already. */
const UNASKED = 'SET session_replication_role = replica;';

interface Table {
  readonly name: string;
  readonly columns: string;
  readonly order: string;
}

/** Tables with the columns one may write; by key where there is one. Where migrations are noted is not the system's own. */
const TABLES = `
  SELECT format('%I.%I', n.nspname, c.relname) AS name,
    (SELECT string_agg(quote_ident(attname), ', ' ORDER BY attname) FROM pg_attribute a
     WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns,
    coalesce((SELECT string_agg(quote_ident(attname), ', ' ORDER BY place) FROM pg_index i
      CROSS JOIN unnest(i.indkey::int2[]) WITH ORDINALITY AS k(number, place)
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.number
      WHERE i.indrelid = c.oid AND i.indisprimary), 't::text') AS order
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname NOT LIKE '${MIGRATIONS}%'
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.classid = 'pg_class'::regclass AND d.deptype = 'e')
  ORDER BY 1`;

const SEQUENCES = `
  SELECT format('SELECT setval(%L, %s, true);', format('%I.%I', schemaname, sequencename), last_value) AS statement
  FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL ORDER BY 1`;

/**
 * What waits in the queue is added again by the queue's own function, whatever its tables look like by then. What it noted of itself (its
 * migrations, when a repeated job last ran) is not kept: it makes that anew.
 */
const JOBS = `
  SELECT format('SELECT graphile_worker.add_job(%L, %L::json, queue_name := %L, run_at := %L, max_attempts := %s, job_key := %L, priority := %s);',
    j.task_identifier, p.payload::jsonb, j.queue_name, j.run_at, j.max_attempts, j.key, j.priority) AS statement
  FROM graphile_worker.jobs j JOIN graphile_worker._private_jobs p ON p.id = j.id ORDER BY j.id`;

/** @param url the superuser's: row-level security would leave rows out. Nobody may be writing meanwhile. */
export async function writeRows(url: string): Promise<Rows> {
  return connected(url, async (client) => {
    await client.query(PLAINLY);
    const lines = [PLAINLY, UNASKED];
    const contents: Record<string, { rows: number; digest: string }> = {};
    for (const table of await tablesOf(client)) {
      const rows = await copyOut(client, table);
      contents[table.name] = summaryOf(rows);
      if (rows.length > 0) lines.push(`COPY ${table.name} (${table.columns}) FROM stdin;`, ...rows, END);
    }
    for (const statement of [...(await statements(client, SEQUENCES)), ...(await statements(client, JOBS))])
      lines.push(statement);
    return { text: `${lines.join('\n')}\n`, contents };
  });
}

/** Into a database that has the tables; what migrations put there is replaced. Answers what is there afterwards. */
export async function readRows(url: string, text: string): Promise<Contents> {
  return connected(url, async (client) => {
    await client.query(UNASKED);
    const tables = await tablesOf(client);
    await client.query(`TRUNCATE ${tables.map(({ name }) => name).join(', ')}`);
    const lines = text.split('\n');
    for (let at = 0; at < lines.length; at++) {
      const line = lines[at]!;
      if (!line.startsWith('COPY ')) {
        if (line) await client.query(line);
        continue;
      }
      const end = lines.indexOf(END, at);
      await copyIn(client, line, lines.slice(at + 1, end));
      at = end;
    }
    const contents: Record<string, { rows: number; digest: string }> = {};
    for (const table of tables) contents[table.name] = summaryOf(await copyOut(client, table));
    return contents;
  });
}

const END = '\\.';

async function tablesOf(client: pg.Client): Promise<readonly Table[]> {
  return (await client.query<Table>(TABLES)).rows;
}

async function copyOut(client: pg.Client, { name, columns, order }: Table): Promise<string[]> {
  const parts: Buffer[] = [];
  for await (const part of client.query(to(`COPY (SELECT ${columns} FROM ${name} t ORDER BY ${order}) TO STDOUT`)))
    parts.push(part as Buffer);
  // each row is one line: line feeds within are written as \n
  return Buffer.concat(parts).toString('utf8').split('\n').slice(0, -1);
}

async function copyIn(client: pg.Client, statement: string, rows: readonly string[]): Promise<void> {
  await pipeline([Buffer.from(rows.map((row) => `${row}\n`).join(''))], client.query(from(statement)));
}

async function statements(client: pg.Client, text: string): Promise<string[]> {
  const { rows } = await client.query<{ statement: string | null }>(text);
  return rows.flatMap(({ statement }) => statement ?? []);
}

function summaryOf(rows: readonly string[]): { rows: number; digest: string } {
  return { rows: rows.length, digest: createHash('sha256').update(rows.join('\n')).digest('hex') };
}

async function connected<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
