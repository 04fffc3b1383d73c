/**
 * A policy that remembers departments of earlier packs: known by id, so that what they did stays readable and who stands above them
 * answers for it. Nothing new comes to one: no name leads there, none is listed, and none becomes competent.
 */
import type { Department, DepartmentId, Policy } from './policy.ts';
import type { KindRef } from './refs.ts';

/** @param retired asked at each question: they are known only once the database was asked */
export function withRetired(policy: Policy, retired: () => readonly Department[]): Policy {
  const find = (id: DepartmentId) => policy.findDepartment(id) ?? retired().find((one) => one.id === id);
  const inPack = (id: DepartmentId) => policy.findDepartment(id) !== undefined;

  function department(id: DepartmentId): Department {
    return find(id) ?? policy.department(id);
  }
  function isUnder(above: DepartmentId, one: Department): boolean {
    if (one.id === above) return true;
    const parent = one.parent === undefined ? undefined : find(one.parent);
    return parent !== undefined && isUnder(above, parent);
  }
  function has(id: DepartmentId, functions: readonly string[]): boolean {
    return department(id).functions.some((name) => functions.includes(name));
  }
  /** The nearest body above that there still is. */
  function heir(id: DepartmentId): DepartmentId {
    const { parent } = department(id);
    if (inPack(id)) return id;
    return parent === undefined ? policy.creditOffice : heir(parent);
  }
  function mayReport(kind: KindRef, id: DepartmentId): boolean {
    if (inPack(id)) return policy.mayReport(kind, id);
    const { reporterFunctions } = policy.kind(kind);
    return reporterFunctions === 'any' || has(id, reporterFunctions);
  }

  const remembering: Policy = {
    ...policy,
    notices: () => notices,
    noticeOf: (ref) => notices.find(({ id }) => id === policy.noticeOf(ref).id) ?? policy.noticeOf(ref),
    findDepartment: find,
    department,
    departmentsUnder(id) {
      department(id);
      return [...policy.departments, ...retired()].filter((one) => isUnder(id, one)).map((one) => one.id);
    },
    // what was handed in before it retired is still worked through
    mayReport,
    mayDetermine: (kind, id) =>
      inPack(id) ? policy.mayDetermine(kind, id) : has(id, policy.kind(kind).competentFunctions),
    competentDepartmentFor: (kind, reporter) => policy.competentDepartmentFor(kind, heir(reporter)),
  };
  const parts = policy.notices();
  const notices = parts.length > 1 ? parts.map((one) => withRetired(one, retired)) : [remembering];
  return remembering;
}
