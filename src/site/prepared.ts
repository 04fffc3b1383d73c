/** Statements that are planned once in each connection: where hundreds a second are asked, planning costs more than answering. */
import { createHash } from 'node:crypto';
import type { RawBuilder } from 'kysely';
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

/** For statements of a few shapes only: every shape stays planned in every connection. */
export async function queryPrepared<Row extends object>(
  { database, prepared }: { readonly database: SiteReader; readonly prepared: Pool },
  statement: RawBuilder<Row>,
): Promise<Row[]> {
  const { sql: text, parameters } = statement.compile(database);
  const { rows } = await prepared.query<Row>({ name: nameOf(text), text, values: [...parameters] });
  return rows;
}
