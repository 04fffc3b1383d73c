/** What officers see of their own department's quality and deadlines, and of what waits for them: theirs, all of it, nobody else's. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPlatform, type TestPlatform } from '../../../tests/support/platform.ts';
import type { Actor } from '../access/actor.ts';
import { performAction, queueCounts } from '../determination/index.ts';
import { ownFigures } from './own-figures.ts';

let platform: TestPlatform;
let keys = 0;
beforeAll(async () => {
  platform = await createPlatform();
});
afterAll(() => platform?.close());

const actor = (name: string) => platform.actors[name]!;
const act = (who: string, caseId: string, action: 'review' | 'determine' | 'return') =>
  performAction(platform.context, actor(who), caseId, {
    ...{ action, payload: action === 'return' ? { reason: '材料不全' } : {} },
    idempotencyKey: `own-figures-${++keys}`,
  } as Parameters<typeof performAction>[3]);
const figures = (who: Actor) => ownFigures(platform.context, who, { months: 12 });

/** A table of which this many rows passed, and one row came back for two reasons. */
async function table(reporter: Actor, accepted: number) {
  const { rows } = await platform.owner.query(
    `INSERT INTO batch (notice, file_kind, file_sha256, file_name, file_bytes, department_id, reporter_id, received_at, state, rows_done, accepted, duplicate, rejected)
     VALUES ('2020-2', 'individuals', sha256($1::bytea), '报送.csv', 1, $2, $3, $4, 'completed', $5, $6, 0, 1) RETURNING id`,
    [`${++keys}`, reporter.departmentId, reporter.id, platform.clock(), accepted + 1, accepted],
  );
  await platform.owner.query(
    'INSERT INTO batch_finding (batch_id, row_number, verdict, reasons) VALUES ($1, 2, $2, $3)',
    [...[rows[0].id, 'rejected', ['name.missing', 'date.invalid']]],
  );
}

test('mine beside the department’s; why rows came back; what came back to be mended; nothing of others', async () => {
  const { clock, report } = platform;
  clock.set('2020-03-10T01:00:00Z');
  const colleague = await platform.officer('airport-credit-office', 'reporter');
  await table(actor('airportReporter'), 4);
  await table(colleague, 10);
  await table(actor('healthReporter'), 100);
  const back = await report({ reporter: actor('airportReporter') });
  const passed = await report({ reporter: actor('airportReporter') });
  await act('healthReviewer', back, 'return');
  await act('healthReviewer', passed, 'review');
  await act('healthDeterminer', passed, 'determine');
  const seen = await figures(actor('airportReporter'));
  const [mine, department] = seen.reported;
  expect(mine).toMatchObject({ whose: 'mine', rejected: 1 });
  expect(department).toMatchObject({ whose: 'department', rejected: 2 });
  expect(department!.accepted - mine!.accepted).toBe(10);
  expect(seen.reasons).toMatchObject([
    { code: 'date.invalid', rows: 2 },
    { code: 'name.missing', rows: 2 },
  ]);
  expect(seen.reasons[0]!.zh).not.toBe('date.invalid');
  expect(seen.mending).toEqual({ returned: 1, oldestOn: '2020-03-10', decided: 1, refused: 0 });
  expect(await queueCounts(platform.context, actor('airportReporter'))).toEqual({
    items: [{ side: 'reporting', state: 'returned', cases: 1, overdue: 0 }],
  });
});

test('what waits for who decides, by state, and how much of it is past its day; kept and missed', async () => {
  const { clock, report } = platform;
  clock.set('2020-03-12T01:00:00Z');
  await report();
  const reviewed = await report();
  await act('healthReviewer', reviewed, 'review');
  const counts = async () => (await queueCounts(platform.context, actor('healthDeterminer'))).items;
  expect(await counts()).toEqual([
    { side: 'competent', state: 'reported', cases: 1, overdue: 0 },
    { side: 'competent', state: 'reviewed', cases: 1, overdue: 0 },
  ]);
  clock.set('2020-03-20T01:00:00Z'); // five working days ended on the 19th
  expect(await counts()).toMatchObject([
    { state: 'reported', overdue: 1 },
    { state: 'reviewed', overdue: 1 },
  ]);
  expect((await figures(actor('healthReviewer'))).deciding).toMatchObject({ waiting: 2, overdue: 2, missed: 0 });
  const kept = (await figures(actor('healthReviewer'))).deciding.kept;
  await act('healthDeterminer', reviewed, 'determine');
  expect((await figures(actor('healthReviewer'))).deciding).toEqual({ waiting: 1, overdue: 1, kept, missed: 1 });
});

test('another department sees none of it', async () => {
  expect(await queueCounts(platform.context, actor('policeReviewer'))).toEqual({ items: [] });
  const seen = await figures(actor('policeReviewer'));
  expect(seen.deciding).toEqual({ waiting: 0, overdue: 0, kept: 0, missed: 0 });
  expect(seen.reported.map(({ accepted }) => accepted)).toEqual([0, 0]);
  expect(seen.reasons).toEqual([]);
});
