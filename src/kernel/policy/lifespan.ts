/** How long a record lasts: in force, and shown. Pure. */
import { addMonths, type LocalDate } from '#kernel/time/local-date.ts';
import type { WorkingCalendar } from '#kernel/time/working-days.ts';
import { type Dated, entryOn } from './dated.ts';
import { endOfPeriod } from './duration.ts';
import { rangeOn } from './grade.ts';
import type { CatalogueKind, Policy } from './policy.ts';

export interface Lifespan {
  readonly validFrom: LocalDate;
  /** last day in force; null: it stays */
  readonly validUntil: LocalDate | null;
  /** last day it may be shown; null: as long as it is in force */
  readonly disclosedUntil: LocalDate | null;
}

const ADVERSE_MAXIMUM = 'adverse-disclosure-maximum';

export interface Days {
  readonly determinedOn: LocalDate;
  /** the day of the decision the record rests on; null: it rests on none */
  readonly decidedOn: LocalDate | null;
  /** which document that decision is: the grade may go by it */
  readonly decisionType?: string | undefined;
}

/**
 * The kind's dated rules (河南省社会信用条例 19: good may stay, adverse is shown at most five years). Both the periods and the regime they
 * belong to are those of the day of the decision, where there is one: the office that is slow to determine neither lengthens what somebody
 * bears nor chooses the rules (061, 080).
 * @param regime the rules of another day: what a record of today's rules would bear
 */
export function lifespanOf(
  kind: CatalogueKind,
  { determinedOn, decidedOn, decisionType }: Days,
  policy: Policy,
  calendar: WorkingCalendar,
  regime?: LocalDate,
): Lifespan {
  const from = decidedOn ?? determinedOn;
  const on = regime ?? from;
  const { validityMonths, disclosureMonths } = kind.lifecycle;
  const validUntil = monthsAfter(from, monthsOn(validityMonths, on));
  const disclosed = monthsAfter(from, monthsOn(disclosureMonths, on)) ?? validUntil;
  if (kind.polarity === 'good') return { validFrom: determinedOn, validUntil, disclosedUntil: disclosed };
  const maximum = endOfPeriod(from, policy.timerOn(ADVERSE_MAXIMUM, on), calendar);
  // 信用修复: after the grade's maximum it ends by itself, whether anybody asked or not
  const ofGrade = monthsAfter(from, rangeOn(policy, kind, decisionType, on)?.maximumMonths ?? null);
  return {
    validFrom: determinedOn,
    validUntil: earliest(validUntil, ofGrade),
    disclosedUntil: earliest(disclosed, maximum, ofGrade),
  };
}

const earliest = (...days: readonly (LocalDate | null)[]): LocalDate | null =>
  days.filter((day) => day !== null).toSorted()[0] ?? null;

/** A decision before the rule's first day goes by the first rule there is. */
const monthsOn = (dated: Dated<number | null>, on: LocalDate): number | null =>
  (entryOn(dated, on) ?? dated[0])?.value ?? null;

function monthsAfter(from: LocalDate, months: number | null): LocalDate | null {
  return months === null ? null : addMonths(from, months);
}
