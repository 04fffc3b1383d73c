/**
 * Days and whole numbers as callers may give them: inside what columns, deadlines and calendars hold, so that a value at the edge is
 * refused at the door with its range, and never fails behind it. What the product itself says needs no such range.
 */
import { z } from 'zod';

export const FIRST_DAY = '1900-01-01';
export const LAST_DAY = '2100-12-31';
/** PostgreSQL's integer, which counts rows, versions and steps */
export const LARGEST_INTEGER = 2_147_483_647;

/** A day, `YYYY-MM-DD`. The range stands in the API documents as `formatMinimum` and `formatMaximum`. */
export const givenDate = z.iso
  .date()
  .refine((day) => day >= FIRST_DAY && day <= LAST_DAY, { error: `日期应在 ${FIRST_DAY} 至 ${LAST_DAY} 之间` })
  .meta({ formatMinimum: FIRST_DAY, formatMaximum: LAST_DAY });

/** The caller's own number for a request: repeated, it is answered as the first time. It is stored, so it can hold no sentence and no identity number. */
export const requestKey = z
  .string()
  .min(8)
  .max(100)
  .regex(/^(?!.*\d{15})[!-~]+$/, '请求编号只能用英文字母、数字和符号，不能有空格，也不能有连续十五个数字');

/** What the caller last saw: a version, the number of the last step. */
export const givenSequence = z.number().int().min(0).max(LARGEST_INTEGER);
