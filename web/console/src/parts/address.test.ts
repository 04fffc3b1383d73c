import { expect, test } from 'vitest';
import { oneOf } from './address.ts';

const KNOWN = { waiting: '办理中', overdue: '已超期' };

test('a word of the address that a filter knows', () => {
  expect(oneOf(KNOWN, 'overdue')).toBe('overdue');
});

test.each([undefined, '', 'Overdue', ' overdue', 'ended', 'toString', '__proto__', 'constructor'])(
  '%j filters nothing',
  (word) => {
    expect(oneOf(KNOWN, word)).toBeUndefined();
  },
);
