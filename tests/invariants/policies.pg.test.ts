/**
 * Every policy of row-level security against the catalogue: with it opened, in a transaction that is rolled back, somebody of another body, who is
 * nobody the row is about, reads a row that they do not see otherwise. What a policy lets in for writing is shown where the table below says.
 */
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

interface Policy {
  readonly table: string;
  readonly name: string;
  readonly reads: boolean;
  readonly permissive: boolean;
}

const POLICIES = `SELECT c.relname AS table, p.polname AS name, p.polcmd IN ('r', '*') AS reads, p.polpermissive AS permissive
  FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
  WHERE NOT c.relispartition AND c.relnamespace = 'public'::regnamespace ORDER BY 1, 2`;

const COUNTER = 'src/platform/counter-desk/counter-desk.statements.pg.test.ts';

/** Not for reading, or closing and not opening: the test that shows it, or why nothing rests on it. */
const SHOWN_ELSEWHERE: Readonly<Record<string, string>> = {
  'case_state.own_answer': 'tests/attacks/in-another-name.pg.test.ts',
  'case_state.own_report': 'tests/applicants.pg.test.ts',
  'counter_act.at_counter': COUNTER,
  'record.hidden_at_counter': COUNTER,
  'subject_notice.anybody_tells': 'lets everybody write: there is nothing to take away (docs/invariants.md, Inbox)',
  'subject_notice.own_reading':
    'marking as read finds only rows that own_data shows: behind it, it opens nothing of its own',
  'submission.own_report': 'src/platform/own-reports/own-reports.hand-in.pg.test.ts',
};

/** A row of whatever says nothing, of nobody: each column of its type. */
const ROW = `SELECT format('INSERT INTO %I (%s) OVERRIDING SYSTEM VALUE VALUES (%s)', $1::text, string_agg(format('%I', a.attname), ', '),
    string_agg(CASE WHEN t.typcategory = 'A' THEN '''{}''' ELSE CASE t.typname
      WHEN 'uuid' THEN 'gen_random_uuid()' WHEN 'timestamptz' THEN 'now()' WHEN 'date' THEN 'now()::date' WHEN 'bool' THEN 'false'
      WHEN 'bytea' THEN '''\\x00''' WHEN 'jsonb' THEN '''{}''' WHEN 'text' THEN '''x''' ELSE '1' END END, ', ')) AS statement
  FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
  WHERE a.attrelid = $1::text::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''`;

let database: TestDatabase;
let superuser: pg.Client;
let policies: Policy[];

beforeAll(async () => {
  database = await createTestDatabase('platform');
  superuser = new pg.Client({ connectionString: database.ownerUrl });
  await superuser.connect();
  policies = (await superuser.query<Policy>(POLICIES)).rows;
});
afterAll(async () => {
  await superuser?.end();
  await database?.drop();
});

const nameOf = ({ table, name }: Policy) => `${table}.${name}`;
const tried = (one: Policy) => one.reads && one.permissive && SHOWN_ELSEWHERE[nameOf(one)] === undefined;

/** What is read by whoever has entered, and by nobody else. */
const ENTERED = 'entered';

/** How many rows of the table somebody of a body that does not exist sees, about whom nothing is; or, of what asks no more, nobody. */
async function seen({ table, name }: Policy): Promise<number> {
  if (name !== ENTERED) await superuser.query('SELECT set_claim($1, $2, NULL, NULL)', [randomUUID(), ['another-body']]);
  await superuser.query('SET LOCAL SESSION AUTHORIZATION web_platform');
  const { rows } = await superuser.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`);
  await superuser.query('RESET SESSION AUTHORIZATION');
  return rows[0]!.n;
}

async function readBefore(policy: Policy): Promise<readonly [number, number]> {
  const { table, name } = policy;
  await superuser.query('BEGIN');
  try {
    const { rows } = await superuser.query<{ conname: string }>(
      `SELECT conname FROM pg_constraint WHERE conrelid = $1::text::regclass AND contype = 'c'`,
      [table],
    );
    for (const { conname } of rows) await superuser.query(`ALTER TABLE ${table} DROP CONSTRAINT ${conname}`);
    // neither references nor triggers: it is about who reads, not about what may stand there
    await superuser.query('SET LOCAL session_replication_role = replica');
    await superuser.query((await superuser.query<{ statement: string }>(ROW, [table])).rows[0]!.statement);
    await superuser.query('SET LOCAL session_replication_role = origin');
    const closed = await seen(policy);
    await superuser.query(`ALTER POLICY ${name} ON ${table} USING (true)`);
    return [closed, await seen(policy)];
  } finally {
    await superuser.query('ROLLBACK');
  }
}

test('each policy for reading hides a row from whom it is not for, and opened it does not', async () => {
  const open: string[] = [];
  for (const one of policies.filter(tried)) {
    const [closed, opened] = await readBefore(one);
    if (closed !== 0 || opened !== 1) open.push(`${nameOf(one)}: ${closed} seen, ${opened} once it is opened`);
  }
  expect(open).toEqual([]);
});

test('every other policy is named with the test that shows it', () => {
  const others = policies.filter((one) => !tried(one)).map(nameOf);
  expect(others.toSorted()).toEqual(Object.keys(SHOWN_ELSEWHERE).toSorted());
  for (const file of Object.values(SHOWN_ELSEWHERE).filter((shown) => shown.endsWith('.test.ts')))
    expect(existsSync(join(import.meta.dirname, '../..', file))).toBe(true);
  expect(policies.filter(tried).length).toBeGreaterThan(30);
});
