/** What the addresses of the queue and of a case say: the case remembers the queue it was opened from. */
import { z } from 'zod';
import { STATES } from '../../parts/case-words.ts';
import { caseNumber, keyOf, text, word } from '../../parts/search.ts';

export const caseSearch = z.object({
  side: word(['competent', 'reporting']),
  state: keyOf(STATES),
  kind: text,
});
export type CaseSearch = z.output<typeof caseSearch>;

export const queueSearch = caseSearch.extend({ after: caseNumber, before: caseNumber });
export type QueueSearch = z.output<typeof queueSearch>;
