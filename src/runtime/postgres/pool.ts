/** Connection pools and Kysely handles; the one place where PostgreSQL types become JavaScript values. */
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { tendConnections, within } from './connections.ts';

/** Dates stay `YYYY-MM-DD`: a Date object would drag a time zone in. Big integers stay text. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === pg.types.builtins.DATE ? (value: string) => value : pg.types.getTypeParser(oid, format as 'text'),
} as pg.CustomTypesConfig;

/** How long is waited for the database, in milliseconds. */
export interface Patience {
  /** for a new connection, or for one of the pool to become free */
  readonly connect: number;
  /** for one statement: the server gives it up, and shortly afterwards this side takes the connection for dead */
  readonly statement: number;
  /** for the next statement of a transaction: locks must not outlive a caller that has gone silent */
  readonly idleInTransaction: number;
}

/** Somebody waits for the answer. */
export const REQUEST: Patience = { connect: 10_000, statement: 60_000, idleInTransaction: 60_000 };
/** Jobs and commands: a merge or an import of millions of rows is one statement. */
export const WORK: Patience = { connect: 15_000, statement: 30 * 60_000, idleInTransaction: 10 * 60_000 };

/**
 * Asked of the server, in seconds: after 10 + 3 × 5 seconds without a sign of this process it ends the session and frees its locks.
 * The holder of the jobs notices a dead connection far sooner (see ../jobs.ts), so that no successor begins while it still works.
 */
const SERVER_KEEP_ALIVE =
  '-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3 -c tcp_user_timeout=25000';

/** Compiling a statement over sixteen partitions takes longer than any of ours runs (052). */
const NO_JIT = '-c jit=off';

/** A pool with nothing but the care that a broken connection does not end the process. */
export const surviveBrokenConnections = (pool: pg.Pool): void => tendConnections(pool);

export function connectionConfig(url: string, patience: Patience): pg.ClientConfig {
  return {
    connectionString: url,
    types,
    connectionTimeoutMillis: patience.connect,
    statement_timeout: patience.statement,
    idle_in_transaction_session_timeout: patience.idleInTransaction,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    options: `${SERVER_KEEP_ALIVE} ${NO_JIT}`,
  };
}

export function openPool(url: string, max = 10, patience: Patience = REQUEST): pg.Pool {
  return open(url, patience, { max });
}

/**
 * For the few statements asked thousands of times a second, each under a name: PostgreSQL plans them once in each connection, whatever
 * their values. With few connections who came first is answered first, instead of all sharing the processors until all are late.
 */
export function openPreparedPool(url: string, max = 4): pg.Pool {
  const onConnect = (client: pg.ClientBase) =>
    client.query('SET plan_cache_mode = force_generic_plan; SET max_parallel_workers_per_gather = 0');
  return open(url, REQUEST, { max, onConnect });
}

type OnConnect = (client: pg.ClientBase) => Promise<unknown>;

/** For background jobs. `onConnect` may refuse a new connection by throwing. */
export function openWorkPool(url: string, max: number, onConnect: OnConnect): pg.Pool {
  return open(url, WORK, { max, onConnect });
}

function open(url: string, patience: Patience, config: { max: number; onConnect?: OnConnect }): pg.Pool {
  const { max, onConnect } = config;
  const pool = new pg.Pool({
    ...connectionConfig(url, patience),
    max,
    ...(onConnect ? { onConnect: (client) => within(patience.connect, client, onConnect) } : {}),
  });
  tendConnections(pool, patience.statement);
  return pool;
}

export function openDatabase<Schema>(pool: pg.Pool): Kysely<Schema> {
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
}

/** Creates the database unless it is there. */
export async function ensureDatabase(superuserUrl: string, name: string, template?: string): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl, connectionTimeoutMillis: REQUEST.connect });
  client.on('error', () => {}); // what it carries fails by itself
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
