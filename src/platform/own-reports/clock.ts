/** By when an own report is checked: the same days as for a department's (河南省社会信用条例 17). */
import { type LocalDate, localDateAt } from '#kernel/time/local-date.ts';
import type { PlatformContext } from '../context.ts';
import { checkDueOn } from '../determination/index.ts';

export const checkBy = (from: Date, context: Pick<PlatformContext, 'policy' | 'calendar'>): LocalDate =>
  checkDueOn(localDateAt(from), context);
