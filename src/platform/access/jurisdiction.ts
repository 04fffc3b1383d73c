/** own-jurisdiction: which departments' matters an actor may see, and which they act on. Row-level security backs it. */
import type { Policy } from '#kernel/policy/policy.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { type Actor, actingBy, type Post, type Role } from './actor.ts';

/** Whether the actor sees what belongs to a department. */
export function inJurisdiction(actor: Actor, departmentId: string): boolean {
  return actor.departments === '*' || actor.departments.includes(departmentId);
}

/**
 * Whether the actor acts for the department, whatever more the officer may see: it is one where one of these roles is held, or below it.
 * No role named: those the door asked for; where it asked for none, any.
 */
export function actsFor(actor: Actor, department: string, policy: Policy, ...roles: Role[]): boolean {
  return (
    inJurisdiction(actor, department) &&
    postsOf(actor, roles).some(({ departmentId }) => policy.departmentsUnder(departmentId).includes(department))
  );
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
  const under = postsOf(actor, roles).flatMap(({ departmentId }) => policy.departmentsUnder(departmentId));
  return [...new Set(under)].filter((department) => inJurisdiction(actor, department));
}

/** @throws Problem `jurisdiction.denied` for who acts for no department at all */
export function requireOwnDepartments(actor: Actor, policy: Policy, ...roles: Role[]): readonly string[] {
  const departments = ownDepartments(actor, policy, ...roles);
  if (departments.length === 0) throw new Problem('jurisdiction.denied');
  return departments;
}
