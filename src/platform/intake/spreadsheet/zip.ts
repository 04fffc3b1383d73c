/** Reads single parts of a zip container as streams, counting what they unpack to, so a zip bomb goes off in a bounded space. */
import { createReadStream } from 'node:fs';
import { crc32, createInflateRaw } from 'node:zlib';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { isProblem, Problem } from '#kernel/refusal/problem.ts';
import { isFileSystemError } from '../../files/index.ts';
import type { TableLimits } from './table.ts';

const STORED = 0;
const DEFLATED = 8;
const PACKED_CHUNK_BYTES = 1 << 16;
const UNPACKED_CHUNK_BYTES = 1 << 18;
/** Below this, a high ratio is only a table that packs well. */
const RATIO_MATTERS_FROM = 32 << 20;

export type ZipLimits = Pick<TableLimits, 'unpackedBytes' | 'unpackRatio' | 'zipEntries'>;

export const damaged = (what: string, cause?: unknown): Problem =>
  new Problem('file.unreadable', {
    said: {
      zh: `工作簿已损坏：${what}。文件可能没有传完整，请用表格软件打开原表，另存为 xlsx 后重新报送。`,
      en: `The workbook is damaged, or was not transferred whole. Open the original and save it as xlsx.`,
    },
    cause,
  });

const bomb = (what: string): Problem =>
  new Problem('file.too_large', {
    said: {
      zh: `工作簿解压后${what}，远超报送表的正常大小，已停止读取。请把数据复制到新的工作簿，或拆分成几个文件后报送。`,
      en: `Unpacked, the workbook is far larger than a report is. Copy the data to a new one, or split it.`,
    },
  });

export class ZipContainer {
  readonly #path: string;
  readonly #zip: ZipFile;
  readonly #entries: Map<string, Entry>;
  readonly #limits: ZipLimits;
  #unpacked = 0;

  private constructor(path: string, zip: ZipFile, entries: Map<string, Entry>, limits: ZipLimits) {
    this.#path = path;
    this.#zip = zip;
    this.#entries = entries;
    this.#limits = limits;
  }

  /** @throws Problem when the directory is damaged, too long, or names a path outside the container */
  static async open(path: string, limits: ZipLimits): Promise<ZipContainer> {
    let zip: ZipFile | undefined;
    try {
      zip = await openPromise(path, { autoClose: false });
      if (zip.entryCount > limits.zipEntries) {
        throw new Problem('file.too_large', {
          said: {
            zh: `工作簿内含${zip.entryCount}个部件，超过${limits.zipEntries}个。请把数据复制到新的工作簿后报送。`,
            en: `The workbook has ${zip.entryCount} parts, more than ${limits.zipEntries}. Copy the data to a new one.`,
          },
        });
      }
      const entries = new Map<string, Entry>();
      for await (const entry of zip.eachEntry()) {
        // names of parts are compared without regard to case (ECMA-376 part 2, 6.2.2.3)
        const name = entry.fileName.toLowerCase();
        if (!entries.has(name)) entries.set(name, entry);
      }
      return new ZipContainer(path, zip, entries, limits);
    } catch (error) {
      zip?.close();
      if (isProblem(error) || isFileSystemError(error)) throw error;
      const message = error instanceof Error ? error.message : '';
      if (/relative path|absolute path|invalid characters in fileName/u.test(message)) {
        throw new Problem('file.unreadable', {
          said: {
            zh: '工作簿内的部件名称指向文件之外，不是表格软件保存的文件，已拒绝读取。请用表格软件重新制作后报送。',
            en: 'A part of the workbook points outside the file; no spreadsheet program saves such a file. Make it anew in one.',
          },
          cause: error,
        });
      }
      throw damaged('压缩包的目录不完整', error);
    }
  }

  has(name: string): boolean {
    return this.#entries.has(name.toLowerCase());
  }

  names(): Iterable<string> {
    return this.#entries.keys();
  }

  packedSize(name: string): number {
    return this.#entries.get(name.toLowerCase())?.compressedSize ?? 0;
  }

  /**
   * The unpacked bytes of a part. Size and checksum are verified at its end.
   * @param packed called with the packed bytes read so far
   */
  async *part(name: string, signal?: AbortSignal, packed?: (bytes: number) => void): AsyncGenerator<Buffer> {
    const entry = this.#entries.get(name.toLowerCase());
    if (entry === undefined) throw damaged(`缺少部件 ${name}`);
    if (entry.isEncrypted()) {
      throw new Problem('file.unreadable', {
        said: { zh: '工作簿已加密。请取消密码保护后重新报送。', en: 'The workbook is encrypted. Remove the password.' },
      });
    }
    if (entry.compressionMethod !== STORED && entry.compressionMethod !== DEFLATED) {
      throw damaged(`部件 ${name} 的压缩方式无法识别`);
    }
    if (entry.compressedSize === 0) {
      if (entry.uncompressedSize !== 0) throw damaged(`部件 ${name} 不完整`);
      return;
    }
    const start = await this.#dataStart(entry, name);
    const file = createReadStream(this.#path, {
      start,
      end: start + entry.compressedSize - 1,
      highWaterMark: PACKED_CHUNK_BYTES,
    });
    const inflate =
      entry.compressionMethod === DEFLATED ? createInflateRaw({ chunkSize: UNPACKED_CHUNK_BYTES }) : undefined;
    const stream = inflate === undefined ? file : file.pipe(inflate);
    file.on('error', (error) => inflate?.destroy(error));
    let size = 0;
    let checksum = 0;
    try {
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        signal?.throwIfAborted();
        size += chunk.length;
        this.#unpacked += chunk.length;
        this.#guard(entry, size);
        checksum = crc32(chunk, checksum);
        packed?.(file.bytesRead);
        yield chunk;
      }
    } catch (error) {
      if (error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('Z_')) {
        throw damaged(`部件 ${name} 无法解压`, error);
      }
      throw error;
    } finally {
      file.destroy();
      inflate?.destroy();
    }
    if (size !== entry.uncompressedSize || checksum !== entry.crc32) throw damaged(`部件 ${name} 校验不符`);
  }

  /** A small part as a whole. */
  async read(name: string, maxBytes: number, signal?: AbortSignal): Promise<Buffer> {
    const pieces: Buffer[] = [];
    let size = 0;
    for await (const chunk of this.part(name, signal)) {
      size += chunk.length;
      if (size > maxBytes) throw bomb(`部件 ${name} 超过 ${maxBytes >> 20} MB`);
      pieces.push(chunk);
    }
    return Buffer.concat(pieces);
  }

  close(): void {
    this.#zip.close();
  }

  async #dataStart(entry: Entry, name: string): Promise<number> {
    try {
      return (await this.#zip.readLocalFileHeaderPromise(entry, { minimal: true })).fileDataStart;
    } catch (error) {
      if (isFileSystemError(error)) throw error;
      throw damaged(`找不到部件 ${name} 的数据`, error);
    }
  }

  /** Counts what really comes out; what the directory claims is only a claim. */
  #guard(entry: Entry, size: number): void {
    if (this.#unpacked > this.#limits.unpackedBytes) throw bomb(`超过 ${this.#limits.unpackedBytes >>> 20} MB`);
    if (size > RATIO_MATTERS_FROM && size > entry.compressedSize * this.#limits.unpackRatio) {
      throw bomb(`膨胀到${this.#limits.unpackRatio}倍以上`);
    }
  }
}
