/** What stands out in the log, and from which count on: the only place where these thresholds are written. */
import type { Anomaly } from '#contracts/audit.ts';
import type { LocalDate } from '#kernel/time/local-date.ts';
import type { WorkingCalendar } from '#kernel/time/working-days.ts';

export const THRESHOLDS = {
  /** more looks of one officer on one day than handling cases by hand explains */
  looksPerDay: 60,
  /** hours of the local day, 24-hour clock: at or after the first, before the second */
  nightFromHour: 20,
  nightUntilHour: 7,
  /** looks at cases that neither the officer's department nor one below it reported or determines */
  outsideCases: 1,
  /** looks at night or on a day off */
  offHours: 1,
} as const;

export const DEFAULT_DAYS = 30;
export const MOST_DAYS = 92;
const SHOWN_CASES = 5;

export interface DayCount {
  readonly officerId: string;
  readonly day: LocalDate;
  readonly looks: number;
  readonly persons: number;
  /** of the looks, those in night hours */
  readonly night: number;
}

export interface CaseCount {
  readonly officerId: string;
  readonly departmentId: string | null;
  readonly competentDepartment: string;
  readonly reportingDepartment: string;
  readonly looks: number;
  readonly persons: number;
  readonly cases: readonly string[];
}

/** An anomaly before the names of officer and department are put to it. */
export type Found = Omit<Anomaly, 'officerName' | 'department'>;

/** Signs to be explained, not accusations: each says how it was counted. Largest first. */
export function findAnomalies(
  days: readonly DayCount[],
  cases: readonly CaseCount[],
  calendar: WorkingCalendar,
  departmentsUnder: (departmentId: string) => readonly string[],
): Found[] {
  return [...manyLooks(days), ...outsideOwnCases(cases, departmentsUnder), ...offHours(days, calendar)].sort(
    (a, b) => b.count - a.count,
  );
}

function manyLooks(days: readonly DayCount[]): Found[] {
  return days
    .filter(({ looks }) => looks > THRESHOLDS.looksPerDay)
    .map(({ officerId, day, looks, persons }) => ({
      ...{ kind: 'many-looks' as const, officerId, day, count: looks, persons, cases: [] },
      explanation: `${day} 一日内查看 ${looks} 次，超过每日 ${THRESHOLDS.looksPerDay} 次。`,
    }));
}

function outsideOwnCases(
  counts: readonly CaseCount[],
  departmentsUnder: (departmentId: string) => readonly string[],
): Found[] {
  const outside = counts.filter(({ departmentId, competentDepartment, reportingDepartment }) => {
    const own = departmentId === null ? [] : departmentsUnder(departmentId);
    return !own.includes(competentDepartment) && !own.includes(reportingDepartment);
  });
  return [...Map.groupBy(outside, ({ officerId }) => officerId)].flatMap(([officerId, group]) => {
    const count = sum(group, ({ looks }) => looks);
    if (count < THRESHOLDS.outsideCases) return [];
    return [
      {
        ...{ kind: 'outside-own-cases' as const, officerId, day: null, count },
        persons: sum(group, ({ persons }) => persons),
        cases: group.flatMap(({ cases }) => cases).slice(0, SHOWN_CASES),
        explanation: `查看了 ${count} 次既不由本单位（含下属单位）报送、也不由其认定的事项。`,
      },
    ];
  });
}

function offHours(counts: readonly DayCount[], calendar: WorkingCalendar): Found[] {
  const days = calendar.provisional();
  return [...Map.groupBy(counts, ({ officerId }) => officerId)].flatMap(([officerId, group]) => {
    const off = group.filter(({ day, night }) => night > 0 || !days.isWorkingDay(day));
    const daysOff = sum(off, ({ day, looks }) => (days.isWorkingDay(day) ? 0 : looks));
    const night = sum(off, ({ day, night: looks }) => (days.isWorkingDay(day) ? looks : 0));
    if (night + daysOff < THRESHOLDS.offHours) return [];
    const { nightFromHour, nightUntilHour } = THRESHOLDS;
    return [
      {
        ...{ kind: 'off-hours' as const, officerId, day: null, count: night + daysOff, cases: [] },
        // a person looked at on two days counts on each: the log is grouped by day
        persons: sum(off, ({ persons }) => persons),
        explanation: `非工作日查看 ${daysOff} 次，工作日夜间（${nightFromHour} 时至次日 ${nightUntilHour} 时）查看 ${night} 次，共 ${off.length} 天。`,
      },
    ];
  });
}

function sum<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
