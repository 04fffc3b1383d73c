/** The subject answers a prior notice without going through an office (行政处罚法 44, 45): the same step an officer records for a letter. */
import type { ActionOutcome } from '#contracts/case-actions.ts';
import { OwnResponse } from '#contracts/rights.ts';
import { type May, no, requireMay, YES } from '#kernel/refusal/may.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { localDateAt } from '#kernel/time/local-date.ts';
import type { Actor } from '../../access/actor.ts';
import { type Applicant, actingFor } from '../../access/applicant.ts';
import { transact } from '../../access/transaction.ts';
import { writeAudit } from '../../audit.ts';
import { type PlatformContext, under } from '../../context.ts';
import { noteCounterAct } from '../../counter/index.ts';
import type { PlatformTx } from '../../database.ts';
import { screened } from '../../screened.ts';
import { actionOf } from '../actions/index.ts';
import { type CaseView, isOwnReport } from '../case.ts';
import { asProblems } from '../conflicts.ts';
import { applyAction, foldCase } from '../fold.ts';
import { loggedPayload } from '../prepare.ts';
import { dueDateOf } from '../queue/deadline.ts';
import {
  addAction,
  advanceState,
  type CaseHead,
  findCase,
  listActions,
  lockCase,
  type StoredAction,
  shareBatch,
} from '../store.ts';
import { tellSubject } from '../tell-subject.ts';

/**
 * Counts until the determination, also when the window is over: a late answer harms nobody and may spare a wrong decision.
 * The same key again answers as the first time.
 * @throws Problem `case.not_found` also for somebody else's case, `action.not_available`, `idempotency.reused`
 */
export async function answerNotice(
  given: PlatformContext,
  applicant: Applicant,
  uscc: string | undefined,
  caseId: string,
  response: OwnResponse,
): Promise<ActionOutcome> {
  const { subjectKey } = actingFor(applicant, uscc);
  return asProblems(() =>
    transact(given.database, applicant, (tx) => answerWithin(tx, given, applicant, { subjectKey, caseId, response })),
  );
}

export interface Answering {
  readonly subjectKey: string;
  readonly caseId: string;
  readonly response: OwnResponse;
}

/** In the caller's transaction, which is the applicant's. @throws Problem as `answerNotice`, and `four_eyes.violated` at the counter */
export async function answerWithin(
  tx: PlatformTx,
  given: PlatformContext,
  applicant: Applicant,
  { subjectKey, caseId, response }: Answering,
): Promise<ActionOutcome> {
  const { statement, idempotencyKey } = screened(given.policy, OwnResponse, response);
  const { head, log } = await lockedAboutSubject(tx, caseId, subjectKey);
  const context = under(given, head);
  const repeated = log.findIndex((one) => one.idempotencyKey === idempotencyKey);
  if (repeated >= 0) {
    const done = log[repeated]!;
    if (done.action !== 'receive-response' || done.payload.summary !== statement)
      throw new Problem('idempotency.reused');
    return outcomeOf(context, head, log.slice(0, repeated + 1));
  }
  const view = foldCase(head, log);
  requireMay(mayAnswer(view));
  requireMay(maySpeakForParty(view, applicant.assistedBy));
  const counterAct = await noteCounterAct(tx, context, applicant, {
    ...{ kind: 'respond', subjectKey, factKey: head.factKey },
    ...{ about: { type: 'case', id: caseId }, content: { summary: statement } },
  });
  const action = {
    ...answered(applicant, context.clock(), log.length + 1, { statement, idempotencyKey }),
    counterAct,
  } satisfies StoredAction;
  await addAnswer(tx, context, applicant, head, log, action);
  return outcomeOf(context, head, [...log, action]);
}

/** The case an answer would be about, and whether there is a notice to answer: asked before anything is prepared. @throws Problem as `answerNotice` */
export async function requireAnswerable(
  tx: PlatformTx,
  applicant: Applicant,
  subjectKey: string,
  caseId: string,
): Promise<CaseHead> {
  const { head, log } = await lockedAboutSubject(tx, caseId, subjectKey);
  const view = foldCase(head, log);
  requireMay(mayAnswer(view));
  requireMay(maySpeakForParty(view, applicant.assistedBy));
  return head;
}

/** four-eyes: who has a part in the case does not work the keys for the party in it. */
export function maySpeakForParty({ participants, submission }: CaseView, assistant: Actor | null): May {
  const known = assistant ? participants.get(assistant.id) : undefined;
  if (known === undefined || known === 'counter' || (known === 'reporter' && isOwnReport(submission))) return YES;
  return no('four-eyes', {
    problem: 'four_eyes.violated',
    said: {
      zh: '您在该事项中已承担报送、审核或者认定，不能再为当事人代办；请由其他窗口工作人员办理。',
      en: 'You have reported, reviewed or determined in this case, so somebody else works the keys for the party.',
    },
  });
}

/** Held as for any action on the case; somebody else's is not there. */
async function lockedAboutSubject(
  tx: PlatformTx,
  caseId: string,
  subjectKey: string,
): Promise<{ head: CaseHead; log: readonly StoredAction[] }> {
  await shareBatch(tx, caseId.split('-', 1)[0] ?? '');
  const head = await findCase(tx, caseId);
  if (!head || head.subjectKey !== subjectKey) throw new Problem('case.not_found');
  await lockCase(tx, head);
  return { head, log: await listActions(tx, head) };
}

function mayAnswer({ state }: CaseView): May {
  if (actionOf('receive-response').from[state] !== undefined) return YES;
  const problem = 'action.not_available';
  if (state === 'determined')
    return no('determined', {
      problem,
      said: {
        zh: '该事项已经认定；认为有误的可以提出异议。',
        en: 'The case is determined; you may object to the record.',
      },
    });
  return no('state', {
    problem,
    said: { zh: '该事项目前没有等待答复的告知。', en: 'No notice in this case waits for an answer.' },
  });
}

const answered = (
  applicant: Applicant,
  at: Date,
  sequence: number,
  { statement, idempotencyKey }: OwnResponse,
): StoredAction => ({
  sequence,
  action: 'receive-response',
  part: null,
  actorId: applicant.assistedBy?.id ?? applicant.subjectKey,
  departmentId: null,
  at,
  idempotencyKey,
  payload: { receivedOn: localDateAt(at), summary: statement },
  sealed: null,
});

/** Action, projection, audit and the word to the subject. */
async function addAnswer(
  tx: PlatformTx,
  context: PlatformContext,
  applicant: Applicant,
  head: CaseHead,
  log: readonly StoredAction[],
  action: StoredAction,
): Promise<void> {
  const after = applyAction(foldCase(head, log), action);
  await addAction(tx, head, action, loggedPayload(action, context.policy));
  const dueOn = dueDateOf(after, head.receivedAt, context);
  await advanceState(tx, head, { sequence: after.sequence, state: after.state, dueOn });
  await writeAudit(tx, applicant, {
    at: action.at,
    action: 'case.receive-response',
    objectType: 'case',
    objectId: head.caseId,
    subjectKey: head.subjectKey,
    detail: { sequence: action.sequence, by: 'subject' },
  });
  await tellSubject(tx, context, head, after, action);
}

/** As the case stood right after these actions: what a repeated request is answered with. */
function outcomeOf(context: PlatformContext, head: CaseHead, log: readonly StoredAction[]): ActionOutcome {
  const view = foldCase(head, log);
  return {
    caseId: head.caseId,
    action: 'receive-response',
    sequence: view.sequence,
    state: view.state,
    dueOn: dueDateOf(view, head.receivedAt, context),
    recordId: null,
  };
}
