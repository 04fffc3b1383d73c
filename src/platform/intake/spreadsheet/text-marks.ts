/** What exports put into each cell of a CSV file so that a spreadsheet takes it for text: a tab, `="…"`, an apostrophe before it. */
import { isBlank } from './csv-scanner.ts';
import type { RawRow } from './table.ts';

const EQUALS = 0x3d;
const APOSTROPHE = 0x27;
const TAB = 0x09;

function isMarked(cell: string): boolean {
  const first = cell.charCodeAt(0);
  return first === APOSTROPHE || first === EQUALS || first === TAB || cell.charCodeAt(cell.length - 1) === TAB;
}

function unmarked(cell: string): string {
  let text = cell;
  if (text.startsWith('\t') || text.endsWith('\t')) text = text.trim();
  if (text.startsWith('="') && text.length > 2 && text.endsWith('"')) return text.slice(2, -1).replaceAll('""', '"');
  return text.startsWith("'") && !text.includes("'", 1) ? text.slice(1) : text;
}

/** The same rows, in place, without the marks; rows that hold nothing but marks are left out. */
export function withoutMarks(rows: RawRow[]): RawRow[] {
  let emptied = false;
  for (let at = 0; at < rows.length; at++) {
    const { cells } = rows[at]!;
    let marked = false;
    for (let column = 0; column < cells.length; column++) {
      const cell = cells[column]!;
      if (cell === '' || !isMarked(cell)) continue;
      cells[column] = unmarked(cell);
      marked = true;
    }
    emptied ||= marked && isBlank(cells);
  }
  return emptied ? rows.filter(({ cells }) => !isBlank(cells)) : rows;
}
