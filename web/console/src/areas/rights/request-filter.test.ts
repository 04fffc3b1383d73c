import { expect, test } from 'vitest';
import { requestFilter } from './request-filter.ts';
import { requestSearch } from './search.ts';

const filter = (search: object) => requestFilter(requestSearch.parse(search));

test('the address says which requests are shown', () => {
  expect(filter({ kind: 'relief', standing: 'ended' })).toEqual({ kind: 'relief', standing: 'ended' });
});

test.each([{}, { kind: 'toString', standing: 'constructor' }, { kind: 'all', standing: 1 }])(
  '%j shows what waits, of every kind',
  (search) => {
    expect(filter(search)).toEqual({ kind: undefined, standing: 'waiting' });
  },
);
