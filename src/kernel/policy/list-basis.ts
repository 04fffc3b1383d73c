/** Whether a list stands on a law on a day: recorded, begun, and not over (black-list-needs-basis). */
import type { LocalDate } from '#kernel/time/local-date.ts';
import type { SubjectList } from './policy.ts';

/** null: nothing stands in the way. */
export type BasisGap = 'missing' | 'not-yet' | 'ended' | null;

export function basisGap({ requires: { legalBasis } }: Pick<SubjectList, 'requires'>, on: LocalDate): BasisGap {
  if (!legalBasis) return null;
  if (!legalBasis.recorded) return 'missing';
  if (legalBasis.from !== undefined && on < legalBasis.from) return 'not-yet';
  return legalBasis.until !== undefined && on > legalBasis.until ? 'ended' : null;
}
