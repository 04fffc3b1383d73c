/** A second sheet with data is never passed over in silence. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { utils, write } from '@e965/xlsx';
import { afterAll, expect, test } from 'vitest';
import { ORGANISATIONS, openTable } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'xinheng-sheets-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(['xlsx', 'biff8'] as const)('%s names the visible sheets it does not read', async (bookType) => {
  const book = utils.book_new();
  const table = [
    ['单位名称', '统一社会信用代码', '推荐类别', '具体事项', '发生日期'],
    ['甲厂', 'x', '3.2.1', '捐赠', '2020-02-01'],
  ];
  for (const name of ['一季度', '二季度', '草稿', '填表说明'])
    utils.book_append_sheet(book, utils.aoa_to_sheet(table), name);
  book.Workbook = { Sheets: [{ Hidden: 0 }, { Hidden: 0 }, { Hidden: 1 }, { Hidden: 0 }] };
  const path = join(folder, `book.${bookType}`);
  writeFileSync(path, write(book, { type: 'buffer', bookType }));
  const reader = await openTable({ path }, ORGANISATIONS);
  expect(reader.sheet).toBe('一季度');
  expect(reader.otherSheets).toEqual(['二季度']);
  await reader.close();
});
