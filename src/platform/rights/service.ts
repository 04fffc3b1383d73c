/** Asking, and what is then done with a request: one use case = one transaction of log, projection, record, deliveries, notice and audit. */

import {
  ApplicantActionRequest,
  type RightsActionName,
  RightsActionRequest,
  type RightsOutcome,
  RightsRequest,
} from '#contracts/rights.ts';
import { canonicalJson } from '#kernel/exchange/canonical-json.ts';
import { type May, requireMay } from '#kernel/refusal/may.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { localDateAt } from '#kernel/time/local-date.ts';
import { type Actor, hasRole, onBehalfOf } from '../access/actor.ts';
import { type Applicant, actingFor } from '../access/applicant.ts';
import { actingOn, actsFor } from '../access/jurisdiction.ts';
import { transact } from '../access/transaction.ts';
import { writeAudit } from '../audit.ts';
import type { PlatformContext } from '../context.ts';
import type { PlatformTx } from '../database.ts';
import { asProblems } from '../determination/index.ts';
import { type ScreenedJson, screened, screenedJson } from '../screened.ts';
import { mayAsk, maySpare } from './asking-rules.ts';
import { noteAsked, noteStep, requireMaySpeak } from './at-counter.ts';
import { dueOn, handledBy } from './clocks.ts';
import { carryOut, markObjection, recordOf, release, unmarkObjection } from './execute.ts';
import { applyRightsAction, foldRequest, openRequest, TRANSITIONS } from './fold.ts';
import { type Asked, type Decided, type RequestView, type RightsAction, WAITING } from './request.ts';
import { mayAct, rolesFor } from './rules.ts';
import {
  actionsOf,
  addAction,
  addParticipant,
  addRequest,
  findRequest,
  findRequestByKey,
  findState,
  lockSubjectCase,
  project,
} from './store.ts';
import { targetOf } from './target.ts';
import { tellAsked, tellStep } from './tell.ts';

/**
 * The person, the representative, or somebody assisted at the counter asks. The same key again answers as the first time.
 * @throws Problem `case.not_found`, `action.not_available` with the reason and source, `rights.already_open`, `idempotency.reused`
 */
export async function ask(
  context: PlatformContext,
  applicant: Applicant,
  uscc: string | undefined,
  request: RightsRequest,
): Promise<RightsOutcome> {
  const subject = actingFor(applicant, uscc);
  const channel = applicant.assistedBy ? 'assisted' : 'own';
  return open(
    context,
    applicant,
    subject.subjectKey,
    request,
    channel,
    applicant.assistedBy?.id ?? applicant.subjectKey,
  );
}

/**
 * A department acts of its own motion: it contests a record of its own that proves wrong, or spares a small firm (4.4). It asks like
 * anybody; other officers assess and decide.
 */
export async function propose(context: PlatformContext, actor: Actor, request: Proposal): Promise<RightsOutcome> {
  if (actor.kind !== 'officer' || !hasRole(actor, 'reviewer', 'determiner')) throw new Problem('permission.denied');
  return open(context, actor, undefined, request, 'department', actor.id);
}

export type Proposal = Exclude<RightsRequest, { kind: 'repair' }>;

async function open(
  context: PlatformContext,
  who: Actor | Applicant,
  subjectKey: string | undefined,
  request: RightsRequest,
  channel: Asked['channel'],
  askedBy: string,
): Promise<RightsOutcome> {
  const { statement } = screened(context.policy, RightsRequest, request);
  return asProblems(() =>
    transact(context.database, who, async (tx) => {
      const found = await targetOf(tx, context, request.caseId, subjectKey);
      const { head } = found.case;
      if (who.kind !== 'applicant' && !actsFor(who, head.competentDepartment, context.policy, 'reviewer', 'determiner'))
        throw new Problem('jurisdiction.denied');
      if (who.kind === 'applicant') await requireMaySpeak(tx, context, who, found.case, request.caseId);
      await lockSubjectCase(tx, head.subjectKey, head.factKey);
      const known = await findRequestByKey(tx, head.subjectKey, request.idempotencyKey);
      if (known) return answerAgain(tx, context, known, request);
      const { target, record } = await targetOf(tx, context, request.caseId, subjectKey);
      const at = context.clock();
      const today = localDateAt(at);
      requireMay(mayAsk(request.kind, target, today, context));
      if (request.kind === 'relief') requireMay(maySpare(request.size, context));
      const asked = {
        subjectKey: head.subjectKey,
        requestId: context.newId(),
        kind: request.kind,
        subjectType: head.subjectType,
        factKey: head.factKey,
        batchId: head.batchId,
        rowNumber: head.rowNumber,
        recordKind: head.kind,
        departmentId: head.competentDepartment,
        channel,
        askedBy,
        onBehalfOf: standingIn(who.kind === 'applicant' ? who.assistedBy : who),
        openedAt: at,
        statement,
        wanted: wantedBy(request),
      } satisfies Asked;
      await addRequest(tx, asked, request.idempotencyKey);
      if (channel !== 'own') await addParticipant(tx, asked, askedBy, 'asker');
      if (who.kind === 'applicant') await noteAsked(tx, context, who, asked);
      const view = openRequest(asked);
      await putState(tx, context, view, false);
      if (request.kind === 'objection')
        await markObjection(
          { tx, context, who, asked, record },
          channel === 'department' ? '认定部门提出更正或撤销，处理期间予以标注' : '当事人提出异议，处理期间予以标注',
        );
      await logStep(tx, context, who, asked, 'asked', { kind: asked.kind, channel });
      await tellAsked(tx, context, view);
      return outcomeOf(view, context);
    }),
  );
}

const standingIn = (officer: Actor | null): string | null => (officer && onBehalfOf(officer)?.officerId) ?? null;

function wantedBy(request: RightsRequest): Asked['wanted'] {
  switch (request.kind) {
    case 'objection':
      return {};
    case 'repair':
      return { commitment: request.commitment };
    case 'relief':
      return { size: request.size, until: request.until };
  }
}

async function answerAgain(
  tx: PlatformTx,
  context: PlatformContext,
  known: Asked,
  request: RightsRequest,
): Promise<RightsOutcome> {
  const same =
    known.kind === request.kind &&
    `${known.batchId}-${known.rowNumber}` === request.caseId &&
    known.statement === request.statement &&
    canonicalJson(known.wanted) === canonicalJson(wantedBy(request));
  if (!same) throw new Problem('idempotency.reused');
  return outcomeOf(foldRequest(known, await actionsOf(tx, known)), context);
}

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

async function putState(tx: PlatformTx, context: PlatformContext, view: RequestView, late: boolean): Promise<void> {
  await project(tx, view.asked, localDateAt(view.asked.openedAt), {
    handledBy: handledBy(view, context.policy),
    state: view.state,
    sequence: view.sequence,
    dueOn: dueOn(view, context),
    endedOn: WAITING.has(view.state) ? null : localDateAt(context.clock()),
    late,
  });
}

async function logStep(
  tx: PlatformTx,
  context: PlatformContext,
  who: Actor | Applicant,
  asked: Asked,
  what: 'asked' | RightsActionName,
  detail: object,
): Promise<void> {
  await writeAudit(tx, who, {
    at: context.clock(),
    action: `request.${what}`,
    objectType: 'request',
    objectId: asked.requestId,
    subjectKey: asked.subjectKey,
    detail,
  });
}

function outcomeOf(view: RequestView, context: PlatformContext): RightsOutcome {
  return {
    requestId: view.asked.requestId,
    sequence: view.sequence,
    state: view.state,
    dueOn: dueOn(view, context),
  };
}

/** For who shows a request: how it stands and who may do what. */
export async function viewOf(
  tx: PlatformTx,
  asked: Asked,
): Promise<{ view: RequestView; log: RightsAction[]; late: boolean }> {
  const log = await actionsOf(tx, asked);
  return { view: foldRequest(asked, log), log, late: (await findState(tx, asked))?.late ?? false };
}
