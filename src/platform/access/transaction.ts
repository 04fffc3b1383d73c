/** Opens the only kind of transaction the platform's stores accept: one that knows whose jurisdiction it runs under. */
import { type Kysely, sql } from 'kysely';
import type { PlatformDatabase, PlatformTx } from '../database.ts';
import type { Actor } from './actor.ts';

/**
 * Runs `work` in one transaction as `actor`: row-level security shows it the actor's departments only.
 * Everything a use case changes, its audit entry and its outbox rows belong inside one call.
 */
export async function transact<T>(
  database: Kysely<PlatformDatabase>,
  actor: Actor,
  work: (tx: PlatformTx) => Promise<T>,
): Promise<T> {
  const departments = actor.departments === '*' ? '*' : actor.departments.join(',');
  return database.transaction().execute(async (transaction) => {
    await sql`SELECT set_config('xinheng.departments', ${departments}, true)`.execute(transaction);
    return work(transaction as PlatformTx);
  });
}
