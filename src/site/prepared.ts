/** Statements that are planned once in each connection: where hundreds a second are asked, planning costs more than answering. */
import { createHash } from 'node:crypto';
import { type RawBuilder, sql } from 'kysely';
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

/** For statements of a few shapes only: every shape stays planned in every connection. */
export async function queryPrepared<Row extends object>(
  { database, prepared }: Source,
  statement: RawBuilder<Row>,
): Promise<Row[]> {
  const { sql: text, parameters } = statement.compile(database);
  const { rows } = await prepared.query<Row>({ name: nameOf(text), text, values: [...parameters] });
  return rows;
}
