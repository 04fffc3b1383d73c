/** What the database believes about who asks: nothing but a session it finds itself, or a task's name from the worker's login. */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../tests/support/database.ts';
import { LOGIN_KINDS, type LoginKind } from '../../runtime/postgres/systems.ts';

const PERSON = '00000000-0000-4000-8000-000000000001';
const STRANGER = '00000000-0000-4000-8000-000000000002';
const DENIED = { code: '42501' };

let database: TestDatabase;
let owner: pg.Client;
let web: pg.Client;
let other: pg.Client;
let worker: pg.Client;
let signIn: pg.Client;

const connected = async (url: string) => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
};

beforeAll(async () => {
  database = await createTestDatabase('platform');
  owner = await connected(database.ownerUrl);
  const as = (kind: LoginKind) => connected(database.urls[kind]);
  [web, other, worker, signIn] = await Promise.all([as('web'), as('web'), as('worker'), as('sign-in')]);
  await owner.query(`
    INSERT INTO department (id, name, parent_id, level) VALUES ('city', '市信用办', NULL, 'city'), ('health', '卫健委', 'city', 'department'),
      ('clinic', '卫生所', 'health', 'office'), ('police', '公安局', 'city', 'department');
    INSERT INTO own_report_draft VALUES ('${PERSON}', gen_random_uuid(), 1, 'k', '\\x00', now(), now(), '2020-12-31'),
      ('${STRANGER}', gen_random_uuid(), 1, 'k', '\\x00', now(), now(), '2020-12-31')`);
  for (const department of ['clinic', 'health', 'police'])
    await owner.query(
      `INSERT INTO batch (notice, file_kind, file_sha256, file_name, file_bytes, department_id, reporter_id, received_at, state)
       VALUES ('2020-2', 'individuals', $1, 'f', 1, $2, $3, now(), 'received')`,
      [randomBytes(32), department, await officer(department, 'reporter')],
    );
});
afterAll(async () => {
  await Promise.all([owner, web, other, worker, signIn].map((client) => client?.end()));
  await database?.drop();
});

async function officer(department: string, ...roles: string[]): Promise<string> {
  const { rows } = await owner.query(
    `INSERT INTO officer (id, issuer, external_id, name, department_id, active_from)
     VALUES (gen_random_uuid(), 'i', gen_random_uuid()::text, '某', $1, '2020-01-01') RETURNING id`,
    [department],
  );
  await owner.query(
    `INSERT INTO officer_role (officer_id, department_id, role, held_from) SELECT $1, $2, unnest($3::text[]), '2020-01-01'`,
    [rows[0].id, department, roles],
  );
  return rows[0].id;
}

const digest = (token: string) => createHash('sha256').update(token).digest();

/** As the sign-in's own login writes it. */
async function session(officerId: string, minutes = 60): Promise<string> {
  const token = randomUUID();
  await signIn.query(
    `INSERT INTO session (token_hash, officer_id, holder, started_at, seen_at, ends_at)
     VALUES ($1, $2, '\\x00', now(), now(), now() + make_interval(mins => $3))`,
    [digest(token), officerId, minutes],
  );
  return token;
}

async function applicantSession(...subjects: string[]): Promise<string> {
  const token = randomUUID();
  await signIn.query(
    `INSERT INTO applicant_session (token_hash, subject_keys, holder, started_at, seen_at, ends_at)
     VALUES ($1, $2, '\\x00', now(), now(), now() + interval '1 hour')`,
    [digest(token), subjects],
  );
  return token;
}

interface Seen {
  readonly departments: string[];
  readonly drafts: string[];
}

async function seenBy(client: pg.Client): Promise<Seen> {
  const departments = await client.query('SELECT department_id FROM batch ORDER BY 1');
  const drafts = await client.query('SELECT subject_key FROM own_report_draft ORDER BY 1');
  return {
    departments: departments.rows.map((row) => row.department_id),
    drafts: drafts.rows.map((row) => row.subject_key),
  };
}
const NOTHING: Seen = { departments: [], drafts: [] };

/** What is seen in one transaction that begins with these statements. */
async function seen(client: pg.Client, ...beginning: [string, unknown[]][]): Promise<Seen> {
  await client.query('BEGIN');
  try {
    for (const [statement, values] of beginning) await client.query(statement, values);
    return await seenBy(client);
  } finally {
    await client.query('ROLLBACK');
  }
}
const enter = (door: string, token: string, assisted: string[] | null = null): [string, unknown[]] => [
  'SELECT enter($1, $2, $3)',
  [door, token, assisted],
];

describe('who enters by a session', () => {
  test('an officer sees the own department and those below it', async () => {
    const token = await session(await officer('health', 'reviewer'));
    expect(await seen(web, enter('officer', token))).toEqual({ departments: ['clinic', 'health'], drafts: [] });
  });

  test.each([['auditor'], ['credit-office']])('who is %s sees every department, and still no draft', async (role) => {
    const token = await session(await officer('city', role));
    const { departments, drafts } = await seen(web, enter('officer', token));
    expect([departments, drafts]).toEqual([['clinic', 'health', 'police'], []]);
  });

  test('an applicant sees what is about those the sign-in vouched for', async () => {
    const token = await applicantSession(PERSON);
    expect(await seen(web, enter('applicant', token))).toEqual({ departments: [], drafts: [PERSON] });
  });

  test('a department’s system sees what its entry does, as long as its access token is known', async () => {
    const officerId = await officer('police', 'reporter');
    const client = randomUUID();
    await owner.query(`INSERT INTO machine_client VALUES ($1, 'i', '系统', 'police', $2, '{reporter}')`, [
      client,
      officerId,
    ]);
    const token = `ey.${randomUUID()}`;
    await expect(seen(web, enter('machine', token))).rejects.toMatchObject({ constraint: 'session_over' });
    await signIn.query(`INSERT INTO machine_session VALUES ($1, $2, now() + interval '5 minutes')`, [
      digest(token),
      client,
    ]);
    expect(await seen(web, enter('machine', token))).toEqual({ departments: ['police'], drafts: [] });
    await owner.query('UPDATE machine_client SET active_until = now() WHERE client_id = $1', [client]);
    await expect(seen(web, enter('machine', token))).rejects.toMatchObject({ constraint: 'session_over' });
  });

  test('a delegation of a role that reaches the city counts on its days, by the business clock', async () => {
    const [absent, colleague] = [await officer('city', 'credit-office'), await officer('city', 'reporter')];
    const token = await session(colleague);
    await owner.query(
      `INSERT INTO delegation (id, department_id, from_officer, to_officer, role, starts_on, ends_on, reason, given_by, given_at)
       VALUES (gen_random_uuid(), 'city', $1, $2, 'credit-office', '2020-03-16', '2020-03-20', '病假', $1, now())`,
      [absent, colleague],
    );
    const everything = async () => (await seen(web, enter('officer', token))).departments;
    const setClock = (day: string) =>
      worker.query(`UPDATE clock_shift SET shift = $1::timestamptz - now()`, [`${day}T12:00:00+08`]);
    // of `city` everything is below: what tells is the star
    const star = async () => {
      await web.query('BEGIN');
      await web.query(...enter('officer', token));
      const { rows } = await web.query('SELECT sees_every_department() AS all');
      await web.query('ROLLBACK');
      return rows[0].all;
    };
    await setClock('2020-03-15');
    expect(await star()).toBe(false);
    await setClock('2020-03-20');
    expect(await star()).toBe(true);
    await owner.query(`UPDATE officer SET active_until = '2020-03-18' WHERE id = $1`, [absent]);
    expect(await star()).toBe(false);
    expect(await everything()).toEqual(['clinic', 'health', 'police']);
    await worker.query(`UPDATE clock_shift SET shift = '0'`);
  });

  test('at the counter an assistant sees who stands there, and nothing of the own department', async () => {
    const token = await session(await officer('health', 'reporter', 'assistant'));
    expect(await seen(web, enter('officer', token, [STRANGER]))).toEqual({ departments: [], drafts: [STRANGER] });
  });

  test.each<[string, () => Promise<[string, unknown[]]>, string]>([
    ['no such session', async () => enter('officer', randomUUID()), 'session_over'],
    [
      'one that is over',
      async () => enter('officer', await session(await officer('city', 'auditor'), -1)),
      'session_over',
    ],
    [
      'an officer’s at the applicants’ door',
      async () => enter('applicant', await session(await officer('city', 'auditor'))),
      'session_over',
    ],
    [
      'an applicant’s at the officers’ door',
      async () => enter('officer', await applicantSession(PERSON)),
      'session_over',
    ],
    ['a door there is not', async () => enter('back', await session(await officer('city', 'auditor'))), 'session_over'],
    [
      'an applicant for somebody else',
      async () => enter('applicant', await applicantSession(PERSON), [STRANGER]),
      'session_over',
    ],
    [
      'no assistant for somebody else',
      async () => enter('officer', await session(await officer('city', 'auditor')), [STRANGER]),
      'assisted_by',
    ],
  ])('is refused: %s', async (_name, entering, constraint) => {
    await expect(seen(web, await entering())).rejects.toMatchObject({ ...DENIED, constraint });
  });

  test('is refused once the session has ended, or the appointment', async () => {
    const id = await officer('health', 'reviewer');
    const [first, second] = [await session(id), await session(id)];
    await signIn.query('DELETE FROM session WHERE token_hash = $1', [digest(first)]);
    await expect(seen(web, enter('officer', first))).rejects.toMatchObject({ constraint: 'session_over' });
    await owner.query('UPDATE officer SET active_until = now() WHERE id = $1', [id]);
    await expect(seen(web, enter('officer', second))).rejects.toMatchObject({ constraint: 'session_over' });
  });

  test('is refused with the digest, which administrators are shown', async () => {
    const token = await session(await officer('city', 'auditor'));
    const shown = digest(token).toString('hex');
    await expect(seen(web, enter('officer', shown))).rejects.toMatchObject({ constraint: 'session_over' });
  });
});

describe('nothing is seen with', () => {
  let token: string;
  let claim: string;
  beforeAll(async () => {
    token = await session(await officer('city', 'auditor'));
  });
  const claimIn = async (client: pg.Client): Promise<string> =>
    (await client.query(`SELECT current_setting('xinheng.claim') AS claim`)).rows[0].claim;
  const set = (name: string, value: string): [string, unknown[]] => ['SELECT set_config($1, $2, true)', [name, value]];
  beforeEach(async () => {
    await other.query('BEGIN');
    await other.query(...enter('officer', token));
    claim = await claimIn(other);
    expect((await seenBy(other)).departments).toHaveLength(3);
  });
  afterAll(() => other.query('ROLLBACK'));

  test('no claim, or settings of one’s own', async () => {
    expect(await seen(web)).toEqual(NOTHING);
    expect(await seen(web, set('xinheng.departments', '*'))).toEqual(NOTHING);
    expect(await seen(web, set('xinheng.subjects', `${PERSON},${STRANGER}`))).toEqual(NOTHING);
    expect(await seen(web, set('xinheng.claim', '|*|'))).toEqual(NOTHING);
    expect(await seen(web, set('xinheng.claim', `||${PERSON}`))).toEqual(NOTHING);
    await other.query('ROLLBACK');
  });

  test('a MAC made up, empty, or of other words', async () => {
    for (const mac of ['0'.repeat(64), '', claim.slice(0, 64)])
      for (const words of ['|*|', `||${PERSON}`]) {
        if (mac + words === claim) continue;
        expect(await seen(web, set('xinheng.claim', mac + words))).toEqual(NOTHING);
        expect(
          await seen(web, enter('applicant', await applicantSession(STRANGER)), set('xinheng.claim', mac + words)),
        ).toEqual(NOTHING);
      }
    await other.query('ROLLBACK');
  });

  test('another connection’s claim, while its transaction still runs', async () => {
    expect(await seen(web, set('xinheng.claim', claim))).toEqual(NOTHING);
    await other.query('ROLLBACK');
  });

  test('the same connection’s claim of an earlier transaction, whether set for one or for the session', async () => {
    await other.query('COMMIT');
    expect(await seenBy(other), 'it has gone with its transaction').toEqual(NOTHING);
    expect(await seen(other, set('xinheng.claim', claim))).toEqual(NOTHING);
    await other.query(`SELECT set_config('xinheng.claim', $1, false)`, [claim]);
    expect(await seen(other)).toEqual(NOTHING);
    await other.query('RESET xinheng.claim');
  });

  test('a claim that was taken back to a savepoint', async () => {
    await other.query('ROLLBACK');
    await other.query('BEGIN; SAVEPOINT before');
    await other.query(...enter('officer', token));
    await other.query('ROLLBACK TO SAVEPOINT before');
    expect(await seenBy(other)).toEqual(NOTHING);
    await other.query('ROLLBACK');
  });
});

describe('the login', () => {
  const clients = () => ({ web, worker, 'sign-in': signIn });
  const MAY_NOT: Record<LoginKind, string[]> = {
    web: [
      'SELECT * FROM session',
      'SELECT * FROM applicant_session',
      'SELECT * FROM machine_session',
      'SELECT * FROM sign_in_attempt',
      `INSERT INTO session VALUES (sha256('x'), gen_random_uuid(), '\\x00', now(), now(), now())`,
      'UPDATE session SET ends_at = now()',
      'DELETE FROM session',
      `SELECT enter_task('intake.process')`,
      `SELECT enqueue('registry.end-holds', '{}', 'k')`,
      `SELECT enqueue('anything', '{}', 'k')`,
      `SELECT graphile_worker.add_job('intake.process')`,
      'SELECT * FROM graphile_worker._private_jobs',
      'SELECT * FROM graphile_worker.jobs',
      `UPDATE department SET parent_id = 'health' WHERE id = 'police'`,
      `INSERT INTO department (id, name, level) VALUES ('mine', '我', 'office')`,
      `UPDATE clock_shift SET shift = '1 year'`,
    ],
    worker: [
      'SELECT * FROM session',
      'SELECT * FROM applicant_session',
      'DELETE FROM session',
      `SELECT enter('officer', 'x')`,
      `SELECT enter_task('anything')`,
      `SELECT enqueue('anything', '{}', 'k')`,
    ],
    'sign-in': [
      'SELECT subject_keys FROM applicant_session',
      'SELECT * FROM applicant_session',
      'SELECT * FROM submission',
      'SELECT * FROM record',
      'SELECT * FROM audit_entry',
      `SELECT enter('officer', 'x')`,
      `SELECT enter_task('intake.process')`,
      `SELECT enqueue('intake.process', '{}', 'k')`,
      'UPDATE session SET officer_id = gen_random_uuid()',
      `UPDATE applicant_session SET subject_keys = '{${PERSON}}'`,
      `INSERT INTO officer_role (officer_id, department_id, role, held_from) VALUES (gen_random_uuid(), 'city', 'auditor', now())`,
      'SELECT * FROM graphile_worker._private_jobs',
    ],
  };
  const NOBODY_MAY = [
    'SELECT * FROM claim_secret',
    `SELECT claim_mac('|*|')`,
    `SELECT set_claim(NULL, '{*}', NULL)`,
    `UPDATE task_claim SET every_department = true`,
    `INSERT INTO job_kind VALUES ('x', true, 1)`,
    'ALTER FUNCTION claim() RESET ALL',
    'CREATE OR REPLACE FUNCTION claim_mac(said text) RETURNS text LANGUAGE sql AS $$SELECT 1$$',
    `SET ROLE xinheng_platform_owner`,
    `SELECT test_only.enter_as('{}')`,
  ];

  test.each(
    LOGIN_KINDS.flatMap((kind) => [...MAY_NOT[kind], ...NOBODY_MAY].map((statement) => [kind, statement] as const)),
  )('%s cannot: %s', async (kind, statement) => {
    const client = clients()[kind];
    await client.query('BEGIN');
    await expect(client.query(statement)).rejects.toMatchObject(DENIED);
    await client.query('ROLLBACK');
  });

  test('of the web enqueues what requests have done, for the worker to find', async () => {
    await web.query(`SELECT enqueue('intake.process', '{"batchId": "7"}', 'intake:7')`);
    const { rows } = await worker.query('SELECT task_identifier AS task, key, max_attempts FROM graphile_worker.jobs');
    expect(rows).toEqual([{ task: 'intake.process', key: 'intake:7', max_attempts: 1000 }]);
    await worker.query('DELETE FROM graphile_worker._private_jobs');
  });

  test('of the worker sees by a task’s name what task_claim says', async () => {
    const task = (name: string): [string, unknown[]] => ['SELECT enter_task($1)', [name]];
    expect((await seen(worker, task('intake.process'))).departments).toEqual(['clinic', 'health', 'police']);
    expect(await seen(worker, task('audit.checkpoint'))).toEqual(NOTHING);
    expect((await seen(worker, task('registry.expire'))).drafts, 'a draft is the person’s alone').toEqual([]);
  });
});

test('an administrator ends sessions of the own territory by the claim, and by nobody else’s name', async () => {
  const holder = await officer('clinic', 'reporter');
  const theirs = await session(await officer('health', 'administrator'));
  const strangers = await session(await officer('police', 'administrator'));
  await session(holder);
  const count = async (token: string | null) => {
    await web.query('BEGIN');
    if (token) await web.query(...enter('officer', token));
    const shown = (await web.query('SELECT * FROM sessions_of($1)', [holder])).rowCount;
    const ended = Number((await web.query('SELECT end_sessions_of($1) AS n', [holder])).rows[0].n);
    await web.query('ROLLBACK');
    return [shown, ended];
  };
  expect(await count(null)).toEqual([0, 0]);
  expect(await count(strangers)).toEqual([0, 0]);
  expect(await count(theirs)).toEqual([1, 1]);
});
