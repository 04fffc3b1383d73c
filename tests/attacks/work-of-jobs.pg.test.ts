/** The login that answers requests does what only background work may, or writes the log in another's name or under another's number. */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { determinedCase } from '../support/determined-case.ts';
import { type Columns, insert, sql } from '../support/direct-statements.ts';
import { type Attempt, grant, outcomeOf, policy, refusedOnlyBy, trigger } from '../support/guards.ts';
import { createPlatform, type TestPlatform } from '../support/platform.ts';
import { officerOf } from '../support/told-case.ts';

let platform: TestPlatform;
let pointsDatabase: TestDatabase;
let points: pg.Client;
let organisation: { readonly subject_key: string; readonly record_id: string };
const as = (who: string) => officerOf(platform, who);
const NOBODY = { login: 'web_platform' } as const;
const JOB = { login: 'worker_platform', claim: { task: 'exchange.deliver' } } as const;

beforeAll(async () => {
  platform = await createPlatform();
  const good = await determinedCase(platform, { kind: '3.2.1' });
  organisation = (
    await platform.owner.query('SELECT * FROM record WHERE batch_id = $1 AND row_number = $2', good.split('-'))
  ).rows[0];
  pointsDatabase = await createTestDatabase('points');
  points = new pg.Client({ connectionString: pointsDatabase.ownerUrl });
  await points.connect();
});
afterAll(async () => {
  await points?.end();
  await pointsDatabase?.drop();
  await platform?.close();
});

const message = (id: string = randomUUID()) =>
  insert('outbox', {
    ...{ id, recipient: 'site', type: 'xinheng.directory.published', notice: '2020-2', version: 1, data: {} },
    created_at: sql('now()'),
  });

describe('withdrawal-everywhere: what is to be told', () => {
  const attempted = () => "INSERT INTO delivery_attempt SELECT id, 99, now(), 'acknowledged', NULL FROM outbox LIMIT 1";

  test.each<[string, string, () => string]>([
    ['outbox_due', 'DELETE', () => 'DELETE FROM outbox_due'],
    ['delivery_attempt', 'INSERT', attempted],
    ['inbox_epoch', 'UPDATE', () => 'UPDATE inbox_epoch SET position = 9'],
    ['recipient_standing', 'UPDATE', () => 'UPDATE recipient_standing SET halted_at = now()'],
    ['record_expiry', 'INSERT', () => insert('record_expiry', { ...keysOf(organisation), at: sql('now()') })],
    ['directory_piece', 'INSERT', () => 'INSERT INTO directory_piece VALUES (1, NULL, 0, now())'],
    [
      'punctuality_count',
      'INSERT',
      () => `INSERT INTO punctuality_count VALUES ('2020-01', 1, '${randomUUID()}', now())`,
    ],
    ['stored_file', 'DELETE', () => 'DELETE FROM stored_file'],
    [
      'audit_checkpoint',
      'INSERT',
      () =>
        "INSERT INTO audit_checkpoint VALUES (9, 1, 1, '{1}', sha256('x'), sha256('x'), sha256('x'), 1, sha256('x'), now())",
    ],
  ])('%s: %s is a job’s', async (table, right, say) => {
    await refusedOnlyBy(platform.owner, grant(table, right), { ...as('creditOffice'), say: [say()] });
    await refusedOnlyBy(platform.owner, grant(table, right), { ...NOBODY, say: [say()] });
  });

  test('is not put off', async () => {
    const say = ["UPDATE outbox_due SET not_before = 'infinity'"];
    const guard = trigger('outbox_due', 'sooner_only');
    await refusedOnlyBy(platform.owner, guard, { ...as('creditOffice'), before: [message()], say });
    expect(await outcomeOf(platform.owner, { ...JOB, before: [message()], say }, [])).toBeUndefined();
  });

  test('is due from the statement on that writes it, whether or not somebody says so', async () => {
    const id = randomUUID();
    const due = `DO $$ BEGIN IF NOT EXISTS (SELECT FROM outbox o JOIN outbox_due d ON d.position = o.position AND d.recipient = o.recipient
      WHERE o.id = '${id}') THEN RAISE EXCEPTION 'it is not due'; END IF; END $$`;
    const attempt = { ...JOB, say: [message(id), due] };
    expect(await outcomeOf(platform.owner, attempt, [])).toBeUndefined();
    expect((await outcomeOf(platform.owner, attempt, [trigger('outbox', 'is_due')]))?.message).toBe('it is not due');
  });

  test.each([
    ["'exchange.deliver', '{\"recipient\": \"site\"}', 'intake:1'"],
    ["'intake.process', '{\"batchId\": \"2\"}', 'intake:1'"],
    ["'exchange.send-directory', '{}', 'exchange.send-directory', 1e9"],
    ["'exchange.send-directory', '{}', NULL"],
    ["'exchange.send-directory', '{}', 'exchange.send-directory', NULL"],
  ])('no job takes another’s place, and none is put off for ever: %s', async (job) => {
    const attempt: Attempt = { ...NOBODY, say: [`SELECT enqueue(${job})`] };
    expect((await outcomeOf(platform.owner, attempt, []))?.message).toMatch(/goes by its own key/);
  });

  test('a job goes by its own key', async () => {
    const jobs = [
      "'exchange.send-directory', '{}', 'exchange.send-directory'",
      "'intake.process', '{\"batchId\": \"1\"}', 'intake:1'",
    ];
    for (const job of jobs)
      expect(await outcomeOf(platform.owner, { ...NOBODY, say: [`SELECT enqueue(${job})`] }, [])).toBeUndefined();
  });
});

test('no-person-in-public: the directory, whose names go to the site, is not written by whoever comes', async () => {
  const say = [
    insert('organisation_directory', {
      ...{ uscc: '91410199MX00000001', name: '测', comparison_name: '测', verdict: 'valid', source: '测' },
      imported_at: sql('now()'),
    }),
  ];
  const guard = trigger('organisation_directory', 'imported');
  for (const who of [NOBODY, as('healthReporter')]) await refusedOnlyBy(platform.owner, guard, { ...who, say });
  expect(await outcomeOf(platform.owner, { ...as('creditOffice'), say }, [])).toBeUndefined();
});

describe('looked-is-logged: the log', () => {
  const guard = () => trigger('audit_entry', 'in_person');
  const entry = (otherwise: Columns = {}) =>
    insert('audit_entry', {
      ...{ at: sql('now()'), actor_kind: 'officer', actor_id: platform.actors['policeReporter']!.id, action: 'x' },
      ...{ look: false, object_type: 'case', object_id: '1-1', ...otherwise },
    });
  const system = { actor_kind: 'system', actor_id: 'intake.process' };
  const subject = randomUUID();

  test.each<[string, () => Pick<Attempt, 'login' | 'claim'>, Columns]>([
    ['nobody as an officer', () => NOBODY, {}],
    ['nobody as a job', () => NOBODY, system],
    ['an applicant as an officer', () => ({ ...NOBODY, claim: { subjects: [subject] } }), {}],
    [
      'an applicant as another',
      () => ({ ...NOBODY, claim: { subjects: [subject] } }),
      { actor_kind: 'citizen', actor_id: randomUUID() },
    ],
    ['the sign-in as an officer', () => ({ login: 'sign_in_platform' }), {}],
    ['a job as an officer', () => JOB, {}],
    ['an officer as a job', () => as('healthReporter'), system],
    ['an officer as a citizen', () => as('healthReporter'), { actor_kind: 'citizen', actor_id: subject }],
    ['an officer as a system', () => as('healthReporter'), { actor_kind: 'machine' }],
    ['an officer as another', () => as('healthReporter'), {}],
  ])('no entry by %s', async (_what, who, otherwise) => {
    const say = [entry(otherwise)];
    // before somebody has entered, nothing is written there either
    await refusedOnlyBy(platform.owner, [guard(), policy('audit_entry', 'entered')], { ...who(), say });
  });

  const forged = ['1', '9000000000000000000'];
  test.each(forged)('no entry under a number that was not given: %s', async (number) => {
    const say = [`SELECT set_config('xinheng.log_entry', '${number}', true)`, entry()];
    const error = await outcomeOf(platform.owner, { ...as('policeReporter'), say }, []);
    expect(error).toMatchObject({ code: '23514', constraint: 'log_entry_given' });
    expect(await outcomeOf(platform.owner, { ...as('policeReporter'), say: [entry()] }, [])).toBeUndefined();
  });

  test('no two entries under one number', async () => {
    const say = [entry(), "SELECT set_config('xinheng.log_entry_taken', '', true)", entry()];
    const error = await outcomeOf(platform.owner, { ...as('policeReporter'), say }, []);
    expect(error).toMatchObject({ code: '23514', constraint: 'log_entry_given' });
  });
});

describe('the points system', () => {
  const web = { login: 'web_points' } as const;
  const told = insert('outbox', {
    ...{ id: randomUUID(), type: 'xinheng.account.closed', receipt_id: 'r', notice: '2020-2', version: 1 },
    created_at: sql('now()'),
  });
  const entry = insert('audit_entry', {
    ...{ at: sql('now()'), actor_kind: 'system', actor_id: 'x', action: 'x', look: false },
  });

  test.each<[string, string, string]>([
    ['outbox_due', 'DELETE', 'DELETE FROM outbox_due'],
    ['outbox_due', 'UPDATE', "UPDATE outbox_due SET not_before = 'infinity'"],
    [
      'delivery_attempt',
      'INSERT',
      "INSERT INTO delivery_attempt SELECT id, 9, now(), 'acknowledged', NULL FROM outbox",
    ],
    [
      'audit_checkpoint',
      'INSERT',
      "INSERT INTO audit_checkpoint VALUES (9, 1, 1, '{1}', sha256('x'), sha256('x'), sha256('x'), 1, sha256('x'), now())",
    ],
  ])('%s: %s is a job’s', async (table, right, statement) => {
    await refusedOnlyBy(points, grant(table, right), { ...web, say: [statement] });
  });

  test('what is told is due', async () => {
    const due = `DO $$ BEGIN IF NOT EXISTS (SELECT FROM outbox_due) THEN RAISE EXCEPTION 'it is not due'; END IF; END $$`;
    const attempt = { login: 'worker_points', say: [told, entry, due] };
    expect(await outcomeOf(points, attempt, [])).toBeUndefined();
    expect((await outcomeOf(points, attempt, [trigger('outbox', 'is_due')]))?.message).toBe('it is not due');
  });

  test('numbers of the log are given by the log', async () => {
    const say = ["SELECT set_config('xinheng.log_entry', '9000000000000000000', true)", entry];
    expect(await outcomeOf(points, { ...web, say }, [])).toMatchObject({ constraint: 'log_entry_given' });
    expect(await outcomeOf(points, { ...web, say: [entry] }, [])).toBeUndefined();
  });
});

const keysOf = ({ subject_key, record_id }: typeof organisation) => ({ subject_key, record_id });
