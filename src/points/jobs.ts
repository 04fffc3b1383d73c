/** Enqueues background work inside the caller's transaction, so a job exists exactly when the change that needs it does. */
import { sql } from 'kysely';
import type { PointsTx } from './database.ts';

export interface PointsJobs {
  /** tell the platform about accounts opened or closed */
  'exchange.deliver': Record<string, never>;
  /** tell account holders what a change of the rules changes for them */
  'rules.tell': Record<string, never>;
}

/** `key` makes the job unique: enqueued again before it ran, it replaces itself. */
export async function enqueueJob<Name extends keyof PointsJobs>(
  tx: PointsTx,
  name: Name,
  payload: PointsJobs[Name],
  key: string,
): Promise<void> {
  await sql`SELECT enqueue(${name}, ${JSON.stringify(payload)}::json, ${key})`.execute(tx);
}

/** One delivery at a time, by one queue; each transaction adds a job of its own, so that none waits for another's end. */
export async function enqueueDelivery(tx: PointsTx, inSeconds = 0): Promise<void> {
  const name: keyof PointsJobs = 'exchange.deliver';
  await sql`SELECT enqueue(${name}, '{}'::json, 'deliver:' || pg_current_xact_id(), ${inSeconds}, 'deliver')`.execute(
    tx,
  );
}
