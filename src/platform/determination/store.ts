/** All SQL about a single case: its head, its log, its participants, its projected state, and the queue. */
import { sql } from 'kysely';
import type { Part } from '#contracts/vocabulary.ts';
import type { PlatformTx } from '../database.ts';
import type { ScreenedJson } from '../screened.ts';
import {
  type ActionName,
  type CaseAction,
  type CaseKey,
  caseIdOf,
  type OwnReport,
  parseCaseId,
  type Submission,
} from './case.ts';

/** First key of the advisory locks of this domain. */
const BATCH_LOCKS = 20_200_201;

/** Single cases of a batch share the lock, a batch approval takes it alone: neither sees the other half done. */
export async function shareBatch(tx: PlatformTx, batchId: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock_shared(${BATCH_LOCKS}, hashtext(${batchId}))`.execute(tx);
}

export async function lockBatch(tx: PlatformTx, batchId: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(${BATCH_LOCKS}, hashtext(${batchId}))`.execute(tx);
}

/** One action per case at a time; who comes second sees what the first did. */
export async function lockCase(tx: PlatformTx, { subjectKey, factKey }: CaseKey): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${subjectKey} || ${factKey}, 0))`.execute(tx);
}

/** The head of a case with what is sealed in it; undefined when there is none or it is not the actor's to see. */
export interface CaseHead extends Submission {
  readonly batchId: string;
  readonly rowNumber: number;
  /** of the notice's rules it was reported under */
  readonly version: number;
  readonly sealed: Buffer | null;
  /** false while its file is still being read: it may yet be refused as a whole */
  readonly batchComplete: boolean;
  readonly receivedAt: Date;
}

/** four-eyes: who worked the keys for the party at a counter. */
const counterOfficers = sql<string[]>`ARRAY(SELECT p.officer_id FROM case_participant p
  WHERE p.subject_key = submission.subject_key AND p.fact_key = submission.fact_key AND p.part = 'counter')`.as(
  'counter_officers',
);

export async function findCase(tx: PlatformTx, caseId: string): Promise<CaseHead | undefined> {
  const number = parseCaseId(caseId);
  if (!number) return undefined;
  const row = await tx
    .selectFrom('submission')
    .selectAll('submission')
    .select(sql<string | null>`batch_state(submission.batch_id)`.as('batch_state'))
    .select(sql<Date>`batch_received_at(submission.batch_id)`.as('received_at'))
    .leftJoin('own_report', (join) =>
      join
        .onRef('own_report.subject_key', '=', 'submission.subject_key')
        .onRef('own_report.fact_key', '=', 'submission.fact_key'),
    )
    .select(['own_report.place', 'own_report.statements', 'own_report.submitted_at', 'own_report.assisted_by'])
    .leftJoin('machine_client', 'machine_client.officer_id', 'submission.reporter_id')
    .select('machine_client.registered_by as reporting_system_by')
    .select(counterOfficers)
    .where('submission.batch_id', '=', number.batchId)
    .where('submission.row_number', '=', number.rowNumber)
    .executeTakeFirst();
  return (
    row && {
      caseId: caseIdOf(row.batch_id, row.row_number),
      batchId: row.batch_id,
      rowNumber: row.row_number,
      subjectKey: row.subject_key,
      factKey: row.fact_key,
      subjectType: row.subject_type,
      verdict: row.verdict,
      kind: row.kind,
      version: row.version,
      matter: row.matter,
      occurredOn: row.occurred_on,
      reportingDepartment: row.reporting_department,
      competentDepartment: row.competent_department,
      reporterId: row.reporter_id,
      reportingSystemBy: row.reporting_system_by,
      counterOfficers: row.counter_officers,
      uscc: row.uscc,
      organisationName: row.organisation_name,
      decision: row.decision,
      reasons: row.reasons ?? [],
      remarks: row.remarks ?? [],
      batchWithdrawn: row.batch_state === 'withdrawn' || row.batch_state === 'refused',
      batchComplete: row.batch_state !== 'received' && row.batch_state !== 'processing',
      receivedAt: row.received_at,
      sealed: row.sealed,
      ownReport: ownReportOf(row),
    }
  );
}

interface OwnReportColumns {
  readonly place: string | null;
  readonly statements: OwnReport['statements'] | null;
  readonly submitted_at: Date | null;
  readonly assisted_by: string | null;
}

function ownReportOf({ place, statements, submitted_at, assisted_by }: OwnReportColumns): OwnReport | undefined {
  if (place === null || submitted_at === null) return undefined;
  return { place, statements: statements ?? [], submittedAt: submitted_at, assistedBy: assisted_by };
}

export async function findBatchState(tx: PlatformTx, batchId: string): Promise<string | undefined> {
  const { rows } = await sql<{ state: string | null }>`SELECT batch_state(${batchId}::bigint) AS state`.execute(tx);
  return rows[0]?.state ?? undefined;
}

export async function findBatchReceipt(tx: PlatformTx, batchId: string): Promise<Date | undefined> {
  const { rows } = await sql<{ at: Date | null }>`SELECT batch_received_at(${batchId}::bigint) AS at`.execute(tx);
  return rows[0]?.at ?? undefined;
}

/** One line of the log as it is stored: the action, and what only the store needs. */
export type StoredAction = CaseAction & {
  readonly idempotencyKey: string;
  readonly departmentId: string | null;
  readonly sealed: Buffer | null;
  /** act at a counter (窗口代办) by which it was done for the party */
  readonly counterAct?: string | null;
  /** whose counter that was */
  readonly counterDepartment?: string | null;
};

export async function listActions(tx: PlatformTx, { subjectKey, factKey }: CaseKey): Promise<StoredAction[]> {
  const rows = await tx
    .selectFrom('case_action')
    .selectAll()
    .select(
      sql<string | null>`(SELECT a.department_id FROM counter_act a
        WHERE a.subject_key = case_action.subject_key AND a.act_id = case_action.counter_act)`.as('counter_department'),
    )
    .where('subject_key', '=', subjectKey)
    .where('fact_key', '=', factKey)
    .orderBy('sequence')
    .execute();
  return rows.map(
    (row) =>
      ({
        sequence: row.sequence,
        action: row.action as ActionName,
        part: row.part,
        actorId: row.actor_id,
        at: row.at,
        payload: row.payload,
        idempotencyKey: row.idempotency_key,
        departmentId: row.department_id,
        sealed: row.sealed,
        onBehalfOf: row.on_behalf_of,
        counterAct: row.counter_act,
        counterDepartment: row.counter_department,
      }) as StoredAction,
  );
}

/** When cases were closed, by case number; open ones are not in the answer. A batch that was taken back has no action to date it by. */
export async function casesSettled(tx: PlatformTx, caseIds: readonly string[]): Promise<ReadonlyMap<string, Date>> {
  const numbers = caseIds.map(parseCaseId).filter((one) => one !== undefined);
  const { rows } = await sql<{ id: string; at: Date }>`
    SELECT s.batch_id || '-' || s.row_number AS id,
      coalesce((SELECT max(a.at) FROM case_action a WHERE a.subject_key = s.subject_key AND a.fact_key = s.fact_key),
        b.completed_at, b.received_at) AS at
    FROM unnest(${numbers.map(({ batchId }) => batchId)}::bigint[], ${numbers.map(({ rowNumber }) => rowNumber)}::integer[])
      AS asked (batch_id, row_number)
    JOIN submission s ON s.batch_id = asked.batch_id AND s.row_number = asked.row_number
    JOIN batch b ON b.id = s.batch_id
    LEFT JOIN case_state c ON c.subject_key = s.subject_key AND c.fact_key = s.fact_key
    WHERE c.state IN ('determined', 'lapsed', 'withdrawn', 'refused') OR b.state IN ('withdrawn', 'refused')`.execute(
    tx,
  );
  return new Map(rows.map(({ id, at }) => [id, at]));
}

export async function addParticipant(tx: PlatformTx, key: CaseKey, officerId: string, part: Part): Promise<void> {
  await tx
    .insertInto('case_participant')
    .values({ subject_key: key.subjectKey, fact_key: key.factKey, officer_id: officerId, part })
    .onConflict((conflict) => conflict.columns(['subject_key', 'fact_key', 'officer_id']).doNothing())
    .execute();
}

/** Who works the keys for a person who reports has had the reporter's part, for ever (four-eyes). */
export async function takeReportersPart(tx: PlatformTx, key: CaseKey, officerId: string): Promise<void> {
  await addParticipant(tx, key, officerId, 'reporter');
}

/** The participant's part is a foreign key: an officer with another part in the case is refused here at the latest. */
export async function addAction(
  tx: PlatformTx,
  key: CaseKey,
  action: StoredAction,
  payload: ScreenedJson,
): Promise<void> {
  await tx
    .insertInto('case_action')
    .values({
      subject_key: key.subjectKey,
      fact_key: key.factKey,
      sequence: action.sequence,
      action: action.action,
      part: action.part,
      actor_id: action.actorId,
      department_id: action.departmentId,
      at: action.at,
      idempotency_key: action.idempotencyKey,
      payload,
      sealed: action.sealed,
      on_behalf_of: action.onBehalfOf ?? null,
      counter_act: action.counterAct ?? null,
    })
    .execute();
}

export interface ProjectedState {
  readonly sequence: number;
  readonly state: string;
  readonly dueOn: string | null;
  readonly check: { readonly dueOn: string | null; readonly endedOn: string | null };
}

/** Moves on the projection of a case that has one: what the subject itself may do (an insertion stays with officers). */
export async function advanceState(
  tx: PlatformTx,
  { subjectKey, factKey }: CaseKey,
  to: { readonly sequence: number; readonly state: string; readonly dueOn: string | null },
): Promise<void> {
  await tx
    .updateTable('case_state')
    .set({ sequence: to.sequence, state: to.state, due_on: to.dueOn })
    .where('subject_key', '=', subjectKey)
    .where('fact_key', '=', factKey)
    .execute();
}

export async function projectState(tx: PlatformTx, head: CaseHead, projected: ProjectedState): Promise<void> {
  const state = {
    ...{ sequence: projected.sequence, state: projected.state, due_on: projected.dueOn },
    ...{ check_due_on: projected.check.dueOn, checked_on: projected.check.endedOn },
  };
  await tx
    .insertInto('case_state')
    .values({
      subject_key: head.subjectKey,
      fact_key: head.factKey,
      competent_department: head.competentDepartment,
      reporting_department: head.reportingDepartment,
      batch_id: head.batchId,
      row_number: head.rowNumber,
      ...state,
    })
    .onConflict((conflict) => conflict.columns(['subject_key', 'fact_key']).doUpdateSet(state))
    .execute();
}

/** The day a case is due as its queue is ordered, or undefined when it does not stand in that state. */
export async function findDueOn(tx: PlatformTx, key: CaseKey, state: string): Promise<string | null | undefined> {
  const row = await tx
    .selectFrom('case_state')
    .select('due_on')
    .where('subject_key', '=', key.subjectKey)
    .where('fact_key', '=', key.factKey)
    .where('state', '=', state)
    .executeTakeFirst();
  return row?.due_on;
}
