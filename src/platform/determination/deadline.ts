/** Until when a case stands as it is, and how many working days that leaves. Pure. */
import type { Policy } from '#kernel/policy/policy.ts';
import { type LocalDate, localDateAt } from '#kernel/time/local-date.ts';
import type { WorkingCalendar } from '#kernel/time/working-days.ts';
import type { CaseView } from './case.ts';
import { responseWindowEnd } from './response-window.ts';

/** The response window, or the check of a corrected report (河南省社会信用条例 17). */
export function dueDateOf(
  view: CaseView,
  { policy, calendar }: { readonly policy: Policy; readonly calendar: WorkingCalendar },
): LocalDate | null {
  if (view.state === 'notice-served') return responseWindowEnd(view.notice, policy, calendar);
  if (view.state !== 'corrected') return null;
  const day = localDateAt(view.correctedAt);
  return calendar.addWorkingDays(day, policy.timerOn('data-check', day).amount);
}

/** 0 on the last day itself, negative by the working days that have passed since. */
export function workingDaysLeft(calendar: WorkingCalendar, today: LocalDate, dueOn: LocalDate | null): number | null {
  if (dueOn === null) return null;
  return dueOn >= today ? calendar.workingDaysBetween(today, dueOn) : -calendar.workingDaysBetween(dueOn, today);
}
