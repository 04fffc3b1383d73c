/** What the points system's use cases need from outside; made once by the runtime, so tests can bring their own clock and keys. */
import { type Kysely, sql } from 'kysely';
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

/** Whose account it is about, and the token of their session: a function, so that no log and no answer writes it. */
export interface Holder {
  readonly subjectKey: string;
  readonly pass: (() => string) | undefined;
}

/**
 * As `transact`, in the person's own transaction: the database asks by the session whose it is, and shows nobody else's account (092).
 * Without a pass nothing is seen, but by a login that sees everything: that of background work, or of tests.
 * @throws Error `session_over`, told as `session.required`, when the session has ended meanwhile
 */
export async function transactAs<T>(
  context: Pick<PointsContext, 'database'>,
  { subjectKey, pass }: Holder,
  work: (tx: PointsTx) => Promise<T>,
): Promise<T> {
  return transact(context, async (tx) => {
    if (pass) await sql`SELECT enter_account(${pass()}, ${subjectKey}::uuid)`.execute(tx);
    return work(tx);
  });
}

/** From here on the transaction is about whoever showed the code to be asked about; about nobody where there is no such code. */
export async function enterByCode(tx: PointsTx, code: string): Promise<void> {
  await sql`SELECT enter_by_code(${Buffer.from(code, 'utf8')})`.execute(tx);
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
