/** What runs with the rights of the tables' owner cannot be turned by its caller, and the application can do what it needs, no more. */
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { roleOfKind, rolesFor } from '../src/runtime/postgres/roles.ts';
import { type LoginKind, loginKindsOf, SYSTEMS, type System } from '../src/runtime/postgres/systems.ts';
import { createTestDatabase, type TestDatabase } from './support/database.ts';
import { ENTER } from './support/enter-as.ts';
import { faultyDefiners, openToEverybody, ownedByOthers, privilegesOf } from './support/privileges.ts';

/** Functions that run with the owner's rights, and who may call them: `*` the role all but sign-in share, `*_web` and so on one login's. */
const DEFINERS: Readonly<Record<System, Readonly<Record<string, string>>>> = {
  platform: {
    // of triggers: nobody calls them
    ...{
      adverse_needs_case: '',
      confirmer_did_not_propose: '',
      decider_stands_apart: '',
      delegation_within_department: '',
    },
    ...{ publisher_did_not_open: '', reporter_keeps_part: '', record_kind_enacted: '', submission_kind_enacted: '' },
    ...{
      acts_in_own_name: '',
      edition_passed_gates: '',
      entry_decided_in_person: '',
      entry_was_published: '',
      list_duties_apart: '',
      list_rests_on_basis: '',
      round_opened_apart: '',
    },
    ...{
      list_told_as_signed: '',
      logged_in_own_name: '',
      message_fits: '',
      objection_is_marked: '',
      told_as_it_stands: '',
      withdrawal_was_told: '',
    },
    ...{ nomination_is_departments: '', round_holds_nominated: '', round_lasts: '', sign_off_is_bodys: '' },
    ...{ acts_within_role: '', adverse_was_heard: '', batch_has_its_reporter: '', change_is_somebodys: '' },
    ...{ claim_has_its_reporter: '', fact_is_recorded_once: '', record_follows_case: '', takes_part_in_person: '' },
    ...{ edition_names_entry: '', entry_ends_with_record: '', fits_its_list: '', listed_once: '' },
    ...{ appointment_carried_out: '', appointment_decided: '', appointment_proposed: '' },
    // what the rules shall be, by two; what begins, whoever asks
    ...{ enactment_acknowledged_by: '', enactment_carried_out: '', enactment_decided: '', enactment_proposed: '' },
    rules_begun: '*',
    ...{ delegation_apart: '', role_apart: '', case_counts_delegates: '', rights_count_delegates: '' },
    // who says what, and whose work it is
    ...{
      reporter_is_who_acts: '',
      reporter_speaks: '',
      asked_in_person: '',
      asker_keeps_part: '',
      party_moves_case: '',
    },
    ...{ doubt_is_ones_own: '', entry_left_with_edition: '', others_doubt: '*', directory_is_imported: '' },
    ...{ evidence_is_who_added_its: '', evidence_stays_with_its_matter: '', told_is_due: '' },
    // what happens to a record later, by whom, and what the site may be told
    ...{ change_is_decided: '', hold_is_granted: '', steps_of_request_within_role: '' },
    ...{ competence_is_enacted: '', only_public_is_told: '' },
    // what is told and shown is what has happened
    ...{ told_has_happened: '', entry_says_its_record: '', shown_as_proposed: '' },
    ...{ request_is_of_its_case: '', asker_is_who_acts: '', case_moves_with_step: '', request_moves_with_step: '' },
    ...{ notice_tells_of_something: '', logged_for_own_department: '' },
    ...{ adverse_is_shown_no_longer: '', batch_stays_what_it_is: '', is_entered: '* *_sign_in' },
    // to enter, and to go on in fewer roles
    act_in: '*_web',
    ...{
      counter_act_takes_part: '',
      counter_act_is_told: '',
      counter_act_has_authority: '',
      counter_apart_from_entry: '',
      counter_apart_from_request: '',
    },
    ...{
      party_asks: '',
      party_reports: '',
      party_speaks_in_case: '',
      party_speaks_in_request: '',
      party_takes_report: '',
    },
    // the person's word at a counter, a second officer's, and the numbers both are asked by
    ...{ offer_counter_secret: '*_web', confirm_by_code: '*_web', answer_counter_act: '*_web' },
    ...{
      counter_act_at_desk: '*_web',
      confirm_at_desk: '*_web',
      counter_sees_held: '*',
      under_relief: '*',
      counts_as: '*',
    },
    // to enter
    ...{ enter: '*_web', enter_task: '*_worker', claim: '*' },
    // of others' sessions
    ...{ sessions_of: '*_web', end_sessions_of: '*_web' },
    // counts and states without rows, and by the claim alone
    ...{ batch_received_at: '*', batch_state: '*', batches_untouched: '*', incomplete_batches: '*' },
    ...{ cases_waiting: '*', checks_due: '*', steps_due: '*', own_upload_batch: '*' },
    // of the log: whoever writes takes a number for the entry, and verification asks for digests
    ...{ begin_log_entry: '* *_sign_in', next_log_entry: '* *_sign_in', rows_as_written: '*', rows_of_entry: '*' },
    // of background work
    ...{ begin_epoch: '*_worker', delete_expired_drafts: '*_worker', full_report_of: '*_worker' },
    // marks that belong to what is shown, whoever may see the record itself
    objections_open_about: '*',
    ...{ enqueue: '*', prepare_log_months: '*_worker', refresh_statistics: '*' },
  },
  points: {
    ...{ begin_epoch: '*_worker', benefit_is_enacted: '', enqueue: '*', told_is_due: '' },
    ...{ begin_log_entry: '*', next_log_entry: '*', rows_as_written: '*', rows_of_entry: '*' },
    // of one's own account: by the session, or by the code somebody shows
    ...{ account_here: '*', enter_account: '*_web', enter_by_code: '*_web', told_has_happened: '' },
  },
  site: { adverse_entry_has_document: '', enqueue: '*', kind_is_public: '', text_names_nobody: '' },
};

describe.each(SYSTEMS)('%s', (system) => {
  let database: TestDatabase;
  let owner: pg.Client;
  const clients: Partial<Record<LoginKind, pg.Client>> = {};
  const kinds = loginKindsOf(system);

  beforeAll(async () => {
    database = await createTestDatabase(system);
    owner = new pg.Client({ connectionString: database.ownerUrl });
    for (const kind of kinds) clients[kind] = new pg.Client({ connectionString: database.urls[kind] });
    await Promise.all([owner, ...Object.values(clients)].map((client) => client.connect()));
  });
  afterAll(async () => {
    await Promise.all([owner, ...Object.values(clients)].map((client) => client?.end()));
    await database?.drop();
  });

  test('every function with the rights of its owner looks into temporary schemas last, and its owner is nobody in particular', async () => {
    expect(await faultyDefiners(owner)).toEqual([]);
  });

  test('the question above finds what it is asked for', async () => {
    await owner.query(`
      BEGIN;
      CREATE FUNCTION pathless() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1';
      CREATE FUNCTION without_temp() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = public AS 'SELECT 1';
      ALTER FUNCTION pathless OWNER TO xinheng_${system}_owner; ALTER FUNCTION without_temp OWNER TO xinheng_${system}_owner`);
    const found = await faultyDefiners(owner);
    expect(found).toEqual([
      'pathless(): search_path does not end with pg_temp, everybody may call it',
      'without_temp(): search_path does not end with pg_temp, everybody may call it',
    ]);
    expect(await openToEverybody(owner)).toEqual(['function pathless()', 'function without_temp()']);
    await owner.query('ROLLBACK');
  });

  test('everything belongs to the owner; nothing is open to everybody', async () => {
    expect(await ownedByOthers(owner, `xinheng_${system}_owner`)).toEqual([]);
    expect(await openToEverybody(owner)).toEqual([]);
  });

  test('what the owner makes from now on is not open to everybody either', async () => {
    await owner.query(
      `BEGIN; SET LOCAL ROLE xinheng_${system}_owner; CREATE FUNCTION public.later() RETURNS int LANGUAGE sql AS 'SELECT 1'`,
    );
    expect(await openToEverybody(owner)).toEqual([]);
    await owner.query('ROLLBACK');
  });

  test('who may call which function of the owner’s rights', async () => {
    const { rows } = await owner.query<{ name: string; callers: string[] }>(`
      SELECT p.proname AS name, array_remove(array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text), 'xinheng_${system}_owner') AS callers
      FROM pg_proc p, aclexplode(p.proacl) a WHERE p.prosecdef AND p.pronamespace = 'public'::regnamespace GROUP BY p.oid, p.proname ORDER BY 1`);
    const short = (role: string) => role.replace(`xinheng_${system}`, '*');
    // of each table under the log the trigger that writes its digests: nobody calls it
    const digesting = system !== 'site' ? await owner.query('SELECT table_name FROM audit_digest_format') : null;
    const inLog = (digesting?.rows ?? []).map(({ table_name }) => [`${table_name}_in_log`, '']);
    expect(Object.fromEntries(rows.map(({ name, callers }) => [name, callers.map(short).join(' ')]))).toEqual({
      ...DEFINERS[system],
      ...Object.fromEntries(inLog),
    });
  });

  test('of the background jobs the worker may do what the queue needs, and nobody else anything', async () => {
    for (const role of rolesFor(system, kinds).filter((one) => one !== roleOfKind(system, 'worker'))) {
      expect(await privilegesOf(owner, role, 'graphile_worker')).toEqual([]);
      const uses = `SELECT has_schema_privilege($1, 'graphile_worker', 'USAGE') AS uses`;
      expect((await owner.query(uses, [role])).rows).toEqual([{ uses: false }]);
    }
    expect(await privilegesOf(owner, roleOfKind(system, 'worker'), 'graphile_worker')).toEqual([
      '_private_job_queues: SELECT',
      '_private_job_queues: UPDATE (locked_at, locked_by)',
      '_private_jobs: DELETE',
      '_private_jobs: SELECT',
      '_private_jobs: UPDATE (attempts, last_error, locked_at, locked_by, payload, run_at)',
      '_private_known_crontabs: INSERT (identifier, known_since, last_execution)',
      '_private_known_crontabs: SELECT',
      '_private_known_crontabs: UPDATE (last_execution)',
      '_private_tasks: INSERT (identifier)',
      '_private_tasks: SELECT',
      'jobs: SELECT',
      'migrations: SELECT',
    ]);
    const { rows } = await owner.query<{ name: string }>(
      `SELECT DISTINCT proname AS name FROM pg_proc, aclexplode(proacl) a
       WHERE pronamespace = 'graphile_worker'::regnamespace AND a.grantee = $1::regrole ORDER BY 1`,
      [roleOfKind(system, 'worker')],
    );
    expect(rows.map((row) => row.name)).toEqual(['add_job', 'add_jobs', 'force_unlock_workers']);
  });

  test('what a waiting job says is changed by adding it again, never in place', async () => {
    const application = clients.worker!;
    const add = (number: number) =>
      application.query(`SELECT graphile_worker.add_job('a', json_build_object('n', $1::int), job_key := 'k')`, [
        number,
      ]);
    const said = async () =>
      (await application.query(`SELECT payload FROM graphile_worker._private_jobs WHERE key = 'k'`)).rows.map(
        (row) => row.payload,
      );
    await add(1);
    await expect(
      application.query(`UPDATE graphile_worker._private_jobs SET payload = '{"n":9}'`),
    ).rejects.toMatchObject({ code: '42501' });
    await application.query('UPDATE graphile_worker._private_jobs SET payload = payload, last_error = $1', [
      'as the queue fails a job',
    ]);
    expect(await said()).toEqual([{ n: 1 }]);
    await add(2);
    expect(await said()).toEqual([{ n: 2 }]);
    await application.query('DELETE FROM graphile_worker._private_jobs');
  });

  const REFUSED = [
    'TRUNCATE graphile_worker._private_jobs',
    'DROP TABLE graphile_worker._private_jobs',
    'DROP SCHEMA graphile_worker CASCADE',
    'ALTER TABLE graphile_worker._private_jobs DISABLE TRIGGER ALL',
    'ALTER TABLE graphile_worker._private_jobs DISABLE ROW LEVEL SECURITY',
    'DROP TRIGGER what_a_job_says ON graphile_worker._private_jobs',
    'CREATE TRIGGER mine BEFORE INSERT ON graphile_worker._private_jobs EXECUTE FUNCTION public.refuse_change()',
    'CREATE POLICY mine ON graphile_worker._private_jobs USING (true)',
    'INSERT INTO graphile_worker._private_jobs (task_id) VALUES (1)',
    'UPDATE graphile_worker._private_jobs SET task_id = 1',
    `UPDATE graphile_worker._private_jobs SET key = 'x'`,
    'UPDATE graphile_worker._private_jobs SET max_attempts = 1',
    `UPDATE graphile_worker._private_tasks SET identifier = 'x'`,
    'DELETE FROM graphile_worker._private_tasks',
    'DELETE FROM graphile_worker._private_known_crontabs',
    'INSERT INTO graphile_worker.migrations VALUES (99, now(), true)',
    'UPDATE graphile_worker.migrations SET id = 0',
    `SELECT graphile_worker.remove_job('k')`,
    'SELECT graphile_worker.complete_jobs(ARRAY[1])',
    `SELECT graphile_worker.reschedule_jobs(ARRAY[1], now())`,
    'CREATE FUNCTION graphile_worker.mine() RETURNS int LANGUAGE sql AS $$SELECT 1$$',
    'CREATE OR REPLACE FUNCTION public.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NEW; END$$',
    'ALTER FUNCTION public.refuse_change() RESET ALL',
    'CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql AS $$SELECT 1$$',
    'CREATE TABLE public.mine (a int)',
    'CREATE SCHEMA mine',
    'CREATE EXTENSION dblink',
    `SET ROLE xinheng_${system}_owner`,
    'SET SESSION AUTHORIZATION postgres',
    'SET ROLE postgres',
    `ALTER ROLE web_${system} SUPERUSER`,
    `GRANT xinheng_${system}_owner TO web_${system}`,
    `GRANT pg_execute_server_program TO web_${system}`,
    'CREATE ROLE mine SUPERUSER',
    `COPY (SELECT 1) TO PROGRAM 'id'`,
    `COPY (SELECT 1) TO '/tmp/x'`,
    `SELECT pg_read_file('/etc/hostname')`,
    `SELECT pg_ls_dir('.')`,
    `SELECT lo_import('/etc/hostname')`,
    'SELECT pg_reload_conf()',
    'SELECT rolpassword FROM pg_authid',
    `SET session_preload_libraries = 'x'`,
    `UPDATE public.installation SET fingerprint = repeat('0', 32)`,
    'DELETE FROM public.installation',
  ];
  test.each(kinds.flatMap((kind) => REFUSED.map((statement) => [kind, statement] as const)))(
    'the %s login cannot: %s',
    async (kind, statement) => {
      const application = clients[kind]!;
      await application.query('BEGIN');
      try {
        await expect(application.query(statement)).rejects.toMatchObject({ code: '42501' });
      } finally {
        await application.query('ROLLBACK');
      }
    },
  );
});

/** The caller's own temporary objects under the names that functions with more rights use. */
describe('a caller with temporary tables turns no function of the owner', () => {
  let database: TestDatabase;
  let owner: pg.Client;
  let application: pg.Client;

  beforeAll(async () => {
    database = await createTestDatabase('platform');
    owner = new pg.Client({ connectionString: database.ownerUrl });
    application = new pg.Client({ connectionString: database.url });
    await Promise.all([owner.connect(), application.connect()]);
    await owner.query(`INSERT INTO department (id, name, level) VALUES ('ours', '甲局', 'department')`);
  });
  afterAll(async () => {
    await Promise.all([owner?.end(), application?.end()]);
    await database?.drop();
  });

  test('a trigger on a table of the same name never runs, and the true table is written', async () => {
    await application.query('BEGIN');
    await application.query('CREATE TEMP TABLE batch (LIKE public.batch)');
    await application.query(
      `CREATE FUNCTION pg_temp.evil() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'turned: %', current_user; END $$`,
    );
    await application.query(
      'CREATE TRIGGER t BEFORE INSERT ON pg_temp.batch FOR EACH ROW EXECUTE FUNCTION pg_temp.evil()',
    );
    await application.query(ENTER, [JSON.stringify({ subjects: ['00000000-0000-0000-0000-000000000000'] })]);
    const { rows } = await application.query(`SELECT own_upload_batch('ours', '2020-2', '\\x00', now()) AS id`);
    expect(rows[0].id).toEqual(expect.any(String));
    expect((await application.query('SELECT FROM pg_temp.batch')).rowCount).toBe(0);
    await application.query('ROLLBACK');
  });

  test('every table of the schema may be shadowed at once: no function with more rights reads what the caller put there', async () => {
    expect(await turned()).toEqual([]);
  });

  test('the trap above shuts on a function that names its schema only', async () => {
    const path = (name: string) => owner.query(`ALTER FUNCTION incomplete_batches() SET search_path = ${name}`);
    await path('public');
    expect(await turned()).toEqual(['incomplete_batches()']);
    await path('pg_catalog, public, pg_temp');
  });

  /** Calls every function that has more rights, while each table's name means a view of the caller's; answers which ran the caller's code. */
  async function turned(): Promise<string[]> {
    const { rows: tables } = await owner.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')`,
    );
    const { rows: functions } = await owner.query<{ call: string }>(`
      SELECT p.proname || '(' || coalesce((SELECT string_agg('NULL::' || format_type(t, NULL), ', ') FROM unnest(p.proargtypes) t), '') || ')' AS call
      FROM pg_proc p WHERE p.prosecdef AND p.pronamespace = 'public'::regnamespace AND p.prorettype <> 'trigger'::regtype ORDER BY 1`);
    expect(functions.length).toBeGreaterThan(8);
    const found: string[] = [];
    await application.query('BEGIN');
    for (const { name } of tables) {
      // to read it at all calls the caller's function
      await application.query(`
        CREATE FUNCTION pg_temp.told_${name}() RETURNS SETOF public.${name} LANGUAGE plpgsql AS $$ BEGIN RAISE 'turned: %', current_user; END $$`);
      await application.query(`CREATE TEMP VIEW ${name} AS SELECT * FROM pg_temp.told_${name}()`);
      await application.query(`GRANT ALL ON pg_temp.${name} TO PUBLIC`);
    }
    for (const { call } of functions) {
      await application.query('SAVEPOINT one');
      const failed = await application.query(`SELECT * FROM public.${call}`).then(
        () => '',
        (error: Error) => error.message,
      );
      if (failed.includes('turned')) found.push(call);
      await application.query('ROLLBACK TO SAVEPOINT one');
    }
    await application.query('ROLLBACK');
    return found;
  }
});
