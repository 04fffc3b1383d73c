/** What a compiled notice says of the city and every notice says alike: recorded apart when it is enacted, so that its history can be read. */
import type { Policy } from '#kernel/policy/policy.ts';

export function cityPartOf(policy: Policy) {
  const { names, regionPrefix, creditOffice, auditOffice, rolesApart, fullReportsPerYear, looks, counter } = policy;
  const { functions, departments, divisions, zones, repair, neverCollect, minimumAge, points } = policy;
  // what a notice lets count, and how far, is its own
  const { rules: _contributions, noticeCaps: _caps, ...scheme } = points;
  return {
    ...{ names, regionPrefix, creditOffice, auditOffice, rolesApart, fullReportsPerYear, functions, departments },
    ...{ divisions, zones, repair, neverCollect, minimumAge: { years: minimumAge.years }, points: scheme },
    ...(looks ? { looks } : {}),
    ...(counter ? { counter } : {}),
  };
}

export type CityPart = ReturnType<typeof cityPartOf>;
