/**
 * The shared strings of a workbook, held as bytes and decoded when asked for: millions of them fit in the space their text
 * takes. Beyond a bound the rest goes to a temporary file that is unlinked as soon as it is open.
 */
import { isUtf8 } from 'node:buffer';
import { closeSync, mkdtempSync, openSync, readSync, rmSync, unlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Problem } from '#kernel/refusal/problem.ts';
import type { TableLimits } from './table.ts';
import { decodeText, isName, resolveEscapes, XmlScanner } from './xml-scanner.ts';

const BLOCK_BITS = 20;
const BLOCK_BYTES = 1 << BLOCK_BITS;
const BLOCK_MASK = BLOCK_BYTES - 1;
/** all that 32-bit addresses reach */
const MAX_BLOCKS = 4096;
const PAGE_BYTES = 1 << 16;
const PAGES = 64;
/** strings used again and again (sex, document type) are decoded once */
const DECODED = 1 << 15;
const REPLACEMENT = Buffer.from('\ufffd');

export type SharedStringLimits = Pick<TableLimits, 'cellCharacters' | 'sharedStrings' | 'sharedStringMemory'>;

export class SharedStrings {
  readonly #limits: SharedStringLimits;
  #count = 0;
  #addresses = new Uint32Array(1 << 12);
  #lengths = new Uint32Array(1 << 12);
  readonly #blocks: (Buffer | undefined)[] = [];
  #block: Buffer;
  #used = 0;
  #memoryBlocks: number;
  #spill: number | undefined;
  /** first block that is in the temporary file */
  #spilledFrom = MAX_BLOCKS;
  readonly #pages = new Map<number, Buffer>();
  readonly #decodedIndex = new Int32Array(DECODED).fill(-1);
  readonly #decoded: string[] = new Array<string>(DECODED).fill('');
  readonly #tooLong = new Set<number>();
  /** some string holds what cannot have been typed: then, and only then, every string is looked at */
  suspicious = false;

  constructor(limits: SharedStringLimits) {
    this.#limits = limits;
    this.#memoryBlocks = Math.max(1, Math.ceil(limits.sharedStringMemory / BLOCK_BYTES));
    this.#block = Buffer.allocUnsafeSlow(BLOCK_BYTES);
    this.#blocks.push(this.#block);
  }

  get count(): number {
    return this.#count;
  }

  isTooLong(index: number): boolean {
    return this.#tooLong.size > 0 && this.#tooLong.has(index);
  }

  /** Adds the bytes as they are: plain text without entities or escapes. */
  addBytes(bytes: Buffer, start: number, end: number): void {
    const length = end - start;
    if (length > this.#limits.cellCharacters) {
      this.addText(bytes.toString('utf8', start, end));
      return;
    }
    const at = this.#reserve(length);
    const block = this.#block;
    if (length < 64) for (let index = 0; index < length; index++) block[at + index] = bytes[start + index]!;
    else bytes.copy(block, at, start, end);
  }

  addText(text: string, cut = false): void {
    const limit = this.#limits.cellCharacters;
    if (cut || text.length > limit) this.#tooLong.add(this.#count);
    if (!text.isWellFormed() || text.includes('\0')) this.suspicious = true;
    const bytes = Buffer.from(text.length > limit ? text.slice(0, limit) : text);
    const at = this.#reserve(bytes.length);
    bytes.copy(this.#block, at);
  }

  /** No more strings follow. */
  seal(): void {
    this.#inspect();
  }

  /** @returns undefined when the workbook has no such string */
  get(index: number): string | undefined {
    if (index >= this.#count) return undefined;
    const slot = index & (DECODED - 1);
    if (this.#decodedIndex[slot] === index) return this.#decoded[slot];
    const address = this.#addresses[index]!;
    const length = this.#lengths[index]!;
    const number = address >>> BLOCK_BITS;
    const block = this.#blocks[number];
    const offset = address & BLOCK_MASK;
    const text =
      block === undefined ? this.#readSpilled(address, length) : block.toString('utf8', offset, offset + length);
    this.#decodedIndex[slot] = index;
    this.#decoded[slot] = text;
    return text;
  }

  close(): void {
    if (this.#spill !== undefined) closeSync(this.#spill);
    this.#spill = undefined;
  }

  #reserve(length: number): number {
    if (this.#used + length > BLOCK_BYTES) this.#nextBlock();
    if (this.#count === this.#addresses.length) this.#grow();
    const at = this.#used;
    this.#addresses[this.#count] = (this.#blocks.length - 1) * BLOCK_BYTES + at;
    this.#lengths[this.#count] = length;
    this.#count++;
    this.#used += length;
    return at;
  }

  #grow(): void {
    if (this.#count >= this.#limits.sharedStrings) throw tooMany(this.#limits.sharedStrings);
    const addresses = new Uint32Array(this.#count * 2);
    addresses.set(this.#addresses);
    this.#addresses = addresses;
    const lengths = new Uint32Array(this.#count * 2);
    lengths.set(this.#lengths);
    this.#lengths = lengths;
  }

  #inspect(): void {
    if (this.suspicious) return;
    const filled = this.#block.subarray(0, this.#used);
    this.suspicious = !isUtf8(filled) || filled.includes(0) || filled.includes(REPLACEMENT);
  }

  #nextBlock(): void {
    this.#inspect();
    const number = this.#blocks.length - 1;
    if (number + 1 >= MAX_BLOCKS) throw tooMany(this.#limits.sharedStrings);
    if (number >= this.#memoryBlocks) {
      // the first blocks stay in memory: strings used everywhere come first
      this.#spill ??= temporaryFile();
      if (this.#spilledFrom === MAX_BLOCKS) this.#spilledFrom = number;
      writeSync(this.#spill, this.#block, 0, BLOCK_BYTES, (number - this.#spilledFrom) * BLOCK_BYTES);
      this.#blocks[number] = undefined;
    } else {
      this.#block = Buffer.allocUnsafeSlow(BLOCK_BYTES);
    }
    this.#blocks.push(this.#block);
    this.#used = 0;
  }

  #readSpilled(address: number, length: number): string {
    const position = address - this.#spilledFrom * BLOCK_BYTES;
    const page = Math.floor(position / PAGE_BYTES);
    const offset = position - page * PAGE_BYTES;
    if (offset + length > PAGE_BYTES) {
      const exact = Buffer.allocUnsafe(length);
      readSync(this.#spill!, exact, 0, length, position);
      return exact.toString('utf8', 0, length);
    }
    let bytes = this.#pages.get(page);
    if (bytes === undefined) {
      const oldest = this.#pages.size >= PAGES ? this.#pages.keys().next().value : undefined;
      bytes = oldest === undefined ? Buffer.allocUnsafeSlow(PAGE_BYTES) : this.#pages.get(oldest)!;
      if (oldest !== undefined) this.#pages.delete(oldest);
      readSync(this.#spill!, bytes, 0, PAGE_BYTES, page * PAGE_BYTES);
      this.#pages.set(page, bytes);
    }
    return bytes.toString('utf8', offset, offset + length);
  }
}

function tooMany(limit: number): Problem {
  return new Problem('file.too_large', {
    said: {
      zh: `工作簿中的文字超过可处理的数量（${limit}条不同文字）。请拆分成几个文件分批报送。`,
      en: `The workbook holds more than ${limit} different texts. Split it into several files.`,
    },
  });
}

/** Holds personal data in clear: readable by this process alone and nameless from the start. */
function temporaryFile(): number {
  const folder = mkdtempSync(join(tmpdir(), 'xinheng-strings-'));
  const path = join(folder, 'strings');
  const file = openSync(path, 'wx+', 0o600);
  try {
    unlinkSync(path);
    rmSync(folder, { recursive: true });
  } catch {
    // a system that does not unlink open files: the temporary folder's own cleaning has to do
  }
  return file;
}

/** Reads `sharedStrings.xml`: runs of rich text are put together, phonetic guides left out. */
export class SharedStringsScanner extends XmlScanner {
  readonly #strings: SharedStrings;
  readonly #maxCharacters: number;
  #inItem = false;
  #inText = false;
  #inPhonetic = false;
  #pieces = 0;
  #text = '';
  #cut = false;
  #added = false;

  constructor(strings: SharedStrings, maxCharacters: number) {
    super();
    this.#strings = strings;
    this.#maxCharacters = maxCharacters;
  }

  protected open(bytes: Buffer, nameStart: number, nameEnd: number): void {
    if (isName(bytes, nameStart, nameEnd, 't')) this.#inText = this.#inItem && !this.#inPhonetic;
    else if (isName(bytes, nameStart, nameEnd, 'si')) {
      this.#inItem = true;
      this.#inPhonetic = false;
      this.#pieces = 0;
      this.#text = '';
      this.#cut = false;
      this.#added = false;
    } else if (isName(bytes, nameStart, nameEnd, 'rPh')) this.#inPhonetic = true;
  }

  protected close(bytes: Buffer, nameStart: number, nameEnd: number): void {
    if (isName(bytes, nameStart, nameEnd, 't')) this.#inText = false;
    else if (isName(bytes, nameStart, nameEnd, 'si')) {
      this.#finishItem();
      this.#inItem = false;
    } else if (isName(bytes, nameStart, nameEnd, 'rPh')) this.#inPhonetic = false;
  }

  protected text(bytes: Buffer, start: number, end: number, raw: boolean): void {
    if (!this.#inText) return;
    if (this.#pieces++ === 0 && !raw && isPlain(bytes, start, end) && closesItem(bytes, end)) {
      this.#strings.addBytes(bytes, start, end);
      this.#added = true;
      return;
    }
    if (this.#added) throw new Error('a string was added before it was complete');
    if (this.#text.length > this.#maxCharacters) this.#cut = true;
    else this.#text += decodeText(bytes, start, end, raw);
  }

  #finishItem(): void {
    if (!this.#added) this.#strings.addText(resolveEscapes(this.#text), this.#cut);
  }
}

/** Neither an entity nor an `_x….` escape. */
function isPlain(bytes: Buffer, start: number, end: number): boolean {
  for (let index = start; index < end; index++) {
    const byte = bytes[index]!;
    if (byte === 0x26 || (byte === 0x5f && bytes[index + 1] === 0x78)) return false;
  }
  return true;
}

/** True when `</t></si>` follows: the common case, one run. */
function closesItem(bytes: Buffer, at: number): boolean {
  return (
    at + 9 <= bytes.length &&
    bytes[at + 1] === 0x2f &&
    bytes[at + 2] === 0x74 &&
    bytes[at + 3] === 0x3e &&
    bytes[at + 4] === 0x3c &&
    bytes[at + 5] === 0x2f &&
    bytes[at + 6] === 0x73 &&
    bytes[at + 7] === 0x69 &&
    bytes[at + 8] === 0x3e
  );
}
