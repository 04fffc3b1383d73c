/** A date is never a document's number, however it is written; digits that are a day by chance are looked at. */
import { describe, expect, test } from 'vitest';
import { checkDocument } from '../identity/documents.ts';
import { dateShape } from './date-shape.ts';
import { parseDate, toLocalDate } from './local-date.ts';
import { machineZero } from './machine-zero.ts';

const TYPES = ['passport', 'taiwan-permit'] as const;

test.each([
  ...['2020-03-05', '2020/3/5', '2020.3.5', '2020-3-5', '2020-03', '20-03-05', '05-03-2020', '5/3/2020', '3/5/20'],
  ...['2020年3月5日', '2020-03-05 08:00:00', '2020-03-05T08:00', '05-Mar-2020', 'Mar-20', 'May 5, 2020', '2020–03–05'],
  ...['２０２０－０３－０５', "'2020-03-05", '="2020-03-05"', '2020 03 05', ' 2020-03-05 ', '1980-01-02', '3月5日'],
  ...['1900-01-00', '2563-03-05', '2563/3/5', 'Thu Mar 05 2020', 'Thursday, 5 March 2020'],
])('%s is a date', (text) => {
  for (const type of TYPES) expect(checkDocument(type, text)).toEqual({ ok: false, reason: 'document.format' });
});

test.each([
  ['20200305', ['passport', 'taiwan-permit']],
  ['2020030501', ['passport', 'taiwan-permit']],
  ['43895', ['passport']],
  ['05MAR2020', ['passport']],
  ['2020MAR05', ['passport']],
  ['MAR052020', ['passport']],
  ['MAR2020', ['passport']],
  ['202003', ['passport']],
  ['109-03-05', ['passport']],
  ['R2-03-05', ['passport']],
  ['2020-W10-4', ['passport']],
  ['2020-064', ['passport']],
  ['2020-02-30', ['passport', 'taiwan-permit']],
  ['2021-13-45', ['passport', 'taiwan-permit']],
] as const)('%s is a number that looks like one', (text, types) => {
  for (const type of types) expect(checkDocument(type, text)).toMatchObject({ ok: true, doubt: 'document.maybe_date' });
});

describe('numbers', () => {
  test.each([
    'E12345678',
    '123456789',
    'EA-1234567',
    '20201345',
    '18991231',
    'DEC-1234',
    '1234567',
    '123456',
    '202013',
    'MAR123456',
  ])('%s', (text) => expect(dateShape(text)).toBeUndefined());
  test('a permit typed with a hyphen', () => {
    const verdict = checkDocument('taiwan-permit', '1234-5678');
    expect(verdict).toMatchObject({ ok: true, number: '12345678' });
    expect(verdict).not.toHaveProperty('doubt');
  });
});

test.each(['2020-3-5 25:61', '2020-03-05 24:01', '2020-03-05 12:60', '2020-03-05T99:00:00'])('%s is no time', (text) =>
  expect(parseDate(text)).toEqual({ ok: false, reason: 'date.invalid' }),
);
test.each(['2020-3-5 23:59', '2020-03-05 0:00', '2020-03-05T08:00:00.000', '2020-03-05 24:00'])('%s is one', (text) =>
  expect(parseDate(text)).toMatchObject({ ok: true, date: '2020-03-05' }),
);

test.each([
  ['1899-12-30', 'spreadsheet-zero'],
  ['1900-01-01', 'spreadsheet-zero'],
  ['1900-12-30', 'spreadsheet-zero'],
  ['1904-01-01', 'spreadsheet-zero'],
  ['1970-01-01', 'epoch'],
  ['1970-01-19', 'epoch'],
  ['1969-12-31', 'epoch'],
  ['1971-01-01', undefined],
  ['1949-10-01', undefined],
  ['2020-03-05', undefined],
])('%s: %s', (day, zero) => expect(machineZero(toLocalDate(day))).toBe(zero));
