/** By visit nothing is lost and nothing is said twice. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { visitsOf } from './visits.ts';

const look = (id: number, visit: number, action = 'case.viewed', purpose = '办理事项') => ({
  ...{ id: String(id), visit: String(visit), action, about: '7-2', purpose },
  at: new Date(Date.UTC(2020, 2, 16, 1, id)).toISOString(),
});

test('what was opened in one visit is one: each thing once, with how often, in order; another visit is another', () => {
  const visits = visitsOf([
    look(5, 5),
    look(4, 4, 'evidence.viewed'),
    look(3, 4),
    look(2, 4, 'subject.revealed', '核对姓名'),
    look(1, 4),
  ]);
  expect(visits.map(({ look: { id }, from }) => [id, from.slice(14, 16)])).toEqual([
    ['5', '05'],
    ['4', '01'],
  ]);
  expect(visits[1]!.opened.map(({ look: { action }, times }) => [action, times])).toEqual([
    ['case.viewed', 2],
    ['subject.revealed', 1],
    ['evidence.viewed', 1],
  ]);
});

test('complete, whatever the looks: as many as there were, in the visits they belong to', () => {
  const looks = fc.array(
    fc.record({ visit: fc.nat(5), action: fc.constantFrom('case.viewed', 'evidence.viewed', 'subject.revealed') }),
  );
  fc.assert(
    fc.property(looks, (made) => {
      const all = made.map(({ visit, action }, index) => look(made.length - index, visit, action));
      const visits = visitsOf(all);
      const times = visits.flatMap(({ opened }) => opened.map((one) => one.times));
      expect(times.reduce((sum, one) => sum + one, 0)).toBe(all.length);
      for (const { look: newest, opened } of visits)
        expect(opened.every(({ look: one }) => one.visit === newest.visit)).toBe(true);
      expect(new Set(visits.map(({ look: { visit } }) => visit)).size).toBe(visits.length);
    }),
  );
});
