import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, toLocalDate } from '#kernel/time/local-date.ts';
import { type Contribution, computeAccount } from './points-engine.ts';
import { historyOf } from './points-history.ts';
import type { PointsRules } from './points-rules.ts';

const start = toLocalDate('2020-02-13');
const figure = (value: number, from = start) => [{ from, value, citation: 'test' }];
const level = (id: string, rank: number, low: number, high: number, highIncluded: boolean) => ({
  ...{ id, title: id, titleEn: id, rank, low, lowIncluded: true, high, highIncluded },
});
const rules: PointsRules = {
  citation: 'test',
  scale: [{ from: start, citation: 'test', value: { base: 30, minimum: 0, maximum: 60, goodCap: 28, adverseCap: 33 } }],
  levels: [
    { from: start, citation: 'test', value: [level('low', 0, 0, 40, false), level('high', 1, 40, 60, true)] },
    {
      from: addDays(start, 300),
      citation: 'later',
      value: [level('low', 0, 0, 35, false), level('high', 1, 35, 60, true)],
    },
  ],
  rules: [
    {
      kind: 'n/a',
      clause: 'n/1',
      title: 'A',
      points: [...figure(7), ...figure(9, addDays(start, 200))],
      cap: figure(20),
    },
    { kind: 'n/bad', clause: 'n/3', title: 'C', points: figure(-15), cap: figure(40) },
  ],
};
const day = fc.integer({ min: -50, max: 600 }).map((days) => addDays(start, days));
const records = fc.uniqueArray(
  fc.record({
    recordId: fc.integer({ min: 0, max: 15 }).map((id) => `r${id}`),
    kind: fc.constantFrom('n/a', 'n/bad', 'n/unknown'),
    validFrom: day,
    validUntil: fc.option(day),
    endedOn: fc.option(day),
  }),
  { maxLength: 12, selector: ({ recordId }) => recordId },
);
const today = fc.integer({ min: 0, max: 650 }).map((days) => addDays(start, days));
const standing = (items: readonly Contribution[], on: typeof start) => {
  const { total, level: reached } = computeAccount(rules, items, on);
  return { total, level: reached.id };
};

describe('history', () => {
  test('ends where the account stands today, and each step begins where the one before ended', () => {
    fc.assert(
      fc.property(records, today, (items, on) => {
        const steps = historyOf(rules, items, on);
        let before = standing(items, start);
        for (const step of steps) {
          expect(step.before).toEqual(before);
          before = step.after;
        }
        expect(before).toEqual(standing(items, on));
      }),
    );
  });

  test('no day between two steps differs from the step before it', () => {
    fc.assert(
      fc.property(records, today, fc.integer({ min: 0, max: 650 }), (items, on, offset) => {
        const asked = addDays(start, offset);
        fc.pre(asked <= on);
        const last = historyOf(rules, items, on).findLast((step) => step.on <= asked);
        expect(last?.after ?? standing(items, start)).toEqual(standing(items, asked));
      }),
    );
  });

  test('every step says why', () => {
    fc.assert(
      fc.property(records, today, (items, on) => {
        for (const { causes } of historyOf(rules, items, on)) expect(causes.length).toBeGreaterThan(0);
      }),
    );
  });

  test('the order of arrival never matters; what was withdrawn was never there', () => {
    fc.assert(
      fc.property(records, today, fc.nat(), (items, on, which) => {
        const steps = historyOf(rules, items, on).map(({ on: day, before, after }) => ({ day, before, after }));
        const turned = historyOf(rules, items.toReversed(), on).map(({ on: day, before, after }) => ({
          day,
          before,
          after,
        }));
        expect(turned).toEqual(steps);
        if (items.length === 0) return;
        const gone = items[which % items.length]!;
        const rest = items.filter((item) => item !== gone);
        expect(JSON.stringify(historyOf(rules, rest, on))).not.toContain(`"${gone.recordId}"`);
      }),
    );
  });
});
