/** One transaction, one instant, at the points system and the site as well: under a clock that runs on at each reading. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { standingStill } from '#log/one-instant.ts';
import { transact as atPoints } from '#points/context.ts';
import { transact as atSite } from '#site/context.ts';
import { openPoints, openSite, testClock } from '../support/systems.ts';

const clock = testClock('2020-05-20T02:00:00Z');
let readings = 0;
const running = standingStill(() => new Date(clock().getTime() + ++readings));
let points: Awaited<ReturnType<typeof openPoints>>;
let site: Awaited<ReturnType<typeof openSite>>;

beforeAll(async () => {
  [points, site] = [await openPoints(clock), await openSite(clock)];
});
afterAll(async () => {
  await points?.close();
  await site?.close();
});

describe('within a transaction the clock stands still, and runs on behind it', () => {
  const twice = async () => [running().getTime(), running().getTime()];
  test.each([
    ['points', () => atPoints(points.context, twice)],
    ['site', () => atSite(site.context, twice)],
  ] as const)('%s', async (_system, work) => {
    const [first, second] = await work();
    expect(second).toBe(first);
    expect(running().getTime()).toBeGreaterThan(first!);
  });
});
