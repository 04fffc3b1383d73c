/** What may be told of kept deadlines, and when a month may be counted. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FEWEST_TOLD } from '#contracts/exchange.ts';
import { toLocalDate } from '#kernel/time/local-date.ts';
import { loadCalendar } from '#runtime/calendars.ts';
import { zhengzhou } from '../../../tests/support/systems.ts';
import { countableMonths, type DepartmentCount, lastDay, receivedFor, tellable } from './punctuality-rules.ts';

const count = (department: string, kept: number, missed: number, step: 'check' | 'request' = 'check') => ({
  ...{ step, department, kept, missed },
});

test('a department with enough is told; those with few together, or not at all', () => {
  expect(tellable([count('甲', 9, 1), count('乙', 50, 0)])).toEqual([count('乙', 50, 0), count('甲', 9, 1)]);
  expect(tellable([count('甲', 9, 0), count('乙', 50, 0)])).toEqual([count('乙', 50, 0)]);
  expect(tellable([count('甲', 5, 1), count('乙', 50, 0), count('丙', 3, 1)])).toEqual([
    count('乙', 50, 0),
    { ...count('', 8, 2), department: null },
  ]);
  expect(tellable([count('甲', 4, 1), count('丙', 3, 1)])).toEqual([]);
  expect(tellable([count('甲', 5, 0), count('甲', 5, 0, 'request')])).toEqual([]);
});

test('nothing told is small, and whoever is small is never told alone', () => {
  const counts = fc.uniqueArray(
    fc.record({
      step: fc.constantFrom('check', 'request'),
      department: fc.stringMatching(/^[a-h]$/),
      kept: fc.nat(15),
      missed: fc.nat(15),
    }) as fc.Arbitrary<DepartmentCount>,
    { selector: ({ step, department }) => step + department },
  );
  fc.assert(
    fc.property(counts, (given) => {
      const told = tellable(given);
      const small = (step: string) =>
        given.filter((one) => one.step === step && one.kept + one.missed > 0 && one.kept + one.missed < FEWEST_TOLD);
      for (const { step, department, kept, missed } of told) {
        expect(kept + missed).toBeGreaterThanOrEqual(FEWEST_TOLD);
        if (department === null) expect(small(step).length).toBeGreaterThan(1);
        else expect(small(step).map((one) => one.department)).not.toContain(department);
      }
    }),
  );
});

test.each([
  ['2020-03-31', ['2020-01', '2020-02']],
  // the first day of a month: what was begun on the last evening may not be written yet
  ['2020-04-01', ['2020-01', '2020-02']],
  ['2020-04-02', ['2020-01', '2020-02', '2020-03']],
] as const)('on %s these months may be counted: %j', (today, months) => {
  expect(countableMonths('2020-01', toLocalDate(today))).toEqual(months);
});

test('over the turn of a year; nothing before anything was received', () => {
  expect(countableMonths('2019-11', toLocalDate('2020-01-02'))).toEqual(['2019-11', '2019-12']);
  expect(countableMonths('2020-04', toLocalDate('2020-04-02'))).toEqual([]);
  expect(lastDay('2020-02')).toBe('2020-02-29');
});

test('what came in before a holiday is due after it, and every day of receipt belongs to one month', async () => {
  const rules = { policy: await zhengzhou(), calendar: loadCalendar() };
  const begun = toLocalDate('2020-02-13');
  const april = receivedFor('2020-04', begun, rules);
  // received on 25 March, a Wednesday: due on 1 April. Sunday the 26th of April is worked: received on the 25th, due on the 30th;
  // on the 26th itself, after the holiday of May
  expect(april.from.toISOString()).toBe('2020-03-24T16:00:00.000Z');
  expect(april.before.toISOString()).toBe('2020-04-25T16:00:00.000Z');
  expect(receivedFor('2020-05', begun, rules).from).toEqual(april.before);
  // received on the policy's first day: nothing lies before it, and no period is asked for then; due by the 20th
  const february = receivedFor('2020-02', begun, rules);
  expect(february.from.getTime()).toBeLessThanOrEqual(new Date('2020-02-12T16:00:00.000Z').getTime());
  // no calendar for 2027 yet: due then, on whichever day, and not in December
  const december = receivedFor('2026-12', begun, rules);
  expect(december.before.getTime()).toBeLessThan(new Date('2026-12-28T00:00:00Z').getTime());
});
