/** What the address of supervision says: over how long, and what the map shows. */
import { z } from 'zod';
import { word } from '../../parts/search.ts';

export const MONTHS = ['3', '6', '12', '24'] as const;

export const supervisionSearch = z.object({ months: word(MONTHS), map: word(['reported', 'overdue']) });
