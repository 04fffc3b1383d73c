/** Small tables and workbooks for the tests of the readers; every workbook part can be replaced by a hostile one. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ZipWriter } from '#documents/spreadsheet/zip-writer.ts';
import {
  INDIVIDUALS,
  type OpenTableOptions,
  openTable,
  type RawRow,
  type TableForm,
  type TableReader,
} from './index.ts';

export const HEADER = ['姓名', '性别', '证件类型', '证件号码', '信息类别', '具体事项', '发生日期', '备注'];
/** invented people; region 410199 was never assigned */
export const PERSON = [
  '萧天𬭎',
  '女',
  '居民身份证',
  '410199196203266564',
  '1.7',
  '驾驶保障车辆运送防护物资',
  '2020-01-15',
  '',
];

export interface Workspace {
  path(name: string): string;
  write(name: string, content: string | Buffer): string;
  remove(): void;
}

export function workspace(): Workspace {
  const folder = mkdtempSync(join(tmpdir(), 'xinheng-tables-'));
  return {
    path: (name) => join(folder, name),
    write(name, content) {
      const path = join(folder, name);
      writeFileSync(path, content);
      return path;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export interface ReadTable {
  readonly reader: TableReader;
  readonly rows: RawRow[];
}

export async function readAll(
  path: string,
  options: OpenTableOptions = {},
  form: TableForm<string> = INDIVIDUALS,
): Promise<ReadTable> {
  const reader = await openTable({ path }, form, options);
  try {
    const rows: RawRow[] = [];
    for await (const batch of reader.batches()) rows.push(...batch);
    return { reader, rows };
  } finally {
    await reader.close();
  }
}

export const csvOf = (...rows: readonly (readonly string[])[]): string =>
  rows.map((row) => `${row.join(',')}\r\n`).join('');

const RELATIONSHIP = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

export const sheetXml = (data: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${data}</sheetData></worksheet>`;

export const inlineRow = (number: number, cells: readonly string[]): string =>
  `<row r="${number}">${cells
    .map(
      (cell, column) => `<c r="${String.fromCharCode(65 + column)}${number}" t="inlineStr"><is><t>${cell}</t></is></c>`,
    )
    .join('')}</row>`;

/** A table whose header is in place; the test brings the rows after it. */
export const sheetWith = (rows: string): string => sheetXml(inlineRow(1, HEADER) + rows);

export const PLAIN_PARTS: Readonly<Record<string, string>> = {
  'xl/workbook.xml': `<workbook xmlns:r="${RELATIONSHIP}"><sheets><sheet name="报送表" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="rId1" Type="${RELATIONSHIP}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${RELATIONSHIP}/sharedStrings" Target="/xl/sharedStrings.xml"/><Relationship Id="rId3" Type="${RELATIONSHIP}/styles" Target="styles.xml"/></Relationships>`,
  'xl/worksheets/sheet1.xml': sheetWith(inlineRow(2, PERSON)),
};

export type PartContent = string | Iterable<Buffer>;

/** A workbook of the plain parts and those given, which come before and instead of the plain ones. */
export async function writeParts(path: string, parts: Readonly<Record<string, PartContent>>): Promise<string> {
  const zip = await ZipWriter.create(path);
  for (const [name, content] of Object.entries({ ...PLAIN_PARTS, ...parts })) {
    await zip.add(name, typeof content === 'string' ? [Buffer.from(content)] : content);
  }
  await zip.finish();
  return path;
}

export interface Probe {
  /** code of the problem, `null` when the table could be read */
  readonly code: string | null;
  readonly detail: string;
  readonly rows: number;
  /** of the rows that had any */
  readonly problems: Record<string, number>;
  readonly peakMegabytes: number;
  readonly idleMegabytes: number;
}

/** Reads the table in a process of its own, so that the memory it takes can be told. */
export function probe(path: string): Probe {
  const script = fileURLToPath(new URL('./hostile-probe.ts', import.meta.url));
  return JSON.parse(execFileSync(process.execPath, [script, path], { encoding: 'utf8', timeout: 120_000 })) as Probe;
}
