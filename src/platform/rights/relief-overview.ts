/** Relief holds that run (4.4), the first to end on top, so that none ends without somebody having looked again. */

import { sql } from 'kysely';
import type { ReliefPage, ReliefQuery } from '#contracts/relief.ts';
import type { KindRef } from '#kernel/policy/refs.ts';
import { reliefLatest } from '#kernel/policy/relief.ts';
import { daysBetween, type LocalDate, localDateAt } from '#kernel/time/local-date.ts';
import type { Actor } from '../access/actor.ts';
import { transact } from '../access/transaction.ts';
import type { PlatformContext } from '../context.ts';
import type { PlatformTx } from '../database.ts';

/** Of the officer's own departments; the credit office and the auditor see all. Numbers and dates, nobody by name. */
export async function reliefOverview(
  context: PlatformContext,
  actor: Actor,
  { after, limit }: ReliefQuery,
): Promise<ReliefPage> {
  const { policy } = context;
  const today = localDateAt(context.clock());
  return transact(context.database, actor, async (tx) => {
    const rows = await runningHolds(tx, today, after, limit + 1);
    const items = rows.slice(0, limit).map((row) => ({
      requestId: row.request_id,
      caseId: `${row.batch_id}-${row.row_number}`,
      recordKind: row.record_kind,
      recordKindTitle: policy.kind(row.record_kind).title,
      recordKindTitleEn: policy.kind(row.record_kind).titleEn,
      department: policy.department(row.department_id).name,
      heldFrom: row.first_from,
      heldUntil: row.held_until,
      latest: reliefLatest(context.policy, row.first_from as LocalDate),
      daysLeft: daysBetween(today, row.held_until as LocalDate),
      recorded: row.recorded,
    }));
    return { today, items, after: rows.length > limit ? (items.at(-1)?.requestId ?? null) : null };
  });
}

interface HoldRow {
  request_id: string;
  batch_id: string;
  row_number: number;
  record_kind: KindRef;
  department_id: string;
  first_from: string;
  held_until: string;
  recorded: boolean;
}

/** The newest hold about each case, unless it was released, or the case or its record came to an end otherwise. */
async function runningHolds(
  tx: PlatformTx,
  today: string,
  after: string | undefined,
  limit: number,
): Promise<HoldRow[]> {
  const following =
    after === undefined
      ? sql`true`
      : sql`(h.held_until, h.request_id) > (SELECT l.held_until, l.request_id FROM relief_hold l WHERE l.request_id = ${after}::uuid)`;
  const { rows } = await sql<HoldRow>`
    SELECT h.request_id, q.batch_id, q.row_number, q.record_kind, q.department_id, h.held_until::text,
      (SELECT min(f.held_from) FROM relief_hold f WHERE f.subject_key = h.subject_key AND f.fact_key = h.fact_key)::text AS first_from,
      r.record_id IS NOT NULL AS recorded
    FROM relief_hold h
    JOIN rights_request q ON q.subject_key = h.subject_key AND q.request_id = h.request_id
    LEFT JOIN record r ON r.subject_key = h.subject_key AND r.batch_id = q.batch_id AND r.row_number = q.row_number
    LEFT JOIN case_state c ON c.subject_key = h.subject_key AND c.fact_key = h.fact_key
    WHERE h.held_until >= ${today}::date AND ${following}
      AND coalesce(c.state, 'reported') NOT IN ('lapsed', 'withdrawn', 'refused')
      AND NOT EXISTS (SELECT FROM relief_hold o
        WHERE o.subject_key = h.subject_key AND o.fact_key = h.fact_key AND (o.at, o.request_id) > (h.at, h.request_id))
      AND NOT EXISTS (SELECT FROM rights_action a
        WHERE a.subject_key = h.subject_key AND a.request_id = h.request_id AND a.action = 'release')
      AND NOT EXISTS (SELECT FROM record_change e
        WHERE e.subject_key = r.subject_key AND e.record_id = r.record_id AND e.change IN ('repaired', 'revoked'))
    ORDER BY h.held_until, h.request_id LIMIT ${limit}`.execute(tx);
  return rows;
}
