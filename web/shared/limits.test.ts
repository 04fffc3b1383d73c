import { expect, test } from 'vitest';
import { z } from 'zod';
import { NewDelegation } from '#contracts/officers.ts';
import { OwnReportMending } from '#contracts/own-reports.ts';
import { lengthOf } from './limits.ts';

test.each([
  [z.string().max(500), { least: 0, most: 500 }],
  [z.string().trim().min(2).max(200), { least: 2, most: 200 }],
  [z.string().min(1).max(40).optional(), { least: 1, most: 40 }],
  [z.string().max(60).nullable().optional().meta({ description: '护照的签发国家' }), { least: 0, most: 60 }],
  [z.string().max(9).max(5).min(1).min(2).default('ab'), { least: 2, most: 5 }],
  [NewDelegation.shape.reason, { least: 2, most: 200 }],
  [OwnReportMending.shape.note, { least: 0, most: 500 }],
])('what the schema takes is what the form offers (%#)', (schema, length) => {
  expect(lengthOf(schema)).toEqual(length);
  const inner = schema as z.ZodType;
  expect(inner.safeParse('x'.repeat(length.most)).success).toBe(true);
  expect(inner.safeParse('x'.repeat(length.most + 1)).success).toBe(false);
});

test.each([
  ['text of any length', z.string().min(2)],
  ['a number', z.number().max(5)],
  ['a list', z.array(z.string()).max(5)],
])('%s has no length a form could offer', (_, schema) => {
  expect(() => lengthOf(schema)).toThrow(TypeError);
});
