/** Connection pools and Kysely handles; the one place where PostgreSQL types become JavaScript values. */
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';

/** Dates stay `YYYY-MM-DD`: a Date object would drag a time zone in. Big integers stay text. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === pg.types.builtins.DATE ? (value: string) => value : pg.types.getTypeParser(oid, format as 'text'),
} as pg.CustomTypesConfig;

/** A connection that breaks fails the query it carries; an idle one is replaced at the next use. Neither ends the process. */
export function surviveBrokenConnections(pool: pg.Pool): void {
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
}

export function openPool(url: string, max = 10): pg.Pool {
  return open({ connectionString: url, max });
}

/**
 * For the few statements asked thousands of times a second, each under a name: PostgreSQL plans them once in each connection, whatever
 * their values. With few connections who came first is answered first, instead of all sharing the processors until all are late.
 */
export function openPreparedPool(url: string, max = 4): pg.Pool {
  const onConnect = (client: pg.ClientBase) =>
    client.query('SET plan_cache_mode = force_generic_plan; SET jit = off; SET max_parallel_workers_per_gather = 0');
  return open({ connectionString: url, max, onConnect });
}

function open(config: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool({ ...config, types });
  surviveBrokenConnections(pool);
  return pool;
}

export function openDatabase<Schema>(pool: pg.Pool): Kysely<Schema> {
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
}

/** Creates the database unless it is there. */
export async function ensureDatabase(superuserUrl: string, name: string, template?: string): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    if (rowCount) return;
    await client.query(
      `CREATE DATABASE ${client.escapeIdentifier(name)}${template ? ` TEMPLATE ${client.escapeIdentifier(template)}` : ''}`,
    );
  } finally {
    await client.end();
  }
}
