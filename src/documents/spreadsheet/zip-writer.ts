/** Writes a zip file part by part, each deflated as it streams by: memory does not depend on the size of a part. */
import { type FileHandle, open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { crc32, createDeflateRaw } from 'node:zlib';

const LOCAL_HEADER_BYTES = 30;
const CENTRAL_HEADER_BYTES = 46;
const END_BYTES = 22;
const DEFLATED = 8;
const UTF8_NAMES = 0x0800;
/** 1 January 1980, the first day the format knows: the same content gives the same bytes */
const FIRST_DAY = 0x0021;
const MAX_BYTES = 0xffff_ffff;
/** Speed before size: what is written here is downloaded once. */
const COMPRESSION_LEVEL = 3;

interface WrittenPart {
  readonly name: Buffer;
  readonly offset: number;
  readonly packed: number;
  readonly unpacked: number;
  readonly checksum: number;
}

export class ZipWriter {
  readonly #file: FileHandle;
  readonly #parts: WrittenPart[] = [];
  #position = 0;

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  static async create(path: string): Promise<ZipWriter> {
    return new ZipWriter(await open(path, 'w', 0o600));
  }

  /** @throws RangeError past 4 GiB: such a file would need the 64-bit format, which office programs of the counties cannot open */
  async add(name: string, content: AsyncIterable<Buffer> | Iterable<Buffer>): Promise<void> {
    const file = this.#file;
    const offset = this.#position;
    const nameBytes = Buffer.from(name);
    let position = offset + LOCAL_HEADER_BYTES + nameBytes.length;
    let packed = 0;
    let unpacked = 0;
    let checksum = 0;
    await pipeline(
      async function* count() {
        for await (const chunk of content) {
          unpacked += chunk.length;
          checksum = crc32(chunk, checksum);
          yield chunk;
        }
      },
      createDeflateRaw({ level: COMPRESSION_LEVEL, memLevel: 9, chunkSize: 1 << 17 }),
      async function write(chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          await file.write(chunk, 0, chunk.length, position);
          position += chunk.length;
          packed += chunk.length;
        }
      },
    );
    if (unpacked > MAX_BYTES || position > MAX_BYTES)
      throw new RangeError('a zip file without 64-bit extensions ends at 4 GiB');
    const part: WrittenPart = { name: nameBytes, offset, packed, unpacked, checksum };
    await file.write(Buffer.concat([localHeader(part), nameBytes]), 0, LOCAL_HEADER_BYTES + nameBytes.length, offset);
    this.#parts.push(part);
    this.#position = position;
  }

  async addText(name: string, text: string): Promise<void> {
    await this.add(name, [Buffer.from(text)]);
  }

  /** Writes the directory and closes the file. */
  async finish(): Promise<void> {
    const directory = Buffer.concat(this.#parts.flatMap((part) => [centralHeader(part), part.name]));
    const end = Buffer.alloc(END_BYTES);
    end.writeUInt32LE(0x06054b50, 0);
    end.writeUInt16LE(this.#parts.length, 8);
    end.writeUInt16LE(this.#parts.length, 10);
    end.writeUInt32LE(directory.length, 12);
    end.writeUInt32LE(this.#position, 16);
    await this.#file.write(Buffer.concat([directory, end]), 0, directory.length + END_BYTES, this.#position);
    await this.close();
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}

function localHeader(part: WrittenPart): Buffer {
  const header = Buffer.alloc(LOCAL_HEADER_BYTES);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  writeCommon(header, 6, part);
  return header;
}

function centralHeader(part: WrittenPart): Buffer {
  const header = Buffer.alloc(CENTRAL_HEADER_BYTES);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(20, 6);
  writeCommon(header, 8, part);
  header.writeUInt32LE(part.offset, 42);
  return header;
}

/** Flags, method, date, checksum, sizes, length of the name: the same in both headers. */
function writeCommon(header: Buffer, at: number, part: WrittenPart): void {
  header.writeUInt16LE(UTF8_NAMES, at);
  header.writeUInt16LE(DEFLATED, at + 2);
  header.writeUInt16LE(FIRST_DAY, at + 6);
  header.writeUInt32LE(part.checksum, at + 8);
  header.writeUInt32LE(part.packed, at + 12);
  header.writeUInt32LE(part.unpacked, at + 16);
  header.writeUInt16LE(part.name.length, at + 20);
}
