/** Reads a CSV file as rows: finds its encoding over the whole file first, so no row is ever read in the wrong one. */
import { isUtf8 } from 'node:buffer';
import { type FileHandle, open } from 'node:fs/promises';
import { Problem } from '#kernel/problems.ts';
import { CsvScanner, sniffDelimiter } from './csv-scanner.ts';
import type { RawRow, RowSource, TableLimits } from './table.ts';

const CHUNK_BYTES = 1 << 18;
const UTF8_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

export type CsvEncoding = 'utf-8' | 'gb18030';

/** @throws Problem `file.encoding`, saying in which line the first bad byte stands */
export async function openCsv(path: string, limits: TableLimits, signal?: AbortSignal): Promise<RowSource> {
  const handle = await open(path, 'r');
  try {
    const size = (await handle.stat()).size;
    const encoding = await detectEncoding(handle, signal);
    return csvSource(handle, size, encoding, limits, signal);
  } catch (error) {
    await handle.close();
    throw error;
  }
}

function csvSource(
  handle: FileHandle,
  bytesTotal: number,
  encoding: CsvEncoding,
  limits: TableLimits,
  signal: AbortSignal | undefined,
): RowSource {
  let bytesRead = 0;
  let closed = false;

  async function* rows(): AsyncGenerator<RawRow[]> {
    const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
    let scanner: CsvScanner | undefined;
    for await (const chunk of chunks(handle, signal)) {
      let text = decode(decoder, chunk);
      bytesRead += chunk.length;
      if (scanner === undefined) {
        if (text.startsWith('\ufeff')) text = text.slice(1);
        const oldMac = !text.includes('\n') && text.includes('\r');
        const newline = oldMac ? '\r' : '\n';
        scanner = new CsvScanner(sniffDelimiter(oldMac ? text.replaceAll('\r', '\n') : text), newline, limits);
      }
      const found = scanner.push(text);
      if (found.length > 0) yield found;
    }
    if (scanner !== undefined) {
      const found = scanner.push(decoder.decode(), true);
      if (found.length > 0) yield found;
    }
  }

  return {
    format: 'csv',
    encoding,
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
    throw new Problem('file.encoding', { detail: '文件在读取过程中被改动，文字编码前后不一致。请重新报送。', cause });
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
    detail: `文件既不是完整的 UTF-8 编码，也不是完整的 GB18030 编码：按 ${encoding} 读取时，第${line}行出现乱码。请用表格软件打开原表，另存为“CSV UTF-8”或 xlsx 后重新报送。`,
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
  let line = 1;
  for await (const chunk of chunks(handle, signal)) {
    const bytes = tail.length === 0 ? chunk : Buffer.concat([tail, chunk]);
    const cut = bytes.length - incompleteTail(bytes);
    const whole = bytes.subarray(0, cut);
    if (!isUtf8(whole)) return line + badLineWithin(whole, (part) => isUtf8(part));
    line += countLines(whole);
    tail = Buffer.from(bytes.subarray(cut));
  }
  return tail.length === 0 ? undefined : line;
}

async function firstBadGb18030Line(handle: FileHandle, signal: AbortSignal | undefined): Promise<number | undefined> {
  const decoder = new TextDecoder('gb18030', { fatal: true });
  let line = 1;
  for await (const chunk of chunks(handle, signal)) {
    try {
      decoder.decode(chunk, { stream: true });
    } catch {
      const decodes = (part: Buffer) => {
        try {
          new TextDecoder('gb18030', { fatal: true }).decode(part);
          return true;
        } catch {
          return false;
        }
      };
      return line + badLineWithin(chunk, decodes);
    }
    line += countLines(chunk);
  }
  try {
    decoder.decode();
    return undefined;
  } catch {
    return line;
  }
}

function countLines(bytes: Buffer): number {
  let lines = 0;
  for (let index = 0; index < bytes.length; index++) if (bytes[index] === 0x0a) lines++;
  return lines;
}

/** How many lines of the piece come before the first that fails; a line feed is never part of a longer character. */
function badLineWithin(bytes: Buffer, passes: (part: Buffer) => boolean): number {
  let start = bytes.indexOf(0x0a) + 1;
  let line = 0;
  // the first line may begin in the middle of a character: it is blamed only when no later one fails
  while (start > 0 && start < bytes.length) {
    line++;
    const end = bytes.indexOf(0x0a, start);
    const part = bytes.subarray(start, end < 0 ? bytes.length : end);
    if (end >= 0 && !passes(part)) return line;
    if (end < 0) break;
    start = end + 1;
  }
  const first = bytes.indexOf(0x0a);
  if (first >= 0 && passes(bytes.subarray(0, first))) return line;
  return 0;
}
