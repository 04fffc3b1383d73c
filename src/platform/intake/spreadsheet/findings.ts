/** What a table's own markup tells about its rows, beside what stands in them; known when the last row has been read. */
import type { RawRow } from './table.ts';

/** rows named; of the others only their number is told */
const NAMED = 20;

/** Rows of one kind: how many, and which the first ones are. */
export class RowTally {
  count = 0;
  readonly rows: number[] = [];

  add(rowNumber: number): void {
    this.count++;
    if (this.rows.length < NAMED) this.rows.push(rowNumber);
  }
}

/** A merged area, counted from 1 (rows) and from 0 (columns). */
export interface Merge {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/** areas looked at; a table that has more is told about these */
const MOST_MERGES = 10_000;

export class TableFindings {
  /** hidden, by hand or by a filter, and taken all the same */
  readonly hidden = new RowTally();
  /** formulas that were never calculated */
  readonly formulas = new RowTally();
  readonly formulaColumns = new Set<number>();
  readonly #merges: Merge[] = [];

  see(row: RawRow): void {
    if (row.hidden === true) this.hidden.add(row.rowNumber);
    if (row.formulas === undefined) return;
    this.formulas.add(row.rowNumber);
    for (const column of row.formulas) this.formulaColumns.add(column);
  }

  merged(merge: Merge): void {
    if (this.#merges.length < MOST_MERGES) this.#merges.push(merge);
  }

  /**
   * Rows after the header that an area reaches into though its text counts for the first row only; or all of the area's rows, where it
   * spans columns that are read.
   */
  mergedRows(headerRow: number, read: ReadonlySet<number>): { readonly rows: RowTally; readonly columns: number[] } {
    const rows = new Set<number>();
    const columns = new Set<number>();
    for (const { top, bottom, left, right } of this.#merges) {
      const touched = [...read].filter((column) => column >= left && column <= right);
      const across = touched.some((column) => column > left);
      const from = Math.max(headerRow + 1, across ? top : top + 1);
      if (touched.length === 0 || bottom < from || bottom - from > 1_048_576) continue;
      for (const column of touched) columns.add(column);
      for (let row = from; row <= bottom; row++) rows.add(row);
    }
    const tally = new RowTally();
    for (const row of [...rows].sort((a, b) => a - b)) tally.add(row);
    return { rows: tally, columns: [...columns].sort((a, b) => a - b) };
  }
}

/** `B2:C5` as an area; undefined when it is none. */
export function mergeOf(reference: string): Merge | undefined {
  const parts = /^\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?$/iu.exec(reference);
  if (parts === null) return undefined;
  const [, left, top, right = left, bottom = top] = parts;
  return { left: columnNumber(left!), top: Number(top), right: columnNumber(right!), bottom: Number(bottom) };
}

const columnNumber = (letters: string): number =>
  [...letters.toUpperCase()].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
