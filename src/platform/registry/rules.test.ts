/** How long a record lasts: counted from the decision, and over before it begins where the decision is too long ago. */
import { expect, test } from 'vitest';
import { lifespanOf } from '#kernel/policy/lifespan.ts';
import { addMonths, type LocalDate, toLocalDate } from '#kernel/time/local-date.ts';
import { loadCalendar } from '#runtime/calendars.ts';
import { zhengzhou } from '../../../tests/support/systems.ts';
import { mayChange, overBeforeBegun, standingOf } from './rules.ts';

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

/** As if the catalogue named other periods for what is adverse. */
const ofPeriods = (months: number | null, over: object = {}) => {
  const dated = months === null ? [] : [{ from: day('2020-02-13'), value: months, citation: 'test' }];
  const lifecycle = { ...adverse.lifecycle, validityMonths: dated, disclosureMonths: dated };
  const days = { determinedOn: day('2020-06-01'), decidedOn: day('2020-03-02') };
  return lifespanOf({ ...adverse, lifecycle, ...over } as typeof adverse, days, policy, calendar);
};

test('whatever a catalogue says, adverse information is shown five years at most, and no longer than its grade', () => {
  const { repairGrade: _, ...ungraded } = adverse;
  const without = { repairGrade: undefined };
  expect(ungraded).not.toHaveProperty('repairGrade');
  expect(ofPeriods(120, without).disclosedUntil).toBe('2025-03-02');
  expect(ofPeriods(null, without).disclosedUntil).toBe('2025-03-02');
  const { maximumMonths } = policy.repairRangeOn(adverse.repairGrade!, day('2020-06-01'));
  expect(maximumMonths).toBeLessThan(60);
  expect(ofPeriods(120).disclosedUntil).toBe(addMonths(day('2020-03-02'), maximumMonths));
});

test('a warning from the day it counts as minor on ends with that grade, under whatever older name it is asked', () => {
  const firm = policy.catalogue.find(({ id }) => id.endsWith('/3.3.2'))!;
  const ends = (decidedOn: string, decisionType: string, regime?: string) => {
    const days = { determinedOn: day(decidedOn), decidedOn: day(decidedOn), decisionType };
    const span = lifespanOf(firm, days, policy, calendar, regime === undefined ? undefined : day(regime));
    return [span.validUntil, span.disclosedUntil];
  };
  expect(ends('2026-04-01', 'warning')).toEqual(['2026-07-01', '2026-07-01']);
  expect(ends('2026-04-01', '给予警告的行政处罚决定书')).toEqual(['2026-07-01', '2026-07-01']);
  expect(ends('2026-04-01', '行政处罚决定书')).toEqual(['2027-04-01', '2027-04-01']);
  expect(ends('2026-03-31', 'warning')).toEqual(['2027-03-31', '2027-03-31']);
  // by the rules of a later day, and still counted from the decision
  expect(ends('2026-03-31', 'warning', '2026-04-01')).toEqual(['2026-06-30', '2026-06-30']);
});

test('what is repaired or revoked changes no more; a hold ends with its last day; good information is neither held nor repaired', () => {
  const today = day('2020-06-01');
  const standing = (polarity: 'good' | 'adverse', ...changes: Parameters<typeof standingOf>[1]) =>
    standingOf(polarity, changes, today);
  const open = (change: Parameters<typeof mayChange>[0], of: ReturnType<typeof standingOf>) => {
    const may = mayChange(change, of);
    return may.ok ? 'yes' : may.because;
  };
  for (const ended of ['repaired', 'revoked'] as const)
    for (const change of ['repaired', 'revoked', 'held', 'released', 'objection-opened', 'objection-closed'] as const)
      expect(open(change, standing('adverse', { change: ended })), `${change} after ${ended}`).toBe('ended');
  expect(open('held', standing('good'))).toBe('good-hold');
  expect(open('repaired', standing('good'))).toBe('good-repair');
  expect(standing('adverse', { change: 'held', until: '2020-06-01' }).held).toBe(true);
  expect(standing('adverse', { change: 'held', until: '2020-05-31' }).held).toBe(false);
  expect(open('held', standing('adverse', { change: 'held', until: '2020-06-01' }))).toBe('held');
});
