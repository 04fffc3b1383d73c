/** What the points system's use cases need from outside; made once by the runtime, so tests can bring their own clock and keys. */
import type { Kysely } from 'kysely';
import type { Policy } from '#kernel/policy/policy.ts';
import type { Keyring, RandomBytes } from '#kernel/seal/keyring.ts';
import { noteCommit, noteUndone } from '#log/log-watch.ts';
import { atOneInstant } from '#log/one-instant.ts';
import type { PointsDatabase, PointsTx } from './database.ts';

export interface PointsContext {
  readonly database: Kysely<PointsDatabase>;
  readonly policy: Policy;
  /** its own; what it shares with the platform is the pairing, under whose pseudonyms the two speak of a person */
  readonly keyring: Keyring;
  /** the instant now; stands still within a transaction */
  readonly clock: () => Date;
  /** a new uuid, version 7: sorts by time */
  readonly newId: () => string;
  /** for the codes people show */
  readonly randomBytes: RandomBytes;
}

/** One use case = one transaction: change, audit entry and outbox row together or not at all, at one instant. */
export async function transact<T>(
  context: Pick<PointsContext, 'database'>,
  work: (tx: PointsTx) => Promise<T>,
): Promise<T> {
  const { database } = context;
  let tx: PointsTx | undefined;
  try {
    const result = await database.transaction().execute((transaction) => {
      tx = transaction as PointsTx;
      return atOneInstant(() => work(transaction as PointsTx));
    });
    noteCommit(database, tx);
    return result;
  } catch (error) {
    noteUndone(tx);
    throw error;
  }
}
