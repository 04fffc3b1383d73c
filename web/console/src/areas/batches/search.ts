/** What the addresses of reporting and of batches say. */
import { z } from 'zod';
import { count, flag, word } from '../../parts/search.ts';

export const reportSearch = z.object({
  kind: word(['individuals', 'organisations']),
  way: word(['file', 'paste', 'form']),
});
export type ReportSearch = z.output<typeof reportSearch>;

/** over how many months one's own figures are counted */
export const MONTHS = ['3', '6', '12', '24'] as const;

export const batchesSearch = z.object({
  view: word(['handed-in', 'review', 'determine', 'figures']),
  mine: flag,
  waiting: flag,
  before: count,
  months: word(MONTHS),
});

export type BatchesSearch = z.output<typeof batchesSearch>;

export const batchSearch = z.object({
  step: word(['review', 'determine']),
  view: word(['rows']),
  verdict: word(['accepted', 'suspect', 'duplicate', 'rejected', 'all']),
  after: count,
});
export type BatchSearch = z.output<typeof batchSearch>;
