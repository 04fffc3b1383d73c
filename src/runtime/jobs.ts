/**
 * Runs one system's background jobs (graphile-worker) as its application login. One process at a time does so, held by
 * an advisory lock; the others stand by. Whoever takes over frees the jobs its dead predecessor left locked.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger, makeWorkerUtils, parseCronItems, type Runner, run, type TaskList } from 'graphile-worker';
import type { Pool, PoolClient } from 'pg';
import type { System } from './postgres/migrate.ts';

export interface JobsOptions {
  readonly system: System;
  readonly pool: Pool;
  readonly tasks: TaskList;
  /** names of tasks that run every hour as well; deadlines are dates, an hour's delay harms nobody */
  readonly hourly: readonly string[];
  readonly concurrency: number;
  readonly log: (message: string) => void;
}

export interface Jobs {
  /** Lets running jobs finish their current step, then stops. */
  stop(): Promise<void>;
}

const STAND_BY_MILLISECONDS = 5_000;

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
      const turn = await takeTurn(options);
      if (turn) await serve(options, turn, ending);
      else await pause(ending);
    } catch (error) {
      if (ending.aborted) return;
      options.log(`后台任务中断，稍后重试：${error instanceof Error ? error.message : String(error)}`);
      await pause(ending);
    }
  }
}

/** A connection that holds the lock, or null while another process does. PostgreSQL frees it when the process dies. */
async function takeTurn({ pool, system }: JobsOptions): Promise<PoolClient | null> {
  const client = await pool.connect();
  try {
    const { rows } = await client.query<{ mine: boolean }>(
      "SELECT pg_try_advisory_lock(hashtext('xinheng jobs'), hashtext($1)) AS mine",
      [system],
    );
    if (rows[0]?.mine) return client;
  } catch (error) {
    client.release(true);
    throw error;
  }
  client.release();
  return null;
}

async function serve(options: JobsOptions, turn: PoolClient, ending: AbortSignal): Promise<void> {
  const lost = new AbortController();
  const onLost = () => lost.abort();
  turn.on('error', onLost);
  turn.on('end', onLost);
  let runner: Runner | undefined;
  try {
    await freeAbandoned(options);
    runner = await run({
      pgPool: options.pool,
      concurrency: options.concurrency,
      noHandleSignals: true,
      pollInterval: 2_000,
      taskList: options.tasks,
      parsedCronItems: parseCronItems(options.hourly.map((task) => ({ task, match: '7 * * * *' }))),
      logger: logger(options),
    });
    await aborted(AbortSignal.any([ending, lost.signal]));
  } finally {
    await runner?.stop().catch(() => {});
    turn.off('error', onLost);
    turn.off('end', onLost);
    turn.release(true); // ends the session and with it the lock
  }
}

/** While this process holds the lock no other runs jobs, so every lock found on a job is a dead process's. */
async function freeAbandoned({ pool }: JobsOptions): Promise<void> {
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
