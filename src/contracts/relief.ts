/** Relief holds (4.4) that run: which case, since when, until when; the first to end comes first. */
import { z } from 'zod';
import { CaseId } from './case-terms.ts';

const date = z.iso.date();

export const ReliefHold = z.object({
  requestId: z.guid(),
  caseId: CaseId,
  recordKind: z.string(),
  recordKindTitle: z.string(),
  recordKindTitleEn: z.string(),
  department: z.string().meta({ description: '作出认定的单位' }),
  heldFrom: date,
  heldUntil: date.meta({ description: '暂不纳入的最后一日' }),
  latest: date.meta({ description: '延长也不能超过的一日' }),
  daysLeft: z.number().int(),
  /** false: nothing is determined yet; what is, will be recorded under the hold */
  recorded: z.boolean(),
});
export type ReliefHold = z.infer<typeof ReliefHold>;

export const ReliefQuery = z.object({
  /** the last hold of the previous page */
  after: z.guid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type ReliefQuery = z.infer<typeof ReliefQuery>;

export const ReliefPage = z.object({
  today: date,
  items: z.array(ReliefHold),
  after: z.guid().nullable(),
});
export type ReliefPage = z.infer<typeof ReliefPage>;
