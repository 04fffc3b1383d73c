/** Whether a list stands on a law on a day: recorded, begun, and not over (black-list-needs-basis). */
import type { LocalDate } from '#kernel/time/local-date.ts';
import type { BasisKind } from '../vocabulary.ts';
import type { SubjectList } from './policy.ts';

/** A document the notice's preamble names. */
export interface Basis {
  readonly id: string;
  readonly kind: BasisKind;
  readonly title: string;
  readonly titleEn: string;
  readonly issuer: string;
  /** null: not known */
  readonly issuedOn: LocalDate | null;
  readonly from: LocalDate | null;
  /** Last day in force, where it has ended or its end is known. */
  readonly until?: LocalDate;
  /** Wording and dates were checked against the source. */
  readonly confirmed: boolean;
  /** What was not. */
  readonly note?: string;
  readonly noteEn?: string;
}

/** The law an adverse list rests on, with its days where the pack records it as a basis. */
export interface ListBasis {
  readonly recorded: boolean;
  readonly citation: string | null;
  readonly basis?: string;
  readonly from?: LocalDate;
  readonly until?: LocalDate;
}

/** null: nothing stands in the way. */
export type BasisGap = 'missing' | 'not-yet' | 'ended' | null;

export function basisGap({ requires: { legalBasis } }: Pick<SubjectList, 'requires'>, on: LocalDate): BasisGap {
  if (!legalBasis) return null;
  if (!legalBasis.recorded) return 'missing';
  if (legalBasis.from !== undefined && on < legalBasis.from) return 'not-yet';
  return legalBasis.until !== undefined && on > legalBasis.until ? 'ended' : null;
}
