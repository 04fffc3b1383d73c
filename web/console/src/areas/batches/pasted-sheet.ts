/** Pasted rows as they will be read: which are data, under which header, and what keeps them from being handed in. Pure. */
import { pastedRows } from './csv.ts';

/** rows taken by pasting; more of them belong into a file */
export const MOST_PASTED = 500;

export interface PastedSheet {
  readonly header: readonly string[];
  readonly data: readonly (readonly string[])[];
  /** the header came with the rows; otherwise it is the template's */
  readonly hasHeader: boolean;
  /** a row has more cells than the header */
  readonly tooWide: boolean;
  readonly tooMany: boolean;
  readonly ready: boolean;
}

/** `titles`: the template's columns, in whose order rows without a header are read. */
export function pastedSheet(text: string, titles: readonly string[]): PastedSheet {
  const rows = pastedRows(text);
  const hasHeader = rows[0] !== undefined && looksLikeHeader(rows[0], titles);
  const header = hasHeader ? rows[0]! : titles;
  const data = hasHeader ? rows.slice(1) : rows;
  const tooWide = data.some((row) => row.length > header.length);
  const tooMany = data.length > MOST_PASTED;
  return { header, data, hasHeader, tooWide, tooMany, ready: data.length > 0 && !tooMany && !tooWide };
}

/** Two familiar words in the first row make it a header: nobody is called 姓名. */
function looksLikeHeader(row: readonly string[], titles: readonly string[]): boolean {
  const plain = (title: string) => title.replaceAll(/[\s*＊:：]/gu, '');
  return row.filter((cell) => titles.includes(plain(cell))).length >= 2;
}
