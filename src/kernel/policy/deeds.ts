/** Whether a deed lies within the days its notice is about: a notice on one epidemic is no rule for what happened years before it. */
import type { LocalDate } from '#kernel/time/local-date.ts';
import type { Said } from '../refusal/said.ts';
import type { PolicyData } from './policy.ts';

/** The days of the deeds a notice is about. */
export interface DeedsPeriod {
  readonly from: LocalDate;
  /** Last day; left out while it has not ended. */
  readonly until?: LocalDate;
  readonly citation: string;
  readonly local?: boolean;
}

interface Stated {
  readonly occurredOn?: LocalDate | undefined;
  /** A decision may come after the last day, about what happened before; it cannot come before the first. */
  readonly decidedOn?: LocalDate | undefined;
}

export function outsideDeeds({ deeds }: Pick<PolicyData, 'deeds'>, { occurredOn, decidedOn }: Stated): boolean {
  if (!deeds) return false;
  if ([occurredOn, decidedOn].some((day) => day !== undefined && day < deeds.from)) return true;
  // where only a decision is named, its day stands for the deed's
  return deeds.until !== undefined && occurredOn !== undefined && occurredOn !== decidedOn && occurredOn > deeds.until;
}

/** The days in words, for whoever is refused. */
export function deedsSaid({ deeds, document }: Pick<PolicyData, 'deeds' | 'document'>): Said {
  const { from, until } = deeds ?? { from: '', until: undefined };
  return {
    zh: `${document.number}只适用于 ${from} ${until === undefined ? '以后' : `至 ${until}`}的事项，这一天不在其内。`,
    en: `The notice is about what happened ${until === undefined ? `from ${from} on` : `between ${from} and ${until}`}; this day lies outside.`,
  };
}
