/** What the model test keeps in mind, and what it expects of an act from the log as it stands. */
import type fc from 'fast-check';
import type { ActionRequest } from '#contracts/case-actions.ts';
import { isProblem } from '#kernel/refusal/problem.ts';
import { localDateAt } from '#kernel/time/local-date.ts';
import { type Actor, systemActor } from '#platform/access/actor.ts';
import { inJurisdiction } from '#platform/access/jurisdiction.ts';
import { transact } from '#platform/access/transaction.ts';
import { type CaseView, foldCase } from '#platform/determination/index.ts';
import { periodEndedOn } from '#platform/determination/make-record.ts';
import { recordIdOf } from '#platform/determination/record-id.ts';
import { mayAct } from '#platform/determination/rules.ts';
import { findCase, listActions } from '#platform/determination/store.ts';
import type { TestPlatform } from '../support/platform.ts';
import { checkNever, checkProjection, History } from './determination-invariants.ts';

export interface Model {
  /** invented subjects of this run start here */
  readonly firstSubject: number;
  readonly cases: string[];
  readonly batches: string[];
  /** requests made so far: names the idempotency keys */
  keys: number;
  /** passed since the start of the run */
  days: number;
  readonly tally: { runs: number; accepted: number; refused: number; determined: number };
  history?: History;
  lastRequest?: { actor: Actor; caseId: string; request: ActionRequest; answer: unknown };
}
export type Command = fc.AsyncCommand<Model, TestPlatform>;

export async function checkAll(model: Model, { context, owner }: TestPlatform): Promise<void> {
  model.history ??= new History();
  await checkNever(owner, model.batches);
  await checkProjection(context, owner, model.cases);
  await model.history.check(owner, model.batches);
}

/** What happened: `ok`, or the code of the problem. Anything else thrown is a fault of the product. */
export async function outcome(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'ok';
  } catch (error) {
    if (isProblem(error)) return error.code;
    throw error;
  }
}

export interface Known {
  readonly view: CaseView;
  readonly onRecord: boolean;
}

export async function load({ context, owner }: TestPlatform, caseId: string): Promise<Known> {
  const view = await transact(context.database, systemActor('model'), async (tx) => {
    const head = (await findCase(tx, caseId))!;
    return foldCase(head, await listActions(tx, head));
  });
  const { rowCount } = await owner.query('SELECT FROM record WHERE subject_key = $1 AND record_id = $2', [
    view.submission.subjectKey,
    recordIdOf(view, context.policy),
  ]);
  return { view, onRecord: rowCount !== 0 };
}

/** What the rules say will happen, from the log as it stands. */
export function predict(
  { view, onRecord }: Known,
  { context }: TestPlatform,
  actor: Actor,
  action: ActionRequest['action'],
): string {
  const { competentDepartment, reportingDepartment } = view.submission;
  if (![competentDepartment, reportingDepartment].some((one) => inJurisdiction(actor, one, context.policy)))
    return 'case.not_found';
  const may = mayAct(action, view, actor, context.policy, context.clock(), context.calendar);
  if (!may.ok) return may.problem;
  if (action !== 'determine' || !onRecord) return 'ok';
  // where the period is over nothing is recorded, so nothing conflicts
  return periodEndedOn(view, localDateAt(context.clock()), context) === null ? 'case.conflict' : 'ok';
}

export function requestFor(
  action: ActionRequest['action'],
  real: TestPlatform,
  key: string,
  variant: number,
): ActionRequest {
  const today = localDateAt(real.clock());
  const fields = { idempotencyKey: `model-${key}` };
  switch (action) {
    case 'clear-suspicion':
      return { action, payload: { registryEvidence: '登记机关查询结果一致', reason: '名称已变更' }, ...fields };
    case 'return':
    case 'refuse':
    case 'withdraw':
      return { action, payload: { reason: '材料不全' }, ...fields };
    case 'correct':
      return {
        action,
        payload: { reason: '笔误', matter: ['支援湖北医疗队', '完成口罩应急生产任务', '值守卡点'][variant % 3] },
        ...fields,
      };
    case 'serve-notice':
      return { action, payload: { servedOn: today, serviceMethod: 'direct' }, ...fields };
    case 'receive-response':
      return { action, payload: { receivedOn: today, summary: '认为事实有出入' }, ...fields };
    case 'consider-response':
      return { action, payload: { reasoning: '经复核，事实清楚' }, ...fields };
    case 'review':
    case 'determine':
      return { action, payload: {}, ...fields };
  }
}
