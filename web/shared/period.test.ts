import { expect, test } from 'vitest';
import { periodInEnglish } from './period.ts';

test.each([
  ['1个工作日', '1 working day'],
  ['5个工作日', '5 working days'],
  ['1日', '1 day'],
  ['30日', '30 days'],
  ['1个月', '1 month'],
  ['12个月', '12 months'],
  ['1年', '1 year'],
  ['3年', '3 years'],
])('%s', (period, english) => {
  expect(periodInEnglish(period)).toBe(english);
});

test.each(['长期', '', '3', '年', '3 周', '约3年', '3年零1个月', '3__proto__', '3constructor'])(
  'nobody knows %j',
  (period) => {
    expect(periodInEnglish(period)).toBeUndefined();
  },
);
