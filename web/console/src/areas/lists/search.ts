/** What the addresses of the lists and of a round say. */
import { z } from 'zod';
import { ENTRY_STATUSES } from '#contracts/vocabulary.ts';
import { count, listId, text, word } from '../../parts/search.ts';

export const listsSearch = z.object({
  list: listId,
  view: word(['rounds', 'nominations', 'conflicts', 'nominate']),
  department: text,
  zone: text,
  batch: count,
  after: text,
  before: count,
});

export const roundSearch = z.object({
  view: word(['entries', 'edition']),
  status: word(ENTRY_STATUSES),
  words: text,
  page: count,
});
export type RoundSearch = z.output<typeof roundSearch>;
