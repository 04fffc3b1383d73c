/**
 * Pairs of characters that so many names hold that an index over them narrows nothing (有限, 公司, the city's own name). Measured on a
 * sample of the names themselves, so no city's words are written down here; forgotten after a while, because names change.
 */
import { sql } from 'kysely';
import type { SiteReader } from '../database.ts';

const SAMPLE = 10_000;
/** In this share of names a pair is common: walking over the names then meets enough of them sooner than the index has listed them. */
const SHARE = 0.03;
/** Below this many names any plan is quick. */
const FEW = 20_000;
const KEEP_MILLISECONDS = 10 * 60_000;

export class CommonPairs {
  readonly #database: SiteReader;
  #pairs: Promise<ReadonlySet<string>> | undefined;
  #until = 0;

  constructor(database: SiteReader) {
    this.#database = database;
  }

  /** @param now milliseconds of a clock that goes forward */
  at(now: number): Promise<ReadonlySet<string>> {
    if (this.#pairs && now < this.#until) return this.#pairs;
    this.#until = now + KEEP_MILLISECONDS;
    const measured = this.#measure();
    this.#pairs = measured;
    measured.catch(() => {
      if (this.#pairs === measured) this.#pairs = undefined;
    });
    return measured;
  }

  async #measure(): Promise<ReadonlySet<string>> {
    const { rows } = await sql<{ pair: string }>`
      WITH sampled AS MATERIALIZED (
        SELECT search_name FROM organisation TABLESAMPLE SYSTEM (${this.#percent(await this.#estimate())}::float4) LIMIT ${SAMPLE})
      SELECT pair FROM sampled CROSS JOIN LATERAL unnest(bigrams(search_name)) AS pair
      GROUP BY pair HAVING count(*) > ${SHARE}::float8 * greatest((SELECT count(*) FROM sampled), 500)`.execute(
      this.#database,
    );
    return new Set(rows.map((row) => row.pair));
  }

  /** As the planner knows it; `ANALYZE` keeps it about right. */
  async #estimate(): Promise<number> {
    const { rows } = await sql<{ estimate: number }>`
      SELECT reltuples::float8 AS estimate FROM pg_class WHERE oid = 'organisation'::regclass`.execute(this.#database);
    return rows[0]?.estimate ?? 0;
  }

  #percent(estimate: number): number {
    return estimate < FEW ? 100 : Math.min(100, (SAMPLE / estimate) * 100 * 3);
  }
}
