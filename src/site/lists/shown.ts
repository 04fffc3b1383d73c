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

/** Whether the newest edition of its list still names it. @param row alias of `edition_entry` */
const stillNamed = (row: string) => sql<boolean>`EXISTS (
  SELECT FROM edition_member named WHERE named.list = ${column(row, 'list')} AND named.entry_id = ${column(row, 'entry_id')}
  AND named.number = (SELECT max(newest.number) FROM edition newest WHERE newest.list = named.list))`;

/**
 * An entry of any edition: what is over, or left with a later edition, is not shown, even on the edition it was signed with.
 * @param row alias of `edition_entry`
 */
export const entryShown = (row: string, today: Today) => sql<boolean>`(${lasts(row, today)} AND ${stillNamed(row)})`;

/**
 * How an entry that is not shown has ended, as a word of `EndingClass`; of a row of `edition_member` with what may be left of it.
 * @param entry alias of its `edition_entry` @param gone of its `withdrawn_entry`
 */
export const endingOf = (entry: string, gone: string, today: Today) => sql<string>`CASE
  WHEN ${column(entry, 'entry_id')} IS NULL THEN coalesce(${column(gone, 'reason')}, 'withdrawn')
  WHEN NOT ${lasts(entry, today)} THEN 'expired' ELSE 'left-out' END`;

/**
 * Everything that was shown and is to be shown no more, as `id`, `effective_on`, `reason`: withdrawn, past its last day, or gone with a later
 * edition; whichever came first. Nothing that stands today.
 */
export const endings = (today: Today) => sql`(
  SELECT DISTINCT ON (id) id, effective_on, reason FROM (
    SELECT entry_id AS id, effective_on, coalesce(reason, 'withdrawn') AS reason FROM withdrawn_entry
    UNION ALL SELECT record_id, effective_on, coalesce(reason, 'withdrawn') FROM withdrawn_record
    UNION ALL SELECT entry_id, valid_until + 1, 'expired' FROM edition_entry e WHERE NOT ${lasts('e', today)}
    UNION ALL SELECT record_id, valid_until + 1, 'expired' FROM good_record r WHERE ${recordOver('r', today)}
    UNION ALL SELECT m.entry_id, (SELECT d.published_on FROM edition d WHERE d.list = m.list AND d.number > max(m.number) ORDER BY d.number LIMIT 1), 'left-out'
      FROM edition_member m GROUP BY m.list, m.entry_id
      HAVING max(m.number) < (SELECT max(newest.number) FROM edition newest WHERE newest.list = m.list)
  ) AS ended
  WHERE NOT EXISTS (SELECT FROM edition_entry here WHERE here.entry_id = ended.id AND ${entryShown('here', today)})
    AND NOT EXISTS (SELECT FROM good_record held WHERE held.record_id = ended.id AND ${recordShown('held', today)})
  ORDER BY id, effective_on)`;

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
