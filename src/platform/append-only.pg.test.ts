/** append-only: logs in as the application role and fails to update, delete or truncate what is history. */
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../tests/support/database.ts';
import { ENTER } from '../../tests/support/enter-as.ts';

const APPEND_ONLY = [
  'audit_entry',
  'audit_checkpoint',
  'enactment',
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
  'exchange_epoch',
  'outbox',
  'delivery_attempt',
  'points_subscription',
  'evidence',
  'evidence_owner',
  'evidence_withdrawal',
  'evidence_deletion',
  'site_disclosure',
  'directory_piece',
  'own_report',
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

test('every table a login may change in place is known by name', async () => {
  const { rows } = await owner.query<{ role: string; tables: string[] }>(
    `SELECT grantee::text AS role, array_agg(DISTINCT table_name::text ORDER BY table_name::text) AS tables FROM information_schema.role_table_grants
     WHERE grantee ~ '^xinheng_platform' AND grantee <> 'xinheng_platform_owner'
       AND privilege_type IN ('UPDATE', 'DELETE', 'TRUNCATE') AND table_schema = 'public' GROUP BY grantee`,
  );
  expect(Object.fromEntries(rows.map(({ role, tables }) => [role, tables]))).toEqual({
    xinheng_platform: ['batch', 'case_state', 'organisation_directory', 'own_report_draft', 'rights_state'],
    // of roles_apart the pack's own pairs only: those of the floor stay
    xinheng_platform_worker: ['inbox_epoch', 'outbox_due', 'recipient_standing', 'stored_file'],
    xinheng_platform_sign_in: ['applicant_session', 'machine_session', 'session', 'sign_in_attempt'],
  });
});

describe('own-jurisdiction is held below the application', () => {
  const SECURED = [
    'evidence',
    'evidence_owner',
    'evidence_withdrawal',
    'evidence_deletion',
    'batch',
    'submission',
    'batch_finding',
    'case_participant',
    'case_action',
    'case_state',
    'record',
    'record_change',
  ];

  beforeAll(async () => {
    const subject = '00000000-0000-0000-0000-000000000001';
    const officer = '00000000-0000-0000-0000-000000000002';
    await owner.query(`
      INSERT INTO department (id, name, level) VALUES ('ours', '甲局', 'department'), ('theirs', '乙局', 'department');
      INSERT INTO officer VALUES ('${officer}', 'i', 's', '某', 'ours', now(), NULL);
      INSERT INTO batch (notice, file_kind, file_sha256, file_name, file_bytes, department_id, reporter_id, received_at, state)
        VALUES ('2020-2', 'individuals', decode(repeat('00', 32), 'hex'), 'f', 1, 'ours', '${officer}', now(), 'received');
      INSERT INTO batch_finding SELECT id, 2, 'rejected', '{id.length}', NULL FROM batch;
      INSERT INTO submission (subject_key, fact_key, batch_id, row_number, subject_type, verdict, kind, version, matter, occurred_on,
          reporting_department, competent_department, reporter_id, sealed)
        SELECT '${subject}', '${subject}', id, 3, 'person', 'accepted', '2020-2/1.1', 1, 'm', '2020-02-01', 'ours', 'ours', '${officer}', '\\x00' FROM batch;
      INSERT INTO case_participant VALUES ('${subject}', '${subject}', '${officer}', 'reporter');
      INSERT INTO case_action (subject_key, fact_key, sequence, action, part, actor_id, at, idempotency_key)
        VALUES ('${subject}', '${subject}', 1, 'correct', 'reporter', '${officer}', now(), 'k');
      INSERT INTO case_state SELECT '${subject}', '${subject}', 1, 'corrected', 'ours', 'ours', id, 3, NULL FROM batch;
      INSERT INTO record (subject_key, record_id, case_key, subject_type, polarity, kind, version, clause, matter, occurred_on,
          reporting_department, determining_department, determined_by, determined_at, valid_from, batch_id, row_number)
        SELECT '${subject}', '${subject}', '${subject}', 'person', 'good', '2020-2/1.1', 1, '2020-2/1.1', 'm', '2020-02-01', 'ours', 'ours', '${officer}', now(),
          '2020-02-10', id, 3 FROM batch;
      INSERT INTO record_change (subject_key, record_id, sequence, change, effective_on, reason, basis, actor_id, department_id, at)
        VALUES ('${subject}', '${subject}', 1, 'objection-opened', '2020-03-01', 'r', 'b', '${officer}', 'ours', now());
      INSERT INTO evidence (subject_key, evidence_id, kind, form, added_at, added_by_kind, added_by, department_id)
        VALUES ('${subject}', '${subject}', 'receipt', 'paper', now(), 'officer', '${officer}', 'ours');
      INSERT INTO evidence_owner VALUES ('${subject}', 'case', '1-3', '${subject}', '{ours}');
      INSERT INTO evidence_withdrawal VALUES ('${subject}', '${subject}', now(), 'officer', '${officer}', 'r');
      INSERT INTO evidence_deletion VALUES ('${subject}', '${subject}', now(), 'withdrawn');`);
  });

  test.each(SECURED)('%s', async (table) => {
    const seenAs = async (departments: string | null) => {
      await application.query('BEGIN');
      if (departments !== null)
        await application.query(ENTER, [JSON.stringify({ departments: departments.split(',') })]);
      const { rows } = await application.query(`SELECT count(*)::int AS n FROM ${table}`);
      await application.query('ROLLBACK');
      return rows[0].n;
    };
    expect(await seenAs(null), 'nobody has entered').toBe(0);
    expect(await seenAs(''), 'no department').toBe(0);
    expect(await seenAs('theirs'), 'another department').toBe(0);
    expect(await seenAs('theirs,ours'), 'own among others').toBe(1);
    expect(await seenAs('*'), 'every department').toBe(1);
  });

  test('a row of another department cannot be written', async () => {
    await application.query('BEGIN');
    await application.query(ENTER, [JSON.stringify({ departments: ['theirs'] })]);
    await expect(
      application.query(
        `INSERT INTO batch (notice, file_kind, file_sha256, file_name, file_bytes, department_id, channel, received_at, state)
         VALUES ('2020-2', 'individuals', decode(repeat('01', 32), 'hex'), 'f', 1, 'ours', 'own-upload', now(), 'completed')`,
      ),
    ).rejects.toThrow(/row-level security/);
    await application.query('ROLLBACK');
  });
});
