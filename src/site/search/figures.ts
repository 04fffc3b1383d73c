/** Counts of what is shown today, for the front page and the statistics; nobody is named in them. */
import { sql } from 'kysely';
import type { SiteReader } from '../database.ts';
import { entryStands, recordShown } from '../lists/shown.ts';

export interface Shown {
  readonly organisations: number;
  readonly records: number;
  readonly red: number;
  readonly black: number;
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
      count(DISTINCT e.uscc) FILTER (WHERE e.list = 'red')::int AS red,
      count(DISTINCT e.uscc) FILTER (WHERE e.list = 'black')::int AS black
    FROM ${shownEntries(today)} AS e`.execute(database);
  const { organisations = 0, estimate = 0, ...others } = rows[0] ?? { records: 0, red: 0, black: 0 };
  return { ...others, organisations: Math.max(organisations, estimate) };
}

export interface Tally {
  /** department name, area, ground or kind, or month `YYYY-MM`; null where an area is not known */
  readonly key: string | null;
  readonly records: number;
  readonly red: number;
  readonly black: number;
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
  const order = by === 'month' ? sql`key` : sql`count(*) DESC, key`;
  const { rows } = await sql<Tally>`
    SELECT key, count(*) FILTER (WHERE what = 'record')::int AS records, count(*) FILTER (WHERE what = 'red')::int AS red,
      count(*) FILTER (WHERE what = 'black')::int AS black
    FROM (
      SELECT ${entry} AS key, e.list AS what FROM ${shownEntries(today)} AS e LEFT JOIN organisation o ON o.uscc = e.uscc
      UNION ALL
      SELECT ${record}, 'record' FROM ${shownRecords(today)} AS r LEFT JOIN organisation o ON o.uscc = r.uscc) AS counted
    GROUP BY key ORDER BY ${order}`.execute(database);
  return rows;
}
