/** The one use case behind every step of a case: one transaction for participant, action, projection, audit and record. */

import type { ActionOutcome, ActionRequest } from '#contracts/case-actions.ts';
import { checkPersonName } from '#kernel/identity/person-name.ts';
import { sexOf } from '#kernel/identity/resident-id.ts';
import { Problem } from '#kernel/problems.ts';
import { problemOf } from '#kernel/refusal/may.ts';
import { localDateAt } from '#kernel/time/local-date.ts';
import { type Actor, actingIn, onBehalfOf } from '../access/actor.ts';
import type { Applicant } from '../access/applicant.ts';
import { transact } from '../access/transaction.ts';
import { writeAudit } from '../audit.ts';
import type { PlatformContext } from '../context.ts';
import type { PlatformTx } from '../database.ts';
import { lifespanOf, recordDetermination } from '../registry/index.ts';
import { requireScreened } from '../screening.ts';
import { type CaseView, parseCaseId } from './case.ts';
import { asProblems } from './conflicts.ts';
import { applyAction, foldCase } from './fold.ts';
import { currentSeal, openPerson, requireAdultOn, sealPerson } from './person-seal.ts';
import { type Prepared, preparePayload, textsOf } from './prepare.ts';
import { checkOf, dueDateOf } from './queue/deadline.ts';
import { recordIdOf } from './record-id.ts';
import { asksTheSame } from './repeated-request.ts';
import { mayAct, ROLE_OF_PART } from './rules.ts';
import {
  addAction,
  addParticipant,
  type CaseHead,
  findCase,
  listActions,
  lockCase,
  projectState,
  type StoredAction,
  shareBatch,
} from './store.ts';
import { tellSubject } from './tell-subject.ts';

/**
 * Takes one action on one case. The same idempotency key again answers as the first time and does nothing.
 * @throws Problem `case.not_found`, `case.conflict`, `four_eyes.violated`, `permission.denied`, `jurisdiction.denied`,
 * `action.not_available` (with `because` and clause), `request.invalid`, `idempotency.reused`
 */
export async function performAction(
  context: PlatformContext,
  actor: Actor,
  caseId: string,
  request: ActionRequest,
): Promise<ActionOutcome> {
  requireScreened(context.policy, textsOf(request));
  return asProblems(() => transact(context.database, actor, (tx) => perform(tx, context, actor, caseId, request)));
}

/**
 * The reporter's steps of a person in what they reported themself (5.2): the same steps, the same log.
 * @throws Problem as `performAction`; `case.not_found` also for somebody else's case
 */
export async function performOwnAction(
  tx: PlatformTx,
  context: PlatformContext,
  applicant: Applicant,
  caseId: string,
  request: Extract<ActionRequest, { action: 'correct' | 'withdraw' }>,
): Promise<ActionOutcome> {
  requireScreened(context.policy, textsOf(request));
  return perform(tx, context, applicant, caseId, request);
}

/** At the counter the officer who works the keys acts, and keeps the part. */
const actorOf = (who: Actor | Applicant): { id: string; departmentId: string | null } =>
  who.kind === 'applicant' ? (who.assistedBy ?? { id: who.subjectKey, departmentId: null }) : who;

async function perform(
  tx: PlatformTx,
  context: PlatformContext,
  who: Actor | Applicant,
  caseId: string,
  request: ActionRequest,
): Promise<ActionOutcome> {
  const batchId = parseCaseId(caseId)?.batchId;
  if (batchId === undefined) throw new Problem('case.not_found');
  await shareBatch(tx, batchId); // before looking: the batch may just be being taken back or approved
  const head = await findCase(tx, caseId);
  if (!head) throw new Problem('case.not_found');
  if (!head.batchComplete) throw new Problem('batch.not_ready');
  await lockCase(tx, head);
  const log = await listActions(tx, head);
  const repeated = log.findIndex((action) => action.idempotencyKey === request.idempotencyKey);
  if (repeated >= 0) return answerAgain(context, who, head, log.slice(0, repeated + 1), request);

  const view = foldCase(head, log);
  if (request.expectedSequence !== undefined && request.expectedSequence !== view.sequence) {
    throw new Problem('case.conflict', { extra: { sequence: view.sequence } });
  }
  const now = context.clock();
  const may = mayAct(request.action, view, who, context.policy, now, context.calendar);
  if (!may.ok) throw problemOf(may);
  const prepared = preparePayload(request, view, {
    policy: context.policy,
    calendar: context.calendar,
    today: localDateAt(now),
    reviewedOn: localDateAt(log.findLast((one) => one.action === 'review')?.at ?? now),
    recordId: recordIdOf(view, context.policy),
  });
  if (request.action === 'correct') requireAdultThen(context, head, log, request.payload.occurredOn);
  const actor = actorOf(who);
  const acting = who.kind === 'applicant' ? who : actingIn(who, ROLE_OF_PART[may.part]);
  const action = {
    ...prepared,
    sequence: view.sequence + 1,
    part: may.part,
    actorId: actor.id,
    departmentId: actor.departmentId,
    at: now,
    idempotencyKey: request.idempotencyKey,
    sealed: sealedBy(request, context, head, log),
    onBehalfOf: acting.kind === 'applicant' ? null : (onBehalfOf(acting)?.officerId ?? null),
  } as StoredAction;
  const after = applyAction(view, action);

  await addParticipant(tx, head, actor.id, may.part);
  await addAction(tx, head, action);
  const dueOn = dueDateOf(after, head.receivedAt, context);
  const check = checkOf(after, head.receivedAt, context);
  await projectState(tx, head, { sequence: after.sequence, state: after.state, dueOn, check });
  await writeAudit(tx, acting, {
    at: now,
    action: `case.${action.action}`,
    objectType: 'case',
    objectId: caseId,
    subjectKey: head.subjectKey,
    detail: { sequence: action.sequence, state: after.state },
  });
  if (after.state === 'determined') await makeRecord(tx, context, head, after, [...log, action], now);
  await tellSubject(tx, context, head, after, action);
  return outcomeOf(after, action.action, dueOn);
}

/** The answer the first request got, from the log as it stood right after it. */
function answerAgain(
  context: PlatformContext,
  who: Actor | Applicant,
  head: CaseHead,
  log: readonly StoredAction[],
  request: ActionRequest,
): ActionOutcome {
  const done = log.at(-1)!;
  if (
    done.action !== request.action ||
    done.actorId !== actorOf(who).id ||
    !asksTheSame(context, head, request, done)
  ) {
    throw new Problem('idempotency.reused');
  }
  const then = foldCase(head, log);
  return outcomeOf(then, done.action, dueDateOf(then, head.receivedAt, context));
}

function outcomeOf(view: CaseView, action: Prepared['action'], dueOn: string | null): ActionOutcome {
  return {
    caseId: view.submission.caseId,
    action,
    sequence: view.sequence,
    state: view.state,
    dueOn,
    recordId: view.state === 'determined' ? view.recordId : null,
  };
}

/** adults-only (5.2) is judged on the day of the fact: another day asks again. */
function requireAdultThen(
  context: PlatformContext,
  head: CaseHead,
  log: readonly StoredAction[],
  occurredOn: string | undefined,
): void {
  const seal = currentSeal(head, log);
  if (occurredOn === undefined || !seal) return;
  requireAdultOn(openPerson(context, seal, head.subjectKey), context.policy, occurredOn);
}

/** A corrected name and sex, sealed with the document they belong to; the number itself cannot be corrected. */
function sealedBy(
  request: ActionRequest,
  context: PlatformContext,
  head: CaseHead,
  log: readonly StoredAction[],
): Buffer | null {
  if (request.action !== 'correct' || !request.payload.person) return null;
  const seal = currentSeal(head, log);
  if (!seal)
    throw new Problem('request.invalid', {
      said: {
        zh: '该事项的主体是单位，没有姓名和性别。',
        en: 'The case is about an organisation, which has neither name of a person nor sex.',
      },
    });
  const name = checkPersonName(request.payload.person.name);
  if (!name.ok || name.doubt === 'several')
    throw new Problem('request.invalid', {
      said: {
        zh: '姓名不规范，请按有效身份证件填写一个人的全名，姓名中间不留空格。',
        en: 'Write one person’s name in full, as on the valid document, without blanks inside a Chinese name.',
      },
    });
  const person = openPerson(context, seal, head.subjectKey);
  const { sex } = request.payload.person;
  if (person.documentType === 'resident-id' && sexOf(person.documentNumber) !== sex) {
    throw new Problem('request.invalid', {
      said: { zh: '性别与身份证号码不一致。', en: 'The sex does not agree with the identity number.' },
    });
  }
  return sealPerson(context, { ...person, name: name.name, sex }, head.subjectKey);
}

async function makeRecord(
  tx: PlatformTx,
  context: PlatformContext,
  head: CaseHead,
  view: CaseView & { readonly state: 'determined' },
  log: readonly StoredAction[],
  at: Date,
): Promise<void> {
  const kind = context.policy.kind(head.kind);
  const { notice, consideration } = view;
  await recordDetermination(tx, context, {
    subjectKey: head.subjectKey,
    recordId: view.recordId,
    subjectType: head.subjectType,
    polarity: kind.polarity,
    kind: kind.id,
    clause: kind.clause,
    matter: view.facts.matter,
    occurredOn: view.facts.occurredOn,
    reportingDepartment: head.reportingDepartment,
    determiningDepartment: head.competentDepartment,
    determinedBy: view.determinedBy,
    determinedAt: at,
    ...lifespanOf(kind, localDateAt(at), context.policy, context.calendar),
    uscc: head.uscc,
    organisationName: view.facts.organisationName,
    sealed: currentSeal(head, log),
    decision: view.facts.decision,
    priorNotice: notice && {
      number: notice.number,
      servedOn: notice.servedOn,
      serviceMethod: notice.serviceMethod,
      windowEndsOn: notice.windowEndsOn,
      responseConsidered: consideration?.consideredOn ?? null,
    },
    batchId: head.batchId,
    rowNumber: head.rowNumber,
  });
}
