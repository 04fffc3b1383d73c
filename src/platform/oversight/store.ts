/** SQL of oversight: the log by filters and by page, the counts behind anomalies, tree heads. */
import { sql } from 'kysely';
import type { AuditFilter } from '#contracts/audit.ts';
import type { ActorKind } from '#contracts/vocabulary.ts';
import { addDays, type LocalDate, startOfDay, toLocalDate } from '#kernel/time/local-date.ts';
import type { PlatformTx } from '../database.ts';
import { type CaseCount, type DayCount, THRESHOLDS } from './rules.ts';

export interface EntryRow {
  readonly id: string;
  readonly at: Date;
  readonly actor_kind: ActorKind;
  readonly actor_id: string;
  readonly department_id: string | null;
  readonly action: string;
  readonly purpose: string | null;
  readonly subject_key: string | null;
  readonly object_type: string;
  readonly object_id: string;
  readonly detail: object;
  readonly request_id: string | null;
}

export interface Search extends Pick<AuditFilter, 'action' | 'purpose' | 'from' | 'until'> {
  readonly subjectKey?: string | undefined;
  /** ids of the officers meant; empty finds nothing */
  readonly officerIds?: readonly string[] | undefined;
}

/** Newest first, before the entry `before`. */
export async function listEntries(
  tx: PlatformTx,
  { subjectKey, officerIds, action, purpose, from, until }: Search,
  before: string | undefined,
  limit: number,
): Promise<EntryRow[]> {
  let query = tx.selectFrom('audit_entry').selectAll().orderBy('id', 'desc').limit(limit);
  if (before !== undefined) query = query.where('id', '<', before);
  if (subjectKey !== undefined) {
    const batches = await batchesNaming(tx, subjectKey);
    query = query.where(({ and, eb, or }) =>
      or([
        eb('subject_key', '=', subjectKey),
        and([eb('object_type', '=', 'batch'), eb('object_id', 'in', batches), eb('look', '=', true)]),
      ]),
    );
  }
  if (officerIds !== undefined) query = query.where('actor_id', 'in', officerIds.length > 0 ? [...officerIds] : ['']);
  if (action !== undefined) query = query.where('action', '=', action);
  if (purpose !== undefined) query = query.where(sql<boolean>`strpos(purpose, ${purpose}) > 0`);
  if (from !== undefined) query = query.where('at', '>=', startOfDay(toLocalDate(from)));
  if (until !== undefined) query = query.where('at', '<', startOfDay(addDays(toLocalDate(until), 1)));
  return (await query.execute()) as EntryRow[];
}

/** Batches in whose file the subject has a row: a look at one of them is a look at the subject. Never empty, for `IN`. */
async function batchesNaming(tx: PlatformTx, subjectKey: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT batch_id::text AS id FROM submission WHERE subject_key = ${subjectKey}
    UNION SELECT batch_id::text FROM batch_mention WHERE subject_key = ${subjectKey}`.execute(tx);
  return ['', ...rows.map(({ id }) => id)];
}

/** The subject of a case, whatever department's it is. */
export async function subjectOfCase(tx: PlatformTx, batchId: string, rowNumber: number): Promise<string | undefined> {
  const row = await tx
    .selectFrom('submission')
    .select('subject_key')
    .where('batch_id', '=', batchId)
    .where('row_number', '=', rowNumber)
    .executeTakeFirst();
  return row?.subject_key;
}

/** Officers whose name holds the text, or whose id it is. Dismissed ones too: the log remembers them. */
export async function officerIdsLike(tx: PlatformTx, text: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('officer')
    .select('id')
    .where((eb) => eb.or([eb(sql`id::text`, '=', text), eb(sql<number>`strpos(name, ${text})`, '>', 0)]))
    .limit(1000)
    .execute();
  return rows.map(({ id }) => id);
}

export async function officersById(
  tx: PlatformTx,
  ids: readonly string[],
): Promise<Map<string, { name: string; departmentId: string }>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .selectFrom('officer')
    .select(['id', 'name', 'department_id'])
    .where(sql`id::text`, 'in', [...ids])
    .execute();
  return new Map(rows.map(({ id, name, department_id }) => [id, { name, departmentId: department_id }]));
}

export async function actionsKnown(tx: PlatformTx): Promise<string[]> {
  // the newest entries tell which actions there are; reading the whole log for a menu would not be worth it
  const { rows } = await sql<{ action: string }>`
    SELECT DISTINCT action FROM (SELECT action FROM audit_entry ORDER BY id DESC LIMIT 5000) AS recent`.execute(tx);
  return rows.map(({ action }) => action);
}

/** The local day and hour of an entry: the country keeps UTC+8 all year. */
const LOCAL = sql`((a.at AT TIME ZONE 'UTC') + interval '8 hours')`;
/** Looks that state a purpose; auditors' own work is not a look at a person. */
const LOOK = sql`a.look AND a.purpose IS NOT NULL AND a.actor_kind IN ('officer', 'machine') AND a.object_type <> 'audit'`;

export async function looksByDay(tx: PlatformTx, from: LocalDate, until: LocalDate): Promise<DayCount[]> {
  const { rows } = await sql<DayCount>`
    SELECT a.actor_id AS "officerId", to_char(${LOCAL}, 'YYYY-MM-DD') AS day, count(*)::int AS looks,
      count(DISTINCT a.subject_key)::int AS persons,
      (count(*) FILTER (WHERE extract(hour FROM ${LOCAL}) >= ${THRESHOLDS.nightFromHour}
        OR extract(hour FROM ${LOCAL}) < ${THRESHOLDS.nightUntilHour}))::int AS night
    FROM audit_entry a
    WHERE ${LOOK} AND a.at >= ${startOfDay(from)} AND a.at < ${startOfDay(addDays(until, 1))}
    GROUP BY 1, 2 ORDER BY 2, 1`.execute(tx);
  return rows;
}

export async function looksByCase(tx: PlatformTx, from: LocalDate, until: LocalDate): Promise<CaseCount[]> {
  const { rows } = await sql<CaseCount>`
    SELECT a.actor_id AS "officerId", a.department_id AS "departmentId", s.competent_department AS "competentDepartment",
      s.reporting_department AS "reportingDepartment", count(*)::int AS looks, count(DISTINCT a.subject_key)::int AS persons,
      (array_agg(DISTINCT a.object_id))[1:5] AS cases
    FROM audit_entry a
    JOIN submission s ON a.object_id ~ '^[0-9]{1,18}-[0-9]{1,9}$'
      AND s.batch_id = split_part(a.object_id, '-', 1)::bigint AND s.row_number = split_part(a.object_id, '-', 2)::int
    WHERE ${LOOK} AND a.object_type = 'case' AND a.at >= ${startOfDay(from)} AND a.at < ${startOfDay(addDays(until, 1))}
    GROUP BY 1, 2, 3, 4`.execute(tx);
  return rows;
}
