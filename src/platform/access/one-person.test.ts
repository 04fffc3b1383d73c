/** An own part and a delegated one never add up in one matter, whoever acts for whom. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Actor } from './actor.ts';
import { completesOneself } from './one-person.ts';

const PARTS = ['reporter', 'reviewer', 'determiner'] as const;
type Part = (typeof PARTS)[number];
const OFFICERS = ['a', 'b', 'c', 'd'] as const;

const officer = (id: string, standsFor: readonly string[] = []): Actor => ({
  ...{ kind: 'officer', id, name: id, departmentId: 'health-commission', roles: [], posts: [] },
  standsIn: standsFor.map((officerId) => ({
    ...{ role: 'reviewer', departmentId: 'health-commission', delegationId: 'one', officerId },
    ...{ officerName: officerId, until: '2020-03-31' },
  })),
});
const none = { participants: new Map<string, Part>(), absent: new Map<string, Part>() };

test('who stands in for the reviewer does not determine, nor the reviewer what was reviewed for them', () => {
  const reviewed = { ...none, participants: new Map<string, Part>([['absent', 'reviewer']]) };
  expect(completesOneself<Part>('determiner', officer('colleague', ['absent']), reviewed)).toBe(true);
  expect(completesOneself<Part>('reviewer', officer('colleague', ['absent']), reviewed)).toBe(false);
  expect(completesOneself<Part>('determiner', officer('colleague'), reviewed)).toBe(false);
  const forThem = {
    participants: new Map<string, Part>([['colleague', 'reviewer']]),
    absent: new Map<string, Part>([['absent', 'reviewer']]),
  };
  expect(completesOneself<Part>('determiner', officer('absent'), forThem)).toBe(true);
  expect(completesOneself<Part>('determiner', officer('third'), forThem)).toBe(false);
  // both standing in for the same absent one count with them, too
  expect(completesOneself<Part>('determiner', officer('other', ['absent']), forThem)).toBe(true);
});

test('whatever is tried in whatever order, no person, with whom they act for, ever has two parts', () => {
  const step = fc.record({
    by: fc.constantFrom(...OFFICERS),
    for: fc.option(fc.constantFrom(...OFFICERS), { nil: null }),
    part: fc.constantFrom(...PARTS),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      const participants = new Map<string, Part>();
      const absent = new Map<string, Part>();
      const taken = new Map<string, Set<Part>>();
      for (const { by, for: whom, part } of steps) {
        const behalf = whom === null || whom === by ? null : whom;
        const own = participants.get(by);
        if (own !== undefined && own !== part) continue; // the other half of four-eyes
        if (completesOneself<Part>(part, officer(by, behalf === null ? [] : [behalf]), { participants, absent }))
          continue;
        participants.set(by, part);
        if (behalf !== null) absent.set(behalf, part);
        for (const one of behalf === null ? [by] : [by, behalf])
          taken.set(one, (taken.get(one) ?? new Set()).add(part));
      }
      for (const [one, parts] of taken) expect([one, parts.size]).toEqual([one, 1]);
    }),
  );
});
