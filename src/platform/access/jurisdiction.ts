/**
 * own-jurisdiction: which departments' matters an actor may see, and which they act on. Always by role: one that reaches the whole city
 * lends its sight to no other role of the same officer. Row-level security backs it.
 */
import type { Policy } from '#kernel/policy/policy.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { type Actor, actingBy, type Post, type Role } from './actor.ts';
import { placeOf } from './roles-apart.ts';

/** `*`: the whole city, also bodies that have retired. */
export type Seen = '*' | readonly string[];

/** What the actor sees in these roles; none named: in those the door asked for, where it asked for none, in any. */
export function departmentsSeen(actor: Actor, policy: Policy, ...roles: Role[]): Seen {
  if (actor.kind === 'system') return '*';
  const posts = postsOf(actor, roles);
  if (posts.some((post) => seesCity(policy, post))) return '*';
  return [...new Set(posts.flatMap(({ departmentId }) => policy.departmentsUnder(departmentId)))];
}

/** Credit office and audit office, by those roles and in those offices; and who administers from the credit office. */
function seesCity(policy: Policy, { role, departmentId }: Post): boolean {
  if (role === 'administrator') return departmentId === policy.creditOffice;
  return placeOf(policy, role) === departmentId;
}

/** Whether the actor sees what belongs to a department, in these roles as with `departmentsSeen`. */
export function inJurisdiction(actor: Actor, department: string, policy: Policy, ...roles: Role[]): boolean {
  const seen = departmentsSeen(actor, policy, ...roles);
  return seen === '*' || seen.includes(department);
}

/**
 * Whether the actor acts for the department, whatever more the officer may see: it is one where one of these roles is held, or below it.
 * No role named: those the door asked for; where it asked for none, any.
 */
export function actsFor(actor: Actor, department: string, policy: Policy, ...roles: Role[]): boolean {
  return postsOf(actor, roles).some(({ departmentId }) => policy.departmentsUnder(departmentId).includes(department));
}

function postsOf({ posts, actsIn }: Actor, roles: readonly Role[]): readonly Post[] {
  const asked = roles.length > 0 ? roles : actsIn;
  return asked === undefined ? posts : posts.filter(({ role }) => asked.includes(role));
}

/** The actor as whoever acts on what belongs to a department, in one of these roles: for the body the role is held in. */
export function actingOn(actor: Actor, department: string, policy: Policy, ...roles: Role[]): Actor {
  return actingBy(actor, roles, (held) => policy.departmentsUnder(held).includes(department));
}

/** What the officer may act on in these roles, as with `actsFor`; not all that a city-wide role may see. */
export function ownDepartments(actor: Actor, policy: Policy, ...roles: Role[]): readonly string[] {
  return [...new Set(postsOf(actor, roles).flatMap(({ departmentId }) => policy.departmentsUnder(departmentId)))];
}

/** @throws Problem `jurisdiction.denied` for who acts for no department at all */
export function requireOwnDepartments(actor: Actor, policy: Policy, ...roles: Role[]): readonly string[] {
  const departments = ownDepartments(actor, policy, ...roles);
  if (departments.length === 0) throw new Problem('jurisdiction.denied');
  return departments;
}
