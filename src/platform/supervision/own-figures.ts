/** An officer's own quality and deadlines: what the own departments reported and decided, as counts. */
import { sql } from 'kysely';
import type { OwnFigures } from '#contracts/supervision.ts';
import { addMonths, localDateAt, startOfDay, toLocalDate } from '#kernel/time/local-date.ts';
import type { Actor } from '../access/actor.ts';
import { requireOwnDepartments } from '../access/jurisdiction.ts';
import { transact } from '../access/transaction.ts';
import type { PlatformContext } from '../context.ts';
import type { PlatformTx } from '../database.ts';
import { overdueBefore } from '../determination/index.ts';
import { reasonWords } from './reason-words.ts';

/** @throws Problem `jurisdiction.denied` for an actor without a department */
export async function ownFigures(
  context: PlatformContext,
  actor: Actor,
  { months }: { readonly months: number },
): Promise<OwnFigures> {
  const { policy } = context;
  const departments = requireOwnDepartments(actor, policy);
  const today = localDateAt(context.clock());
  const from = addMonths(toLocalDate(`${today.slice(0, 7)}-01`), 1 - months);
  const since = startOfDay(from);
  return transact(context.database, actor, async (tx) => ({
    ...{ today, from, departments: departments.map((id) => policy.department(id).name) },
    reported: [
      { whose: 'mine' as const, ...(await countReported(tx, departments, since, actor.id)) },
      { whose: 'department' as const, ...(await countReported(tx, departments, since, null)) },
    ],
    reasons: (await countReasons(tx, departments, since)).map(({ reason, rows }) => ({
      ...{ code: reason, rows },
      ...reasonWords(reason),
    })),
    mending: await countMending(tx, departments, from),
    deciding: await countDeciding(tx, departments, { today, before: overdueBefore(today, context), from }),
  }));
}

type Reported = Omit<OwnFigures['reported'][number], 'whose'>;

/** From the counts every batch carries: the cost is of batches, not of rows. */
async function countReported(
  tx: PlatformTx,
  departments: readonly string[],
  since: Date,
  reporter: string | null,
): Promise<Reported> {
  const { rows } = await sql<Reported>`
    SELECT count(*)::int AS batches, coalesce(sum(accepted), 0)::int AS accepted, coalesce(sum(suspect), 0)::int AS suspect,
      coalesce(sum(duplicate), 0)::int AS duplicate, coalesce(sum(rejected), 0)::int AS rejected
    FROM batch
    WHERE channel = 'file' AND department_id = ANY (${departments}::text[]) AND received_at >= ${since}
      AND state IN ('processing', 'completed') AND (${reporter}::uuid IS NULL OR reporter_id = ${reporter}::uuid)`.execute(
    tx,
  );
  return rows[0]!;
}

/** A row may have several reasons; each counts once. */
async function countReasons(tx: PlatformTx, departments: readonly string[], since: Date) {
  const { rows } = await sql<{ reason: string; rows: number }>`
    SELECT reason, count(*)::int AS rows
    FROM batch b
    JOIN batch_finding f ON f.batch_id = b.id AND f.verdict = 'rejected'
    CROSS JOIN LATERAL (SELECT DISTINCT unnest(f.reasons) AS reason) each
    WHERE b.department_id = ANY (${departments}::text[]) AND b.received_at >= ${since} AND b.state IN ('processing', 'completed')
    GROUP BY reason ORDER BY 2 DESC, 1`.execute(tx);
  return rows;
}

/** Index ranges of `case_state_own`. What a person reported about themself is not the department's to mend. */
async function countMending(tx: PlatformTx, departments: readonly string[], from: string) {
  const { rows } = await sql<{ returned: number; oldest_on: string | null; decided: number; refused: number }>`
    SELECT count(*) FILTER (WHERE c.state = 'returned')::int AS returned,
      min(c.checked_on) FILTER (WHERE c.state = 'returned') AS oldest_on,
      count(*) FILTER (WHERE c.state = 'determined' AND c.checked_on >= ${from}::date)::int AS decided,
      count(*) FILTER (WHERE c.state IN ('refused', 'lapsed') AND c.checked_on >= ${from}::date)::int AS refused
    FROM case_state c JOIN batch b ON b.id = c.batch_id AND b.channel = 'file'
    WHERE c.reporting_department = ANY (${departments}::text[]) AND c.state IN ('returned', 'determined', 'lapsed', 'refused')`.execute(
    tx,
  );
  const { oldest_on: oldestOn, ...counts } = rows[0]!;
  return { ...counts, oldestOn };
}

/** See `cases_waiting`, for the own departments alone. */
async function countDeciding(
  tx: PlatformTx,
  departments: readonly string[],
  { today, before, from }: { readonly today: string; readonly before: Date; readonly from: string },
): Promise<OwnFigures['deciding']> {
  const { rows } = await sql<OwnFigures['deciding']>`
    WITH untouched AS (
      SELECT coalesce(sum(cases), 0) AS waiting, coalesce(sum(cases) FILTER (WHERE received_at < ${before}), 0) AS overdue
      FROM batches_untouched(${departments}::text[], false)),
    touched AS (
      SELECT count(*) FILTER (WHERE state IN ('corrected', 'reviewed', 'notice-served', 'response-received', 'response-considered')) AS waiting,
        count(*) FILTER (WHERE state IN ('corrected', 'reviewed', 'response-received', 'response-considered') AND due_on < ${today}::date) AS overdue,
        count(*) FILTER (WHERE checked_on >= ${from}::date AND checked_on <= check_due_on) AS kept,
        count(*) FILTER (WHERE checked_on >= ${from}::date AND checked_on > check_due_on) AS missed
      FROM case_state WHERE competent_department = ANY (${departments}::text[]))
    SELECT (u.waiting + t.waiting)::int AS waiting, (u.overdue + t.overdue)::int AS overdue, t.kept::int AS kept, t.missed::int AS missed
    FROM untouched u CROSS JOIN touched t`.execute(tx);
  return rows[0]!;
}
