/** All SQL of own reports. Row-level security shows an applicant the own rows only; every statement names the subject as well. */

import { sql } from 'kysely';
import type { KindRef } from '#kernel/policy/refs.ts';
import type { PlatformTx } from '../database.ts';
import type { ScreenedText } from '../screened.ts';

/** One thing at a time per person: the number of drafts is bounded, and two devices hand in the same draft once. */
export async function lockReports(tx: PlatformTx, subjectKey: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`own-reports ${subjectKey}`}, 0))`.execute(tx);
}

export interface Draft {
  readonly subjectKey: string;
  readonly reportId: string;
  readonly version: number;
  readonly saveKey: string;
  readonly sealed: Buffer;
  readonly startedAt: Date;
  readonly savedAt: Date;
  readonly expiresOn: string;
}

const drafts = (tx: PlatformTx) =>
  tx
    .selectFrom('own_report_draft')
    .select([
      'subject_key as subjectKey',
      'report_id as reportId',
      'version',
      'save_key as saveKey',
      'sealed',
      'started_at as startedAt',
      'saved_at as savedAt',
      'expires_on as expiresOn',
    ]);

export async function findDraft(tx: PlatformTx, subjectKey: string, reportId: string): Promise<Draft | undefined> {
  return drafts(tx).where('subject_key', '=', subjectKey).where('report_id', '=', reportId).executeTakeFirst();
}

/** The newest first. */
export async function listDrafts(tx: PlatformTx, subjectKey: string): Promise<Draft[]> {
  return drafts(tx).where('subject_key', '=', subjectKey).orderBy('saved_at', 'desc').execute();
}

export async function putDraft(tx: PlatformTx, draft: Draft): Promise<void> {
  const saved = {
    version: draft.version,
    save_key: draft.saveKey,
    sealed: draft.sealed,
    saved_at: draft.savedAt,
    expires_on: draft.expiresOn,
  };
  await tx
    .insertInto('own_report_draft')
    .values({ subject_key: draft.subjectKey, report_id: draft.reportId, started_at: draft.startedAt, ...saved })
    .onConflict((conflict) => conflict.columns(['subject_key', 'report_id']).doUpdateSet(saved))
    .execute();
}

export async function removeDraft(tx: PlatformTx, subjectKey: string, reportId: string): Promise<void> {
  await tx
    .deleteFrom('own_report_draft')
    .where('subject_key', '=', subjectKey)
    .where('report_id', '=', reportId)
    .execute();
}

/** Deletes, unread, what nobody went on with; answers whose and which. */
export async function removeExpiredDrafts(
  tx: PlatformTx,
  today: string,
): Promise<{ subjectKey: string; reportId: string }[]> {
  const { rows } = await sql<{ subject_key: string; report_id: string }>`
    SELECT subject_key, report_id FROM delete_expired_drafts(${today}::date)`.execute(tx);
  return rows.map((row) => ({ subjectKey: row.subject_key, reportId: row.report_id }));
}

/** Batch of the department's own reports of the day, and the next row number. */
export async function nextNumber(
  tx: PlatformTx,
  department: string,
  notice: string,
  day: Buffer,
  at: Date,
): Promise<{ batchId: string; rowNumber: number }> {
  const { rows } = await sql<{ batch_id: string; row_number: number }>`
    SELECT own_upload_batch(${department}, ${notice}, ${day}, ${at}) AS batch_id, nextval('own_report_row')::int AS row_number`.execute(
    tx,
  );
  return { batchId: rows[0]!.batch_id, rowNumber: rows[0]!.row_number };
}

export interface NewSubmission {
  readonly subjectKey: string;
  readonly factKey: string;
  readonly batchId: string;
  readonly rowNumber: number;
  readonly kind: KindRef;
  readonly version: number;
  readonly matter: ScreenedText;
  readonly occurredOn: string;
  readonly department: string;
  readonly sealed: Buffer;
}

/** False when the fact is held by another submission, also one that was committed only just now. */
export async function addSubmission(tx: PlatformTx, claim: NewSubmission): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('submission')
    .values({
      subject_key: claim.subjectKey,
      fact_key: claim.factKey,
      batch_id: claim.batchId,
      row_number: claim.rowNumber,
      subject_type: 'person',
      verdict: 'accepted',
      kind: claim.kind,
      version: claim.version,
      matter: claim.matter,
      occurred_on: claim.occurredOn,
      reporting_department: claim.department,
      competent_department: claim.department,
      reporter_id: claim.subjectKey,
      sealed: claim.sealed,
      decision: null,
    })
    .onConflict((conflict) => conflict.columns(['subject_key', 'fact_key']).doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

export interface Holder {
  readonly batchId: string;
  readonly rowNumber: number;
  /** taken back: it must not stand in the way, and the key that follows from it is free */
  readonly withdrawn: boolean;
  readonly nextFactKey: string;
}

/** Who holds a fact; the key that follows a withdrawn one is worked out as intake does, the same for everybody. */
export async function findHolder(tx: PlatformTx, subjectKey: string, factKey: string): Promise<Holder | undefined> {
  const { rows } = await sql<{ batch_id: string; row_number: number; withdrawn: boolean; next: string }>`
    SELECT s.batch_id, s.row_number, md5(s.fact_key::text || ' withdrawn')::uuid AS next,
      coalesce(c.state = 'withdrawn', false) OR coalesce(batch_state(s.batch_id) IN ('withdrawn', 'refused'), false) AS withdrawn
    FROM submission s LEFT JOIN case_state c ON c.subject_key = s.subject_key AND c.fact_key = s.fact_key
    WHERE s.subject_key = ${subjectKey} AND s.fact_key = ${factKey}`.execute(tx);
  const row = rows[0];
  return row && { batchId: row.batch_id, rowNumber: row.row_number, withdrawn: row.withdrawn, nextFactKey: row.next };
}

export interface OwnReportRow {
  readonly subjectKey: string;
  readonly factKey: string;
  readonly reportId: string;
  readonly batchId: string;
  readonly rowNumber: number;
  readonly department: string;
  readonly place: string;
  readonly statements: readonly { readonly id: string; readonly version: string }[];
  readonly submittedAt: Date;
  readonly assistedBy: string | null;
}

export async function addOwnReport(tx: PlatformTx, report: OwnReportRow): Promise<void> {
  await tx
    .insertInto('own_report')
    .values({
      subject_key: report.subjectKey,
      fact_key: report.factKey,
      report_id: report.reportId,
      batch_id: report.batchId,
      row_number: report.rowNumber,
      department_id: report.department,
      place: report.place,
      statements: JSON.stringify(report.statements),
      submitted_at: report.submittedAt,
      assisted_by: report.assistedBy,
    })
    .execute();
}

const reports = (tx: PlatformTx) =>
  tx
    .selectFrom('own_report')
    .select([
      'subject_key as subjectKey',
      'fact_key as factKey',
      'report_id as reportId',
      'batch_id as batchId',
      'row_number as rowNumber',
      'department_id as department',
      'place',
      'statements',
      'submitted_at as submittedAt',
      'assisted_by as assistedBy',
    ]);

export async function findReport(
  tx: PlatformTx,
  subjectKey: string,
  reportId: string,
): Promise<OwnReportRow | undefined> {
  return reports(tx).where('subject_key', '=', subjectKey).where('report_id', '=', reportId).executeTakeFirst();
}

/** The newest first. */
export async function listReports(tx: PlatformTx, subjectKey: string): Promise<OwnReportRow[]> {
  return reports(tx).where('subject_key', '=', subjectKey).orderBy('submitted_at', 'desc').execute();
}

export async function countOpenReports(tx: PlatformTx, subjectKey: string): Promise<number> {
  const { rows } = await sql<{ open: number }>`
    SELECT count(*)::int AS open FROM own_report o
    LEFT JOIN case_state c ON c.subject_key = o.subject_key AND c.fact_key = o.fact_key
    WHERE o.subject_key = ${subjectKey} AND coalesce(c.state, 'reported') NOT IN ('determined', 'lapsed', 'withdrawn', 'refused')`.execute(
    tx,
  );
  return rows[0]?.open ?? 0;
}

/** When own reports were handed in, by report id: a draft that is still one is not in the answer. */
export async function reportsSettled(tx: PlatformTx, reportIds: readonly string[]): Promise<ReadonlyMap<string, Date>> {
  const rows = await tx
    .selectFrom('own_report')
    .select(['report_id', 'submitted_at'])
    .where('report_id', 'in', [...reportIds])
    .execute();
  return new Map(rows.map((row) => [row.report_id, row.submitted_at]));
}
