/** Files made to break the reader: each is refused in plain words, or its rows are marked, in bounded memory. */
import { randomBytes } from 'node:crypto';
import { closeSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import { utils, write } from '@e965/xlsx';
import { afterAll, describe, expect, it } from 'vitest';
import {
  csvOf,
  HEADER,
  inlineRow,
  type PartContent,
  PERSON,
  PLAIN_PARTS,
  probe,
  readAll,
  sheetWith,
  sheetXml,
  workspace,
  writeParts,
} from './fixtures.ts';

const files = workspace();
afterAll(() => files.remove());

/** beyond what an idle process takes */
const EXTRA_MEGABYTES = 250;

const workbook = (parts: Record<string, PartContent>) => writeParts(files.path('hostile.xlsx'), parts);

function* repeated(before: string, unit: Buffer, times: number, after: string): Generator<Buffer> {
  yield Buffer.from(before);
  for (let index = 0; index < times; index++) yield unit;
  yield Buffer.from(after);
}

/** Without holding them in memory. */
function writeRepeated(name: string, before: string, unit: Buffer, times: number): string {
  const path = files.path(name);
  const file = openSync(path, 'w');
  writeSync(file, before);
  for (let index = 0; index < times; index++) writeSync(file, unit);
  closeSync(file);
  return path;
}

async function refusal(path: string): Promise<{ code: string; detail: string }> {
  return readAll(path).then(
    () => expect.unreachable('the file was read'),
    (error) => ({ code: error.code, detail: error.said?.zh }),
  );
}

describe('size', () => {
  it.each([
    ['bare', '', /第2行超过\d+个字符仍未结束/],
    ['quoted', '"', /第2行有一个双引号没有配对/],
  ])('refuses a single %s cell of one gigabyte', (name, opening, message) => {
    const path = writeRepeated(`cell-${name}.csv`, csvOf(HEADER) + opening, Buffer.alloc(10_000_000, 'a'), 100);
    const result = probe(path);
    truncateSync(path);
    expect(result.code).toBe('file.unreadable');
    expect(result.detail).toMatch(message);
    expect(result.peakMegabytes - result.idleMegabytes).toBeLessThan(EXTRA_MEGABYTES);
  });

  it.each([
    ['blanks', ' '],
    ['one cell', 'a'],
  ])('stops a zip bomb of %s', async (_, character) => {
    const path = await workbook({
      'xl/worksheets/sheet1.xml': repeated(
        '<worksheet><sheetData><row r="1"><c t="inlineStr"><is><t>',
        Buffer.alloc(4_000_000, character),
        100,
        '</t></is></c></row></sheetData></worksheet>',
      ),
    });
    const result = probe(path);
    expect(result.code).toBe('file.too_large');
    expect(result.detail).toMatch(/解压后膨胀到200倍以上/);
    expect(result.peakMegabytes - result.idleMegabytes).toBeLessThan(EXTRA_MEGABYTES);
  });

  it('stops at the unpacked size even when the ratio stays low', async () => {
    const noise = randomBytes(3_000_000).toString('base64');
    const path = await workbook({ 'xl/worksheets/sheet1.xml': sheetWith(inlineRow(2, PERSON.with(7, noise))) });
    await expect(readAll(path, { limits: { unpackedBytes: 2_000_000 } })).rejects.toMatchObject({
      code: 'file.too_large',
    });
  });

  it('takes a long cell as a fault of its row', async () => {
    const path = await workbook({
      'xl/worksheets/sheet1.xml': repeated(
        sheetWith(inlineRow(2, PERSON)).replace('</sheetData></worksheet>', '<row r="3"><c t="inlineStr"><is><t>'),
        Buffer.alloc(1_000_000, 'a'),
        30,
        `</t></is></c></row>${inlineRow(4, PERSON)}</sheetData></worksheet>`,
      ),
    });
    const result = probe(path);
    expect(result).toMatchObject({ code: null, rows: 3, problems: { 'cell.too_long': 1 } });
    expect(result.peakMegabytes - result.idleMegabytes).toBeLessThan(EXTRA_MEGABYTES);
  });

  it('passes by a million empty rows', async () => {
    function* rows(): Generator<Buffer> {
      yield Buffer.from(sheetWith(inlineRow(2, PERSON)).replace('</sheetData></worksheet>', ''));
      for (let number = 3; number < 1_048_576; number += 1_000) {
        let text = '';
        for (let step = number; step < Math.min(number + 1_000, 1_048_576); step++) text += `<row r="${step}"/>`;
        yield Buffer.from(text);
      }
      yield Buffer.from(`${inlineRow(1_048_576, PERSON)}</sheetData></worksheet>`);
    }
    const path = await workbook({ 'xl/worksheets/sheet1.xml': rows() });
    const result = probe(path);
    expect(result).toMatchObject({ code: null, rows: 2 });
    expect(result.peakMegabytes - result.idleMegabytes).toBeLessThan(EXTRA_MEGABYTES);
  });

  it('is not taken in by a lying dimension', async () => {
    const lying = sheetWith(inlineRow(2, PERSON)).replace('<sheetData>', '<dimension ref="A1:XFD1048576"/><sheetData>');
    const { rows } = await readAll(await workbook({ 'xl/worksheets/sheet1.xml': lying }));
    expect(rows).toHaveLength(1);
  });

  it('refuses ten thousand columns', async () => {
    const wide = Array.from({ length: 10_000 }, (_, index) => `列${index}`);
    expect(await refusal(files.write('wide.csv', csvOf(wide, wide)))).toMatchObject({
      code: 'file.too_large',
      detail: expect.stringContaining('超过200列'),
    });
    const cells = wide.map((cell) => `<c t="inlineStr"><is><t>${cell}</t></is></c>`).join('');
    const path = await workbook({ 'xl/worksheets/sheet1.xml': sheetXml(`<row>${cells}</row><row>${cells}</row>`) });
    expect(await refusal(path)).toMatchObject({ code: 'file.too_large', detail: expect.stringContaining('超过200列') });
    const marked = await readAll(files.write('wide-row.csv', csvOf(HEADER, wide, PERSON)));
    expect(marked.rows.map((row) => row.problems)).toEqual([['row.too_many_cells'], undefined]);
    expect(marked.rows[0]!.cells.length).toBeLessThanOrEqual(200);
  });

  it('refuses a file over the limit before reading it', async () => {
    const path = files.write('large.csv', csvOf(HEADER, PERSON));
    await expect(readAll(path, { limits: { fileBytes: 10 } })).rejects.toMatchObject({ code: 'file.too_large' });
    const book = utils.book_new();
    utils.book_append_sheet(book, utils.aoa_to_sheet([HEADER, PERSON]), 'a');
    const xls = files.write('large.xls', write(book, { type: 'buffer', bookType: 'biff8' }) as Buffer);
    await expect(readAll(xls, { limits: { xlsBytes: 10 } })).rejects.toMatchObject({
      code: 'file.too_large',
      said: { zh: expect.stringContaining('另存为 xlsx'), en: expect.any(String) },
    });
  });

  it('ends the thread that takes too long over a legacy workbook', async () => {
    const book = utils.book_new();
    utils.book_append_sheet(book, utils.aoa_to_sheet([HEADER, PERSON]), 'a');
    const path = files.write('slow.xls', write(book, { type: 'buffer', bookType: 'biff8' }) as Buffer);
    await expect(readAll(path, { limits: { xlsMilliseconds: 0 } })).rejects.toMatchObject({ code: 'file.too_large' });
    const stop = AbortSignal.abort(new Error('取消'));
    await expect(readAll(path, { signal: stop })).rejects.toThrow('取消');
  });
});

describe('not the table it claims to be', () => {
  const tables: readonly [string, string, Buffer | string, string, RegExp][] = [
    [
      'a program',
      'a.xlsx',
      Buffer.concat([Buffer.from('MZ\x90\0\x03\0\0\0'), randomBytes(5_000)]),
      'file.format',
      /可执行程序/,
    ],
    [
      'a web page',
      'a.xls',
      '\ufeff  <html xmlns:x="urn:schemas-microsoft-com:office:excel"><table><tr><td>姓名',
      'file.format',
      /网页文件/,
    ],
    [
      'an XML spreadsheet',
      'a.xls',
      '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?><Workbook/>',
      'file.format',
      /XML 电子表格 2003/,
    ],
    ['a PDF', 'a.csv', '%PDF-1.7\n', 'file.format', /PDF/],
    ['a picture', 'a.csv', Buffer.from('89504e470d0a1a0a0000000d', 'hex'), 'file.format', /图片/],
    [
      'random bytes',
      'a.csv',
      Buffer.concat([Buffer.from([0x01, 0x02]), randomBytes(9_000)]),
      'file.format',
      /不是文字/,
    ],
    ['nothing', 'a.csv', '', 'file.empty', /大小为0/],
    ['UTF-16 with mark', 'a.csv', Buffer.from(`\ufeff${csvOf(HEADER, PERSON)}`, 'utf16le'), 'file.encoding', /UTF-16/],
    ['UTF-16 without mark', 'a.csv', Buffer.from('name,sex,id\r\n'.repeat(20), 'utf16le'), 'file.encoding', /UTF-16/],
    ['an encrypted workbook', 'a.xlsx', compound('EncryptedPackage'), 'file.unreadable', /打开密码/],
    ['a Word document', 'a.xls', compound('WordDocument'), 'file.format', /Word 文档/],
    ['a legacy workbook that is only a shell', 'a.xls', compound('Workbook'), 'file.unreadable', /xls 文件已损坏/],
    ['another compound file', 'a.xls', compound('Something'), 'file.format', /不是表格/],
    ['an archive of something else', 'a.xlsx', Buffer.from('PK\x03\x04 cut off here'), 'file.unreadable', /目录不完整/],
    ['only a header', 'a.csv', csvOf(HEADER), 'file.empty', /第1行是表头，其后没有数据行/],
    ['only blank lines', 'a.csv', '\r\n\r\n', 'file.empty', /没有任何文字/],
  ];

  function compound(stream: string): Buffer {
    const bytes = Buffer.alloc(4_096);
    Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(bytes);
    Buffer.from(stream, 'utf16le').copy(bytes, 1_024);
    return bytes;
  }

  it.each(tables)('%s (%s)', async (_, name, content, code, message) => {
    const found = await refusal(files.write(name, content));
    expect(found.code).toBe(code);
    expect(found.detail).toMatch(message);
  });

  it('takes a name that begins with the letters of a program or a picture', async () => {
    const header = ['BM备注', ...HEADER];
    const { rows } = await readAll(files.write('bm.csv', csvOf(header, ['MZ', ...PERSON])));
    expect(rows).toHaveLength(1);
    const other = await readAll(files.write('mz.csv', csvOf(['MZ', ...HEADER], ['', ...PERSON])));
    expect(other.rows).toHaveLength(1);
  });

  it('marks rows with empty characters in an otherwise good CSV', async () => {
    const rows = Array.from({ length: 50 }, (_, index) => (index === 7 ? PERSON.with(0, '张\0三') : PERSON));
    const { rows: read } = await readAll(files.write('nul.csv', csvOf(HEADER, ...rows)));
    expect(read.filter((row) => row.problems !== undefined).map((row) => [row.rowNumber, row.problems])).toEqual([
      [9, ['text.encoding']],
    ]);
  });
});

describe('damaged and forged workbooks', () => {
  it('refuses a workbook cut anywhere', async () => {
    const strings = `<sst>${Array.from({ length: 3_000 }, () => `<si><t>${randomBytes(9).toString('hex')}</t></si>`).join('')}</sst>`;
    const whole = readFileSync(await workbook({ 'xl/sharedStrings.xml': strings }));
    for (const share of [0.1, 0.5, 0.9, 0.99]) {
      const path = files.write('cut.xlsx', whole.subarray(0, Math.floor(whole.length * share)));
      expect(await refusal(path)).toMatchObject({
        code: 'file.unreadable',
        detail: expect.stringContaining('工作簿已损坏'),
      });
    }
  });

  it('refuses a workbook with a flipped byte in its data', async () => {
    const path = await workbook({});
    const bytes = readFileSync(path);
    // inside the packed sheet, which is the last part
    const at = bytes.indexOf('xl/worksheets/sheet1.xml') + 60;
    bytes[at] = bytes[at]! ^ 0x10;
    expect(await refusal(files.write('flipped.xlsx', bytes))).toMatchObject({ code: 'file.unreadable' });
  });

  it('refuses document types, and so every declared entity', async () => {
    const declared = `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>${sheetWith(inlineRow(2, PERSON.with(0, '&b;')))}`;
    expect(await refusal(await workbook({ 'xl/worksheets/sheet1.xml': declared }))).toMatchObject({
      code: 'file.unreadable',
      detail: expect.stringContaining('DTD'),
    });
    for (const part of ['xl/workbook.xml', 'xl/_rels/workbook.xml.rels']) {
      expect(await refusal(await workbook({ [part]: `<!DOCTYPE x>${PLAIN_PARTS[part]}` }))).toMatchObject({
        detail: expect.stringContaining('DTD'),
      });
    }
    expect(await refusal(await workbook({ 'xl/sharedStrings.xml': '<!DOCTYPE x><sst/>' }))).toMatchObject({
      detail: expect.stringContaining('DTD'),
    });
  });

  it('leaves an entity nobody declared as it stands', async () => {
    const { rows } = await readAll(
      await workbook({ 'xl/worksheets/sheet1.xml': sheetWith(inlineRow(2, PERSON.with(0, '&b;'))) }),
    );
    expect(rows[0]!.cells[0]).toBe('&b;');
  });

  it.each(['../../evil.xml', '/etc/evil', 'C:/evil.xml'])('refuses a part named %s', async (name) => {
    expect(await refusal(await workbook({ [name]: 'x' }))).toMatchObject({
      code: 'file.unreadable',
      detail: expect.stringContaining('指向文件之外'),
    });
  });

  it('does not follow relationships out of the file', async () => {
    const relationships = PLAIN_PARTS['xl/_rels/workbook.xml.rels']!.replace(
      'Target="worksheets/sheet1.xml"',
      'Target="http://example.invalid/sheet.xml" TargetMode="External"',
    );
    expect(await refusal(await workbook({ 'xl/_rels/workbook.xml.rels': relationships }))).toMatchObject({
      code: 'file.empty',
      detail: expect.stringContaining('没有可见的工作表'),
    });
  });

  const forged: readonly [string, string][] = [
    ['an index beyond the shared strings', '<row r="2"><c t="s"><v>99</v></c></row>'],
    ['an index that is no number', '<row r="2"><c t="s"><v>x</v></c></row>'],
    ['an index of a hundred digits', `<row r="2"><c t="s"><v>${'9'.repeat(100)}</v></c></row>`],
    ['a row number that goes back', '<row r="5"><c><v>1</v></c></row><row r="4"/>'],
    ['a row number past the end', '<row r="1048577"/>'],
    ['a row number that is none', '<row r="2e1x"/>'],
    ['a column past the end', '<row r="2"><c r="XFE2"><v>1</v></c></row>'],
    ['a column of a thousand letters', `<row r="2"><c r="${'A'.repeat(1_000)}2"><v>1</v></c></row>`],
    ['tags nested without end', '<a>'.repeat(5_000)],
    ['tags closed without being open', '</row></sheetData></worksheet></a></b>'],
    ['a tag without end', `<row r="2" a="${'x'.repeat(200_000)}`],
  ];
  it.each(forged)('refuses %s', async (_, rows) => {
    expect(await refusal(await workbook({ 'xl/worksheets/sheet1.xml': sheetWith(rows) }))).toMatchObject({
      code: 'file.unreadable',
    });
  });

  it('refuses a workbook of ten thousand parts, and one without a sheet', async () => {
    const parts = Object.fromEntries(Array.from({ length: 2_001 }, (_, index) => [`xl/media/${index}.bin`, '']));
    expect(await refusal(await workbook(parts))).toMatchObject({ code: 'file.too_large' });
    expect(await refusal(await workbook({ 'xl/workbook.xml': '<workbook><sheets/></workbook>' }))).toMatchObject({
      code: 'file.empty',
    });
  });
});
