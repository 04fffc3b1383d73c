/**
 * Finding organisations by name among a million: two neighbouring characters are an index entry (`bigrams`), so two characters are
 * enough. Names that begin with what was typed come first, then organisations of which something is shown, then the others.
 */
import { type RawBuilder, sql } from 'kysely';
import type { Pool } from 'pg';
import type { ListName, SiteReader } from '../database.ts';
import { queryPrepared } from '../prepared.ts';
import { initialsOf } from './names.ts';
import type { Query, Term } from './query.ts';

export interface Source {
  readonly database: SiteReader;
  readonly pool: Pool;
}

export interface Filters {
  readonly area?: string | undefined;
  readonly list?: ListName | undefined;
  readonly ground?: string | undefined;
}

export interface Found {
  readonly uscc: string;
  readonly name: string;
  readonly area: string | null;
  readonly lists: readonly ListName[];
  /** good records shown today */
  readonly records: number;
}

export interface FoundPage {
  readonly found: readonly Found[];
  /** how many there are in all, up to `MOST_FOUND` */
  readonly total: number;
  /** there are more, which a fuller name would find */
  readonly more: boolean;
}

export const PER_PAGE = 20;
/** Nobody reads beyond; a fuller name finds better than the sixth page. */
export const MOST_FOUND = 100;

type Words = Extract<Query, { kind: 'name' }>;
type Row = Found & { readonly total: number };

const COLUMNS = sql`o.uscc, o.name, o.search_name, o.noted, o.area`;

/** One question to the database: candidates, their order, and what is shown of those on the page. */
export async function findByName(
  site: Source,
  today: string,
  query: Words,
  filters: Filters,
  common: ReadonlySet<string>,
  page: number,
): Promise<FoundPage> {
  const { whole } = query;
  const order = sql`
    CASE WHEN search_name = ${whole} THEN 0
      ELSE CASE WHEN starts_with(search_name, ${whole}) THEN 1 ELSE 3 END + CASE WHEN noted THEN 0 ELSE 1 END END,
    length(search_name), uscc`;
  const statement = onPage(today, candidates(today, query, filters, common), order, page);
  // what nearly everybody asks has one of a few shapes; anything longer is planned as it comes
  const usual = query.terms.length === 1 && filters.area === undefined;
  const rows = usual ? await queryPrepared(site, statement) : (await statement.execute(site.database)).rows;
  if (rows.length > 0 || page === 1) return pageOf(rows);
  return { ...(await findByName(site, today, query, filters, common, 1)), found: [] }; // beyond the last page
}

/** With a list or ground but no words: everybody on it, by name. */
export async function findByList(site: Source, today: string, filters: Filters, page: number): Promise<FoundPage> {
  const listed = sql`SELECT ${COLUMNS} FROM organisation o WHERE o.noted AND ${filtered(today, filters)}`;
  const { rows } = await onPage(today, listed, sql`search_name COLLATE "C", uscc`, page).execute(site.database);
  if (rows.length > 0 || page === 1) return pageOf(rows);
  return { ...(await findByList(site, today, filters, 1)), found: [] };
}

/** Each way stops at its limit, so the commonest word costs no more than a rare one; the last is not walked when the first two fill the pages. */
function candidates(
  today: string,
  { whole, terms }: Words,
  filters: Filters,
  common: ReadonlySet<string>,
): RawBuilder<unknown> {
  const words = sql.join(
    terms.map((term) => contains(term, common)),
    sql` AND `,
  );
  const limit = MOST_FOUND + 1;
  const noted = sql`(SELECT ${COLUMNS} FROM organisation o WHERE o.noted AND ${words} AND ${filtered(today, filters)} LIMIT ${limit})`;
  if (filters.list !== undefined || filters.ground !== undefined) return noted;
  const beginning = sql`(SELECT ${COLUMNS} FROM organisation o
    WHERE o.search_name COLLATE "C" >= ${whole} AND o.search_name COLLATE "C" < ${`${whole}\u{10FFFF}`}
      AND ${filtered(today, filters)} ORDER BY o.search_name COLLATE "C" LIMIT ${limit})`;
  return sql`
    WITH first AS MATERIALIZED (${beginning} UNION ${noted})
    SELECT * FROM first
    UNION
    (SELECT ${COLUMNS} FROM organisation o
     WHERE (SELECT count(*) FROM first) <= ${MOST_FOUND} AND ${words} AND ${filtered(today, filters)} LIMIT ${limit})`;
}

function onPage(today: string, found: RawBuilder<unknown>, order: RawBuilder<unknown>, page: number): RawBuilder<Row> {
  return sql<Row>`
    WITH ranked AS MATERIALIZED (
      SELECT found.*, row_number() OVER (ORDER BY ${order}) AS place FROM (${found}) AS found ORDER BY place LIMIT ${MOST_FOUND + 1})
    SELECT o.uscc, o.name, o.area, (SELECT count(*)::int FROM ranked) AS total,
      ARRAY(SELECT DISTINCT entry.list FROM edition_entry entry WHERE o.noted AND entry.uscc = o.uscc
        AND entry.number = (SELECT max(d.number) FROM edition d WHERE d.list = entry.list)
        AND (entry.valid_until IS NULL OR entry.valid_until >= ${today}::date) ORDER BY 1 DESC) AS lists,
      (SELECT count(*)::int FROM good_record record WHERE o.noted AND record.uscc = o.uscc AND record.valid_from <= ${today}::date
        AND (record.valid_until IS NULL OR record.valid_until >= ${today}::date)) AS records
    FROM ranked AS o WHERE o.place <= ${MOST_FOUND} ORDER BY o.place LIMIT ${PER_PAGE} OFFSET ${(page - 1) * PER_PAGE}`;
}

function pageOf(rows: readonly Row[]): FoundPage {
  const total = rows[0]?.total ?? 0;
  return { found: rows, total: Math.min(total, MOST_FOUND), more: total > MOST_FOUND };
}

/** The index narrows by the rarer pairs; the text itself then decides, also about the order of the characters. */
function contains(term: Term, common: ReadonlySet<string>): RawBuilder<boolean> {
  const column = term.initials ? sql`o.initials` : sql`o.search_name`;
  const rare = term.initials ? term.bigrams : term.bigrams.filter((pair) => !common.has(pair));
  const exact = sql<boolean>`strpos(${column}, ${term.text}) > 0`;
  return rare.length === 0 ? exact : sql<boolean>`(bigrams(${column}) @> ${[...rare]}::text[] AND ${exact})`;
}

/** What may be shown today, and what the reader narrowed it to. */
function filtered(today: string, { area, list, ground }: Filters): RawBuilder<boolean> {
  const conditions = [
    sql<boolean>`(o.registered OR ${shownEntry(today, sql`true`)} OR ${shownRecord(today, sql`true`)})`,
  ];
  if (area !== undefined) conditions.push(sql<boolean>`o.area = ${area}`);
  if (list !== undefined) conditions.push(shownEntry(today, sql`entry.list = ${list}`));
  if (ground !== undefined) {
    conditions.push(
      sql<boolean>`(${shownEntry(today, sql`entry.ground = ${ground}`)} OR ${shownRecord(today, sql`record.kind = ${ground}`)})`,
    );
  }
  return sql<boolean>`${sql.join(conditions, sql` AND `)}`;
}

const shownEntry = (today: string, condition: RawBuilder<unknown>) => sql<boolean>`EXISTS (
  SELECT FROM edition_entry entry WHERE entry.uscc = o.uscc AND ${condition}
    AND entry.number = (SELECT max(d.number) FROM edition d WHERE d.list = entry.list)
    AND (entry.valid_until IS NULL OR entry.valid_until >= ${today}::date))`;

const shownRecord = (today: string, condition: RawBuilder<unknown>) => sql<boolean>`EXISTS (
  SELECT FROM good_record record WHERE record.uscc = o.uscc AND ${condition}
    AND record.valid_from <= ${today}::date AND (record.valid_until IS NULL OR record.valid_until >= ${today}::date))`;

export interface Suggestion {
  readonly uscc: string;
  readonly name: string;
}

/** Fewer characters say too little about what was meant. */
const SUGGEST_FROM = 3;

/**
 * What may have been meant where nothing was found: names that sound alike (wrongly picked characters are the commonest slip), and
 * names that share pairs of characters, the likest first.
 */
export async function suggestNames(
  site: Source,
  today: string,
  { whole, terms }: Words,
  common: ReadonlySet<string>,
): Promise<Suggestion[]> {
  const [first] = terms;
  if ([...whole].length < SUGGEST_FROM || !first) return [];
  const sound = initialsOf(whole);
  const pairs = terms.flatMap((term) => (term.initials ? [] : term.bigrams.filter((pair) => !common.has(pair))));
  const soundPairs = [...new Set([...sound].slice(1).map((character, index) => `${sound[index]}${character}`))];
  const { rows } = await sql<Suggestion>`
    SELECT uscc, name FROM (
      (SELECT o.uscc, o.name, o.search_name, true AS alike FROM organisation o
       WHERE bigrams(o.initials) @> ${soundPairs}::text[] AND strpos(o.initials, ${sound}) > 0 AND ${filtered(today, {})} LIMIT 500)
      UNION ALL
      (SELECT o.uscc, o.name, o.search_name, false FROM organisation o
       WHERE bigrams(o.search_name) && ${pairs}::text[] AND ${filtered(today, {})} LIMIT 1000)) AS candidate
    GROUP BY uscc, name, search_name
    HAVING bool_or(alike) OR word_similarity(${whole}, search_name) >= 0.35
    ORDER BY bool_or(alike) DESC, word_similarity(${whole}, search_name) DESC, length(search_name), uscc LIMIT 5`.execute(
    site.database,
  );
  return rows;
}
