/** Enacting is an act of two: who may, for which day, what they saw; and it changes what the rehearsal announced and nothing else. */
import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { canonicalDigest } from '#kernel/exchange/canonical-json.ts';
import type { Policy, PolicyData } from '#kernel/policy/policy.ts';
import { withQuestions } from '#kernel/policy/questions.ts';
import { type CompiledPack, enactFirst, noteBegun } from '#platform/policy/index.ts';
import { DEFAULT_POLICY_FOLDER } from '#runtime/default-policy.ts';
import { compiledPacks } from '#runtime/enacted-policy.ts';
import { RulesInForce } from '#runtime/rules-in-force.ts';
import { createPlatform, type TestPlatform } from '../../../tests/support/platform.ts';
import { DAY } from '../../../tests/support/systems.ts';
import type { Actor } from '../access/actor.ts';
import { type EnactingContext, overview } from './overview.ts';
import { acknowledge, decide, propose, proposeRepeal, rehearseDrafts } from './service.ts';

let platform: TestPlatform;
let owner: pg.Client;
let written: CompiledPack;
let rules: RulesInForce;
let inFolder: CompiledPack[];
let enacting: EnactingContext;
let first: Actor;
let second: Actor;

beforeAll(async () => {
  [written] = await compiledPacks(DEFAULT_POLICY_FOLDER);
});
beforeEach(async () => {
  platform = await createPlatform();
  owner = platform.owner;
  const all = await enactFirst(owner, [written]);
  rules = new RulesInForce(all, 1, written.law, platform.clock);
  inFolder = [written];
  const context = { ...platform.context, policy: rules.policy, policies: rules.policies };
  enacting = {
    ...{ context, rules },
    folder: async () => ({ packs: inFolder, findings: [] }),
    learn: async () => void (await rules.refresh(owner)),
  };
  first = platform.actors['creditOffice']!;
  second = platform.actors['creditOfficeSecond']!;
  return () => platform.close();
});

const packOf = (policy: Policy): CompiledPack => ({ ...written, policy, digest: canonicalDigest(policy) });
const changed = (change: (data: PolicyData) => PolicyData): CompiledPack =>
  packOf(withQuestions(change(written.policy)));
const retitled = () => changed((data) => ({ ...data, title: '改过的通知' }));
const TOMORROW = '2020-03-17';
const proposed = () => propose(enacting, first, { fromDay: TOMORROW });
const confirm = (id: string, digest: string, who = second) =>
  decide(enacting, who, id, { decision: 'confirmed', digest });
const refusal = (code: string, word = '') =>
  expect.objectContaining({
    code,
    ...(word ? { said: expect.objectContaining({ zh: expect.stringContaining(word) }) } : {}),
  });

/** Every row of every table, by table: what a version changed is seen by comparing. */
async function allRows(): Promise<Record<string, string[]>> {
  const { rows: tables } = await owner.query<{ name: string }>(
    `SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 1`,
  );
  const all: Record<string, string[]> = {};
  for (const { name } of tables) {
    const { rows } = await owner.query<{ row: string }>(`SELECT t::text AS row FROM ${name} t ORDER BY 1`);
    all[name] = rows.map(({ row }) => row);
  }
  return all;
}
const changedTables = (before: Record<string, string[]>, after: Record<string, string[]>) =>
  Object.keys(after).filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));

test('proposed by one, confirmed by another, it runs from its day in this process and any other, and not before', async () => {
  inFolder = [retitled()];
  const other = new RulesInForce(rules.all, 1, written.law, platform.clock);
  const { id, digest, items } = await proposed();
  expect(items).toMatchObject([{ scope: written.policy.id, version: 2, difference: [{ kind: 'changed' }] }]);
  const decided = await confirm(id, digest);
  expect(decided).toMatchObject({ decision: 'confirmed', may: { confirmed: { available: false } } });
  await other.refresh(owner);
  for (const one of [rules, other]) expect([one.policy.version, one.policy.title]).toEqual([1, written.policy.title]);
  platform.clock.forward(DAY);
  for (const one of [rules, other]) expect([one.policy.version, one.policy.title]).toEqual([2, '改过的通知']);
  expect(rules.policies.at({ notice: written.policy.id, version: 1 }).title).toBe(written.policy.title);
  const { versions, folder } = await overview(enacting, first);
  expect(folder.differs).toEqual([]);
  expect(versions).toMatchObject([
    { version: 2, standing: 'in-force', proposedBy: first.name, confirmedBy: second.name, confirmed: true },
    { version: 1, standing: 'past', proposedBy: null, confirmed: false },
  ]);
});

test('whoever proposed it does not confirm it, nor does anybody without the office, by rule and by database', async () => {
  inFolder = [retitled()];
  const { id, digest, may } = await proposed();
  expect(may).toMatchObject({ confirmed: { available: false }, withdrawn: { available: true } });
  await expect(confirm(id, digest, first)).rejects.toEqual(refusal('four_eyes.violated'));
  await expect(confirm(id, digest, platform.actors['auditor']!)).rejects.toEqual(refusal('permission.denied'));
  const insert = `INSERT INTO enactment_decision (proposal_id, decision, decided_by, decided_at) VALUES ($1, 'confirmed', $2, '2020-03-16')`;
  await expect(platform.asApplication(insert, [id, first.id], first)).rejects.toMatchObject({
    constraint: 'enactment_four_eyes',
  });
  await expect(platform.asApplication(insert, [id, second.id], first)).rejects.toMatchObject({
    constraint: 'enactment_reach',
  });
  await expect(platform.asApplication(insert, [id, second.id], platform.actors['auditor']!)).rejects.toMatchObject({
    constraint: 'enactment_reach',
  });
  const proposal = `INSERT INTO enactment_proposal (proposal_id, kind, from_day, items, rehearsal, digest, proposed_by, proposed_at)
    VALUES (gen_random_uuid(), 'repeal', '2020-03-18', '[{"scope": "x"}]', '{}', repeat('0', 64), $1, '2020-03-16')`;
  for (const [named, who] of [
    [second, first],
    [platform.actors['auditor']!, platform.actors['auditor']!],
  ] as const)
    await expect(platform.asApplication(proposal, [named.id], who)).rejects.toMatchObject({
      constraint: 'enactment_reach',
    });
  expect((await owner.query('SELECT FROM enactment')).rowCount).toBe(1);
  await expect(decide(enacting, second, id, { decision: 'withdrawn', digest })).rejects.toEqual(
    refusal('action.not_available'),
  );
  expect(await decide(enacting, first, id, { decision: 'withdrawn', digest })).toMatchObject({ decision: 'withdrawn' });
  await expect(confirm(id, digest)).rejects.toEqual(refusal('action.not_available'));
});

test('rules do not reach back: neither today nor earlier, and not confirmed once the day has come', async () => {
  inFolder = [retitled()];
  for (const fromDay of ['2020-03-16', '2020-01-01'])
    await expect(propose(enacting, first, { fromDay })).rejects.toEqual(refusal('request.invalid', TOMORROW));
  const { id, digest } = await proposed();
  platform.clock.forward(DAY);
  await expect(confirm(id, digest)).rejects.toEqual(refusal('action.not_available', '已到'));
  const late = `INSERT INTO enactment_decision (proposal_id, decision, decided_by, decided_at) VALUES ($1, 'confirmed', $2, '2020-03-16T16:00:00Z')`;
  await expect(platform.asApplication(late, [id, second.id], second)).rejects.toMatchObject({
    constraint: 'enactment_not_in_the_past',
  });
});

test('what is confirmed is what was seen: another digest, another folder, other data are refused, each in its words', async () => {
  inFolder = [retitled()];
  const { id, digest } = await proposed();
  await expect(confirm(id, 'f'.repeat(64))).rejects.toEqual(refusal('case.conflict', '刷新'));
  inFolder = [changed((data) => ({ ...data, title: '又改过的通知' }))];
  await expect(confirm(id, digest)).rejects.toEqual(refusal('case.conflict', '文件夹'));
  const [body] = written.policy.departments.filter(({ level }) => level === 'district').slice(-1);
  inFolder = [withoutBody(body!.id)];
  const retiring = await proposed();
  expect(retiring.rehearsal.changes).toMatchObject([{ about: 'body', name: body!.name }]);
  await platform.officer(body!.id, 'reporter');
  await expect(confirm(retiring.id, retiring.digest)).rejects.toEqual(refusal('case.conflict', '预演'));
  expect((await owner.query('SELECT FROM enactment')).rowCount).toBe(1);
});

/** Without a body that nothing else stands below. */
const withoutBody = (id: string) =>
  changed((data) => ({ ...data, departments: data.departments.filter((one) => one.id !== id && one.parent !== id) }));

test('of two that confirm at once one does, and one version comes of it', async () => {
  inFolder = [retitled()];
  const { id, digest } = await proposed();
  const both = await Promise.allSettled([
    confirm(id, digest, second),
    confirm(id, digest, platform.actors['creditOfficeThird']!),
  ]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect((await owner.query(`SELECT FROM enactment WHERE version = 2`)).rowCount).toBe(1);
  expect((await owner.query(`SELECT FROM enacted_kind WHERE version = 2`)).rowCount).toBe(
    written.policy.catalogue.length,
  );
});

test('two proposals of the same version: the second confirmation is refused, for its number is taken', async () => {
  inFolder = [retitled()];
  const [one, other] = [await proposed(), await propose(enacting, second, { fromDay: '2020-03-18' })];
  await confirm(one.id, one.digest);
  await expect(confirm(other.id, other.digest, first)).rejects.toEqual(refusal('case.conflict', '已施行的版本'));
});

test('a process that dies after the confirmation leaves it enacted, and every process learns of it', async () => {
  inFolder = [retitled()];
  const { id, digest } = await proposed();
  let asked = 0;
  const dying: EnactingContext = {
    ...enacting,
    learn: async () => {
      asked += 1;
      if (asked > 1) throw new Error('died');
    },
  };
  await expect(decide(dying, second, id, { decision: 'confirmed', digest })).rejects.toThrow('died');
  expect(await rules.refresh(owner)).toBe(true);
  expect(await rules.refresh(owner)).toBe(false);
  expect(rules.all.map(({ version }) => version)).toEqual([1, 2]);
});

test('kinds and bodies that open cases use do not vanish: refused before it is proposed, by case number', async () => {
  const caseId = await platform.report();
  const { rows } = await owner.query('SELECT kind, competent_department AS body FROM submission');
  const { kind, body } = rows[0] as { kind: string; body: string };
  inFolder = [changed((data) => ({ ...data, catalogue: data.catalogue.filter(({ id }) => id !== kind) }))];
  await expect(proposed()).rejects.toEqual(refusal('action.not_available', caseId));
  const rehearsal = await rehearseDrafts(enacting, first, { fromDay: TOMORROW });
  expect(rehearsal.obstacles).toMatchObject([{ about: 'case', name: caseId, zh: expect.stringContaining(kind) }]);
  inFolder = [withoutBody(body)];
  await expect(proposed()).rejects.toEqual(refusal('action.not_available', caseId));
});

test('a rehearsal writes nothing; an enactment changes what it announced, and nothing else', async () => {
  await platform.report();
  const listed = written.policy.lists[0]!;
  const renamed = written.policy.departments.find(({ level }) => level === 'district')!;
  inFolder = [
    changed((data) => ({
      ...data,
      lists: data.lists.map((list) => (list.id === listed.id ? { ...list, title: '改称的名单' } : list)),
      departments: data.departments.map((one) => (one.id === renamed.id ? { ...one, name: '改名的单位' } : one)),
    })),
  ];
  const start = await allRows();
  const rehearsal = await rehearseDrafts(enacting, first, { fromDay: TOMORROW });
  expect(changedTables(start, await allRows())).toEqual([]);
  expect(rehearsal).toMatchObject({
    changes: [
      { about: 'body', name: renamed.name, zh: expect.stringContaining('改名的单位') },
      { about: 'list', name: listed.title, zh: expect.stringContaining('改称的名单') },
    ],
    obstacles: [],
    staying: { cases: 1 },
  });
  const { id, digest } = await proposed();
  const before = await allRows();
  await confirm(id, digest);
  const after = await allRows();
  const announced = ['audit_digest', 'audit_entry', 'enacted_competence', 'enacted_document_type', 'enacted_ground'];
  announced.push('enacted_kind', 'enacted_period', 'enacted_public_kind', 'enactment', 'enactment_decision');
  const touched = changedTables(before, after);
  expect(touched.filter((name) => ![...announced, 'enactment_noted'].includes(name))).toEqual([]);
  expect(touched).toEqual(expect.arrayContaining(['audit_entry', 'enacted_kind', 'enactment', 'enactment_noted']));
  // on its day: the list's title, and no row of anything else
  platform.clock.forward(DAY);
  await noteBegun(owner, rules.today().day);
  const begun = await allRows();
  expect(changedTables(after, begun)).toEqual(['list']);
  const lists = await owner.query<{ id: string; title: string }>('SELECT id, title FROM list ORDER BY id');
  expect(lists.rows.map(({ id, title }) => [id, title])).toEqual(
    written.policy.lists.map(({ id, title }) => [id, id === listed.id ? '改称的名单' : title]).sort(),
  );
  // the case that was open goes on under the rules it was made under
  const { rows } = await owner.query('SELECT kind, version FROM submission');
  expect(rules.policies.at(rows[0] as { kind: string; version: number }).lists[0]?.title).toBe(listed.title);
});

test('the only notice is not repealed; another is, closes for what is new, and stays readable', async () => {
  await expect(proposeRepeal(enacting, first, { notice: written.policy.id, fromDay: TOMORROW })).rejects.toEqual(
    refusal('action.not_available', '唯一'),
  );
  const successor = changed((data) => ({
    ...data,
    id: '2021-7',
    catalogue: [],
    lists: [],
    events: [],
    measures: [],
    benefits: [],
    points: { ...data.points, rules: [] },
  }));
  inFolder = [written, successor];
  const next = await proposed();
  expect(next.items).toMatchObject([{ scope: '2021-7', version: 1 }]);
  await confirm(next.id, next.digest);
  platform.clock.forward(DAY);
  expect(rules.policy.notices().map(({ id }) => id)).toEqual([written.policy.id, '2021-7']);
  const repeal = await proposeRepeal(enacting, first, { notice: written.policy.id, fromDay: '2020-03-18' });
  await confirm(repeal.id, repeal.digest);
  const kind = written.policy.catalogue[0]!;
  expect(rules.policy.findKind(kind.id)?.title).toBe(kind.title);
  platform.clock.forward(DAY);
  expect(rules.policy.notices().map(({ id }) => id)).toEqual(['2021-7']);
  expect(rules.policy.findKind(kind.id)).toBeUndefined();
  expect(rules.policy.kind(kind.id).title).toBe(kind.title);
  expect(rules.policies.at({ kind: kind.id, version: 1 }).kind(kind.id).title).toBe(kind.title);
  inFolder = [changed((data) => ({ ...data, title: '又来' })), successor];
  await expect(propose(enacting, first, { fromDay: '2020-04-01' })).rejects.toEqual(refusal('request.invalid', '废止'));
});

test('what the installation enacted is unconfirmed until two administrators of the credit office say so', async () => {
  const administrators = [
    await platform.officer('credit-office', 'administrator'),
    await platform.officer('credit-office', 'administrator'),
  ] as const;
  const version = { scope: written.policy.id, version: 1 };
  const insert = 'INSERT INTO enactment_acknowledged (scope, version, officer_id, at) VALUES ($1, 1, $2, now())';
  await expect(platform.asApplication(insert, [written.policy.id, first.id], first)).rejects.toMatchObject({
    constraint: 'enactment_reach',
  });
  await expect(acknowledge(enacting, first, version)).rejects.toEqual(refusal('action.not_available'));
  expect(await acknowledge(enacting, administrators[0], version)).toMatchObject({ confirmed: false });
  await expect(acknowledge(enacting, administrators[0], version)).rejects.toMatchObject({
    constraint: 'enactment_acknowledged_pkey',
  });
  expect(await acknowledge(enacting, administrators[1], version)).toMatchObject({
    confirmed: true,
    acknowledgedBy: expect.arrayContaining(administrators.map(({ name }) => name)),
  });
});

test('a change of the city is enacted in every notice that holds it, and recorded as the city’s', async () => {
  inFolder = [changed((data) => ({ ...data, names: { ...data.names, city: '某市' } }))];
  await expect(propose(enacting, first, { fromDay: TOMORROW, scopes: [written.policy.id] })).rejects.toEqual(
    refusal('request.invalid', '全市部分'),
  );
  const { id, digest, items } = await proposed();
  expect(items.map(({ scope, version }) => [scope, version])).toEqual([
    ['city', 1],
    [written.policy.id, 2],
  ]);
  await confirm(id, digest);
  platform.clock.forward(DAY);
  expect(rules.policy.names.city).toBe('某市');
  expect((await overview(enacting, first)).folder.differs).toEqual([]);
});
