/** The one use case behind every step of a case: one transaction for participant, action, projection, audit and record. */

import { type ActionOutcome, ActionRequest } from '#contracts/case-actions.ts';
import { problemOf } from '#kernel/refusal/may.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import type { Actor } from '../access/actor.ts';
import type { Applicant } from '../access/applicant.ts';
import { transact } from '../access/transaction.ts';
import { writeAudit } from '../audit.ts';
import { type PlatformContext, under } from '../context.ts';
import { noteCounterAct } from '../counter/index.ts';
import type { PlatformTx } from '../database.ts';
import { screened } from '../screened.ts';
import type { ActionName, CaseView } from './case.ts';
import { asProblems } from './conflicts.ts';
import { applyAction, foldCase } from './fold.ts';
import { getLockedCase } from './locked-case.ts';
import { actingAs, actorOf, logLine } from './log-line.ts';
import { makeRecord } from './make-record.ts';
import { loggedPayload } from './prepare.ts';
import { checkOf, dueDateOf } from './queue/deadline.ts';
import { asksTheSame } from './repeated-request.ts';
import { mayAct } from './rules.ts';
import { addAction, addParticipant, type CaseHead, projectState, type StoredAction } from './store.ts';
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
  screened(context.policy, ActionRequest, request);
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
  screened(context.policy, ActionRequest, request);
  return perform(tx, context, applicant, caseId, request);
}

async function perform(
  tx: PlatformTx,
  given: PlatformContext,
  who: Actor | Applicant,
  caseId: string,
  request: ActionRequest,
): Promise<ActionOutcome> {
  const opened = await getLockedCase(tx, caseId);
  const { head, log, view } = opened;
  const context = under(given, head);
  const repeated = log.findIndex((action) => action.idempotencyKey === request.idempotencyKey);
  if (repeated >= 0) return answerAgain(context, who, head, log.slice(0, repeated + 1), request);
  if (request.expectedSequence !== undefined && request.expectedSequence !== view.sequence)
    throw new Problem('case.conflict', { extra: { sequence: view.sequence } });

  const now = context.clock();
  const may = mayAct(request.action, view, who, context.policy, now, context.calendar);
  if (!may.ok) throw problemOf(may);
  const action = logLine(context, who, opened, request, may.part, now);
  const after = applyAction(view, action);

  await addParticipant(tx, head, action.actorId, may.part);
  const counterAct = who.kind === 'applicant' ? await noteOwnStep(tx, context, who, head, action) : null;
  await addAction(tx, head, { ...action, counterAct }, loggedPayload(action, context.policy));
  const dueOn = dueDateOf(after, head.receivedAt, context);
  const check = checkOf(after, head.receivedAt, context);
  await projectState(tx, head, { sequence: after.sequence, state: after.state, dueOn, check });
  await writeAudit(tx, actingAs(who, may.part, view, context.policy), {
    at: now,
    action: `case.${action.action}`,
    objectType: 'case',
    objectId: caseId,
    subjectKey: head.subjectKey,
    detail: { sequence: action.sequence, state: after.state },
  });
  if (after.state === 'determined') await makeRecord(tx, context, head, after, now);
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

function outcomeOf(view: CaseView, action: ActionName, dueOn: string | null): ActionOutcome {
  return {
    caseId: view.submission.caseId,
    action,
    sequence: view.sequence,
    state: view.state,
    dueOn,
    recordId: view.state === 'determined' ? view.recordId : null,
  };
}

/** At a counter the step is an act of its own; null for who takes it alone. */
async function noteOwnStep(
  tx: PlatformTx,
  context: PlatformContext,
  applicant: Applicant,
  head: CaseHead,
  { action, payload }: StoredAction,
): Promise<string | null> {
  return noteCounterAct(tx, context, applicant, {
    kind: action === 'withdraw' ? 'withdraw-report' : 'mend-report',
    ...{ subjectKey: head.subjectKey, factKey: head.factKey },
    ...{ about: { type: 'case', id: head.caseId }, content: payload },
  });
}
