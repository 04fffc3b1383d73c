/** 暂不纳入: for whom, and until when at the latest. Pure. */
import { addMonths, type LocalDate } from '#kernel/time/local-date.ts';
import type { Polarity, SubjectType } from '../vocabulary.ts';
import type { Policy } from './policy.ts';

/** What relief is for: adverse matters of organisations; their size is looked at case by case. */
export const isForRelief = (matter: { readonly polarity: Polarity; readonly subject: SubjectType }): boolean =>
  matter.polarity !== 'good' && matter.subject !== 'person';

/** Counted from the first day of the first hold: an extension never passes it. */
export function reliefLatest(policy: Policy, heldFrom: LocalDate): LocalDate {
  const { amount, unit } = policy.timerOn(policy.relief?.holdMaximum ?? 'relief-hold-maximum', heldFrom);
  return addMonths(heldFrom, unit === 'years' ? amount * 12 : amount);
}
