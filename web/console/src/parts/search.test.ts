import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { readAddress, writeAddress } from '../address-text.ts';
import { caseNumber, count, day, flag, id, keyOf, text, word } from './search.ts';

const KNOWN = { waiting: '办理中', overdue: '已超期' };

const SCHEMA = z.object({
  filter: keyOf(KNOWN),
  view: word(['search', 'verify']),
  q: text,
  mine: flag,
  from: day,
  before: count,
  after: caseNumber,
  officer: id,
});
const said = (address: string) => SCHEMA.parse(readAddress(address));

test('a word of the address that a filter knows', () => {
  expect(said('?filter=overdue&view=verify')).toEqual({ filter: 'overdue', view: 'verify' });
});

test.each([undefined, '', 'Overdue', ' overdue', 'ended', 'toString', '__proto__', 'constructor'])(
  '%j filters nothing',
  (word) => {
    expect(keyOf(KNOWN).parse(word)).toBeUndefined();
  },
);

describe('as somebody types it', () => {
  test.each([
    ['?mine=true', { mine: true }],
    ['?before=12', { before: '12' }],
    ['?after=12-3', { after: '12-3' }],
    ['?from=2020-05-06', { from: '2020-05-06' }],
    ['?q=%20%E5%BC%A0%E4%B8%89%20', { q: '张三' }],
    ['?q=true', { q: 'true' }],
    ['?q=110', { q: '110' }],
    ['?officer=6f9619ff-8b86-d011-b42d-00cf4fc964ff', { officer: '6f9619ff-8b86-d011-b42d-00cf4fc964ff' }],
  ])('%s is %j, and the page may say the same again', (address, expected) => {
    expect(said(address)).toEqual(expected);
    expect(SCHEMA.parse(expected)).toEqual(expected);
    expect(said(writeAddress(expected))).toEqual(expected);
  });
});

test.each([
  '?mine=false',
  '?mine=%22true%22',
  '?mine=1',
  '?before=-1',
  '?before=1e3',
  '?before=9999999999999999999',
  "?after=12-3'--",
  '?from=2020-02-30',
  '?from=yesterday',
  '?officer=me',
  '?q=',
  `?q=${'x'.repeat(201)}`,
  '?filter=__proto__',
  '?view=<script>',
])('%s says nothing', (address) => {
  const [value] = Object.values(said(address));
  expect(value).toBeUndefined();
});

test('one value that says nothing leaves the others alone', () => {
  expect(said('?before=x&filter=waiting&unknown=1')).toEqual({ before: undefined, filter: 'waiting' });
});
