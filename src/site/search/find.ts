/**
 * Finding organisations by name among a million: two neighbouring characters are an index entry (`bigrams`), so two characters are
 * enough. Names that begin with what was typed come first, then organisations of which something is shown, then the others.
 */
import { type RawBuilder, sql } from 'kysely';
import type { Pool } from 'pg';
import type { ListName, SiteReader } from '../database.ts';
import { queryPrepared } from '../prepared.ts';
import type { NameSample } from './name-sample.ts';
import { initialsOf } from './names.ts';
import type { Query, Term } from './query.ts';

export interface Source {
  readonly database: SiteReader;
  readonly prepared: Pool;
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
  sample: NameSample,
  page: number,
): Promise<FoundPage> {
  const { whole } = query;
  const order = sql`
    CASE WHEN search_name = ${whole} THEN 0
      ELSE CASE WHEN starts_with(search_name, ${whole}) THEN 1 ELSE 3 END + CASE WHEN noted THEN 0 ELSE 1 END END,
    length(search_name), uscc`;
  const statement = onPage(today, candidates(today, query, filters, sample), order, page);
  // what nearly everybody asks has one of a few shapes; anything longer is planned as it comes
  const usual = query.terms.length === 1 && filters.area === undefined;
  const rows = usual ? await queryPrepared(site, statement) : (await statement.execute(site.database)).rows;
  if (rows.length > 0 || page === 1) return pageOf(rows);
  return { ...(await findByName(site, today, query, filters, sample, 1)), found: [] }; // beyond the last page
}

/** With a list or ground but no words: everybody on it, by name. */
export async function findByList(site: Source, today: string, filters: Filters, page: number): Promise<FoundPage> {
  const listed = sql`SELECT ${COLUMNS} FROM organisation o WHERE o.noted AND ${filtered(today, filters)}`;
  const { rows } = await onPage(today, listed, sql`search_name COLLATE "C", uscc`, page).execute(site.database);
  if (rows.length > 0 || page === 1) return pageOf(rows);
  return { ...(await findByList(site, today, filters, 1)), found: [] };
}

/** Rows walked over for a common text before the index is asked after all: names are not strewn evenly, a district's may stand together. */
const WALKED = 20_000;

/** Each way stops at its limit, so the commonest word costs little more than a rare one; the last is not gone when the others fill the pages. */
function candidates(today: string, { whole, terms }: Words, filters: Filters, sample: NameSample): RawBuilder<unknown> {
  const shown = filtered(today, filters);
  // the numbers stand in the text: a plan made for any values must know them
  const limit = sql.lit(MOST_FOUND + 1);
  const noted = sql`(SELECT ${COLUMNS} FROM organisation o WHERE o.noted AND ${all(terms, narrowedBy())} AND ${shown} LIMIT ${limit})`;
  if (filters.list !== undefined || filters.ground !== undefined) return noted;
  const beginning = sql`(SELECT ${COLUMNS} FROM organisation o
    WHERE o.search_name COLLATE "C" >= ${whole} AND o.search_name COLLATE "C" < ${`${whole}\u{10FFFF}`}
      AND ${shown} ORDER BY o.search_name COLLATE "C" LIMIT ${limit})`;
  const unless = (filled: RawBuilder<unknown>) =>
    sql`(SELECT count(*) FROM ${filled} AS filled) <= ${sql.lit(MOST_FOUND)}`;
  const first = sql`first AS MATERIALIZED (${beginning} UNION ${noted})`;
  const indexed = (filled: RawBuilder<unknown>) => sql`(SELECT ${COLUMNS} FROM organisation o
    WHERE ${unless(filled)} AND ${all(terms, narrowedBy(sample.commonPairs))} AND ${shown} LIMIT ${limit})`;
  if (!sample.isCommon(terms)) return sql`WITH ${first} SELECT * FROM first UNION ${indexed(sql`first`)}`;
  return sql`
    WITH ${first}, walked AS MATERIALIZED (
      SELECT * FROM first
      UNION
      (SELECT ${COLUMNS} FROM (SELECT * FROM organisation LIMIT ${sql.lit(WALKED)}) AS o
       WHERE ${unless(sql`first`)} AND ${all(terms, exact)} AND ${shown} LIMIT ${limit}))
    SELECT * FROM walked UNION ${indexed(sql`walked`)}`;
}

const all = (terms: readonly Term[], condition: (term: Term) => RawBuilder<boolean>) =>
  sql.join(terms.map(condition), sql` AND `);

function onPage(today: string, found: RawBuilder<unknown>, order: RawBuilder<unknown>, page: number): RawBuilder<Row> {
  return sql<Row>`
    WITH ranked AS MATERIALIZED (
      SELECT found.*, row_number() OVER (ORDER BY ${order}) AS place FROM (${found}) AS found ORDER BY place LIMIT ${sql.lit(MOST_FOUND + 1)})
    SELECT o.uscc, o.name, o.area, (SELECT count(*)::int FROM ranked) AS total,
      ARRAY(SELECT DISTINCT entry.list FROM edition_entry entry WHERE o.noted AND entry.uscc = o.uscc
        AND entry.number = (SELECT max(d.number) FROM edition d WHERE d.list = entry.list)
        AND (entry.valid_until IS NULL OR entry.valid_until >= ${today}::date) ORDER BY 1 DESC) AS lists,
      (SELECT count(*)::int FROM good_record record WHERE o.noted AND record.uscc = o.uscc AND record.valid_from <= ${today}::date
        AND (record.valid_until IS NULL OR record.valid_until >= ${today}::date)) AS records
    FROM ranked AS o WHERE o.place <= ${sql.lit(MOST_FOUND)} ORDER BY o.place LIMIT ${sql.lit(PER_PAGE)} OFFSET ${(page - 1) * PER_PAGE}`;
}

function pageOf(rows: readonly Row[]): FoundPage {
  const total = rows[0]?.total ?? 0;
  return { found: rows, total: Math.min(total, MOST_FOUND), more: total > MOST_FOUND };
}

const columnOf = ({ initials }: Term) => (initials ? sql`o.initials` : sql`o.search_name`);

/** The text itself decides, also about the order of the characters. */
const exact = (term: Term) => sql<boolean>`strpos(${columnOf(term)}, ${term.text}) > 0`;

/** The index narrows by the pairs that are not common or, where all are, by all of them. */
const narrowedBy =
  (common: ReadonlySet<string> = new Set()) =>
  (term: Term): RawBuilder<boolean> => {
    const rare = term.initials ? [] : term.bigrams.filter((pair) => !common.has(pair));
    const pairs = rare.length > 0 ? rare : term.bigrams;
    return pairs.length === 0
      ? exact(term)
      : sql`(bigrams(${columnOf(term)}) @> ${[...pairs]}::text[] AND ${exact(term)})`;
  };

/** What may be shown today, and what the reader narrowed it to. */
function filtered(today: string, { area, list, ground }: Filters): RawBuilder<boolean> {
  const conditions = [shownAtAll(today)];
  if (area !== undefined) conditions.push(sql<boolean>`o.area = ${area}`);
  if (list !== undefined) conditions.push(sql`EXISTS (SELECT ${shownEntry(today)} AND entry.list = ${list})`);
  if (ground !== undefined) {
    conditions.push(
      sql`(EXISTS (SELECT ${shownEntry(today)} AND entry.ground = ${ground}) OR EXISTS (SELECT ${shownRecord(today)} AND record.kind = ${ground}))`,
    );
  }
  return sql<boolean>`${sql.join(conditions, sql` AND `)}`;
}

/** Asked of few, one by one: as EXISTS the planner might read all that is shown into memory to have it at hand for one of them. */
const shownAtAll = (today: string) => sql<boolean>`(o.registered
  OR (SELECT true ${shownEntry(today)} LIMIT 1) OR (SELECT true ${shownRecord(today)} LIMIT 1))`;

const shownEntry = (today: string) => sql`FROM edition_entry entry WHERE entry.uscc = o.uscc
    AND entry.number = (SELECT max(d.number) FROM edition d WHERE d.list = entry.list)
    AND (entry.valid_until IS NULL OR entry.valid_until >= ${today}::date)`;

const shownRecord = (today: string) => sql`FROM good_record record WHERE record.uscc = o.uscc
    AND record.valid_from <= ${today}::date AND (record.valid_until IS NULL OR record.valid_until >= ${today}::date)`;

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
  { commonPairs }: NameSample,
): Promise<Suggestion[]> {
  const [first] = terms;
  if ([...whole].length < SUGGEST_FROM || !first) return [];
  const sound = initialsOf(whole);
  const pairs = terms.flatMap((term) => (term.initials ? [] : term.bigrams.filter((pair) => !commonPairs.has(pair))));
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
