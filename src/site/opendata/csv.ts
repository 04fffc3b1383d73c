/** Writes CSV that spreadsheet programs open rightly: UTF-8 with a byte order mark, CRLF, and no cell that could be a formula. */

const BYTE_ORDER_MARK = '\ufeff';

export function toCsv(header: readonly string[], rows: readonly (readonly CsvCell[])[]): string {
  return BYTE_ORDER_MARK + [header, ...rows].map(csvLine).join('');
}

export const csvHead = (header: readonly string[]): string => BYTE_ORDER_MARK + csvLine(header);

type CsvCell = string | number | boolean | null;

export const csvLine = (cells: readonly CsvCell[]): string => `${cells.map(cell).join(',')}\r\n`;

function cell(value: CsvCell): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? '是' : '否';
  // a leading apostrophe makes every spreadsheet program show the text instead of computing it
  const text = /^[\s]*[=+\-@\t\r＝＋－＠]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
