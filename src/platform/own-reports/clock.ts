/** By when an own report is checked: the same days as for a department's (河南省社会信用条例 17). */
import { endOfPeriod } from '#kernel/policy/duration.ts';
import { type LocalDate, localDateAt } from '#kernel/time/local-date.ts';
import type { PlatformContext } from '../context.ts';

export function checkBy(from: Date, { policy, calendar }: Pick<PlatformContext, 'policy' | 'calendar'>): LocalDate {
  const day = localDateAt(from);
  return endOfPeriod(day, policy.timerOn('data-check', day), calendar);
}
