/** What runs is what is enacted: the installation enacts once, nobody else can, and what is stored is the policy to the letter. */
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { canonicalDigest } from '#kernel/exchange/canonical-json.ts';
import type { Policy } from '#kernel/policy/policy.ts';
import { withQuestions } from '#kernel/policy/questions.ts';
import { type LocalDate, toLocalDate } from '#kernel/time/local-date.ts';
import { loadLaw } from '#runtime/law.ts';
import { createPlatform, type TestPlatform } from '../../../tests/support/platform.ts';
import { enactedOn, enactFirst, findEnactments } from './index.ts';

let platform: TestPlatform;
let owner: pg.Client;
let policy: Policy;
beforeAll(async () => {
  platform = await createPlatform();
  owner = platform.owner;
  policy = platform.context.policy;
});
afterAll(() => platform?.close());
beforeEach(async () => {
  await owner.query('ALTER TABLE enactment DISABLE TRIGGER append_only');
  await owner.query('DELETE FROM enactment');
  await owner.query('ALTER TABLE enactment ENABLE TRIGGER append_only');
});

const SOURCE = 'a'.repeat(64);
const TODAY = toLocalDate('2020-03-16');
const law = await loadLaw();
const packOf = (one: Policy) => ({ policy: one, digest: canonicalDigest(one), sourceDigest: SOURCE, law });
const changed = () => withQuestions({ ...policy, title: '改过的通知' });

interface Row {
  readonly scope?: string;
  readonly version?: number;
  readonly from?: string;
  readonly by?: readonly [string | null, string | null];
}

/** One row as somebody might write it past the product. */
const insert = (
  one: Row = {},
  ask: (text: string, values: unknown[]) => Promise<unknown> = (t, v) => owner.query(t, v),
) => {
  const { scope = policy.id, version = 1, from = '2020-02-13', by = [null, null] } = one;
  return ask(
    `INSERT INTO enactment (scope, version, from_day, digest, compiled, source_digest, proposed_by, confirmed_by)
     VALUES ($1, $2, $3, $4, jsonb_build_object('id', $1::text), $4, $5, $6)`,
    [scope, version, from, SOURCE, ...by],
  );
};
const inForce = async (day: LocalDate) => {
  const all = await findEnactments(owner);
  if (!all) throw new Error('nothing is enacted');
  return enactedOn(all, day);
};
const two = () => [platform.actors['creditOffice']!.id, platform.actors['creditOfficeSecond']!.id] as const;

test('the first start enacts version 1, by nobody; what comes back is the same policy, with its questions', async () => {
  const [enacted, ...more] = await enactFirst(owner, [packOf(policy)]);
  expect(more).toEqual([]);
  expect(enacted).toMatchObject({ notice: policy.id, version: 1, fromDay: policy.effectiveFrom });
  expect(canonicalDigest(enacted.policy)).toBe(canonicalDigest(policy));
  const [found] = await inForce(TODAY);
  const kind = policy.catalogue[0]!.id;
  expect(found?.policy.kind(kind)).toEqual(policy.kind(kind));
  expect(found?.policy.timerOn('data-check', TODAY)).toEqual(policy.timerOn('data-check', TODAY));
  const { rows } = await owner.query('SELECT scope, proposed_by, confirmed_by, source_digest FROM enactment');
  expect(rows).toEqual([{ scope: policy.id, proposed_by: null, confirmed_by: null, source_digest: SOURCE }]);
});

test('a later start with a changed folder, or with another notice, enacts nothing: the enacted version comes back', async () => {
  await enactFirst(owner, [packOf(policy)]);
  expect((await enactFirst(owner, [packOf(changed())]))[0].policy.title).toBe(policy.title);
  const other = withQuestions({ ...policy, id: 'another' });
  expect((await enactFirst(owner, [packOf(other)]))[0].notice).toBe(policy.id);
  expect((await owner.query('SELECT FROM enactment')).rowCount).toBe(1);
});

test('the first start enacts every notice of the folder; each runs from its own day', async () => {
  const later = withQuestions({ ...policy, id: '2021-7', effectiveFrom: toLocalDate('2021-07-21') });
  const enacted = await enactFirst(owner, [packOf(policy), packOf(later)]);
  expect(enacted.map(({ notice, version }) => [notice, version])).toEqual([
    [policy.id, 1],
    ['2021-7', 1],
  ]);
  expect((await inForce(TODAY)).map(({ notice }) => notice)).toEqual([policy.id]);
  expect((await inForce(toLocalDate('2021-07-21'))).map(({ notice }) => notice)).toEqual([policy.id, '2021-7']);
  // before the first day of all there is nothing else that could run
  expect((await inForce(toLocalDate('2019-01-01'))).map(({ notice }) => notice)).toEqual([policy.id]);
});

test('what was changed behind the triggers is not run', async () => {
  await enactFirst(owner, [packOf(policy)]);
  await owner.query('ALTER TABLE enactment DISABLE TRIGGER append_only');
  await owner.query(`UPDATE enactment SET compiled = jsonb_set(compiled, '{minimumAge,years}', '6')`);
  await owner.query('ALTER TABLE enactment ENABLE TRIGGER append_only');
  await expect(findEnactments(owner)).rejects.toThrow('与其摘要不符');
});

test('a later version runs from its own day, not before', async () => {
  await enactFirst(owner, [packOf(policy)]);
  const next = packOf(changed());
  await owner.query(
    `INSERT INTO enactment (scope, version, from_day, digest, compiled, source_digest, proposed_by, confirmed_by)
     VALUES ($1, 2, '2020-06-01', $2, $3, $4, $5, $6)`,
    [policy.id, next.digest, JSON.stringify(next.policy), SOURCE, ...two()],
  );
  expect(await inForce(toLocalDate('2020-05-31'))).toMatchObject([{ version: 1, policy: { version: 1 } }]);
  expect(await inForce(toLocalDate('2020-06-01'))).toMatchObject([
    { version: 2, policy: { version: 2, title: '改过的通知' } },
  ]);
  expect((await findEnactments(owner))?.map(({ policy: { title } }) => title)).toEqual([policy.title, '改过的通知']);
});

test('after the last day of all what began last still runs, and not what was before it', async () => {
  await enactFirst(owner, [packOf(policy)]);
  const last = packOf(changed());
  await owner.query(
    `INSERT INTO enactment (scope, version, from_day, until_day, digest, compiled, source_digest, proposed_by, confirmed_by)
     VALUES ($1, 2, '2020-06-01', '2020-12-31', $2, $3, $4, $5, $6)`,
    [policy.id, last.digest, JSON.stringify(last.policy), SOURCE, ...two()],
  );
  expect(await inForce(toLocalDate('2020-12-31'))).toMatchObject([{ version: 2 }]);
  expect(await inForce(toLocalDate('2021-01-01'))).toMatchObject([{ version: 2 }]);
});

test('the application cannot enact', async () => {
  await expect(insert({}, (text, values) => platform.asApplication(text, values))).rejects.toMatchObject({
    code: '42501',
  });
});

test.each<[string, () => Row, string]>([
  ['one officer alone', () => ({ version: 2, from: '2020-06-01', by: [two()[0], two()[0]] }), 'enacted_by_two'],
  ['a later version by nobody', () => ({ version: 2, from: '2020-06-01' }), 'first_enacted_by_installation'],
  ['proposed only', () => ({ version: 2, from: '2020-06-01', by: [two()[0], null] }), 'first_enacted_by_installation'],
  ['a number left out', () => ({ version: 3, from: '2020-06-01', by: two() }), 'enactment_follows'],
  ['from a day that is another version’s', () => ({ version: 2, by: two() }), 'enactment_follows'],
  ['a scope that begins with version 2', () => ({ scope: 'city', version: 2, by: two() }), 'enactment_follows'],
])('the database refuses %s', async (_, row, constraint) => {
  await insert();
  await expect(insert(row())).rejects.toMatchObject({ constraint });
});

test('an officer nobody knows enacts nothing', async () => {
  await insert();
  const row = { version: 2, from: '2020-06-01', by: [randomUUID(), two()[1]] as const };
  await expect(insert(row)).rejects.toMatchObject({ code: '23503' });
});

test('what is below the law is not enacted, whoever compiled it; what is enacted already stays', async () => {
  const young = withQuestions({ ...policy, minimumAge: { ...policy.minimumAge, years: 6 } });
  await expect(enactFirst(owner, [packOf(young)])).rejects.toThrow('低于法定底线，不能施行');
  expect(await findEnactments(owner)).toBeUndefined();
  await enactFirst(owner, [packOf(policy)]);
  expect((await enactFirst(owner, [packOf(young)]))[0].policy.minimumAge.years).toBe(18);
});

test('an enactment names the law it was held against', async () => {
  await enactFirst(owner, [packOf(policy)]);
  const { rows } = await owner.query('SELECT floor_digest FROM enactment');
  expect(rows).toEqual([{ floor_digest: canonicalDigest(law) }]);
});
