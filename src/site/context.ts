/** What the site needs from outside; made once by the runtime. It holds no keys but the secrets of its inbox. */
import type { Kysely } from 'kysely';
import type { Pool } from 'pg';
import type { Law } from '#kernel/floor/law.ts';
import type { Policy } from '#kernel/policy/policy.ts';
import type { LocalDate } from '#kernel/time/local-date.ts';
import { atOneInstant } from '#log/one-instant.ts';
import type { SiteDatabase, SiteTx } from './database.ts';

/** A version of a notice as it was enacted. */
export interface NoticeVersion {
  readonly policy: Policy;
  readonly from: LocalDate;
}

export interface SiteContext {
  readonly database: Kysely<SiteDatabase>;
  /** the same database, for the few statements asked thousands of times a second: planned once in each connection, on connections of their own */
  readonly prepared: Pool;
  readonly policy: Policy;
  /** every version of every notice that was enacted, in the order they came into force, for whoever makes pages of them */
  readonly versions?: () => readonly NoticeVersion[];
  /** what stands over it: shown beside its values */
  readonly law: Law;
  /** the instant now; stands still within a transaction */
  readonly clock: () => Date;
  /** everything shown is invented: every page says so, lest a demonstration pass for a city's site */
  readonly demo?: boolean;
}

export async function transact<T>(
  context: Pick<SiteContext, 'database'>,
  work: (tx: SiteTx) => Promise<T>,
): Promise<T> {
  return context.database.transaction().execute((transaction) => atOneInstant(() => work(transaction as SiteTx)));
}
