/** Somebody who really entered chooses who judges them, moves cases in queues without a step, writes into an inbox, or looks in another department's name. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { determinedCase } from '../support/determined-case.ts';
import { type CaseKeys, type Columns, determination, insert, sql } from '../support/direct-statements.ts';
import { grant, outcomeOf, policy, refusedOnlyBy, trigger } from '../support/guards.ts';
import { createPlatform, type TestPlatform } from '../support/platform.ts';
import { officerOf, toldCase } from '../support/told-case.ts';

let platform: TestPlatform;
let adverse: Columns & Readonly<Record<'subject_key' | 'case_key' | 'kind' | 'batch_id', string>>;
let stranger: string;
let told: CaseKeys;
const as = (who: string) => officerOf(platform, who);
const idOf = (who: string) => platform.actors[who]!.id;
const POLICE = 'public-security-bureau';

beforeAll(async () => {
  platform = await createPlatform();
  told = await toldCase(platform);
  const id = await determinedCase(platform, { kind: '2' });
  const { rows } = await platform.owner.query(
    'SELECT * FROM record WHERE batch_id = $1 AND row_number = $2',
    id.split('-'),
  );
  adverse = rows[0];
  stranger = randomUUID();
});
afterAll(() => platform?.close());

const party = () => ({ login: 'web_platform', claim: { subjects: [adverse.subject_key] } }) as const;
const requestId = randomUUID();
const asked = (otherwise: Columns = {}) =>
  insert('rights_request', {
    ...{ subject_key: adverse.subject_key, request_id: requestId, kind: 'repair', subject_type: 'person' },
    ...{ fact_key: adverse.case_key, batch_id: adverse.batch_id, row_number: adverse['row_number']! },
    ...{ record_kind: adverse.kind, department_id: POLICE, channel: 'own', asked_by: adverse.subject_key },
    ...{ opened_at: sql('now()'), statement: '测', idempotency_key: 'k', ...otherwise },
  });
const state = (otherwise: Columns = {}) =>
  insert('rights_state', {
    ...{ subject_key: adverse.subject_key, request_id: requestId, kind: 'repair', fact_key: adverse.case_key },
    ...{ department_id: POLICE, handled_by: POLICE, state: 'open', sequence: 0, opened_on: '2020-03-24', ...otherwise },
  });

describe('own-jurisdiction: whoever asks', () => {
  test.each<[string, Columns]>([
    ['who decides', { department_id: 'health-commission' }],
    ['another number of the case', { row_number: 99 }],
    ['another kind', { record_kind: '2020-2/1.1' }],
  ])('does not choose %s', async (_what, otherwise) => {
    const attempt = { ...party(), say: [asked(otherwise)] };
    await refusedOnlyBy(platform.owner, trigger('rights_request', 'of_case'), attempt);
    expect(await outcomeOf(platform.owner, { ...attempt, say: [asked()] }, [])).toBeUndefined();
  });

  test('four-eyes: makes no officer the asker, who could then not judge it', async () => {
    const say = [
      insert('rights_participant', {
        ...{
          subject_key: adverse.subject_key,
          request_id: requestId,
          officer_id: idOf('policeReviewer'),
          part: 'asker',
        },
      }),
    ];
    const guard = trigger('rights_participant', 'asker_in_person');
    await refusedOnlyBy(platform.owner, guard, { ...party(), before: [asked()], say });
  });
});

describe('own-jurisdiction: a queue', () => {
  test.each([
    ['another body’s', "competent_department = 'health-commission'"],
    ['ended', "state = 'refused'"],
    ['put back', 'sequence = 1'],
    ['due in a hundred years', "due_on = '2120-01-01'"],
  ])('a case is not made %s without a step', async (_what, change) => {
    const say = [`UPDATE case_state SET ${change} WHERE state = 'notice-served'`];
    const guard = trigger('case_state', 'with_step_on');
    await refusedOnlyBy(platform.owner, guard, { ...as('policeDeterminer'), say });
  });

  test('no row of it is invented', async () => {
    const say = [
      `INSERT INTO case_state (subject_key, fact_key, sequence, state, competent_department, reporting_department, batch_id, row_number)
       SELECT subject_key, fact_key, 9, 'refused', competent_department, reporting_department, batch_id, row_number FROM submission LIMIT 1`,
    ];
    const before = ['DELETE FROM case_state'];
    const guard = trigger('case_state', 'with_step');
    await refusedOnlyBy(platform.owner, guard, { ...as('policeDeterminer'), before, say });
  });

  test.each<[string, Columns]>([
    ['ended', { state: 'refused', sequence: 3 }],
    ['about another case', { fact_key: randomUUID() }],
    ['of another body', { department_id: 'health-commission' }],
  ])('a request is not made %s without a step', async (_what, otherwise) => {
    const guard = trigger('rights_state', 'with_step');
    await refusedOnlyBy(platform.owner, guard, { ...party(), say: [asked(), state(otherwise)] });
    expect(await outcomeOf(platform.owner, { ...party(), say: [asked(), state()] }, [])).toBeUndefined();
  });

  test('nor by an officer who only holds the role', async () => {
    const guard = trigger('rights_state', 'with_step');
    const before = [asked()];
    await refusedOnlyBy(platform.owner, guard, {
      ...as('policeReporter'),
      before,
      say: [state({ handled_by: 'health-commission' })].map((text) => text.replace(', 0,', ', 5,')),
    });
  });
});

describe('an inbox', () => {
  const notice = (kind: string, subject = adverse.subject_key) =>
    insert('subject_notice', {
      ...{ subject_key: subject, notice_id: randomUUID(), at: sql('now()'), kind, title: '缴款通知', text: '测' },
    });
  const guard = () => trigger('subject_notice', 'tells_of_something');

  test.each([
    'fee.due',
    'case.determine',
    'repair.decide',
    'counter.appeared',
    'own-report.submitted',
    'counter.confirmed',
  ])('says nothing that has not happened: %s', async (kind) => {
    for (const who of [as('healthReporter'), as('policeDeterminer'), { login: 'web_platform' } as const])
      await refusedOnlyBy(platform.owner, guard(), { ...who, say: [notice(kind)] });
    const another = { login: 'web_platform', claim: { subjects: [stranger] } } as const;
    await refusedOnlyBy(platform.owner, guard(), { ...another, say: [notice(kind)] });
  });

  test('says what happens in the same transaction, to whom it is about', async () => {
    const own = { ...party(), say: [asked(), notice('repair.asked')] };
    expect(await outcomeOf(platform.owner, own, [])).toBeUndefined();
    await refusedOnlyBy(platform.owner, guard(), { ...party(), say: [asked(), notice('repair.asked', stranger)] });
  });
});

test('looked-is-logged: nobody looks in another department’s name, or in none', async () => {
  const look = (department: string | null) => [
    insert('audit_entry', {
      ...{ at: sql('now()'), actor_kind: 'officer', actor_id: idOf('policeReporter'), action: 'x', look: true },
      ...{ purpose: '核对', subject_key: adverse.subject_key, object_type: 'case', object_id: '1-1' },
      department_id: department,
    }),
  ];
  const guard = trigger('audit_entry', 'of_own_department');
  for (const department of ['health-commission', null])
    await refusedOnlyBy(platform.owner, guard, { ...as('policeReporter'), say: look(department) });
  expect(await outcomeOf(platform.owner, { ...as('policeReporter'), say: look(POLICE) }, [])).toBeUndefined();
});

test('the log’s months are made by its own job', async () => {
  const say = ["SELECT prepare_log_months('2029-01-01')"];
  await refusedOnlyBy(platform.owner, grant('prepare_log_months(date)', 'EXECUTE'), { ...as('creditOffice'), say });
});

describe('adverse information is shown no longer than the notice in force says', () => {
  test.each([null, '2100-01-01'])('%s', async (day) => {
    const who = idOf('policeDeterminer');
    const guard = trigger('record', 'shown_no_longer');
    const say = determination(told, who, 3, { disclosed_until: day });
    await refusedOnlyBy(platform.owner, guard, { ...as('policeDeterminer'), say });
    const lawful = determination(told, who, 3, { disclosed_until: '2021-03-24' });
    expect(await outcomeOf(platform.owner, { ...as('policeDeterminer'), say: lawful }, [])).toBeUndefined();
  });
});

describe('a batch stays the file that was handed in', () => {
  test.each([
    "file_sha256 = sha256(convert_to(id::text, 'UTF8'))",
    "file_name = '别的.csv'",
    "state = 'processing'",
    "header = '[]'",
  ])('no officer of the department says otherwise: %s', async (change) => {
    const say = [`UPDATE batch SET ${change}`];
    await refusedOnlyBy(platform.owner, trigger('batch', 'stays'), { ...as('policeReporter'), say });
  });

  test('it is taken back', async () => {
    const say = ["UPDATE batch SET state = 'withdrawn'"];
    expect(await outcomeOf(platform.owner, { ...as('policeReporter'), say }, [])).toBeUndefined();
  });
});

describe('looked-is-logged: before somebody has entered', () => {
  const seen = (table: string, number: string) =>
    `DO $$ BEGIN IF (SELECT count(*) FROM ${table}) ${number} THEN RAISE EXCEPTION 'so many'; END IF; END $$`;
  const subscribed = () =>
    insert('points_subscription', {
      ...{ subject_key: adverse.subject_key, sequence: 1, change: 'opened', receipt_id: 'r', message_id: 'm' },
      at: sql('now()'),
    });
  test.each(['audit_entry', 'audit_digest', 'points_subscription'])(
    'nothing without a department is read: %s',
    async (table) => {
      const attempt = { login: 'web_platform', before: [subscribed()], say: [seen(table, '> 0')] };
      expect(await outcomeOf(platform.owner, attempt, [])).toBeUndefined();
      expect((await outcomeOf(platform.owner, attempt, [policy(table, 'entered')]))?.message).toBe('so many');
      const entered = { ...as('creditOffice'), before: [subscribed()], say: [seen(table, '= 0')] };
      expect(await outcomeOf(platform.owner, entered, [])).toBeUndefined();
    },
  );
});
