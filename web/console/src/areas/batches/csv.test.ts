import { expect, test } from 'vitest';
import { csvFile, pastedRows } from './csv.ts';

test('a file is handed in as it was written: nothing added, nothing taken away', async () => {
  const file = csvFile('一件.csv', [
    ['姓名', '具体事项'],
    ['张"三', '修桥,\r\n铺路'],
    ['=1+1', '-'],
  ]);
  expect([file.name, file.type]).toEqual(['一件.csv', 'text/csv']);
  expect(await file.text()).toBe('姓名,具体事项\r\n"张""三","修桥,\r\n铺路"\r\n=1+1,-\r\n');
});

test.each<[string, string, string[][]]>([
  ['nothing', '', []],
  ['blank lines', '\n\t\t\r\n \n', []],
  ['cells and lines', 'a\tb\r\nc\td\n', [['a', 'b'], ['c', 'd']]], // biome-ignore format: a table
  ['a last line without an end', 'a\tb\nc', [['a', 'b'], ['c']]], // biome-ignore format: a table
  ['an empty cell', 'a\t\tc', [['a', '', 'c']]],
  ['blanks around a cell', ' a \t\u3000b', [['a', 'b']]],
  ['a break within a cell', '"a\nb"\tc', [['a\nb', 'c']]],
  ['quotes within quotes', '"say ""yes"""\tb', [['say "yes"', 'b']]],
  ['a quote within a word', 'a"b\tc', [['a"b', 'c']]],
  ['a tab within quotes', '"a\tb"\tc', [['a\tb', 'c']]],
  ['a quote nobody closes', '"a\tb\nc', [['a\tb\nc']]],
  ['commas', 'a,b\tc', [['a,b', 'c']]],
])('pasted: %s', (_, text, rows) => {
  expect(pastedRows(text)).toEqual(rows);
});
