/** How long a record lasts: counted from the decision, and over before it begins where the decision is too long ago. */
import { expect, test } from 'vitest';
import { type LocalDate, toLocalDate } from '#kernel/time/local-date.ts';
import { loadCalendar } from '#runtime/calendars.ts';
import { zhengzhou } from '../../../tests/support/systems.ts';
import { lifespanOf, overBeforeBegun } from './rules.ts';

const calendar = loadCalendar();
const policy = await zhengzhou();
const day = (text: string): LocalDate => toLocalDate(text);
const adverse = policy.catalogue.find(({ polarity }) => polarity === 'adverse')!;
const good = policy.catalogue.find(({ polarity }) => polarity === 'good')!;
const lasting = (determinedOn: string, decidedOn: string | null) =>
  lifespanOf(
    decidedOn === null ? good : adverse,
    { determinedOn: day(determinedOn), decidedOn: decidedOn === null ? null : day(decidedOn) },
    policy,
    calendar,
  );

test('twelve months of adverse information run from its decision, in force from the day it is determined', () => {
  expect(lasting('2020-06-01', '2020-03-02')).toEqual({
    ...{ validFrom: '2020-06-01', validUntil: '2021-03-02', disclosedUntil: '2021-03-02' },
  });
});

test('however late it is determined, it ends on the same day', () => {
  const ends = ['2020-03-16', '2020-09-01', '2021-03-01'].map((on) => lasting(on, '2020-03-02').validUntil);
  expect(new Set(ends)).toEqual(new Set(['2021-03-02']));
});

test.each([
  ['2021-03-01', null],
  ['2021-03-02', '2021-03-02'],
  ['2021-03-03', '2021-03-02'],
  ['2024-01-01', '2021-03-02'],
])('determined on %s: over since %s', (determinedOn, over) => {
  expect(overBeforeBegun(lasting(determinedOn, '2020-03-02'))).toBe(over);
});

test('good information rests on no decision and stays', () => {
  expect(lasting('2020-03-16', null)).toEqual({ validFrom: '2020-03-16', validUntil: null, disclosedUntil: null });
  expect(overBeforeBegun(lasting('2020-03-16', null))).toBeNull();
});

test('what may be shown no longer is over, though it were still valid', () => {
  const span = { validFrom: day('2021-01-01'), validUntil: day('2022-01-01'), disclosedUntil: day('2020-12-31') };
  expect(overBeforeBegun(span)).toBe('2020-12-31');
});
