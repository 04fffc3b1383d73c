/** Roles held in several departments: each reaches only where it is held and below, and an act is done for the body it is held in. */
import { expect, test } from 'vitest';
import { Problem } from '#kernel/refusal/problem.ts';
import { loadPolicy } from '#runtime/policy.ts';
import { type Actor, actingIn, holdsIn, onBehalfOf, type Post, type Role, type StandIn } from './actor.ts';
import { actingOn, actsFor, ownDepartments, requireOwnDepartments } from './jurisdiction.ts';

const policy = await loadPolicy(new URL('../../../cities/zhengzhou', import.meta.url).pathname);
const HEALTH = 'health-commission';
const AIRPORT = 'airport';
const OFFICE = 'airport-credit-office';

const taken = (role: Role, departmentId: string): StandIn => ({
  ...{ role, departmentId, delegationId: 'd', officerId: 'absent', officerName: '某', until: '2020-04-01' },
});

function officer(posts: readonly Post[], standsIn: readonly StandIn[] = []): Actor {
  const all = [...posts, ...standsIn.map(({ role, departmentId }) => ({ role, departmentId }))];
  const roles = [...new Set(all.map(({ role }) => role))];
  return { kind: 'officer', id: 'o', name: '某', departmentId: HEALTH, roles, posts: all, standsIn };
}

const both = officer([
  { role: 'reviewer', departmentId: HEALTH },
  { role: 'determiner', departmentId: AIRPORT },
]);

test.each<[Role, string, boolean]>([
  ['reviewer', HEALTH, true],
  ['determiner', HEALTH, false],
  ['reviewer', AIRPORT, false],
  ['determiner', AIRPORT, true],
  ['determiner', OFFICE, true],
  ['reviewer', OFFICE, false],
  ['determiner', 'industry-bureau', false],
])('reviewer in one department and determiner in another acts as %s for %s: %s', (role, department, acts) => {
  expect(actsFor(both, department, policy, role)).toBe(acts);
  expect(ownDepartments(both, policy, role).includes(department)).toBe(acts);
  // as the door leaves it that asked for the role
  expect(actsFor(actingIn(both, role), department, policy)).toBe(acts);
  expect(ownDepartments(actingIn(both, role), policy).includes(department)).toBe(acts);
});

test('what no role was named for is what any of them reaches', () => {
  expect(ownDepartments(both, policy)).toEqual([HEALTH, ...policy.departmentsUnder(AIRPORT)]);
  expect(() => requireOwnDepartments(both, policy, 'assistant')).toThrow(Problem);
});

test('a role is held in a department itself, not in those below it', () => {
  expect(holdsIn(both, AIRPORT, 'determiner')).toBe(true);
  expect(holdsIn(both, OFFICE, 'determiner')).toBe(false);
  expect(holdsIn(both, AIRPORT, 'reviewer', 'assistant')).toBe(false);
});

test('an act is done for the body where the role it needs is held', () => {
  expect(actingIn(both, 'reviewer').departmentId).toBe(HEALTH);
  expect(actingIn(both, 'determiner').departmentId).toBe(AIRPORT);
  expect(actingIn(both, 'reviewer', 'determiner').departmentId).toBe(HEALTH);
  expect(actingOn(both, OFFICE, policy, 'reviewer', 'determiner').departmentId).toBe(AIRPORT);
  expect(actingIn(both, 'auditor').departmentId).toBe(HEALTH);
});

test('a role taken over in one department is no substitute for an own one in another', () => {
  const standing = officer(
    [
      { role: 'reviewer', departmentId: HEALTH },
      { role: 'determiner', departmentId: AIRPORT },
    ],
    [taken('determiner', HEALTH)],
  );
  expect(onBehalfOf(actingOn(standing, HEALTH, policy, 'determiner'))?.officerId).toBe('absent');
  expect(onBehalfOf(actingOn(standing, OFFICE, policy, 'determiner'))).toBeUndefined();
  // with both open an own role goes first
  expect(onBehalfOf(actingIn(standing, 'reviewer', 'determiner'))).toBeUndefined();
});
