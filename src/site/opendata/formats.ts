/** Writes one table as CSV, JSON or XLSX into a file, piece by piece, and never less than all of it. */
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FileFormat } from '#contracts/vocabulary.ts';
import { csvHead, csvLine } from '#documents/spreadsheet/csv.ts';
import {
  MAX_SHEET_ROWS,
  type SheetRow,
  type SheetSpec,
  writeWorkbook,
} from '#documents/spreadsheet/workbook-writer.ts';
import type { About, Cell, Column, DataTable } from './table.ts';

/** `rowsPerSheet`: a sheet ends where the format ends; what is more goes on the next one. */
export async function writeTable<Row>(
  path: string,
  format: FileFormat,
  table: DataTable<Row>,
  rowsPerSheet = MAX_SHEET_ROWS - 1,
): Promise<void> {
  if (format === 'xlsx') return writeWorkbook(path, sheets(table, rowsPerSheet));
  const pieces = format === 'csv' ? csvPieces(table) : jsonPieces(table);
  await pipeline(Readable.from(pieces), createWriteStream(path, { mode: 0o600 }));
}

async function* csvPieces<Row>({ columns, rows }: DataTable<Row>): AsyncGenerator<string> {
  yield csvHead(columns.map((column) => column.zh));
  for await (const piece of rows) yield piece.map((row) => csvLine(columns.map(({ value }) => value(row)))).join('');
}

async function* jsonPieces<Row>({ columns, about, rows }: DataTable<Row>): AsyncGenerator<string> {
  yield `{"about":${JSON.stringify(about)},"rows":[`;
  let first = true;
  for await (const piece of rows) {
    if (piece.length === 0) continue;
    const lines = piece.map((row) => `\n${JSON.stringify(asObject(columns, row))}`).join(',');
    yield first ? lines : `,${lines}`;
    first = false;
  }
  yield '\n]}\n';
}

const asObject = <Row>(columns: readonly Column<Row>[], row: Row): Record<string, Cell> =>
  Object.fromEntries(columns.map(({ name, value }) => [name, value(row)]));

const WIDTHS: Readonly<Record<Column<never>['type'], number>> = { string: 24, integer: 8, date: 12, boolean: 8 };

async function* sheets<Row>({ columns, about, rows }: DataTable<Row>, rowsPerSheet: number): AsyncGenerator<SheetSpec> {
  const source = new RowSource(rows);
  const head = (): SheetRow => ({ number: 1, cells: columns.map((column) => column.zh), look: 'title' });
  for (let sheet = 1; sheet === 1 || !(await source.ended()); sheet++) {
    yield {
      name: sheet === 1 ? '数据' : `数据（${sheet}）`,
      widths: columns.map(({ type }) => WIDTHS[type]),
      frozenRows: 1,
      filter: { row: 1, columns: columns.length },
      rows: (async function* () {
        yield [head()];
        let number = 1;
        for await (const piece of source.take(rowsPerSheet)) {
          yield piece.map((row) => ({ number: ++number, cells: columns.map(({ value }) => cellText(value(row))) }));
        }
      })(),
    };
  }
  yield { name: '说明', widths: [28, 90], rows: [explanation(columns, about)] };
}

const cellText = (value: Cell): string => (typeof value === 'boolean' ? (value ? '是' : '否') : String(value ?? ''));

function explanation<Row>(columns: readonly Column<Row>[], about: About): SheetRow[] {
  const lines = [
    ...Object.entries(about).map(([name, value]) => [ABOUT_WORDS[name] ?? name, cellText(value)] as const),
    ['', ''] as const,
    ...columns.map(({ zh, name, en, about: meaning }) => [zh, `${name}，${en}：${meaning}`] as const),
  ];
  return lines.map((cells, index) => ({ number: index + 1, cells, looks: ['title', 'wrapped'] }));
}

const ABOUT_WORDS: Readonly<Record<string, string>> = {
  title: '名称',
  publisher: '发布单位',
  licence: '许可',
  asOf: '截至',
  address: '地址',
  schema: '结构说明',
  supersededBy: '已被取代',
  note: '说明',
  digest: '发布时的内容摘要',
  publishedOn: '发布日期',
  published: '发布时条数',
  shown: '现有条数',
  previous: '上一期',
  since: '起点',
  position: '下次的起点',
};

/** Rows of one stream, dealt out to several sheets. */
class RowSource<Row> {
  readonly #pieces: AsyncIterator<readonly Row[]>;
  #held: readonly Row[] = [];
  #done = false;

  constructor(rows: AsyncIterable<readonly Row[]>) {
    this.#pieces = rows[Symbol.asyncIterator]();
  }

  async ended(): Promise<boolean> {
    while (this.#held.length === 0 && !this.#done) {
      const next = await this.#pieces.next();
      if (next.done) this.#done = true;
      else this.#held = next.value;
    }
    return this.#held.length === 0;
  }

  async *take(count: number): AsyncGenerator<readonly Row[]> {
    for (let left = count; left > 0 && !(await this.ended()); ) {
      const piece = this.#held.slice(0, left);
      this.#held = this.#held.slice(left);
      left -= piece.length;
      yield piece;
    }
  }
}
