/** Until when a case must have been dealt with where it stands, and how many working days that leaves. Pure. */
import type { Policy } from '#kernel/policy/policy.ts';
import { addDays, type LocalDate, localDateAt, startOfDay, toLocalDate } from '#kernel/time/local-date.ts';
import type { WorkingCalendar } from '#kernel/time/working-days.ts';
import type { CaseView } from '../case.ts';
import { responseWindowEnd } from '../notice/response-window.ts';

interface Rules {
  readonly policy: Policy;
  readonly calendar: WorkingCalendar;
}

const CHECK = 'data-check';

/**
 * Last day of the check of what was received on a day (河南省社会信用条例 17: five working days, else back to the provider).
 * A queue does not close because next year's calendar has not been announced: it binds the office, so its holidays then do not count.
 */
export const checkDueOn = (received: LocalDate, { policy, calendar }: Rules): LocalDate =>
  calendar.provisional().addWorkingDays(received, policy.timerOn(CHECK, received).amount);

/** The check of a case: due since its receipt, or since the correction that began it anew; over once it was dealt with. */
export function checkOf(view: CaseView, receivedAt: Date, rules: Rules) {
  const day = (at: Date | null) => (at === null ? null : localDateAt(at));
  const withdrawn = view.state === 'withdrawn';
  return {
    dueOn: withdrawn ? null : checkDueOn(localDateAt(view.checkFrom ?? receivedAt), rules),
    endedOn: withdrawn ? null : day(view.checkEndedAt),
  };
}

/** The check covers review and determination; an adverse case is checked once its notice is served, and anew when a response comes. */
export function dueDateOf(view: CaseView, receivedAt: Date, rules: Rules): LocalDate | null {
  switch (view.state) {
    case 'reported':
    case 'corrected':
    case 'reviewed':
      return checkOf(view, receivedAt, rules).dueOn;
    case 'notice-served':
      return responseWindowEnd(view.notice, rules.policy, rules.calendar);
    case 'response-received':
    case 'response-considered':
      return checkDueOn(toLocalDate(view.response.receivedOn), rules);
    default:
      return null;
  }
}

/** What was received before this instant and is still unchecked on a day is overdue. */
export function overdueBefore(today: LocalDate, rules: Rules): Date {
  let day = today;
  for (let due = today; due >= today; due = checkDueOn(day, rules)) day = addDays(day, -1);
  return startOfDay(addDays(day, 1));
}

/** 0 on the last day itself, negative by the working days that have passed since. */
export function workingDaysLeft(calendar: WorkingCalendar, today: LocalDate, dueOn: LocalDate | null): number | null {
  if (dueOn === null) return null;
  const counted = calendar.provisional();
  return dueOn >= today ? counted.workingDaysBetween(today, dueOn) : 0 - counted.workingDaysBetween(dueOn, today);
}

/** A deadline as a screen shows it; past on a day off, no working day has gone by and it is overdue all the same. */
export function leftOf(dueOn: LocalDate | null, today: LocalDate, calendar: WorkingCalendar) {
  return {
    dueOn,
    workingDaysLeft: workingDaysLeft(calendar, today, dueOn),
    overdue: dueOn !== null && dueOn < today,
  };
}
