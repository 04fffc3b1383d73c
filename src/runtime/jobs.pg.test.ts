/** Jobs run as the application's login, outlive the process that held them, and run in one process at a time. */
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../tests/support/database.ts';
import { type Jobs, startJobs } from './jobs.ts';

let database: TestDatabase;
let owner: pg.Client;
let running: Jobs[];

beforeAll(async () => {
  database = await createTestDatabase('platform');
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner?.end();
  await database?.drop();
});
beforeEach(() => {
  running = [];
});
afterEach(async () => {
  await Promise.all(running.map((jobs) => jobs.stop()));
});

function start(task: (payload: unknown) => Promise<void>): Jobs {
  const jobs = startJobs({
    system: 'platform',
    url: database.url,
    tasks: () => ({ count: task }),
    hourly: [],
    concurrency: 2,
    log: () => {},
  });
  running.push(jobs);
  return jobs;
}

const enqueue = (number: number) =>
  owner.query("SELECT graphile_worker.add_job('count', payload := json_build_object('number', $1::int))", [number]);

test('a job that a killed process held is taken up again', async () => {
  await enqueue(1);
  await owner.query(
    "UPDATE graphile_worker._private_jobs SET locked_at = now(), locked_by = 'worker-of-a-dead-process', attempts = 1",
  );
  const done: unknown[] = [];
  start(async (payload) => void done.push(payload));
  await expect.poll(() => done, { timeout: 30_000 }).toEqual([{ number: 1 }]);
});

test('of two processes one works and the other stands by; when the first goes the second takes over', async () => {
  const done: string[] = [];
  const first = start(async () => void done.push('first'));
  await enqueue(1);
  await expect.poll(() => done, { timeout: 30_000 }).toEqual(['first']);
  start(async () => void done.push('second'));
  await enqueue(2);
  await expect.poll(() => done, { timeout: 30_000 }).toEqual(['first', 'first']);
  await first.stop();
  await enqueue(3);
  await expect.poll(() => done, { timeout: 30_000 }).toEqual(['first', 'first', 'second']);
});

test('a stop waits for the job in hand', async () => {
  let begun = false;
  let finished = false;
  const jobs = start(async () => {
    begun = true;
    await new Promise((resolve) => setTimeout(resolve, 300));
    finished = true;
  });
  await enqueue(1);
  await expect.poll(() => begun, { timeout: 30_000 }).toBe(true);
  await jobs.stop();
  expect(finished).toBe(true);
});
