/** What the address of deliveries says: which are shown. */
import { z } from 'zod';
import { count, keyOf } from '../../parts/search.ts';
import { RECIPIENTS, STATES } from './words.ts';

export const deliveriesSearch = z.object({ state: keyOf(STATES), recipient: keyOf(RECIPIENTS), before: count });
