import { expect, test } from 'vitest';
import { lookUp } from './look-up.ts';

test('what the table does not name has no words, whatever it is called', () => {
  expect(lookUp({ review: '审核' }, 'review')).toBe('审核');
  for (const name of ['', 'refuse', 'toString', '__proto__']) expect(lookUp({ review: '审核' }, name)).toBeUndefined();
});
