/** Which cases the queue shows, as its address says it. Pure. */
import type { QueueSide } from '#contracts/vocabulary.ts';
import type { CaseState } from '../../parts/case-words.ts';
import type { CaseSearch } from './search.ts';

/** As a type, so that it fits an address. */
export type QueueFilter = {
  readonly side: QueueSide;
  readonly state: CaseState;
  readonly kind: string | undefined;
};

/** The queue as its address says it; where it says nothing, the one in which cases wait for this officer's duty. */
export function queueFilter(search: CaseSearch, roles: readonly string[], otherwise?: CaseState): QueueFilter {
  const decides = roles.includes('reviewer') || roles.includes('determiner');
  const own: QueueSide = decides || !roles.includes('reporter') ? 'competent' : 'reporting';
  const { side = own, state = otherwise ?? firstState(roles), kind } = search;
  return { side, state, kind };
}

function firstState(roles: readonly string[]): CaseState {
  if (roles.includes('reviewer')) return 'reported';
  return roles.includes('determiner') ? 'reviewed' : 'returned';
}
