/** Showing requests: the queue without names, one request to officers, own requests to the applicant. */
import type { OwnRequests, RightsDetail, RightsPage, RightsQuery } from '#contracts/rights.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { type LocalDate, localDateAt } from '#kernel/time/local-date.ts';
import { type Actor, hasRole } from '../access/actor.ts';
import { type Applicant, actingFor } from '../access/applicant.ts';
import { officerNames } from '../access/index.ts';
import { ownDepartments } from '../access/jurisdiction.ts';
import { transact } from '../access/transaction.ts';
import { writeLook } from '../audit-look.ts';
import type { PlatformContext } from '../context.ts';
import { hiddenFrom } from '../counter/index.ts';
import type { PlatformTx } from '../database.ts';
import { getCase, workingDaysLeft } from '../determination/index.ts';
import { objectedRecords } from '../registry/index.ts';
import { clocksOf, dueOn, executedSince, handledBy } from './clocks.ts';
import { recordOf } from './execute.ts';
import { RIGHTS_ACTIONS } from './fold.ts';
import { type Asked, isGranted, type RequestView, type RightsAction } from './request.ts';
import { mayAct } from './rules.ts';
import { viewOf } from './service.ts';
import {
  countUnconfirmed,
  countWaiting,
  deliveriesAbout,
  findRequest,
  holdsOf,
  listRequests,
  type ResultingDelivery,
  requestsOf,
} from './store.ts';

/** Requests the officer's departments handle or are asked about; the credit office and the auditor see all. */
export async function requestQueue(context: PlatformContext, actor: Actor, query: RightsQuery): Promise<RightsPage> {
  const { policy, calendar } = context;
  const everywhere = hasRole(actor, 'credit-office', 'auditor');
  const departments = everywhere ? ('*' as const) : ownDepartments(actor, policy);
  const today = localDateAt(context.clock());
  return transact(context.database, actor, async (tx) => {
    const executed = executedSince(today, context);
    const rows = await listRequests(tx, departments, { ...query, limit: query.limit + 1 }, { today, executed });
    const unconfirmed = await countUnconfirmed(tx, departments, executed);
    const counts = await countWaiting(tx, departments, today);
    const items = rows.slice(0, query.limit).map((row) => ({
      requestId: row.request_id,
      kind: row.kind,
      state: row.state as RequestView['state'],
      caseId: `${row.batch_id}-${row.row_number}`,
      subjectType: row.subject_type,
      recordKind: row.record_kind,
      recordKindTitle: policy.kind(row.record_kind).title,
      recordKindTitleEn: policy.kind(row.record_kind).titleEn,
      department: policy.department(row.department_id).name,
      handledBy: policy.department(row.handled_by).name,
      channel: row.channel,
      openedOn: row.opened_on,
      dueOn: row.due_on,
      workingDaysLeft: workingDaysLeft(calendar, today, row.due_on as LocalDate | null),
    }));
    const waiting = (kind: string) => counts.find((one) => one.kind === kind)?.waiting ?? 0;
    return {
      items,
      after: rows.length > query.limit ? (items.at(-1)?.requestId ?? null) : null,
      waiting: { objection: waiting('objection'), repair: waiting('repair'), relief: waiting('relief') },
      overdue: counts.reduce((sum, { overdue }) => sum + overdue, 0),
      unconfirmed,
    };
  });
}

/** One request as an officer works on it; nobody is named. The look is logged first. */
export async function requestDetail(context: PlatformContext, actor: Actor, requestId: string): Promise<RightsDetail> {
  return transact(context.database, actor, async (tx) => {
    const asked = await findRequest(tx, requestId);
    if (!asked) throw new Problem('not_found', { said: { zh: '没有找到该申请。', en: 'There is no such request.' } });
    await writeLook(tx, actor, {
      at: context.clock(),
      action: 'request.viewed',
      objectType: 'request',
      objectId: requestId,
      of: { subjects: [asked.subjectKey] },
      purpose: '办理申请',
    });
    return describe(tx, context, actor, asked);
  });
}

async function describe(tx: PlatformTx, context: PlatformContext, actor: Actor, asked: Asked): Promise<RightsDetail> {
  const { policy } = context;
  const today = localDateAt(context.clock());
  const { view, log } = await viewOf(tx, asked);
  const record = await recordOf(tx, asked);
  const { head, view: caseView } = await getCase(tx, `${asked.batchId}-${asked.rowNumber}`);
  const names = await officerNames(tx, [...new Set(officersIn(asked, log))]);
  const nameOf = (id: string | null | undefined) => (id ? (names.get(id) ?? null) : null);
  const deliveries =
    record && view.decidedAt ? await deliveriesAbout(tx, asked.subjectKey, record.recordId, view.decidedAt) : [];
  return {
    ...headOf(view, context, today),
    sequence: view.sequence,
    statement: asked.statement,
    commitment: asked.wanted.commitment === true,
    size: asked.wanted.size ?? null,
    asksUntil: asked.wanted.until ?? null,
    heldUntil: await heldUntil(tx, view),
    today,
    record: {
      clause: policy.kind(asked.recordKind).clause,
      matter: caseView.facts.matter,
      occurredOn: caseView.facts.occurredOn,
      determinedOn: record ? localDateAt(record.determinedAt) : null,
      validUntil: record?.disclosedUntil ?? record?.validUntil ?? null,
      objectionOpen: record ? (await objectedRecords(tx, asked.subjectKey)).has(record.recordId) : false,
      organisation: head.uscc === null ? null : { uscc: head.uscc, name: caseView.facts.organisationName ?? '' },
      decisionNumber: caseView.facts.decision?.number ?? null,
    },
    clocks: clocksOf(view, context, carriedOutAt(view, deliveries)).map((clock) => ({ ...clock })),
    asked: { officer: nameOf(asked.channel === 'own' ? null : asked.askedBy), onBehalfOf: nameOf(asked.onBehalfOf) },
    steps: log.map((action) => ({
      ...stepOf(action, policy),
      officer: action.part === null && !action.counterAct ? null : nameOf(action.actorId),
      onBehalfOf: nameOf(action.onBehalfOf),
    })),
    deliveries: deliveries.map(({ recipient, type, at, acknowledgedAt }) => ({
      recipient: recipient === 'points' ? policy.names.pointsSystem : policy.names.site,
      what: MESSAGES[type] ?? type,
      at: at.toISOString(),
      acknowledgedAt: acknowledgedAt?.toISOString() ?? null,
    })),
    available: availabilities(view, context, actor, record?.determinedBy ?? null),
  };
}

/** Whoever has to be named: who asked for somebody, who acted, and for whom they stood in. */
function officersIn(asked: Asked, log: readonly RightsAction[]): string[] {
  const acted = log.filter(({ part, counterAct }) => part !== null || counterAct);
  return [
    ...(asked.channel === 'own' ? [] : [{ actorId: asked.askedBy, onBehalfOf: asked.onBehalfOf }]),
    ...acted,
  ].flatMap(({ actorId, onBehalfOf }) => (onBehalfOf ? [actorId, onBehalfOf] : [actorId]));
}

/** See `clocksOf`. With nobody to tell, a decision is carried out as it is taken. */
function carriedOutAt(view: RequestView, deliveries: readonly ResultingDelivery[]): Date | null | undefined {
  if (!isGranted(view) || view.asked.kind === 'relief') return undefined;
  const acknowledged = deliveries.map(({ acknowledgedAt }) => acknowledgedAt);
  if (acknowledged.includes(null)) return null;
  return acknowledged.reduce((latest, at) => (latest && at && at < latest ? latest : at), view.decidedAt);
}

const MESSAGES: Readonly<Record<string, string>> = {
  'xinheng.record.published': '更新记录',
  'xinheng.record.withdrawn': '撤下记录',
  'xinheng.entry.withdrawn': '撤下名单条目',
  'xinheng.entry.marked': '标注或解除异议',
};

/** The applicant's own requests with their answers; departments, never officers. */
export async function ownRequests(
  context: PlatformContext,
  applicant: Applicant,
  uscc: string | undefined,
): Promise<OwnRequests> {
  const { subjectKey } = actingFor(applicant, uscc);
  const today = localDateAt(context.clock());
  return transact(context.database, applicant, async (tx) => {
    const items: OwnRequests['items'] = [];
    const hidden = await hiddenFrom(tx, context, applicant, subjectKey);
    for (const asked of await requestsOf(tx, subjectKey)) {
      if (hidden.has(`${asked.batchId}-${asked.rowNumber}`)) continue;
      const { view, log } = await viewOf(tx, asked);
      items.push({
        ...headOf(view, context, today),
        sequence: view.sequence,
        statement: asked.statement,
        heldUntil: await heldUntil(tx, view),
        steps: log.map((action) => stepOf(action, context.policy)),
        available: availabilities(view, context, applicant, null),
      });
    }
    return { items };
  });
}

async function heldUntil(tx: PlatformTx, view: RequestView): Promise<string | null> {
  const { asked } = view;
  if (asked.kind !== 'relief' || !isGranted(view) || view.releasedAt !== null) return null;
  const holds = await holdsOf(tx, asked.subjectKey, asked.factKey);
  return holds.find(({ request_id }) => request_id === asked.requestId)?.held_until ?? null;
}

function headOf(view: RequestView, context: PlatformContext, today: LocalDate) {
  const { asked, state } = view;
  const { policy, calendar } = context;
  const due = dueOn(view, context);
  return {
    requestId: asked.requestId,
    kind: asked.kind,
    state,
    caseId: `${asked.batchId}-${asked.rowNumber}`,
    subjectType: asked.subjectType,
    recordKind: asked.recordKind,
    recordKindTitle: policy.kind(asked.recordKind).title,
    recordKindTitleEn: policy.kind(asked.recordKind).titleEn,
    department: policy.department(asked.departmentId).name,
    handledBy: policy.department(handledBy(view, policy)).name,
    channel: asked.channel,
    openedOn: localDateAt(asked.openedAt),
    dueOn: due,
    workingDaysLeft: workingDaysLeft(calendar, today, due),
  };
}

const nameIn = (policy: PlatformContext['policy'], id: string | null | undefined): string =>
  id ? (policy.findDepartment(id)?.name ?? id) : '';

const counterWords = ({ counterDepartment }: RightsAction, policy: PlatformContext['policy']): string =>
  counterDepartment ? `窗口代办（${nameIn(policy, counterDepartment)}）` : '窗口代办';

function stepOf(action: RightsAction, policy: PlatformContext['policy']) {
  const { sequence, at, departmentId, part } = action;
  const { payload } = action as { payload: Record<string, unknown> };
  const texts = [payload['reasoning'], payload['reason'], payload['question'], payload['statement']];
  const outcome = payload['outcome'] ?? payload['opinion'] ?? null;
  return {
    sequence,
    action: action.action,
    by: action.counterAct ? counterWords(action, policy) : part === null ? '申请人' : nameIn(policy, departmentId),
    at: at.toISOString(),
    text: texts.find((text): text is string => typeof text === 'string') ?? null,
    outcome: outcome as RightsDetail['steps'][number]['outcome'],
  };
}

function availabilities(
  view: RequestView,
  context: PlatformContext,
  who: Actor | Applicant,
  determinedBy: string | null,
): RightsDetail['available'] {
  return RIGHTS_ACTIONS.flatMap((action): RightsDetail['available'] => {
    const may = mayAct(action, view, who, { determinedBy }, context.clock(), context);
    if (may.ok) return [{ action, available: true }];
    if (may.because === 'not-this-kind') return [];
    return [{ action, available: false, because: may.because, ...may.said, clause: may.clause }];
  });
}
