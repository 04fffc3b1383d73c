/** Ids of a city, and clauses cited as their notice numbers them. */
import { expect, test } from 'vitest';
import { citedAs } from './refs.ts';

test.each([
  ['2020-2/4.1', '四、1', '4.1'],
  ['2020-2/2', '二', '2'],
  ['2020-2/1.0', '一', '1.0'],
  ['2020-2/3.2', '三、2', '3.2'],
  ['2020-2/3.2.1', '三、2（1）', '3.2.1'],
  ['4.4', '四、4', '4.4'],
  ['2020-2/forwarding', 'forwarding', 'forwarding'],
  ['2021-7/A', 'A', 'A'],
  ['《河南省社会信用条例》第十七条', '《河南省社会信用条例》第十七条', '《河南省社会信用条例》第十七条'],
])('%s is cited as %s', (ref, zh, en) => {
  expect(citedAs(ref)).toBe(zh);
  expect(citedAs(ref, 'en')).toBe(en);
});
