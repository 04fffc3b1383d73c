/** SQL that reads lists: editions, their entries, and the notices before them. An entry past its last day is never read, whoever asks. */
import { type Selectable, sql } from 'kysely';
import type { EndingClass } from '#contracts/vocabulary.ts';
import type { ListId } from '#kernel/policy/policy.ts';
import type { EditionEntryTable, EditionTable, EntryColumns, SiteReader } from '../database.ts';
import { endingOf, entryShown, noticeOpen, objectionOpen } from './shown.ts';

/** Dates as `YYYY-MM-DD`. */
type Day = string;

export type Edition = Selectable<EditionTable> & { readonly shown: number };
export type Entry = EntryColumns & { readonly objection_open: boolean };

const shownCount = (today: Day) => sql<number>`(
  SELECT count(*)::int FROM edition_entry e WHERE e.list = edition.list AND e.number = edition.number
  AND ${entryShown('e', today)})`;

/** Newest first. */
export async function listEditions(database: SiteReader, today: Day, list?: ListId): Promise<Edition[]> {
  return database
    .selectFrom('edition')
    .selectAll()
    .select(shownCount(today).as('shown'))
    .$if(list !== undefined, (query) => query.where('list', '=', list as ListId))
    .orderBy('published_on', 'desc')
    .orderBy('list', 'desc')
    .orderBy('number', 'desc')
    .execute();
}

export async function findEdition(
  database: SiteReader,
  today: Day,
  list: ListId,
  number: number,
): Promise<Edition | undefined> {
  return database
    .selectFrom('edition')
    .selectAll()
    .select(shownCount(today).as('shown'))
    .where('list', '=', list)
    .where('number', '=', number)
    .executeTakeFirst();
}

export async function listSignatures(database: SiteReader, list: ListId, number: number) {
  return database
    .selectFrom('edition_signature')
    .select(['department', 'signed_as as signedAs', 'signed_on as signedOn'])
    .where('list', '=', list)
    .where('number', '=', number)
    .orderBy('sequence')
    .execute();
}

/** In the order of the manifest; without `limit` all of them. */
export async function listEntries(
  database: SiteReader,
  today: Day,
  list: ListId,
  number: number,
  page?: { readonly limit: number; readonly offset: number },
): Promise<Entry[]> {
  return database
    .selectFrom('edition_entry as entry')
    .selectAll()
    .select(objectionOpen().as('objection_open'))
    .where('list', '=', list)
    .where('number', '=', number)
    .where(entryShown('entry', today))
    .orderBy('sequence')
    .$if(page !== undefined, (query) => query.limit(page?.limit ?? 0).offset(page?.offset ?? 0))
    .execute();
}

export interface Tally {
  readonly name: string;
  readonly count: number;
}

/** How many entries each department brought in, most first. */
export async function tallyDepartments(
  database: SiteReader,
  today: Day,
  list: ListId,
  number: number,
): Promise<Tally[]> {
  const { rows } = await sql<Tally>`
    SELECT department AS name, count(*)::int AS count FROM edition_entry entry
    WHERE list = ${list} AND number = ${number} AND ${entryShown('entry', today)}
    GROUP BY 1 ORDER BY 2 DESC, 1`.execute(database);
  return rows;
}

export interface EditionDifference {
  readonly previous: number;
  /** entries that the previous edition did not have, by id */
  readonly added: ReadonlySet<string>;
  /** how many that the previous edition named this one does not; who they are is no longer shown */
  readonly removed: number;
}

/** What changed against the edition before, as it was published: no later day changes it. Undefined for a first edition. */
export async function findDifference(
  database: SiteReader,
  list: ListId,
  number: number,
): Promise<EditionDifference | undefined> {
  const previous = await database
    .selectFrom('edition')
    .select((expression) => expression.fn.max('number').as('number'))
    .where('list', '=', list)
    .where('number', '<', number)
    .executeTakeFirst();
  if (!previous?.number) return undefined;
  const members = (of: number) =>
    database
      .selectFrom('edition_member')
      .select(['entry_id', 'change'])
      .where('list', '=', list)
      .where('number', '=', of);
  const [now, before] = await Promise.all([members(number).execute(), members(previous.number).execute()]);
  const present = new Set(now.map(({ entry_id }) => entry_id));
  return {
    previous: previous.number,
    added: new Set(now.filter(({ change }) => change === 'added').map(({ entry_id }) => entry_id)),
    removed: before.filter(({ entry_id }) => !present.has(entry_id)).length,
  };
}

/** How many entries of an edition have ended until today, by how, most first; of an edition that nothing has left: none. */
export async function tallyEndings(
  database: SiteReader,
  today: Day,
  list: ListId,
  number: number,
): Promise<readonly { readonly why: EndingClass; readonly count: number }[]> {
  const { rows } = await sql<{ why: EndingClass; count: number }>`
    SELECT ${endingOf('entry', 'gone', today)} AS why, count(*)::int AS count FROM edition_member member
    LEFT JOIN edition_entry entry ON (entry.list, entry.number, entry.entry_id) = (member.list, member.number, member.entry_id)
    LEFT JOIN withdrawn_entry gone ON gone.entry_id = member.entry_id
    WHERE member.list = ${list} AND member.number = ${number} AND (entry.entry_id IS NULL OR NOT ${entryShown('entry', today)})
    GROUP BY 1 ORDER BY 2 DESC, 1`.execute(database);
  return rows;
}

export type ListedEntry = Selectable<EditionEntryTable> &
  Entry & { readonly title: string; readonly published_on: string };

/** Notices whose period has not ended, the one that ends first at the top. */
export async function listOpenNotices(database: SiteReader, today: Day) {
  return database
    .selectFrom('notice')
    .selectAll()
    .select(sql<number>`(SELECT count(*)::int FROM notice_entry e WHERE e.round_id = notice.round_id)`.as('entries'))
    .where(noticeOpen('notice', today))
    .orderBy('notice_until')
    .execute();
}

export async function findNotice(database: SiteReader, roundId: string) {
  if (!/^[\w-]+$/.test(roundId)) return undefined;
  return database.selectFrom('notice').selectAll().where('round_id', '=', roundId).executeTakeFirst();
}

export async function listNoticeEntries(database: SiteReader, roundId: string): Promise<Entry[]> {
  return database
    .selectFrom('notice_entry as entry')
    .selectAll()
    .select(objectionOpen().as('objection_open'))
    .where('round_id', '=', roundId)
    .orderBy('sequence')
    .execute();
}
