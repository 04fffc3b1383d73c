/**
 * A hand scanner over the bytes of an XML part, for parts of any size: tags and text are handed on as positions in the
 * buffer, nothing is built. Document types are refused, so no entity can be declared; memory stays bounded for any input.
 */
import { Problem } from '#kernel/refusal/problem.ts';
import { damaged } from './zip.ts';

const LESS = 0x3c;
const GREATER = 0x3e;
const SLASH = 0x2f;
const COLON = 0x3a;
const EXCLAMATION = 0x21;
const QUESTION = 0x3f;
const DOUBLE_QUOTE = 0x22;
const SINGLE_QUOTE = 0x27;

const MAX_TAG_BYTES = 1 << 16;
/** Text longer than this is handed on in pieces. */
const TEXT_PIECE_BYTES = 1 << 16;
const MAX_DEPTH = 64;

const COMMENT_END = Buffer.from('-->');
const CDATA_START = Buffer.from('<![CDATA[');
const CDATA_END = Buffer.from(']]>');

type Mode = 'content' | 'comment' | 'cdata';

export abstract class XmlScanner {
  #rest: Buffer = Buffer.alloc(0);
  #mode: Mode = 'content';
  #depth = 0;
  #elements = 0;

  /**
   * A start tag. The name is without prefix; attributes lie between `nameEnd` and `end`.
   * For an empty element `close` follows at once.
   */
  protected abstract open(bytes: Buffer, nameStart: number, nameEnd: number, end: number): void;
  protected abstract close(bytes: Buffer, nameStart: number, nameEnd: number): void;
  /** Character data, possibly in pieces; a piece never ends within a character or an entity. `raw`: entities mean themselves. */
  protected abstract text(bytes: Buffer, start: number, end: number, raw: boolean): void;

  push(chunk: Buffer): void {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const used = this.#scan(bytes);
    // copied, as the chunk's memory may be used again
    this.#rest = used === bytes.length ? Buffer.alloc(0) : Buffer.from(bytes.subarray(used));
  }

  /** @throws Problem when the part ends in the middle */
  finish(): void {
    if (this.#mode !== 'content' || this.#depth !== 0 || this.#elements === 0 || this.#rest.includes(LESS)) {
      throw damaged('内容到中途就结束了');
    }
  }

  #scan(bytes: Buffer): number {
    const length = bytes.length;
    let position = 0;
    while (position < length) {
      if (this.#mode !== 'content') {
        const next = this.#skip(bytes, position);
        if (next < 0) return -next - 1;
        position = next;
        continue;
      }
      if (bytes[position] !== LESS) {
        let end = position + 1;
        while (end < length && bytes[end] !== LESS) end++;
        if (end === length) {
          if (end - position < TEXT_PIECE_BYTES) return position;
          end = safeCut(bytes, position, end);
          this.text(bytes, position, end, false);
          return end;
        }
        this.text(bytes, position, end, false);
        position = end;
        continue;
      }
      const next = this.#tag(bytes, position, length);
      if (next < 0) {
        if (length - position > MAX_TAG_BYTES) throw damaged('有一个标记过长');
        return position;
      }
      position = next;
    }
    return length;
  }

  /** @returns where the next token begins, or -1 when the tag is not complete yet */
  #tag(bytes: Buffer, start: number, length: number): number {
    if (start + 1 >= length) return -1;
    const first = bytes[start + 1]!;
    if (first === EXCLAMATION) return this.#declaration(bytes, start, length);
    if (first === QUESTION) {
      const end = bytes.indexOf('?>', start + 2, 'latin1');
      return end < 0 ? -1 : end + 2;
    }
    const closing = first === SLASH;
    let nameStart = closing ? start + 2 : start + 1;
    let index = nameStart;
    let nameEnd = -1;
    for (; index < length; index++) {
      const byte = bytes[index]!;
      if (byte <= 0x20 || byte === SLASH || byte === GREATER) {
        nameEnd = index;
        break;
      }
      if (byte === COLON) nameStart = index + 1;
    }
    if (nameEnd < 0) return -1;
    while (index < length && bytes[index] !== GREATER) {
      const byte = bytes[index]!;
      if (byte === DOUBLE_QUOTE || byte === SINGLE_QUOTE) {
        index++;
        while (index < length && bytes[index] !== byte) index++;
        if (index >= length) return -1;
      }
      index++;
    }
    if (index >= length) return -1;
    if (nameEnd === nameStart) throw damaged('有一个标记没有名称');
    if (closing) {
      this.#depth--;
      if (this.#depth < 0) throw damaged('标记没有成对出现');
      this.close(bytes, nameStart, nameEnd);
      return index + 1;
    }
    this.#elements++;
    const empty = bytes[index - 1] === SLASH;
    this.open(bytes, nameStart, nameEnd, empty ? index - 1 : index);
    if (empty) this.close(bytes, nameStart, nameEnd);
    else if (++this.#depth > MAX_DEPTH) throw damaged('标记嵌套过深');
    return index + 1;
  }

  #declaration(bytes: Buffer, start: number, length: number): number {
    if (length - start < CDATA_START.length) return -1;
    if (bytes[start + 2] === 0x2d && bytes[start + 3] === 0x2d) {
      this.#mode = 'comment';
      return start + 4;
    }
    if (bytes.compare(CDATA_START, 0, CDATA_START.length, start, start + CDATA_START.length) === 0) {
      this.#mode = 'cdata';
      return start + CDATA_START.length;
    }
    throw new Problem('file.unreadable', {
      said: {
        zh: '工作簿内含文档类型声明（DTD），表格软件不会这样保存，可能带有恶意内容，已拒绝读取。请用表格软件重新制作后报送。',
        en: 'The workbook holds a document type declaration (DTD): no spreadsheet program writes one, and it may do harm, so it was not read. Make the table anew in a spreadsheet program.',
      },
    });
  }

  /** Goes over a comment or CDATA section. @returns the position after it, or −(bytes used)−1 when it goes on in the next chunk */
  #skip(bytes: Buffer, position: number): number {
    const cdata = this.#mode === 'cdata';
    const end = bytes.indexOf(cdata ? CDATA_END : COMMENT_END, position);
    if (end >= 0) {
      if (cdata && end > position) this.text(bytes, position, end, true);
      this.#mode = 'content';
      return end + 3;
    }
    let kept = Math.max(position, bytes.length - 2);
    if (cdata) {
      kept = Math.max(position, safeCut(bytes, position, kept));
      if (kept > position) this.text(bytes, position, kept, true);
    }
    return -kept - 1;
  }
}

/** The last position at or before `end` that lies neither within a character nor within an entity. */
function safeCut(bytes: Buffer, start: number, end: number): number {
  let cut = end;
  for (let back = 1; back <= 12 && end - back > start; back++) {
    const byte = bytes[end - back]!;
    if (byte === 0x3b) break;
    if (byte === 0x26) return end - back;
  }
  while (cut > start && cut < bytes.length && (bytes[cut]! & 0xc0) === 0x80) cut--;
  if (cut === bytes.length) {
    let back = 1;
    while (back <= 3 && cut - back > start && (bytes[cut - back]! & 0xc0) === 0x80) back++;
    if (bytes[cut - back]! >= 0xc0) cut -= back;
  }
  return cut;
}

/** True when the name of the tag is exactly this one. */
export function isName(bytes: Buffer, start: number, end: number, name: string): boolean {
  if (end - start !== name.length) return false;
  for (let index = 0; index < name.length; index++) if (bytes[start + index] !== name.charCodeAt(index)) return false;
  return true;
}

/**
 * The value of an attribute, entities resolved; undefined when absent. A prefix in `name` is compared as it stands, `*:` is any prefix:
 * a program may call a namespace as it likes.
 */
export function attribute(bytes: Buffer, from: number, end: number, name: string): string | undefined {
  let index = from;
  while (index < end) {
    while (index < end && bytes[index]! <= 0x20) index++;
    const nameStart = index;
    while (index < end && bytes[index] !== 0x3d) index++;
    let nameEnd = index;
    while (nameEnd > nameStart && bytes[nameEnd - 1]! <= 0x20) nameEnd--;
    index++;
    while (index < end && bytes[index]! <= 0x20) index++;
    const quote = bytes[index];
    const valueStart = index + 1;
    index = valueStart;
    while (index < end && bytes[index] !== quote) index++;
    if (isNamed(bytes, nameStart, nameEnd, name)) return decodeText(bytes, valueStart, index, false);
    index++;
  }
  return undefined;
}

function isNamed(bytes: Buffer, start: number, end: number, name: string): boolean {
  if (name.charCodeAt(0) !== 0x2a /* * */) return isName(bytes, start, end, name);
  const from = end - name.length + 1;
  return from > start && isName(bytes, from, end, name.slice(1));
}

/** Bytes of character data as text. */
export function decodeText(bytes: Buffer, start: number, end: number, raw: boolean): string {
  let entities = false;
  let ascii = true;
  for (let index = start; index < end; index++) {
    const byte = bytes[index]!;
    if (byte === 0x26) entities = true;
    else if (byte >= 0x80) ascii = false;
  }
  const text = ascii ? bytes.toString('latin1', start, end) : bytes.toString('utf8', start, end);
  return entities && !raw ? resolveEntities(text) : text;
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

export function resolveEntities(text: string): string {
  return text.replace(/&(#x[0-9a-f]{1,8}|#\d{1,8}|[a-z]{2,4});/giu, (whole, body: string) => {
    if (!body.startsWith('#')) return NAMED[body] ?? whole;
    const code = body[1] === 'x' || body[1] === 'X' ? Number.parseInt(body.slice(2), 16) : Number(body.slice(1));
    return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : '\ufffd';
  });
}

/** `_x000D_` stands for a character XML cannot hold (ECMA-376 part 1, 22.4.2.4); `_x005F_` for the underscore itself. */
export function resolveEscapes(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9a-f]{4})_/giu, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}
