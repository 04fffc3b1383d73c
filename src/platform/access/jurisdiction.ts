/** own-jurisdiction: which departments' matters an actor may see, and which they act on. Row-level security backs it. */
import type { Policy } from '#kernel/policy/policy.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import type { Actor } from './actor.ts';

/** Whether the actor sees what belongs to a department. */
export function inJurisdiction(actor: Actor, departmentId: string): boolean {
  return actor.departments === '*' || actor.departments.includes(departmentId);
}

/** Whether the department is the officer's own or below it, whatever more the officer may see. */
export function actsFor(actor: Actor, department: string, policy: Policy): boolean {
  return (
    actor.departmentId !== null &&
    inJurisdiction(actor, department) &&
    policy.departmentsUnder(actor.departmentId).includes(department)
  );
}

/** What the officer may act on, not all that a city-wide role may see. */
export function ownDepartments(actor: Actor, policy: Policy): readonly string[] {
  if (actor.departmentId === null) return [];
  return policy.departmentsUnder(actor.departmentId).filter((department) => inJurisdiction(actor, department));
}

/** @throws Problem `jurisdiction.denied` for who acts for no department at all */
export function requireOwnDepartments(actor: Actor, policy: Policy): readonly string[] {
  const departments = ownDepartments(actor, policy);
  if (departments.length === 0) throw new Problem('jurisdiction.denied');
  return departments;
}
