/** SQL of the open data: whole tables in pieces, all of one file read in one snapshot, so that no file holds half of a change. */

import { sql } from 'kysely';
import type { ChangeKind } from '#contracts/vocabulary.ts';
import type { ListId } from '#kernel/policy/policy.ts';
import type { SiteContext } from '../context.ts';
import type { SiteReader } from '../database.ts';
import { endings, entryShown, objectionOpen, recordOver, recordShown } from '../lists/shown.ts';
import type { Entry } from '../lists/store.ts';
import type { GoodRecord } from '../search/standing.ts';
import type { WithdrawalRow } from './columns.ts';

const PIECE = 2_000;

export interface PublicationState {
  /** counts the messages taken */
  readonly version: string;
  readonly changedAt: Date;
}

export async function readState(database: SiteReader): Promise<PublicationState> {
  const row = await database
    .selectFrom('publication_state')
    .select(['version', 'changed_at'])
    .executeTakeFirstOrThrow();
  return { version: row.version, changedAt: row.changed_at };
}

/** Everything `read` reads is of one state, however long it takes. */
export async function inSnapshot<T>(
  { database }: Pick<SiteContext, 'database'>,
  read: (database: SiteReader) => Promise<T>,
): Promise<T> {
  return database
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute((transaction) => read(transaction));
}

/** Asks for the next piece with what the last one ended on. */
async function* inPieces<Row>(next: (last: Row | undefined) => Promise<Row[]>): AsyncGenerator<readonly Row[]> {
  let last: Row | undefined;
  for (;;) {
    const rows = await next(last);
    yield rows;
    if (rows.length < PIECE) return;
    last = rows.at(-1);
  }
}

export const entriesInPieces = (database: SiteReader, today: string, list: ListId, number: number) =>
  inPieces<Entry>((last) =>
    database
      .selectFrom('edition_entry as entry')
      .selectAll()
      .select(objectionOpen().as('objection_open'))
      .where('list', '=', list)
      .where('number', '=', number)
      .where('sequence', '>', last?.sequence ?? 0)
      .where(entryShown('entry', today))
      .orderBy('sequence')
      .limit(PIECE)
      .execute(),
  );

/** Who is no longer shown is told by the id alone, whatever the change was. */
export type EntryChange =
  | (Entry & { readonly place: number; readonly change: Exclude<ChangeKind, 'removed'> })
  | {
      readonly place: number;
      readonly change: ChangeKind;
      readonly uscc: null;
      readonly entry_id: string;
    };

/** Against the edition before, as published: first what came or changed, in the order of the edition, then what left. */
export const changesInPieces = (
  database: SiteReader,
  today: string,
  list: ListId,
  number: number,
  previous: number | null,
) =>
  inPieces<EntryChange>(async (last) => {
    const { rows } = await sql<EntryChange>`
      WITH now AS (SELECT * FROM edition_member WHERE list = ${list} AND number = ${number}),
        before AS (SELECT * FROM edition_member WHERE list = ${list} AND number = ${previous}::int)
      SELECT entry.*, difference.place, difference.change, difference.entry_id, ${objectionOpen('difference')} AS objection_open
      FROM (
        SELECT coalesce(now.sequence, 1000000000 + before.sequence) AS place, coalesce(now.change, 'removed') AS change,
          coalesce(now.entry_id, before.entry_id) AS entry_id
        FROM now FULL JOIN before ON now.entry_id = before.entry_id
        WHERE now.change IS DISTINCT FROM 'kept'
      ) AS difference
      LEFT JOIN edition_entry entry ON entry.list = ${list} AND entry.number = ${number}
        AND entry.entry_id = difference.entry_id AND ${entryShown('entry', today)}
      WHERE place > ${last?.place ?? 0} ORDER BY place LIMIT ${PIECE}`.execute(database);
    return rows;
  });

export async function findNeighbours(
  database: SiteReader,
  list: ListId,
  number: number,
): Promise<{ readonly previous: number | null; readonly newest: number }> {
  const row = await database
    .selectFrom('edition')
    .select((expression) => [
      expression.fn.max('number').filterWhere('number', '<', number).as('previous'),
      expression.fn.max('number').as('newest'),
    ])
    .where('list', '=', list)
    .executeTakeFirstOrThrow();
  return { previous: row.previous, newest: row.newest ?? number };
}

/** Good records in force whose newest word is later than `since`. */
export const recordsInPieces = (database: SiteReader, today: string, since: number) =>
  inPieces<GoodRecord>((last) =>
    database
      .selectFrom('good_record')
      .selectAll()
      .where('position', '>', String(since))
      .where(sql<boolean>`(uscc, record_id) > (${last?.uscc ?? ''}, ${last?.record_id ?? NO_ID}::uuid)`)
      .where(recordShown('good_record', today))
      .orderBy('uscc')
      .orderBy('record_id')
      .limit(PIECE)
      .execute(),
  );

/** Records withdrawn or expired after `since`: of those only the id. */
export const recordsGoneInPieces = (database: SiteReader, today: string, since: number) =>
  inPieces<{ readonly record_id: string }>(async (last) => {
    const { rows } = await sql<{ record_id: string }>`
      SELECT record_id FROM (
        SELECT record_id FROM withdrawn_record w WHERE position > ${since}
          AND NOT EXISTS (SELECT FROM good_record r WHERE r.record_id = w.record_id)
        UNION SELECT r.record_id FROM good_record r WHERE ${recordOver('r', today)}
      ) AS gone
      WHERE record_id > ${last?.record_id ?? NO_ID}::uuid ORDER BY record_id LIMIT ${PIECE}`.execute(database);
    return rows;
  });

export const withdrawalsInPieces = (database: SiteReader, today: string) =>
  inPieces<WithdrawalRow>(async (last) => {
    const { rows } = await sql<WithdrawalRow>`
      SELECT id, effective_on, reason FROM ${endings(today)} AS gone
      WHERE id > ${last?.id ?? NO_ID}::uuid ORDER BY id LIMIT ${PIECE}`.execute(database);
    return rows;
  });

const NO_ID = '00000000-0000-0000-0000-000000000000';

/** Position of the newest message about a good record: from there the next difference starts. */
export async function newestPosition(database: SiteReader): Promise<number> {
  const { rows } = await sql<{ position: string }>`
    SELECT greatest((SELECT max(position) FROM good_record), (SELECT max(position) FROM withdrawn_record), 0) AS position`.execute(
    database,
  );
  return Number(rows[0]?.position ?? 0);
}
