/** What every spreadsheet reader gives: a matched header and the rows in arrays; and the bounds no file may make it exceed. */
import type { ReasonCode } from '#kernel/reasons.ts';
import type { TableFindings } from './findings.ts';
import type { HeaderMatch } from './headers.ts';

export interface TableLimits {
  /** size of the file itself, bytes */
  readonly fileBytes: number;
  /** size of a legacy `.xls`, bytes: the only format that has to be held in memory as a whole */
  readonly xlsBytes: number;
  /** time a legacy `.xls` may take to parse, milliseconds */
  readonly xlsMilliseconds: number;
  /** heap of the thread that parses a legacy `.xls`, MiB */
  readonly xlsHeapMebibytes: number;
  /** rows after the header, blank ones not counted */
  readonly rows: number;
  readonly columns: number;
  /** characters of one cell; Excel's own bound is the default */
  readonly cellCharacters: number;
  /** characters of one CSV record: what an unbalanced quote may swallow before the file is refused */
  readonly recordCharacters: number;
  /** bytes all parts of a zip container may unpack to, together */
  readonly unpackedBytes: number;
  /** unpacked to packed bytes of one part; looked at only past 32 MiB, small tables pack very well */
  readonly unpackRatio: number;
  /** entries of a zip container */
  readonly zipEntries: number;
  readonly sharedStrings: number;
  /** bytes of shared strings held in memory; what exceeds them goes to a temporary file */
  readonly sharedStringMemory: number;
}

const MEBIBYTE = 1 << 20;

export const DEFAULT_LIMITS: TableLimits = {
  fileBytes: 1024 * MEBIBYTE,
  xlsBytes: 40 * MEBIBYTE,
  xlsMilliseconds: 60_000,
  xlsHeapMebibytes: 768,
  rows: 2_000_000,
  columns: 200,
  cellCharacters: 32_767,
  recordCharacters: MEBIBYTE,
  unpackedBytes: 4096 * MEBIBYTE,
  unpackRatio: 200,
  zipEntries: 2_000,
  sharedStrings: 12_000_000,
  sharedStringMemory: 128 * MEBIBYTE,
};

/** Lines looked at for the header: up to ten title rows may stand before it. */
export const HEADER_SEARCH_ROWS = 11;

export interface RawRow {
  /** as the sheet shows it: the first line is 1 */
  readonly rowNumber: number;
  /**
   * By position of the column in the sheet, `''` where empty, never shorter than the header. `HeaderMatch.columns` says which field
   * stands where. The strings may be slices of a larger text: what keeps one for long should copy it.
   */
  readonly cells: string[];
  /** What made the row unreadable as it stands; absent on nearly all rows. */
  readonly problems?: ReasonCode[] | undefined;
  /** a CSV row with blank cells beyond the header: harmless, or the sign of an unquoted comma */
  readonly overlong?: boolean | undefined;
  /** a CSV row with a line break inside a quoted cell: typed so, or the sign of a quote that swallowed rows */
  readonly multiline?: boolean | undefined;
  /** of a workbook: the row is hidden, by hand or by a filter */
  readonly hidden?: boolean | undefined;
  /** of a workbook: positions of formulas that were never calculated */
  readonly formulas?: readonly number[] | undefined;
  /** of a workbook that counts from 1904: positions of numbers that stand in no date format, but may be meant as days */
  readonly dayNumbers?: readonly number[] | undefined;
}

export interface TableProgress {
  readonly bytesRead: number;
  readonly bytesTotal: number;
}

export type TableFormat = 'csv' | 'xlsx' | 'xls';

export interface TableReader<Field extends string = string> {
  readonly format: TableFormat;
  /** of a CSV file */
  readonly encoding?: 'utf-8' | 'gb18030';
  /** of a workbook: the sheet that is read, the first visible one */
  readonly sheet?: string;
  /** visible sheets that are not read, to be named to the sender; the guide of our own template is not among them */
  readonly otherSheets: readonly string[];
  readonly header: HeaderMatch<Field>;
  /** complete when the last row has been read */
  readonly findings: TableFindings;
  /**
   * The rows after the header, in file order, blank ones left out, up to 2,000 at a time. Can be walked once.
   * Throws a `Problem` when the file turns out to be damaged or to exceed a limit further down: what was read until then does not count.
   */
  batches(): AsyncIterable<RawRow[]>;
  progress(): TableProgress;
  close(): Promise<void>;
}

/** The sheet of our own template that explains how to fill it in. */
export const GUIDE_SHEET = '填表说明';

export const BATCH_ROWS = 2_000;

/** What a format's reader gives before the header is known: rows as they come, title rows and header among them. */
export interface RowSource {
  readonly format: TableFormat;
  readonly encoding?: 'utf-8' | 'gb18030';
  /** of a CSV file, known once the first rows are read */
  readonly delimiter?: () => string;
  readonly sheet?: string;
  readonly otherSheets?: readonly string[];
  /** of a workbook: its days are counted from 1904 */
  readonly date1904?: boolean;
  /** of a workbook, complete with its last row */
  readonly findings?: TableFindings;
  /** Pieces of any size; empty ones are allowed. */
  rows(): AsyncIterable<RawRow[]>;
  progress(): TableProgress;
  close(): Promise<void>;
}
