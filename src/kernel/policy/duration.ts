/** Where a period of the policy ends, counted from a day that itself does not run. */
import { addDays, addMonths, addYears, type LocalDate } from '#kernel/time/local-date.ts';
import type { WorkingCalendar } from '#kernel/time/working-days.ts';
import type { Duration, Timer } from './policy.ts';

/**
 * The last day of the period. One of days that ends on a day off ends with the next day that is none (民法典 203); months and years are
 * how long something may be shown or kept, and are not lengthened.
 */
export function endOfPeriod(from: LocalDate, { amount, unit }: Duration, calendar: WorkingCalendar): LocalDate {
  switch (unit) {
    case 'working-days':
      return calendar.addWorkingDays(from, amount);
    case 'days':
      return firstWorkingDay(addDays(from, amount), calendar);
    case 'months':
      return addMonths(from, amount);
    case 'years':
      return addYears(from, amount);
  }
}

function firstWorkingDay(from: LocalDate, calendar: WorkingCalendar): LocalDate {
  let day = from;
  while (!calendar.isWorkingDay(day)) day = addDays(day, 1);
  return day;
}

/** Days on which offices are open that a public notice holds at the least: a week of holidays is no time to object in (080). */
const NOTICE_WORKING_DAYS = 5;

/** The last day of a public notice period: as long as the policy says, and never without working days. */
export function endOfPublicNotice(from: LocalDate, period: Duration, calendar: WorkingCalendar): LocalDate {
  const ends = [endOfPeriod(from, period, calendar), calendar.addWorkingDays(from, NOTICE_WORKING_DAYS)];
  return ends.reduce((a, b) => (a > b ? a : b));
}

const LEAST: Readonly<Record<Duration['unit'], number>> = { 'working-days': 1, days: 1, months: 28, years: 365 };

const MOST: Readonly<Record<Duration['unit'], number>> = { 'working-days': 3, days: 1, months: 31, years: 366 };

/** Calendar days that lie in between at the very most, of whichever of the dated values; holidays lengthen working days up to threefold. */
export const mostDays = ({ value }: Pick<Timer, 'value'>): number =>
  Math.max(...value.map(({ value: { amount, unit } }) => amount * MOST[unit]));

/** Calendar days that lie in between at the very least, whatever the calendar says and whichever of the dated values applies. */
export const leastDays = ({ value }: Pick<Timer, 'value'>): number =>
  Math.min(...value.map(({ value: { amount, unit } }) => amount * LEAST[unit]));
