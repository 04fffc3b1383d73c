/** Statements that are planned once in each connection: where hundreds a second are asked, planning costs more than answering. */
import { createHash } from 'node:crypto';
import { CompiledQuery, type RawBuilder, sql } from 'kysely';
import type { Pool } from 'pg';
import type { SiteReader } from './database.ts';

/** A statement's name says its text, so that no two texts share one. */
const names = new Map<string, string>();

function nameOf(text: string): string {
  const known = names.get(text);
  if (known !== undefined) return known;
  const name = createHash('sha256').update(text).digest('base64url').slice(0, 24);
  names.set(text, name);
  return name;
}

/** The same database twice: for anything, and for what is planned once. */
export interface Source {
  readonly database: SiteReader;
  readonly prepared: Pool;
}

/** Where a statement that is written once takes its values: they come with each question, in the order of their places. */
export const place = (number: number): RawBuilder<unknown> => sql.raw(`$${number}`);

/** A statement whose values all have a `place`: written once, then only its values travel. */
export function fixed(
  database: SiteReader,
  statement: RawBuilder<unknown>,
): { readonly name: string; readonly text: string } {
  const { sql: text } = statement.compile(database);
  return { name: nameOf(text), text };
}

/** Where a statement takes a value of each question, in whatever order its pieces are put together. */
class Slot<Question> {
  readonly read: (question: Question) => unknown;
  constructor(read: (question: Question) => unknown) {
    this.read = read;
  }
}

export const slot = <Question>(read: (question: Question) => unknown): RawBuilder<unknown> => sql`${new Slot(read)}`;

interface Shape {
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

/** Statements of a few shapes: each is put together and written once, for that costs as much as answering it. */
export class Shapes<Question, Row extends object> {
  readonly #known = new Map<string, Shape>();

  /** @param key says everything the text depends on; undefined: a shape that is rare, planned as it comes and not kept */
  async ask(
    { database, prepared }: Source,
    key: string | undefined,
    build: () => RawBuilder<Row>,
    question: Question,
  ): Promise<Row[]> {
    const known = key === undefined ? undefined : this.#known.get(key);
    const shape = known ?? shapeOf(database, build());
    if (key !== undefined) this.#known.set(key, shape);
    const { name, text } = shape;
    const values = shape.values.map((value) => (value instanceof Slot ? value.read(question) : value));
    if (key === undefined) return (await database.executeQuery<Row>(CompiledQuery.raw(text, values))).rows;
    return (await prepared.query<Row>({ name, text, values })).rows;
  }
}

function shapeOf(database: SiteReader, statement: RawBuilder<unknown>): Shape {
  const { sql: text, parameters } = statement.compile(database);
  return { name: nameOf(text), text, values: parameters };
}
