/** The SQL of batch approval: which cases of a batch are clean, and the statements that act on all of them together. */

import { type Selectable, sql } from 'kysely';
import type { BatchStep } from '#contracts/vocabulary.ts';
import type { ClauseRef, KindRef } from '#kernel/policy/refs.ts';
import type { LocalDate } from '#kernel/time/local-date.ts';
import type { PlatformTx, RecordTable } from '../../database.ts';
import { type CreditRecord, toRecord } from '../../registry/index.ts';
import { MUCH } from '../../statistics.ts';

export interface Approval {
  readonly batchId: string;
  readonly officerId: string;
  /** officer whose role is taken over; null for an own role */
  readonly onBehalfOf: string | null;
  readonly departmentId: string;
  /** departments whose cases the officer may act on */
  readonly departments: readonly string[];
  /** kinds the policy lets be approved as a batch */
  readonly kinds: readonly KindRef[];
  readonly at: Date;
  readonly today: LocalDate;
  /** last day of the check of what came in with the batch; null where no calendar says */
  readonly checkDueOn: LocalDate | null;
  /** cases decided with one statement; null for all */
  readonly atMost: number | null;
}

/** Why a case is left out; the first reason that fits counts. */
export const LEFT_OUT = [
  { because: 'jurisdiction', zh: '不属于本单位认定', en: 'Not for this department' },
  { because: 'closed', zh: '已认定、已退回、已撤回或不予认定', en: 'Determined, returned, withdrawn or refused' },
  { because: 'case-by-case', zh: '该类信息须逐件办理', en: 'A kind that is handled case by case' },
  {
    because: 'own-report',
    zh: '本人上报的，须逐件查看本人提供的证明材料',
    en: 'Reported by the person: their proof is looked at one by one',
  },
  { because: 'suspect', zh: '有疑点，须逐件核实', en: 'In doubt: checked one by one' },
  { because: 'corrected', zh: '报送后更正过，须逐件查看', en: 'Corrected since it was reported: looked at one by one' },
  { because: 'state', zh: '不在这一环节', en: 'Not at this step' },
  {
    because: 'four-eyes',
    zh: '您已在该事项中承担其他环节，须由他人办理；本单位不足三人的，由上级单位的经办人承担一个环节',
    en: 'You have another part in it; somebody else does it, where the department has fewer than three an officer of the superior department',
  },
  {
    because: 'reported-again',
    zh: '撤回后重新报送过，须逐件核对',
    en: 'Reported again after a withdrawal: checked one by one',
  },
  { because: 'on-record', zh: '同一事实已有认定记录', en: 'The same fact is on record already' },
] as const;
type LeftOut = (typeof LEFT_OUT)[number]['because'];

/** Reason to leave a case out, as one SQL expression over the tables of `cases`; null for a clean case. */
function whyNot(step: BatchStep, { departments, kinds, officerId }: Approval) {
  const openState = step === 'review' ? sql`c.state IS NULL` : sql`c.state = 'reviewed' AND c.sequence = 1`;
  const onRecord =
    step === 'review'
      ? sql`false`
      : sql`EXISTS (SELECT FROM record r WHERE r.subject_key = s.subject_key AND r.record_id = s.fact_key)`;
  return sql`CASE
    WHEN NOT s.competent_department = ANY (${departments}::text[]) THEN 'jurisdiction'
    WHEN c.state IN ('determined', 'lapsed', 'returned', 'withdrawn', 'refused') THEN 'closed'
    WHEN NOT s.kind = ANY (${kinds}::text[]) THEN 'case-by-case'
    -- nobody vouches for it but the person: somebody has to look at the proof (1.0)
    WHEN s.reporter_id = s.subject_key THEN 'own-report'
    WHEN s.verdict <> 'accepted' THEN 'suspect'
    WHEN c.state = 'corrected' OR c.sequence > 1 THEN 'corrected'
    WHEN NOT coalesce(${openState}, false) THEN 'state'
    WHEN s.reporter_id = ${officerId}::uuid OR p.officer_id IS NOT NULL THEN 'four-eyes'
    WHEN w.fact_key IS NOT NULL THEN 'reported-again'
    WHEN ${onRecord} THEN 'on-record'
  END`;
}

/**
 * Every case of the batch, judged in one walk: what is asked about each is joined as a set (p: the officer's own parts, w: facts
 * whose claim was taken back), never looked up case by case. Intake gave what was reported again after that a key that follows
 * from the one taken back; only the single case works out the fact's own.
 */
const cases = (step: BatchStep, approval: Approval) => sql`
  SELECT s.subject_key, s.fact_key, s.row_number, ${whyNot(step, approval)} AS because
  FROM submission s
  LEFT JOIN case_state c ON c.subject_key = s.subject_key AND c.fact_key = s.fact_key AND c.batch_id = ${approval.batchId}::bigint
  LEFT JOIN case_participant p
    ON p.subject_key = s.subject_key AND p.fact_key = s.fact_key AND p.officer_id = ${approval.officerId}::uuid
  LEFT JOIN (
    SELECT t.subject_key, md5(t.fact_key::text || ' withdrawn')::uuid AS fact_key FROM submission t
    WHERE t.batch_id = ANY ((SELECT incomplete_batches())::bigint[])
    UNION
    SELECT t.subject_key, md5(t.fact_key::text || ' withdrawn')::uuid FROM case_state t WHERE t.state = 'withdrawn') w
    ON w.subject_key = s.subject_key AND w.fact_key = s.fact_key
  WHERE s.batch_id = ${approval.batchId}::bigint`;

/**
 * The tables have just grown by this very batch, and the server does not know it yet: taking them for nearly empty it would compare every
 * case with every other. A large batch is therefore never joined row by row, whatever the statistics say.
 */
async function asSets<T>(tx: PlatformTx, batchId: string, work: () => Promise<T>): Promise<T> {
  await sql`SELECT set_config('enable_nestloop', CASE WHEN count(*) < ${MUCH} THEN 'on' ELSE 'off' END, true)
    FROM (SELECT FROM submission WHERE batch_id = ${batchId}::bigint LIMIT ${MUCH}) counted`.execute(tx);
  const done = await work();
  await sql`SET LOCAL enable_nestloop = on`.execute(tx);
  return done;
}

export async function countCases(
  tx: PlatformTx,
  step: BatchStep,
  approval: Approval,
): Promise<Readonly<Record<LeftOut | 'total', number>>> {
  const { rows } = await asSets(tx, approval.batchId, () =>
    sql<{ because: LeftOut | null; count: number }>`
    SELECT because, count(*)::int AS count FROM (${cases(step, approval)}) judged GROUP BY because`.execute(tx),
  );
  return totals(rows);
}

function totals(rows: readonly { because: LeftOut | null; count: number }[]): Record<LeftOut | 'total', number> {
  const counts = Object.fromEntries(LEFT_OUT.map(({ because }) => [because, 0])) as Record<LeftOut | 'total', number>;
  counts.total = 0;
  for (const { because, count } of rows) {
    counts.total += count;
    if (because) counts[because] = count;
  }
  return counts;
}

export interface SampledCase {
  readonly rowNumber: number;
  readonly kind: KindRef;
  readonly matter: string;
  readonly occurredOn: LocalDate;
  readonly reportingDepartment: string;
  readonly organisationName: string | null;
}

/**
 * Counts a batch's cases and draws clean ones from all over it, in one walk over the batch. They are drawn by a digest, so the
 * reporter cannot put fair ones where they will be looked at.
 */
export async function countAndSample(
  tx: PlatformTx,
  step: BatchStep,
  approval: Approval,
  size: number,
): Promise<{ counted: ReturnType<typeof totals>; sample: readonly SampledCase[] }> {
  // a large batch is judged in memory: spilling it to disk would be most of the time
  await sql`SET LOCAL work_mem = '64MB'`.execute(tx);
  const { rows } = await asSets(tx, approval.batchId, () =>
    sql<{ counts: { because: LeftOut | null; count: number }[]; sample: SampledCase[] }>`
    WITH judged AS MATERIALIZED (${cases(step, approval)}),
    drawn AS (
      SELECT subject_key, fact_key FROM judged WHERE because IS NULL
      ORDER BY uuid_hash_extended(fact_key, hashtextextended(${approval.officerId}::text, 0)) LIMIT ${size})
    SELECT
      (SELECT coalesce(jsonb_agg(g), '[]') FROM (SELECT because, count(*)::int AS count FROM judged GROUP BY because) g) AS counts,
      (SELECT coalesce(jsonb_agg(jsonb_build_object(
          'rowNumber', s.row_number, 'kind', s.kind, 'matter', s.matter, 'occurredOn', s.occurred_on,
          'reportingDepartment', s.reporting_department, 'organisationName', s.organisation_name) ORDER BY s.row_number), '[]')
        FROM drawn JOIN submission s USING (subject_key, fact_key) WHERE s.batch_id = ${approval.batchId}::bigint) AS sample`.execute(
      tx,
    ),
  );
  return { counted: totals(rows[0]!.counts), sample: rows[0]!.sample };
}

/** Whether row-level security shows the batch itself, and not only cases out of it. */
export async function seesBatch(tx: PlatformTx, batchId: string): Promise<boolean> {
  return (await tx.selectFrom('batch').select('id').where('id', '=', batchId).executeTakeFirst()) !== undefined;
}

/** Counting stops here: a list needs to say "many", not how many. */
const COUNTED_TO = 1000;

/** Batches with cases of these departments that wait for the step, newest first. */
export async function waitingBatches(
  tx: PlatformTx,
  step: BatchStep,
  departments: readonly string[],
  before: string | undefined,
  limit: number,
): Promise<{ batchId: string; reportingDepartment: string; waiting: number }[]> {
  if (step === 'determine') {
    const { rows } = await sql<{ batchId: string; reportingDepartment: string; waiting: number }>`
      SELECT c.batch_id AS "batchId", min(c.reporting_department) AS "reportingDepartment",
        least(count(*), ${COUNTED_TO + 1})::int AS waiting
      FROM case_state c
      WHERE c.competent_department = ANY (${departments}::text[]) AND c.state = 'reviewed'
        AND NOT EXISTS (SELECT FROM own_report o WHERE o.batch_id = c.batch_id)
        AND (${before ?? null}::bigint IS NULL OR c.batch_id < ${before ?? null}::bigint)
      GROUP BY c.batch_id ORDER BY c.batch_id DESC LIMIT ${limit}`.execute(tx);
    return rows;
  }
  const { rows } = await sql<{ batchId: string; reportingDepartment: string; waiting: number }>`
    SELECT batch_id AS "batchId", reporting_department AS "reportingDepartment", least(cases, ${COUNTED_TO + 1})::int AS waiting
    FROM batches_untouched(${departments}::text[], false) u
    WHERE (${before ?? null}::bigint IS NULL OR batch_id < ${before ?? null}::bigint)
      AND NOT EXISTS (SELECT FROM own_report o WHERE o.batch_id = u.batch_id)
    ORDER BY batch_id DESC LIMIT ${limit}`.execute(tx);
  return rows;
}

/** Participants, actions and projected states of all clean cases; answers how many. A case changed by others makes it fail whole. */
export async function reviewCleanCases(tx: PlatformTx, approval: Approval): Promise<number> {
  const { batchId, officerId, departmentId, at, checkDueOn } = approval;
  const { rows } = await asSets(tx, batchId, () =>
    sql<{ done: number }>`
    WITH clean AS MATERIALIZED (
      SELECT subject_key, fact_key, row_number FROM (${cases('review', approval)}) judged WHERE because IS NULL
      LIMIT ${approval.atMost}),
    parts AS (
      INSERT INTO case_participant (subject_key, fact_key, officer_id, part)
      SELECT subject_key, fact_key, ${officerId}::uuid, 'reviewer' FROM clean),
    acted AS (
      INSERT INTO case_action (subject_key, fact_key, sequence, action, part, actor_id, department_id, at, idempotency_key, on_behalf_of)
      SELECT subject_key, fact_key, 1, 'review', 'reviewer', ${officerId}::uuid, ${departmentId}, ${at}, ${`batch-review:${batchId}`},
        ${approval.onBehalfOf}::uuid
      FROM clean),
    states AS (
      INSERT INTO case_state (subject_key, fact_key, sequence, state, competent_department, reporting_department, batch_id, row_number,
        due_on, check_due_on)
      SELECT subject_key, fact_key, 1, 'reviewed', s.competent_department, s.reporting_department, s.batch_id, s.row_number,
        ${checkDueOn}::date, ${checkDueOn}::date
      FROM clean JOIN submission s USING (subject_key, fact_key) WHERE s.batch_id = ${batchId}::bigint)
    SELECT count(*)::int AS done FROM clean`.execute(tx),
  );
  return rows[0]!.done;
}

export interface KindLifespan {
  readonly kind: KindRef;
  readonly clause: ClauseRef;
  readonly validFrom: LocalDate;
  readonly validUntil: LocalDate | null;
  readonly disclosedUntil: LocalDate | null;
}

/** Determines all clean cases and makes their records; answers how many, and those that others must be told of: of organisations, and of people with a points account. */
export async function determineCleanCases(
  tx: PlatformTx,
  approval: Approval,
  lifespans: readonly KindLifespan[],
): Promise<{ done: number; told: CreditRecord[] }> {
  const { batchId, officerId, departmentId, at, today } = approval;
  const { rows } = await asSets(tx, batchId, () =>
    sql<Selectable<RecordTable> & { done: number }>`
    WITH clean AS MATERIALIZED (
      SELECT subject_key, fact_key, row_number FROM (${cases('determine', approval)}) judged WHERE because IS NULL
      LIMIT ${approval.atMost}),
    parts AS (
      INSERT INTO case_participant (subject_key, fact_key, officer_id, part)
      SELECT subject_key, fact_key, ${officerId}::uuid, 'determiner' FROM clean),
    acted AS (
      INSERT INTO case_action (subject_key, fact_key, sequence, action, part, actor_id, department_id, at, idempotency_key, payload, on_behalf_of)
      SELECT subject_key, fact_key, 2, 'determine', 'determiner', ${officerId}::uuid, ${departmentId}, ${at}, ${`batch-determine:${batchId}`},
        jsonb_build_object('recordId', fact_key, 'determinedOn', ${today}::text), ${approval.onBehalfOf}::uuid
      FROM clean),
    states AS (
      UPDATE case_state c SET sequence = 2, state = 'determined', due_on = NULL,
        check_due_on = coalesce(c.check_due_on, ${approval.checkDueOn}::date), checked_on = ${today}::date
      FROM clean WHERE c.subject_key = clean.subject_key AND c.fact_key = clean.fact_key AND c.batch_id = ${batchId}::bigint),
    recorded AS (
      INSERT INTO record (subject_key, record_id, case_key, subject_type, polarity, kind, version, clause, matter, occurred_on,
        reporting_department, determining_department, determined_by, determined_at, valid_from, valid_until, disclosed_until, uscc, organisation_name,
        batch_id, row_number)
      SELECT s.subject_key, s.fact_key, s.fact_key, s.subject_type, 'good', s.kind, s.version, k.clause, s.matter, s.occurred_on, s.reporting_department,
        s.competent_department, ${officerId}::uuid, ${at}, k.valid_from, k.valid_until, k.disclosed_until, s.uscc, s.organisation_name,
        s.batch_id, s.row_number
      FROM clean JOIN submission s USING (subject_key, fact_key)
      JOIN jsonb_to_recordset(${JSON.stringify(lifespans.map(lifespanColumns))}::jsonb)
        AS k (kind text, clause text, valid_from date, valid_until date, disclosed_until date) ON k.kind = s.kind
      WHERE s.batch_id = ${batchId}::bigint
      RETURNING *)
    SELECT (SELECT count(*)::int FROM recorded) AS done, told.*
    FROM (SELECT 1) AS one LEFT JOIN (
      SELECT r.* FROM recorded r
      JOIN (SELECT DISTINCT ON (subject_key) subject_key, change FROM points_subscription ORDER BY subject_key, sequence DESC) AS newest
        ON newest.subject_key = r.subject_key AND newest.change = 'opened'
      WHERE r.subject_type = 'person'
      UNION ALL
      SELECT r.* FROM recorded r WHERE r.subject_type = 'organisation') AS told ON true`.execute(tx),
  );
  return { done: rows[0]!.done, told: rows.filter((row) => row.record_id !== null).map(toRecord) };
}

const lifespanColumns = ({ kind, clause, validFrom, validUntil, disclosedUntil }: KindLifespan) => ({
  kind,
  clause,
  valid_from: validFrom,
  valid_until: validUntil,
  disclosed_until: disclosedUntil,
});
