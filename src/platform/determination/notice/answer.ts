/** The subject answers a prior notice without going through an office (行政处罚法 44, 45): the same step an officer records for a letter. */
import type { ActionOutcome } from '#contracts/case-actions.ts';
import { OwnResponse } from '#contracts/rights.ts';
import { type May, no, requireMay, YES } from '#kernel/refusal/may.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { localDateAt } from '#kernel/time/local-date.ts';
import { type Applicant, actingFor } from '../../access/applicant.ts';
import { transact } from '../../access/transaction.ts';
import { writeAudit } from '../../audit.ts';
import { type PlatformContext, under } from '../../context.ts';
import type { PlatformTx } from '../../database.ts';
import { screened } from '../../screened.ts';
import { actionOf } from '../actions/index.ts';
import type { CaseView } from '../case.ts';
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
  const { statement, idempotencyKey } = screened(given.policy, OwnResponse, response);
  return asProblems(() =>
    transact(given.database, applicant, async (tx) => {
      const { head, log } = await lockedAboutSubject(tx, caseId, subjectKey);
      const context = under(given, head);
      const repeated = log.findIndex((one) => one.idempotencyKey === idempotencyKey);
      if (repeated >= 0) {
        const done = log[repeated]!;
        if (done.action !== 'receive-response' || done.payload.summary !== statement)
          throw new Problem('idempotency.reused');
        return outcomeOf(context, head, log.slice(0, repeated + 1));
      }
      requireMay(mayAnswer(foldCase(head, log)));
      const action = answered(applicant, context.clock(), log.length + 1, { statement, idempotencyKey });
      await addAnswer(tx, context, applicant, head, log, action);
      return outcomeOf(context, head, [...log, action]);
    }),
  );
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
