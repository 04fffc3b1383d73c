/** KeySet answers as a Set of strings does. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { KeySet } from './key-set.ts';

/** few different bytes, so that keys repeat and slots collide */
const key = fc.array(fc.constantFrom(0, 1, 255), { minLength: 16, maxLength: 16 }).map((bytes) => Buffer.from(bytes));

test('add says whether the key is new', () => {
  fc.assert(
    fc.property(fc.array(key, { maxLength: 300 }), (keys) => {
      const model = new Set<string>();
      const set = new KeySet(4);
      for (const bytes of keys) {
        const text = bytes.toString('hex');
        expect(set.add(bytes)).toBe(!model.has(text));
        model.add(text);
      }
      expect(set.size).toBe(model.size);
    }),
  );
});
