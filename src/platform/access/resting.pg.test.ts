/** A role that rests says so, why, and who ends one: to whoever holds it and to whoever administers them, in agreement with the database. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPlatform, type TestPlatform } from '../../../tests/support/platform.ts';
import { type Actor, ROLES, type Role } from './actor.ts';
import { ownPosts, restingOf } from './resting.ts';
import { whyRests } from './roles-apart.ts';
import { officerActor, officers } from './service.ts';
import { findOfficer } from './store.ts';
import { transact } from './transaction.ts';

let platform: TestPlatform;
let city: Actor;

beforeAll(async () => {
  platform = await createPlatform();
  city = await platform.officer('credit-office', 'administrator');
});
afterAll(() => platform?.close());

const registerOf = async (by: Actor, name: string) =>
  (await officers(platform.context, by, { name, standing: 'all', limit: 10 })).items[0]!;
const recognised = async ({ id }: Actor) => (await officerActor(platform.context, id, 'request'))!;

test('both of two roles that never meet are told, with the reason and the administrators who can end one', async () => {
  const district = await platform.officer('airport', 'administrator');
  const torn = await platform.officer('airport', 'reviewer', 'assistant', 'reporter');
  const { posts } = await registerOf(city, torn.name);
  expect(posts.map(({ role, rests }) => [role, rests?.zh ?? null])).toEqual([
    ['reviewer', expect.stringContaining('审核与窗口协办不能由一人兼任')],
    ['assistant', expect.stringContaining('窗口协办与审核不能由一人兼任')],
    ['reporter', null],
  ]);
  expect(posts[0]!.rests!.endedBy.toSorted()).toEqual([city.name, district.name].toSorted());
  const own = await restingOf(platform.context, await recognised(torn));
  expect(own.map(({ role }) => role)).toEqual(['reviewer', 'assistant']);
  expect(own[0]!.endedBy).toContain(district.name);
  // and what rests is not acted in
  expect((await recognised(torn)).roles).toEqual(['reporter']);
});

test('an administrator whose own roles collide is told of another, not of themself', async () => {
  const torn = await platform.officer('airport', 'administrator', 'reporter');
  const own = await restingOf(platform.context, await recognised(torn));
  expect(own.map(({ role }) => role)).toEqual(['administrator', 'reporter']);
  for (const { endedBy } of own) {
    expect(endedBy).toContain(city.name);
    expect(endedBy).not.toContain(torn.name);
  }
});

test('a role taken over rests beside an own one, which does not', async () => {
  const absent = await platform.officer('industry-bureau', 'reviewer');
  const helper = await platform.officer('industry-bureau', 'assistant');
  await platform.owner.query(
    `INSERT INTO delegation (id, department_id, from_officer, to_officer, role, starts_on, ends_on, reason, given_by, given_at)
     VALUES (gen_random_uuid(), 'industry-bureau', $1, $2, 'reviewer', '2020-03-01', '2020-03-31', '外出培训', $1, now())`,
    [absent.id, helper.id],
  );
  expect(await restingOf(platform.context, await recognised(helper))).toMatchObject([
    { role: 'reviewer', takenOver: true, zh: expect.stringContaining('代理') },
  ]);
  expect((await recognised(helper)).roles).toEqual(['assistant']);
});

test('in every pair of roles, in its place and out of it, page and database say the same', async () => {
  for (const department of ['credit-office', 'airport'])
    for (const [at, one] of ROLES.entries())
      for (const other of ROLES.slice(at)) {
        const roles: Role[] = one === other ? [one] : [one, other];
        const officer = await platform.officer(department, ...roles);
        const row = await transact(platform.context.database, city, (tx) => findOfficer(tx, officer.id));
        const held = ownPosts(row!);
        const acting = held.filter((post) => whyRests(platform.context.policy, held, post) === undefined);
        const { posts } = await recognised(officer);
        expect(posts.map(({ role }) => role).toSorted(), `${roles.join()} in ${department}`).toEqual(
          acting.map(({ role }) => role).toSorted(),
        );
      }
});
