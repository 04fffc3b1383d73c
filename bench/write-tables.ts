/** Writes large tables for measurements, in pieces: CSV, and XLSX with shared strings as Excel and WPS write them. */
import { type FileHandle, open } from 'node:fs/promises';
import { crc32, createDeflateRaw } from 'node:zlib';

type RowOf = (index: number) => readonly string[];

export async function writeCsv(path: string, header: readonly string[], rows: number, rowOf: RowOf): Promise<void> {
  const file = await open(path, 'w');
  let text = `\ufeff${header.join(',')}\r\n`;
  for (let index = 0; index < rows; index++) {
    text += `${rowOf(index).join(',')}\r\n`;
    if (text.length > 1 << 20) {
      await file.write(text);
      text = '';
    }
  }
  await file.write(text);
  await file.close();
}

export async function writeXlsx(path: string, header: readonly string[], rows: number, rowOf: RowOf): Promise<void> {
  const zip = new Zip(await open(path, 'w'));
  await zip.add('[Content_Types].xml', [
    `${XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>`,
  ]);
  await zip.add('_rels/.rels', [
    `${XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  ]);
  await zip.add('xl/workbook.xml', [
    `${XML}<workbook xmlns="${MAIN}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  ]);
  await zip.add('xl/_rels/workbook.xml.rels', [
    `${XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
  ]);
  const strings = new Map<string, number>();
  let cells = 0;
  const cell = (text: string, column: number, row: number): string => {
    if (text === '') return '';
    let at = strings.get(text);
    if (at === undefined) {
      at = strings.size;
      strings.set(text, at);
    }
    cells++;
    return `<c r="${String.fromCharCode(65 + column)}${row}" t="s"><v>${at}</v></c>`;
  };
  const line = (row: readonly string[], number: number) =>
    `<row r="${number}">${row.map((text, column) => cell(text, column, number)).join('')}</row>`;
  function* sheet() {
    yield `${XML}<worksheet xmlns="${MAIN}"><sheetData>${line(header, 1)}`;
    let text = '';
    for (let index = 0; index < rows; index++) {
      text += line(rowOf(index), index + 2);
      if (text.length > 1 << 20) {
        yield text;
        text = '';
      }
    }
    yield `${text}</sheetData></worksheet>`;
  }
  await zip.add('xl/worksheets/sheet1.xml', sheet());
  function* shared() {
    yield `${XML}<sst xmlns="${MAIN}" count="${cells}" uniqueCount="${strings.size}">`;
    let text = '';
    for (const string of strings.keys()) {
      text += `<si><t>${string}</t></si>`;
      if (text.length > 1 << 20) {
        yield text;
        text = '';
      }
    }
    yield `${text}</sst>`;
  }
  await zip.add('xl/sharedStrings.xml', shared());
  await zip.end();
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';

/** Just enough of a zip writer: sizes and checksums follow each entry and stand in the directory at the end. */
class Zip {
  readonly #file: FileHandle;
  readonly #directory: Buffer[] = [];
  #position = 0;

  constructor(file: FileHandle) {
    this.#file = file;
  }

  async add(name: string, content: Iterable<string>): Promise<void> {
    const start = this.#position;
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(20, 4);
    local.writeUInt16LE(8, 6); // sizes follow
    local.writeUInt16LE(8, 8); // deflate
    local.writeUInt16LE(name.length, 26);
    await this.#write(Buffer.concat([local, Buffer.from(name)]));
    let crc = 0;
    let size = 0;
    const deflate = createDeflateRaw({ level: 1 });
    const before = this.#position;
    const drained = (async () => {
      for await (const piece of deflate) await this.#write(piece as Buffer);
    })();
    for (const text of content) {
      const bytes = Buffer.from(text);
      crc = crc32(bytes, crc);
      size += bytes.length;
      if (!deflate.write(bytes)) await new Promise((resolve) => deflate.once('drain', resolve));
    }
    deflate.end();
    await drained;
    const packed = this.#position - before;
    const tail = Buffer.alloc(16);
    tail.writeUInt32LE(0x08074b50, 0);
    tail.writeUInt32LE(crc, 4);
    tail.writeUInt32LE(packed, 8);
    tail.writeUInt32LE(size, 12);
    await this.#write(tail);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(20, 4);
    entry.writeUInt16LE(20, 6);
    entry.writeUInt16LE(8, 8);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(crc, 16);
    entry.writeUInt32LE(packed, 20);
    entry.writeUInt32LE(size, 24);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(start, 42);
    this.#directory.push(entry, Buffer.from(name));
  }

  async end(): Promise<void> {
    const directory = Buffer.concat(this.#directory);
    const end = Buffer.alloc(22);
    end.writeUInt32LE(0x06054b50, 0);
    end.writeUInt16LE(this.#directory.length / 2, 8);
    end.writeUInt16LE(this.#directory.length / 2, 10);
    end.writeUInt32LE(directory.length, 12);
    end.writeUInt32LE(this.#position, 16);
    await this.#write(Buffer.concat([directory, end]));
    await this.#file.close();
  }

  async #write(bytes: Buffer): Promise<void> {
    await this.#file.write(bytes);
    this.#position += bytes.length;
  }
}
