/** Opens the only kind of transaction the platform's stores accept: one that knows whose jurisdiction it runs under. */
import { type Kysely, sql } from 'kysely';
import type { PlatformDatabase, PlatformTx } from '../database.ts';
import { noteCommit } from '../log-watch.ts';
import type { Actor } from './actor.ts';
import { type Applicant, subjectsOf } from './applicant.ts';

/**
 * Runs `work` in one transaction as `who`: row-level security shows an officer the own departments only, an applicant what
 * is about the applicant only (also where an officer assists: the counter gives no wider view).
 * Everything a use case changes, its audit entry and its outbox rows belong inside one call.
 */
export async function transact<T>(
  database: Kysely<PlatformDatabase>,
  who: Actor | Applicant,
  work: (tx: PlatformTx) => Promise<T>,
): Promise<T> {
  const { departments, subjects } = visibleTo(who);
  let opened: object | undefined;
  const result = await database.transaction().execute(async (transaction) => {
    opened = transaction;
    // xinheng.actor: appointments and delegations are refused by the database where nobody, or the one they are for, gives them
    await sql`SELECT set_config('xinheng.departments', ${departments}, true), set_config('xinheng.subjects', ${subjects}, true), set_config('xinheng.actor', ${actingOfficer(who)}, true)`.execute(
      transaction,
    );
    return work(transaction as PlatformTx);
  });
  noteCommit(database, opened);
  return result;
}

const actingOfficer = (who: Actor | Applicant): string => (who.kind === 'officer' ? who.id : '');

function visibleTo(who: Actor | Applicant): { departments: string; subjects: string } {
  if (who.kind === 'applicant') return { departments: '', subjects: subjectsOf(who).join(',') };
  return { departments: who.departments === '*' ? '*' : who.departments.join(','), subjects: '' };
}
