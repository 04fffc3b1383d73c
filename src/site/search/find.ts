/**
 * Finding organisations by name among a million: two neighbouring characters are an index entry (`bigrams`), so two characters are
 * enough. Names that begin with what was typed come first, then organisations of which something is shown, then the others.
 */
import { type RawBuilder, sql } from 'kysely';
import type { ListName, SiteReader } from '../database.ts';
import { initialsOf } from './names.ts';
import type { Query, Term } from './query.ts';

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
/** Nobody reads beyond; a fuller name finds better than the eleventh page. */
export const MOST_FOUND = 200;

type Words = Extract<Query, { kind: 'name' }>;
interface Candidate {
  readonly uscc: string;
  readonly name: string;
  readonly search_name: string;
  readonly noted: boolean;
  readonly registered: boolean;
}

export async function findByName(
  database: SiteReader,
  today: string,
  query: Words,
  filters: Filters,
  common: ReadonlySet<string>,
  page: number,
): Promise<FoundPage> {
  const candidates = await listCandidates(database, today, query, filters, common);
  const ranked = [...new Map(candidates.map((one) => [one.uscc, one])).values()].sort(byFitness(query.whole));
  const shown = ranked.slice(0, MOST_FOUND);
  const found = await describeFound(database, today, shown.slice((page - 1) * PER_PAGE, page * PER_PAGE));
  return { found, total: shown.length, more: ranked.length > MOST_FOUND };
}

/** With a list or ground but no words: everybody on it, by name. */
export async function findByList(
  database: SiteReader,
  today: string,
  filters: Filters,
  page: number,
): Promise<FoundPage> {
  const { rows } = await sql<Candidate>`
    SELECT o.uscc, o.name, o.search_name, o.noted, o.registered FROM organisation o
    WHERE o.noted AND ${filtered(today, filters)} ORDER BY o.search_name COLLATE "C", o.uscc LIMIT ${MOST_FOUND + 1}`.execute(
    database,
  );
  const shown = rows.slice(0, MOST_FOUND);
  const found = await describeFound(database, today, shown.slice((page - 1) * PER_PAGE, page * PER_PAGE));
  return { found, total: shown.length, more: rows.length > MOST_FOUND };
}

/** Each way stops at its limit, so the commonest word costs no more than a rare one. */
async function listCandidates(
  database: SiteReader,
  today: string,
  query: Words,
  filters: Filters,
  common: ReadonlySet<string>,
): Promise<readonly Candidate[]> {
  const words = sql.join(
    query.terms.map((term) => contains(term, common)),
    sql` AND `,
  );
  const columns = sql`SELECT o.uscc, o.name, o.search_name, o.noted, o.registered FROM organisation o WHERE`;
  const limit = MOST_FOUND + 1;
  const noted = sql`(${columns} o.noted AND ${words} AND ${filtered(today, filters)} LIMIT ${limit})`;
  if (filters.list !== undefined || filters.ground !== undefined) {
    return (await sql<Candidate>`${noted}`.execute(database)).rows;
  }
  const beginning = sql`(${columns} o.search_name COLLATE "C" >= ${query.whole} AND o.search_name COLLATE "C" < ${`${query.whole}\u{10FFFF}`}
    AND ${filtered(today, filters)} ORDER BY o.search_name COLLATE "C" LIMIT ${limit})`;
  const others = sql`(${columns} ${words} AND ${filtered(today, filters)} LIMIT ${limit})`;
  const { rows } = await sql<Candidate>`${beginning} UNION ALL ${noted} UNION ALL ${others}`.execute(database);
  return rows;
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

/** The whole name, then its beginning, then those of which something is shown; of equal ones the shorter name. */
function byFitness(whole: string): (a: Candidate, b: Candidate) => number {
  const rank = ({ search_name, noted }: Candidate) =>
    search_name === whole ? 0 : (search_name.startsWith(whole) ? 1 : 3) + (noted ? 0 : 1);
  return (a, b) => rank(a) - rank(b) || a.search_name.length - b.search_name.length || (a.uscc < b.uscc ? -1 : 1);
}

async function describeFound(database: SiteReader, today: string, found: readonly Candidate[]): Promise<Found[]> {
  if (found.length === 0) return [];
  const { rows } = await sql<Found>`
    SELECT o.uscc, o.name, o.area,
      ARRAY(SELECT DISTINCT entry.list FROM edition_entry entry WHERE entry.uscc = o.uscc
        AND entry.number = (SELECT max(d.number) FROM edition d WHERE d.list = entry.list)
        AND (entry.valid_until IS NULL OR entry.valid_until >= ${today}::date) ORDER BY 1 DESC) AS lists,
      (SELECT count(*)::int FROM good_record record WHERE record.uscc = o.uscc AND record.valid_from <= ${today}::date
        AND (record.valid_until IS NULL OR record.valid_until >= ${today}::date)) AS records
    FROM organisation o WHERE o.uscc = ANY (${found.map((one) => one.uscc)}::text[])`.execute(database);
  const described = new Map(rows.map((row) => [row.uscc, row]));
  return found.flatMap(({ uscc }) => described.get(uscc) ?? []);
}

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
  database: SiteReader,
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
    database,
  );
  return rows;
}
