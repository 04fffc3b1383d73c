/** Quotes without partners as they come, and cells with line breaks that must go on working. */
import { afterAll, describe, expect, it } from 'vitest';
import { csvOf, HEADER, PERSON, readAll, workspace } from './fixtures.ts';
import { ORGANISATIONS } from './index.ts';

const files = workspace();
afterAll(() => files.remove());

const rowsOf = async (text: string) => (await readAll(files.write('table.csv', text))).rows;
const person = (index: number) => PERSON.with(3, `41019919800101${String(index).padStart(4, '0')}`);
const people = (count: number) => Array.from({ length: count }, (_, index) => person(index));
const refusedAt = (row: number) => ({
  code: 'file.unreadable',
  said: { zh: expect.stringContaining(`第${row}行有一个双引号没有配对`), en: expect.any(String) },
  extra: { row },
});
const put = (table: string[][], row: number, column: number, change: (cell: string) => string) => {
  table[row] = table[row]!.with(column, change(table[row]![column]!));
};
const before = (cell: string) => `"${cell}`;
const after = (cell: string) => `${cell}"`;
const within = (cell: string) => `${cell.slice(0, 1)}"${cell.slice(1)}`;

describe('a quote that opens in one row and closes in another', () => {
  it.each([
    ['within a later cell', 5, 5, within],
    ['before a later cell', 5, 5, before],
    ['after a later cell', 5, 5, after],
    ['last cell to first cell', 7, 0, after],
    ['first cell to last cell', 0, 7, after],
    ['the number', 3, 3, after],
    ['the date', 6, 6, after],
    ['the name', 0, 0, after],
  ] as const)('is refused in the row where it opens: %s', async (_, opens, closes, change) => {
    for (const distance of [1, 2, 3, 40]) {
      const table = people(60);
      put(table, 4, opens, before);
      put(table, 4 + distance, closes, change);
      await expect(rowsOf(csvOf(HEADER, ...table)), `${distance} rows apart`).rejects.toMatchObject(refusedAt(6));
    }
  });

  it('is refused however far apart the two are, in bounded memory', async () => {
    const table = people(100_000);
    put(table, 3, 5, before);
    put(table, 99_990, 5, after);
    await expect(rowsOf(csvOf(HEADER, ...table))).rejects.toMatchObject(refusedAt(5));
  });

  it('is refused where rows end early, and between blank lines', async () => {
    const table = people(12).map((row, index) => row.slice(0, index % 2 === 0 ? 7 : 8));
    put(table, 2, 0, before);
    put(table, 4, 0, after);
    await expect(rowsOf(csvOf(HEADER, ...table))).rejects.toMatchObject(refusedAt(4));
    const spaced = people(6);
    put(spaced, 1, 7, before);
    put(spaced, 2, 0, after);
    await expect(rowsOf(csvOf(HEADER, ...spaced.flatMap((row) => [row, ['']])))).rejects.toMatchObject(refusedAt(4));
  });

  it('is refused in a title, where it swallows the header', async () => {
    for (const [opens, closes] of [
      [0, 3],
      [7, 0],
    ] as const) {
      const table = [HEADER, ...people(5)];
      put(table, 0, opens, before);
      put(table, 2, closes, after);
      await expect(rowsOf(csvOf(...table))).rejects.toMatchObject(refusedAt(1));
    }
  });

  it('is refused where the row it swallows lacks number and date', async () => {
    const table = [HEADER, ...people(3)];
    put(table, 1, 7, before);
    table[2] = table[2]!.with(3, '无').with(6, '去年');
    put(table, 2, 7, after);
    await expect(rowsOf(csvOf(...table))).rejects.toMatchObject(refusedAt(2));
  });

  it('is refused above the header, which it swallows with the rows after it', async () => {
    const table = [['"个人信息报送表'], HEADER, ...people(5)];
    put(table, 4, 7, after);
    await expect(rowsOf(csvOf(...table))).rejects.toMatchObject(refusedAt(1));
  });

  it('is refused in GB18030, with tabs and with old line ends', async () => {
    // 丙 and 号 and the like, in their two bytes; 0x22 is never the second
    const gb = (text: string) => Buffer.concat([...text].map((character) => GB[character] ?? Buffer.from(character)));
    const lines = [
      '姓名,性别,证件号码,信息类别,具体事项,发生日期',
      '"张,男,1,1.3,值,2020-03-05',
      '张,男"张,1,1.3,值,2020-03-05',
    ];
    await expect(readAll(files.write('gb.csv', gb(`${lines.join('\r\n')}\r\n`)))).rejects.toMatchObject(refusedAt(2));
    for (const [delimiter, newline] of [
      ['\t', '\r\n'],
      [',', '\r'],
      [';', '\n'],
    ] as const) {
      const table = [HEADER, ...people(9)];
      put(table, 3, 5, before);
      put(table, 6, 2, after);
      const text = table.map((row) => row.join(delimiter) + newline).join('');
      await expect(rowsOf(text)).rejects.toMatchObject(refusedAt(4));
    }
  });

  it('is told before a quote further down that has no partner either', async () => {
    const table = people(9);
    put(table, 1, 7, before);
    put(table, 2, 0, after);
    put(table, 6, 5, before);
    await expect(rowsOf(csvOf(HEADER, ...table))).rejects.toMatchObject(refusedAt(3));
  });

  it('is refused within one row, where it makes one cell of the person’s number and its neighbours', async () => {
    const table = people(3);
    put(table, 1, 1, before);
    put(table, 1, 5, after);
    await expect(rowsOf(csvOf(HEADER, ...table))).rejects.toMatchObject(refusedAt(3));
  });
});

describe('quotes that are in order', () => {
  const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;

  it.each([
    '第一批：口罩\n第二批：手套',
    '口罩,手套\r\n酒精,护目镜',
    '1. 口罩2000只,\n2. 手套500双,\n3. 防护服30套,',
    '参加人员\n张三,李四,王五,赵六,钱七,孙八,周九,吴十',
    '口罩,手套,防护服\n消毒液,酒精,护目镜,面罩',
    '\n前后都有空行\n\n',
    '"爱心企业"捐赠,\n两批',
    '"',
    ',',
    '\n',
    '联系电话13800138000\n2020-03-05起',
    '自2020-03-05\n至2020-04-05,共30天',
  ])('are read as they are: %j', async (text) => {
    for (const column of [5, 7]) {
      const row = person(1).with(column, text);
      const all = [HEADER, person(0), row, person(2)];
      const expected = [person(0), row, person(2)].map((cells, index) => ({ rowNumber: index + 2, cells }));
      const needed = all.map((cells) => cells.map((cell) => (/[",\r\n]/.test(cell) ? quoted(cell) : cell)));
      expect(await rowsOf(csvOf(...needed))).toMatchObject(expected);
      expect(await rowsOf(csvOf(...all.map((cells) => cells.map(quoted))))).toMatchObject(expected);
    }
  });

  it('may stand in titles, numbers, dates and names that were typed over two lines', async () => {
    const header = HEADER.with(3, '证件号码\n（18位）').with(6, '发生日期\r\n(YYYY-MM-DD)');
    const row = person(1)
      .with(0, '张\n伟')
      .with(3, `${person(1)[3]}\n`)
      .with(6, '2020-03-05\r\n');
    expect(await rowsOf(csvOf(header.map(quoted), row.map(quoted), person(2)))).toMatchObject([
      { rowNumber: 2, cells: row },
      { rowNumber: 3, cells: person(2) },
    ]);
  });

  it('and quotes within bare cells are harmless, however many and wherever', async () => {
    const texts = ['捐赠"口罩"', '平板10.1"', '"爱心"企业捐赠', '他说"好', '5"与6"', '“好”"'];
    const rows = texts.flatMap((text, index) => [person(index).with(5, text), person(index).with(7, text)]);
    const read = await rowsOf(csvOf(HEADER, ...rows));
    expect(read.map(({ rowNumber }) => rowNumber)).toEqual(rows.map((_, index) => index + 2));
    expect(read.map(({ cells }) => cells[3])).toEqual(rows.map((row) => row[3]));
    expect(read[0]!.cells[5]).toBe('捐赠"口罩"');
    expect(read[2]!.cells[5]).toBe('平板10.1"');
    expect(read[6]!.cells[5]).toBe('他说"好');
  });

  it('cost no more than their length, balanced or not', async () => {
    const time = async (size: number) => {
      const hostile = ['5",', '"a",', '"",', '"a"b,', '""', '",'].map((piece) =>
        piece.repeat(Math.ceil(size / piece.length)),
      );
      const started = process.cpuUsage().user;
      for (const line of hostile) await rowsOf(`${csvOf(HEADER, person(1))}${line}\r\n`).catch(() => undefined);
      return process.cpuUsage().user - started;
    };
    await time(50_000);
    const small = await time(100_000);
    const large = await time(800_000);
    // eight times the text: quadratic work would be sixty-four times the time
    expect(large / Math.max(small, 20_000)).toBeLessThan(32);
  });

  it('reads an organisation’s list of goods', async () => {
    const header = ['单位名称', '统一社会信用代码', '推荐类别', '具体事项', '推荐单位', '发生日期'];
    const goods = '口罩,手套,防护服\n消毒液,酒精,护目镜,面罩';
    const row = ['金水湾霞杰科技有限公司', '914101991000000164', '3.2.3', goods, '航空港实验区', '2020-03-03'];
    const path = files.write('goods.csv', csvOf(header, row.with(3, quoted(goods))));
    expect((await readAll(path, {}, ORGANISATIONS)).rows[0]!.cells).toEqual(row);
  });
});

const GB: Record<string, Buffer> = Object.fromEntries(
  Object.entries({
    姓: 'd0d5',
    名: 'c3fb',
    性: 'd0d4',
    别: 'b1f0',
    证: 'd6a4',
    件: 'bcfe',
    号: 'bac5',
    码: 'c2eb',
    信: 'd0c5',
    息: 'cfa2',
    类: 'c0e0',
    具: 'bedf',
    体: 'cce5',
    事: 'cac2',
    项: 'cfee',
    发: 'b7a2',
    生: 'c9fa',
    日: 'c8d5',
    期: 'c6da',
    张: 'd5c5',
    男: 'c4d0',
    值: 'd6b5',
  }).map(([character, hex]) => [character, Buffer.from(hex, 'hex')]),
);
