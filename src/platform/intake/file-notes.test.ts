/** What a sender is told of a file that was read all the same: by kind, counted, in words. */
import { afterAll, expect, test } from 'vitest';
import { FileNote } from '#contracts/intake.ts';
import { MappedRows, notesOf, toldBy } from './file-notes.ts';
import { headerOf } from './header-to-keep.ts';
import { HEADER, inlineRow, PERSON, sheetXml, workspace, writeParts } from './spreadsheet/fixtures.ts';
import { INDIVIDUALS, openTable } from './spreadsheet/index.ts';

const files = workspace();
afterAll(() => files.remove());

async function notesAbout(path: string): Promise<FileNote[]> {
  const table = await openTable({ path }, INDIVIDUALS);
  try {
    for await (const _ of table.batches());
    return notesOf(headerOf(table), toldBy(table, new MappedRows()));
  } finally {
    await table.close();
  }
}
const workbook = async (data: string, after = '') =>
  writeParts(files.path('notes.xlsx'), {
    'xl/worksheets/sheet1.xml': sheetXml(data).replace('</sheetData>', `</sheetData>${after}`),
  });
const people = (count: number, attributes: (row: number) => string = () => '') =>
  Array.from({ length: count }, (_, at) =>
    inlineRow(at + 2, PERSON).replace('<row ', `<row ${attributes(at + 2)} `),
  ).join('');

test('a plain table has none', async () => {
  expect(await notesAbout(await workbook(inlineRow(1, HEADER) + people(3)))).toEqual([]);
});

test.each(['hidden="1"', 'ht="0" hidden="true"', 'spans="1:8" hidden="1" customHeight="1"'])(
  'rows with %s were taken, and it is said',
  async (hidden) => {
    const [note, ...more] = await notesAbout(
      await workbook(inlineRow(1, HEADER) + people(5, (row) => (row % 2 === 0 ? hidden : 'hidden="0"'))),
    );
    expect(more).toEqual([]);
    expect(note).toMatchObject({ code: 'rows.hidden', rows: [2, 4, 6], count: 3 });
    expect(note?.zh).toContain('第2、4、6行');
  },
);

test('a hidden row above the heading is nobody’s', async () => {
  const above = inlineRow(1, ['某局']).replace('<row ', '<row hidden="1" ');
  const rest = inlineRow(2, HEADER) + inlineRow(3, PERSON);
  expect(await notesAbout(await workbook(above + rest))).toEqual([]);
});

test('many rows are counted, not repeated', async () => {
  const [note] = await notesAbout(await workbook(inlineRow(1, HEADER) + people(500, () => 'hidden="1"')));
  expect(note).toMatchObject({ count: 500 });
  expect(note?.rows).toHaveLength(20);
  expect(note?.zh).toContain('等共500行');
  expect(note!.zh.length).toBeLessThan(120);
});

test.each([
  ['A2:A4', [3, 4], ['姓名']],
  ['F3:F3', undefined, undefined],
  ['A1:B1', undefined, undefined],
  ['A1:A3', [2, 3], ['姓名']],
  ['F2:G2', [2], ['具体事项', '发生日期']],
  ['$E$2:$F$3', [2, 3], ['信息类别', '具体事项']],
  ['Z2:Z9', undefined, undefined],
] as const)('merged cells %s', async (area, rows, columns) => {
  const notes = await notesAbout(
    await workbook(inlineRow(1, HEADER) + people(3), `<mergeCells count="1"><mergeCell ref="${area}"/></mergeCells>`),
  );
  if (rows === undefined) expect(notes).toEqual([]);
  else expect(notes).toMatchObject([{ code: 'cells.merged', rows, columns }]);
});

test('a formula that was never calculated is named, one that was is a value', async () => {
  const row = inlineRow(2, PERSON.slice(0, 5));
  const formulas = row.replace(
    '</row>',
    '<c r="F2" t="str"><f>A2</f><v>值守</v></c><c r="G2"><f>TODAY()</f></c></row>',
  );
  expect(await notesAbout(await workbook(inlineRow(1, HEADER) + formulas))).toMatchObject([
    { code: 'formulas.no_value', rows: [2], columns: ['发生日期'], count: 1 },
  ]);
});

test('headings that were guessed, doubled and ignored, and sheets that were not read', async () => {
  const titles = [...HEADER.with(0, '性名'), '性别', '婚姻'];
  const path = files.write('headings.csv', `${titles.join(',')}\n${[...PERSON, '女', '否'].join(',')}\n`);
  const notes = await notesAbout(path);
  expect(notes.map(({ code, columns }) => [code, columns])).toEqual([
    ['header.guessed', ['性名']],
    ['header.doubled', ['性别']],
    ['header.ignored', ['婚姻']],
  ]);
  for (const note of notes) expect(FileNote.parse(note)).toEqual(note);
});

test('rows in which characters were exchanged', () => {
  const mapped = new MappedRows();
  mapped.see({ rowNumber: 7, remarks: ['text.mapped'] });
  mapped.see({ rowNumber: 8, remarks: ['text.spaces'] });
  expect(mapped.tally).toMatchObject({ count: 1, rows: [7] });
});
