/** Reads a CSV file as rows: finds its encoding over the whole file first, so no row is ever read in the wrong one. */
import { isUtf8 } from 'node:buffer';
import { type FileHandle, open } from 'node:fs/promises';
import { Problem } from '#kernel/refusal/problem.ts';
import { layoutOf } from './csv-layout.ts';
import { CsvScanner } from './csv-scanner.ts';
import type { RawRow, RowSource, TableLimits } from './table.ts';
import { withoutMarks } from './text-marks.ts';

const CHUNK_BYTES = 1 << 18;
const LINE_FEED = 0x0a;
const UTF8_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

export type CsvEncoding = 'utf-8' | 'gb18030';

/**
 * @param isTitle whether a cell is the name of a column that is known here
 * @throws Problem `file.encoding`, saying in which line the first bad byte stands
 */
export async function openCsv(
  path: string,
  isTitle: (cell: string) => boolean,
  limits: TableLimits,
  signal?: AbortSignal,
): Promise<RowSource> {
  const handle = await open(path, 'r');
  try {
    const size = (await handle.stat()).size;
    const encoding = await detectEncoding(handle, signal);
    return csvSource(handle, { size, encoding, isTitle }, limits, signal);
  } catch (error) {
    await handle.close();
    throw error;
  }
}

function csvSource(
  handle: FileHandle,
  file: { readonly size: number; readonly encoding: CsvEncoding; readonly isTitle: (cell: string) => boolean },
  limits: TableLimits,
  signal: AbortSignal | undefined,
): RowSource {
  const { size: bytesTotal, encoding, isTitle } = file;
  let bytesRead = 0;
  let closed = false;
  let delimiter = ',';

  async function* rows(): AsyncGenerator<RawRow[]> {
    const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
    let scanner: CsvScanner | undefined;
    for await (const chunk of chunks(handle, signal)) {
      let text = decode(decoder, chunk);
      bytesRead += chunk.length;
      if (scanner === undefined) {
        if (text.startsWith('\ufeff')) text = text.slice(1);
        const layout = layoutOf(text, isTitle);
        delimiter = layout.delimiter;
        scanner = new CsvScanner(delimiter, layout.newline, limits);
      }
      const found = withoutMarks(scanner.push(text));
      if (found.length > 0) yield found;
    }
    if (scanner !== undefined) {
      const found = withoutMarks(scanner.push(decoder.decode(), true));
      if (found.length > 0) yield found;
    }
  }

  return {
    format: 'csv',
    encoding,
    delimiter: () => delimiter,
    rows,
    progress: () => ({ bytesRead, bytesTotal }),
    async close() {
      if (closed) return;
      closed = true;
      await handle.close();
    },
  };
}

function decode(decoder: TextDecoder, chunk: Uint8Array): string {
  try {
    return decoder.decode(chunk, { stream: true });
  } catch (cause) {
    throw new Problem('file.encoding', {
      said: {
        zh: '文件在读取过程中被改动，文字编码前后不一致。请重新报送。',
        en: 'The file changed while it was read: its encoding is not the same throughout. Hand it in again.',
      },
      cause,
    });
  }
}

/** The file from its beginning, in pieces; each piece is only good until the next one is asked for. */
async function* chunks(handle: FileHandle, signal: AbortSignal | undefined): AsyncGenerator<Buffer> {
  let position = 0;
  // two buffers in turn: the next piece is read while the last one is being worked on
  let current = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  let next = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  let pending = handle.read(current, 0, CHUNK_BYTES, position);
  try {
    for (;;) {
      signal?.throwIfAborted();
      const { bytesRead } = await pending;
      if (bytesRead === 0) return;
      position += bytesRead;
      const piece = current.subarray(0, bytesRead);
      pending = handle.read(next, 0, CHUNK_BYTES, position);
      yield piece;
      [current, next] = [next, current];
    }
  } finally {
    // a read under way must not outlive the handle
    await pending.catch(() => undefined);
  }
}

async function detectEncoding(handle: FileHandle, signal: AbortSignal | undefined): Promise<CsvEncoding> {
  const badUtf8 = await firstBadUtf8Line(handle, signal);
  if (badUtf8 === undefined) return 'utf-8';
  const mark = Buffer.alloc(3);
  await handle.read(mark, 0, 3, 0);
  const marked = mark.equals(UTF8_MARK);
  const badGb18030 = marked ? 0 : await firstBadGb18030Line(handle, signal);
  if (badGb18030 === undefined) return 'gb18030';
  const line = Math.max(badUtf8, badGb18030);
  const encoding = marked || badUtf8 >= badGb18030 ? 'UTF-8' : 'GB18030';
  throw new Problem('file.encoding', {
    said: {
      zh: `文件既不是完整的 UTF-8 编码，也不是完整的 GB18030 编码：按 ${encoding} 读取时，第${line}行出现乱码。请用表格软件打开原表，另存为“CSV UTF-8”或 xlsx 后重新报送。`,
      en: `The file is neither UTF-8 nor GB18030 throughout: read as ${encoding}, line ${line} is garbled. Open the original in a spreadsheet program and save it as CSV UTF-8 or xlsx.`,
    },
    extra: { line },
  });
}

/** Bytes at the end of a piece that begin a character the next piece completes: at most three. */
function incompleteTail(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0;
  }
  return 0;
}

async function firstBadUtf8Line(handle: FileHandle, signal: AbortSignal | undefined): Promise<number | undefined> {
  let tail = Buffer.alloc(0);
  let good = 0;
  for await (const chunk of chunks(handle, signal)) {
    const bytes = tail.length === 0 ? chunk : Buffer.concat([tail, chunk]);
    const cut = bytes.length - incompleteTail(bytes);
    const whole = bytes.subarray(0, cut);
    if (!isUtf8(whole)) return (await lineAt(handle, good)) + linesBeforeBad(whole, isUtf8);
    good += cut;
    tail = Buffer.from(bytes.subarray(cut));
  }
  return tail.length === 0 ? undefined : lineAt(handle, good);
}

async function firstBadGb18030Line(handle: FileHandle, signal: AbortSignal | undefined): Promise<number | undefined> {
  const decoder = new TextDecoder('gb18030', { fatal: true });
  let good = 0;
  for await (const chunk of chunks(handle, signal)) {
    try {
      decoder.decode(chunk, { stream: true });
    } catch {
      return (await lineAt(handle, good)) + linesBeforeBad(chunk, isGb18030);
    }
    good += chunk.length;
  }
  try {
    decoder.decode();
    return undefined;
  } catch {
    return lineAt(handle, good);
  }
}

function isGb18030(bytes: Buffer): boolean {
  try {
    new TextDecoder('gb18030', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** Number of the line in which the byte stands; only looked for when there is something to complain about. */
async function lineAt(handle: FileHandle, byte: number): Promise<number> {
  let line = 1;
  let position = 0;
  for await (const chunk of chunks(handle, undefined)) {
    const piece = chunk.subarray(0, Math.max(0, byte - position));
    for (let at = piece.indexOf(LINE_FEED); at >= 0; at = piece.indexOf(LINE_FEED, at + 1)) line++;
    position += chunk.length;
    if (position >= byte) break;
  }
  return line;
}

/**
 * How many lines of a piece end before the first that fails; a line feed is never part of a longer character. The first line
 * may begin in the middle of a character: it is blamed only when no other fails.
 */
function linesBeforeBad(bytes: Buffer, passes: (line: Buffer) => boolean): number {
  let start = bytes.indexOf(LINE_FEED) + 1;
  for (let lines = 1; start > 0; lines++) {
    const end = bytes.indexOf(LINE_FEED, start);
    // the last line may end in the middle of a character: it is the one when no line before it fails
    if (end < 0) return passes(bytes.subarray(0, bytes.indexOf(LINE_FEED))) ? lines : 0;
    if (!passes(bytes.subarray(start, end))) return lines;
    start = end + 1;
  }
  return 0;
}
