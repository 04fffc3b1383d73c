/** Workbooks that count their days from 1904, as those of older Macs do: no path may read a day four years off. */
import { utils, write } from '@e965/xlsx';
import { afterAll, describe, expect, it } from 'vitest';
import { HEADER, inlineRow, PERSON, PLAIN_PARTS, readAll, sheetWith, workspace, writeParts } from './fixtures.ts';
import { DIRECTORY } from './index.ts';

const files = workspace();
afterAll(() => files.remove());

/** 5 March 2020 */
const IN_1900 = 43_895;
const IN_1904 = 42_433;

const STYLES =
  '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="1"/><xf numFmtId="31"/><xf numFmtId="49"/></cellXfs></styleSheet>';
const workbook = (flag: string) =>
  PLAIN_PARTS['xl/workbook.xml']!.replace('<sheets>', `<workbookPr date1904="${flag}"/><sheets>`);

/** what becomes of the cell in the column of dates */
async function dateOf(cell: string, flag = '1') {
  const cells = PERSON.map((text, column) =>
    column === 6
      ? cell.replace('<c', '<c r="G2"')
      : `<c r="${String.fromCharCode(65 + column)}2" t="str"><v>${text}</v></c>`,
  );
  const parts = {
    'xl/workbook.xml': workbook(flag),
    'xl/styles.xml': STYLES,
    'xl/worksheets/sheet1.xml': sheetWith(`<row r="2">${cells.join('')}</row>`),
  };
  const [row] = (await readAll(await writeParts(files.path('dates.xlsx'), parts))).rows;
  return row!.problems === undefined ? row!.cells[6] : row!.problems;
}

describe('xlsx', () => {
  it.each([
    ['a date format', `<c s="1"><v>${IN_1904}</v></c>`],
    ['a Chinese date format', `<c s="3"><v>${IN_1904}</v></c>`],
    ['the general format', `<c><v>${IN_1904}</v></c>`],
    ['the general format, by number', `<c s="0" t="n"><v>${IN_1904}</v></c>`],
    ['a whole number’s format', `<c s="2"><v>${IN_1904}</v></c>`],
    ['the text format', `<c s="4"><v>${IN_1904}</v></c>`],
    ['a format that is not there', `<c s="99"><v>${IN_1904}</v></c>`],
    ['a time of day with it', `<c><v>${IN_1904}.75</v></c>`],
    ['a formula', `<c><f>A1+1</f><v>${IN_1904}</v></c>`],
    ['a typed date', '<c t="d"><v>2020-03-05T00:00:00</v></c>'],
    ['a typed date that holds a number', `<c t="d"><v>${IN_1904}</v></c>`],
    ['a date written out', '<c t="str"><v>2020-03-05</v></c>'],
  ])('a day in %s', async (_, cell) => {
    expect(await dateOf(cell)).toBe('2020-03-05');
    expect(await dateOf(cell, 'true')).toBe('2020-03-05');
  });

  it.each([
    `<c t="str"><v>${IN_1904}</v></c>`,
    `<c t="str"><v>${IN_1900}</v></c>`,
    `<c t="inlineStr"><is><t> ${IN_1900} </t></is></c>`,
    '<c t="str"><v>４３８９５</v></c>',
    '<c t="str"><v>43895.5</v></c>',
    `<c t="str"><v>="${IN_1900}"</v></c>`,
  ])('a day number that stands as text may be counted either way: it is refused: %s', async (cell) => {
    expect(await dateOf(cell)).toEqual(['date.invalid']);
  });

  it('leaves what is no day as it is, for the check of the row', async () => {
    for (const number of ['5', '2020', '20200305', '18000', '1e9', '-5', '42433000']) {
      expect(await dateOf(`<c><v>${number}</v></c>`)).toBe(number);
    }
    expect(await dateOf(`<c><v>${IN_1900}</v></c>`, '0')).toBe(String(IN_1900));
    expect(await dateOf(`<c t="str"><v>${IN_1900}</v></c>`, 'false')).toBe(String(IN_1900));
  });

  it('touches no other column', async () => {
    const parts = {
      'xl/workbook.xml': workbook('1'),
      'xl/worksheets/sheet1.xml': sheetWith('<row r="2"><c r="D2"><v>42433</v></c><c r="H2"><v>42433</v></c></row>'),
    };
    const [row] = (await readAll(await writeParts(files.path('others.xlsx'), parts))).rows;
    expect(row!.cells).toEqual(['', '', '', '42433', '', '', '', '42433']);
  });

  it('reads every date of a form: decisions, registrations', async () => {
    const rows = (header: string[], cells: string[]) =>
      PLAIN_PARTS['xl/worksheets/sheet1.xml']!.replace(
        /<sheetData>.*<\/sheetData>/,
        `<sheetData>${inlineRow(1, header)}<row r="2">${cells.join('')}</row></sheetData>`,
      );
    const text = (value: string) => `<c t="str"><v>${value}</v></c>`;
    const day = `<c><v>${IN_1904}</v></c>`;
    const read = async (sheet: string, form?: typeof DIRECTORY) =>
      (
        await readAll(
          await writeParts(files.path('forms.xlsx'), {
            'xl/workbook.xml': workbook('1'),
            'xl/worksheets/sheet1.xml': sheet,
          }),
          {},
          form,
        )
      ).rows[0]!.cells;
    const registry = await read(
      rows(['企业名称', '统一社会信用代码', '成立日期'], [text('甲'), text('乙'), day]),
      DIRECTORY,
    );
    expect(registry[2]).toBe('2020-03-05');
    const decided = await read(rows([...HEADER, '决定日期'], [...PERSON.slice(0, 6).map(text), day, text(''), day]));
    expect([decided[6], decided[8]]).toEqual(['2020-03-05', '2020-03-05']);
  });
});

describe('xls', () => {
  /** A row for each format, as SheetJS writes them; then the numbers of the formats and the calendar, changed where they are stored. */
  async function datesOf(value: number, formats: readonly number[], date1904: boolean, texts: readonly string[] = []) {
    const book = utils.book_new();
    const sheet = utils.aoa_to_sheet([
      HEADER,
      ...formats.map(() => PERSON),
      ...texts.map((text) => PERSON.with(6, text)),
    ]);
    for (const index of formats.keys()) sheet[`G${index + 2}`] = { t: 'n', v: value, z: `0"${index}"` };
    utils.book_append_sheet(book, sheet, '报送');
    book.Workbook = { WBProps: { date1904 } };
    const bytes = write(book, { type: 'buffer', bookType: 'biff8' }) as Buffer;
    const waiting = [...formats];
    for (let at = bytes.indexOf('e0001400', 'hex'); at >= 0; at = bytes.indexOf('e0001400', at + 4, 'hex')) {
      if (bytes.readUInt16LE(at + 6) >= 60) bytes.writeUInt16LE(waiting.shift()!, at + 6);
    }
    expect(waiting).toEqual([]);
    const { rows } = await readAll(files.write('dates.xls', bytes));
    return rows.map((row) => (row.problems === undefined ? row.cells[6] : row.problems));
  }

  it('knows the built-in date formats, Chinese ones too, and both calendars', async () => {
    const formats = [14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58];
    const dates = formats.map(() => '2020-03-05');
    expect(await datesOf(IN_1900, formats, false)).toEqual(dates);
    expect(await datesOf(IN_1904, formats, true)).toEqual(dates);
  });

  it('counts numbers without a date’s format by the workbook’s calendar; text may be counted either way', async () => {
    const formats = [0, 1, 2, 9, 21, 32, 33, 34, 35, 49, 55, 56, 300];
    expect(await datesOf(IN_1900, formats, false, ['43895'])).toEqual([...formats.map(() => String(IN_1900)), '43895']);
    expect(await datesOf(IN_1904, formats, true, ['43895', '2020-03-05'])).toEqual([
      ...formats.map(() => '2020-03-05'),
      ['date.invalid'],
      '2020-03-05',
    ]);
  });
});
