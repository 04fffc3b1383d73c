/** Enqueues background work inside the caller's transaction, so a job exists exactly when the change that needs it does. */
import { sql } from 'kysely';
import type { Recipient } from '#contracts/vocabulary.ts';
import type { PlatformTx } from './database.ts';

export interface PlatformJobs {
  /** parse, check and merge a stored file */
  'intake.process': { batchId: string };
  /** deliver everything that is due to a recipient; to all of them where none is named */
  'exchange.deliver': { recipient: Recipient };
  /** hand what changed in the directory of organisations to the public site */
  'exchange.send-directory': Record<string, never>;
  /** after a large batch was reviewed or determined */
  'determination.refresh-statistics': Record<string, never>;
}

/**
 * `key` makes the job unique: enqueued again before it ran, it replaces itself, also with another time to run.
 * @param inSeconds from now on the database's clock; 0: as soon as a worker is free
 */
export async function enqueueJob<Name extends keyof PlatformJobs>(
  tx: PlatformTx,
  name: Name,
  payload: PlatformJobs[Name],
  key: string,
  inSeconds = 0,
): Promise<void> {
  await sql`SELECT enqueue(${name}, ${JSON.stringify(payload)}::json, ${key}, ${inSeconds})`.execute(tx);
}

/**
 * Everything due to a recipient is delivered by one job at a time: those of a recipient share a queue. A transaction adds one of its own,
 * so that none waits for another's end, and the first to run takes along what the others were for.
 */
export async function enqueueDelivery(tx: PlatformTx, recipient: Recipient, inSeconds = 0): Promise<void> {
  const name: keyof PlatformJobs = 'exchange.deliver';
  const queue = `deliver:${recipient}`;
  await sql`SELECT enqueue(${name}, ${JSON.stringify({ recipient })}::json, ${queue} || ':' || pg_current_xact_id(), ${inSeconds}, ${queue})`.execute(
    tx,
  );
}
