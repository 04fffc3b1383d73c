/** The SQL of the queue: one page of the cases of some departments in one state, by deadline. */

import { sql } from 'kysely';
import type { CaseQuery } from '#contracts/case-queue.ts';
import type { SubmissionVerdict } from '#contracts/vocabulary.ts';
import type { KindRef } from '#kernel/policy/refs.ts';
import type { PlatformTx } from '../../database.ts';
import { parseCaseId } from '../case.ts';

export interface QueueRow {
  batch_id: string;
  row_number: number;
  kind: KindRef;
  verdict: SubmissionVerdict;
  reporting_department: string;
  competent_department: string;
  occurred_on: string;
  /** as projected; null for a case nobody has acted on, which is due by `received_at` */
  due_on: string | null;
  received_at: Date;
}

/** Where a page begins: at a case, and on the day that one is due in this queue. */
export interface QueuePosition {
  readonly caseId: string;
  readonly dueOn: string | null;
}

type Filter = Pick<CaseQuery, 'state' | 'kind' | 'side' | 'limit'> & {
  readonly beyond: 'after' | 'before';
  readonly from: QueuePosition | null;
};

const COLUMNS = sql`s.batch_id, s.row_number, s.kind, s.verdict, s.reporting_department, s.competent_department, s.occurred_on`;

/**
 * no-bulk-people: selects nothing that says whom a case is about. By deadline, then as received (backwards with `before`); one
 * index range per department, so a page costs the same wherever it is. One row more than asked for says there is a further page.
 */
export function listQueue(tx: PlatformTx, departments: readonly string[], filter: Filter): Promise<QueueRow[]> {
  return filter.state === 'reported' ? listUntouched(tx, departments, filter) : listProjected(tx, departments, filter);
}

function directionOf({ beyond }: Filter) {
  return beyond === 'after' ? { beyond: sql`>`, direction: sql`ASC` } : { beyond: sql`<`, direction: sql`DESC` };
}

/** What people reported about themselves only they mend: it is nobody's in the queue of those who report. */
const byOfficers = ({ side }: Filter) => (side === 'reporting' ? sql`AND s.reporter_id <> s.subject_key` : sql``);

/**
 * Batches are numbered as they are received and due by their receipt, so their number is the order of their deadlines. Batches
 * without an untouched case are never looked into; of the others each gives at most one page.
 */
async function listUntouched(tx: PlatformTx, departments: readonly string[], filter: Filter): Promise<QueueRow[]> {
  const { beyond, direction } = directionOf(filter);
  const from = filter.from && parseCaseId(filter.from.caseId);
  const own = filter.side === 'reporting';
  const kind = filter.kind ?? null;
  const limit = filter.limit + 1;
  const batches = from
    ? sql`WHERE batch_id ${beyond} ${from.batchId}::bigint OR batch_id = ${from.batchId}::bigint`
    : sql``;
  const rowsBeyond = from
    ? sql`AND (s.batch_id <> ${from.batchId}::bigint OR s.row_number ${beyond} ${from.rowNumber}::integer)`
    : sql``;
  const side = sql.ref(own ? 's.reporting_department' : 's.competent_department');
  const { rows } = await sql<QueueRow>`
    SELECT page.*, NULL::date AS due_on, b.received_at
    FROM (SELECT * FROM batches_untouched(${departments}::text[], ${own}) ${batches} ORDER BY batch_id ${direction}) b
    CROSS JOIN LATERAL (
      SELECT ${COLUMNS} FROM submission s
      WHERE s.batch_id = b.batch_id AND ${side} = ANY (${departments}::text[]) ${rowsBeyond}
        AND (${kind}::text IS NULL OR s.kind = ${kind}) ${byOfficers(filter)}
        AND NOT EXISTS (SELECT FROM case_state c
          WHERE c.subject_key = s.subject_key AND c.fact_key = s.fact_key AND c.state <> 'reported')
      ORDER BY s.row_number ${direction} LIMIT ${limit}) page
    ORDER BY page.batch_id ${direction}, page.row_number ${direction} LIMIT ${limit}`.execute(tx);
  return rows;
}

/**
 * "Beyond that case" is asked in three ranges of the index rather than as one comparison of rows: thousands of cases share one
 * deadline and one batch, and of such a comparison the planner judges the first column only.
 */
async function listProjected(tx: PlatformTx, departments: readonly string[], filter: Filter): Promise<QueueRow[]> {
  const { beyond, direction } = directionOf(filter);
  const from = filter.from && parseCaseId(filter.from.caseId);
  const side = sql.ref(filter.side === 'reporting' ? 'c.reporting_department' : 'c.competent_department');
  const kind = filter.kind ?? null;
  const limit = filter.limit + 1;
  const due = sql`coalesce(c.due_on, 'infinity'::date)`;
  const dueThen = sql`${filter.from?.dueOn ?? 'infinity'}::date`;
  const ranges = from
    ? [
        sql`AND ${due} = ${dueThen} AND c.batch_id = ${from.batchId}::bigint AND c.row_number ${beyond} ${from.rowNumber}::integer`,
        sql`AND ${due} = ${dueThen} AND c.batch_id ${beyond} ${from.batchId}::bigint`,
        sql`AND ${due} ${beyond} ${dueThen}`,
      ]
    : [sql``];
  const pages = ranges.map(
    (range) => sql`(
      SELECT ${COLUMNS}, c.due_on, ${due} AS due
      FROM case_state c JOIN submission s ON s.subject_key = c.subject_key AND s.fact_key = c.fact_key
      WHERE ${side} = department AND c.state = ${filter.state} ${range}
        AND (${kind}::text IS NULL OR s.kind = ${kind}) ${byOfficers(filter)}
      ORDER BY ${due} ${direction}, c.batch_id ${direction}, c.row_number ${direction} LIMIT ${limit})`,
  );
  const { rows } = await sql<QueueRow>`
    SELECT page.*, batch_received_at(page.batch_id) AS received_at FROM (
      SELECT each.* FROM unnest(${departments}::text[]) AS department
      CROSS JOIN LATERAL (${sql.join(pages, sql` UNION ALL `)}) AS each
      ORDER BY each.due ${direction}, each.batch_id ${direction}, each.row_number ${direction} LIMIT ${limit}) AS page
    ORDER BY page.due ${direction}, page.batch_id ${direction}, page.row_number ${direction}`.execute(tx);
  return rows;
}
