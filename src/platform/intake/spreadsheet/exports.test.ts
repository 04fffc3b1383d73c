/** How real systems export a table as text: marks around every cell, delimiters inside texts, rows ended the old way. */
import { afterAll, describe, expect, test } from 'vitest';
import { HEADER, PERSON, readAll, workspace } from './fixtures.ts';

const files = workspace();
afterAll(() => files.remove());

const read = async (text: string | Buffer) => (await readAll(files.write('export.csv', text))).rows;
const cellsOf = async (text: string | Buffer) => (await read(text)).map(({ cells }) => cells);
const write = (wrap: (cell: string) => string, delimiter: string, end: string, rows = [HEADER, PERSON, PERSON]) =>
  rows.map((row) => row.map(wrap).join(delimiter) + end).join('');

const MARKS: readonly (readonly [string, (cell: string) => string])[] = [
  ['a tab behind', (cell) => `${cell}\t`],
  ['a tab before', (cell) => `\t${cell}`],
  ['a tab behind, in quotes', (cell) => `"${cell}\t"`],
  ['a tab behind the quotes', (cell) => `"${cell}"\t`],
  ['="…"', (cell) => `="${cell}"`],
  ['="…" in quotes', (cell) => `"=""${cell}"""`],
  ['an apostrophe before', (cell) => `'${cell}`],
  ['quotes', (cell) => `"${cell}"`],
  ['nothing', (cell) => cell],
];

describe.each(MARKS)('with %s', (_, wrap) => {
  test.each([',', ';', '|'])('every cell set apart by %j is as it was typed', async (delimiter) => {
    expect(await cellsOf(write(wrap, delimiter, '\r\n'))).toEqual([PERSON, PERSON]);
  });
});

test('a row that holds nothing but marks is blank', async () => {
  const marks = HEADER.map(() => '=""').join(',');
  expect(await cellsOf(`${write((cell) => `="${cell}"`, ',', '\r\n')}${marks}\r\n`)).toEqual([PERSON, PERSON]);
});

test('a comma inside of ="…" is no delimiter', async () => {
  const row = PERSON.with(5, '登记,值守');
  expect(await cellsOf(write((cell) => `="${cell}"`, ',', '\n', [HEADER, row]))).toEqual([row]);
});

test('an apostrophe within a text stays', async () => {
  const row = PERSON.with(5, "'夜'间值守").with(7, "O'Brien");
  expect(await cellsOf(write((cell) => cell, ',', '\n', [HEADER, row]))).toEqual([row]);
});

describe('the heading line tells the delimiter', () => {
  const DELIMITERS = [',', ';', '|', '\t'];
  const cases = DELIMITERS.flatMap((delimiter) =>
    DELIMITERS.filter((other) => other !== delimiter).map((other) => [delimiter, other] as const),
  );
  test.each(cases)('%j, though every text has many %j', async (delimiter, other) => {
    const row = PERSON.with(5, '搬运物资;登记;测温;入户;消毒;代购;值守;分发;照看;宣传;巡逻'.replaceAll(';', other));
    const rows = [HEADER, ...Array.from({ length: 30 }, () => row)];
    expect(await cellsOf(write((cell) => cell, delimiter, '\n', rows))).toEqual(rows.slice(1));
  });

  test('below title rows, too', async () => {
    const row = PERSON.with(5, '一；二;三;四;五;六;七;八;九;十');
    const text = `某局报送表;2020年;一季度;第一批;共一行;合计;一;二;三\n填报人：某\n${write((cell) => cell, ',', '\n', [HEADER, row])}`;
    expect(await cellsOf(text)).toEqual([row]);
  });
});

describe('rows ended by a carriage return alone', () => {
  const row = PERSON.with(5, '夜间值守\n测温登记');
  test('with line feeds in quoted cells', async () => {
    expect(await cellsOf(write((cell) => `"${cell}"`, ',', '\r', [HEADER, row, row]))).toEqual([row, row]);
  });
  test('with line feeds in bare cells', async () => {
    expect(await cellsOf(write((cell) => cell, ',', '\r', [HEADER, row, row]))).toEqual([row, row]);
  });
  test('a carriage return inside of a cell ends no row where line feeds do', async () => {
    const returned = PERSON.with(5, '夜间值守\r测温登记');
    expect(await cellsOf(write((cell) => cell, ',', '\n', [HEADER, returned]))).toEqual([returned]);
  });
});
