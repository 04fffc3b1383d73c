/** The one way pages and programs look organisations up: many look-ups gathered into one, names by the index, nothing kept between. */
import { localDateAt } from '#kernel/time/local-date.ts';
import type { SiteContext } from '../context.ts';
import { type Filters, type FoundPage, findByList, findByName, type Suggestion, suggestNames } from './find.ts';
import { Gathering } from './gather.ts';
import { NameSampler } from './name-sample.ts';
import { type Query, understand } from './query.ts';
import { type Known, type Standing, standingsOf } from './standing.ts';

export interface SearchOutcome extends FoundPage {
  readonly query: Query;
  readonly suggestions: readonly Suggestion[];
}

const NOTHING: FoundPage = { found: [], total: 0, more: false };

export class Finder {
  readonly #context: SiteContext;
  readonly #known: Gathering<string, Known>;
  readonly #sampler: NameSampler;

  constructor(context: SiteContext) {
    this.#context = context;
    const load = standingsOf(context);
    this.#known = new Gathering((usccs) => load(this.#today, usccs));
    this.#sampler = new NameSampler(context.database);
  }

  get #today() {
    return localDateAt(this.#context.clock());
  }

  /** By exact code; undefined for one that is neither registered nor shown. */
  async standing(uscc: string): Promise<Standing | undefined> {
    return (await this.known(uscc)).standing;
  }

  /** The same, and whether a notice names it. */
  async known(uscc: string): Promise<Known> {
    return (await this.#known.ask(uscc)) ?? { standing: undefined, proposed: false };
  }

  /** @param page from 1 */
  async search(text: string, filters: Filters, page: number): Promise<SearchOutcome> {
    const query = understand(text);
    const outcome = (found: FoundPage, suggestions: readonly Suggestion[] = []) => ({ ...found, query, suggestions });
    if (query.kind === 'code') return outcome(await this.#byCode(query.uscc));
    if (query.kind === 'name') return this.#byName(query, filters, page);
    if (query.kind === 'nothing' && (filters.list !== undefined || filters.ground !== undefined)) {
      return outcome(await findByList(this.#context, this.#today, filters, page));
    }
    return outcome(NOTHING);
  }

  /** A code is one organisation: no filter can be meant against it. */
  async #byCode(uscc: string): Promise<FoundPage> {
    const one = await this.standing(uscc);
    if (!one) return NOTHING;
    const lists = [...new Set(one.entries.map((entry) => entry.list))];
    const objectionOpen = [...one.entries, ...one.records].some(({ objection_open }) => objection_open);
    const found = { uscc, name: one.name, area: one.area, lists, records: one.records.length, objectionOpen };
    return { found: [found], total: 1, more: false };
  }

  async #byName(query: Extract<Query, { kind: 'name' }>, filters: Filters, page: number): Promise<SearchOutcome> {
    const { clock } = this.#context;
    const sample = await this.#sampler.at(clock().getTime());
    const found = await findByName(this.#context, this.#today, query, filters, sample, page);
    const suggestions = found.total > 0 ? [] : await suggestNames(this.#context, this.#today, query, sample);
    return { ...found, query, suggestions };
  }
}
