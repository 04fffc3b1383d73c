/**
 * Tells a cell with line breaks in it (Alt+Enter in a spreadsheet) from rows swallowed by a quote that opens in one row and is
 * closed in another. Only the table itself can tell: read as plain text, swallowed lines are rows of the same table (decision 030).
 */
import { Problem } from '#kernel/refusal/problem.ts';
import type { RawRow } from './table.ts';

/** What the header says about the table's rows. */
export interface TableShape {
  readonly delimiter: string;
  /** cells of a row; two numbers where blank cells follow the header's last title */
  readonly widths: readonly number[];
  /** positions of the columns that hold identifying numbers */
  readonly numberColumns: readonly number[];
  readonly dateColumns: readonly number[];
  /** position of the column that holds the kind; a form of the nation has none */
  readonly kindColumn: number | undefined;
}

/** Cells of a line, as far as they lie within the quotes and have a delimiter beside them there. */
interface InnerLine {
  readonly firstColumn: number;
  readonly cells: readonly string[];
  /** cells of the whole line, the row's other cells on it too */
  readonly width: number;
}

/** no form has fewer columns that must be there */
const LEAST_COLUMNS = 5;
const LINE_BREAK = /\r\n|\n|\r/u;

/** Numbers of persons, organisations and documents, as far as a glance can tell. */
function looksLikeNumber(cell: string): boolean {
  if (cell.length > 40) return false;
  const bare = cell.normalize('NFKC').replace(/[\s'"=-]/gu, '');
  return /^[0-9A-Za-z]{8,20}$/u.test(bare) && bare.replace(/\D/gu, '').length >= 6;
}

function looksLikeDate(cell: string): boolean {
  if (cell.length > 40) return false;
  return /^['"=]*(?:(?:19|20)\d{2}(?:[-/.年]\d{1,2}|\d{4})|[2-5]\d{4}$)/u.test(
    cell.normalize('NFKC').replace(/\s/gu, ''),
  );
}

/** The lines of one multi-line cell as rows of the table, were its quotes but characters. */
function innerLines(row: RawRow, index: number, delimiter: string): InnerLine[] {
  const lines = row.cells[index]!.split(LINE_BREAK);
  return lines.map((line, number) => {
    const cells = line.split(delimiter);
    const first = number === 0;
    const last = number === lines.length - 1;
    const width = cells.length + (first ? index : 0) + (last ? row.cells.length - 1 - index : 0);
    // a single piece at either end has no delimiter beside it: it is what the cell says, not a cell of its own
    const counts = cells.length > 1 || !(first || last);
    return { firstColumn: first ? index : 0, cells: counts ? cells : [], width };
  });
}

function showsRow(line: InnerLine, shape: TableShape): boolean {
  const at = (column: number) => line.cells[column - line.firstColumn];
  const shows = (columns: readonly number[], looksRight: (cell: string) => boolean) =>
    columns.some((column) => looksRight(at(column) ?? ''));
  return shows(shape.numberColumns, looksLikeNumber) || shows(shape.dateColumns, looksLikeDate);
}

/** A row whose number and date are both missing still says what kind it is, as the catalogue numbers them. */
const namesKind = (line: InnerLine, { kindColumn }: TableShape): boolean =>
  kindColumn !== undefined &&
  /^\s?\d{1,2}\.\d{1,2}(?:\.\d{1,2})?\s?$/u.test(line.cells[kindColumn - line.firstColumn] ?? '');

function judgesRow(line: InnerLine, shape: TableShape): boolean {
  const end = line.firstColumn + line.cells.length;
  return [...shape.numberColumns, ...shape.dateColumns].some((column) => column >= line.firstColumn && column < end);
}

/**
 * @param row a row as the CSV reader gave it, before it was filled up to the header's width
 * @returns true when a quoted cell of it holds what are rows, or cells, of the table
 */
export function swallowsRows(row: RawRow, shape: TableShape): boolean {
  if (row.multiline === true) {
    for (let index = 0; index < row.cells.length; index++) {
      const cell = row.cells[index]!;
      if (!cell.includes('\n') && !cell.includes('\r')) continue;
      const lines = innerLines(row, index, shape.delimiter);
      if (lines.some((line) => showsRow(line, shape))) return true;
      const filled = lines.filter((line) => line.width > 1 || line.cells.some((inner) => inner.trim() !== ''));
      if (filled.length < 2 || !filled.every((line) => shape.widths.includes(line.width))) continue;
      // two lines may be as wide as the table by chance; then what stands in its columns speaks for itself
      if (filled.length > 2 || !lines.some((line) => judgesRow(line, shape))) return true;
      if (lines.some((line) => namesKind(line, shape))) return true;
    }
  }
  return row.cells.length < shape.widths[0]! && swallowsCells(row, shape);
}

/** True when a cell before any header was found holds several lines of one width, as wide as no title is. */
export function looksLikeTable(row: RawRow, delimiter: string): boolean {
  if (row.multiline !== true) return false;
  return row.cells.some((_, index) => {
    const wide = innerLines(row, index, delimiter).filter(({ width }) => width >= LEAST_COLUMNS);
    return wide.length > 1 && wide.every(({ width }) => width === wide[0]!.width);
  });
}

/** The same within one line: `"男,…,410199198001020012,…,10.1"` makes one cell of six. */
function swallowsCells(row: RawRow, shape: TableShape): boolean {
  let delimiters = 0;
  for (let index = 0; index < row.cells.length; index++) {
    const cell = row.cells[index]!;
    if (cell.includes(shape.delimiter)) delimiters += cell.split(shape.delimiter).length - 1;
  }
  if (delimiters === 0 || !shape.widths.includes(row.cells.length + delimiters)) return false;
  let column = 0;
  for (const cell of row.cells) {
    const cells = cell.split(shape.delimiter);
    if (cells.length > 1 && showsRow({ firstColumn: column, cells, width: 0 }, shape)) return true;
    column += cells.length;
  }
  return false;
}

export function unbalancedQuote(row: number): Problem {
  return new Problem('file.unreadable', {
    said: {
      zh: `第${row}行有一个双引号没有配对，从这里起无法分清各行。请打开文件检查该行的双引号，补上或删除后重新报送，也可另存为 xlsx 报送。`,
      en: `Row ${row} has a double quote without its partner; from there on rows cannot be told apart. Add or delete it, or save as xlsx.`,
    },
    extra: { row },
  });
}
