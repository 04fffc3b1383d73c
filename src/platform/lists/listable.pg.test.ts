/** Sole traders are natural persons, and what is minor is kept from the public: neither is nominated, listed or shown, whoever asks. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Policy } from '#kernel/policy/policy.ts';
import { toLocalDate } from '#kernel/time/local-date.ts';
import { determinedCase } from '../../../tests/support/determined-case.ts';
import { inventedSoleTrader } from '../../../tests/support/people.ts';
import { createPlatform, DECISION, type TestPlatform } from '../../../tests/support/platform.ts';
import type { PlatformContext } from '../context.ts';
import { declareEvent, nominable, nominate, openRound, overview } from './index.ts';

let platform: TestPlatform;
const actor = (who: string) => platform.actors[who]!;
let [trader, firm] = ['', ''];

beforeAll(async () => {
  platform = await createPlatform();
  await declareEvent(platform.context, actor('creditOffice'), {
    ...{ event: 'epidemic-ended', effectiveOn: '2020-03-20', documentNumber: '测防指〔2020〕98号' },
  });
  trader = await determinedCase(platform, {
    kind: '3.2.1',
    uscc: inventedSoleTrader(7),
    organisationName: '张某测试餐馆',
  });
  firm = await determinedCase(platform, { kind: '3.2.1' });
});
afterAll(() => platform?.close());

const waiting = async (context: PlatformContext, who: string, list: string) => {
  const { items } = await nominable(context, actor(who), list, { limit: 50 });
  return items.map(({ caseId }) => caseId);
};
/** Past the rules of the application. */
const said = (statement: string, values: readonly unknown[]) => platform.owner.query(statement, [...values]);

test('a sole trader waits for no nomination, and is left out of one', async () => {
  const { context } = platform;
  expect(await waiting(context, 'healthReviewer', 'red')).toEqual([firm]);
  const outcome = await nominate(context, actor('healthReviewer'), 'red', { caseIds: [trader, firm] });
  expect(outcome).toEqual({ nominated: 1, already: 0, leftOut: 1 });
});

test('the database refuses a sole trader nomination and entry', async () => {
  const nomination = `INSERT INTO nomination (subject_key, record_id, list, ground, department_id, nominated_by, at)
    SELECT r.subject_key, r.record_id, 'red', '2020-2/3.2.1', r.determining_department, $1, now() FROM record r
    WHERE r.batch_id = $2::bigint AND r.row_number = $3::int`;
  await expect(said(nomination, [actor('healthReviewer').id, ...trader.split('-')])).rejects.toMatchObject({
    constraint: 'fits_its_list',
  });
  const { rows } = await platform.owner.query(
    `SELECT conrelid::regclass::text AS name FROM pg_constraint WHERE conname LIKE '%_no_sole_trader' AND coninhcount = 0 ORDER BY 1`,
  );
  expect(rows.map(({ name }) => name)).toEqual(['entry', 'list_entry']);
  const entry = `INSERT INTO entry (subject_key, entry_id, list, record_id, listing, uscc, name, ground, first_listed_on)
    SELECT r.subject_key, gen_random_uuid(), 'red', r.record_id, 1, $1, r.organisation_name, '2020-2/3.2.1', '2020-04-01' FROM record r
    WHERE r.batch_id = $2::bigint AND r.row_number = $3::int`;
  await expect(said(entry, [inventedSoleTrader(7), ...firm.split('-')])).rejects.toMatchObject({
    constraint: 'entry_no_sole_trader',
  });
  await expect(said(entry, [inventedSoleTrader(7), ...trader.split('-')])).rejects.toMatchObject({
    constraint: expect.stringMatching(/^(fits_its_list|entry_no_sole_trader)$/),
  });
});

test('a sole trader that was nominated before the rule stands in no round', async () => {
  const { context, owner, clock } = platform;
  await owner.query('BEGIN');
  await owner.query("SET LOCAL session_replication_role = 'replica'");
  await owner.query(
    `INSERT INTO nomination (subject_key, record_id, list, ground, department_id, nominated_by, at, audit_id)
     SELECT r.subject_key, r.record_id, 'red', '2020-2/3.2.1', r.determining_department, $1, now(), r.audit_id FROM record r
     WHERE r.batch_id = $2::bigint AND r.row_number = $3::int`,
    [actor('healthReviewer').id, ...trader.split('-')],
  );
  await owner.query('COMMIT');
  clock.set('2020-03-25T01:00:00Z');
  const { entries } = await openRound(context, actor('creditOffice'), 'red');
  expect(entries.map(({ name }) => name)).not.toContain('张某测试餐馆');
  expect(entries).toHaveLength(1);
});

/** As if the grade by the kind of penalty had held then. */
const gradedThen = (policy: Policy): Policy => ({
  ...policy,
  catalogue: policy.catalogue.map((kind) =>
    kind.gradeByDecision
      ? { ...kind, gradeByDecision: kind.gradeByDecision.map((one) => ({ ...one, from: toLocalDate('2020-01-01') })) }
      : kind,
  ),
});

test('a warning is minor and stands on no list; the same matter under another penalty does', async () => {
  const decided = (type: string, number: string) =>
    determinedCase(platform, {
      ...{ kind: '3.3.1', reporter: actor('healthReporter'), matter: '不服从防疫指挥，经责令后改正' },
      decision: { ...DECISION, type, number },
    });
  const [warned, fined] = [await decided('warning', '测警〔2020〕1号'), await decided('penalty', '测罚〔2020〕2号')];
  const context = { ...platform.context, policy: gradedThen(platform.context.policy) };
  const of = async (from: PlatformContext) => (await waiting(from, 'healthReviewer', 'black')).toSorted();
  expect(await of(platform.context)).toEqual([warned, fined].toSorted());
  expect(await of(context)).toEqual([fined]);
  const both = { caseIds: [warned, fined] };
  expect(await nominate(context, actor('healthReviewer'), 'black', both)).toMatchObject({ nominated: 1, leftOut: 1 });
  // nominated under the rules of before, and kept out by those of today
  expect(await nominate(platform.context, actor('healthReviewer'), 'black', both)).toMatchObject({ nominated: 1 });
  const listed = async (from: PlatformContext) =>
    (await overview(from, actor('creditOffice'), 'black')).opening.entries;
  expect([await listed(platform.context), await listed(context)]).toEqual([2, 1]);
});
