/** The tables of a subject in partitions: every rule that holds on a table holds on each part of it, and what asks by subject reads one part. */
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CONSTRAINT_PROBLEMS, problemOfConstraint } from '#kernel/refusal/constraints.ts';
import { makePartitions, requirePartitions } from '#runtime/postgres/partitions.ts';
import { createTestDatabase, type TestDatabase } from './support/database.ts';

/** Found by the code or number that somebody has in hand, whoever it is about; or written for somebody and read in its own order. */
const BY_CODE = ['full_report', 'outbox'];

let database: TestDatabase;
let application: pg.Client;
let owner: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase('platform');
  application = new pg.Client({ connectionString: database.url });
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await Promise.all([application.connect(), owner.connect()]);
  await owner.query("SELECT prepare_log_months('2027-11-30')");
});
afterAll(async () => {
  await Promise.all([application?.end(), owner?.end()]);
  await database?.drop();
});

const asked = async <Row extends pg.QueryResultRow>(text: string, values: unknown[] = []) =>
  (await owner.query<Row>(text, values)).rows;

const CHILDREN = `SELECT c.relname AS name, p.relname AS parent FROM pg_inherits i
  JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_class p ON p.oid = i.inhparent WHERE c.relkind = 'r' ORDER BY 1`;

test('every table of a subject is cut by its key, which stands first in its keys', async () => {
  const tables = await asked<{ name: string; key: string | null; unique: string[] }>(`
    SELECT c.relname AS name, pg_get_partkeydef(c.oid) AS key,
      ARRAY(SELECT pg_get_indexdef(x.indexrelid, 1, true) FROM pg_index x WHERE x.indrelid = c.oid AND x.indisunique) AS unique
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'subject_key' AND a.attnotnull
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 1`);
  const cut = tables.filter(({ name }) => !BY_CODE.includes(name));
  expect(cut.length).toBeGreaterThan(20);
  expect(cut.filter(({ key }) => key !== 'HASH (subject_key)')).toEqual([]);
  expect(cut.filter(({ unique }) => unique.some((first) => first !== 'subject_key'))).toEqual([]);
  const counts = await asked<{ parts: number }>(`
    SELECT count(*)::int AS parts FROM pg_inherits i JOIN pg_partitioned_table p ON p.partrelid = i.inhparent
    WHERE p.partstrat = 'h' AND i.inhparent IN (SELECT oid FROM pg_class WHERE relkind = 'p') GROUP BY i.inhparent`);
  expect(new Set(counts.map(({ parts }) => parts))).toEqual(new Set([4]));
  expect(counts.length).toBe(cut.length);
});

describe('append-only', () => {
  test('every part of a table refuses what the table refuses, months of the log made later too', async () => {
    const guards = await asked<{ name: string; verbs: string[] }>(`
      SELECT c.relname AS name, ARRAY(SELECT v FROM (VALUES (8, 'DELETE'), (16, 'UPDATE'), (32, 'TRUNCATE')) AS verb (bit, v)
        WHERE t.tgtype & bit > 0) AS verbs
      FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE t.tgfoid = 'refuse_change'::regproc AND c.relkind = 'p'`);
    expect(guards.length).toBeGreaterThan(18);
    const children = await asked<{ name: string; parent: string }>(CHILDREN);
    expect(children.filter(({ name }) => /^audit_entry_2027_11|^audit_entry_2028_02/.test(name)).length).toBe(2);
    const refused: string[] = [];
    for (const { name, verbs } of guards) {
      for (const table of [name, ...children.filter(({ parent }) => parent === name).map((child) => child.name)]) {
        const [column] = await asked<{ name: string }>(
          `SELECT attname AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND attidentity = '' LIMIT 1`,
          [table],
        );
        const statements: Record<string, string> = {
          UPDATE: `UPDATE ${table} SET ${column?.name} = ${column?.name}`,
          DELETE: `DELETE FROM ${table}`,
          TRUNCATE: `TRUNCATE ${table} CASCADE`,
        };
        for (const verb of verbs) {
          await expect(owner.query(statements[verb]!), `${verb} ${table}`).rejects.toThrow(/append-only/);
          refused.push(table);
        }
      }
    }
    // three verbs, four parts and the whole
    expect(refused.length).toBeGreaterThan(250);
  });

  test('every statement trigger of a table is on each part', async () => {
    expect(
      await asked(`
        SELECT c.relname || ' lacks ' || t.tgname AS lacking FROM pg_trigger t JOIN pg_inherits i ON i.inhparent = t.tgrelid
        JOIN pg_class c ON c.oid = i.inhrelid AND c.relkind = 'r'
        WHERE NOT t.tgisinternal AND t.tgtype & 1 = 0
          AND NOT EXISTS (SELECT FROM pg_trigger own WHERE own.tgrelid = c.oid AND own.tgname = t.tgname AND own.tgtype = t.tgtype
            AND own.tgfoid = t.tgfoid AND own.tgenabled = t.tgenabled)`),
    ).toEqual([]);
  });
});

test('the application reaches a part through its table only, where row-level security is', async () => {
  const children = await asked<{ name: string; acl: string | null }>(
    CHILDREN.replace('p.relname AS parent', 'p.relname AS parent, c.relacl::text AS acl'),
  );
  expect(children.length).toBeGreaterThan(90);
  // nobody but the owner was ever given anything
  expect(children.filter(({ acl }) => acl !== null)).toEqual([]);
  for (const { name } of children)
    await expect(application.query(`SELECT FROM ${name}`), name).rejects.toMatchObject({ code: '42501' });
  await expect(application.query('INSERT INTO record_p0 DEFAULT VALUES')).rejects.toMatchObject({ code: '42501' });
});

describe('refusals', () => {
  test('each index of a part is named after its table’s, so that the rule is known', async () => {
    const indexes = await asked<{ name: string; parent: string }>(`
      SELECT c.relname AS name, p.relname AS parent FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_class p ON p.oid = i.inhparent
      JOIN pg_index x ON x.indexrelid = c.oid JOIN pg_inherits t ON t.inhrelid = x.indrelid
      JOIN pg_partitioned_table h ON h.partrelid = t.inhparent AND h.partstrat = 'h'`);
    expect(indexes.length).toBeGreaterThan(150);
    expect(indexes.filter(({ name, parent }) => name.replace(/_p\d+$/, '') !== parent)).toEqual([]);
    const known = Object.keys(CONSTRAINT_PROBLEMS);
    expect(known.filter((name) => /_p\d+$/.test(name))).toEqual([]);
  });

  test('what a part says is the rule of its table: a key, an index, a check, a reference', async () => {
    const subject = '00000000-0000-0000-0000-00000000000a';
    const state = (
      request: string,
    ) => `INSERT INTO rights_state (subject_key, request_id, kind, fact_key, department_id, handled_by, state, sequence, opened_on)
      VALUES ('${subject}', '${request}', 'objection', '${subject}', 'd', 'd', 'open', 1, '2020-03-01')`;
    await owner.query('BEGIN');
    await owner.query('SET LOCAL session_replication_role = replica'); // references do not matter here
    await owner.query(state('00000000-0000-0000-0000-000000000001'));
    const refused = async (text: string) => {
      await owner.query('SAVEPOINT one');
      const error = await owner.query(text).then(
        () => undefined,
        (problem: pg.DatabaseError) => problem,
      );
      await owner.query('ROLLBACK TO SAVEPOINT one');
      return error;
    };
    const open = await refused(state('00000000-0000-0000-0000-000000000002'));
    expect(open?.constraint).toMatch(/^rights_one_open_p\d$/);
    expect(problemOfConstraint(open)?.code).toBe('rights.already_open');
    const key = await refused(state('00000000-0000-0000-0000-000000000001').replace("'objection'", "'repair'"));
    expect(key?.constraint).toMatch(/^rights_state_pkey_p\d$/);
    const checked = await refused(
      `INSERT INTO case_participant VALUES ('${subject}', '${subject}', '${subject}', 'nobody')`,
    );
    expect(checked?.constraint).toBe('case_participant_part_check');
    await owner.query('SET LOCAL session_replication_role = origin');
    const reference = await refused(
      `INSERT INTO case_action (subject_key, fact_key, sequence, action, part, actor_id, at, idempotency_key)
       VALUES ('${subject}', '${subject}', 1, 'review', 'reviewer', '${subject}', now(), 'k')`,
    );
    expect(reference?.constraint).toMatch(/^case_action_subject_key_fact_key_(actor_id_part_)?fkey$/);
    await owner.query('ROLLBACK');
  });
});

describe('what asks by subject reads one part', () => {
  const subject = '00000000-0000-0000-0000-00000000000b';
  test.each([
    ['the record of a subject', `SELECT FROM record WHERE subject_key = $1`],
    ['a case', `SELECT FROM case_action WHERE subject_key = $1 AND fact_key = $1 ORDER BY sequence`],
    ['a case for update', `SELECT FROM case_state WHERE subject_key = $1 AND fact_key = $1 FOR UPDATE`],
  ])('%s', async (_, text) => {
    const [row] = await asked<{ 'QUERY PLAN': unknown }>(
      `EXPLAIN (FORMAT json) ${text.replaceAll('$1', `'${subject}'`)}`,
    );
    const read = [...JSON.stringify(row).matchAll(/"Relation Name":"(\w+)"/g)].map(([, name]) => name!);
    const tables = Map.groupBy(read, (name) => name.replace(/_p\d$/, ''));
    expect(tables.size).toBeGreaterThan(0);
    for (const [table, parts] of tables) expect(new Set(parts).size, table).toBe(1);
  });

  test('a case by the number people use is found by an index in each part', async () => {
    const [row] = await asked<{ 'QUERY PLAN': unknown }>(
      'EXPLAIN (FORMAT json) SELECT subject_key FROM submission WHERE batch_id = 1 AND row_number = 3',
    );
    expect([...JSON.stringify(row).matchAll(/"Index Name":"submission_by_row_p\d"/g)].length).toBe(4);
    expect(JSON.stringify(row)).not.toContain('Seq Scan');
  });
});

describe('the number of parts', () => {
  test('is kept: another is refused, and nothing is changed', async () => {
    await expect(requirePartitions(owner, 8)).rejects.toThrow(/首次启动时已定为 4，环境变量 PARTITIONS 现为 8/);
    await requirePartitions(owner, 4);
    await requirePartitions(owner, undefined);
    await requirePartitions(application, 4);
  });

  test('made again, nothing changes; a table that comes later gets as many', async () => {
    const before = await asked(CHILDREN);
    await owner.query('BEGIN');
    await makePartitions(owner, 8);
    expect(await asked(CHILDREN)).toEqual(before);
    await owner.query('CREATE TABLE later (subject_key uuid PRIMARY KEY) PARTITION BY HASH (subject_key)');
    await makePartitions(owner, 8);
    expect((await asked<{ parent: string }>(CHILDREN)).filter(({ parent }) => parent === 'later').length).toBe(4);
    await owner.query(`CREATE UNIQUE INDEX ${'a_very_long_name_of_an_index_'.repeat(2)}x ON later (subject_key)`);
    await expect(makePartitions(owner, 8)).rejects.toThrow(/58 bytes/);
    await owner.query('ROLLBACK');
  });
});

test('the application refreshes what the server knows of tables that grew, and of no others', async () => {
  const known = async () =>
    (
      await asked<{ name: string }>(
        "SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND reltuples >= 0",
      )
    ).map(({ name }) => name.replace(/_p\d$/, ''));
  expect(await known()).not.toContain('record');
  for (const about of ['submissions', 'cases', 'directory', 'officer'])
    await application.query('SELECT refresh_statistics($1)', [about]);
  const after = new Set(await known());
  for (const table of ['submission', 'case_action', 'record', 'organisation_directory']) expect(after).toContain(table);
  expect(after).not.toContain('rights_request');
});

test('of submissions, every column that an index or the database itself goes by is among those that are refreshed', async () => {
  const [asking] = await asked<{ definition: string }>(
    "SELECT pg_get_functiondef('refresh_statistics(text)'::regprocedure) AS definition",
  );
  const listed = /ANALYZE \(SKIP_LOCKED\) public\.submission \(([^)]*)\)/.exec(asking!.definition)?.[1];
  const refreshed = new Set(listed?.split(',').map((name) => name.trim()));
  const gone = await asked<{ name: string }>(
    `SELECT DISTINCT a.attname AS name FROM pg_attribute a
     WHERE a.attrelid = 'submission'::regclass AND (
       EXISTS (SELECT FROM pg_index i WHERE i.indrelid = a.attrelid AND a.attnum = ANY (i.indkey::int2[]))
       OR EXISTS (SELECT FROM pg_policy p JOIN pg_depend d ON d.classid = 'pg_policy'::regclass AND d.objid = p.oid
         WHERE p.polrelid = a.attrelid AND d.refobjid = a.attrelid AND d.refobjsubid = a.attnum AND a.attname <> 'decision'))`,
  );
  expect(gone.length).toBeGreaterThan(5);
  expect(gone.map(({ name }) => name).filter((name) => !refreshed.has(name))).toEqual([]);
});

describe('the log', () => {
  const entry = (at: string) =>
    application.query(
      `INSERT INTO audit_entry (at, actor_kind, actor_id, action, look, object_type, object_id) VALUES ($1, 'system', 's', 'a', false, 'o', 'i') RETURNING tableoid::regclass::text AS part`,
      [at],
    );
  test('a month begins at midnight in the city; what no month was made for is kept as well', async () => {
    expect((await entry('2027-11-30T15:59:59.999Z')).rows).toEqual([{ part: 'audit_entry_2027_11' }]);
    expect((await entry('2027-11-30T16:00:00Z')).rows).toEqual([{ part: 'audit_entry_2027_12' }]);
    expect((await entry('2031-06-15T00:00:00Z')).rows).toEqual([{ part: 'audit_entry_rest' }]);
  });

  test('months are made once; one with entries already stays where it is; a day far off makes none', async () => {
    const prepare = async (day: string) =>
      (await application.query<{ made: number }>('SELECT prepare_log_months($1) AS made', [day])).rows[0]?.made;
    expect(await prepare('2027-12-01')).toBe(1); // March 2028
    expect(await prepare('2027-12-01')).toBe(0);
    expect(await prepare('2031-05-02')).toBe(3); // not June
    expect(await prepare('2525-01-01')).toBe(0);
    expect((await entry('2031-06-20T00:00:00Z')).rows).toEqual([{ part: 'audit_entry_rest' }]);
  });

  test('nobody who writes the log waits for a month, and a month waits for nobody', async () => {
    await application.query('BEGIN');
    await entry('2031-06-16T00:00:00Z'); // holds audit_entry_rest until the end
    expect(await asked("SELECT prepare_log_months('2029-01-01') AS made")).toEqual([{ made: 0 }]);
    await application.query('ROLLBACK');
    await application.query('BEGIN');
    await entry('2027-11-16T00:00:00Z'); // a month of its own
    expect(await asked("SELECT prepare_log_months('2029-01-01') AS made")).toEqual([{ made: 4 }]);
    await application.query('ROLLBACK');
  });
});
