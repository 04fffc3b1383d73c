/** What the addresses of requests say: a request remembers the queue it was opened from. */
import { z } from 'zod';
import { KINDS } from '../../parts/rights-words.ts';
import { id, keyOf } from '../../parts/search.ts';
import { STANDINGS } from './words.ts';

export const requestSearch = z.object({ kind: keyOf(KINDS), standing: keyOf(STANDINGS) });
export type RequestSearch = z.output<typeof requestSearch>;

export const rightsSearch = requestSearch.extend({ after: id });
