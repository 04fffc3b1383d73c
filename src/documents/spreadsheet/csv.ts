/**
 * Writes CSV that spreadsheet programs open rightly: UTF-8 with a byte order mark, CRLF, and no cell that could be a formula.
 * The one place that knows how a cell is quoted and what a spreadsheet program would compute.
 */

export const BYTE_ORDER_MARK = '\ufeff';

type CsvCell = string | number | boolean | null;

export const csvHead = (header: readonly string[]): string => BYTE_ORDER_MARK + csvLine(header);

export const csvLine = (cells: readonly CsvCell[]): string => `${cells.map(cell).join(',')}\r\n`;

function cell(value: CsvCell): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? '是' : '否';
  // a leading apostrophe makes every spreadsheet program show the text instead of computing it
  return quotedCell(looksLikeFormula(value) ? `'${value}` : value);
}

/** Of text as it is, for a reader that computes nothing. */
export const quotedCell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** Text a spreadsheet program would calculate if someone typed it again, or opened it from a CSV file. */
export const looksLikeFormula = (text: string): boolean => /^[\s\u0000]*[=+\-@＝＋－＠\t\r]/u.test(text);
