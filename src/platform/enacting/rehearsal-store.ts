/** What a rehearsal reads of the data as they are: counts, numbers of cases and requests, names of organisations. Nothing is written. */

import { sql } from 'kysely';
import type { RightsKind } from '#contracts/vocabulary.ts';
import type { ListId } from '#kernel/policy/policy.ts';
import type { KindRef } from '#kernel/policy/refs.ts';
import type { PlatformTx } from '../database.ts';
import { caseIdOf } from '../determination/index.ts';

/** Open cases of one kind between two bodies, under one version. */
export interface OpenCases {
  readonly kind: KindRef;
  readonly version: number;
  readonly reportingDepartment: string;
  readonly competentDepartment: string;
  readonly count: number;
  /** the first of them */
  readonly caseIds: readonly string[];
}

const ENDED = sql.join(['determined', 'lapsed', 'withdrawn', 'refused'].map((state) => sql.lit(state)));
const SHOWN = 20;

export async function openCases(tx: PlatformTx): Promise<OpenCases[]> {
  const { rows } = await sql<
    Omit<OpenCases, 'caseIds'> & { readonly numbers: readonly (readonly [string, number])[] }
  >`SELECT s.kind, s.version, s.reporting_department AS "reportingDepartment", s.competent_department AS "competentDepartment",
      count(*)::int AS count,
      to_jsonb((array_agg(jsonb_build_array(s.batch_id::text, s.row_number) ORDER BY s.batch_id, s.row_number))[1:${sql.lit(SHOWN)}]) AS numbers
    FROM submission s LEFT JOIN case_state c USING (subject_key, fact_key)
    WHERE coalesce(c.state, 'reported') NOT IN (${ENDED}) AND coalesce(batch_state(s.batch_id), '') NOT IN ('withdrawn', 'refused')
    GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`.execute(tx);
  return rows.map(({ numbers, ...row }) => ({
    ...row,
    caseIds: numbers.map(([batch, number]) => caseIdOf(batch, number)),
  }));
}

export interface OpenRequest {
  readonly requestId: string;
  readonly kind: RightsKind;
  readonly openedAt: Date;
}

/** Requests that nobody has decided; a city has some hundreds. */
export async function openRequests(tx: PlatformTx): Promise<OpenRequest[]> {
  const { rows } = await sql<OpenRequest>`SELECT r.request_id AS "requestId", r.kind, r.opened_at AS "openedAt"
    FROM rights_request r JOIN rights_state s USING (subject_key, request_id)
    WHERE s.ended_on IS NULL ORDER BY r.opened_at, r.request_id`.execute(tx);
  return rows;
}

export interface ListedOrganisation {
  readonly list: ListId;
  readonly name: string;
  readonly uscc: string;
}

/** Who stands on a list on a day. */
export async function listedOn(tx: PlatformTx, day: string): Promise<ListedOrganisation[]> {
  const { rows } = await sql<ListedOrganisation>`SELECT DISTINCT e.list, e.name, e.uscc FROM entry e
    WHERE (e.valid_until IS NULL OR e.valid_until >= ${day})
      AND NOT EXISTS (SELECT FROM entry_end x WHERE x.subject_key = e.subject_key AND x.entry_id = e.entry_id)
    ORDER BY e.list, e.uscc`.execute(tx);
  return rows;
}

/** Rounds that were opened and have no edition yet: by list. */
export async function openRounds(tx: PlatformTx): Promise<ReadonlySet<ListId>> {
  const { rows } = await sql<{ list: ListId }>`SELECT DISTINCT r.list FROM list_round r
    WHERE NOT EXISTS (SELECT FROM edition e WHERE e.round_id = r.id)
      AND r.id = (SELECT max(newest.id) FROM list_round newest WHERE newest.list = r.list)`.execute(tx);
  return new Set(rows.map(({ list }) => list));
}

/** Officers in office, by body. */
export async function officersIn(tx: PlatformTx, departments: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (departments.length === 0) return new Map();
  const rows = await tx
    .selectFrom('officer')
    .select(['department_id', sql<number>`count(*)::int`.as('count')])
    .where('department_id', 'in', [...departments])
    .where('active_until', 'is', null)
    .groupBy('department_id')
    .execute();
  return new Map(rows.map((row) => [row.department_id, row.count]));
}
