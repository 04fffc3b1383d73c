/** All SQL of own data. Row-level security shows an applicant the own subject only; every statement names the subject as well. */

import { type Selectable, sql } from 'kysely';
import type { AttemptOutcome, Recipient, SubjectType } from '#contracts/vocabulary.ts';
import type { ListId } from '#kernel/policy/policy.ts';
import type { GroundRef } from '#kernel/policy/refs.ts';
import { VISIT_MINUTES } from '#kernel/visits.ts';
import type { Role } from '../access/actor.ts';
import type { PlatformTx, RecordTable } from '../database.ts';
import { caseNumber } from '../fact.ts';

/** Case numbers of the subject, the newest first. */
export async function casesOf(tx: PlatformTx, subjectKey: string): Promise<{ batchId: string; rowNumber: number }[]> {
  const rows = await tx
    .selectFrom('submission')
    .select(['batch_id', 'row_number'])
    .where('subject_key', '=', subjectKey)
    .orderBy('batch_id', 'desc')
    .orderBy('row_number')
    .execute();
  return rows.map((row) => ({ batchId: row.batch_id, rowNumber: row.row_number }));
}

/** Every record ever made about the subject, in force or not, the newest first. */
export async function recordsOf(tx: PlatformTx, subjectKey: string): Promise<Selectable<RecordTable>[]> {
  return tx
    .selectFrom('record')
    .selectAll()
    .where('subject_key', '=', subjectKey)
    .orderBy('determined_at', 'desc')
    .orderBy('record_id')
    .execute();
}

/** Case numbers of what the person reported themself. */
export async function ownReportsOf(tx: PlatformTx, subjectKey: string): Promise<ReadonlySet<string>> {
  const rows = await tx
    .selectFrom('own_report')
    .select(['batch_id', 'row_number'])
    .where('subject_key', '=', subjectKey)
    .execute();
  return new Set(rows.map((row) => caseNumber(row.batch_id, row.row_number)));
}

export async function changesOf(tx: PlatformTx, subjectKey: string) {
  return tx
    .selectFrom('record_change')
    .selectAll()
    .where('subject_key', '=', subjectKey)
    .orderBy('record_id')
    .orderBy('sequence')
    .execute();
}

export interface ListedRow {
  readonly list: ListId;
  readonly number: number | null;
  readonly from: string;
  readonly until: string | null;
  readonly noticeUntil: string;
  readonly ground: GroundRef;
  readonly recordId: string;
  /** struck out during the notice: it never came onto the list */
  readonly struck: boolean;
  readonly newest: boolean;
}

/** Where the subject was proposed or listed. An entry that was struck is told apart by its last decision. */
export async function listingsOf(tx: PlatformTx, subjectKey: string): Promise<ListedRow[]> {
  const { rows } = await sql<{
    list: ListId;
    number: number | null;
    shown_from: string;
    valid_until: string | null;
    notice_until: string;
    ground: GroundRef;
    record_id: string;
    struck: boolean;
    newest: boolean;
  }>`
    SELECT r.list, d.number, coalesce((d.published_at AT TIME ZONE 'Asia/Shanghai')::date, r.notice_from)::text AS shown_from,
      CASE WHEN listed.entry_id IS NULL THEN e.valid_until ELSE listed.valid_until END::text AS valid_until, r.notice_until::text, e.ground, e.record_id,
      coalesce((SELECT x.decision = 'struck' FROM list_entry_decision x
        WHERE x.subject_key = e.subject_key AND x.round_id = e.round_id AND x.record_id = e.record_id
        ORDER BY x.sequence DESC LIMIT 1), false) AS struck,
      d.number IS NOT NULL AND d.number = (SELECT max(n.number) FROM edition n WHERE n.list = d.list) AS newest
    FROM list_entry e JOIN list_round r ON r.id = e.round_id LEFT JOIN edition d ON d.round_id = r.id
    LEFT JOIN entry listed ON listed.subject_key = e.subject_key AND listed.entry_id = e.entry_id AND d.number IS NOT NULL
    WHERE e.subject_key = ${subjectKey} ORDER BY r.id DESC, e.record_id`.execute(tx);
  return rows.map((row) => ({
    list: row.list,
    number: row.number,
    from: row.shown_from,
    until: row.valid_until,
    noticeUntil: row.notice_until,
    ground: row.ground,
    recordId: row.record_id,
    struck: row.struck,
    newest: row.newest,
  }));
}

export interface DeliveryRow {
  readonly recipient: Recipient;
  readonly type: string;
  readonly at: Date;
  readonly outcome: AttemptOutcome | null;
}

/** What other systems were told about the subject by its key, the newest first. */
export async function deliveriesOf(tx: PlatformTx, subjectKey: string): Promise<DeliveryRow[]> {
  const { rows } = await sql<{
    recipient: Recipient;
    type: string;
    created_at: Date;
    outcome: DeliveryRow['outcome'];
  }>`
    SELECT o.recipient, o.type, o.created_at, (
      SELECT a.outcome FROM delivery_attempt a WHERE a.outbox_id = o.id ORDER BY a.attempt DESC LIMIT 1) AS outcome
    FROM outbox o
    WHERE o.subject_key = ${subjectKey}
    ORDER BY o.position DESC LIMIT 500`.execute(tx);
  return rows.map(({ recipient, type, created_at, outcome }) => ({ recipient, type, at: created_at, outcome }));
}

export async function subscriptionsOf(tx: PlatformTx, subjectKey: string) {
  return tx
    .selectFrom('points_subscription')
    .select(['change', 'at', 'receipt_id'])
    .where('subject_key', '=', subjectKey)
    .orderBy('sequence')
    .execute();
}

export interface LookRow {
  readonly id: string;
  readonly at: Date;
  readonly actor_kind: 'officer' | 'machine' | 'system';
  readonly actor_id: string;
  /** an officer acts in; null in what was written before this was noted */
  readonly roles: readonly Role[] | null;
  readonly department_id: string | null;
  readonly action: string;
  readonly purpose: string | null;
  readonly object_type: string;
  readonly object_id: string;
  /** the newest look of the visit: of one person in one matter, without half an hour between two */
  readonly visit: string;
}

/**
 * Looks of others at the subject: entries that name it, and looks at a whole sheet in which it has a row, taken or known already. Newest first, older than `before`.
 * Which visit a look belongs to is asked of all of them, so that no page cuts one in two.
 */
export async function looksAt(
  tx: PlatformTx,
  subjectKey: string,
  { before, limit }: { readonly before?: string | undefined; readonly limit: number },
): Promise<LookRow[]> {
  const older = before === undefined ? sql`true` : sql`v.id < ${before}::bigint`;
  // proof of a request is looked at within the request; at a counter everything is about who appeared
  const columns = sql`e.id, e.at, e.actor_kind, e.actor_id, e.detail->'roles' AS roles, e.department_id, e.action, e.purpose,
    e.object_type, e.object_id, CASE WHEN e.action IN ('counter.appeared', 'own-data.seen_at_counter') THEN 'counter'
      WHEN e.object_type = 'evidence' THEN e.detail->>'owner' ELSE e.object_type || ' ' || e.object_id END AS matter`;
  const { rows } = await sql<LookRow>`
    WITH looks AS (
      SELECT ${columns} FROM audit_entry e WHERE e.subject_key = ${subjectKey} AND e.look
      UNION ALL
      SELECT ${columns} FROM audit_entry e
      WHERE e.object_type = 'batch' AND e.subject_key IS NULL
        AND e.object_id IN (SELECT s.batch_id::text FROM submission s WHERE s.subject_key = ${subjectKey}
          UNION SELECT m.batch_id::text FROM batch_mention m WHERE m.subject_key = ${subjectKey})
        AND e.look),
    parted AS (SELECT l.*, CASE WHEN lag(l.at) OVER w - l.at <= ${VISIT_MINUTES} * interval '1 minute' THEN 0 ELSE 1 END AS begins
      FROM looks l WINDOW w AS (PARTITION BY l.actor_kind, l.actor_id, l.matter ORDER BY l.id DESC)),
    numbered AS (SELECT p.*, sum(p.begins) OVER (PARTITION BY p.actor_kind, p.actor_id, p.matter ORDER BY p.id DESC) AS nth FROM parted p)
    SELECT v.* FROM (SELECT n.id, n.at, n.actor_kind, n.actor_id, n.roles, n.department_id, n.action, n.purpose, n.object_type, n.object_id,
      max(n.id) OVER (PARTITION BY n.actor_kind, n.actor_id, n.matter, n.nth)::text AS visit FROM numbered n) v
    WHERE ${older} ORDER BY v.id DESC LIMIT ${limit}`.execute(tx);
  return rows;
}

export interface FullReport {
  readonly subjectKey: string;
  readonly year: number;
  readonly ordinal: number;
  readonly reportId: string;
  readonly codeHash: Buffer;
  readonly subjectType: SubjectType;
  readonly maskedName: string;
  readonly uscc: string | null;
  readonly issuedAt: Date;
  readonly fileSha256: Buffer;
  readonly contentSha256: Buffer;
  /** act at a counter by which it was taken */
  readonly counterAct: string | null;
}

export async function countFullReports(tx: PlatformTx, subjectKey: string, year: number): Promise<number> {
  const row = await tx
    .selectFrom('full_report')
    .select(sql<number>`count(*)::int`.as('used'))
    .where('subject_key', '=', subjectKey)
    .where('year', '=', year)
    .executeTakeFirst();
  return row?.used ?? 0;
}

/** Two requests for the same report of the year meet at the primary key. */
export async function addFullReport(tx: PlatformTx, report: FullReport): Promise<void> {
  await tx
    .insertInto('full_report')
    .values({
      subject_key: report.subjectKey,
      year: report.year,
      ordinal: report.ordinal,
      report_id: report.reportId,
      code_hash: report.codeHash,
      subject_type: report.subjectType,
      masked_name: report.maskedName,
      uscc: report.uscc,
      issued_at: report.issuedAt,
      file_sha256: report.fileSha256,
      content_sha256: report.contentSha256,
      counter_act: report.counterAct,
    })
    .execute();
}

export interface IssuedReport {
  readonly subjectKey: string;
  readonly subjectType: SubjectType;
  readonly maskedName: string;
  readonly issuedAt: Date;
  readonly fileSha256: Buffer;
  readonly contentSha256: Buffer;
}

export async function findFullReport(tx: PlatformTx, codeHash: Buffer): Promise<IssuedReport | undefined> {
  const { rows } = await sql<{
    subject_key: string;
    subject_type: SubjectType;
    masked_name: string;
    issued_at: Date;
    file_sha256: Buffer;
    content_sha256: Buffer;
  }>`SELECT * FROM full_report_of(${codeHash})`.execute(tx);
  const row = rows[0];
  return (
    row && {
      subjectKey: row.subject_key,
      subjectType: row.subject_type,
      maskedName: row.masked_name,
      issuedAt: row.issued_at,
      fileSha256: row.file_sha256,
      contentSha256: row.content_sha256,
    }
  );
}
