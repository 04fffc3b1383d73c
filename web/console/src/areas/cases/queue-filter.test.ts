import { expect, test } from 'vitest';
import { queueFilter } from './queue-filter.ts';
import { caseSearch } from './search.ts';

const filter = (search: object, roles: readonly string[], state?: 'determined') =>
  queueFilter(caseSearch.parse(search), roles, state);

test.each([
  [['reviewer'], 'competent', 'reported'],
  [['determiner'], 'competent', 'reviewed'],
  [['reporter'], 'reporting', 'returned'],
  [['reporter', 'reviewer'], 'competent', 'reported'],
  [[], 'competent', 'returned'],
])('%j begin at their own duty', (roles, side, state) => {
  expect(filter({}, roles)).toEqual({ side, state, kind: undefined });
});

test('what the address says goes before the duty, and before the state of the case that is open', () => {
  const address = { side: 'reporting', state: 'returned', kind: '1.1' };
  expect(filter(address, ['reviewer'], 'determined')).toEqual(address);
  expect(filter({}, ['reviewer'], 'determined')).toMatchObject({ state: 'determined' });
});

test.each([{ state: 'Reported' }, { state: '__proto__' }, { side: 'both' }, { state: ['reported', 'returned'] }])(
  '%j is no queue: the duty’s is shown',
  (search) => {
    expect(filter(search, ['reviewer'])).toEqual({ side: 'competent', state: 'reported', kind: undefined });
  },
);
