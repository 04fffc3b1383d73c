/** All SQL of the registry: records, what was added to them later, and what is in force on a day. */

import { type Selectable, sql } from 'kysely';
import type { Polarity, RecordChange, SubjectType } from '#contracts/vocabulary.ts';
import type { ClauseRef, KindRef } from '#kernel/policy/refs.ts';
import type { Sealed } from '#kernel/seal/place.ts';
import type { Decision, PlatformTx, PriorNotice, RecordTable } from '../database.ts';
import { correctedPlace, reportedPlace } from '../person-seal.ts';
import type { ScreenedJson, ScreenedText } from '../screened.ts';

export interface CreditRecord {
  readonly subjectKey: string;
  readonly recordId: string;
  /** fact key of the case it was determined in */
  readonly caseKey: string;
  readonly subjectType: SubjectType;
  readonly polarity: Polarity;
  readonly kind: KindRef;
  readonly version: number;
  readonly clause: ClauseRef;
  readonly matter: string;
  readonly occurredOn: string;
  readonly reportingDepartment: string;
  readonly determiningDepartment: string;
  readonly determinedBy: string;
  readonly determinedAt: Date;
  readonly validFrom: string;
  readonly validUntil: string | null;
  readonly disclosedUntil: string | null;
  readonly uscc: string | null;
  readonly organisationName: string | null;
  readonly decision: Decision | null;
  readonly priorNotice: PriorNotice | null;
  readonly batchId: string;
  readonly rowNumber: number;
}

export interface RecordInForce extends CreditRecord {
  readonly objectionOpen: boolean;
}

export async function addRecord(tx: PlatformTx, record: CreditRecord): Promise<void> {
  await tx
    .insertInto('record')
    .values({
      subject_key: record.subjectKey,
      record_id: record.recordId,
      case_key: record.caseKey,
      subject_type: record.subjectType,
      polarity: record.polarity,
      kind: record.kind,
      version: record.version,
      clause: record.clause,
      matter: record.matter,
      occurred_on: record.occurredOn,
      reporting_department: record.reportingDepartment,
      determining_department: record.determiningDepartment,
      determined_by: record.determinedBy,
      determined_at: record.determinedAt,
      valid_from: record.validFrom,
      valid_until: record.validUntil,
      disclosed_until: record.disclosedUntil,
      uscc: record.uscc,
      organisation_name: record.organisationName,
      decision: record.decision === null ? null : JSON.stringify(record.decision),
      prior_notice: record.priorNotice === null ? null : JSON.stringify(record.priorNotice),
      batch_id: record.batchId,
      row_number: record.rowNumber,
    })
    .execute();
}

export function toRecord(row: Selectable<RecordTable>): CreditRecord {
  return {
    subjectKey: row.subject_key,
    recordId: row.record_id,
    caseKey: row.case_key,
    subjectType: row.subject_type,
    polarity: row.polarity,
    kind: row.kind,
    version: row.version,
    clause: row.clause,
    matter: row.matter,
    occurredOn: row.occurred_on,
    reportingDepartment: row.reporting_department,
    determiningDepartment: row.determining_department,
    determinedBy: row.determined_by,
    determinedAt: row.determined_at,
    validFrom: row.valid_from,
    validUntil: row.valid_until,
    disclosedUntil: row.disclosed_until,
    uscc: row.uscc,
    organisationName: row.organisation_name,
    decision: row.decision,
    priorNotice: row.prior_notice,
    batchId: row.batch_id,
    rowNumber: row.row_number,
  };
}

/** Whom a natural person's record is about, sealed as it stands in the record's case: as last corrected there, or as reported. */
export async function findPersonOf(tx: PlatformTx, record: CreditRecord): Promise<Sealed | null> {
  const { subjectKey, batchId, rowNumber } = record;
  const { rows } = await sql<{ sealed: Buffer; fact_key: string; sequence: number | null }>`
    SELECT coalesce(corrected.sealed, s.sealed) AS sealed, s.fact_key, corrected.sequence
    FROM submission s LEFT JOIN LATERAL (
      SELECT a.sealed, a.sequence FROM case_action a
      WHERE a.subject_key = s.subject_key AND a.fact_key = s.fact_key AND a.action = 'correct' AND a.sealed IS NOT NULL
      ORDER BY a.sequence DESC LIMIT 1) corrected ON true
    WHERE s.subject_key = ${subjectKey} AND s.batch_id = ${batchId} AND s.row_number = ${rowNumber} AND s.sealed IS NOT NULL`.execute(
    tx,
  );
  const found = rows[0];
  if (!found) return null;
  const place =
    found.sequence === null
      ? reportedPlace(subjectKey, batchId, rowNumber)
      : correctedPlace(subjectKey, found.fact_key, found.sequence);
  return { sealed: found.sealed, place };
}

/** The record a case became; the case number is the only way to it besides the subject (no-bulk-people), and row-level security guards the case. */
export async function findRecordOfCase(
  tx: PlatformTx,
  batchId: string,
  rowNumber: number,
): Promise<CreditRecord | undefined> {
  const row = await tx
    .selectFrom('record')
    .innerJoin('submission', (join) =>
      join
        .onRef('submission.subject_key', '=', 'record.subject_key')
        .onRef('submission.fact_key', '=', 'record.case_key'),
    )
    .selectAll('record')
    .where('submission.batch_id', '=', batchId)
    .where('submission.row_number', '=', rowNumber)
    .executeTakeFirst();
  return row && toRecord(row);
}

export interface RecordChangeRow {
  readonly sequence: number;
  readonly change: RecordChange;
  readonly effectiveOn: string;
  /** of a hold: its last day */
  readonly until?: string | null;
}

/** About which records of a subject an objection is open; of those the transaction may see. */
export async function objectedRecords(tx: PlatformTx, subjectKey: string): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ record_id: string; change: RecordChange }>`
    SELECT DISTINCT ON (record_id) record_id, change FROM record_change
    WHERE subject_key = ${subjectKey} AND change IN ('objection-opened', 'objection-closed')
    ORDER BY record_id, sequence DESC`.execute(tx);
  return new Set(rows.filter(({ change }) => change === 'objection-opened').map(({ record_id }) => record_id));
}

/** The same for organisations by their codes, whoever determined the record: what a list shows is marked for all who work on it. */
export async function objectionsAbout(tx: PlatformTx, codes: readonly string[]): Promise<ReadonlySet<string>> {
  if (codes.length === 0) return new Set();
  const { rows } = await sql<{ record_id: string }>`
    SELECT record_id FROM objections_open_about(${[...new Set(codes)]})`.execute(tx);
  return new Set(rows.map(({ record_id }) => record_id));
}

export async function listChanges(tx: PlatformTx, record: CreditRecord): Promise<RecordChangeRow[]> {
  const rows = await tx
    .selectFrom('record_change')
    .select(['sequence', 'change', 'effective_on', sql<string | null>`payload->>'until'`.as('until')])
    .where('subject_key', '=', record.subjectKey)
    .where('record_id', '=', record.recordId)
    .orderBy('sequence')
    .execute();
  return rows.map(({ sequence, change, effective_on, until }) => ({
    sequence,
    change,
    effectiveOn: effective_on,
    until,
  }));
}

export interface NewChange extends RecordChangeRow {
  readonly reason: ScreenedText;
  readonly basis: string;
  readonly actorId: string;
  readonly departmentId: string;
  readonly at: Date;
  readonly payload: ScreenedJson;
}

/** Two officers at the same instant meet at the primary key. */
export async function addChange(tx: PlatformTx, record: CreditRecord, change: NewChange): Promise<void> {
  await tx
    .insertInto('record_change')
    .values({
      subject_key: record.subjectKey,
      record_id: record.recordId,
      sequence: change.sequence,
      change: change.change,
      effective_on: change.effectiveOn,
      reason: change.reason,
      basis: change.basis,
      actor_id: change.actorId,
      department_id: change.departmentId,
      at: change.at,
      payload: change.payload,
    })
    .execute();
}

/** Granted relief about the case a record came from, still running on a day; the one that lasts longest. */
export async function findRelief(
  tx: PlatformTx,
  record: Pick<CreditRecord, 'subjectKey' | 'batchId' | 'rowNumber'>,
  on: string,
): Promise<{ requestId: string; until: string } | undefined> {
  const { rows } = await sql<{ request_id: string; held_until: string }>`
    SELECT h.request_id, h.held_until::text FROM relief_hold h
    JOIN submission s ON s.subject_key = h.subject_key AND s.fact_key = h.fact_key
    WHERE h.subject_key = ${record.subjectKey} AND s.batch_id = ${record.batchId} AND s.row_number = ${record.rowNumber}
      AND h.held_until >= ${on}::date ORDER BY h.held_until DESC LIMIT 1`.execute(tx);
  return rows[0] && { requestId: rows[0].request_id, until: rows[0].held_until };
}

/** Records whose newest hold ran out before a day and was not closed yet. */
export async function findEndedHolds(
  tx: PlatformTx,
  today: string,
): Promise<{ record: CreditRecord; sequence: number; until: string }[]> {
  const { rows } = await sql<Selectable<RecordTable> & { sequence: number; until: string }>`
    SELECT r.*, hold.until, (SELECT max(c.sequence) FROM record_change c
      WHERE c.subject_key = r.subject_key AND c.record_id = r.record_id) AS sequence
    FROM record r JOIN LATERAL (
      SELECT c.change, c.payload->>'until' AS until FROM record_change c
      WHERE c.subject_key = r.subject_key AND c.record_id = r.record_id AND c.change IN ('held', 'released')
      ORDER BY c.sequence DESC LIMIT 1) hold ON hold.change = 'held' AND hold.until < ${today}
    WHERE r.polarity = 'adverse' AND r.subject_key IN (SELECT h.subject_key FROM record_change h WHERE h.change = 'held')
      AND NOT EXISTS (SELECT FROM record_change e
        WHERE e.subject_key = r.subject_key AND e.record_id = r.record_id AND e.change IN ('repaired', 'revoked'))`.execute(
    tx,
  );
  return rows.map((row) => ({ record: toRecord(row), sequence: row.sequence, until: row.until }));
}

export type Subject = { readonly subjectKey: string } | { readonly uscc: string };

/** In force and still shown on a day, each with whether an objection is open (objection-marked). */
export async function recordsInForce(tx: PlatformTx, subject: Subject, on: string): Promise<RecordInForce[]> {
  const who = 'uscc' in subject ? sql`r.uscc = ${subject.uscc}` : sql`r.subject_key = ${subject.subjectKey}`;
  const { rows } = await sql<Selectable<RecordTable> & { objection_open: boolean }>`
    SELECT r.*, coalesce((
      SELECT c.change = 'objection-opened' FROM record_change c
      WHERE c.subject_key = r.subject_key AND c.record_id = r.record_id AND c.change IN ('objection-opened', 'objection-closed')
      ORDER BY c.sequence DESC LIMIT 1), false) AS objection_open
    FROM record_in_force(${on}::date) r
    WHERE ${who} AND (r.disclosed_until IS NULL OR r.disclosed_until >= ${on}::date)
    ORDER BY r.determined_at, r.record_id`.execute(tx);
  return rows.map((row) => ({ ...toRecord(row), objectionOpen: row.objection_open }));
}

/**
 * Marks up to `limit` records whose time was over before a day and whose end nobody has been told yet, and answers them.
 * A record repaired or revoked before is marked too, but its withdrawal went out then.
 */
export async function markExpired(
  tx: PlatformTx,
  before: string,
  at: Date,
  limit: number,
): Promise<{ subjectKey: string; recordId: string; endedOn: string; withdrawn: boolean }[]> {
  const { rows } = await sql<{ subject_key: string; record_id: string; ended_on: string; withdrawn: boolean }>`
    WITH over AS (
      SELECT r.subject_key, r.record_id, least(r.valid_until, r.disclosed_until) AS ended_on
      FROM record r
      WHERE (r.valid_until < ${before}::date OR r.disclosed_until < ${before}::date)
        AND NOT EXISTS (SELECT FROM record_expiry e WHERE e.subject_key = r.subject_key AND e.record_id = r.record_id)
      LIMIT ${limit}),
    marked AS (
      INSERT INTO record_expiry (subject_key, record_id, at) SELECT subject_key, record_id, ${at} FROM over
      ON CONFLICT DO NOTHING RETURNING subject_key, record_id)
    SELECT over.*, EXISTS (
      SELECT FROM record_change c WHERE c.subject_key = over.subject_key AND c.record_id = over.record_id
        AND c.change IN ('repaired', 'revoked')) AS withdrawn
    FROM marked JOIN over USING (subject_key, record_id)`.execute(tx);
  return rows.map((row) => ({
    subjectKey: row.subject_key,
    recordId: row.record_id,
    endedOn: row.ended_on,
    withdrawn: row.withdrawn,
  }));
}
