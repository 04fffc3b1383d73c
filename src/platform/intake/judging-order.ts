/**
 * The order in which a file's rows are judged. Whether a number that ends in 000 was cut by a spreadsheet shows only when the
 * whole file is known: one may be genuine, several are not. So such rows come after all others, in their own order. It
 * depends on the file alone: a run that was killed finds the same row at the same place, wherever its chunks ended.
 */
import type { FileKind } from '#contracts/vocabulary.ts';
import { GENUINE_TO_ONE, mayBeCut } from '#kernel/identity/cut-number.ts';
import { cleanNumber } from '#kernel/identity/text.ts';
import { writtenCode } from '#kernel/identity/uscc.ts';
import type { FileSigns } from './row.ts';
import type { HeaderMatch, RawRow, TableReader } from './spreadsheet/index.ts';

/** Rows kept in memory until the end, some ten megabytes of them; of more the file is read a second time. */
const MOST_KEPT = 10_000;

export interface NumberColumn {
  /** -1 where the table has none */
  readonly position: number;
  /** the number in a cell, cleaned as the check of the row cleans it */
  readonly read: (cell: string) => string;
}

export function numberColumn(kind: FileKind, columns: HeaderMatch['columns']): NumberColumn {
  return kind === 'individuals'
    ? { position: columns.documentNumber ?? -1, read: (cell) => cleanNumber(cell).text }
    : { position: columns.uscc ?? -1, read: writtenCode };
}

export interface JudgingOrder {
  /** Every row once. Can be walked once. Throws what the reader throws. */
  batches(): AsyncIterable<RawRow[]>;
  /** whether a row has been met that waits for the end of the file */
  readonly someWait: boolean;
  /** what the whole file tells; settled before the first row that it matters for is given */
  readonly signs: FileSigns;
}

/** @param reopen the same file from its start; asked for only when the rows that wait are too many to be kept */
export function judgingOrder(
  table: Pick<TableReader, 'batches'>,
  column: NumberColumn,
  reopen: () => Promise<Pick<TableReader, 'batches' | 'close'>>,
  mostKept: number = MOST_KEPT,
): JudgingOrder {
  const cutNumbers = new CutNumbers(column);
  let numbersCut = false;
  let waiting = 0;

  async function* batches(): AsyncGenerator<RawRow[]> {
    const kept: RawRow[] = [];
    for await (const rows of table.batches()) {
      const ready: RawRow[] = [];
      for (const row of rows) {
        if (!cutNumbers.see(row)) ready.push(row);
        else if (++waiting <= mostKept) kept.push(ownCopy(row));
      }
      yield ready;
    }
    numbersCut = cutNumbers.beyondChance();
    if (waiting <= mostKept) {
      if (kept.length > 0) yield kept;
      return;
    }
    kept.length = 0;
    const again = await reopen();
    try {
      for await (const rows of again.batches()) yield rows.filter((row) => cutNumbers.waits(row));
    } finally {
      await again.close();
    }
  }

  return {
    batches,
    get someWait() {
      return waiting > 0;
    },
    get signs() {
      return { numbersCut };
    },
  };
}

/** Counts the different numbers of a file that end in 000. */
class CutNumbers {
  readonly #column: NumberColumn;
  readonly #different = new Set<string>();
  #rows = 0;

  constructor(column: NumberColumn) {
    this.#column = column;
  }

  waits({ cells }: RawRow): boolean {
    return this.#numberIn(cells) !== undefined;
  }

  /** Counts the row; true when it has to wait for the rest of the file. */
  see({ cells }: RawRow): boolean {
    this.#rows++;
    const number = this.#numberIn(cells);
    if (number === undefined) return false;
    if (this.#different.size < MOST_KEPT) this.#different.add(number);
    return true;
  }

  /** Several, and more than twice as many as genuine numbers make it likely. One person may stand in many rows. */
  beyondChance(): boolean {
    const { size } = this.#different;
    return size > 1 && size > (2 * this.#rows) / GENUINE_TO_ONE;
  }

  #numberIn(cells: readonly string[]): string | undefined {
    const cell = cells[this.#column.position];
    if (cell === undefined || cell.length < 18) return undefined;
    const number = PLAIN.test(cell) ? cell : this.#column.read(cell);
    // a copy: the reader's strings are slices that would keep its whole piece of the file alive
    return mayBeCut(number) ? Buffer.from(number).toString() : undefined;
  }
}

const PLAIN = /^[0-9A-Z]{18}$/;

/** The reader's strings are slices of a larger text, which would stay in memory with the row. */
const ownCopy = (row: RawRow): RawRow => ({
  ...row,
  cells: row.cells.map((cell) => Buffer.from(cell, 'utf16le').toString('utf16le')),
});
