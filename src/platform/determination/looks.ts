/** Looking at cases: the queue without names, one case with masked identity, and the name itself for a stated purpose. */
import type { CaseDetail, RevealedPerson } from '#contracts/case-detail.ts';
import { type May, no, requireMay, titled, YES } from '#kernel/refusal/may.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { type LocalDate, localDateAt } from '#kernel/time/local-date.ts';
import { type Actor, hasRole } from '../access/actor.ts';
import { officerNames } from '../access/index.ts';
import { actsFor } from '../access/jurisdiction.ts';
import { transact } from '../access/transaction.ts';
import { type LoggedLook, writeLook } from '../audit-look.ts';
import { type PlatformContext, under } from '../context.ts';
import type { PlatformTx } from '../database.ts';
import { type EvidencePiece, listEvidence } from '../evidence/index.ts';
import { statementAsMade } from '../own-statements.ts';
import { objectedRecords } from '../registry/index.ts';
import { screenedText } from '../screened.ts';
import { type CaseView, CLOSED, isOwnReport, noticeOf, type OwnReport } from './case.ts';
import { requirementsOf } from './evidence/requirements.ts';
import { evidenceOwner, shownCaseEvidence } from './evidence/rules.ts';
import { foldCase } from './fold.ts';
import { periodEndedOn } from './make-record.ts';
import { periodOf, responseWindowEnd, responseWindowOn } from './notice/response-window.ts';
import { currentSeal, maskPerson, openPerson } from './person-seal.ts';
import { dueDateOf, leftOf } from './queue/deadline.ts';
import { availableActions } from './rules.ts';
import { type CaseHead, findCase, listActions, type StoredAction } from './store.ts';

export const HANDLING = '办理事项';

export interface Opened {
  readonly head: CaseHead;
  readonly log: readonly StoredAction[];
  readonly view: CaseView;
}

export async function getCase(tx: PlatformTx, caseId: string): Promise<Opened> {
  const head = await findCase(tx, caseId);
  if (!head) throw new Problem('case.not_found');
  const log = await listActions(tx, head);
  return { head, log, view: foldCase(head, log) };
}

/** One case as an officer works on it; a person's name and number are masked. The look is logged first. */
export async function caseView(context: PlatformContext, actor: Actor, caseId: string): Promise<CaseDetail> {
  return transact(context.database, actor, async (tx) => {
    const opened = await getCase(tx, caseId);
    const look = await logLook(tx, context, actor, opened.head, 'case.viewed', HANDLING);
    const seal = currentSeal(opened.head, opened.log);
    const person = seal ? maskPerson(openPerson(context, seal, look)) : null;
    const acted = opened.log
      .filter(({ part, counterAct }) => part !== null || counterAct)
      .flatMap(({ actorId, onBehalfOf }) => (onBehalfOf ? [actorId, onBehalfOf] : [actorId]));
    const assistant = opened.head.ownReport?.assistedBy ?? null;
    const known = await officerNames(tx, [
      ...new Set([opened.head.reporterId, ...acted, ...(assistant ? [assistant] : [])]),
    ]);
    const names = isOwnReport(opened.head) ? new Map([...known, [opened.head.subjectKey, '本人']]) : known;
    const evidence = await listEvidence(tx, evidenceOwner(opened.head));
    const objected = await objectedRecords(tx, opened.head.subjectKey);
    return {
      ...detailOf(under(context, opened.head), actor, opened, person, names, evidence),
      objectionOpen: opened.view.state === 'determined' && objected.has(opened.view.recordId),
    };
  });
}

/**
 * Opens the name and number of a person. The audit entry with the purpose is written in the same transaction, before anything
 * is decrypted; if it cannot be written, nothing is shown (looked-is-logged).
 * @throws Problem `purpose.required`, `permission.denied`, `case.not_found`
 */
export async function reveal(
  context: PlatformContext,
  actor: Actor,
  caseId: string,
  purpose: string,
): Promise<RevealedPerson> {
  const stated = screenedText(context.policy, purpose.trim());
  if (stated.length < 2) throw new Problem('purpose.required');
  if (actor.kind !== 'officer' || !hasRole(actor, 'reporter', 'reviewer', 'determiner'))
    throw new Problem('permission.denied');
  return transact(context.database, actor, async (tx) => {
    const { head, log } = await getCase(tx, caseId);
    requireMay(mayIdentify(head, actor, context.policy));
    const seal = currentSeal(head, log);
    if (!seal)
      throw new Problem('action.not_available', {
        said: {
          zh: '该事项的主体是单位，没有需要遮盖的个人信息。',
          en: 'The case is about an organisation; nothing is masked.',
        },
      });
    const look = await logLook(tx, context, actor, head, 'subject.revealed', stated);
    const { name, sex, documentType, documentNumber } = openPerson(context, seal, look);
    return { name, sex, documentType, documentNumber };
  });
}

/** own-jurisdiction: what identifies the party is for the departments that report or determine the case, not for all who may see it. */
export function mayIdentify(
  { competentDepartment, reportingDepartment }: CaseHead,
  actor: Actor,
  policy: PlatformContext['policy'],
): May {
  if ([competentDepartment, reportingDepartment].some((department) => actsFor(actor, department, policy))) return YES;
  return no('jurisdiction', titled('jurisdiction.denied'));
}

export async function logLook(
  tx: PlatformTx,
  context: PlatformContext,
  actor: Actor,
  head: CaseHead,
  action: 'case.viewed' | 'subject.revealed' | 'case.notice-printed' | 'evidence.listed',
  purpose: string,
): Promise<LoggedLook> {
  return writeLook(tx, actor, {
    at: context.clock(),
    action,
    objectType: 'case',
    objectId: head.caseId,
    of: { subjects: [head.subjectKey] },
    purpose,
  });
}

function detailOf(
  context: PlatformContext,
  actor: Actor,
  { head, log, view }: Opened,
  person: CaseDetail['person'],
  officers: ReadonlyMap<string, string>,
  evidence: readonly EvidencePiece[],
): Omit<CaseDetail, 'objectionOpen'> {
  const { policy, clock, calendar } = context;
  const now = clock();
  const today = localDateAt(now);
  const kind = policy.kind(head.kind);
  const notice = noticeOf(view);
  const window = responseWindowOn(notice?.servedOn ?? today, policy);
  return {
    caseId: head.caseId,
    state: view.state,
    sequence: view.sequence,
    subjectType: head.subjectType,
    polarity: kind.polarity,
    kind: kind.id,
    kindTitle: kind.title,
    kindTitleEn: kind.titleEn,
    clause: kind.clause,
    clauseTitle: policy.clause(kind.clause).title,
    clauseEn: policy.clause(kind.clause).en,
    verdict: head.verdict,
    reasons: [...head.reasons],
    remarks: [...head.remarks],
    suspicionCleared: view.suspicion ? view.suspicion.cleared !== null : null,
    matter: view.facts.matter,
    occurredOn: view.facts.occurredOn,
    decision: view.facts.decision,
    reportingDepartment: policy.department(head.reportingDepartment).name,
    competentDepartment: policy.department(head.competentDepartment).name,
    reporter: officers.get(head.reporterId) ?? head.reporterId,
    ownReport: head.ownReport ? shownOwnReport(head.ownReport, policy, officers) : null,
    today,
    ...leftOf(dueDateOf(view, head.receivedAt, context), today, calendar),
    organisation: head.uscc === null ? null : { uscc: head.uscc, name: view.facts.organisationName ?? '' },
    person,
    notice: notice && { ...notice, bindingUntil: responseWindowEnd(notice, policy, calendar) },
    responseWindow: kind.polarity === 'good' ? null : { period: periodOf(window), citation: window.citation },
    decisionTypes: kind.decisionTypes.map(({ id, title, citation }) => ({ id, title, citation })),
    requirements: requirementsOf(view, policy, today, calendar, evidence),
    evidence: shownCaseEvidence(context, actor, view, evidence),
    recordId: view.state === 'determined' ? view.recordId : null,
    periodEndedOn: view.state === 'lapsed' ? view.periodEndedOn : endedBeforeRecord(view, today, context),
    actions: log.map(({ sequence, action, part, actorId, onBehalfOf, departmentId, at, payload, ...counter }) => ({
      ...{ sequence, action, part },
      officer: part === null && !counter.counterAct ? '当事人' : (officers.get(actorId) ?? actorId),
      onBehalfOf: onBehalfOf ? (officers.get(onBehalfOf) ?? onBehalfOf) : null,
      department: departmentId === null ? null : (policy.findDepartment(departmentId)?.name ?? departmentId),
      counter: counter.counterAct ? counterName(counter.counterDepartment, policy) : null,
      at: at.toISOString(),
      payload: { ...payload },
    })),
    available: [...availableActions(view, actor, policy, now, calendar)],
  };
}

/** Whose counter it was; one that this officer does not see is a counter still. */
const counterName = (id: string | null | undefined, policy: PlatformContext['policy']): string =>
  id ? (policy.findDepartment(id)?.name ?? id) : '窗口';

/** Said while it can still be determined. */
const endedBeforeRecord = (view: CaseView, today: LocalDate, context: PlatformContext): LocalDate | null =>
  CLOSED.has(view.state) ? null : periodEndedOn(view, today, context);

/** Which way it came in (5.2), where it happened, and what the person stated, in the words of then. */
function shownOwnReport(
  { place, statements, submittedAt, assistedBy }: OwnReport,
  policy: PlatformContext['policy'],
  officers: ReadonlyMap<string, string>,
): NonNullable<CaseDetail['ownReport']> {
  const channel = policy.channels.find(({ id }) => id === 'own-upload');
  return {
    channel: channel?.title ?? '本人上报',
    clause: channel?.clause ?? policy.minimumAge.clause,
    place: place === policy.creditOffice ? '市外或者未说明' : policy.department(place).name,
    submittedAt: submittedAt.toISOString(),
    statements: statements.map((made) => statementAsMade(policy, made).text),
    assistedBy: assistedBy === null ? null : (officers.get(assistedBy) ?? assistedBy),
  };
}
