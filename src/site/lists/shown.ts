/**
 * What the site shows today, said once, as pieces of SQL: which entry, record and organisation may be read, and what marks it. Every
 * statement that reads for the public is made of these; `shown.test.ts` finds one that decides for itself.
 */
import { type RawBuilder, sql } from 'kysely';

/** `YYYY-MM-DD`, or the place of a statement at which the day is filled in. */
export type Today = string | RawBuilder<unknown>;

const column = (row: string, name: string) => sql.ref(`${row}.${name}`);

/** Not past its last day; without one it stays. */
const lasts = (row: string, today: Today) =>
  sql<boolean>`(${column(row, 'valid_until')} IS NULL OR ${column(row, 'valid_until')} >= ${today}::date)`;

/** An entry of any edition: what is over is not shown, even on the edition it was signed with. @param row alias of `edition_entry` */
export const entryShown = lasts;

/** Only the newest edition of each list says who is on it today. @param row alias of `edition_entry` */
export const entryStands = (row: string, today: Today) => sql<boolean>`(${column(row, 'number')} = (
  SELECT max(newest.number) FROM edition newest WHERE newest.list = ${column(row, 'list')}) AND ${lasts(row, today)})`;

/** @param row alias of `good_record` */
export const recordShown = (row: string, today: Today) =>
  sql<boolean>`(${column(row, 'valid_from')} <= ${today}::date AND ${lasts(row, today)})`;

/** A record that was shown and is over: whoever holds a copy deletes it. @param row alias of `good_record` */
export const recordOver = (row: string, today: Today) => sql<boolean>`${column(row, 'valid_until')} < ${today}::date`;

/** A notice and its entries are shown from the first to the last day of its period. @param row alias of `notice` */
export const noticeOpen = (row: string, today: Today) =>
  sql<boolean>`(${column(row, 'notice_from')} <= ${today}::date AND ${column(row, 'notice_until')} >= ${today}::date)`;

/** @param row alias of `notice` */
export const noticeOver = (row: string, today: Today) => sql<boolean>`${column(row, 'notice_until')} < ${today}::date`;

/** The same of a notice that was read. */
export function noticeStands(
  { notice_from, notice_until }: { readonly notice_from: string; readonly notice_until: string },
  today: string,
): 'coming' | 'open' | 'over' {
  if (notice_from > today) return 'coming';
  return notice_until >= today ? 'open' : 'over';
}

/** Where an organisation is on a list today; `o` is the organisation, `entry` the entry. */
export const itsEntry = (today: Today) =>
  sql`FROM edition_entry entry WHERE entry.uscc = o.uscc AND ${entryStands('entry', today)}`;

/** Good records of an organisation today; `o` is the organisation, `record` the record. */
export const itsRecord = (today: Today) =>
  sql`FROM good_record record WHERE record.uscc = o.uscc AND ${recordShown('record', today)}`;

/**
 * Whether an organisation is there for the public: registered, or something about it is shown. Asked of few, one by one: as EXISTS the
 * planner might read all that is shown into memory to have it at hand for one of them.
 */
export const organisationShown = (today: Today) => sql<boolean>`(o.registered
  OR (SELECT true ${itsEntry(today)} LIMIT 1) OR (SELECT true ${itsRecord(today)} LIMIT 1))`;

/** objection-marked: read together with the entry, so no page can forget it. @param row alias of an entry */
export const objectionOpen = (row = 'entry') => sql<boolean>`EXISTS (
  SELECT FROM entry_mark m WHERE m.entry_id = ${column(row, 'entry_id')} AND m.objection_open)`;
