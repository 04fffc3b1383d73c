/** What the addresses of reporting and of batches say. */
import { z } from 'zod';
import { BATCH_STEPS, FILE_KINDS, ROW_VERDICTS } from '#contracts/vocabulary.ts';
import { count, flag, text, word } from '../../parts/search.ts';

export const reportSearch = z.object({
  kind: word(FILE_KINDS),
  way: word(['file', 'paste', 'form']),
  /** only where several are in force */
  notice: text,
});
export type ReportSearch = z.output<typeof reportSearch>;

/** over how many months one's own figures are counted */
export const MONTHS = ['3', '6', '12', '24'] as const;

export const batchesSearch = z.object({
  view: word(['handed-in', ...BATCH_STEPS, 'figures']),
  mine: flag,
  waiting: flag,
  before: count,
  months: word(MONTHS),
});

export type BatchesSearch = z.output<typeof batchesSearch>;

export const batchSearch = z.object({
  step: word(BATCH_STEPS),
  view: word(['rows']),
  verdict: word([...ROW_VERDICTS, 'all']),
  after: count,
});
export type BatchSearch = z.output<typeof batchSearch>;
