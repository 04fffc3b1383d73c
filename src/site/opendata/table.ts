/** A table of the open data: what its columns are called, hold and mean, once, for CSV, JSON, XLSX and the two kinds of schema. */

export type Cell = string | number | boolean | null;

export interface Column<Row> {
  /** name in JSON and in the schemas */
  readonly name: string;
  /** head of the column in CSV and XLSX */
  readonly zh: string;
  readonly en: string;
  readonly type: 'string' | 'integer' | 'date' | 'boolean';
  /** always has a value */
  readonly required?: true;
  readonly about: string;
  readonly value: (row: Row) => Cell;
}

/** What every file says of itself. */
export interface About {
  readonly title: string;
  readonly publisher: string;
  readonly licence: string;
  /** day as of which nothing had expired */
  readonly asOf: string;
  /** address of the file itself */
  readonly address: string;
  readonly schema: string;
  /** what takes its place; null while it is the newest */
  readonly supersededBy: string | null;
  readonly note: string;
  readonly [more: string]: Cell;
}

export interface DataTable<Row = never> {
  readonly columns: readonly Column<Row>[];
  readonly about: About;
  /** in pieces, so that no table is ever held whole */
  readonly rows: AsyncIterable<readonly Row[]>;
}
