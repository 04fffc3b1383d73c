/** What the addresses of the queue and of a case say: the case remembers the queue it was opened from. */
import { z } from 'zod';
import { QUEUE_SIDES } from '#contracts/vocabulary.ts';
import { STATES } from '../../parts/case-words.ts';
import { caseNumber, keyOf, text, word } from '../../parts/search.ts';

export const caseSearch = z.object({
  side: word(QUEUE_SIDES),
  state: keyOf(STATES),
  kind: text,
});
export type CaseSearch = z.output<typeof caseSearch>;

export const queueSearch = caseSearch.extend({ after: caseNumber, before: caseNumber });
export type QueueSearch = z.output<typeof queueSearch>;
