/** The city by territory: what the bodies of each district and zone reported, and what of it waits. Pure. */
import type { Supervision } from '#contracts/supervision.ts';
import type { Policy } from '#kernel/policy/policy.ts';
import type { ReportedRow, WaitingRow } from './store.ts';

type Territory = Supervision['territories'][number];

/** Where everything lands that no district and no zone reported. */
const CITY = 'city';

export function territoriesOf(
  policy: Policy,
  reported: readonly ReportedRow[],
  waiting: readonly WaitingRow[],
): Territory[] {
  const rows = new Map<string, number>();
  for (const { department_id, accepted, suspect, duplicate, rejected } of reported) {
    const place = placeOf(policy, department_id);
    rows.set(place, (rows.get(place) ?? 0) + accepted + suspect + duplicate + rejected);
  }
  const open = Map.groupBy(waiting, ({ reporting_department }) => placeOf(policy, reporting_department));
  const counts = (id: string) => ({
    reported: rows.get(id) ?? 0,
    waiting: (open.get(id) ?? []).reduce((sum, { cases }) => sum + cases, 0),
    overdue: (open.get(id) ?? []).reduce((sum, { overdue }) => sum + overdue, 0),
  });
  return [
    ...policy.divisions.map(({ code, name, tile }) => ({
      ...{ id: code, name, kind: 'division' as const, tile: tile ?? null },
      ...counts(code),
    })),
    ...policy.zones.map(({ id, name, tile }) => ({
      ...{ id, name, kind: 'zone' as const, tile: tile ?? null },
      ...counts(id),
    })),
    { id: CITY, name: policy.names.city, kind: 'city', tile: null, ...counts(CITY) },
  ];
}

/** The zone or division of a body, or of the body it belongs to: a zone counts before the district it lies in. */
function placeOf(policy: Policy, departmentId: string): string {
  for (
    let one = policy.findDepartment(departmentId);
    one;
    one = one.parent ? policy.findDepartment(one.parent) : undefined
  ) {
    const place = one.zone ?? one.division;
    if (place !== undefined) return place;
  }
  return CITY;
}
