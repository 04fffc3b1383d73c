/** Which policy a start runs when the folder no longer says what is enacted, and what it says about that. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { canonicalDigest } from '#kernel/exchange/canonical-json.ts';
import { withFloor } from '#kernel/floor/fold.ts';
import { withQuestions } from '#kernel/policy/questions.ts';
import { type CompiledPack, enactFirst } from '#platform/policy/index.ts';
import { openPlatform, testClock } from '../../tests/support/systems.ts';
import type { Config } from './config.ts';
import { DEFAULT_POLICY_FOLDER } from './default-policy.ts';
import { compiledPacks, notingOf, policyInForce, readFolder } from './enacted-policy.ts';
import { loadLaw } from './law.ts';

let platform: Awaited<ReturnType<typeof openPlatform>>;
let written: CompiledPack;
let edited: CompiledPack;
let said: string[];
beforeAll(async () => {
  platform = await openPlatform(testClock('2020-03-16T01:00:00Z'));
  [written] = await compiledPacks(DEFAULT_POLICY_FOLDER);
  const policy = withQuestions({ ...written.policy, title: '改过的通知' });
  edited = { policy, digest: canonicalDigest(policy), sourceDigest: 'b'.repeat(64), law: written.law };
});
afterAll(() => platform?.close());
beforeEach(() => {
  said = [];
});

const starting = (folder: CompiledPack, given: Partial<Config> = {}, ...more: CompiledPack[]) =>
  policyInForce(
    { systems: ['platform'], policyAsWritten: false, demo: false, dataDirectory: '/var/city', ...given } as Config,
    { url: () => platform.url, ownerUrl: () => undefined, stop: async () => {} },
    { packs: [folder, ...more], law: folder.law },
    { clock: platform.context.clock, log: (message) => said.push(message) },
  );

test('a database in which nothing is enacted is not run on whatever lies in the folder', async () => {
  await expect(starting(written)).rejects.toThrow('首次施行由表的所有者登记');
});

test('the folder as it was enacted runs without a word', async () => {
  await enactFirst(platform.owner, [written]);
  const { policy } = await starting(written);
  expect(canonicalDigest(policy)).toBe(canonicalDigest(withFloor(written.policy, written.law).policy));
  expect(said).toEqual([]);
});

test('an edited folder changes no rule: the enacted version runs, and one message says so', async () => {
  const { policy, rules } = await starting(edited);
  expect(policy.title).toBe(written.policy.title);
  expect(rules?.today().enactments).toMatchObject([{ version: 1, digest: written.digest }]);
  expect(said).toHaveLength(1);
  for (const word of [written.policy.id, written.digest.slice(0, 12), edited.digest.slice(0, 12), '须经两人施行'])
    expect(said[0]).toContain(word);
});

test('a demo is told how it begins anew; one that somebody edits runs its folder, and says so', async () => {
  expect((await starting(edited, { demo: true })).policy.title).toBe(written.policy.title);
  expect(said.pop()).toContain('/var/city');
  expect((await starting(edited, { demo: true, policyAsWritten: true })).policy.title).toBe('改过的通知');
  expect(said.pop()).toContain('POLICY_AS_WRITTEN');
});

test('a process without the platform has nothing to compare with', async () => {
  const { policy, rules } = await starting(edited, { systems: ['site'] });
  expect([policy.title, rules]).toEqual([edited.policy.title, undefined]);
});

test('what was enacted before the law asked for more runs with the law under it, and one line says so', async () => {
  const law = await loadLaw();
  const [first, ...others] = law.rules;
  const rules = [{ ...first!, dated: first!.dated.map((entry) => ({ ...entry, value: 21 })) }, ...others];
  const { policy } = await starting({ ...written, law: { ...law, rules } });
  expect(first?.id).toBe('minimum-age');
  expect([written.policy.minimumAge.years, policy.minimumAge.years]).toEqual([18, 21]);
  expect(said).toHaveLength(1);
  expect(said[0]).toContain(first!.title);
  const alone = await starting({ ...edited, law: { ...law, rules } }, { systems: ['points'] });
  expect(alone.policy.minimumAge.years).toBe(21);
});

test('a folder that cannot be read, or lacks what is enacted, stops no start: what is enacted runs, and one line says so', async () => {
  const databases = { url: () => platform.url, ownerUrl: () => undefined, stop: async () => {} };
  const config = { systems: ['platform'], policyAsWritten: false, demo: false, dataDirectory: '/var/city' };
  const asked = { clock: platform.context.clock, log: (message: string) => said.push(message) };
  const folder = await readFolder('/nowhere/at/all');
  const { policy } = await policyInForce(
    { ...config, policyDirectory: '/nowhere' } as unknown as Config,
    databases,
    folder,
    asked,
  );
  expect(policy.title).toBe(written.policy.title);
  expect(said).toHaveLength(1);
  expect(said[0]).toContain('读不出来');
  await notingOf(folder)(platform.owner as never);
  const other = withQuestions({ ...written.policy, id: '2099-9' });
  said = [];
  await starting({ ...written, policy: other, digest: canonicalDigest(other) });
  expect(said.some((line) => line.includes(`文件夹中没有已施行的通知 ${written.policy.id}`))).toBe(true);
});
