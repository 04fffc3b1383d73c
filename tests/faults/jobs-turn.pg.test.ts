/**
 * Who has the turn to run jobs when connections die: the old holder stops before a new one begins, a living worker's jobs are never freed,
 * and no failure of the database ends the process (an unhandled rejection would fail this file).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Jobs, type JobsOptions, startJobs } from '#runtime/jobs.ts';
import { takeTurn } from '#runtime/jobs-turn.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { type FaultProxy, faultProxy } from '../support/fault-proxy.ts';

/** Quicker than the product's, so that the test is. */
const HEARTBEAT = { everyMilliseconds: 200, patienceMilliseconds: 1_000 };

let its: TestDatabase;
let owner: pg.Client;
let proxy: FaultProxy;
let running: Jobs[];
let logged: string[];

beforeAll(async () => {
  its = await createTestDatabase('platform');
  owner = new pg.Client({ connectionString: its.ownerUrl });
  await owner.connect();
  await owner.query(
    `CREATE TABLE deed (id serial, worker text, job int, step text, at timestamptz DEFAULT clock_timestamp());
     GRANT ALL ON deed, deed_id_seq TO PUBLIC`,
  );
});
afterAll(async () => {
  await owner?.end();
  await its?.drop();
});
beforeEach(async () => {
  running = [];
  logged = [];
  proxy = await faultProxy({ port: Number(new URL(its.url).port) });
});
afterEach(async () => {
  proxy.thaw();
  await Promise.all(running.map((jobs) => jobs.stop()));
  await proxy.close();
  await owner.query('TRUNCATE deed; DELETE FROM graphile_worker._private_jobs');
});

function start(url: string, tasks: JobsOptions['tasks']): Jobs {
  const jobs = startJobs({
    ...{ system: 'platform', url, tasks, hourly: ['hourly'], concurrency: 2, heartbeat: HEARTBEAT },
    log: (message) => void logged.push(message),
  });
  running.push(jobs);
  return jobs;
}

const enqueue = (number: number) =>
  owner.query("SELECT graphile_worker.add_job('work', payload := json_build_object('number', $1::int))", [number]);

/** A job that notes in the database when it begins, works and ends. */
const worker =
  (name: string, work: (pool: pg.Pool, job: number) => Promise<unknown> = async () => {}): JobsOptions['tasks'] =>
  (pool) => ({
    hourly: async () => {},
    work: async (payload) => {
      const { number } = payload as { number: number };
      const note = (step: string) =>
        pool.query('INSERT INTO deed (worker, job, step) VALUES ($1, $2, $3)', [name, number, step]);
      await note('begins');
      await work(pool, number);
      await note('ends');
    },
  });

const deeds = async (): Promise<string[]> =>
  (await owner.query('SELECT worker, job, step FROM deed ORDER BY id')).rows.map(
    ({ worker, job, step }) => `${worker} ${step} ${job}`,
  );
const holders = async (): Promise<number[]> =>
  (
    await owner.query(
      `SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 2
         AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
         AND classid = hashtext('xinheng jobs')::oid`,
    )
  ).rows.map(({ pid }) => pid);
const seen = (deed: string) => expect.poll(deeds, { timeout: 40_000, interval: 100 }).toContain(deed);

test('a holder whose connections have died without a word stops; its successor begins when the server knows it gone', async () => {
  start(
    proxy.through(its.url),
    worker('old', () => sleep(1_500)),
  );
  await enqueue(1);
  await seen('old begins 1');
  proxy.freezeOpen(); // nothing arrives any more, in either direction, and nobody is told
  proxy.turnAway();
  start(its.url, worker('new'));
  // the old one gives up by itself, though the server still takes it for alive
  await expect.poll(() => logged.join('\n'), { timeout: 20_000 }).toMatch(/后台任务中断/);
  expect(await deeds()).toEqual(['old begins 1']);
  await sleep(1_500);
  expect((await deeds()).filter((deed) => deed.startsWith('new'))).toEqual([]);
  expect((await owner.query('SELECT FROM graphile_worker._private_jobs WHERE locked_by IS NOT NULL')).rowCount).toBe(1);
  proxy.cut(); // now the server hears of it, as it would from its own keep-alive
  await seen('new ends 1');
  expect(await deeds()).toEqual(['old begins 1', 'new begins 1', 'new ends 1']);
}, 60_000);

test('the turn is taken from a holder in the middle of a job: what it had begun is undone or done, never both', async () => {
  // in one transaction, longer than it takes to be noticed on a machine that pauses
  const work = async (pool: pg.Pool, job: number) => {
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      await client.query("INSERT INTO deed (worker, job, step) VALUES ('old', $1, 'merges')", [job]);
      await client.query('SELECT pg_sleep(12)');
      await client.query('COMMIT');
    } finally {
      client.release(true);
    }
  };
  start(its.url, worker('old', work));
  await enqueue(1);
  await seen('old begins 1');
  start(
    its.url,
    worker('new', async (pool) => void (await pool.query('SELECT 1'))),
  );
  await owner.query('SELECT pg_terminate_backend($1)', [(await holders())[0]]);
  await expect.poll(async () => (await deeds()).at(-1), { timeout: 40_000 }).toMatch(/ends 1$/);
  const all = await deeds();
  expect(all.filter((deed) => deed.endsWith('merges 1'))).toEqual([]);
  expect(all.filter((deed) => deed.endsWith('ends 1'))).toHaveLength(1);
}, 60_000);

test('a successor waits as long as a session of its predecessor lives, and does not free its jobs', async () => {
  const predecessor = new pg.Client({ connectionString: its.url });
  await predecessor.connect();
  await predecessor.query("SELECT pg_advisory_lock_shared(hashtext('xinheng jobs sessions'), hashtext('platform'))");
  await enqueue(1);
  await owner.query(
    "UPDATE graphile_worker._private_jobs SET locked_at = now(), locked_by = 'pool-living', attempts = 1",
  );
  start(its.url, worker('new'));
  await expect.poll(() => logged.join('\n'), { timeout: 20_000 }).toMatch(/等待上一个执行后台任务的进程/);
  await sleep(2_500);
  expect((await owner.query('SELECT locked_by FROM graphile_worker._private_jobs')).rows).toEqual([
    { locked_by: 'pool-living' },
  ]);
  await predecessor.end();
  await seen('new ends 1');
}, 60_000);

test('after the turn is over no new connection of it is let in, whoever has it now', async () => {
  const options = { system: 'platform' as const, url: its.url, concurrency: 1, log: () => {} };
  const ending = new AbortController();
  const turn = await takeTurn(options, ending.signal);
  expect(turn).not.toBeNull();
  expect(await takeTurn(options, ending.signal)).toBeNull();
  expect((await turn!.pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  const lost = new Promise((resolve) => turn!.lost.addEventListener('abort', resolve, { once: true }));
  await owner.query('SELECT pg_terminate_backend($1)', [(await holders())[0]]);
  await lost;
  await expect(turn!.pool.query('SELECT 1')).rejects.toThrow();
  const next = await takeTurn(options, ending.signal);
  expect(next).not.toBeNull();
  await expect(turn!.pool.query('SELECT 1')).rejects.toThrow('the turn to run jobs is over');
  expect((await next!.pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  await turn!.end();
  await next!.end();
  expect(await holders()).toEqual([]);
});

test.each([
  ['done', async () => {}],
  [
    'failed',
    async () => {
      throw new Error('the job itself fails');
    },
  ],
] as const)(
  'the database goes away just when a job is %s: the process goes on and the job is run again',
  async (_how, work) => {
    let times = 0;
    start(
      proxy.through(its.url),
      worker('one', async () => {
        times++;
        if (times > 1) return;
        await proxy.refuse();
        proxy.cut();
        await work();
      }),
    );
    await enqueue(1);
    await expect.poll(() => times, { timeout: 30_000 }).toBe(1);
    await sleep(1_000);
    await proxy.listen();
    await seen('one ends 1');
    expect(times).toBeGreaterThan(1);
    await expect
      .poll(async () => (await owner.query('SELECT FROM graphile_worker._private_jobs')).rowCount, { timeout: 20_000 })
      .toBe(0);
  },
  60_000,
);

test('cut at fifty moments, every job is done in the end', async () => {
  start(
    proxy.through(its.url),
    worker('one', () => sleep(30)),
  );
  for (let number = 1; number <= 20; number++) await enqueue(number);
  for (let time = 0; time < 50; time++) {
    proxy.cut(time % 2 ? 'end' : 'reset');
    await sleep(time % 7 === 0 ? 400 : 23);
  }
  await expect
    .poll(
      async () => (await owner.query("SELECT count(DISTINCT job)::int AS n FROM deed WHERE step = 'ends'")).rows[0].n,
      {
        timeout: 40_000,
        interval: 200,
      },
    )
    .toBe(20);
}, 60_000);

test('a stop does not wait for a database that is silent', async () => {
  const jobs = start(
    proxy.through(its.url),
    worker('one', (pool) => pool.query('SELECT pg_sleep(600)')),
  );
  await enqueue(1);
  await seen('one begins 1');
  proxy.freezeOpen();
  proxy.turnAway();
  await jobs.stop();
  expect(await deeds()).toEqual(['one begins 1']);
}, 60_000);
