import { expect, test } from 'vitest';
import { csvHead, csvLine, quotedCell } from './csv.ts';

const toCsv = (header: readonly string[], rows: readonly (readonly (string | number | boolean | null)[])[]): string =>
  csvHead(header) + rows.map(csvLine).join('');

test('quotes what must be quoted, ends lines as spreadsheets expect, begins with a byte order mark', () => {
  expect(
    toCsv(
      ['名称', '数'],
      [
        ['甲"公司", 有限', 1],
        ['乙\n厂', null],
      ],
    ),
  ).toBe('\ufeff名称,数\r\n"甲""公司"", 有限",1\r\n"乙\n厂",\r\n');
});

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', ' =1', '＝1', '\u3000＋1', '\u0000=1'])(
  '%j is text, not a formula',
  (value) => {
    expect(toCsv(['x'], [[value]])).toContain(`'${value}`);
  },
);

test('text that is only quoted is not changed', () => {
  expect(['=1+1', 'a,b', 'a"b', 'a\nb', '-'].map(quotedCell)).toEqual(['=1+1', '"a,b"', '"a""b"', '"a\nb"', '-']);
});
