/**
 * Runs one system's background jobs (graphile-worker) as its application login. One process at a time does so: it has the
 * turn (see jobs-turn.ts), the others stand by. Whatever happens to the database, the process goes on and tries again.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger, makeWorkerUtils, parseCronItems, run, type TaskList } from 'graphile-worker';
import type { Pool } from 'pg';
import { type Turn, takeTurn } from './jobs-turn.ts';
import type { System } from './postgres/migrate.ts';

export interface JobsOptions {
  readonly system: System;
  /** connection string of the application's login */
  readonly url: string;
  /** what the jobs do, over connections that end with the turn: a process that lost it can change nothing any more */
  readonly tasks: (pool: Pool) => TaskList;
  /** names of tasks that run every hour as well; deadlines are dates, an hour's delay harms nobody */
  readonly hourly: readonly string[];
  readonly concurrency: number;
  readonly log: (message: string) => void;
  /** of the heartbeat, where it is not the usual one (a test) */
  readonly heartbeat?: { readonly everyMilliseconds: number; readonly patienceMilliseconds: number };
}

export interface Jobs {
  /** Lets running jobs finish their current step, then stops. */
  stop(): Promise<void>;
}

const STAND_BY_MILLISECONDS = 5_000;
/** After the turn is lost its jobs fail at their next statement; what still goes on after that has no connection to do harm with. */
const FAREWELL_MILLISECONDS = 5_000;

export function startJobs(options: JobsOptions): Jobs {
  const ending = new AbortController();
  const ended = keepRunning(options, ending.signal);
  return {
    async stop() {
      ending.abort();
      await ended;
    },
  };
}

async function keepRunning(options: JobsOptions, ending: AbortSignal): Promise<void> {
  while (!ending.aborted) {
    try {
      const turn = await takeTurn(options, ending);
      if (turn) await serve(options, turn, ending);
    } catch (error) {
      if (ending.aborted) return;
      options.log(
        `[${options.system}] 后台任务中断，数据库可用后自动继续：${error instanceof Error ? error.message : String(error)}`,
      );
    }
    await pause(ending);
  }
}

async function serve(options: JobsOptions, turn: Turn, ending: AbortSignal): Promise<void> {
  try {
    await freeAbandoned(turn.pool);
    const runner = await run({
      pgPool: forgiving(turn.pool),
      concurrency: options.concurrency,
      noHandleSignals: true,
      pollInterval: 2_000,
      // without a delay 0.18 leaves the promise of a job that cannot be recorded unawaited, which would end the process
      preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
      taskList: guarded(options.tasks(turn.pool), turn.lost),
      parsedCronItems: parseCronItems(options.hourly.map((task) => ({ task, match: '7 * * * *' }))),
      logger: logger(options),
    });
    const stopped = runner.promise.catch((error: unknown) => error);
    await Promise.race([aborted(AbortSignal.any([ending, turn.lost])), stopped]);
    const farewell = runner.stop().catch(() => {}); // it may have stopped by itself
    await Promise.race([
      farewell,
      aborted(turn.lost).then(() => sleep(FAREWELL_MILLISECONDS, undefined, { ref: false })),
    ]);
    if (turn.lost.aborted) throw turn.lost.reason;
    if (!ending.aborted) throw (await stopped) ?? new Error('the worker stopped by itself');
  } finally {
    await turn.end();
  }
}

/**
 * Whoever has the turn knows that no session of an earlier holder is left at the server (jobs-turn.ts), so every lock found on a job
 * is a dead one's: a living worker's jobs are never freed.
 */
async function freeAbandoned(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ locked_by: string }>(
    'SELECT DISTINCT locked_by FROM graphile_worker._private_jobs WHERE locked_by IS NOT NULL UNION SELECT DISTINCT locked_by FROM graphile_worker._private_job_queues WHERE locked_by IS NOT NULL',
  );
  if (rows.length === 0) return;
  const utils = await makeWorkerUtils({ pgPool: pool });
  try {
    await utils.forceUnlockWorkers(rows.map((row) => row.locked_by));
  } finally {
    await utils.release();
  }
}

/** A job hears that the turn is lost as it hears of a stop: through its signal. */
function guarded(tasks: TaskList, lost: AbortSignal): TaskList {
  return Object.fromEntries(
    Object.entries(tasks).map(([name, task]) => [
      name,
      (payload: unknown, helpers: Parameters<NonNullable<typeof task>>[1]) =>
        task?.(payload, {
          ...helpers,
          abortSignal: helpers.abortSignal ? AbortSignal.any([helpers.abortSignal, lost]) : lost,
        }),
    ]),
  );
}

/** The worker gives its listening connection back twice when it dies at the wrong moment; the pool would throw where nobody catches. */
function forgiving(pool: Pool): Pool {
  type Connected = Parameters<Parameters<Pool['connect']>[0]>;
  const connect = (callback?: (...connected: Connected) => void) =>
    callback === undefined
      ? pool.connect()
      : pool.connect((error, client, release) => {
          let released = false;
          callback(error, client, (broken) => {
            if (!released) release(broken);
            released = true;
          });
        });
  return new Proxy(pool, {
    get(target, name) {
      if (name === 'connect') return connect;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

function logger({ log, system }: JobsOptions): Logger {
  return new Logger(() => (level, message) => {
    if (level === 'error' || level === 'warning') log(`[${system}] ${message}`);
  });
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

async function pause(ending: AbortSignal): Promise<void> {
  await sleep(STAND_BY_MILLISECONDS, undefined, { signal: ending }).catch(() => {});
}
