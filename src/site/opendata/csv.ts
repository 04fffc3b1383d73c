/** Writes CSV that spreadsheet programs open rightly: UTF-8 with a byte order mark, CRLF, and no cell that could be a formula. */

const BYTE_ORDER_MARK = '\ufeff';

export function toCsv(header: readonly string[], rows: readonly (readonly (string | number | null)[])[]): string {
  return BYTE_ORDER_MARK + [header, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  // a leading apostrophe makes every spreadsheet program show the text instead of computing it
  const text = /^[\s]*[=+\-@\t\r＝＋－＠]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
