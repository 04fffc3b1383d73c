/** The thread that parses a legacy workbook and posts its rows. Knows nothing but the file; see xls.ts for its bounds. */
import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { type CellObject, read, SSF, set_cptable, type WorkSheet } from '@e965/xlsx';
import * as codePages from '@e965/xlsx/dist/cpexcel';
import type { ReasonCode } from '#kernel/reasons.ts';
import { isFileSystemError } from '../../files/index.ts';
import { isBareDayNumber, isDateFormat, numberText, serialToIsoDate } from './cell-values.ts';
import { isBlank, isGarbled, withProblem } from './csv-scanner.ts';
import type { Merge } from './findings.ts';
import { BATCH_ROWS, type RawRow } from './table.ts';

export interface XlsRequest {
  readonly path: string;
  readonly columns: number;
  readonly cellCharacters: number;
}

export type XlsMessage =
  | { readonly type: 'rows'; readonly rows: RawRow[] }
  | {
      readonly type: 'end';
      readonly sheets: readonly string[];
      readonly bytes: number;
      readonly date1904: boolean;
      readonly merges: readonly Merge[];
    }
  | { readonly type: 'failed'; readonly locked: boolean; readonly message: string }
  /** the disk did not give the file: nothing is said about the workbook */
  | { readonly type: 'unread'; readonly message: string; readonly code?: string; readonly syscall?: string };

const post = (message: XlsMessage): void => parentPort?.postMessage(message);

/**
 * SheetJS gives a cell's format as text and knows none for the numbers that Excel keeps for dates of other languages: told here, so
 * that a workbook's own definition still goes before.
 */
function tellBuiltInFormats(): void {
  for (let id = 0; id < 164; id++) {
    if (SSF.get_table()[id] === undefined && isDateFormat(id, undefined)) SSF.load('yyyy/m/d', id);
  }
}

const dateFormats = new Map<string, boolean>();

function showsDate(format: string): boolean {
  let shows = dateFormats.get(format);
  if (shows === undefined) {
    shows = isDateFormat(-1, format);
    dateFormats.set(format, shows);
  }
  return shows;
}

function cellText(cell: CellObject, date1904: boolean): string {
  switch (cell.t) {
    case 'n': {
      const value = cell.v as number;
      if (typeof cell.z === 'string' && showsDate(cell.z)) {
        const date = serialToIsoDate(value, date1904);
        if (date !== undefined) return date;
      }
      return numberText(value >= 1e15 ? value.toExponential(15) : String(value));
    }
    case 'b':
      return cell.v === true ? 'TRUE' : 'FALSE';
    case 'e':
      return typeof cell.w === 'string' ? cell.w : '#N/A';
    case 's':
      return String(cell.v ?? '');
    default:
      return '';
  }
}

function postRows(sheet: WorkSheet, request: XlsRequest, date1904: boolean): void {
  const data = (sheet as { '!data'?: (CellObject | undefined)[][] })['!data'] ?? [];
  let rows: RawRow[] = [];
  for (let index = 0; index < data.length; index++) {
    const source = data[index];
    if (source === undefined) continue;
    const cells: string[] = [];
    let problems: ReasonCode[] | undefined;
    let dayNumbers: number[] | undefined;
    for (let column = 0; column < source.length; column++) {
      const cell = source[column];
      let text = cell === undefined ? '' : cellText(cell, date1904);
      if (column >= request.columns) {
        if (text.trim() !== '') problems = withProblem(problems, 'row.too_many_cells');
        continue;
      }
      if (text.length > request.cellCharacters) {
        text = text.slice(0, request.cellCharacters);
        problems = withProblem(problems, 'cell.too_long');
      }
      if (text !== '' && (isGarbled(text) || !text.isWellFormed())) problems = withProblem(problems, 'text.encoding');
      if (date1904 && cell?.t === 'n' && isBareDayNumber(text)) {
        dayNumbers ??= [];
        dayNumbers.push(column);
      }
      cells.push(text);
    }
    if (problems === undefined && isBlank(cells)) continue;
    rows.push({
      rowNumber: index + 1,
      cells,
      problems,
      ...(dayNumbers === undefined ? {} : { dayNumbers }),
      ...(sheet['!rows']?.[index]?.hidden === true ? { hidden: true } : {}),
    });
    if (rows.length === BATCH_ROWS) {
      post({ type: 'rows', rows });
      rows = [];
    }
  }
  if (rows.length > 0) post({ type: 'rows', rows });
}

const mergesOf = (sheet: WorkSheet): Merge[] =>
  (sheet['!merges'] ?? []).map(({ s, e }) => ({ top: s.r + 1, bottom: e.r + 1, left: s.c, right: e.c }));

function run(request: XlsRequest): void {
  const bytes = readFileSync(request.path);
  const options = {
    type: 'buffer',
    dense: true,
    cellFormula: false,
    cellHTML: false,
    cellText: false,
    cellNF: true,
    bookVBA: false,
    // for files that do not say in which code page their texts stand
    codepage: 936,
  } as const;
  tellBuiltInFormats();
  // before Excel 97 texts stood in the code page of their country: 936 here
  set_cptable(codePages);
  const book = read(bytes, options);
  const date1904 = book.Workbook?.WBProps?.date1904 === true;
  const visible = (index: number) => (book.Workbook?.Sheets?.[index]?.Hidden ?? 0) === 0;
  const sheets = book.SheetNames.filter(
    (sheetName, index) => visible(index) && book.Sheets[sheetName]?.['!type'] === undefined,
  );
  const sheet = sheets[0] === undefined ? undefined : book.Sheets[sheets[0]];
  if (sheet !== undefined) postRows(sheet, request, date1904);
  post({ type: 'end', sheets, bytes: bytes.length, date1904, merges: sheet === undefined ? [] : mergesOf(sheet) });
}

try {
  run(workerData as XlsRequest);
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  if (isFileSystemError(error)) {
    const { code, syscall } = error as { code: string; syscall: string };
    post({ type: 'unread', message, code, syscall });
  } else post({ type: 'failed', locked: /^File is password-protected/u.test(message), message });
}
