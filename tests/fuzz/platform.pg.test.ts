/**
 * Every operation of the platform, as somebody who is let in and as nobody, with hostile values in each parameter, field, header and body:
 * refused, never failed, and nothing of the inside is told. Bounded and by a seed: see operations.ts.
 */
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Actor, Applicant } from '#platform/access/index.ts';
import { everyCaller } from '../access/every-caller.ts';
import { Examples } from '../access/requests.ts';
import { createPlatform, type TestPlatform } from '../support/platform.ts';
import { platformForCalls } from '../support/platform-server.ts';
import { type Attempt, attemptsOn, bounded, dice } from './attempts.ts';
import { attemptAll } from './faults.ts';
import { HOSTILE_HEADERS } from './hostile-values.ts';
import { MOST, operationsOf, SEED, SOME } from './operations.ts';

const operations = operationsOf('platform');
/** asks another system, which is not there in this test: 502 is its honest answer */
const OUTSIDE = 'POST /api/platform/exchange/reconcile';
const HERE = operations.filter(({ name }) => name !== OUTSIDE && !/\/auth\/(sign-in|callback)/.test(name));

let platform: TestPlatform;
let server: FastifyInstance;
let close: () => Promise<void>;
let examples: Examples;
let caller: Actor | Applicant | null = null;
const callers: (Actor | Applicant)[] = [];

beforeAll(async () => {
  platform = await createPlatform();
  const calls = await platformForCalls(platform, inject('applicationPassword'), () => caller);
  ({ server, close } = calls);
  examples = new Examples(platform, calls.dataDirectory);
  callers.push(...(await everyCaller(platform, 'fuzz')));
});

afterAll(async () => {
  await close?.();
  await platform?.close();
});

/** Whoever gets furthest with a true request. */
async function letIn(operation: (typeof operations)[number]): Promise<Actor | Applicant> {
  let furthest = { who: callers[0] as Actor | Applicant, rank: 9 };
  // who is turned away leaves the example as it is
  const { url, body, type } = await examples.of(operation);
  for (const who of callers) {
    caller = who;
    const { statusCode } = await server.inject({
      ...{ method: operation.method, url },
      headers: { 'x-xinheng-csrf': '1', ...(type ? { 'content-type': type } : {}) },
      ...(body === undefined ? {} : { payload: body }),
    });
    const rank = statusCode < 400 ? 0 : [401, 403].includes(statusCode) ? 3 : statusCode === 404 ? 2 : 1;
    if (rank < furthest.rank) furthest = { who, rank };
    if (rank < 2) break;
  }
  return furthest.who;
}

describe.each(HERE)('$name', (operation) => {
  test('refuses, and never fails', async () => {
    const random = dice(SEED);
    const who = await letIn(operation);
    const all = attemptsOn(operation, await examples.of(operation), SOME, random);
    const attempts = bounded(all, MOST, random);
    caller = who;
    expect(await attemptAll(server, attempts)).toEqual([]);
    caller = null;
    const anonymous = attempts.filter(() => random() < 0.05);
    expect(await attemptAll(server, anonymous)).toEqual([]);
  });
});

test('hostile headers at every door', async () => {
  caller = null;
  const doors = ['cases', 'my/data', 'me', 'batches', 'reports/ABCDE12345FGHJK67890', 'auth/sign-out', 'inbox'];
  const attempts = doors.flatMap((door) =>
    HOSTILE_HEADERS.map((headers): Attempt => {
      const method = door === 'inbox' || door === 'auth/sign-out' ? 'POST' : 'GET';
      return { method, url: `/api/platform/${door}`, headers, ...(door === 'inbox' ? { payload: '{}' } : {}) };
    }),
  );
  expect(await attemptAll(server, attempts)).toEqual([]);
});
