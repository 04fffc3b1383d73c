/** Reads tables back with the product's own readers, as an office that takes the open data would. */
import { writeFileSync } from 'node:fs';
import { openCsv } from '#platform/intake/spreadsheet/csv.ts';
import { DEFAULT_LIMITS, type RowSource } from '#platform/intake/spreadsheet/table.ts';
import { openXlsx } from '#platform/intake/spreadsheet/xlsx.ts';

export async function readRows(path: string, content: Buffer, format: 'csv' | 'xlsx'): Promise<string[][]> {
  writeFileSync(path, content);
  const source: RowSource = await (format === 'csv'
    ? openCsv(path, () => false, DEFAULT_LIMITS)
    : openXlsx(path, DEFAULT_LIMITS));
  const rows: string[][] = [];
  try {
    for await (const batch of source.rows()) for (const row of batch) rows.push([...row.cells]);
  } finally {
    await source.close();
  }
  return rows;
}
