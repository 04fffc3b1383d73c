/** The rows mended of a batch as a file of their own, in the order of their numbers, named after the batch's file. */
import type { BatchDetail, ReportForm } from '#contracts/intake.ts';
import { csvFile } from './csv.ts';
import { type RowValues, sheetOf } from './row-form.tsx';

/** What was entered anew, by the number of the row. */
export type MendedRows = ReadonlyMap<number, RowValues>;

export const rowNumbers = (rows: MendedRows): number[] => [...rows.keys()].sort((a, b) => a - b);

export function followUpFile({ fileName }: Pick<BatchDetail, 'fileName'>, report: ReportForm, rows: MendedRows): File {
  const numbers = rowNumbers(rows);
  const values = numbers.map((number) => rows.get(number)!);
  return csvFile(followUpName(fileName, numbers), sheetOf(report, values));
}

function followUpName(fileName: string, rows: readonly number[]): string {
  const bare = fileName.replace(/\.(csv|xlsx?|txt)$/iu, '').slice(0, 60);
  const named = rows.length <= 5 ? `第${rows.join('、')}行` : `${rows.length}行`;
  return `${bare}（更正${named}）.csv`;
}
