/** What those concerned are told of a case about them, in the transaction of the step: adverse ones at every turn, what people reported themselves at every step. */
import type { Policy } from '#kernel/policy/policy.ts';
import type { PlatformContext } from '../context.ts';
import type { PlatformTx } from '../database.ts';
import { notify } from '../notices/index.ts';
import { isAdverse, type Telling } from './actions/action.ts';
import { ACTIONS } from './actions/index.ts';
import { type ActionName, type CaseAction, type CaseView, isOwnReport } from './case.ts';
import type { CaseHead } from './store.ts';

export async function tellSubject(
  tx: PlatformTx,
  context: PlatformContext,
  head: CaseHead,
  view: CaseView,
  { action }: CaseAction,
): Promise<void> {
  const told = tellingOf(action, view, context.policy);
  if (!told) return;
  await notify(tx, context, {
    subjectKey: head.subjectKey,
    kind: `case.${action}`,
    ...told,
    about: { type: 'case', id: head.caseId },
  });
}

/** Who reported it themself waits for it: every step. Of others' reports the subject is told of adverse ones. */
function tellingOf(action: ActionName, view: CaseView, policy: Policy): Telling | undefined {
  const { tellsReporter, tellsSubject } = ACTIONS[action];
  const { caseId, competentDepartment, kind } = view.submission;
  const tells = isOwnReport(view.submission) ? tellsReporter : isAdverse(view, policy) ? tellsSubject : undefined;
  const department = policy.department(competentDepartment).name;
  return tells?.({ view, caseId, department, what: policy.kind(kind).plainTitle });
}
