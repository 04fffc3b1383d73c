/** All SQL about a single case: its head, its log, its participants, its projected state, and the queue. */
import { sql } from 'kysely';
import type { CaseQuery } from '#contracts/determination.ts';
import type { Part, PlatformTx } from '../database.ts';
import { type ActionName, type CaseAction, type CaseKey, caseIdOf, parseCaseId, type Submission } from './case.ts';

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
  readonly sealed: Buffer | null;
  /** false while its file is still being read: it may yet be refused as a whole */
  readonly batchComplete: boolean;
}

export async function findCase(tx: PlatformTx, caseId: string): Promise<CaseHead | undefined> {
  const number = parseCaseId(caseId);
  if (!number) return undefined;
  const row = await tx
    .selectFrom('submission')
    .selectAll()
    .select(sql<string | null>`batch_state(batch_id)`.as('batch_state'))
    .where('batch_id', '=', number.batchId)
    .where('row_number', '=', number.rowNumber)
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
      matter: row.matter,
      occurredOn: row.occurred_on,
      reportingDepartment: row.reporting_department,
      competentDepartment: row.competent_department,
      reporterId: row.reporter_id,
      uscc: row.uscc,
      organisationName: row.organisation_name,
      decision: row.decision,
      reasons: row.reasons ?? [],
      remarks: row.remarks ?? [],
      batchWithdrawn: row.batch_state === 'withdrawn' || row.batch_state === 'refused',
      batchComplete: row.batch_state !== 'received' && row.batch_state !== 'processing',
      sealed: row.sealed,
    }
  );
}

export async function findBatchState(tx: PlatformTx, batchId: string): Promise<string | undefined> {
  const { rows } = await sql<{ state: string | null }>`SELECT batch_state(${batchId}::bigint) AS state`.execute(tx);
  return rows[0]?.state ?? undefined;
}

/** One line of the log as it is stored: the action, and what only the store needs. */
export type StoredAction = CaseAction & {
  readonly idempotencyKey: string;
  readonly departmentId: string | null;
  readonly sealed: Buffer | null;
};

export async function listActions(tx: PlatformTx, { subjectKey, factKey }: CaseKey): Promise<StoredAction[]> {
  const rows = await tx
    .selectFrom('case_action')
    .selectAll()
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
      }) as StoredAction,
  );
}

export async function addParticipant(tx: PlatformTx, key: CaseKey, officerId: string, part: Part): Promise<void> {
  await tx
    .insertInto('case_participant')
    .values({ subject_key: key.subjectKey, fact_key: key.factKey, officer_id: officerId, part })
    .onConflict((conflict) => conflict.columns(['subject_key', 'fact_key', 'officer_id']).doNothing())
    .execute();
}

/** The participant's part is a foreign key: an officer with another part in the case is refused here at the latest. */
export async function addAction(tx: PlatformTx, key: CaseKey, action: StoredAction): Promise<void> {
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
      payload: JSON.stringify(action.payload),
      sealed: action.sealed,
    })
    .execute();
}

export interface ProjectedState {
  readonly sequence: number;
  readonly state: string;
  readonly dueOn: string | null;
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
  const state = { sequence: projected.sequence, state: projected.state, due_on: projected.dueOn };
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

export async function officerNames(tx: PlatformTx, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.selectFrom('officer').select(['id', 'name']).where('id', 'in', ids).execute();
  return new Map(rows.map((row) => [row.id, row.name]));
}

export interface QueueRow {
  batch_id: string;
  row_number: number;
  kind: string;
  verdict: 'accepted' | 'suspect';
  reporting_department: string;
  competent_department: string;
  occurred_on: string;
  due_on: string | null;
}

const QUEUE_COLUMNS = sql`s.batch_id, s.row_number, s.kind, s.verdict, s.reporting_department, s.competent_department, s.occurred_on`;

/**
 * no-bulk-people: selects nothing that says whom a case is about. Oldest first by case number (with `before`: newest first,
 * backwards from there); one index range per department, so a page costs the same wherever it is. One row more than asked for
 * says that there is a further page. A case without a projected state is still as it was reported.
 */
export async function listQueue(tx: PlatformTx, departments: readonly string[], query: CaseQuery): Promise<QueueRow[]> {
  const from = parseCaseId(query.before ?? query.after ?? '') ?? { batchId: '0', rowNumber: 0 };
  const position = sql`(${from.batchId}::bigint, ${from.rowNumber}::integer)`;
  const beyond = query.before === undefined ? sql`>` : sql`<`;
  const direction = query.before === undefined ? sql`ASC` : sql`DESC`;
  const kind = query.kind ?? null;
  const limit = query.limit + 1;
  const side = sql.ref(query.side === 'reporting' ? 'reporting_department' : 'competent_department');
  // a department's own batches are few: its reported cases are looked for in them only
  const ownBatches =
    query.side === 'reporting'
      ? sql`AND s.batch_id IN (SELECT b.id FROM batch b WHERE b.department_id = ANY (${departments}))`
      : sql``;
  if (query.state === 'reported') {
    const { rows } = await sql<QueueRow>`
      SELECT ${QUEUE_COLUMNS}, NULL::date AS due_on
      FROM submission s
      WHERE (s.batch_id, s.row_number) ${beyond} ${position}
        AND s.${side} = ANY (${departments}) ${ownBatches}
        AND (${kind}::text IS NULL OR s.kind = ${kind})
        AND NOT EXISTS (SELECT FROM case_state c WHERE c.subject_key = s.subject_key AND c.fact_key = s.fact_key AND c.state <> 'reported')
        AND s.batch_id <> ALL ((SELECT incomplete_batches())::bigint[])
      ORDER BY s.batch_id ${direction}, s.row_number ${direction} LIMIT ${limit}`.execute(tx);
    return rows;
  }
  const { rows } = await sql<QueueRow>`
    SELECT page.* FROM unnest(${departments}::text[]) AS department
    CROSS JOIN LATERAL (
      SELECT ${QUEUE_COLUMNS}, c.due_on
      FROM case_state c JOIN submission s ON s.subject_key = c.subject_key AND s.fact_key = c.fact_key
      WHERE c.${side} = department AND c.state = ${query.state}
        AND (c.batch_id, c.row_number) ${beyond} ${position}
        AND (${kind}::text IS NULL OR s.kind = ${kind})
      ORDER BY c.batch_id ${direction}, c.row_number ${direction} LIMIT ${limit}) AS page
    ORDER BY page.batch_id ${direction}, page.row_number ${direction} LIMIT ${limit}`.execute(tx);
  return rows;
}
