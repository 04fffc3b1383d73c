/**
 * Gives the sender their own table back, with what became of each row beside it: result, reason, what to do.
 * Row numbers stay those of the file that was sent, so that a message naming a row can be followed in either.
 */

import type { RowVerdict } from '#contracts/vocabulary.ts';
import {
  type Look,
  MAX_SHEET_ROWS,
  type SheetRow,
  type SheetSpec,
  writeWorkbook,
} from '#documents/spreadsheet/workbook-writer.ts';
import type { RawRow, TableReader } from './table.ts';

export const ADDED_COLUMNS = ['结果', '原因', '处理建议'] as const;

export interface RowFinding {
  readonly rowNumber: number;
  readonly verdict: RowVerdict;
  /** in words, e.g. 退回 */
  readonly result: string;
  readonly reason: string;
  readonly remedy: string;
}

const LOOK: Readonly<Record<RowFinding['verdict'], Look | undefined>> = {
  accepted: undefined,
  duplicate: 'duplicate',
  suspect: 'suspect',
  rejected: 'rejected',
};

export type Findings = AsyncIterable<readonly RowFinding[]> | Iterable<readonly RowFinding[]>;

/**
 * @param table the sender's table, opened anew; it is walked once and not closed
 * @param findings in the order of the rows; rows without a finding get empty cells
 * @throws RangeError when the findings are not in order; whatever reading the table throws
 */
export async function writeAnnotatedWorkbook(table: TableReader, findings: Findings, path: string): Promise<void> {
  const pending = new FindingsCursor(findings);
  try {
    await writeWorkbook(path, annotatedSheets(table, pending));
  } finally {
    await pending.close();
  }
}

async function* annotatedSheets(table: TableReader, findings: FindingsCursor): AsyncGenerator<SheetSpec> {
  const { header } = table;
  const width = ownWidth(header.titles);
  const headings = headingsOf(header, width);
  const batches = table.batches()[Symbol.asyncIterator]();
  /** rows that no longer fit on the sheet that was being written */
  let rest: RawRow[] | undefined;
  let first = true;
  let offset = 0;

  async function* sheetRows(): AsyncGenerator<SheetRow[]> {
    if (first) yield [...header.titleRows.map((row) => ({ number: row.rowNumber, cells: row.cells })), headings];
    else yield [{ ...headings, number: 1 }];
    first = false;
    for (;;) {
      let batch = rest;
      rest = undefined;
      if (batch === undefined) {
        const next = await batches.next();
        if (next.done === true) return;
        batch = next.value;
      }
      const rows: SheetRow[] = [];
      for (let index = 0; index < batch.length; index++) {
        const row = batch[index]!;
        if (row.rowNumber - offset > MAX_SHEET_ROWS) {
          rest = batch.slice(index);
          // the header takes the first line of the next sheet
          offset = row.rowNumber - 2;
          yield rows;
          return;
        }
        const finding = findings.advance(row.rowNumber)
          ? findings.at(row.rowNumber)
          : await findings.find(row.rowNumber);
        rows.push(annotatedRow(row, row.rowNumber - offset, width, header.titles.length, finding));
      }
      yield rows;
    }
  }

  const widths = widthsOf(header.titles.slice(0, width));
  let number = 1;
  do {
    const row = first ? header.rowNumber : 1;
    yield {
      name: number === 1 ? '核查结果' : `核查结果（续${number - 1}）`,
      widths,
      frozenRows: row,
      filter: { row, columns: width + ADDED_COLUMNS.length },
      rows: sheetRows(),
    };
    number++;
  } while (rest !== undefined);
}

const headingsOf = ({ rowNumber, titles }: TableReader['header'], width: number): SheetRow => ({
  number: rowNumber,
  cells: [...titles.slice(0, width).map((title) => title.trim()), ...ADDED_COLUMNS],
  look: 'title',
});

/** In characters: of the sender's columns by their titles, then of ours. */
const widthsOf = (titles: readonly string[]): number[] => [
  ...titles.map((title) => Math.min(40, Math.max(12, title.trim().length * 2 + 4))),
  ...[10, 44, 60],
];

/** The sender's columns: a workbook that comes back with an earlier answer beside its rows gets the new one in its place. */
function ownWidth(titles: readonly string[]): number {
  let width = titles.length;
  while (width > 0 && (ADDED_COLUMNS as readonly string[]).includes(titles[width - 1]!.trim())) width--;
  return width;
}

function annotatedRow(
  row: RawRow,
  number: number,
  width: number,
  titleCount: number,
  finding: RowFinding | undefined,
): SheetRow {
  const cells = row.cells.slice(0, width);
  // what stood outside the table is kept where the sender will see it: at the end of the last column
  const outside = row.cells.slice(titleCount).filter((cell) => cell.trim() !== '');
  if (outside.length > 0 && width > 0) cells[width - 1] = [cells[width - 1]!, ...outside].join(' | ');
  if (finding === undefined) return { number, cells };
  cells.push(finding.result, finding.reason, finding.remedy);
  return { number, cells, look: LOOK[finding.verdict], lookFrom: width };
}

/** Walks the findings beside the rows. */
class FindingsCursor {
  readonly #iterator: AsyncIterator<readonly RowFinding[]> | Iterator<readonly RowFinding[]>;
  #batch: readonly RowFinding[] = [];
  #index = 0;
  #previous = 0;
  #ended = false;

  constructor(findings: Findings) {
    this.#iterator = Symbol.asyncIterator in findings ? findings[Symbol.asyncIterator]() : findings[Symbol.iterator]();
  }

  /** Skips findings before the row. @returns false when the next batch has to be fetched to know */
  advance(rowNumber: number): boolean {
    while (this.#index < this.#batch.length && this.#batch[this.#index]!.rowNumber < rowNumber) this.#step();
    return this.#ended || this.#index < this.#batch.length;
  }

  at(rowNumber: number): RowFinding | undefined {
    const finding = this.#batch[this.#index];
    return finding?.rowNumber === rowNumber ? finding : undefined;
  }

  async find(rowNumber: number): Promise<RowFinding | undefined> {
    while (!this.advance(rowNumber)) {
      const next = await this.#iterator.next();
      if (next.done === true) {
        this.#ended = true;
        this.#batch = [];
      } else this.#batch = next.value;
      this.#index = 0;
    }
    return this.at(rowNumber);
  }

  async close(): Promise<void> {
    await this.#iterator.return?.(undefined);
  }

  #step(): void {
    const { rowNumber } = this.#batch[this.#index]!;
    if (rowNumber < this.#previous) throw new RangeError(`finding of row ${rowNumber} after row ${this.#previous}`);
    this.#previous = rowNumber;
    this.#index++;
  }
}
