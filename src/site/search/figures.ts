/** Counts of what is shown today, for the front page and the statistics; nobody is named in them. */
import { sql } from 'kysely';
import type { ListId } from '#kernel/policy/policy.ts';
import type { SiteReader } from '../database.ts';
import { entryStands, recordShown } from '../lists/shown.ts';

export interface Shown {
  readonly organisations: number;
  readonly records: number;
  /** organisations on each list that has any, by its id */
  readonly lists: Readonly<Record<ListId, number>>;
}

/** Up to here organisations are counted one by one; beyond, the planner's estimate is near enough and costs nothing. */
const COUNTED_TO = 50_000;

const shownEntries = (today: string) => sql`(
  SELECT e.* FROM edition_entry e
  WHERE ${entryStands('e', today)})`;

const shownRecords = (today: string) => sql`(
  SELECT r.* FROM good_record r WHERE ${recordShown('r', today)})`;

export async function countShown(database: SiteReader, today: string): Promise<Shown> {
  const { rows } = await sql<Shown & { estimate: number }>`
    SELECT (SELECT count(*)::int FROM (SELECT FROM organisation LIMIT ${COUNTED_TO}) AS first) AS organisations,
      (SELECT reltuples::int FROM pg_class WHERE oid = 'organisation'::regclass) AS estimate,
      (SELECT count(*)::int FROM ${shownRecords(today)} AS r) AS records,
      (SELECT coalesce(jsonb_object_agg(list, listed), '{}') FROM (
        SELECT e.list, count(DISTINCT e.uscc) AS listed FROM ${shownEntries(today)} AS e GROUP BY e.list) AS each) AS lists`.execute(
    database,
  );
  const { organisations = 0, estimate = 0, ...others } = rows[0] ?? { records: 0, lists: {} };
  return { ...others, organisations: Math.max(organisations, estimate) };
}

export interface Tally {
  /** department name, area, ground or kind, or month `YYYY-MM`; null where an area is not known */
  readonly key: string | null;
  readonly records: number;
  /** entries of each list that has any, by its id */
  readonly lists: Readonly<Record<ListId, number>>;
}

/** What a table of the statistics counts by. */
export type Grouping = 'department' | 'area' | 'ground' | 'month';

const KEYS = {
  department: { entry: sql`e.department`, record: sql`r.department` },
  area: { entry: sql`o.area`, record: sql`coalesce(o.area, r.area)` },
  ground: { entry: sql`e.ground`, record: sql`r.kind` },
  month: { entry: sql`to_char(e.determined_on, 'YYYY-MM')`, record: sql`to_char(r.determined_on, 'YYYY-MM')` },
} as const;

/** Most first; months in their order. */
export async function tallyShown(database: SiteReader, today: string, by: Grouping): Promise<Tally[]> {
  const { entry, record } = KEYS[by];
  const order = by === 'month' ? sql`key` : sql`sum(counted) DESC, key`;
  const { rows } = await sql<Tally>`
    SELECT key, coalesce(sum(counted) FILTER (WHERE list IS NULL), 0)::int AS records,
      coalesce(jsonb_object_agg(list, counted) FILTER (WHERE list IS NOT NULL), '{}') AS lists
    FROM (
      SELECT key, list, count(*) AS counted FROM (
        SELECT ${entry} AS key, e.list FROM ${shownEntries(today)} AS e LEFT JOIN organisation o ON o.uscc = e.uscc
        UNION ALL
        SELECT ${record}, NULL FROM ${shownRecords(today)} AS r LEFT JOIN organisation o ON o.uscc = r.uscc) AS shown
      GROUP BY key, list) AS grouped
    GROUP BY key ORDER BY ${order}`.execute(database);
  return rows;
}
