/** catalogue-only: what no notice in force names is refused by the database itself, whatever writes it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { problemOfConstraint } from '#kernel/refusal/constraints.ts';
import { determinedCase } from '../../../tests/support/determined-case.ts';
import { createPlatform, type TestPlatform } from '../../../tests/support/platform.ts';
import { ref } from '../../../tests/support/refs.ts';
import { noteEnactedKinds, requireEnactedKinds } from './enacted-kinds.ts';

let platform: TestPlatform;
let batchId: string;
let recorded: string;
beforeAll(async () => {
  platform = await createPlatform();
  batchId = (await platform.report({ kind: '1.1' })).split('-')[0]!;
  recorded = (await determinedCase(platform, { kind: '1.2' })).split('-')[0]!;
});
afterAll(() => platform?.close());

const COLUMNS = `batch_id, row_number, subject_type, verdict, KIND, VERSION, matter, occurred_on, reporting_department,
  competent_department, reporter_id, uscc, organisation_name, sealed`;
/** Another submission like the first, but for what is said otherwise. */
const claim = (kind: string, version: string, subjectType = 'subject_type') =>
  `INSERT INTO submission (subject_key, fact_key, ${COLUMNS.replace('KIND', 'kind').replace('VERSION', 'version')})
   SELECT subject_key, gen_random_uuid(), ${COLUMNS.replace('KIND', kind)
     .replace('VERSION', version)
     .replace('subject_type', subjectType)} FROM submission WHERE batch_id = $1`;

const REFUSED: readonly [what: string, statement: string][] = [
  ['a kind nobody knows', claim(`'2020-2/9.9'`, 'version')],
  ['the notice’s own number without the notice', claim(`'1.1'`, 'version')],
  ['another notice’s kind', claim(`'2021-9/1.1'`, 'version')],
  ['a version that is not in force', claim('kind', '2')],
  ['a kind of organisations about a person', claim(`'2020-2/3.2.1'`, 'version')],
];

describe('a submission', () => {
  test.each(REFUSED)('%s is refused', async (_what, statement) => {
    const error = await platform.asApplication(statement, [batchId]).then(
      () => undefined,
      (caught: unknown) => caught,
    );
    expect(error).toMatchObject({ constraint: 'catalogue_only' });
    expect(problemOfConstraint(error)?.code).toBe('action.not_available');
    await expect(platform.owner.query(statement, [batchId]), 'the owner too').rejects.toThrow(/catalogue-only/);
  });

  test('as it is, it is taken; one wrong row refuses the whole statement', async () => {
    const count = async () => (await platform.owner.query('SELECT count(*)::int AS n FROM submission')).rows[0].n;
    const before = await count();
    await platform.asApplication(claim('kind', 'version'), [batchId]);
    expect(await count()).toBe(before + 1);
    const mixed = claim(
      `CASE WHEN fact_key = (SELECT min(fact_key::text)::uuid FROM submission WHERE batch_id = $1)
      THEN '2020-2/9.9' ELSE kind END`,
      'version',
    );
    await expect(platform.asApplication(mixed, [batchId])).rejects.toThrow(/catalogue-only/);
    expect(await count()).toBe(before + 1);
  });
});

describe('a record', () => {
  const RECORD = `subject_type, POLARITY, KIND, version, clause, matter, occurred_on, reporting_department, determining_department,
    determined_by, determined_at, valid_from, valid_until, disclosed_until, uscc, organisation_name, DECISION, prior_notice,
    batch_id, row_number`;
  const record = (polarity: string, kind: string, caseKey: string, decision = 'decision') =>
    `INSERT INTO record SELECT subject_key, gen_random_uuid(), ${caseKey}, ${RECORD.replace('POLARITY', polarity)
      .replace('KIND', kind)
      .replace('DECISION', decision)} FROM record WHERE batch_id = $1`;
  /** of the same subject, so that the record has a case of its own */
  const another = async () => {
    const { rows } = await platform.owner.query<{ fact_key: string }>(
      `${claim('kind', 'version')} RETURNING fact_key`,
      [recorded],
    );
    return `'${rows[0]!.fact_key}'`;
  };

  test('of a kind of the other polarity is refused', async () => {
    const statement = record('polarity', `'2020-2/2'`, await another());
    await expect(platform.owner.query(statement, [recorded])).rejects.toMatchObject({ constraint: 'catalogue_only' });
  });

  test('of a kind nobody knows is refused', async () => {
    const statement = record('polarity', `'2020-2/9.9'`, await another());
    await expect(platform.owner.query(statement, [recorded])).rejects.toMatchObject({ constraint: 'catalogue_only' });
  });

  test('without a case is refused, and a second one of its case', async () => {
    await expect(platform.owner.query(record('polarity', 'kind', 'gen_random_uuid()'), [recorded])).rejects.toThrow(
      /foreign key/,
    );
    const error = await platform.owner.query(record('polarity', 'kind', 'case_key'), [recorded]).then(
      () => undefined,
      (caught: unknown) => caught,
    );
    expect(problemOfConstraint(error)?.code).toBe('case.conflict');
  });
});

describe('the catalogue in the database', () => {
  test('is the pack’s, noted once', async () => {
    const { policy, database } = platform.context;
    await noteEnactedKinds(platform.owner, policy);
    const { rows } = await platform.owner.query('SELECT kind, version FROM enacted_kind');
    expect(rows.map(({ kind }) => kind).toSorted()).toEqual(policy.catalogue.map(({ id }) => id).toSorted());
    await expect(requireEnactedKinds(database, policy)).resolves.toBeUndefined();
  });

  test.each([
    'INSERT INTO enacted_kind VALUES ($1, 1, $2, $3, $4)',
    "UPDATE enacted_kind SET polarity = 'adverse' WHERE kind <> $1 || $2 || $3 || $4",
    'DELETE FROM enacted_kind WHERE kind <> $1 || $2 || $3 || $4',
  ])('is not the application’s to change: %s', async (statement) => {
    const values = ['2020-2/9.9', 'person', 'good', 'matter-and-date'];
    await expect(platform.asApplication(statement, values)).rejects.toThrow(/permission denied/);
  });

  test('means the same under one version: a pack that says otherwise does not start', async () => {
    const { policy, database } = platform.context;
    const [first, ...others] = policy.catalogue;
    const changed = { ...policy, catalogue: [{ ...first!, polarity: 'adverse' as const }, ...others] };
    await noteEnactedKinds(platform.owner, changed);
    await expect(requireEnactedKinds(database, changed)).rejects.toThrow(ref('1.1'));
    const more = { ...policy, catalogue: [...policy.catalogue, { ...first!, id: ref('1.8') }] };
    await expect(requireEnactedKinds(database, more)).rejects.toThrow(ref('1.8'));
    await noteEnactedKinds(platform.owner, more);
    await expect(requireEnactedKinds(database, more)).resolves.toBeUndefined();
  });
});
