/** How much stands in an officer's queues, by state, and how much of it is past its day: counts, never cases. */
import { sql } from 'kysely';
import type { CaseCounts } from '#contracts/case-queue.ts';
import { localDateAt } from '#kernel/time/local-date.ts';
import type { Actor } from '../../access/actor.ts';
import { ownDepartments, requireOwnDepartments } from '../../access/jurisdiction.ts';
import { transact } from '../../access/transaction.ts';
import type { PlatformContext } from '../../context.ts';
import type { PlatformTx } from '../../database.ts';
import { overdueBefore } from './deadline.ts';

type Count = CaseCounts['items'][number];

/** States somebody has to do something about; what has ended is nobody's to do. */
const OPEN = ['corrected', 'reviewed', 'notice-served', 'response-received', 'response-considered'] as const;

/**
 * For who decides, the cases of the own departments; for who reports, what came back to be mended.
 * @throws Problem `jurisdiction.denied`
 */
export async function queueCounts(context: PlatformContext, actor: Actor): Promise<CaseCounts> {
  requireOwnDepartments(actor, context.policy);
  const deciding = ownDepartments(actor, context.policy, 'reviewer', 'determiner');
  const reporting = ownDepartments(actor, context.policy, 'reporter');
  const today = localDateAt(context.clock());
  return transact(context.database, actor, async (tx) => {
    const items: Count[] = [];
    if (deciding.length > 0) {
      items.push(await countUntouched(tx, deciding, overdueBefore(today, context)));
      items.push(...(await countProjected(tx, deciding, today)));
    }
    if (reporting.length > 0) items.push(await countReturned(tx, reporting, today));
    return { items: items.filter(({ cases }) => cases > 0) };
  });
}

/** See `batches_untouched`: what nobody has acted on is counted by batch from indexes, however many rows there are. */
async function countUntouched(tx: PlatformTx, departments: readonly string[], before: Date): Promise<Count> {
  const { rows } = await sql<{ cases: number; overdue: number }>`
    SELECT coalesce(sum(cases), 0)::int AS cases, coalesce(sum(cases) FILTER (WHERE received_at < ${before}), 0)::int AS overdue
    FROM batches_untouched(${departments}::text[], false)`.execute(tx);
  return { side: 'competent', state: 'reported', ...rows[0]! };
}

/** Index ranges of `case_state_queue`: only what is open is read. */
async function countProjected(tx: PlatformTx, departments: readonly string[], today: string): Promise<Count[]> {
  const { rows } = await sql<Omit<Count, 'side'>>`
    SELECT state, count(*)::int AS cases, count(*) FILTER (WHERE due_on < ${today}::date)::int AS overdue
    FROM case_state WHERE competent_department = ANY (${departments}::text[]) AND state = ANY (${[...OPEN]}::text[])
    GROUP BY state`.execute(tx);
  return OPEN.flatMap((state) => {
    const row = rows.find((one) => one.state === state);
    return row ? [{ side: 'competent' as const, ...row }] : [];
  });
}

/** What people reported about themselves only they mend. */
async function countReturned(tx: PlatformTx, departments: readonly string[], today: string): Promise<Count> {
  const { rows } = await sql<{ cases: number; overdue: number }>`
    SELECT count(*)::int AS cases, count(*) FILTER (WHERE c.due_on < ${today}::date)::int AS overdue
    FROM case_state c JOIN submission s ON s.subject_key = c.subject_key AND s.fact_key = c.fact_key
    WHERE c.reporting_department = ANY (${departments}::text[]) AND c.state = 'returned' AND s.reporter_id <> s.subject_key`.execute(
    tx,
  );
  return { side: 'reporting', state: 'returned', ...rows[0]! };
}
