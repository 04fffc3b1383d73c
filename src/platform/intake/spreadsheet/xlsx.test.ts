import { utils, write } from '@e965/xlsx';
import { afterAll, describe, expect, it } from 'vitest';
import { isDateFormat, serialToIsoDate } from './cell-values.ts';
import {
  HEADER,
  inlineRow,
  PERSON,
  PLAIN_PARTS,
  readAll,
  sheetWith,
  sheetXml,
  workspace,
  writeParts,
} from './fixtures.ts';
import { INDIVIDUALS, openTable } from './index.ts';
import { SharedStrings, SharedStringsScanner } from './shared-strings.ts';
import { SheetScanner } from './sheet-scanner.ts';
import { DEFAULT_LIMITS } from './table.ts';

const files = workspace();
afterAll(() => files.remove());

const read = async (parts: Record<string, string>) => readAll(await writeParts(files.path('table.xlsx'), parts));
const readRows = async (rows: string, parts: Record<string, string> = {}) =>
  (await read({ 'xl/worksheets/sheet1.xml': sheetWith(rows), ...parts })).rows;
/** the cells of row 2 */
const readCells = async (cells: string, parts: Record<string, string> = {}) =>
  (await readRows(`<row r="2">${cells}</row>`, parts))[0]?.cells.slice(0, 3);

describe('workbooks as programs write them', () => {
  it.each(['xlsx', 'biff8'] as const)('reads what SheetJS wrote as %s', async (bookType) => {
    const book = utils.book_new();
    const sheet = utils.aoa_to_sheet([HEADER, PERSON, [], PERSON.with(0, '李 四')]);
    utils.book_append_sheet(book, sheet, '报送');
    const path = files.write(`book.${bookType}`, write(book, { type: 'buffer', bookType, bookSST: true }) as Buffer);
    const { reader, rows } = await readAll(path);
    expect(reader.format).toBe(bookType === 'xlsx' ? 'xlsx' : 'xls');
    expect(reader.sheet).toBe('报送');
    expect(rows.map(({ rowNumber, cells }) => ({ rowNumber, cells }))).toEqual([
      { rowNumber: 2, cells: PERSON },
      { rowNumber: 4, cells: PERSON.with(0, '李 四') },
    ]);
  });

  it.each(['xlsx', 'biff8'] as const)(
    'reads dates, numbers and truth values of %s as the sender saw them',
    async (bookType) => {
      const book = utils.book_new();
      const sheet = utils.aoa_to_sheet([HEADER, PERSON]);
      sheet['E2'] = { t: 'n', v: 1.1 };
      sheet['G2'] = { t: 'n', v: 43_891, z: 'yyyy"年"m"月"d"日"' };
      sheet['H2'] = { t: 'b', v: true };
      sheet['D2'] = { t: 'n', v: Number(PERSON[3]) };
      utils.book_append_sheet(book, sheet, '报送');
      const path = files.write(`typed.${bookType}`, write(book, { type: 'buffer', bookType }) as Buffer);
      const { cells } = (await readAll(path)).rows[0]!;
      expect(cells[4]).toBe('1.1');
      expect(cells[6]).toBe('2020-03-01');
      expect(cells[7]).toBe('TRUE');
      // the last digits are lost: it must not look like an identity number
      expect(cells[3]).toMatch(/^4\.1019919620326\d+E\+17$/);
    },
  );

  it('reads the first visible sheet in the order of the workbook', async () => {
    const relationship = PLAIN_PARTS['xl/_rels/workbook.xml.rels']!;
    const { reader, rows } = await read({
      'xl/workbook.xml': PLAIN_PARTS['xl/workbook.xml']!.replace(
        '<sheets>',
        '<sheets><sheet name="旧表" sheetId="7" state="hidden" r:id="rId9"/><sheet name="深藏" sheetId="8" state="veryHidden" r:id="rId9"/>',
      ),
      'xl/_rels/workbook.xml.rels': relationship.replace(
        '</Relationships>',
        '<Relationship Id="rId9" Type="x/worksheet" Target="worksheets/old.xml"/></Relationships>',
      ),
      'xl/worksheets/old.xml': sheetXml(inlineRow(1, ['旧'])),
    });
    expect(reader.sheet).toBe('报送表');
    expect(rows[0]!.cells).toEqual(PERSON);
  });

  it('understands tags with a prefix, cells without a place, and rows without a number', async () => {
    const prefixed = sheetWith('<row><c t="inlineStr"><is><t>王五</t></is></c><c><v>2</v></c></row>').replace(
      /<(\/?)(?=[a-z])/g,
      '<$1x:',
    );
    const { rows } = await read({ 'xl/worksheets/sheet1.xml': prefixed });
    expect(rows[0]).toMatchObject({ rowNumber: 2, cells: ['王五', '2', '', '', '', '', '', ''] });
  });

  it('puts rich text together and leaves phonetic guides out', async () => {
    const strings =
      '<sst><si><r><rPr><b/></rPr><t>上</t></r><r><t xml:space="preserve">官 </t></r><rPh sb="0" eb="1"><t>shàng</t></rPh></si><si><t/></si><si/><si><t>A&amp;B&#20320;_x000D_&lt;</t></si></sst>';
    const cells = [0, 1, 2, 3].map((index) => `<c t="s"><v>${index}</v></c>`).join('');
    const [row] = await readRows(`<row r="2">${cells}</row>`, { 'xl/sharedStrings.xml': strings });
    expect(row!.cells.slice(0, 4)).toEqual(['上官 ', '', '', 'A&B你\r<']);
  });

  it('never evaluates a formula: the value the sender saw is taken', async () => {
    const cells =
      '<c t="str"><f>1+1</f><v>甲</v></c><c><f>SUM(A1)</f><v>7</v></c><c><f>HYPERLINK("http://x","y")</f></c>';
    expect(await readCells(cells)).toEqual(['甲', '7', '']);
  });

  it('reads errors, truth values and typed dates', async () => {
    expect(
      await readCells('<c t="e"><v>#N/A</v></c><c t="b"><v>0</v></c><c t="d"><v>2020-03-05T00:00:00</v></c>'),
    ).toEqual(['#N/A', 'FALSE', '2020-03-05']);
  });

  it('shows numbers with fifteen digits, as Excel does, and keeps leading zeros of text', async () => {
    expect(
      await readCells('<c><v>1.1000000000000001</v></c><c t="str"><v>007</v></c><c><v>4.10199E+17</v></c>'),
    ).toEqual(['1.1', '007', '4.10199E+17']);
    expect(await readCells('<c><v>410199196203266560</v></c>')).toEqual(['4.1019919620326656E+17', '', '']);
  });

  it('reads an inline string once, whatever stands beside it', async () => {
    const name = async (cell: string) => (await readCells(`${cell}<c t="str"><v>女</v></c>`))![0];
    expect(await name('<c t="inlineStr"><v>张伟</v><is><t>张伟</t></is></c>')).toBe('张伟');
    expect(await name('<c t="inlineStr"><is><t>张伟</t></is><v>张伟</v></c>')).toBe('张伟');
    expect(await name('<c t="inlineStr"><v>0</v><is><t>张伟</t></is></c>')).toBe('张伟');
    expect(await name('<c t="inlineStr"><v>张伟</v></c>')).toBe('张伟');
    expect(await name('<c t="inlineStr"><v>张伟</v><is/></c>')).toBe('');
    expect(await name('<c><is><t>张伟</t></is></c>')).toBe('张伟');
    expect(await name('<c t="str"><v>张伟</v><is><t>张伟</t></is></c>')).toBe('张伟');
    expect(await name('<c><v>7</v><is><t>七</t></is></c>')).toBe('7');
    expect(
      await name(
        '<c t="inlineStr"><is><r><rPr><b/></rPr><t>上</t></r><r><t>官</t></r><rPh sb="0" eb="1"><t>shàng</t></rPh><phoneticPr fontId="1"/></is></c>',
      ),
    ).toBe('上官');
    expect(
      await name(
        '<c t="inlineStr"><is><t>张伟</t></is><extLst><ext><x:v>别的</x:v><x:is><x:t>什么</x:t></x:is></ext></extLst></c>',
      ),
    ).toBe('张伟');
    await expect(name('<c><v>1</v><v>2</v></c>')).rejects.toMatchObject({ code: 'file.unreadable' });
  });

  it('does not let an unclosed phonetic guide silence the cells after it', async () => {
    expect(
      await readCells(
        '<c t="inlineStr"><is><t>甲</t><rPh><t>jiǎ</t></r></is></c><c t="inlineStr"><is><t>乙</t></is></c>',
      ),
    ).toEqual(['甲', '乙', '']);
    const strings = '<sst><si><t>甲</t><rPh><t>jiǎ</t></r></si><si><t>乙</t></si></sst>';
    expect(await readCells('<c t="s"><v>0</v></c><c t="s"><v>1</v></c>', { 'xl/sharedStrings.xml': strings })).toEqual([
      '甲',
      '乙',
      '',
    ]);
  });

  it('reads CDATA and passes comments by', async () => {
    expect(await readCells('<!-- <c/> --><c t="inlineStr"><is><t><![CDATA[a<b]]>&amp;</t></is></c>')).toEqual([
      'a<b&',
      '',
      '',
    ]);
  });

  it('marks text that is broken, and cells that are too long', async () => {
    const long = '长'.repeat(33_000);
    const strings = `<sst><si><t>坏\ufffd</t></si><si><t>${long}</t></si><si><t>好</t></si><si><t>空_x0000_</t></si></sst>`;
    const row = (number: number, cell: string) => `<row r="${number}">${cell}</row>`;
    const rows = await readRows(
      [0, 1, 2, 3].map((index) => row(index + 2, `<c t="s"><v>${index}</v></c>`)).join('') +
        row(6, `<c t="inlineStr"><is><t>${long}</t></is></c>`) +
        row(7, '<c t="inlineStr"><is><t>半_xD842_</t></is></c>'),
      { 'xl/sharedStrings.xml': strings },
    );
    expect(rows.map((found) => found.problems)).toEqual([
      ['text.encoding'],
      ['cell.too_long'],
      undefined,
      ['text.encoding'],
      ['cell.too_long'],
      ['text.encoding'],
    ]);
    expect(rows[1]!.cells[0]).toHaveLength(32_767);
    expect(rows[4]!.cells[0]).toHaveLength(32_767);
  });

  it('marks text beside the table', async () => {
    const [row] = await readRows(`<row r="2"><c r="A2"><v>1</v></c><c r="J2"><v>9</v></c></row>`);
    expect(row!.problems).toEqual(['row.too_many_cells']);
    const [far] = await readRows(`<row r="2"><c r="A2"><v>1</v></c><c r="XFD2"><v>9</v></c></row>`);
    expect(far!.problems).toEqual(['row.too_many_cells']);
    expect(far!.cells).toHaveLength(8);
  });
});

describe('dates', () => {
  const styled = (format: string) =>
    `<styleSheet><numFmts><numFmt numFmtId="170" formatCode="${format}"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="31"/></cellXfs></styleSheet>`;

  it.each([
    ['yyyy\\-mm\\-dd;@', '2020-03-05'],
    ['[$-804]yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;', '2020-03-05'],
    ['m/d', '2020-03-05'],
    ['yyyy/m/d h:mm', '2020-03-05'],
    ['h:mm:ss', '43895'],
    ['mm:ss', '43895'],
    ['0.00', '43895'],
    ['0.00E+00', '43895'],
    ['General', '43895'],
    ['&quot;日&quot;0', '43895'],
    ['[Red]0', '43895'],
    ['@', '43895'],
    ['yyyy\\-mm', '2020-03-05'],
    ['yyyy!-mm!-dd', '2020-03-05'],
    ['yyyy年m月d日', '2020-03-05'],
    ['[DBNum1][$-804]yyyy&quot;年&quot;m&quot;月&quot;', '2020-03-05'],
    ['[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy', '2020-03-05'],
    ['[$-804]aaaa;@', '2020-03-05'],
    ['[$-404]e/m/d', '2020-03-05'],
    ['ge.m.d', '2020-03-05'],
    ['m&quot;月&quot;', '2020-03-05'],
    ['[=0]&quot;&quot;;yyyy/m/d', '2020-03-05'],
    ['[Color10]yyyy/mm/dd hh:mm:ss.000', '2020-03-05'],
    ['yyyy/m/d h:mm AM/PM', '2020-03-05'],
    ['0&quot;年&quot;', '43895'],
    ['0\\年', '43895'],
    ['0年', '43895'],
    ['0&quot; days&quot;', '43895'],
    ['0.0 d', '43895'],
    ['General&quot;日&quot;', '43895'],
    ['G/通用格式&quot;日&quot;', '43895'],
    ['Standard', '43895'],
    ['[h]:mm', '43895'],
    ['[hh]:mm:ss', '43895'],
    ['[m]:ss', '43895'],
    ['[mm]', '43895'],
    ['[ss].00', '43895'],
    ['mm:ss.0', '43895'],
    ['AM/PM', '43895'],
    ['上午/下午h&quot;时&quot;mm&quot;分&quot;', '43895'],
    ['&quot;a;d&quot;0', '43895'],
    ['\\&quot;0&quot;y&quot;', '43895'],
    ['_-* #,##0.00_-;-* #,##0.00_-', '43895'],
    ['_m0_d', '43895'],
    ['*y0', '43895'],
    ['[$EUR] #,##0;[Red]-[$EUR] #,##0', '43895'],
    ['[&gt;=1000000]#,##0,,&quot;M&quot;;0', '43895'],
    ['# ?/?', '43895'],
    ['000000\\-00000000\\-0000', '43895'],
    ['##0.0E+0', '43895'],
    ['&quot;是&quot;;&quot;是&quot;;&quot;否&quot;', '43895'],
    [';;;', '43895'],
    ['', '43895'],
  ])('a number shown as %j is read as %s', async (format, expected) => {
    expect(await readCells('<c s="2"><v>43895</v></c>', { 'xl/styles.xml': styled(format) })).toEqual([
      expected,
      '',
      '',
    ]);
  });

  it('knows the built-in formats, Chinese ones too, and both calendars', async () => {
    const cells = '<c s="0"><v>43895</v></c><c s="1"><v>43895.75</v></c><c s="3"><v>43895</v></c>';
    const styles = { 'xl/styles.xml': styled('0') };
    expect(await readCells(cells, styles)).toEqual(['43895', '2020-03-05', '2020-03-05']);
    const from1904 = PLAIN_PARTS['xl/workbook.xml']!.replace('<sheets>', '<workbookPr date1904="1"/><sheets>');
    expect(await readCells('<c s="1"><v>42433</v></c>', { ...styles, 'xl/workbook.xml': from1904 })).toEqual([
      '2020-03-05',
      '',
      '',
    ]);
  });

  it('takes formats from where cells look for them, and from nowhere else', async () => {
    const xf = (id: number) => `<xf numFmtId="${id}"/>`;
    const fmt = (id: number, code: string) => `<numFmt numFmtId="${id}" formatCode="${code}"/>`;
    const sheet = (cellFormats: string, before: string, after = '') =>
      `<styleSheet>${before}<cellXfs>${cellFormats}</cellXfs>${after}</styleSheet>`;
    const number = async (styles: string, style = 0) =>
      (await readCells(`<c s="${style}"><v>43895</v></c>`, { 'xl/styles.xml': styles }))![0];
    const numbers = (formats: string) => `<numFmts>${formats}</numFmts>`;
    // a format of conditional formatting, before or after, plain or in an extension, that bears the number of a cell's
    const conditional = `<dxfs><dxf>${fmt(164, 'yyyy/m/d')}</dxf></dxfs>`;
    const extension = `<extLst><ext><x14:dxfs><dxf>${fmt(164, 'yyyy/m/d')}</dxf></x14:dxfs></ext></extLst>`;
    for (const code of ['0_ ', 'General']) {
      expect(await number(sheet(xf(164), numbers(fmt(164, code)), conditional))).toBe('43895');
      expect(await number(sheet(xf(164), conditional + numbers(fmt(164, code))))).toBe('43895');
      expect(await number(sheet(xf(164), numbers(fmt(164, code)), extension))).toBe('43895');
    }
    const plain = conditional.replace('yyyy/m/d', '0');
    expect(await number(sheet(xf(164), numbers(fmt(164, 'yyyy/m/d')), plain))).toBe('2020-03-05');
    expect(await number(sheet(xf(164), '', conditional))).toBe('43895');
    // the styles that cells' formats are derived from
    expect(await number(sheet(xf(0), `<cellStyleXfs>${xf(14)}${xf(14)}</cellStyleXfs>`))).toBe('43895');
    expect(await number(sheet(xf(14), `<cellStyleXfs>${xf(0)}</cellStyleXfs>`))).toBe('2020-03-05');
    // a format that is not there, or that a workbook defines in the place of a built-in one
    expect(await number(sheet(xf(0), ''), 7)).toBe('43895');
    expect(await number(sheet('<xf/>', ''))).toBe('43895');
    expect(await number(sheet(xf(14), numbers(fmt(14, '0'))))).toBe('43895');
    expect(await number(sheet(xf(31), numbers(fmt(31, 'yyyy&quot;年&quot;'))))).toBe('2020-03-05');
    for (const id of [14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58]) {
      expect(await number(sheet(xf(id), '')), `built-in ${id}`).toBe('2020-03-05');
    }
    for (const id of [0, 1, 2, 4, 9, 11, 12, 18, 19, 20, 21, 32, 33, 34, 35, 37, 44, 45, 46, 47, 48, 49, 55, 56]) {
      expect(await number(sheet(xf(id), '')), `built-in ${id}`).toBe('43895');
    }
  });

  it('reads a hostile format in no more than its length', () => {
    const growth = (piece: string) => {
      const time = (length: number) => {
        const code = piece.repeat(length);
        const started = process.hrtime.bigint();
        for (let round = 0; round < 20; round++) isDateFormat(164, code);
        return Number(process.hrtime.bigint() - started);
      };
      time(1_000);
      return time(40_000) / Math.max(time(10_000), 200_000);
    };
    for (const piece of ['[', '"', '\\', '[h', 's.', ';', 'am/']) expect(growth(piece), piece).toBeLessThan(40);
  });

  it('keeps to the spreadsheet’s calendar at its odd beginning and its end', () => {
    expect(serialToIsoDate(1, false)).toBe('1900-01-01');
    expect(serialToIsoDate(59, false)).toBe('1900-02-28');
    expect(serialToIsoDate(60, false)).toBe('1900-02-29');
    expect(serialToIsoDate(61, false)).toBe('1900-03-01');
    expect(serialToIsoDate(2_958_465, false)).toBe('9999-12-31');
    expect(serialToIsoDate(2_958_466, false)).toBeUndefined();
    expect(serialToIsoDate(0.5, false)).toBeUndefined();
    expect(serialToIsoDate(-1, false)).toBeUndefined();
    expect(serialToIsoDate(Number.NaN, false)).toBeUndefined();
  });
});

describe('pieces', () => {
  const strings = '<sst><si><t>萧天𬭎</t></si><si><r><t>A&amp;</t></r><r><t>_x4E00_b</t></r></si></sst>';
  const sheet = sheetXml(
    '<!-- c --><row r="3"><c r="A3" s="1" t="s"><v>0</v></c><c r="B3" t="inlineStr"><is><t xml:space="preserve"> 𠮷&#x3F06; </t></is></c></row><row r="5"/><row r="12" x="a>b"><c r="C12"><v>12.5</v></c><c t="s"><v>1</v></c><c t="inlineStr"><is><t><![CDATA[<]]]>]]&gt;</t></is></c></row>',
  );

  function readPieces(stringPieces: Buffer[], sheetPieces: Buffer[]) {
    const shared = new SharedStrings(DEFAULT_LIMITS);
    const stringScanner = new SharedStringsScanner(shared, DEFAULT_LIMITS.cellCharacters);
    for (const piece of stringPieces) stringScanner.push(piece);
    stringScanner.finish();
    shared.seal();
    const scanner = new SheetScanner({ strings: shared, dateStyles: [], date1904: false, limits: DEFAULT_LIMITS });
    for (const piece of sheetPieces) scanner.push(piece);
    scanner.finish();
    return scanner.take().map(({ rowNumber, cells }) => ({ rowNumber, cells }));
  }

  it('reads the same wherever the parts are cut', () => {
    const whole = [
      { rowNumber: 3, cells: ['萧天𬭎', ' 𠮷㼆 '] },
      { rowNumber: 12, cells: ['', '', '12.5', 'A&一b', '<]]]>'] },
    ];
    const stringBytes = Buffer.from(strings);
    const sheetBytes = Buffer.from(sheet);
    expect(readPieces([stringBytes], [sheetBytes])).toEqual(whole);
    for (let cut = 0; cut <= sheetBytes.length; cut++) {
      const at = Math.min(cut, stringBytes.length);
      const rows = readPieces(
        [stringBytes.subarray(0, at), stringBytes.subarray(at)],
        [sheetBytes.subarray(0, cut), sheetBytes.subarray(cut)],
      );
      expect(rows, `cut at ${cut}`).toEqual(whole);
    }
    const bytewise = (bytes: Buffer) => Array.from(bytes, (_, index) => bytes.subarray(index, index + 1));
    expect(readPieces(bytewise(stringBytes), bytewise(sheetBytes))).toEqual(whole);
  });

  it('keeps shared strings apart when most of them lie in a temporary file', () => {
    const shared = new SharedStrings({ ...DEFAULT_LIMITS, sharedStringMemory: 1 << 20 });
    const text = (index: number) => `第${index}条𠮷${'长'.repeat(index % 300)}`;
    const count = 20_000;
    for (let index = 0; index < count; index++) {
      const bytes = Buffer.from(text(index));
      shared.addBytes(bytes, 0, bytes.length);
    }
    shared.seal();
    expect(shared.suspicious).toBe(false);
    for (let step = 0; step < count; step++) {
      const index = (step * 7919) % count;
      if (shared.get(index) !== text(index)) expect(shared.get(index)).toBe(text(index));
    }
    expect(shared.get(count)).toBeUndefined();
    shared.close();
  });

  it('frees everything when nobody walks the table', async () => {
    const table = await openTable({ path: await writeParts(files.path('unread.xlsx'), {}) }, INDIVIDUALS);
    await table.close();
    await table.close();
  });
});
