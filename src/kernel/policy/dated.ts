/** A value of the pack that may change over time: what it is from which day on, and who says so. */
import type { LocalDate } from '#kernel/time/local-date.ts';

export interface DatedValue<T> {
  /** First day on which the value applies. */
  readonly from: LocalDate;
  readonly value: T;
  /** Where the value is written. For a local choice: why it was chosen. */
  readonly citation: string;
  /** True when no source fixes the value and the city chose it. */
  readonly local?: boolean;
}

/** Sorted by `from`, never empty, no two entries on one day (the compiler checks it). */
export type Dated<T> = readonly DatedValue<T>[];

/** The entry that applies on a day, or undefined when the day lies before the first entry. */
export function entryOn<T>(dated: Dated<T>, on: LocalDate): DatedValue<T> | undefined {
  return dated.findLast((entry) => entry.from <= on);
}

/**
 * The entry that applies on a day; before the first day the one that is to come, marked `notYet`: a rule that has not begun is no error
 * for whoever looks at a page or counts back over the weeks before (080).
 */
export function entryOrNotYet<T>(dated: Dated<T>, on: LocalDate): DatedValue<T> & { readonly notYet: boolean } {
  const entry = entryOn(dated, on) ?? dated[0];
  if (!entry) throw new RangeError('a dated value has no entry');
  return { ...entry, notYet: entry.from > on };
}

export function valueOn<T>(dated: Dated<T>, on: LocalDate): T | undefined {
  return entryOn(dated, on)?.value;
}
