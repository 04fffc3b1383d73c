/** The departments: as the policy pack names them, with what they remember of earlier packs, and as the register shows them. */
import type { DepartmentNode } from '#contracts/officers.ts';
import type { Department } from '#kernel/policy/policy.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { localDateAt, toLocalDate } from '#kernel/time/local-date.ts';
import type { PlatformContext } from '../context.ts';
import { type Actor, hasRole, systemActor } from './actor.ts';
import { inJurisdiction } from './jurisdiction.ts';
import { administers } from './rules.ts';
import { countActiveOfficers, putDepartments } from './store.ts';
import { transact } from './transaction.ts';

/** Every department of the pack with the officers it has; parents before their children. */
export async function departmentTree(context: PlatformContext, actor: Actor): Promise<DepartmentNode[]> {
  const counts = await transact(context.database, actor, (tx) => countActiveOfficers(tx, context.clock()));
  return context.policy.departments.map((department) => ({
    id: department.id,
    name: department.name,
    parent: department.parent ?? null,
    level: department.level,
    functions: department.functions.map((id) => context.policy.functions.find((one) => one.id === id)?.title ?? id),
    officers: counts.get(department.id) ?? 0,
    inJurisdiction: hasRole(actor, 'administrator')
      ? administers(context.policy, actor, department.id)
      : inJurisdiction(actor, department.id, context.policy),
  }));
}

/**
 * Brings the department table to what the policy pack says; parents first, as the pack orders them by reference. Answers the
 * departments of earlier packs, so that they are still known by name.
 */
export async function refreshDepartments(context: PlatformContext): Promise<Department[]> {
  const { departments } = context.policy;
  const rank = (id: string): number => {
    const parent = departments.find((department) => department.id === id)?.parent;
    return parent === undefined ? 0 : 1 + rank(parent);
  };
  const rows = departments
    .toSorted((a, b) => rank(a.id) - rank(b.id))
    .map((department) => ({
      id: department.id,
      name: department.name,
      parent_id: department.parent ?? null,
      level: department.level,
      functions: [...department.functions],
      division: department.division ?? null,
      zone: department.zone ?? null,
      credit_office: department.id === context.policy.creditOffice,
      audit_office: department.id === context.policy.auditOffice,
    }));
  const retired = await transact(context.database, systemActor('access.departments'), (tx) =>
    putDepartments(tx, rows, localDateAt(context.clock())),
  );
  return retired.map(({ id, name, parent_id, level, functions, division, zone, retired_on }) => ({
    ...{ id, name, aliases: [], level, functions, retiredOn: toLocalDate(retired_on) },
    ...(parent_id === null ? {} : { parent: parent_id }),
    ...(division === null ? {} : { division }),
    ...(zone === null ? {} : { zone }),
  }));
}

/** Where somebody is registered. @throws Problem `request.invalid` for a body the pack does not name, or no longer */
export function requireDepartment(context: PlatformContext, departmentId: string): void {
  const department = context.policy.findDepartment(departmentId);
  if (!department)
    throw new Problem('request.invalid', {
      said: { zh: `政策包中没有单位 ${departmentId}。`, en: `The policy pack has no department ${departmentId}.` },
    });
  if (department.retiredOn !== undefined)
    throw new Problem('request.invalid', {
      said: {
        zh: `${department.name}已经撤销，不能再登记经办人。`,
        en: `${department.name} is retired; nobody is registered there any more.`,
      },
    });
}
