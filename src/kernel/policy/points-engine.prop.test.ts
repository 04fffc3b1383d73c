import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, type LocalDate, toLocalDate } from '#kernel/time/local-date.ts';
import {
  type AccountExplanation,
  type Contribution,
  computeAccount,
  levelOf,
  levelsOn,
  totalOf,
} from './points-engine.ts';
import type { PointsRules } from './points-rules.ts';

const start = toLocalDate('2020-02-13');
const later = toLocalDate('2021-01-01');
const figure = (value: number, from = start) => [{ from, value, citation: 'test' }];

const rules: PointsRules = {
  citation: 'test',
  scale: figure(0).map((entry) => ({
    ...entry,
    value: { base: 30, minimum: 0, maximum: 60, goodCap: 28, adverseCap: 33 },
  })),
  levels: figure(0).map((entry) => ({
    ...entry,
    value: [
      level('low', 0, 0, true, 30, false),
      level('middle', 1, 30, true, 50, true),
      level('high', 2, 50, false, 60, true),
    ],
  })),
  rules: [
    { kind: 'n/a', clause: 'n/1', title: 'A', points: [...figure(7), ...figure(9, later)], cap: figure(20) },
    { kind: 'n/b', clause: 'n/2', title: 'B', points: figure(5), cap: figure(12) },
    { kind: 'n/bad', clause: 'n/3', title: 'C', points: figure(-15), cap: figure(40) },
  ],
};

function level(id: string, rank: number, low: number, lowIncluded: boolean, high: number, highIncluded: boolean) {
  return { id, title: id, titleEn: id, rank, low, lowIncluded, high, highIncluded };
}

const day = fc.integer({ min: 0, max: 600 }).map((days) => addDays(start, days));
const contribution = fc.record({
  recordId: fc.integer({ min: 0, max: 15 }).map((id) => `r${id}`),
  kind: fc.constantFrom('n/a', 'n/b', 'n/bad', 'n/unknown'),
  validFrom: day,
  validUntil: fc.option(day),
  endedOn: fc.option(day),
  objectionOpen: fc.boolean(),
});
const contributions = fc.array(contribution, { maxLength: 20 });
const distinct = fc.uniqueArray(contribution, { maxLength: 15, selector: (item) => item.recordId });

const compute = (items: readonly Contribution[], on: LocalDate) => computeAccount(rules, items, on);
const kindsOf = ({ notices }: AccountExplanation) => notices.flatMap(({ kinds }) => kinds);
const inForce = (item: Contribution, on: LocalDate) =>
  item.validFrom <= on &&
  (item.validUntil === null || item.validUntil >= on) &&
  (item.endedOn == null || item.endedOn > on);

describe('account', () => {
  test('without records it is the base', () => {
    expect(compute([], start)).toMatchObject({ total: 30, level: { id: 'middle' }, explanation: { notices: [] } });
  });

  test('the order of arrival never matters', () => {
    const shuffled = contributions.chain((items) =>
      fc.tuple(fc.constant(items), fc.shuffledSubarray(items, { minLength: items.length, maxLength: items.length })),
    );
    fc.assert(
      fc.property(shuffled, day, ([items, other], on) => {
        expect(compute(other, on)).toEqual(compute(items, on));
      }),
    );
  });

  test('what is withdrawn, expired or not begun counts as if it had never been', () => {
    fc.assert(
      fc.property(distinct, day, (items, on) => {
        const standing = items.filter((item) => inForce(item, on));
        expect(compute(items, on).total).toBe(compute(standing, on).total);
      }),
    );
  });

  test('the total stays in range and is the sum of its explanation, down to each record', () => {
    fc.assert(
      fc.property(contributions, day, (items, on) => {
        const { total, level: reached, explanation } = compute(items, on);
        expect(total).toBeGreaterThanOrEqual(0);
        expect(total).toBeLessThanOrEqual(60);
        expect(totalOf(explanation)).toBe(total);
        const records = kindsOf(explanation)
          .flatMap((kind) => kind.records)
          .reduce((sum, item) => sum + item.points, 0);
        const { goodCap, adverseCap, range } = explanation.corrections;
        expect(explanation.base.points + records + goodCap + adverseCap + range).toBe(total);
        expect(reached).toEqual(levelOf(rules, total, on));
      }),
    );
  });

  test('every record is explained, and why it does not count is said', () => {
    fc.assert(
      fc.property(contributions, day, (items, on) => {
        const records = kindsOf(compute(items, on).explanation).flatMap((kind) => kind.records);
        expect(records.map((record) => record.recordId).sort()).toEqual(items.map((item) => item.recordId).sort());
        for (const record of records) {
          expect(record.notCounted === undefined).toBe(record.points !== 0);
          expect(Math.abs(record.points)).toBeLessThanOrEqual(Math.abs(record.rulePoints ?? 0));
        }
      }),
    );
  });

  test('the same fact counts once', () => {
    fc.assert(
      fc.property(distinct, day, (items, on) => {
        expect(compute([...items, ...items], on).total).toBe(compute(items, on).total);
      }),
    );
  });

  test('an older copy of a fact never outlives its withdrawal', () => {
    fc.assert(
      fc.property(contribution, day, (item, on) => {
        for (const kind of ['n/a', 'n/b', 'n/bad'] as const) {
          const untouched = { ...item, kind, endedOn: null };
          expect(compute([untouched, { ...item, endedOn: on }], on).total).toBe(compute([], on).total);
        }
      }),
    );
  });

  test('no kind counts beyond its cap', () => {
    fc.assert(
      fc.property(contributions, day, (items, on) => {
        for (const kind of kindsOf(compute(items, on).explanation)) {
          expect(Math.abs(kind.points)).toBeLessThanOrEqual(kind.cap ?? 0);
        }
      }),
    );
  });

  test('one more good record never lowers the total, one more adverse record never raises it', () => {
    const fresh = (kind: Contribution['kind']): Contribution => ({
      recordId: 'zz',
      kind,
      validFrom: start,
      validUntil: null,
    });
    fc.assert(
      fc.property(contributions, day, (items, on) => {
        const { total } = compute(items, on);
        expect(compute([...items, fresh('n/a')], on).total).toBeGreaterThanOrEqual(total);
        expect(compute([...items, fresh('n/bad')], on).total).toBeLessThanOrEqual(total);
      }),
    );
  });

  test('an open objection is marked and changes no figure', () => {
    const item: Contribution = { recordId: 'x', kind: 'n/a', validFrom: start, validUntil: null };
    const marked = compute([{ ...item, objectionOpen: true }], start);
    expect(marked.total).toBe(compute([item], start).total);
    expect(kindsOf(marked.explanation)[0]?.records[0]?.objectionOpen).toBe(true);
  });

  test('a cap cuts in part, then to nothing, and says so', () => {
    const items = ['x', 'y', 'z'].map(
      (recordId): Contribution => ({ recordId, kind: 'n/b', validFrom: start, validUntil: null }),
    );
    items.push({ recordId: 'zz', kind: 'n/b', validFrom: start, validUntil: null });
    const records = kindsOf(compute(items, start).explanation)[0]?.records ?? [];
    expect(records.map((record) => [record.points, record.capped, record.notCounted])).toEqual([
      [5, false, undefined],
      [5, false, undefined],
      [2, true, undefined],
      [0, true, 'cap-reached'],
    ]);
  });

  test('figures are those in force on the day', () => {
    const item: Contribution = { recordId: 'x', kind: 'n/a', validFrom: start, validUntil: null };
    expect(compute([item], addDays(later, -1)).total).toBe(37);
    expect(compute([item], later).total).toBe(39);
  });

  test('every whole total has exactly one level', () => {
    for (let total = 0; total <= 60; total++) {
      const holding = levelsOn(rules, start).filter(
        ({ low, lowIncluded, high, highIncluded }) =>
          (lowIncluded ? total >= low : total > low) && (highIncluded ? total <= high : total < high),
      );
      expect(holding).toEqual([levelOf(rules, total, start)]);
    }
  });
});

test('all good records together count up to their cap, all adverse ones to theirs, and what was cut is said', () => {
  const of = (...kinds: Contribution['kind'][]) =>
    kinds.map((kind, index): Contribution => ({ recordId: `r${index}`, kind, validFrom: start, validUntil: null }));
  const good = compute(of('n/a', 'n/a', 'n/a', 'n/b', 'n/b', 'n/b'), start);
  expect(good.explanation.corrections.goodCap).toBe(28 - (20 + 12));
  expect(good.total).toBe(58);
  const adverse = compute(of('n/bad', 'n/bad', 'n/bad'), start);
  expect(adverse.explanation.corrections.adverseCap).toBe(40 - 33);
});

test('the engine runs in a browser: it imports nothing of Node', async () => {
  const { readFile } = await import('node:fs/promises');
  for (const file of ['points-engine.ts', 'dated.ts']) {
    const source = await readFile(new URL(file, import.meta.url), 'utf8');
    expect(source).not.toMatch(/from 'node:|require\(|process\.|Buffer/);
  }
});

describe('several notices', () => {
  const several: PointsRules = {
    ...rules,
    rules: [
      ...rules.rules,
      { kind: 'm/a', clause: 'm/1', title: 'D', points: figure(6), cap: figure(12) },
      { kind: 'm/b', clause: 'm/2', title: 'E', points: figure(5), cap: figure(10) },
      { kind: 'm/bad', clause: 'm/3', title: 'F', points: figure(-4), cap: figure(8) },
    ],
    noticeCaps: [{ notice: 'm', goodCap: figure(15) }],
  };
  const record = (kind: Contribution['kind'], index: number): Contribution => ({
    ...{ recordId: `${kind} ${index}`, kind, validFrom: start, validUntil: null },
  });
  const many = (kind: Contribution['kind']) => [0, 1, 2, 3].map((index) => record(kind, index));

  test('a kind is bounded by its cap, its notice by the notice’s, all of them by the city’s', () => {
    const { explanation, total } = computeAccount(several, [...many('m/a'), ...many('m/b'), ...many('n/a')], start);
    expect(explanation.notices.map(({ notice, cut, points }) => [notice, cut, points])).toEqual([
      ['m', -7, 15],
      ['n', 0, 20],
    ]);
    expect(explanation.corrections.goodCap).toBe(28 - 35);
    expect(total).toBe(30 + 28);
  });

  test('kinds of one number stand in the notice they are of', () => {
    const { notices } = computeAccount(several, [record('n/a', 1), record('m/a', 1)], start).explanation;
    expect(notices.map(({ notice, kinds }) => [notice, kinds.map(({ title }) => title)])).toEqual([
      ['m', ['D']],
      ['n', ['A']],
    ]);
  });

  test('the bound of good records spares nobody the adverse ones', () => {
    const { notices } = computeAccount(
      several,
      [...many('m/a'), ...many('m/b'), record('m/bad', 1)],
      start,
    ).explanation;
    expect(notices[0]).toMatchObject({ cut: -7, points: 15 - 4 });
  });

  test('whatever is held, the tree adds up to the total', () => {
    const held = fc.array(
      fc.tuple(fc.constantFrom<Contribution['kind']>('n/a', 'n/b', 'n/bad', 'm/a', 'm/b', 'm/bad'), fc.nat(30)),
    );
    fc.assert(
      fc.property(held, (items) => {
        const all = items.map(([kind, index]) => record(kind, index));
        const { total, explanation } = computeAccount(several, all, start);
        const { base, notices, corrections } = explanation;
        const records = kindsOf(explanation).flatMap((kind) => kind.records);
        const sum = records.reduce((points, item) => points + item.points, base.points);
        const cuts = notices.reduce((points, { cut }) => points + cut, 0);
        expect(sum + cuts + corrections.goodCap + corrections.adverseCap + corrections.range).toBe(total);
        for (const { goodCap, kinds, cut } of notices)
          if (goodCap !== null)
            expect(kinds.reduce((points, kind) => points + Math.max(kind.points, 0), cut)).toBeLessThanOrEqual(goodCap);
      }),
    );
  });
});
