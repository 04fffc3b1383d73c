/**
 * Reads the tables that departments send: CSV in UTF-8 or GB18030, `.xlsx`, and still `.xls`. One door for all of them:
 * the format is told by content, the header is matched, the rows come in arrays, and no file takes more than bounded memory.
 */
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { isProblem, Problem } from '#kernel/refusal/problem.ts';
import { bareDayOf1904, isBareDayNumber } from './cell-values.ts';
import { openCsv } from './csv.ts';
import { isBlank, withProblem } from './csv-scanner.ts';
import { TableFindings } from './findings.ts';
import { detectFormat } from './format.ts';
import type { TableForm } from './forms.ts';
import { type HeaderMatch, knowsTitle, matchHeader } from './headers.ts';
import { looksLikeTable, swallowsRows, type TableShape, unbalancedQuote } from './swallowed-rows.ts';
import {
  BATCH_ROWS,
  DEFAULT_LIMITS,
  GUIDE_SHEET,
  HEADER_SEARCH_ROWS,
  type RawRow,
  type RowSource,
  type TableFormat,
  type TableLimits,
  type TableReader,
} from './table.ts';
import { openXls } from './xls.ts';
import { openXlsx } from './xlsx.ts';

export { type Findings, type RowFinding, writeAnnotatedWorkbook } from './annotated.ts';
export * from './forms.ts';
export type { HeaderMatch } from './headers.ts';
export {
  DEFAULT_LIMITS,
  type RawRow,
  type TableFormat,
  type TableLimits,
  type TableProgress,
  type TableReader,
} from './table.ts';

export { type TemplateCatalogue, writeTemplate } from './template.ts';

export interface TableFile {
  readonly path: string;
  /** as the sender called it */
  readonly fileName?: string | undefined;
  /** bytes; looked up when absent */
  readonly size?: number | undefined;
}

export interface OpenTableOptions {
  readonly limits?: Partial<TableLimits> | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Opens a table and matches its header against the form.
 * @throws Problem `file.unreadable`, `file.too_large`, `file.empty`, `file.encoding`, `file.format`, `file.header_missing`;
 *   the signal's reason when aborted. Errors of the file system come through as they are.
 */
export async function openTable<Field extends string>(
  file: TableFile,
  form: TableForm<Field>,
  options: OpenTableOptions = {},
): Promise<TableReader<Field>> {
  const limits: TableLimits = { ...DEFAULT_LIMITS, ...options.limits };
  const size = file.size ?? (await stat(file.path)).size;
  if (size > limits.fileBytes) throw tooLarge(size, limits.fileBytes);
  const source = await openSource(file, form, size, limits, options.signal);
  try {
    return await tableOf(source, form, limits);
  } catch (error) {
    await source.close();
    throw error;
  }
}

async function openSource(
  file: TableFile,
  form: TableForm<string>,
  size: number,
  limits: TableLimits,
  signal?: AbortSignal,
): Promise<RowSource> {
  const format = await detectFormat(file.path);
  if (format === 'csv') return openCsv(file.path, knowsTitle(form), limits, signal);
  if (format === 'xlsx') return openXlsx(file.path, limits, signal);
  if (size > limits.xlsBytes) throw tooLarge(size, limits.xlsBytes, 'xls 是旧格式，请另存为 xlsx 后报送；');
  return openXls(file.path, file.fileName ?? basename(file.path), limits, signal);
}

const megabytes = (bytes: number): string => `${Math.round(bytes / (1 << 20)).toLocaleString('en-US')} MB`;

function tooLarge(size: number, limit: number, advice = ''): Problem {
  return new Problem('file.too_large', {
    said: {
      zh: `文件大小为 ${megabytes(size)}，超过上限 ${megabytes(limit)}。${advice}请拆分成几个文件分批报送。`,
      en: `The file has ${megabytes(size)}, more than ${megabytes(limit)}. Save an xls as xlsx, or split it into several files.`,
    },
    extra: { size, limit },
  });
}

/** The rows a header is looked for in, and what stopped the reading. */
interface Head {
  readonly rows: RawRow[];
  readonly ended: boolean;
  readonly fault: Problem | undefined;
}

async function readHead(iterator: AsyncIterator<RawRow[]>): Promise<Head> {
  const rows: RawRow[] = [];
  try {
    while (rows.length <= HEADER_SEARCH_ROWS) {
      const { value, done } = await iterator.next();
      if (done === true) return { rows, ended: true, fault: undefined };
      for (const row of value as RawRow[]) rows.push(row);
    }
    return { rows, ended: false, fault: undefined };
  } catch (error) {
    if (!isProblem(error) || rows.length === 0) throw error;
    return { rows, ended: true, fault: error };
  }
}

async function tableOf<Field extends string>(
  source: RowSource,
  form: TableForm<Field>,
  limits: TableLimits,
): Promise<TableReader<Field>> {
  const iterator = source.rows()[Symbol.asyncIterator]();
  const head = await readHead(iterator);
  const { ended, fault } = head;
  const { header, used } = headerOf(form, head.rows, limits, source, fault);
  const shape = shapeOf(form, header, head.rows[used - 1]!, source);
  const from1904 = source.date1904 === true ? dayReader(columnsHolding('date', form, header)) : undefined;
  // of two faults the one further up comes first
  for (const row of head.rows.slice(used - 1, fault === undefined ? used : undefined)) refuseSwallowing(row, shape);
  if (fault !== undefined) throw fault;
  if (ended && head.rows.length === used) throw noRows(header.rowNumber);
  const { format, findings = new TableFindings() } = source;
  const first = head.rows.splice(0).slice(used);
  return {
    format,
    ...(source.encoding === undefined ? {} : { encoding: source.encoding }),
    ...(source.sheet === undefined ? {} : { sheet: source.sheet }),
    otherSheets: (source.otherSheets ?? []).filter((name) => name !== GUIDE_SHEET),
    header,
    findings,
    batches: () =>
      batchesOf(
        iterator,
        { first: first.splice(0), ended, width: header.titles.length, shape, from1904, format, findings },
        limits,
      ),
    progress: () => source.progress(),
    async close() {
      await iterator.return?.(undefined);
      await source.close();
    },
  };
}

interface Rows {
  /** those that were read with the header */
  readonly first: RawRow[];
  /** there are no others */
  readonly ended: boolean;
  readonly width: number;
  readonly shape: TableShape | undefined;
  readonly from1904: ((row: RawRow) => RawRow) | undefined;
  readonly format: TableFormat;
  readonly findings: TableFindings;
}

async function* batchesOf(
  iterator: AsyncIterator<RawRow[]>,
  { first, ended, width, shape, from1904, format, findings }: Rows,
  limits: TableLimits,
): AsyncGenerator<RawRow[]> {
  let count = 0;
  let batch: RawRow[] = [];
  let piece = first;
  try {
    for (;;) {
      for (let index = 0; index < piece.length; index++) {
        const row = piece[index]!;
        if (row.multiline || row.cells.length < width) refuseSwallowing(row, shape);
        if (row.hidden !== undefined || row.formulas !== undefined) findings.see(row);
        batch.push(fitToHeader(from1904 === undefined ? row : from1904(row), width, format));
        if (batch.length === BATCH_ROWS) {
          count += batch.length;
          if (count > limits.rows) throw tooManyRows(limits.rows);
          yield batch;
          batch = [];
        }
      }
      if (ended) break;
      const { value, done } = await iterator.next();
      if (done === true) break;
      piece = value as RawRow[];
    }
    if (count + batch.length > limits.rows) throw tooManyRows(limits.rows);
    if (batch.length > 0) yield batch;
  } finally {
    await iterator.return?.(undefined);
  }
}

function noRows(headerRow: number): Problem {
  return new Problem('file.empty', {
    said: {
      zh: `第${headerRow}行是表头，其后没有数据行。请填写数据后再报送。`,
      en: `Row ${headerRow} is the header and no data follows. Fill in the data.`,
    },
  });
}

function headerOf<Field extends string>(
  form: TableForm<Field>,
  head: readonly RawRow[],
  limits: TableLimits,
  source: RowSource,
  fault: Problem | undefined,
): { header: HeaderMatch<Field>; used: number } {
  try {
    return matchHeader(form, head, limits.columns);
  } catch (error) {
    // a quote before a title swallows the header: that is what has to be mended, not what is missing then
    const delimiter = source.delimiter?.();
    const swallowing = delimiter === undefined ? undefined : head.find((row) => looksLikeTable(row, delimiter));
    throw swallowing === undefined ? (fault ?? error) : unbalancedQuote(swallowing.rowNumber);
  }
}

function refuseSwallowing(row: RawRow, shape: TableShape | undefined): void {
  if (shape !== undefined && swallowsRows(row, shape)) throw unbalancedQuote(row.rowNumber);
}

/** What the rows of a CSV file must look like; a workbook's cells cannot run into each other. */
function shapeOf(
  form: TableForm<string>,
  header: HeaderMatch<string>,
  row: RawRow,
  source: RowSource,
): TableShape | undefined {
  const delimiter = source.delimiter?.();
  if (delimiter === undefined) return undefined;
  return {
    delimiter,
    widths: [header.titles.length, row.cells.length],
    numberColumns: columnsHolding('number', form, header),
    dateColumns: columnsHolding('date', form, header),
    kindColumn: header.columns['kind'],
  };
}

const columnsHolding = (what: 'number' | 'date', form: TableForm<string>, header: HeaderMatch<string>): number[] =>
  form.fields.flatMap(({ key, holds }) => (holds === what ? (header.columns[key] ?? []) : []));

/**
 * Day numbers without a date's format are counted from 1900 by whoever checks the row. In a workbook that counts from 1904 they are
 * turned into days here; those that stand as text may have been counted either way and are refused.
 */
function dayReader(dateColumns: readonly number[]): (row: RawRow) => RawRow {
  return (row) => {
    let problems = row.problems;
    for (const column of dateColumns) {
      const cell = row.cells[column] ?? '';
      if (row.dayNumbers?.includes(column)) row.cells[column] = bareDayOf1904(cell) ?? cell;
      else if (cell.length < 40 && isBareDayNumber(cell.normalize('NFKC').replace(/[\s'"=]|[.。]\s*$/gu, ''))) {
        problems = withProblem(problems && [...problems], 'date.invalid');
      }
    }
    return problems === row.problems ? row : { ...row, problems };
  };
}

/** Gives the row the header's width; text beyond it means the cells have slipped (an unquoted comma, a note beside the table). */
function fitToHeader(row: RawRow, width: number, format: TableFormat): RawRow {
  const { cells } = row;
  while (cells.length < width) cells.push('');
  if (cells.length === width) return row;
  if (isBlank(cells.slice(width))) {
    cells.length = width;
    return format === 'csv' ? { ...row, overlong: true } : row;
  }
  return { rowNumber: row.rowNumber, cells, problems: withProblem(row.problems, 'row.too_many_cells') };
}

function tooManyRows(limit: number): Problem {
  return new Problem('file.too_large', {
    said: {
      zh: `数据超过${limit.toLocaleString('en-US')}行。请拆分成几个文件分批报送。`,
      en: `More than ${limit.toLocaleString('en-US')} rows. Split it into several files.`,
    },
    extra: { limit },
  });
}
