/** The subject answers a prior notice without going through an office (行政处罚法 44, 45): the same step an officer records for a letter. */
import type { ActionOutcome } from '#contracts/case-actions.ts';
import type { OwnResponse } from '#contracts/rights.ts';
import { Problem } from '#kernel/problems.ts';
import { localDateAt } from '#kernel/time/local-date.ts';
import { type Applicant, actingFor } from '../../access/applicant.ts';
import { transact } from '../../access/transaction.ts';
import { writeAudit } from '../../audit.ts';
import type { PlatformContext } from '../../context.ts';
import { requireScreened } from '../../screening.ts';
import { asProblems } from '../conflicts.ts';
import { applyAction, foldCase, TRANSITIONS } from '../fold.ts';
import { dueDateOf } from '../queue/deadline.ts';
import { addAction, advanceState, findCase, listActions, lockCase, type StoredAction, shareBatch } from '../store.ts';
import { tellSubject } from '../tell-subject.ts';

/**
 * Counts until the determination, also when the window is over: a late answer harms nobody and may spare a wrong decision.
 * The same key again answers as the first time.
 * @throws Problem `case.not_found` also for somebody else's case, `action.not_available`, `idempotency.reused`
 */
export async function answerNotice(
  context: PlatformContext,
  applicant: Applicant,
  uscc: string | undefined,
  caseId: string,
  { statement, idempotencyKey }: OwnResponse,
): Promise<ActionOutcome> {
  const { subjectKey } = actingFor(applicant, uscc);
  requireScreened(context.policy, [statement]);
  return asProblems(() =>
    transact(context.database, applicant, async (tx) => {
      const batchId = caseId.split('-', 1)[0] ?? '';
      await shareBatch(tx, batchId);
      const head = await findCase(tx, caseId);
      if (!head || head.subjectKey !== subjectKey) throw new Problem('case.not_found');
      await lockCase(tx, head);
      const log = await listActions(tx, head);
      const outcome = (upTo: readonly StoredAction[]): ActionOutcome => {
        const view = foldCase(head, upTo);
        return {
          caseId,
          action: 'receive-response',
          sequence: view.sequence,
          state: view.state,
          dueOn: dueDateOf(view, head.receivedAt, context),
          recordId: null,
        };
      };
      const repeated = log.findIndex((one) => one.idempotencyKey === idempotencyKey);
      if (repeated >= 0) {
        const done = log[repeated]!;
        if (done.action !== 'receive-response' || done.payload.summary !== statement)
          throw new Problem('idempotency.reused');
        return outcome(log.slice(0, repeated + 1));
      }
      const view = foldCase(head, log);
      if (TRANSITIONS['receive-response'][view.state] === undefined)
        throw new Problem('action.not_available', {
          said:
            view.state === 'determined'
              ? {
                  zh: '该事项已经认定；认为有误的可以提出异议。',
                  en: 'The case is determined; you may object to the record.',
                }
              : { zh: '该事项目前没有等待答复的告知。', en: 'No notice in this case waits for an answer.' },
        });
      const at = context.clock();
      const action = {
        sequence: view.sequence + 1,
        action: 'receive-response',
        part: null,
        actorId: applicant.assistedBy?.id ?? applicant.subjectKey,
        departmentId: null,
        at,
        idempotencyKey,
        payload: { receivedOn: localDateAt(at), summary: statement },
        sealed: null,
      } as StoredAction;
      const after = applyAction(view, action);
      await addAction(tx, head, action);
      const dueOn = dueDateOf(after, head.receivedAt, context);
      await advanceState(tx, head, { sequence: after.sequence, state: after.state, dueOn });
      await writeAudit(tx, applicant, {
        at,
        action: 'case.receive-response',
        objectType: 'case',
        objectId: caseId,
        subjectKey,
        detail: { sequence: action.sequence, by: 'subject' },
      });
      await tellSubject(tx, context, head, after, action);
      return outcome([...log, action]);
    }),
  );
}
