import { expect, test } from 'vitest';
import { FileKind, RowVerdict } from '#contracts/intake.ts';
import { readAddress } from '../../address-text.ts';
import { batchesSearch, batchSearch, reportSearch } from './search.ts';

test('an address typed by hand', () => {
  expect(batchesSearch.parse(readAddress('?waiting=true'))).toEqual({ waiting: true });
  expect(batchesSearch.parse(readAddress('?mine=true&before=41&view=handed-in'))).toEqual({
    ...{ mine: true, before: '41', view: 'handed-in' },
  });
  expect(batchSearch.parse(readAddress('?verdict=all&after=100'))).toEqual({ verdict: 'all', after: '100' });
  expect(reportSearch.parse(readAddress('?kind=organisations&way=paste'))).toEqual({
    ...{ kind: 'organisations', way: 'paste' },
  });
});

test('every kind of table and every verdict there is can be said', () => {
  for (const kind of FileKind.options) expect(reportSearch.parse({ kind })).toEqual({ kind });
  for (const verdict of RowVerdict.options) expect(batchSearch.parse({ verdict })).toEqual({ verdict });
});

test('what is unknown leaves the page as it is without it', () => {
  const said = batchesSearch.parse(readAddress('?waiting=yes&view=all&months=5&before=%27&page=2'));
  expect(Object.values(said).filter((value) => value !== undefined)).toEqual([]);
});
