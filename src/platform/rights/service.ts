/** What is done with a request: one use case = one transaction of log, projection, record, deliveries, notice and audit. */
import { ApplicantActionRequest, RightsActionRequest, type RightsOutcome } from '#contracts/rights.ts';
import { canonicalJson } from '#kernel/exchange/canonical-json.ts';
import { type May, requireMay } from '#kernel/refusal/may.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { localDateAt } from '#kernel/time/local-date.ts';
import type { Actor } from '../access/actor.ts';
import type { Applicant } from '../access/applicant.ts';
import { actingOn } from '../access/jurisdiction.ts';
import { transact } from '../access/transaction.ts';
import type { PlatformContext } from '../context.ts';
import type { PlatformTx } from '../database.ts';
import { asProblems } from '../determination/index.ts';
import { type ScreenedJson, screenedJson } from '../screened.ts';
import { noteStep } from './at-counter.ts';
import { dueOn, handledBy } from './clocks.ts';
import { carryOut, markObjection, recordOf, release, unmarkObjection } from './execute.ts';
import { applyRightsAction, foldRequest, TRANSITIONS } from './fold.ts';
import { logStep, outcomeOf, putState, standingIn } from './outcome.ts';
import type { Asked, Decided, RequestView, RightsAction } from './request.ts';
import { mayAct, rolesFor } from './rules.ts';
import { actionsOf, addAction, addParticipant, findRequest, findState, lockSubjectCase } from './store.ts';
import { tellStep } from './tell.ts';

/** An officer's step. @throws Problem `not_found`, `case.conflict`, `four_eyes.violated`, `action.not_available` … with the clause */
export async function act(
  context: PlatformContext,
  actor: Actor,
  requestId: string,
  request: RightsActionRequest,
): Promise<RightsOutcome> {
  const payload = screenedJson(context.policy, RightsActionRequest, request, 'payload');
  return step(context, actor, requestId, request, payload, (tx, view, who) =>
    officersStep(tx, context, who as Actor, view, request),
  );
}

/** The applicant's own step. */
export async function actAsApplicant(
  context: PlatformContext,
  applicant: Applicant,
  requestId: string,
  request: ApplicantActionRequest,
): Promise<RightsOutcome> {
  return asProblems(() =>
    transact(context.database, applicant, (tx) => applicantStep(tx, context, applicant, requestId, request)),
  );
}

/** The applicant withdraws, in a transaction of theirs: what was prepared at a counter and has been confirmed. */
export async function withdrawWithin(
  tx: PlatformTx,
  context: PlatformContext,
  applicant: Applicant,
  requestId: string,
  request: Extract<ApplicantActionRequest, { action: 'withdraw' }>,
): Promise<RightsOutcome> {
  return applicantStep(tx, context, applicant, requestId, request);
}

/** Which request it would be, and that it can be withdrawn: asked before anything is prepared. @throws Problem as `actAsApplicant` */
export async function requireWithdrawable(
  tx: PlatformTx,
  context: PlatformContext,
  applicant: Applicant,
  requestId: string,
): Promise<Asked> {
  const asked = await requireRequest(tx, requestId);
  requireMay(await mayStep(tx, context, applicant, foldRequest(asked, await actionsOf(tx, asked)), 'withdraw'));
  return asked;
}

async function applicantStep(
  tx: PlatformTx,
  context: PlatformContext,
  applicant: Applicant,
  requestId: string,
  request: ApplicantActionRequest,
): Promise<RightsOutcome> {
  const payload = screenedJson(context.policy, ApplicantActionRequest, request, 'payload');
  return stepWithin(tx, context, applicant, { requestId, request, payload }, async ({ asked }) => {
    const execution = { tx, context, who: applicant, asked, record: await recordOf(tx, asked) };
    if (asked.kind !== 'objection') return;
    if (request.action === 'withdraw') await unmarkObjection(execution, '当事人撤回异议', false);
    if (request.action === 'ask-review') await markObjection(execution, '当事人对异议处理结果申请复核');
  });
}

async function requireRequest(tx: PlatformTx, requestId: string): Promise<Asked> {
  const asked = await findRequest(tx, requestId);
  if (!asked) throw new Problem('not_found', { said: { zh: '没有找到该申请。', en: 'There is no such request.' } });
  return asked;
}

async function step(
  context: PlatformContext,
  who: Actor | Applicant,
  requestId: string,
  request: RightsActionRequest | ApplicantActionRequest,
  payload: ScreenedJson,
  execute: (tx: PlatformTx, view: RequestView, who: Actor | Applicant) => Promise<void>,
): Promise<RightsOutcome> {
  return asProblems(() =>
    transact(context.database, who, (tx) =>
      stepWithin(tx, context, who, { requestId, request, payload }, (view, acting) => execute(tx, view, acting)),
    ),
  );
}

interface Step {
  readonly requestId: string;
  readonly request: RightsActionRequest | ApplicantActionRequest;
  readonly payload: ScreenedJson;
}

async function stepWithin(
  tx: PlatformTx,
  context: PlatformContext,
  who: Actor | Applicant,
  { requestId, request, payload }: Step,
  execute: (view: RequestView, who: Actor | Applicant) => Promise<void>,
): Promise<RightsOutcome> {
  const asked = await requireRequest(tx, requestId);
  await lockSubjectCase(tx, asked.subjectKey, asked.factKey);
  const log = await actionsOf(tx, asked);
  const actorId = who.kind === 'applicant' ? (who.assistedBy?.id ?? who.subjectKey) : who.id;
  const repeated = log.findIndex(({ idempotencyKey }) => idempotencyKey === request.idempotencyKey);
  if (repeated >= 0) {
    const done = log[repeated]!;
    if (done.action !== request.action || canonicalJson(done.payload) !== canonicalJson(request.payload))
      throw new Problem('idempotency.reused');
    return outcomeOf(foldRequest(asked, log.slice(0, repeated + 1)), context);
  }
  const before = foldRequest(asked, log);
  if (request.expectedSequence !== undefined && request.expectedSequence !== before.sequence)
    throw new Problem('case.conflict');
  requireMay(await mayStep(tx, context, who, before, request.action));
  const roles = rolesFor(request.action, before, context);
  const { policy } = context;
  const acting = who.kind === 'applicant' ? who : actingOn(who, handledBy(before, policy), policy, ...roles);
  const at = context.clock();
  const { part } = TRANSITIONS[request.action];
  if (part !== null) await addParticipant(tx, asked, actorId, part);
  const action = {
    sequence: before.sequence + 1,
    action: request.action,
    part,
    actorId,
    departmentId: acting.kind === 'applicant' ? null : acting.departmentId,
    onBehalfOf: standingIn(acting.kind === 'applicant' ? null : acting),
    at,
    idempotencyKey: request.idempotencyKey,
    payload: request.payload,
  } as RightsAction;
  const after = applyRightsAction(before, action);
  const due = dueOn(before, context);
  const late = due !== null && due < localDateAt(at);
  const counterAct = who.kind === 'applicant' ? await noteStep(tx, context, who, asked, request) : null;
  await addAction(tx, asked, { ...action, counterAct }, payload, { due, late });
  await execute(before, acting);
  await putState(tx, context, after, late);
  await logStep(tx, context, acting, asked, request.action, { sequence: after.sequence });
  await tellStep(tx, context, after, action);
  return outcomeOf(after, context);
}

async function officersStep(
  tx: PlatformTx,
  context: PlatformContext,
  actor: Actor,
  { asked }: RequestView,
  request: RightsActionRequest,
): Promise<void> {
  const execution = { tx, context, who: actor, asked, record: await recordOf(tx, asked) };
  if (request.action === 'release') await release(execution, request.payload.reason);
  if (request.action === 'decide' || request.action === 'decide-review')
    await carryOut(execution, request.payload as Decided);
}

/** `mayAct`, with what it needs to know of the record. */
async function mayStep(
  tx: PlatformTx,
  context: PlatformContext,
  who: Actor | Applicant,
  view: RequestView,
  action: RightsAction['action'],
): Promise<May> {
  const determinedBy = (await recordOf(tx, view.asked))?.determinedBy ?? null;
  return mayAct(action, view, who, { determinedBy }, context.clock(), context);
}

/** For who shows a request: how it stands and who may do what. */
export async function viewOf(
  tx: PlatformTx,
  asked: Asked,
): Promise<{ view: RequestView; log: RightsAction[]; late: boolean }> {
  const log = await actionsOf(tx, asked);
  return { view: foldRequest(asked, log), log, late: (await findState(tx, asked))?.late ?? false };
}
