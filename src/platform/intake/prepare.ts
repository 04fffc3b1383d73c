/**
 * From a file on the disk to chunks that only need merging: read, check, key, seal, encode. Knows no database, so it can run
 * in a thread of its own (preparation-thread.ts) while the last chunk is being merged.
 */

import type { FileKind } from '#contracts/vocabulary.ts';
import type { Policy } from '#kernel/policy/policy.ts';
import type { KindRef } from '#kernel/policy/refs.ts';
import type { Keyring, RandomBytes } from '#kernel/seal/keyring.ts';
import type { LocalDate } from '#kernel/time/local-date.ts';
import { CopyEncoder } from './copy-encoder.ts';
import { type FileTold, MappedRows, toldBy } from './file-notes.ts';
import { headerOf } from './header-to-keep.ts';
import { judgingOrder, numberColumn } from './judging-order.ts';
import { neverCollectScreen } from './never-collect.ts';
import { NO_SIGNS } from './row.ts';
import { type CheckedRow, rowChecker } from './rules.ts';
import { INDIVIDUALS, ORGANISATIONS, openTable, type TableLimits, type TableReader } from './spreadsheet/index.ts';
import { stager } from './stage-row.ts';
import { encodeRow } from './staging.ts';

export interface PreparationOptions {
  readonly path: string;
  readonly fileName: string;
  readonly kind: FileKind;
  readonly policy: Policy;
  readonly keyring: Keyring;
  readonly randomBytes: RandomBytes;
  /** the department that reports */
  readonly departmentId: string;
  /** what its rows are known by: a person is sealed for their row */
  readonly batchId: string;
  /** kind of every row of a file without a column for it */
  readonly assumedKind?: KindRef | undefined;
  /** the day the file was received: nothing may have happened later */
  readonly receivedOn: LocalDate;
  /** rows already merged by an earlier run, in the order rows are judged: they are read over, not checked again */
  readonly skipRows: number;
  /** false: in the order of the sheet, as an earlier run of the program has counted; then no row knows the file it stands in */
  readonly cutNumbersLast?: boolean | undefined;
  readonly chunkRows: number;
  readonly limits?: Partial<TableLimits> | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface FileDescription {
  readonly format: string;
  readonly encoding: string | null;
  readonly header: ReturnType<typeof headerOf>;
}

export type Prepared =
  | { readonly type: 'opened'; readonly file: FileDescription }
  /** after the last row */
  | { readonly type: 'read'; readonly told: FileTold }
  | {
      readonly type: 'chunk';
      /** reused by the next chunk: take it before asking for more */
      readonly bytes: Buffer;
      readonly rows: number;
      readonly rejected: number;
      readonly bytesRead: number;
    };

/** The first chunk is small, so that the database has something to do soon. */
const FIRST_CHUNK_ROWS = 5_000;
/** Whatever the rows hold, a chunk does not grow beyond this. */
const CHUNK_BYTES = 24 << 20;
/** Rows keyed together; few enough that none of what is made for them grows old. */
const AT_ONCE = 256;

function described(table: TableReader): FileDescription {
  return { format: table.format, encoding: table.encoding ?? null, header: headerOf(table) };
}

function orderOf(options: PreparationOptions, reader: TableReader, reopen: () => Promise<TableReader>) {
  return options.cutNumbersLast === false
    ? { batches: () => reader.batches(), signs: NO_SIGNS }
    : judgingOrder(reader, numberColumn(options.kind, reader.header.columns), reopen);
}

function chunkOf(encoder: CopyEncoder, rejected: number, reader: TableReader): Prepared {
  const { rows } = encoder;
  return { type: 'chunk', bytes: encoder.finish(), rows, rejected, bytesRead: reader.progress().bytesRead };
}

export async function* prepare(options: PreparationOptions): AsyncGenerator<Prepared> {
  const form = options.kind === 'individuals' ? INDIVIDUALS : ORGANISATIONS;
  const { path, fileName, limits, signal } = options;
  const open = () => openTable<string>({ path, fileName }, form, { limits, signal });
  const reader = await open();
  try {
    const { columns, formKind } = reader.header;
    yield { type: 'opened', file: described(reader) };
    const context = { ...options, neverCollect: neverCollectScreen(options.policy) };
    const check = rowChecker(options.kind, columns, context, formKind);
    const stage = stager(options);
    const order = orderOf(options, reader, open);
    const encoder = new CopyEncoder();
    const mapped = new MappedRows();
    let skip = options.skipRows;
    let rejected = 0;
    let full = Math.min(options.chunkRows, FIRST_CHUNK_ROWS);
    const checked: CheckedRow[] = [];
    function* encode(): Generator<Prepared> {
      for (const row of stage(checked)) {
        if (row.verdict === 'rejected') rejected++;
        encodeRow(encoder, options.kind, row);
        if (encoder.rows >= full || encoder.bytes >= CHUNK_BYTES) {
          yield chunkOf(encoder, rejected, reader);
          encoder.reset();
          rejected = 0;
          full = options.chunkRows;
        }
      }
      checked.length = 0;
    }
    for await (const batch of order.batches()) {
      options.signal?.throwIfAborted();
      for (const raw of batch) {
        if (skip > 0) {
          skip--;
          continue;
        }
        checked.push(mapped.see(check(raw, order.signs)));
        if (checked.length >= AT_ONCE) yield* encode();
      }
    }
    yield* encode();
    if (encoder.rows > 0) yield chunkOf(encoder, rejected, reader);
    yield { type: 'read', told: toldBy(reader, mapped) };
  } finally {
    await reader.close();
  }
}
