/** The open public notices that propose a code. Read when asked: what was withdrawn, or is over, is not there. */

import { sql } from 'kysely';
import type { ListId } from '#kernel/policy/policy.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { localDateAt } from '#kernel/time/local-date.ts';
import type { SiteContext } from '../context.ts';
import { noticeOpen, objectionOpen } from '../lists/shown.ts';
import type { Entry } from '../lists/store.ts';
import { fixed, place } from '../prepared.ts';
import type { Finder } from '../search/finder.ts';
import { Gathering } from '../search/gather.ts';
import type { Standing } from '../search/standing.ts';

export interface Proposal extends Entry {
  readonly round_id: string;
  readonly list: ListId;
  readonly title: string;
  readonly notice_from: string;
  readonly notice_until: string;
  /** since when it is shown */
  readonly begun_at: Date;
}

/** Planned once in each connection: the codes, and the day. */
const PROPOSALS = sql`
    SELECT entry.*, n.list, n.title, n.notice_from, n.notice_until, coalesce(t.at, n.received_at) AS begun_at,
      ${objectionOpen()} AS objection_open
    FROM notice_entry entry JOIN notice n ON n.round_id = entry.round_id
    LEFT JOIN notice_turn t ON t.round_id = n.round_id AND t.turn = 'begun'
    WHERE entry.uscc = ANY (${place(1)}::text[]) AND ${noticeOpen('n', place(2))}
    ORDER BY n.notice_until, entry.round_id, entry.sequence`;

export class Proposals {
  readonly #byCode: Gathering<string, Proposal[]>;

  constructor({ database, prepared, clock }: SiteContext) {
    const statement = fixed(database, PROPOSALS);
    this.#byCode = new Gathering(async (usccs) => {
      const { rows } = await prepared.query<Proposal>({ ...statement, values: [usccs, localDateAt(clock())] });
      return Map.groupBy(rows, ({ uscc }) => uscc);
    });
  }

  /** The one that ends first at the top. */
  async of(uscc: string): Promise<readonly Proposal[]> {
    return (await this.#byCode.ask(uscc)) ?? [];
  }
}

export interface ShownOfCode {
  readonly standing: Standing;
  readonly proposals: readonly Proposal[];
  /** in the directory, on a list, or with a record; else it is known from a notice only, for as long as the notice lasts */
  readonly known: boolean;
}

/** Everything shown about a code. @throws Problem organisation.not_found */
export async function findShown(
  sources: { readonly finder: Finder; readonly proposals: Proposals },
  uscc: string,
): Promise<ShownOfCode> {
  const { standing, proposed } = await sources.finder.known(uscc);
  // hardly anybody is in a notice: who is asked for is looked for there only when there is something to find
  const proposals = proposed ? await sources.proposals.of(uscc) : [];
  if (standing) return { standing, proposals, known: true };
  const [first] = proposals;
  if (!first) throw new Problem('organisation.not_found');
  const bare = { area: null, registeredOn: null, registered: false, entries: [], records: [] };
  return { standing: { uscc, name: first.name, ...bare }, proposals, known: false };
}
