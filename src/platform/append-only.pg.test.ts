/** append-only: logs in as the application role and fails to update, delete or truncate what is history. */
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../tests/support/database.ts';

const APPEND_ONLY = [
  'audit_entry',
  'submission',
  'batch_finding',
  'case_participant',
  'case_action',
  'record',
  'record_change',
  'record_expiry',
  'declared_event',
  'nomination',
  'list_round',
  'list_entry',
  'list_entry_decision',
  'list_sign_off',
  'edition',
  'outbox',
  'delivery_attempt',
  'points_subscription',
];

let database: TestDatabase;
let application: pg.Client;
let owner: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase('platform');
  application = new pg.Client({ connectionString: database.url });
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await Promise.all([application.connect(), owner.connect()]);
});

afterAll(async () => {
  await Promise.all([application?.end(), owner?.end()]);
  await database?.drop();
});

describe.each(APPEND_ONLY)('append-only: %s', (table) => {
  test.each([
    ['update', (name: string, column: string) => `UPDATE ${name} SET ${column} = ${column}`],
    ['delete', (name: string) => `DELETE FROM ${name}`],
    ['truncate', (name: string) => `TRUNCATE ${name} CASCADE`],
  ])('the application role cannot %s', async (_verb, statement) => {
    const { rows } = await owner.query(
      'SELECT column_name FROM information_schema.columns WHERE table_name = $1 AND is_identity = $2 LIMIT 1',
      [table, 'NO'],
    );
    await expect(application.query(statement(table, rows[0].column_name))).rejects.toMatchObject({ code: '42501' });
  });

  test('the owner is stopped too', async () => {
    await expect(owner.query(`DELETE FROM ${table}`)).rejects.toThrow(/append-only/);
  });
});

test('every table the application may change in place is known by name', async () => {
  const { rows } = await owner.query<{ table_name: string }>(
    `SELECT DISTINCT table_name FROM information_schema.role_table_grants
     WHERE grantee = 'xinheng_platform' AND privilege_type IN ('UPDATE', 'DELETE', 'TRUNCATE') AND table_schema = 'public' ORDER BY 1`,
  );
  expect(rows.map((row) => row.table_name)).toEqual([
    'batch',
    'case_state',
    'department',
    'machine_client',
    'officer',
    'organisation_directory',
    'session',
    'sign_in_attempt',
    'stored_file',
  ]);
});

test('with no jurisdiction set, nothing behind row-level security is visible', async () => {
  for (const table of ['batch', 'submission', 'case_state', 'batch_finding']) {
    const { rows } = await application.query(`SELECT count(*)::int AS n FROM ${table}`);
    expect(rows[0].n).toBe(0);
  }
});
