/** Until when the person concerned can answer a prior notice. */
import { endOfPeriod } from '#kernel/policy/duration.ts';
import type { Duration, Policy } from '#kernel/policy/policy.ts';
import { type LocalDate, toLocalDate } from '#kernel/time/local-date.ts';
import type { WorkingCalendar } from '#kernel/time/working-days.ts';
import type { Notice } from '../case.ts';

const RESPONSE_WINDOW = 'response-window';

/** The last day of the window of a notice served on a day; the day of service does not count. */
export function windowFrom(servedOn: LocalDate, policy: Policy, calendar: WorkingCalendar): LocalDate {
  return endOfPeriod(servedOn, policy.timerOn(RESPONSE_WINDOW, servedOn), calendar);
}

/**
 * The day printed in the notice binds; if the calendar has since gained holidays (as in February 2020), the later day does:
 * a change never shortens what the person was given.
 */
export function responseWindowEnd(notice: Notice, policy: Policy, calendar: WorkingCalendar): LocalDate {
  const recomputed = windowFrom(toLocalDate(notice.servedOn), policy, calendar);
  const printed = toLocalDate(notice.windowEndsOn);
  return recomputed > printed ? recomputed : printed;
}

/** How long the window of a notice served on a day is, and who says so. */
export function responseWindowOn(servedOn: string, policy: Policy) {
  return policy.timerOn(RESPONSE_WINDOW, toLocalDate(servedOn));
}

const UNITS = { 'working-days': '个工作日', days: '日', months: '个月', years: '年' } as const;

export function periodOf({ amount, unit }: Duration): string {
  return `${amount}${UNITS[unit]}`;
}
