/** Files that other programs write and Excel opens: they are read, or called what they are. */
import { CFB, utils, write } from '@e965/xlsx';
import { afterAll, describe, expect, test } from 'vitest';
import { ZipWriter } from '#documents/spreadsheet/zip-writer.ts';
import { isProblem } from '#kernel/refusal/problem.ts';
import { HEADER, PERSON, readAll, sheetWith, workspace, writeParts } from './fixtures.ts';

const files = workspace();
afterAll(() => files.remove());

const RELATIONSHIP = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const said = async (name: string, content: string | Buffer): Promise<string> => {
  try {
    await readAll(files.write(name, content));
    return 'read';
  } catch (error) {
    if (!isProblem(error)) throw error;
    return `${error.code} ${error.said?.zh}`;
  }
};
const book = (bookType: 'biff5' | 'biff8'): Buffer => {
  const made = utils.book_new();
  utils.book_append_sheet(made, utils.aoa_to_sheet([HEADER, PERSON.with(0, '萧天明')]), 'Sheet1');
  return write(made, { bookType, type: 'buffer', codepage: 936 } as never) as Buffer;
};

describe('names of an OLE stream', () => {
  test.each(['Workbook', 'WORKBOOK', 'workbook', 'Book', 'BOOK'])('%s', async (name) => {
    const container = CFB.read(book('biff8'), { type: 'buffer' });
    const at = container.FullPaths.findIndex((path: string) => /\/(?:Workbook|Book)$/iu.test(path));
    const renamed = CFB.utils.cfb_new();
    CFB.utils.cfb_add(renamed, `/${name}`, container.FileIndex[at]!.content);
    const { rows } = await readAll(files.write('named.xls', CFB.write(renamed, { type: 'buffer' }) as Buffer));
    expect(rows[0]?.cells.slice(0, 4)).toEqual(PERSON.with(0, '萧天明').slice(0, 4));
  });
});

describe('prefixes of the relationship namespace', () => {
  test.each(['r', 'rel', 'relationships', 'd3p1', 'ns2', 'officeRel'])('%s:id', async (prefix) => {
    const path = await writeParts(files.path('prefix.xlsx'), {
      'xl/workbook.xml': `<workbook xmlns:${prefix}="${RELATIONSHIP}"><sheets><sheet name="一" sheetId="1" ${prefix}:id="rId1"/></sheets></workbook>`,
    });
    expect((await readAll(path)).rows[0]?.cells).toEqual(PERSON);
  });
});

describe('the index of a shared string', () => {
  test.each(['0', ' 0', '0 ', '\n      0\n    ', '\t0\r\n'])('%j', async (index) => {
    const row = `<row r="2">${[...'ABCDEFGH'].map((column) => `<c r="${column}2" t="s"><v>${index}</v></c>`).join('')}</row>`;
    const path = await writeParts(files.path('blanks.xlsx'), {
      'xl/sharedStrings.xml': '<sst><si><t>值守</t></si></sst>',
      'xl/worksheets/sheet1.xml': sheetWith(row),
    });
    expect((await readAll(path)).rows[0]?.cells).toEqual(PERSON.map(() => '值守'));
  });
  test.each(['0 1', '-1', 'x', '9'])('%j is none', async (index) => {
    const path = await writeParts(files.path('none.xlsx'), {
      'xl/sharedStrings.xml': '<sst><si><t>值守</t></si></sst>',
      'xl/worksheets/sheet1.xml': sheetWith(`<row r="2"><c r="A2" t="s"><v>${index}</v></c></row>`),
    });
    await expect(readAll(path)).rejects.toMatchObject({ code: 'file.unreadable' });
  });
});

/** records of a workbook of before Excel 97, texts in GBK */
function biff5(): Buffer {
  const record = (type: number, body: Buffer) => {
    const head = Buffer.alloc(4);
    head.writeUInt16LE(type, 0);
    head.writeUInt16LE(body.length, 2);
    return Buffer.concat([head, body]);
  };
  const words = (...values: number[]) => Buffer.from(values.flatMap((value) => [value & 0xff, value >> 8]));
  const gbk = new Map([
    ['姓名', 'd0d5c3fb'],
    ['性别', 'd0d4b1f0'],
  ]);
  const label = (row: number, column: number, bytes: Buffer) =>
    record(0x0204, Buffer.concat([words(row, column, 0, bytes.length), bytes]));
  const titles = [...gbk.values()].map((hex, column) => label(0, column, Buffer.from(hex, 'hex')));
  const globals = [record(0x0809, words(0x0500, 0x0005, 0, 0)), record(0x0042, words(936))];
  const name = Buffer.from('Sheet1');
  const sheetAt = Buffer.concat(globals).length + 4 + 7 + name.length + 4;
  const bound = record(0x0085, Buffer.concat([words(sheetAt, 0, 0), Buffer.from([name.length]), name]));
  return Buffer.concat([
    ...globals,
    bound,
    record(0x000a, Buffer.alloc(0)),
    record(0x0809, words(0x0500, 0x0010, 0, 0)),
    ...titles,
    record(0x000a, Buffer.alloc(0)),
  ]);
}

test('texts of before Excel 97 are read in the code page they stand in', async () => {
  const container = CFB.utils.cfb_new();
  CFB.utils.cfb_add(container, '/Book', biff5());
  const answer = await said('old.xls', CFB.write(container, { type: 'buffer' }) as Buffer);
  // two of the titles: both are known, the others are missed
  expect(answer).toContain('认得的列：姓名、性别');
});

describe('what is no table is called what it is', () => {
  test.each([
    ['BIFF2', '0900040000001000'],
    ['BIFF3', '0902060000001000'],
    ['BIFF4', '0904060000001000'],
    ['BIFF5', '0908080000051000'],
  ])('%s without a container', async (_, head) => {
    const content = Buffer.concat([Buffer.from(head, 'hex'), Buffer.alloc(40), Buffer.from('d0d5c3fb', 'hex')]);
    expect(await said('bare.xls', content)).toMatch(/^file\.format .*很旧的 Excel.*另存为 xlsx/u);
  });

  test.each([
    '<html><body><table><tr><td>姓名</td></tr></table></body></html>',
    '<tr><td>姓名</td></tr>',
    '\ufeff\r\n<TABLE border=1><TR><TH>姓名</TH></TR></TABLE>',
    '<!-- 导出 --><table><tr><td>姓名</td></tr></table>',
    '<center><b>报表</b></center>',
    '<?xml version="1.0"?><html><table><tr><td>姓名</td></tr></table></html>',
    '导出时间 2020-03-05 <table><tr><td>姓名</td></tr></table>',
    'MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n<html>',
    'Content-Type: text/html\r\n\r\n<p>',
  ])('a web page: %j', async (page) => {
    expect(await said('page.xls', page)).toMatch(/^file\.format 这是网页文件/u);
  });

  test.each([
    [{ 'a.xlsx': 'x', 'b.csv': 'y' }, /这是 zip 压缩包.*解压/u],
    [{ 'word/document.xml': 'x', '[Content_Types].xml': '' }, /Word/u],
    [{ 'Index/Document.iwa': 'x' }, /Numbers/u],
    [{ 'xl/workbook.bin': 'x', '[Content_Types].xml': '' }, /xlsb/u],
  ])('a container: %j', async (parts, words) => {
    const path = files.path('packed.xls');
    const zip = await ZipWriter.create(path);
    // far from the beginning, where no first glance finds it
    await zip.add('filler', [Buffer.from(Array.from({ length: 100_000 }, (_, at) => (at * 7919) % 251))]);
    for (const [name, content] of Object.entries(parts)) await zip.add(name, [Buffer.from(content)]);
    await zip.finish();
    await expect(readAll(path)).rejects.toMatchObject({
      code: 'file.format',
      said: { zh: expect.stringMatching(words) },
    });
  });

  test('a table whose first cell is in angle brackets is a table', async () => {
    expect(await said('angle.csv', `<某局报送>,,,,,,,\n${HEADER.join(',')}\n${PERSON.join(',')}\n`)).toBe('read');
  });
});
