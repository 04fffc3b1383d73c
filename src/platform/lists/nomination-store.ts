/** SQL of what a list is made from: declared events, nominations, and the records that could be nominated. */

import { sql } from 'kysely';
import type { NominationQuery } from '#contracts/lists.ts';
import { opposedTo } from '#kernel/policy/list-conflicts.ts';
import type { ListId, Policy, SubjectList } from '#kernel/policy/policy.ts';
import type { EventRef, GroundRef } from '#kernel/policy/refs.ts';
import { type LocalDate, localDateAt } from '#kernel/time/local-date.ts';
import type { Decision, PlatformTx } from '../database.ts';
import type { ScreenedText } from '../screened.ts';
import { groundsOf, LISTABLE, ofBusinesses } from './listable.ts';
import { type Candidate, entryIdOf, idsOf, type Nominating, nominatingKinds } from './rules.ts';

export async function addEvent(
  tx: PlatformTx,
  event: { event: EventRef; effectiveOn: string; documentNumber: ScreenedText; declaredBy: string; at: Date },
): Promise<boolean> {
  const result = await tx
    .insertInto('declared_event')
    .values({
      event: event.event,
      effective_on: event.effectiveOn,
      document_number: event.documentNumber,
      declared_by: event.declaredBy,
      at: event.at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

export async function listEvents(tx: PlatformTx) {
  return tx.selectFrom('declared_event').selectAll().orderBy('at').execute();
}

export async function findEvent(tx: PlatformTx, event: EventRef) {
  return tx.selectFrom('declared_event').selectAll().where('event', '=', event).executeTakeFirst();
}

export interface NominationScope {
  readonly list: ListId;
  readonly batchId: string;
  /** null: the whole batch */
  readonly rowNumbers: readonly number[] | null;
  readonly departments: readonly string[];
  readonly grounds: readonly Nominating[];
  readonly nominatedBy: string;
  readonly on: string;
  readonly at: Date;
}

/** Nominates the records of a batch that are in force and were determined by the officer's own departments. */
export async function nominateRecords(
  tx: PlatformTx,
  scope: NominationScope,
): Promise<{ total: number; fitting: number; nominated: number }> {
  const { list, batchId, rowNumbers, departments, grounds, nominatedBy, on, at } = scope;
  const { rows } = await sql<{ total: number; fitting: number; nominated: number }>`
    WITH cases AS (
      SELECT s.subject_key, s.row_number, s.zone, s.reporting_department FROM submission s
      WHERE s.batch_id = ${batchId}::bigint AND (${rowNumbers}::integer[] IS NULL OR s.row_number = ANY (${rowNumbers}::integer[]))),
    fitting AS (
      SELECT r.subject_key, r.record_id, g.ground, r.determining_department,
        coalesce(cases.zone, directory.zone, department.zone) AS zone
      FROM cases JOIN record_in_force(${on}::date) r ON r.subject_key = cases.subject_key
        AND r.batch_id = ${batchId}::bigint AND r.row_number = cases.row_number AND r.subject_type = 'organisation'
      JOIN ${groundsOf(grounds)} ON g.kind = r.kind AND ${LISTABLE}
      LEFT JOIN organisation_directory directory ON directory.uscc = r.uscc
      LEFT JOIN department ON department.id = cases.reporting_department
      WHERE r.determining_department = ANY (${departments}::text[])),
    added AS (
      INSERT INTO nomination (subject_key, record_id, list, ground, department_id, zone, nominated_by, at)
      SELECT subject_key, record_id, ${list}, ground, determining_department, zone, ${nominatedBy}::uuid, ${at} FROM fitting
      ON CONFLICT DO NOTHING RETURNING 1)
    SELECT (SELECT count(*)::int FROM cases) AS total, (SELECT count(*)::int FROM fitting) AS fitting,
      (SELECT count(*)::int FROM added) AS nominated`.execute(tx);
  return rows[0]!;
}

interface NominationRow {
  case_id: string;
  record_id: string;
  uscc: string;
  name: string;
  ground: GroundRef;
  department_id: string;
  zone: string | null;
  matter: string;
  in_force: boolean;
}

/** Organisations only; by code, a page at a time. `departments` null: all. */
export async function listNominations(
  tx: PlatformTx,
  list: ListId,
  departments: readonly string[] | null,
  on: string,
  { after, limit, department, zone }: NominationQuery,
): Promise<NominationRow[]> {
  const { rows } = await sql<NominationRow>`
    SELECT r.batch_id || '-' || r.row_number AS case_id, n.record_id, r.uscc, coalesce(f.organisation_name, r.organisation_name) AS name, n.ground, n.department_id, n.zone,
      coalesce(f.matter, r.matter) AS matter, f.record_id IS NOT NULL AS in_force
    FROM nomination n JOIN record r ON r.subject_key = n.subject_key AND r.record_id = n.record_id
    LEFT JOIN record_in_force(${on}::date) f ON f.subject_key = n.subject_key AND f.record_id = n.record_id
    WHERE n.list = ${list} AND (${departments}::text[] IS NULL OR n.department_id = ANY (${departments}::text[]))
      AND (${department ?? null}::text IS NULL OR n.department_id = ${department ?? null})
      AND (${zone ?? null}::text IS NULL OR coalesce(n.zone, 'none') = ${zone ?? null})
      AND (${after ?? null}::text IS NULL OR r.uscc || ':' || n.record_id > ${after ?? null})
    ORDER BY r.uscc || ':' || n.record_id LIMIT ${limit + 1}`.execute(tx);
  return rows;
}

interface CandidateRow {
  subject_key: string;
  record_id: string;
  uscc: string;
  name: string;
  ground: GroundRef;
  department_id: string;
  zone: string | null;
  matter: string;
  determined_at: Date;
  valid_until: string | null;
  directory_name: string | null;
  nominated_for: ListId[];
  adverse_in_force: boolean;
  objection_open: boolean;
  has_notice: boolean;
  has_decision: boolean;
  decision: Decision | null;
  /** entries it has had on this list, those that ended, and the last day of the first */
  listings: number;
  ended: number;
  fixed_until: string | null;
}

/**
 * Everything nominated for a list whose record is in force and shown on a day; held, repaired and expired ones are not (relief-hidden), nor
 * what has had its time on the list; nor sole traders and what is not for the public, whenever they were nominated.
 * @param opposed lists nobody may be on at the same time
 */
async function listCandidates(
  tx: PlatformTx,
  list: ListId,
  opposed: readonly ListId[],
  grounds: readonly Nominating[],
  on: string,
  dayOf: (instant: Date) => string,
): Promise<Candidate[]> {
  const { rows } = await sql<CandidateRow>`
    WITH nominated AS MATERIALIZED (
      SELECT DISTINCT x.uscc FROM nomination n JOIN record x ON x.subject_key = n.subject_key AND x.record_id = n.record_id
      WHERE n.list = ${list}),
    live AS MATERIALIZED (
      SELECT r.* FROM nominated JOIN record_in_force(${on}::date) r ON r.uscc = nominated.uscc
      WHERE r.disclosed_until IS NULL OR r.disclosed_until >= ${on}::date)
    SELECT n.subject_key, n.record_id, r.uscc, r.organisation_name AS name, n.ground, n.department_id, n.zone, r.matter, r.determined_at,
      least(r.valid_until, r.disclosed_until) AS valid_until, directory.name AS directory_name,
      ARRAY(SELECT DISTINCT x.list FROM nomination x JOIN live y ON y.subject_key = x.subject_key AND y.record_id = x.record_id
        WHERE x.subject_key = n.subject_key AND x.list = ANY (${opposed}::text[]) ORDER BY 1) AS nominated_for,
      EXISTS (SELECT FROM live y WHERE y.uscc = r.uscc AND y.polarity = 'adverse') AS adverse_in_force,
      coalesce((SELECT c.change = 'objection-opened' FROM record_change c
        WHERE c.subject_key = n.subject_key AND c.record_id = n.record_id AND c.change IN ('objection-opened', 'objection-closed')
        ORDER BY c.sequence DESC LIMIT 1), false) AS objection_open,
      r.prior_notice IS NOT NULL AS has_notice, r.decision IS NOT NULL AS has_decision, r.decision,
      was.listings, was.ended, was.fixed_until
    FROM nomination n JOIN live r ON r.subject_key = n.subject_key AND r.record_id = n.record_id
    LEFT JOIN ${groundsOf(grounds)} ON g.kind = r.kind
    LEFT JOIN organisation_directory directory ON directory.uscc = r.uscc
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS listings, count(d.entry_id)::int AS ended, min(e.valid_until) AS fixed_until
      FROM entry e LEFT JOIN entry_end d ON d.subject_key = e.subject_key AND d.entry_id = e.entry_id
      WHERE e.subject_key = n.subject_key AND e.list = n.list AND e.record_id = n.record_id) was
    WHERE n.list = ${list} AND ${LISTABLE} AND (was.fixed_until IS NULL OR was.fixed_until >= ${on}::date)
    ORDER BY n.department_id, r.uscc, n.record_id`.execute(tx);
  return ofBusinesses(rows).map((row) => ({
    subjectKey: row.subject_key,
    recordId: row.record_id,
    uscc: row.uscc,
    name: row.name,
    ground: row.ground,
    departmentId: row.department_id,
    zone: row.zone,
    matter: row.matter,
    determinedOn: dayOf(row.determined_at),
    validUntil: row.valid_until,
    directoryName: row.directory_name,
    nominatedFor: row.nominated_for,
    adverseInForce: row.adverse_in_force,
    objectionOpen: row.objection_open,
    hasNotice: row.has_notice,
    hasDecision: row.has_decision,
    document: row.decision && publicDocument(row.decision),
    ...listingOf(list, row),
  }));
}

/** What might be put on a list today. */
export const candidatesFor = (tx: PlatformTx, policy: Policy, list: SubjectList, on: LocalDate): Promise<Candidate[]> =>
  listCandidates(tx, list.id, idsOf(opposedTo(policy, list)), nominatingKinds(policy, list.id, on), on, localDateAt);

function listingOf(list: ListId, { record_id, listings, ended, fixed_until }: CandidateRow) {
  const listing = ended + 1;
  return {
    ...{ listing, entryId: entryIdOf(list, record_id, listing), standing: listings > ended },
    fixedUntil: listings > 0 ? fixed_until : undefined,
  };
}

const publicDocument = ({ type, number, authority, date }: Decision) => ({ type, number, authority, date });
