import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalDigest, canonicalJson, holdingsOf } from './canonical-json.ts';

describe('canonical JSON', () => {
  test('sorts keys at every depth and keeps the order of lists', () => {
    expect(canonicalJson({ b: [{ d: 1, c: '汉' }, 2], a: null, u: undefined })).toBe(
      '{"a":null,"b":[{"c":"汉","d":1},2]}',
    );
  });

  test('does not depend on the order of keys, and a round trip changes nothing', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalJson(reversed)).toBe(canonicalJson(value));
        expect(canonicalDigest(JSON.parse(canonicalJson(value)))).toBe(canonicalDigest(value));
      }),
    );
  });
});

test('holdings do not depend on order and notice a single changed position', () => {
  const items = [
    { id: 'b', position: 2 },
    { id: 'a', position: 1 },
  ];
  expect(holdingsOf(items)).toEqual(holdingsOf(items.toReversed()));
  expect(holdingsOf(items).digest).not.toBe(holdingsOf([{ id: 'b', position: 3 }, items[1]!]).digest);
});
