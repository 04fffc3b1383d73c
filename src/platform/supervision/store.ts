/** All SQL of supervision: sums and counts, computed where the rows are. No statement selects whom a report is about. */
import { sql } from 'kysely';
import type { ListId } from '#kernel/policy/policy.ts';
import type { PlatformTx } from '../database.ts';

export interface ReportedRow {
  month: string;
  department_id: string;
  batches: number;
  accepted: number;
  suspect: number;
  duplicate: number;
  rejected: number;
}

/** From the counts every batch carries (index `batch_by_receipt`): the cost is of batches, not of rows. */
export async function countReported(tx: PlatformTx, since: Date): Promise<ReportedRow[]> {
  const { rows } = await sql<ReportedRow>`
    SELECT to_char(b.received_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM') AS month, b.department_id, count(*)::int AS batches,
      sum(b.accepted)::int AS accepted, sum(b.suspect)::int AS suspect, sum(b.duplicate)::int AS duplicate,
      sum(b.rejected)::int AS rejected
    FROM batch b WHERE b.channel = 'file' AND b.received_at >= ${since} AND b.state IN ('processing', 'completed')
    GROUP BY 1, 2 ORDER BY 1, 2`.execute(tx);
  return rows;
}

/** A row may have several reasons; each counts once. Reads the refused rows of the period by the key of `batch_finding`. */
export async function countReasons(tx: PlatformTx, since: Date): Promise<{ reason: string; rows: number }[]> {
  const { rows } = await sql<{ reason: string; rows: number }>`
    WITH sets AS MATERIALIZED (
      SELECT f.reasons, count(*) AS rows FROM batch_finding f
      JOIN batch b ON b.id = f.batch_id AND b.received_at >= ${since} AND b.state IN ('processing', 'completed')
      WHERE f.verdict = 'rejected' GROUP BY f.reasons)
    SELECT reason, sum(sets.rows)::int AS rows
    FROM sets CROSS JOIN LATERAL (SELECT DISTINCT unnest(sets.reasons) AS reason) each
    GROUP BY reason ORDER BY 2 DESC, 1`.execute(tx);
  return rows;
}

export interface WaitingRow {
  competent_department: string;
  reporting_department: string;
  cases: number;
  returned: number;
  oldest: Date | null;
  overdue: number;
  kept: number;
  missed: number;
}

/** See `cases_waiting`: submissions are counted from the index `submission_by_competence`; of the states, the narrow table is read. */
export async function countWaiting(
  tx: PlatformTx,
  { today, overdueBefore, since }: { today: string; overdueBefore: Date; since: string },
): Promise<WaitingRow[]> {
  const { rows } = await sql<WaitingRow>`
    SELECT competent_department, reporting_department, waiting::int AS cases, returned::int AS returned, oldest,
      overdue::int AS overdue, kept::int AS kept, missed::int AS missed
    FROM cases_waiting(${today}::date, ${overdueBefore}, ${since}::date)`.execute(tx);
  return rows;
}

interface EditionRow {
  list: ListId;
  number: number;
  title: string;
  published_on: string;
  entries: number;
}

export async function listEditionCounts(tx: PlatformTx): Promise<EditionRow[]> {
  const { rows } = await sql<EditionRow>`
    SELECT list, number, manifest->>'title' AS title, manifest->>'publishedOn' AS published_on,
      jsonb_array_length(manifest->'entries') AS entries
    FROM edition ORDER BY published_at DESC LIMIT 50`.execute(tx);
  return rows;
}

export interface RightsRow {
  department_id: string;
  kept: number;
  missed: number;
  waiting: number;
  overdue: number;
}

/** Steps of requests that have a period, by who took them, and what waits for whom. Who was late is counted where it was late. */
export async function countRights(tx: PlatformTx, since: Date, today: string): Promise<RightsRow[]> {
  const { rows } = await sql<RightsRow>`
    SELECT department_id, sum(kept)::int AS kept, sum(missed)::int AS missed, sum(waiting)::int AS waiting, sum(overdue)::int AS overdue
    FROM (
      SELECT department_id, count(*) FILTER (WHERE NOT late) AS kept, count(*) FILTER (WHERE late) AS missed, 0 AS waiting, 0 AS overdue
      FROM rights_action
      WHERE at >= ${since} AND department_id IS NOT NULL AND action IN ('assess', 'return', 'decide', 'decide-review')
      GROUP BY department_id
      UNION ALL
      SELECT handled_by, 0, 0, count(*) FILTER (WHERE due_on IS NOT NULL), count(*) FILTER (WHERE due_on < ${today}::date)
      FROM rights_state WHERE ended_on IS NULL GROUP BY handled_by) counted
    GROUP BY department_id HAVING sum(kept) + sum(missed) + sum(waiting) > 0
    ORDER BY sum(overdue) DESC, sum(missed) DESC, department_id`.execute(tx);
  return rows;
}
