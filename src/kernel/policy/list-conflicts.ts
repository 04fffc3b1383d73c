/** What stands between one body and a list, whatever the body's name: the rules of a good and an adverse list side by side. Pure. */
import type { ListId, Policy, SubjectList } from './policy.ts';

export interface ListStanding {
  /** lists of the city it is nominated for with what is in force */
  readonly nominatedFor: readonly ListId[];
  readonly adverseInForce: boolean;
  readonly objectionOpen: boolean;
}

export type StandingConflict = 'on-both-lists' | 'adverse-in-force' | 'objection-open';

/** Nobody stands on two lists that say the opposite of each other. */
export const opposedTo = (policy: Pick<Policy, 'lists'>, { polarity }: SubjectList): readonly SubjectList[] =>
  policy.lists.filter((other) => other.polarity !== polarity);

export function standingConflicts(
  policy: Pick<Policy, 'lists'>,
  list: SubjectList,
  { nominatedFor, adverseInForce, objectionOpen }: ListStanding,
): readonly StandingConflict[] {
  const opposed = opposedTo(policy, list).some(({ id }) => nominatedFor.includes(id));
  return [
    ...(opposed ? (['on-both-lists'] as const) : []),
    ...(list.polarity === 'good' && adverseInForce ? (['adverse-in-force'] as const) : []),
    ...(objectionOpen ? (['objection-open'] as const) : []),
  ];
}
