/** Supervision counts what is there, tells nobody's name, and answers only those who supervise. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { determinedCase } from '../../../tests/support/determined-case.ts';
import { ENTER } from '../../../tests/support/enter-as.ts';
import { createPlatform, type TestPlatform } from '../../../tests/support/platform.ts';
import { testServer } from '../../../tests/support/systems.ts';
import type { Actor } from '../access/actor.ts';
import { performAction } from '../determination/index.ts';
import { supervisionRoutes } from './index.ts';

let platform: TestPlatform;
let caller: Actor | null = null;
let server: Awaited<ReturnType<typeof testServer>>;

beforeAll(async () => {
  platform = await createPlatform();
  server = await testServer();
  server.decorateRequest('actor', null);
  server.addHook('onRequest', async (request) => {
    request.actor = caller;
  });
  await server.register(supervisionRoutes, { context: platform.context, prefix: '/api/platform' });
});
afterAll(async () => {
  await server?.close();
  await platform?.close();
});

const ask = (who: string | null, query = '') => {
  caller = who === null ? null : platform.actors[who]!;
  return server.inject({ url: `/api/platform/supervision${query}` });
};

async function batch(department: string, receivedAt: string, rows: readonly [string, string[]][], accepted = 0) {
  const count = (verdict: string) => rows.filter(([given]) => given === verdict).length;
  const { rows: made } = await platform.owner.query(
    `INSERT INTO batch (notice, file_kind, file_sha256, file_name, file_bytes, department_id, reporter_id, received_at, state, rows_done, accepted, duplicate, rejected)
     VALUES ('2020-2', 'individuals', sha256($1::bytea), '报送.csv', 1, $2, $3, $4, 'completed', $5, $6, $7, $8) RETURNING id`,
    [
      ...[`${department} ${receivedAt}`, department, platform.actors['healthReporter']!.id, receivedAt],
      ...[rows.length + accepted, accepted, count('duplicate'), count('rejected')],
    ],
  );
  for (const [index, [verdict, reasons]] of rows.entries()) {
    await platform.owner.query(
      'INSERT INTO batch_finding (batch_id, row_number, verdict, reasons) VALUES ($1, $2, $3, $4)',
      [made[0].id, index + 2, verdict, reasons],
    );
  }
}

test('rows by department and month, reasons of the rejected, what waits and since when', async () => {
  const { clock, context, actors } = platform;
  await batch('airport-credit-office', '2020-02-20T01:00:00Z', [['rejected', ['name.missing', 'date.invalid']]], 4);
  // the last evening of February here is still the 29th by UTC
  await batch('airport-credit-office', '2020-02-29T16:30:00Z', [
    ['rejected', ['name.missing']],
    ['duplicate', ['duplicate.in_file']],
  ]);
  await batch('health-commission', '2019-01-05T01:00:00Z', [['rejected', ['name.missing']]]);
  await determinedCase(platform, { kind: '1.1' });
  clock.set('2020-03-10T01:00:00Z');
  const waiting = await platform.report();
  clock.set('2020-03-12T01:00:00Z');
  const returned = await platform.report();
  clock.set('2020-03-16T01:00:00Z');
  await performAction(context, actors['healthReviewer']!, returned, {
    action: 'return',
    payload: { reason: '材料不全' },
    idempotencyKey: 'returned-1',
  });

  const answer = await ask('creditOffice');
  expect(answer.statusCode).toBe(200);
  const seen = answer.json();
  expect(seen).toMatchObject({ today: '2020-03-16', from: '2019-04-01' });
  const airport = seen.reported.filter((row: { departmentId: string }) => row.departmentId === 'airport-credit-office');
  expect(airport).toMatchObject([
    { month: '2020-02', batches: 1, accepted: 4, suspect: 0, duplicate: 0, rejected: 1 },
    { month: '2020-03', batches: 1, accepted: 0, duplicate: 1, rejected: 1 },
  ]);
  expect(seen.rejected).toMatchObject({
    rows: 2,
    reasons: [
      { code: 'name.missing', rows: 2, share: 1 },
      { code: 'date.invalid', rows: 1, share: 0.5 },
    ],
  });
  expect(seen.rejected.reasons[0].zh).not.toBe('name.missing');
  expect(seen.waiting).toMatchObject([
    {
      departmentId: 'health-commission',
      cases: 1,
      returned: 1,
      oldestReceivedOn: '2020-03-10',
      oldestDays: 6,
      // received on the 10th, five working days: the 17th is its last day; the returned and the determined one were in time
      ...{ overdue: 0, kept: 2, missed: 0 },
    },
  ]);
  const place = (answered: typeof seen, id: string) =>
    answered.territories.find((one: { id: string }) => one.id === id);
  expect(place(seen, 'airport')).toMatchObject({ kind: 'zone', reported: 7, waiting: 0, tile: { label: '航空港' } });
  expect(place(seen, 'city')).toMatchObject({ waiting: 1, overdue: 0 });
  expect(seen.territories).toHaveLength(17);
  expect(waiting).toBeTruthy();
  expect(seen.editions).toEqual([]);
  const longer = (await ask('auditor', '?months=18')).json();
  expect(longer.rejected.rows).toBe(3);
});

test('what is past its check is overdue, whether untouched or reviewed; dealt with too late it counts as missed', async () => {
  const { clock, context, actors, report } = platform;
  const zone = await report({ reporter: actors['airportReporter']! }); // still the 16th: due on the 23rd
  clock.set('2020-03-17T01:00:00Z');
  expect((await ask('creditOffice')).json().waiting[0]).toMatchObject({ cases: 2, overdue: 0 });
  clock.set('2020-03-18T01:00:00Z');
  const [untouched] = (await ask('creditOffice')).json().waiting;
  expect(untouched).toMatchObject({ departmentId: 'health-commission', cases: 2, overdue: 1, missed: 0 });
  clock.set('2020-03-24T01:00:00Z');
  await performAction(context, actors['healthReviewer']!, zone, {
    action: 'review',
    payload: {},
    idempotencyKey: 'late-review-1',
  });
  const late = (await ask('creditOffice')).json();
  expect(late.waiting[0]).toMatchObject({ overdue: 2, kept: 2, missed: 0 });
  expect(late.territories.find(({ id }: { id: string }) => id === 'airport')).toMatchObject({ waiting: 1, overdue: 1 });
  await performAction(context, actors['healthDeterminer']!, zone, {
    action: 'determine',
    payload: {},
    idempotencyKey: 'late-determine',
  });
  expect((await ask('creditOffice')).json().waiting[0]).toMatchObject({ cases: 1, overdue: 1, kept: 2, missed: 1 });
});

test('no name, no number, no matter of anybody is in it', async () => {
  const { rows } = await platform.owner.query('SELECT subject_key, matter FROM submission');
  const text = (await ask('creditOffice')).body;
  for (const { subject_key, matter } of rows) {
    expect(text).not.toContain(subject_key);
    expect(text).not.toContain(matter);
  }
});

test.each([
  [null, 401],
  ['healthDeterminer', 403],
  ['healthReporter', 403],
  ['auditor', 200],
] as const)('%s is answered %i', async (who, status) => {
  expect((await ask(who)).statusCode).toBe(status);
});

test('the count behind it gives a department nothing', async () => {
  const { owner } = platform;
  await owner.query('BEGIN');
  await owner.query(ENTER, [JSON.stringify({ departments: ['health-commission'] })]);
  const count = "SELECT * FROM cases_waiting('2020-03-20', now(), '2020-01-01')";
  expect((await owner.query(count)).rows).toEqual([]);
  await owner.query(ENTER, [JSON.stringify({ departments: ['*'] })]);
  expect((await owner.query(count)).rows.length).toBeGreaterThan(0);
  await owner.query('ROLLBACK');
});
