/**
 * The turn to run one system's jobs: a lock in the database, held by one connection, and a pool of connections that live only as long.
 *
 * What keeps two processes from working at once (docs/decisions/035):
 * the holder asks its own connection for a sign of life every two seconds and gives up, cutting every connection of the turn, after four
 * without an answer; the server frees the lock of a silent connection after twenty-five at the earliest (pool.ts). And because clocks can
 * be wrong about that: every connection of the turn holds a second lock, shared, and is refused unless the turn is still its own; a successor
 * begins only when it could have that lock for itself, which is when the server has no session of its predecessor left.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { attentively } from './attention.ts';
import { cutConnections } from './postgres/connections.ts';
import type { System } from './postgres/migrate.ts';
import { connectionConfig, openWorkPool, WORK } from './postgres/pool.ts';

export interface Turn {
  /** for the worker and for what its jobs do */
  readonly pool: pg.Pool;
  /** aborted as soon as the turn may be another's; the connections of `pool` are cut by then */
  readonly lost: AbortSignal;
  end(): Promise<void>;
}

export interface TurnOptions {
  readonly system: System;
  readonly url: string;
  readonly concurrency: number;
  readonly log: (message: string) => void;
  readonly heartbeat?: { readonly everyMilliseconds: number; readonly patienceMilliseconds: number };
}

const HEARTBEAT = { everyMilliseconds: 2_000, patienceMilliseconds: 4_000 } as const;
const PREDECESSOR_MILLISECONDS = 1_000;
/** of the turn, one to listen and one to record what is done; a job that merges rows holds one and uses another */
const connectionsFor = (concurrency: number) => 2 + 2 * concurrency;

const TURN = "hashtext('xinheng jobs'), hashtext($1)";
const SESSIONS = "hashtext('xinheng jobs sessions'), hashtext($1)";

/** Null while another process has the turn, or when `ending` came first. */
export async function takeTurn(options: TurnOptions, ending: AbortSignal): Promise<Turn | null> {
  const { system, url } = options;
  const holder = new pg.Client(connectionConfig(url, WORK));
  const lost = new AbortController();
  const lose = (reason: unknown) => lost.abort(reason);
  holder.on('error', lose);
  holder.on('end', () => lose(new Error('the connection that holds the turn has ended')));
  try {
    await holder.connect();
    const tried = await holder.query<{ mine: boolean }>(`SELECT pg_try_advisory_lock(${TURN}) AS mine`, [system]);
    if (!tried.rows[0]?.mine || !(await predecessorGone(holder, options, ending))) {
      await end(holder);
      return null;
    }
    const pid = (await holder.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows[0]!.pid;
    const pool = openWorkPool(url, connectionsFor(options.concurrency), (client) => join(client, system, pid));
    lost.signal.addEventListener('abort', () => cutConnections(pool), { once: true });
    const beating = new AbortController();
    const heart = beat(holder, options.heartbeat ?? HEARTBEAT, beating.signal, lose);
    return {
      pool,
      lost: lost.signal,
      async end() {
        beating.abort();
        await heart;
        cutIfLost(lost.signal, pool);
        await ended(pool);
        await end(holder);
      },
    };
  } catch (error) {
    await end(holder);
    throw error;
  }
}

/** Waits until the server has no session of an earlier holder left. False: `ending` came first. */
async function predecessorGone(holder: pg.Client, { system, log }: TurnOptions, ending: AbortSignal): Promise<boolean> {
  for (let waited = 0; !ending.aborted; waited++) {
    const { rows } = await holder.query<{ alone: boolean }>(`SELECT pg_try_advisory_lock(${SESSIONS}) AS alone`, [
      system,
    ]);
    if (rows[0]?.alone) {
      await holder.query(`SELECT pg_advisory_unlock(${SESSIONS})`, [system]);
      return true;
    }
    if (waited === 0) log(`[${system}] 等待上一个执行后台任务的进程断开数据库连接，之后接手。`);
    await sleep(PREDECESSOR_MILLISECONDS, undefined, { signal: ending }).catch(() => {});
  }
  return false;
}

/** A new connection of the turn: counted among its sessions first, then refused unless the turn is still held. */
async function join(client: pg.ClientBase, system: System, holder: number): Promise<void> {
  await client.query(`SELECT pg_advisory_lock_shared(${SESSIONS})`, [system]);
  const { rowCount } = await client.query(
    `SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 2 AND pid = $2
       AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
       AND (classid, objid) = (hashtext('xinheng jobs')::oid, hashtext($1)::oid)`,
    [system, holder],
  );
  if (rowCount !== 1) throw Object.assign(new Error('the turn to run jobs is over'), { code: '57P01' });
  // a job whose process was killed ends with it instead of running to its end; Windows servers do not know how
  await client.query("SELECT set_config('client_connection_check_interval', '5000', false)").catch(() => {});
}

async function beat(
  holder: pg.Client,
  { everyMilliseconds, patienceMilliseconds }: NonNullable<TurnOptions['heartbeat']>,
  ending: AbortSignal,
  lose: (reason: unknown) => void,
): Promise<void> {
  while (!ending.aborted) {
    try {
      await attentively(holder.query('SELECT 1'), patienceMilliseconds);
    } catch (error) {
      return lose(error);
    }
    await sleep(everyMilliseconds, undefined, { signal: ending }).catch(() => {});
  }
}

function cutIfLost(lost: AbortSignal, pool: pg.Pool): void {
  if (lost.aborted) cutConnections(pool);
}

/** A connection that a lost job still holds has been cut and says so to the job; nobody waits for it to be given back. */
async function ended(pool: pg.Pool): Promise<void> {
  await Promise.race([pool.end(), sleep(1_000, undefined, { ref: false })]);
}

/** Ends the session and with it the lock; a server that is silent is not waited for. */
async function end(holder: pg.Client): Promise<void> {
  await Promise.race([holder.end(), sleep(1_000, undefined, { ref: false })]);
  (holder as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
}
