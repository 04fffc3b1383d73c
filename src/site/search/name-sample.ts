/**
 * A sample of the names themselves, which tells what so many of them hold that an index narrows nothing (有限公司, the city's own name). So
 * no city's words are written down here. Taken anew after a while, because names change; it decides only how names are sought, never what is found.
 */
import { sql } from 'kysely';
import type { SiteReader } from '../database.ts';
import type { Term } from './query.ts';

const SAMPLE = 10_000;
/** Only reached where the planner's estimate is far behind; cutting off earlier would leave out who stands at the end. */
const MOST_SAMPLED = 5 * SAMPLE;
/** Looked through for every search. */
const LOOKED_THROUGH = 800;
/** In this share of names a pair of characters is common: other pairs of the same word narrow better. */
const COMMON_PAIR = 0.03;
/** Below this many names any plan is quick. */
const FEW = 20_000;
const KEEP_MILLISECONDS = 10 * 60_000;

interface SampledName {
  readonly search_name: string;
  readonly initials: string;
}

/** Text to be found in the folded name or, for initials, in its first letters. */
export type Sought = Pick<Term, 'text' | 'initials'>;

export class NameSample {
  readonly commonPairs: ReadonlySet<string>;
  readonly #names: readonly SampledName[];

  constructor(commonPairs: ReadonlySet<string>, names: readonly SampledName[]) {
    this.commonPairs = commonPairs;
    this.#names = names;
  }

  /** In which share of names all of these are met, 0 to 1. Of few names it is not known, and 0. */
  shareOf(all: readonly Sought[]): number {
    if (this.#names.length === 0) return 0;
    const holds = (name: SampledName) =>
      all.every(({ text, initials }) => (initials ? name.initials : name.search_name).includes(text));
    return this.#names.filter(holds).length / this.#names.length;
  }
}

export class NameSampler {
  readonly #database: SiteReader;
  #sample: Promise<NameSample> | undefined;
  #until = 0;

  constructor(database: SiteReader) {
    this.#database = database;
  }

  /** @param now milliseconds of a clock that goes forward */
  at(now: number): Promise<NameSample> {
    if (this.#sample && now < this.#until) return this.#sample;
    this.#until = now + KEEP_MILLISECONDS;
    const taken = this.#take();
    this.#sample = taken;
    taken.catch(() => {
      if (this.#sample === taken) this.#sample = undefined;
    });
    return taken;
  }

  async #take(): Promise<NameSample> {
    const estimate = await this.#estimate();
    const sampled = sql`organisation TABLESAMPLE SYSTEM (${percent(estimate)}::float4)`;
    const { rows: pairs } = await sql<{ pair: string }>`
      WITH sampled AS MATERIALIZED (SELECT search_name FROM ${sampled} LIMIT ${MOST_SAMPLED})
      SELECT pair FROM sampled CROSS JOIN LATERAL unnest(bigrams(search_name)) AS pair
      GROUP BY pair HAVING count(*) > ${COMMON_PAIR}::float8 * greatest((SELECT count(*) FROM sampled), 500)`.execute(
      this.#database,
    );
    const { rows: names } =
      estimate < FEW
        ? { rows: [] }
        : await sql<SampledName>`
            SELECT search_name, initials FROM (SELECT search_name, initials FROM ${sampled} LIMIT ${MOST_SAMPLED}) AS sampled
            ORDER BY random() LIMIT ${LOOKED_THROUGH}`.execute(this.#database);
    return new NameSample(new Set(pairs.map((row) => row.pair)), names);
  }

  /** As the planner knows it; `ANALYZE` keeps it about right. */
  async #estimate(): Promise<number> {
    const { rows } = await sql<{ estimate: number }>`
      SELECT reltuples::float8 AS estimate FROM pg_class WHERE oid = 'organisation'::regclass`.execute(this.#database);
    return rows[0]?.estimate ?? 0;
  }
}

const percent = (estimate: number) => (estimate < FEW ? 100 : Math.min(100, (SAMPLE / estimate) * 100));
