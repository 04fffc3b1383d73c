/** A table longer than a sheet goes on over the next ones; an empty one is still a table. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { tempFolder, unzip } from '../../../tests/support/files.ts';
import { writeTable } from './formats.ts';
import type { Column } from './table.ts';

const folder = tempFolder();
afterAll(() => folder.remove());

const COLUMNS: readonly Column<number>[] = [
  { name: 'n', zh: '数', en: 'Number', type: 'integer', required: true, about: 'a number', value: (row) => row },
];
const ABOUT = {
  ...{ title: '表', publisher: '市信用办', licence: 'x', asOf: '2020-05-20', address: 'x', schema: 'x' },
  ...{ supersededBy: null, note: 'x' },
};
async function* pieces(...all: number[][]) {
  yield* all;
}

test('nothing is cut where a sheet ends, and pieces need not fit sheets', async () => {
  const table = { columns: COLUMNS, about: ABOUT, rows: pieces([1, 2, 3], [], [4], [5, 6, 7]) };
  await writeTable(folder.path('long.xlsx'), 'xlsx', table, 3);
  await unzip(folder.path('long.xlsx'), folder.path('long'));
  const sheets = readdirSync(join(folder.path('long'), 'xl/worksheets')).sort();
  expect(sheets).toHaveLength(4); // three of data, one that explains
  const rows = sheets
    .slice(0, 3)
    .map((name) => readFileSync(join(folder.path('long'), 'xl/worksheets', name), 'utf8'))
    .map((xml) => [...xml.matchAll(/<t>(.*?)<\/t>/g)].map(([, text]) => text));
  expect(rows).toEqual([
    ['数', '1', '2', '3'],
    ['数', '4', '5', '6'],
    ['数', '7'],
  ]);
});

test.each([
  ['csv', '\ufeff数\r\n'],
  ['json', `{"about":${JSON.stringify(ABOUT)},"rows":[\n]}\n`],
] as const)('no rows as %s', async (format, expected) => {
  await writeTable(folder.path(`empty.${format}`), format, { columns: COLUMNS, about: ABOUT, rows: pieces([]) });
  expect(readFileSync(folder.path(`empty.${format}`), 'utf8')).toBe(expected);
});
