import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CsvScanner, isBlank } from './csv-scanner.ts';
import { DEFAULT_LIMITS } from './table.ts';

const quote = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;

const piece = fc.constantFrom(
  '䶮',
  '㼆',
  '𬭎',
  '𠮷',
  '"',
  '""',
  ',',
  '\n',
  '\r\n',
  '\r',
  ';',
  '\t',
  ' ',
  '李四',
  "'",
  '=1+1',
);
const cell = fc.oneof(
  fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join('')),
  fc.string({ unit: 'grapheme', maxLength: 12 }).filter((text) => !text.includes('\0')),
);
const table = fc.array(fc.array(cell, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 8 });

describe('writing and reading CSV', () => {
  it('gives back what was written, whatever it holds and wherever the pieces are cut', () => {
    fc.assert(
      fc.property(
        table,
        fc.constantFrom('\n', '\r\n'),
        fc.array(fc.nat({ max: 400 }), { maxLength: 6 }),
        (rows, newline, cuts) => {
          const text = rows.map((row) => row.map(quote).join(',') + newline).join('');
          const scanner = new CsvScanner(',', '\n', DEFAULT_LIMITS);
          const positions = [...new Set(cuts.filter((cut) => cut < text.length))].sort((a, b) => a - b);
          const found = [0, ...positions].flatMap((from, index) =>
            scanner.push(text.slice(from, positions[index] ?? text.length)),
          );
          found.push(...scanner.push('', true));
          const expected = rows
            .map((cells, index) => ({ rowNumber: index + 1, cells }))
            .filter((row) => !isBlank(row.cells));
          expect(found.map(({ rowNumber, cells }) => ({ rowNumber, cells }))).toEqual(expected);
        },
      ),
    );
  });

  it('reads the same at every single cut', () => {
    const text = '姓名,备注\r\n"萧天𬭎","a""b,\r\nc"\r\n\r\n郭䶮秀,𠮷\r\n"",x"y\n"z" ,';
    const whole = new CsvScanner(',', '\n', DEFAULT_LIMITS).push(text, true);
    expect(whole).toHaveLength(5);
    for (let cut = 0; cut <= text.length; cut++) {
      const scanner = new CsvScanner(',', '\n', DEFAULT_LIMITS);
      const rows = [...scanner.push(text.slice(0, cut)), ...scanner.push(text.slice(cut)), ...scanner.push('', true)];
      expect(rows, `cut at ${cut}`).toEqual(whole);
    }
    const scanner = new CsvScanner(',', '\n', DEFAULT_LIMITS);
    expect([...[...text].flatMap((character) => scanner.push(character)), ...scanner.push('', true)]).toEqual(whole);
  });
});
