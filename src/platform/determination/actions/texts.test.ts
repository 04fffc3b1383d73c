/** never-collect: what somebody types freely into an action is screened, and a field more is not forgotten. */
import { expect, test } from 'vitest';
import { z } from 'zod';
import { ACTION_NAMES, ACTIONS } from './index.ts';

/** A text that can say anything: no day, no choice. */
function isFree(schema: z.ZodType): boolean {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) return isFree(schema.unwrap() as z.ZodType);
  if (schema instanceof z.ZodPipe) return isFree(schema.in as z.ZodType);
  return schema instanceof z.ZodString && schema.format === null;
}

test('a day and a choice are no free texts, a reason is', () => {
  expect([z.string().max(9), z.string().trim().optional()].map(isFree)).toEqual([true, true]);
  expect([z.iso.date(), z.enum(['direct']), z.number()].map(isFree)).toEqual([false, false, false]);
});

test.each(ACTION_NAMES)('%s: every free text is screened', (name) => {
  const { asked, texts } = ACTIONS[name];
  const free = Object.entries(asked.shape).flatMap(([key, schema]) => (isFree(schema as z.ZodType) ? [key] : []));
  expect([...texts].toSorted()).toEqual(free.toSorted());
});
