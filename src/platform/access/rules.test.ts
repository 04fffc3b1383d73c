/** Who gives which role where: every role, by every kind of giver, in every kind of place. */
import { expect, test } from 'vitest';
import { loadPolicy } from '#runtime/policy.ts';
import { type Actor, postsIn, ROLES, type Role } from './actor.ts';
import { administers, whyNotGive } from './rules.ts';

const policy = await loadPolicy(new URL('../../../cities/zhengzhou', import.meta.url).pathname);

function officer(departmentId: string, roles: readonly Role[], over: Partial<Actor> = {}): Actor {
  const posts = postsIn(departmentId, roles);
  return { kind: 'officer', id: 'giver', name: '某', departmentId, roles, posts, ...over };
}

/** Everybody who is no administrator, whatever they see. */
const NOBODY: readonly [string, Actor][] = [
  ...ROLES.filter((role) => role !== 'administrator').map((role): [string, Actor] => [
    `${role} of the credit office`,
    officer('credit-office', [role]),
  ]),
  [
    'all roles but administrator',
    officer(
      'airport',
      ROLES.filter((role) => role !== 'administrator'),
    ),
  ],
  ['no role', officer('credit-office', [])],
  ['a system', officer('credit-office', ['administrator'], { kind: 'machine' })],
  ['background work', officer('credit-office', ['administrator'], { kind: 'system', departmentId: null })],
  [
    'an administrator only by standing in',
    officer('credit-office', ['administrator'], {
      standsIn: [
        {
          ...{ role: 'administrator', departmentId: 'credit-office' },
          ...{ delegationId: 'd', officerId: 'o', officerName: '某', until: '2020-04-01' },
        },
      ],
    }),
  ],
];

test.each(NOBODY)('%s gives nothing to anybody', (_name, giver) => {
  for (const role of ROLES)
    for (const { id } of policy.departments)
      expect(whyNotGive(policy, giver, role, id), `${role} in ${id}`).toBe('territory');
});

const LOCAL: readonly Role[] = ['reporter', 'reviewer', 'determiner', 'administrator'];
const CITY_WIDE: readonly Role[] = ['credit-office', 'auditor', 'assistant'];

test('every role is one or the other', () => {
  expect([...LOCAL, ...CITY_WIDE].toSorted()).toEqual([...ROLES].toSorted());
});

test.each(ROLES)('the city’s administrator gives %s anywhere', (role) => {
  const giver = officer('credit-office', ['administrator']);
  for (const { id } of policy.departments) expect(whyNotGive(policy, giver, role, id), id).toBeUndefined();
});

test.each([
  ['a district’s administrator', officer('airport', ['administrator'])],
  ['who sees the whole city as its auditor', officer('airport', ['administrator', 'auditor'])],
  ['who sees it by standing in for the credit office', officer('airport', ['administrator', 'credit-office'])],
])('%s gives local roles in the own territory, and nothing else', (_name, giver) => {
  const own = policy.departmentsUnder('airport');
  expect(own.length).toBeGreaterThan(1);
  for (const { id } of policy.departments) {
    for (const role of LOCAL)
      expect(whyNotGive(policy, giver, role, id), `${role} in ${id}`).toBe(own.includes(id) ? undefined : 'territory');
    for (const role of CITY_WIDE)
      expect(whyNotGive(policy, giver, role, id), `${role} in ${id}`).toBe(own.includes(id) ? 'city' : 'territory');
  }
});

test('whose territory holds the credit office makes no administrator of the city', () => {
  const above = { creditOffice: 'credit-office', departmentsUnder: () => ['government', 'credit-office', 'airport'] };
  const giver = officer('government', ['administrator']);
  expect(administers(above, giver, 'credit-office')).toBe(true);
  expect(whyNotGive(above, giver, 'administrator', 'credit-office')).toBe('city');
  expect(whyNotGive(above, giver, 'administrator', 'airport')).toBeUndefined();
});

test('an office below a district gives nothing in the district', () => {
  const giver = officer('airport-credit-office', ['administrator']);
  expect(whyNotGive(policy, giver, 'reporter', 'airport-credit-office')).toBeUndefined();
  expect(whyNotGive(policy, giver, 'reporter', 'airport')).toBe('territory');
});
