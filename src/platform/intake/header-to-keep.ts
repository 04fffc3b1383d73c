/**
 * What is kept of a table's header: titles of columns and sheets are typed by whoever made the table. One that holds what may not be kept
 * is named by its place instead.
 */
import { z } from 'zod';
import { freeText } from '#contracts/free-text.ts';
import type { Policy } from '#kernel/policy/policy.ts';
import { tidyText } from '../matter.ts';
import { mayBeKept, type ScreenedJson, screenedJson } from '../screened.ts';
import type { TableReader } from './spreadsheet/index.ts';

const title = freeText(z.string());

/** As a batch keeps it. */
const KeptHeader = z.object({
  rowNumber: z.number().int(),
  titles: z.array(title),
  formKind: z.string(),
  columns: z.record(z.string(), z.number().int().optional()),
  ignored: z.array(title),
  duplicates: z.array(z.object({ field: z.string(), titles: z.array(title) })),
  guessed: z.array(z.object({ field: z.string(), title, meant: z.string() })),
  unreadSheets: z.array(title),
});
type KeptHeader = z.infer<typeof KeptHeader>;

/** Of an opened table, with the titles as they stand in the file. */
export function headerOf({ header, otherSheets }: TableReader): KeptHeader {
  const { rowNumber, titles, formKind, columns, ignored, duplicates, guessed } = header;
  return {
    ...{ rowNumber, formKind, titles: [...titles], columns: { ...columns }, ignored: [...ignored] },
    duplicates: duplicates.map((one) => ({ field: one.field, titles: [...one.titles] })),
    guessed: [...guessed],
    unreadSheets: [...otherSheets],
  };
}

/** A title longer than any column's name is not one, and is not kept either. */
const LONGEST = 200;

export function headerToKeep(policy: Policy, header: KeptHeader): ScreenedJson {
  const kept = (text: string, instead: string) =>
    text.length <= LONGEST && mayBeKept(policy, text) ? tidyText(text) : `（${instead}，原名未保存）`;
  const column = (text: string) =>
    kept(text, `第${header.titles.findIndex((one) => one.trim() === text.trim()) + 1}列`);
  return screenedJson(policy, KeptHeader, {
    ...header,
    titles: header.titles.map((one, index) => kept(one, `第${index + 1}列`)),
    ignored: header.ignored.map(column),
    duplicates: header.duplicates.map((one) => ({ ...one, titles: one.titles.map(column) })),
    guessed: header.guessed.map((one) => ({ ...one, title: column(one.title) })),
    unreadSheets: header.unreadSheets.map((one, index) => kept(one, `未读取的第${index + 1}张工作表`)),
  });
}
