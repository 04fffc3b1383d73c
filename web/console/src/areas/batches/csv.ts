/** Small tables made on the screen: cells as pasted from a spreadsheet, and the UTF-8 file that is handed in for them. */
import { quotedCell } from '#documents/spreadsheet/csv.ts';

/** Read by the platform, which computes nothing: what somebody wrote is handed in as it is, without a guard against formulas. */
export function csvFile(fileName: string, rows: readonly (readonly string[])[]): File {
  const text = rows.map((row) => row.map(quotedCell).join(',')).join('\r\n');
  return new File([`${text}\r\n`], fileName, { type: 'text/csv' });
}

/** What a spreadsheet puts on the clipboard: cells apart by tabs; a cell with a line break in it stands in quotes. */
export function pastedRows(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let inQuotes = false;
  const endRow = () => {
    row.push(cell.trim());
    if (row.some((value) => value !== '')) rows.push(row);
    row = [];
    cell = '';
  };
  for (let index = 0; index < text.length; index++) {
    const character = text[index]!;
    if (inQuotes) {
      if (character !== '"') cell += character;
      else if (text[index + 1] === '"') cell += text[++index];
      else inQuotes = false;
    } else if (character === '"' && cell === '') inQuotes = true;
    else if (character === '\t') {
      row.push(cell.trim());
      cell = '';
    } else if (character === '\n') endRow();
    else if (character !== '\r') cell += character;
  }
  endRow();
  return rows;
}
