/** Every text that people type is found in a value, wherever in the schema it is marked; and nothing else is. */
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { freeText, textsIn } from './free-text.ts';

const said = freeText(z.string().trim().max(500));
const found = (schema: z.ZodType, value: unknown) => textsIn(schema, value).map(({ at, text }) => `${at}=${text}`);

describe('found', () => {
  test.each<[string, z.ZodType, unknown, string[]]>([
    ['itself', said, '甲', ['=甲']],
    ['in a field', z.object({ a: said }), { a: '甲' }, ['a=甲']],
    ['in a field of a field', z.object({ a: z.strictObject({ b: said }) }), { a: { b: '甲' } }, ['a.b=甲']],
    [
      'optional, nullable, with a default',
      z.object({ a: said.optional().nullable().default('') }),
      { a: '甲' },
      ['a=甲'],
    ],
    ['described afterwards', z.object({ a: said.meta({ description: '说明' }) }), { a: '甲' }, ['a=甲']],
    ['bounded afterwards', z.object({ a: said.min(1) }), { a: '甲' }, ['a=甲']],
    ['refined afterwards', z.object({ a: said.refine(() => true) }), { a: '甲' }, ['a=甲']],
    ['in each item', z.array(z.object({ a: said })), [{ a: '甲' }, { a: '乙' }], ['0.a=甲', '1.a=乙']],
    ['in a record', z.record(z.string(), said), { k: '甲' }, ['k=甲']],
    ['in what an object takes besides', z.object({}).catchall(said), { k: '甲' }, ['k=甲']],
    ['in an alternative', z.union([z.literal('*'), z.object({ a: said })]), { a: '甲' }, ['a=甲']],
    [
      'in the alternative that is meant',
      z.discriminatedUnion('is', [z.object({ is: z.literal('x') }), z.object({ is: z.literal('y'), a: said })]),
      { is: 'y', a: '甲' },
      ['a=甲'],
    ],
    [
      'in both halves',
      z.intersection(z.object({ a: said }), z.object({ b: said })),
      { a: '甲', b: '乙' },
      ['a=甲', 'b=乙'],
    ],
    ['before it is made something else', z.object({ a: said.transform((text) => text) }), { a: '甲' }, ['a=甲']],
    ['taken over into another object', z.object({ a: said, c: z.string() }).pick({ a: true }), { a: '甲' }, ['a=甲']],
  ])('%s', (_, schema, value, texts) => expect(found(schema, value)).toEqual(texts));
});

test('what is not marked, not there or no text is not found', () => {
  const schema = z.object({ id: z.string(), a: said.optional(), n: z.number() });
  expect(found(schema, { id: '甲', n: 1 })).toEqual([]);
  expect(found(schema, { id: '甲', a: undefined, n: 1 })).toEqual([]);
  expect(found(schema, null)).toEqual([]);
});

test('a kind of schema that nobody taught the walk is refused, not passed over', () => {
  expect(() => textsIn(z.map(z.string(), said), new Map([['k', '甲']]))).toThrow(/map/);
});
