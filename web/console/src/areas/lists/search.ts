/** What the addresses of the lists and of a round say. */
import { z } from 'zod';
import { LIST_NAMES } from '../../parts/list-names.ts';
import { count, keyOf, text, word } from '../../parts/search.ts';
import { ENTRY_STATES } from './words.ts';

export const listsSearch = z.object({
  list: keyOf(LIST_NAMES),
  view: word(['rounds', 'nominations', 'conflicts', 'nominate']),
  department: text,
  zone: text,
  batch: count,
  after: text,
  before: count,
});

export const roundSearch = z.object({
  view: word(['entries', 'edition']),
  status: keyOf(ENTRY_STATES),
  words: text,
  page: count,
});
