/** All SQL of rights: requests, their log, who took part, the projection for queues, and granted relief. */
import { type Selectable, sql } from 'kysely';
import type { RightsKind, RightsQuery } from '#contracts/rights.ts';
import type { Recipient } from '#contracts/vocabulary.ts';
import type { PlatformTx, RightsRequestTable, RightsStateTable } from '../database.ts';
import type { ScreenedJson, ScreenedText } from '../screened.ts';
import type { Asked, RequestKey, RightsAction, RightsPart } from './request.ts';

/** One step at a time about one case: asking, acting and determining wait for each other. */
export async function lockSubjectCase(tx: PlatformTx, subjectKey: string, factKey: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${subjectKey} || ${factKey}, 0))`.execute(tx);
}

export async function addRequest(
  tx: PlatformTx,
  asked: Asked & { readonly statement: ScreenedText },
  idempotencyKey: string,
  counterAct: string | null,
): Promise<void> {
  await tx
    .insertInto('rights_request')
    .values({
      subject_key: asked.subjectKey,
      request_id: asked.requestId,
      kind: asked.kind,
      subject_type: asked.subjectType,
      fact_key: asked.factKey,
      batch_id: asked.batchId,
      row_number: asked.rowNumber,
      record_kind: asked.recordKind,
      department_id: asked.departmentId,
      channel: asked.channel,
      asked_by: asked.askedBy,
      on_behalf_of: asked.onBehalfOf ?? null,
      opened_at: asked.openedAt,
      statement: asked.statement,
      wanted: JSON.stringify(asked.wanted),
      idempotency_key: idempotencyKey,
      counter_act: counterAct,
    })
    .execute();
}

function toAsked(row: Selectable<RightsRequestTable> & { readonly counter_officers: readonly string[] }): Asked {
  return {
    subjectKey: row.subject_key,
    requestId: row.request_id,
    kind: row.kind,
    subjectType: row.subject_type,
    factKey: row.fact_key,
    batchId: row.batch_id,
    rowNumber: row.row_number,
    recordKind: row.record_kind,
    departmentId: row.department_id,
    channel: row.channel,
    askedBy: row.asked_by,
    onBehalfOf: row.on_behalf_of,
    openedAt: row.opened_at,
    statement: row.statement,
    wanted: row.wanted as Asked['wanted'],
    counterOfficers: row.counter_officers,
  };
}

/** four-eyes: who worked the keys for the party at a counter, in the case. */
const counterOfficers = sql<string[]>`ARRAY(SELECT p.officer_id FROM case_participant p
  WHERE p.subject_key = rights_request.subject_key AND p.fact_key = rights_request.fact_key AND p.part = 'counter')`.as(
  'counter_officers',
);

export async function findRequest(tx: PlatformTx, requestId: string): Promise<Asked | undefined> {
  const row = await tx
    .selectFrom('rights_request')
    .selectAll()
    .select(counterOfficers)
    .where('request_id', '=', requestId)
    .executeTakeFirst();
  return row && toAsked(row);
}

export async function findRequestByKey(
  tx: PlatformTx,
  subjectKey: string,
  idempotencyKey: string,
): Promise<Asked | undefined> {
  const row = await tx
    .selectFrom('rights_request')
    .selectAll()
    .select(counterOfficers)
    .where('subject_key', '=', subjectKey)
    .where('idempotency_key', '=', idempotencyKey)
    .executeTakeFirst();
  return row && toAsked(row);
}

/** The subject's requests, the newest first. */
export async function requestsOf(tx: PlatformTx, subjectKey: string): Promise<Asked[]> {
  const rows = await tx
    .selectFrom('rights_request')
    .selectAll()
    .select(counterOfficers)
    .where('subject_key', '=', subjectKey)
    .orderBy('opened_at', 'desc')
    .orderBy('request_id', 'desc')
    .execute();
  return rows.map(toAsked);
}

export async function actionsOf(tx: PlatformTx, { subjectKey, requestId }: RequestKey): Promise<RightsAction[]> {
  const rows = await tx
    .selectFrom('rights_action')
    .selectAll()
    .select(
      sql<string | null>`(SELECT a.department_id FROM counter_act a
        WHERE a.subject_key = rights_action.subject_key AND a.act_id = rights_action.counter_act)`.as(
        'counter_department',
      ),
    )
    .where('subject_key', '=', subjectKey)
    .where('request_id', '=', requestId)
    .orderBy('sequence')
    .execute();
  return rows.map(
    (row) =>
      ({
        sequence: row.sequence,
        action: row.action,
        part: row.part,
        actorId: row.actor_id,
        departmentId: row.department_id,
        onBehalfOf: row.on_behalf_of,
        counterAct: row.counter_act,
        counterDepartment: row.counter_department,
        at: row.at,
        idempotencyKey: row.idempotency_key,
        payload: row.payload,
      }) as RightsAction,
  );
}

/** four-eyes: an officer with another part in the request is refused by the primary key at the latest. */
export async function addParticipant(
  tx: PlatformTx,
  { subjectKey, requestId }: RequestKey,
  officerId: string,
  part: RightsPart,
): Promise<void> {
  await tx
    .insertInto('rights_participant')
    .values({ subject_key: subjectKey, request_id: requestId, officer_id: officerId, part })
    .onConflict((conflict) => conflict.columns(['subject_key', 'request_id', 'officer_id']).doNothing())
    .execute();
}

/** `late`: taken after the last day of the step before it. */
/** `due`: last day of the step, null where no period ran. */
export async function addAction(
  tx: PlatformTx,
  key: RequestKey,
  action: RightsAction,
  payload: ScreenedJson,
  { due, late }: { readonly due: string | null; readonly late: boolean },
): Promise<void> {
  await tx
    .insertInto('rights_action')
    .values({
      subject_key: key.subjectKey,
      request_id: key.requestId,
      sequence: action.sequence,
      action: action.action,
      part: action.part,
      actor_id: action.actorId,
      department_id: action.departmentId,
      on_behalf_of: action.onBehalfOf ?? null,
      counter_act: action.counterAct ?? null,
      at: action.at,
      idempotency_key: action.idempotencyKey,
      payload,
      late,
      due_on: due,
    })
    .execute();
}

export interface Projected {
  readonly handledBy: string;
  readonly state: string;
  readonly sequence: number;
  readonly dueOn: string | null;
  readonly endedOn: string | null;
  /** the step just taken came after its last day */
  readonly late: boolean;
}

export async function project(tx: PlatformTx, asked: Asked, openedOn: string, to: Projected): Promise<void> {
  await tx
    .insertInto('rights_state')
    .values({
      subject_key: asked.subjectKey,
      request_id: asked.requestId,
      kind: asked.kind,
      fact_key: asked.factKey,
      department_id: asked.departmentId,
      handled_by: to.handledBy,
      state: to.state,
      sequence: to.sequence,
      opened_on: openedOn,
      due_on: to.dueOn,
      ended_on: to.endedOn,
      late: to.late,
    })
    .onConflict((conflict) =>
      conflict.columns(['subject_key', 'request_id']).doUpdateSet({
        handled_by: to.handledBy,
        state: to.state,
        sequence: to.sequence,
        due_on: to.dueOn,
        ended_on: to.endedOn,
        late: sql<boolean>`rights_state.late OR ${to.late}`,
      }),
    )
    .execute();
}

export async function findState(tx: PlatformTx, { subjectKey, requestId }: RequestKey) {
  return tx
    .selectFrom('rights_state')
    .selectAll()
    .where('subject_key', '=', subjectKey)
    .where('request_id', '=', requestId)
    .executeTakeFirst();
}

export type QueueRow = Selectable<RightsStateTable> &
  Pick<Selectable<RightsRequestTable>, 'subject_type' | 'record_kind' | 'channel' | 'batch_id' | 'row_number'>;

/** Requests handled by these departments (`*`: everywhere), the most urgent first; ended ones the latest first. */
export async function listRequests(
  tx: PlatformTx,
  departments: '*' | readonly string[],
  { kind, standing, after, limit }: RightsQuery,
  { today, executed }: { readonly today: string; readonly executed: string },
): Promise<QueueRow[]> {
  const ofKind = kind === undefined ? sql`true` : sql`s.kind = ${kind}`;
  const ended = standing === 'ended' || standing === 'unconfirmed';
  const standingNow = ended ? sql`s.ended_on IS NOT NULL` : sql`s.ended_on IS NULL`;
  const late =
    standing === 'overdue'
      ? sql`s.due_on < ${today}::date`
      : standing === 'unconfirmed'
        ? unconfirmedBy(executed)
        : sql`true`;
  const order = ended
    ? sql`s.ended_on DESC, s.request_id DESC`
    : sql`coalesce(s.due_on, 'infinity'::date), s.opened_on, s.request_id`;
  const last = sql`(SELECT l FROM rights_state l WHERE l.request_id = ${after ?? null}::uuid)`;
  const following =
    after === undefined
      ? sql`true`
      : ended
        ? sql`(s.ended_on, s.request_id) < ((${last}).ended_on, (${last}).request_id)`
        : sql`(coalesce(s.due_on, 'infinity'::date), s.opened_on, s.request_id) > (coalesce((${last}).due_on, 'infinity'::date), (${last}).opened_on, (${last}).request_id)`;
  const { rows } = await sql<QueueRow>`
    SELECT s.*, r.subject_type, r.record_kind, r.channel, r.batch_id, r.row_number
    FROM rights_state s JOIN rights_request r ON r.subject_key = s.subject_key AND r.request_id = s.request_id
    WHERE ${standingNow} AND ${late} AND ${theirsIn(departments)} AND ${ofKind} AND ${following}
    ORDER BY ${order} LIMIT ${limit}`.execute(tx);
  return rows;
}

/** Of `rights_state s`: handled by these departments or about their records; the list and the counts above it ask the same. */
const theirsIn = (departments: '*' | readonly string[]) =>
  departments === '*'
    ? sql<boolean>`true`
    : sql<boolean>`(s.handled_by = ANY (${[...departments]}::text[]) OR s.department_id = ANY (${[...departments]}::text[]))`;

/** Messages about a record: those that name it, and those that name an entry of it on a list. */
const messagesAbout = (subjectKey: ReturnType<typeof sql>, recordId: ReturnType<typeof sql>) => sql`(
  SELECT x.id, x.recipient, x.type, x.position, x.created_at, x.subject_key FROM outbox x WHERE x.data->>'recordId' = ${recordId}::text
  UNION ALL
  SELECT x.id, x.recipient, x.type, x.position, x.created_at, x.subject_key FROM entry e JOIN outbox x ON x.data->>'entryId' = e.entry_id::text
  WHERE e.subject_key = ${subjectKey}::uuid AND e.record_id = ${recordId}::uuid)`;

/** Of `rights_state s`: granted on or before a day, and a system that was told of it has not acknowledged. */
const unconfirmedBy = (
  executed: string,
) => sql<boolean>`(s.state IN ('granted', 'review-granted') AND s.ended_on <= ${executed}::date
  AND EXISTS (
    SELECT FROM rights_request q
    JOIN record c ON c.subject_key = q.subject_key AND c.batch_id = q.batch_id AND c.row_number = q.row_number
    CROSS JOIN LATERAL ${messagesAbout(sql`c.subject_key`, sql`c.record_id`)} o
    WHERE o.created_at >= (s.ended_on::timestamp AT TIME ZONE 'Asia/Shanghai') AND q.subject_key = s.subject_key AND q.request_id = s.request_id
      AND (o.created_at AT TIME ZONE 'Asia/Shanghai')::date <= ${executed}::date
      AND NOT EXISTS (SELECT FROM delivery_attempt a WHERE a.outbox_id = o.id AND a.outcome IN ('acknowledged', 'withheld'))))`;

export async function countUnconfirmed(
  tx: PlatformTx,
  departments: '*' | readonly string[],
  executed: string,
): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    SELECT count(*)::int AS n FROM rights_state s WHERE s.ended_on IS NOT NULL AND ${theirsIn(departments)} AND ${unconfirmedBy(executed)}`.execute(
    tx,
  );
  return rows[0]?.n ?? 0;
}

export async function countWaiting(
  tx: PlatformTx,
  departments: '*' | readonly string[],
  today: string,
): Promise<{ kind: RightsKind; waiting: number; overdue: number }[]> {
  const { rows } = await sql<{ kind: RightsKind; waiting: number; overdue: number }>`
    SELECT kind, count(*)::int AS waiting, count(*) FILTER (WHERE due_on < ${today}::date)::int AS overdue
    FROM rights_state s WHERE ended_on IS NULL AND ${theirsIn(departments)} GROUP BY kind`.execute(tx);
  return rows;
}

export async function addHold(
  tx: PlatformTx,
  asked: Asked,
  hold: { readonly from: string; readonly until: string; readonly at: Date },
): Promise<void> {
  await tx
    .insertInto('relief_hold')
    .values({
      subject_key: asked.subjectKey,
      fact_key: asked.factKey,
      request_id: asked.requestId,
      held_from: hold.from,
      held_until: hold.until,
      at: hold.at,
    })
    .onConflict((conflict) => conflict.columns(['subject_key', 'fact_key', 'request_id']).doNothing())
    .execute();
}

export async function holdsOf(tx: PlatformTx, subjectKey: string, factKey: string) {
  return tx
    .selectFrom('relief_hold')
    .selectAll()
    .where('subject_key', '=', subjectKey)
    .where('fact_key', '=', factKey)
    .orderBy('held_from')
    .execute();
}

export interface ResultingDelivery {
  readonly recipient: Recipient;
  readonly type: string;
  readonly at: Date;
  readonly acknowledgedAt: Date | null;
}

/** Messages about a record since an instant, each with when it was acknowledged. */
export async function deliveriesAbout(
  tx: PlatformTx,
  subjectKey: string,
  recordId: string,
  since: Date,
): Promise<ResultingDelivery[]> {
  const { rows } = await sql<{
    recipient: Recipient;
    type: string;
    created_at: Date;
    acknowledged_at: Date | null;
  }>`
    SELECT o.recipient, o.type, o.created_at, (
      SELECT min(a.at) FROM delivery_attempt a WHERE a.outbox_id = o.id AND a.outcome IN ('acknowledged', 'withheld')) AS acknowledged_at
    FROM ${messagesAbout(sql`${subjectKey}`, sql`${recordId}`)} o
    WHERE o.created_at >= ${since} AND (o.subject_key IS NULL OR o.subject_key = ${subjectKey})
    ORDER BY o.position LIMIT 100`.execute(tx);
  return rows.map((row) => ({
    recipient: row.recipient,
    type: row.type,
    at: row.created_at,
    acknowledgedAt: row.acknowledged_at,
  }));
}
