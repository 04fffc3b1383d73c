import { existsSync, readFileSync } from 'node:fs';
import { read as readWithSheetJs, utils } from '@e965/xlsx';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { MAX_SHEET_ROWS, type SheetRow, writeWorkbook } from '#documents/spreadsheet/workbook-writer.ts';
import { csvOf, HEADER, PERSON, readAll, workspace } from './fixtures.ts';
import { INDIVIDUALS, openTable, type RowFinding, writeAnnotatedWorkbook } from './index.ts';

const files = workspace();
afterAll(() => files.remove());

const finding = (rowNumber: number, reason = '身份证号码校验不通过'): RowFinding => ({
  rowNumber,
  verdict: 'rejected',
  result: '退回',
  reason,
  remedy: '请核对',
});

async function annotate(source: string, findings: readonly RowFinding[][]): Promise<string> {
  const out = files.path('annotated.xlsx');
  const table = await openTable({ path: source }, INDIVIDUALS);
  try {
    await writeAnnotatedWorkbook(table, findings, out);
  } finally {
    await table.close();
  }
  return out;
}

/** as another program reads it */
function sheetOf(path: string, index = 0) {
  const book = readWithSheetJs(readFileSync(path), { cellFormula: true, cellStyles: true });
  const sheet = book.Sheets[book.SheetNames[index]!]!;
  return { book, sheet, rows: utils.sheet_to_json<string[]>(sheet, { header: 1, blankrows: true, defval: '' }) };
}

describe('the sender’s own table back', () => {
  it('has the findings beside the rows they are about, under the row numbers of the file that was sent', async () => {
    const text = `郑州市报送表\r\n\r\n${csvOf(HEADER, PERSON, PERSON.with(0, '李四'))}\r\n${csvOf(PERSON.with(0, '王五'))}`;
    const out = await annotate(files.write('source.csv', text), [[finding(4)], [], [finding(5), finding(7)]]);
    const { rows } = sheetOf(out);
    expect(rows[0]![0]).toBe('郑州市报送表');
    expect(rows[2]).toEqual([...HEADER, '结果', '原因', '处理建议']);
    expect(rows[3]).toEqual([...PERSON, '退回', '身份证号码校验不通过', '请核对']);
    expect(rows[5]!.every((cell) => cell === '')).toBe(true);
    expect(rows[6]![0]).toBe('王五');
    expect(rows[6]![8]).toBe('退回');
  });

  it('leaves rows without a finding as they are, and passes over findings without a row', async () => {
    const out = await annotate(files.write('source.csv', csvOf(HEADER, PERSON, PERSON)), [
      [finding(1), finding(3), finding(99)],
    ]);
    const { rows } = sheetOf(out);
    expect(rows[1]!.slice(8)).toEqual(['', '', '']);
    expect(rows[2]!.slice(8)).toEqual(['退回', '身份证号码校验不通过', '请核对']);
  });

  it('can be corrected and sent again: the earlier findings are replaced, not repeated', async () => {
    const once = await annotate(files.write('source.csv', csvOf(HEADER, PERSON)), [[finding(2, '旧')]]);
    const again = files.path('again.xlsx');
    const table = await openTable({ path: once }, INDIVIDUALS);
    await writeAnnotatedWorkbook(table, [[finding(2, '新')]], again);
    await table.close();
    const { rows } = sheetOf(again);
    expect(rows).toEqual([
      [...HEADER, '结果', '原因', '处理建议'],
      [...PERSON, '退回', '新', '请核对'],
    ]);
  });

  it('keeps what stood beside the table', async () => {
    const out = await annotate(files.write('source.csv', csvOf(HEADER, [...PERSON.slice(0, 7), '备', '多出', '的'])), [
      [finding(2)],
    ]);
    expect(sheetOf(out).rows[1]!.slice(7, 9)).toEqual(['备 | 多出 | 的', '退回']);
  });

  it('refuses findings that are out of order, and leaves no half-written file', async () => {
    const out = files.path('unordered.xlsx');
    const table = await openTable(
      { path: files.write('source.csv', csvOf(HEADER, PERSON, PERSON, PERSON)) },
      INDIVIDUALS,
    );
    await expect(writeAnnotatedWorkbook(table, [[finding(3), finding(2), finding(4)]], out)).rejects.toThrow(
      RangeError,
    );
    await table.close();
    expect(existsSync(out)).toBe(false);
    expect(existsSync(`${out}.unfinished`)).toBe(false);
  });

  it('neutralises everything that could become a formula', async () => {
    const attacks = [
      '=1+1',
      '+1',
      '-1',
      '@SUM(A1)',
      '\t=1',
      '\r=1',
      ' =1',
      '＝1',
      '=HYPERLINK("http://x","y")',
      "=cmd|'/C calc'!A0",
    ];
    const rows = attacks.map((attack) => PERSON.with(5, attack));
    const quoted = rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`));
    const out = await annotate(files.write('attack.csv', csvOf(HEADER, ...quoted)), [
      attacks.map((attack, index) => finding(index + 2, attack)),
    ]);
    const { sheet } = sheetOf(out);
    const xml = await sheetText(out);
    expect(xml).not.toMatch(/<f[ >/]/);
    attacks.forEach((attack, index) => {
      for (const column of ['F', 'J']) {
        const cell = sheet[`${column}${index + 2}`];
        // a tab before a cell is the mark of an export, and gone from the sender's column
        expect(cell).toMatchObject({ t: 's', v: column === 'F' ? attack.replace(/^\t/u, '') : attack });
        expect(cell.f).toBeUndefined();
        // an odd style number is the one with `quotePrefix`
        const style = new RegExp(`<c r="${column}${index + 2}" s="(\\d+)" t="inlineStr">`).exec(xml)?.[1];
        expect(Number(style) % 2).toBe(1);
      }
    });
  });
});

async function sheetText(path: string): Promise<string> {
  const { ZipContainer } = await import('./zip.ts');
  const { DEFAULT_LIMITS } = await import('./table.ts');
  const zip = await ZipContainer.open(path, DEFAULT_LIMITS);
  const bytes = await zip.read('xl/worksheets/sheet1.xml', 1 << 24);
  zip.close();
  return bytes.toString();
}

describe('writing workbooks', () => {
  it('gives back every text that can be typed, read by our reader and by another', async () => {
    const piece = fc.constantFrom(
      '䶮',
      '㼆',
      '𬭎',
      '𠮷',
      '"',
      '&',
      '<',
      '>',
      ']]>',
      '&amp;',
      '\n',
      '\r\n',
      '\t',
      ' ',
      '_x000D_',
      '_X4e00_',
      '_x',
      '=1',
      "'",
      '\u0007',
      '\u001f',
      '\ufffe',
    );
    const cell = fc.array(piece, { minLength: 1, maxLength: 6 }).map((pieces) => `甲${pieces.join('')}乙`);
    await fc.assert(
      fc.asyncProperty(fc.array(cell, { minLength: 8, maxLength: 8 }), async (cells) => {
        const path = files.path('round.xlsx');
        const rows: SheetRow[] = [
          { number: 1, cells: HEADER },
          { number: 3, cells },
        ];
        await writeWorkbook(path, [{ name: '报送', widths: [], rows: [rows] }]);
        const { rows: found } = await readAll(path);
        expect(found).toEqual([{ rowNumber: 3, cells, problems: undefined }]);
      }),
      { numRuns: 60 },
    );
    const path = files.path('other.xlsx');
    const cells = ['𠮷"&<>', ' 前后 ', '一\n二', "'=1"];
    await writeWorkbook(path, [{ name: '报送', widths: [10], rows: [[{ number: 1, cells }]] }]);
    expect(sheetOf(path).rows[0]).toEqual(cells);
  });

  it('cuts what no cell can hold, and never writes a broken character', async () => {
    const path = files.path('long.xlsx');
    const cells = HEADER.with(7, `备注`);
    await writeWorkbook(path, [
      {
        name: '报送',
        widths: [],
        rows: [
          [
            { number: 1, cells },
            { number: 2, cells: PERSON.with(7, '𠮷'.repeat(20_000)).with(5, '\ud842半') },
          ],
        ],
      },
    ]);
    const { rows } = await readAll(path);
    expect(rows[0]!.cells[7]!.length).toBeLessThanOrEqual(32_767);
    expect(rows[0]!.cells[5]).toBe('\ufffd半');
  });

  it('refuses rows that go back or past the end of a sheet', async () => {
    const write = (...numbers: number[]) =>
      writeWorkbook(files.path('rows.xlsx'), [
        { name: 'a', widths: [], rows: [numbers.map((number) => ({ number, cells: ['x'] }))] },
      ]);
    await expect(write(2, 2)).rejects.toThrow(RangeError);
    await expect(write(MAX_SHEET_ROWS + 1)).rejects.toThrow(RangeError);
    await expect(write(MAX_SHEET_ROWS)).resolves.toBeUndefined();
  });

  it('goes on to another sheet when a CSV is longer than a sheet can be', async () => {
    const lines = function* () {
      yield csvOf(HEADER);
      for (let index = 0; index < 1_050; index++) yield '某,男,,1,1.1,事,2020-01-01,\r\n'.repeat(1_000);
    };
    const path = files.write('longest.csv', [...lines()].join(''));
    const out = await annotate(path, [
      [finding(2)],
      [finding(MAX_SHEET_ROWS), finding(MAX_SHEET_ROWS + 1), finding(1_050_001)],
    ]);
    const { ZipContainer } = await import('./zip.ts');
    const { DEFAULT_LIMITS } = await import('./table.ts');
    const zip = await ZipContainer.open(out, DEFAULT_LIMITS);
    const second = (await zip.read('xl/worksheets/sheet2.xml', 1 << 26)).toString();
    zip.close();
    expect(second.match(/<row /g)).toHaveLength(1_050_001 - MAX_SHEET_ROWS + 1);
    expect(second).toMatch(/<row r="1">.*结果.*<\/row><row r="2">.*退回/);
    expect(second).toContain(`<row r="${1_050_001 - MAX_SHEET_ROWS + 1}">`);
  });
});
