/** What the public may be told of kept deadlines, which months are over, and what fell due in one. Pure. */
import { FEWEST_TOLD, type PunctualityCount } from '#contracts/exchange.ts';
import { PUNCTUALITY_STEPS } from '#contracts/vocabulary.ts';
import type { Policy } from '#kernel/policy/policy.ts';
import { addDays, addMonths, type LocalDate, startOfDay, toLocalDate } from '#kernel/time/local-date.ts';
import type { WorkingCalendar } from '#kernel/time/working-days.ts';
import { checkDueOn } from '../determination/index.ts';

/** `YYYY-MM` */
export type Month = string;

export const monthOf = (day: LocalDate): Month => day.slice(0, 7);
export const firstDay = (month: Month): LocalDate => toLocalDate(`${month}-01`);
export const lastDay = (month: Month): LocalDate => addDays(addMonths(firstDay(month), 1), -1);
const nextMonth = (month: Month): Month => monthOf(addMonths(firstDay(month), 1));

/**
 * Months from `first` on that may be counted today: over since yesterday at least, so that what was begun on their last evening is
 * written.
 */
export function countableMonths(first: Month, today: LocalDate): Month[] {
  const running = monthOf(addDays(today, -1));
  const months: Month[] = [];
  for (let month = first; month < running; month = nextMonth(month)) months.push(month);
  return months;
}

/**
 * When what was to be checked by a day of the month came in; untouched cases are due by that alone.
 * @param notBefore day of the first receipt ever: what came in earlier, under no policy, nobody has to ask
 */
export function receivedFor(
  month: Month,
  notBefore: LocalDate,
  rules: { readonly policy: Policy; readonly calendar: WorkingCalendar },
): { readonly from: Date; readonly before: Date } {
  const firstDueFrom = (day: LocalDate): LocalDate => {
    let received = day;
    while (received > notBefore && checkDueOn(addDays(received, -1), rules) >= day) received = addDays(received, -1);
    return received;
  };
  return {
    from: startOfDay(firstDueFrom(firstDay(month))),
    before: startOfDay(firstDueFrom(firstDay(nextMonth(month)))),
  };
}

export interface DepartmentCount {
  readonly step: PunctualityCount['step'];
  readonly department: string;
  readonly kept: number;
  readonly missed: number;
}

/**
 * Each department that had enough of a kind, the largest first; the others together, where together they have enough, else nothing of
 * them: no sum is told in which they could be found by taking the rest away.
 */
export function tellable(counts: readonly DepartmentCount[]): PunctualityCount[] {
  return PUNCTUALITY_STEPS.flatMap((step) => {
    const of = counts.filter((count) => count.step === step);
    const many = of.filter(isEnough).sort((a, b) => size(b) - size(a) || (a.department < b.department ? -1 : 1));
    const few = of.filter((count) => !isEnough(count));
    const others: PunctualityCount = { step, department: null, kept: sum(few, 'kept'), missed: sum(few, 'missed') };
    return [...many, ...(isEnough(others) ? [others] : [])];
  });
}

type Sized = Pick<PunctualityCount, 'kept' | 'missed'>;
const size = ({ kept, missed }: Sized): number => kept + missed;
const isEnough = (count: Sized): boolean => size(count) >= FEWEST_TOLD;
const sum = (counts: readonly Sized[], field: keyof Sized): number =>
  counts.reduce((total, count) => total + count[field], 0);
