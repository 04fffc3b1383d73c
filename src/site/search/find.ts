/**
 * Finding organisations by name among a million: two neighbouring characters are an index entry (`bigrams`), so two characters are
 * enough. Names that begin with what was typed come first, then organisations of which something is shown, then the others.
 */
import { type RawBuilder, sql } from 'kysely';
import type { ListId } from '#kernel/policy/policy.ts';
import { itsEntry, itsRecord, objectionOpen, organisationShown, type Today } from '../lists/shown.ts';
import { Shapes, type Source, slot } from '../prepared.ts';
import type { NameSample } from './name-sample.ts';
import { initialsOf } from './names.ts';
import type { Query, Term } from './query.ts';

export interface Filters {
  readonly area?: string | undefined;
  readonly list?: ListId | undefined;
  readonly ground?: string | undefined;
}

export interface Found {
  readonly uscc: string;
  readonly name: string;
  readonly area: string | null;
  readonly lists: readonly ListId[];
  /** good records shown today */
  readonly records: number;
  /** objection-marked: about an entry or a record that stands here as a tag or a figure */
  readonly objectionOpen: boolean;
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
/** One more than is shown tells that there are more. The number stands in the text: a plan made for any values must know it. */
const LIMIT = sql.lit(MOST_FOUND + 1);

type Words = Extract<Query, { kind: 'name' }>;
type Row = Found & { readonly total: number };

/** What a search by name fills into its statement. */
interface Sought extends Filters {
  readonly today: string;
  readonly whole: string;
  readonly terms: readonly {
    readonly text: string;
    readonly pairs: readonly string[];
    readonly rare: readonly string[];
  }[];
}

const value = (read: (sought: Sought) => unknown) => slot(read);
const TODAY = value(({ today }) => today);
const WHOLE = value(({ whole }) => whole);
/** Behind everything that begins with what was typed. */
const BEYOND = value(({ whole }) => `${whole}\u{10FFFF}`);
const shapes = new Shapes<Sought, Row>();

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
  const way = wayOf(sample.shareOf(query.terms));
  const shape: SearchShape = {
    terms: query.terms.map(({ initials, bigrams }, index) => ({ index, initials, pairs: bigrams.length > 0 })),
    way,
    ...{ area: filters.area !== undefined, list: filters.list !== undefined, ground: filters.ground !== undefined },
  };
  const terms = query.terms.map((term) => ({ text: term.text, pairs: term.bigrams, rare: rarePairs(term, sample) }));
  const sought = { today, whole, terms, ...filters };
  // what nearly everybody asks has one of a few shapes; anything longer is planned as it comes
  const usual = query.terms.length === 1 && !shape.area;
  return readPage(page, (shownPage) => {
    const key = usual ? JSON.stringify([shape, shownPage]) : undefined;
    return shapes.ask(site, key, () => onPage(TODAY, candidates(shape), ORDER, shownPage), sought);
  });
}

const ORDER = sql`
    CASE WHEN search_name = ${WHOLE} THEN 0
      ELSE CASE WHEN starts_with(search_name, ${WHOLE}) THEN 1 ELSE 3 END + CASE WHEN noted THEN 0 ELSE 1 END END,
    length(search_name), uscc`;

/** All that the text of a search depends on; the rest is filled in. */
interface SearchShape extends Readonly<Record<keyof Filters, boolean>> {
  readonly terms: readonly SoughtTerm[];
  readonly way: Way;
}

interface SoughtTerm {
  readonly index: number;
  readonly initials: boolean;
  /** two neighbouring characters at least */
  readonly pairs: boolean;
}

/** With a list or ground but no words: everybody on it, by name. */
export async function findByList(site: Source, today: string, filters: Filters, page: number): Promise<FoundPage> {
  const listed = sql`SELECT ${COLUMNS} FROM organisation o WHERE o.noted AND ${filtered(today, filters)}`;
  return readPage(page, async (shownPage) => {
    const statement = onPage(today, listed, sql`search_name COLLATE "C", uscc`, shownPage);
    return (await statement.execute(site.database)).rows;
  });
}

/** Beyond the last page there is nothing, but it is said how many there are. */
async function readPage(page: number, read: (page: number) => Promise<Row[]>): Promise<FoundPage> {
  const rows = page * PER_PAGE <= MOST_FOUND ? await read(page) : [];
  if (rows.length > 0 || page === 1) return pageOf(rows);
  return { ...pageOf(await read(1)), found: [] };
}

/** From this share of names on, walking over them meets enough of those that hold a text sooner than any index has listed them. */
const WALKED_FROM = 0.05;
/** Rows walked over before the index is asked after all: names are not strewn evenly, a district's may stand together. */
const WALKED = 20_000;
/** From this share on, those of whom something is shown are walked over, too: a few thousand, not a million. */
const NOTED_WALKED_FROM = 0.2;
/** From this share on, the eighth of all with indexes of its own (migration 0005) holds enough. */
const EIGHTH_FROM = 0.002;
const IN_EIGHTH = sql`right(o.uscc, 1) = ANY (ARRAY['0', '1', '2', '3'])`;

/** How those of whom nothing is shown are sought, by the share of names that hold the words. */
type Way = 'by-index' | 'in-eighth' | 'walked' | 'all-walked';

function wayOf(share: number): Way {
  if (share < EIGHTH_FROM) return 'by-index';
  if (share < WALKED_FROM) return 'in-eighth';
  return share < NOTED_WALKED_FROM ? 'walked' : 'all-walked';
}

/**
 * Ways to those who hold the words, the cheapest first, each with its limit and none gone once the pages are full: so the commonest word
 * costs little more than a rare one.
 */
function candidates({ terms, way, area, list, ground }: SearchShape): RawBuilder<unknown> {
  const filters = {
    area: area ? value((sought) => sought.area) : undefined,
    list: list ? value((sought) => sought.list) : undefined,
    ground: ground ? value((sought) => sought.ground) : undefined,
  };
  const among = (rows: RawBuilder<unknown>, ...conditions: RawBuilder<unknown>[]) => sql`
    SELECT ${COLUMNS} FROM ${rows} WHERE ${sql.join([...conditions, filtered(TODAY, filters)], sql` AND `)}`;
  const organisations = sql`organisation o`;
  const noted = all(terms, way === 'all-walked' ? exact : narrowedBy('pairs'));
  if (list || ground) return sql`${among(organisations, sql`o.noted`, noted)} LIMIT ${LIMIT}`;

  // whom one way finds no other does: nobody has to be sorted out twice
  const begins = sql`(o.search_name COLLATE "C" >= ${WHOLE} AND o.search_name COLLATE "C" < ${BEYOND})`;
  const elsewhere = sql`NOT starts_with(o.search_name, ${WHOLE})`;
  const others = sql`NOT o.noted AND ${elsewhere}`;
  const rare = all(terms, narrowedBy('rare'));
  const met =
    way === 'by-index'
      ? sql`SELECT ${COLUMNS} FROM ${organisations} WHERE false`
      : way === 'in-eighth'
        ? among(organisations, unless(sql`first`), IN_EIGHTH, others, rare)
        : among(
            sql`(SELECT * FROM organisation LIMIT ${sql.lit(WALKED)}) AS o`,
            unless(sql`first`),
            others,
            all(terms, exact),
          );
  return sql`
    WITH first AS MATERIALIZED (
      (${among(organisations, begins)} ORDER BY o.search_name COLLATE "C" LIMIT ${LIMIT})
      UNION ALL (${among(organisations, sql`o.noted`, elsewhere, noted)} LIMIT ${LIMIT})),
    met AS MATERIALIZED (SELECT * FROM first UNION ALL (${met} LIMIT ${LIMIT}))
    SELECT * FROM met WHERE NOT ${unless(sql`met`)}
    UNION ALL SELECT * FROM first WHERE ${unless(sql`met`)}
    UNION ALL (${among(organisations, unless(sql`met`), others, rare)} LIMIT ${LIMIT})`;
}

/** There is room on the pages beside those found already. */
const unless = (filled: RawBuilder<unknown>) =>
  sql`(SELECT count(*) FROM ${filled} AS filled) <= ${sql.lit(MOST_FOUND)}`;

const all = (terms: readonly SoughtTerm[], condition: (term: SoughtTerm) => RawBuilder<boolean>) =>
  sql.join(terms.map(condition), sql` AND `);

function onPage(today: Today, found: RawBuilder<unknown>, order: RawBuilder<unknown>, page: number): RawBuilder<Row> {
  return sql<Row>`
    SELECT o.uscc, o.name, o.area, o.total,
      CASE WHEN o.noted THEN ARRAY(SELECT DISTINCT entry.list ${itsEntry(today)} ORDER BY 1 DESC) ELSE '{}' END AS lists,
      CASE WHEN o.noted THEN (SELECT count(*)::int ${itsRecord(today)}) ELSE 0 END AS records,
      o.noted AND (EXISTS (SELECT ${itsEntry(today)} AND ${objectionOpen()})
        OR EXISTS (SELECT ${itsRecord(today)} AND record.objection_open)) AS "objectionOpen"
    FROM (SELECT found.*, count(*) OVER ()::int AS total FROM (${found}) AS found
      ORDER BY ${order} LIMIT ${sql.lit(PER_PAGE)} OFFSET ${(page - 1) * PER_PAGE}) AS o`;
}

function pageOf(rows: readonly Row[]): FoundPage {
  const total = rows[0]?.total ?? 0;
  return { found: rows, total: Math.min(total, MOST_FOUND), more: total > MOST_FOUND };
}

const columnOf = ({ initials }: SoughtTerm) => (initials ? sql`o.initials` : sql`o.search_name`);

/** The text itself decides, also about the order of the characters. */
const exact = (term: SoughtTerm) =>
  sql<boolean>`strpos(${columnOf(term)}, ${value(({ terms }) => terms[term.index]?.text)}) > 0`;

/** The index narrows by the pairs that are not common or, where all are, by all of them. */
function rarePairs({ initials, bigrams }: Term, { commonPairs }: NameSample): readonly string[] {
  const rare = initials ? [] : bigrams.filter((pair) => !commonPairs.has(pair));
  return rare.length > 0 ? rare : bigrams;
}

const narrowedBy =
  (which: 'pairs' | 'rare') =>
  (term: SoughtTerm): RawBuilder<boolean> =>
    term.pairs
      ? sql`(bigrams(${columnOf(term)}) @> ${value(({ terms }) => terms[term.index]?.[which])}::text[] AND ${exact(term)})`
      : exact(term);

/** What may be shown today, and what the reader narrowed it to. */
function filtered(
  today: Today,
  { area, list, ground }: { readonly [By in keyof Filters]: string | RawBuilder<unknown> | undefined },
): RawBuilder<boolean> {
  const conditions = [organisationShown(today)];
  if (area !== undefined) conditions.push(sql<boolean>`o.area = ${area}`);
  if (list !== undefined) conditions.push(sql`EXISTS (SELECT ${itsEntry(today)} AND entry.list = ${list})`);
  if (ground !== undefined) {
    conditions.push(
      sql`(EXISTS (SELECT ${itsEntry(today)} AND entry.ground = ${ground}) OR EXISTS (SELECT ${itsRecord(today)} AND record.kind = ${ground}))`,
    );
  }
  return sql<boolean>`${sql.join(conditions, sql` AND `)}`;
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
