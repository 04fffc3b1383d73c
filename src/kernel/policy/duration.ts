/** Where a period of the policy ends, counted from a day that itself does not run. */
import { addDays, addMonths, addYears, type LocalDate } from '#kernel/time/local-date.ts';
import type { WorkingCalendar } from '#kernel/time/working-days.ts';
import type { Duration, Timer } from './policy.ts';

/** The last day of the period. */
export function endOfPeriod(from: LocalDate, { amount, unit }: Duration, calendar: WorkingCalendar): LocalDate {
  switch (unit) {
    case 'working-days':
      return calendar.addWorkingDays(from, amount);
    case 'days':
      return addDays(from, amount);
    case 'months':
      return addMonths(from, amount);
    case 'years':
      return addYears(from, amount);
  }
}

const LEAST: Readonly<Record<Duration['unit'], number>> = { 'working-days': 1, days: 1, months: 28, years: 365 };

/** Calendar days that lie in between at the very least, whatever the calendar says and whichever of the dated values applies. */
export const leastDays = ({ value }: Pick<Timer, 'value'>): number =>
  Math.min(...value.map(({ value: { amount, unit } }) => amount * LEAST[unit]));
