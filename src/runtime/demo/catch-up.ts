/** Where a clock jumps, nobody waits for the hour: the demo does at once what every system does hourly. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { AssembledSystem } from '../systems/system.ts';

const KEY = 'catch-up:';
/** What takes longer goes on by itself. */
const PATIENCE_MILLISECONDS = 20_000;

export async function runHourly(
  systems: readonly Pick<AssembledSystem, 'background' | 'noteClock' | 'hourly'>[],
): Promise<void> {
  for (const { background, noteClock, hourly } of systems) {
    await noteClock?.();
    for (const task of hourly) {
      await background.query('SELECT graphile_worker.add_job($1::text, job_key := $2::text)', [task, KEY + task]);
    }
  }
  const deadline = Date.now() + PATIENCE_MILLISECONDS;
  for (const { background } of systems) {
    while (Date.now() < deadline) {
      const { rowCount } = await background.query(`SELECT FROM graphile_worker.jobs WHERE key LIKE '${KEY}%' LIMIT 1`);
      if (rowCount === 0) break;
      await sleep(100);
    }
  }
}
