/** Asking (提出异议、申请修复、申请暂不纳入): by the person, at a counter once they have confirmed it, or by a department of its own motion. */
import { type RightsOutcome, RightsRequest } from '#contracts/rights.ts';
import { RIGHTS_KINDS } from '#contracts/vocabulary.ts';
import { canonicalJson } from '#kernel/exchange/canonical-json.ts';
import { requireMay } from '#kernel/refusal/may.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { localDateAt } from '#kernel/time/local-date.ts';
import { type Actor, hasRole } from '../access/actor.ts';
import { type Applicant, actingFor } from '../access/applicant.ts';
import { actsFor } from '../access/jurisdiction.ts';
import { transact } from '../access/transaction.ts';
import type { PlatformContext } from '../context.ts';
import type { PlatformTx } from '../database.ts';
import { asProblems } from '../determination/index.ts';
import { screened } from '../screened.ts';
import { mayAsk, maySpare } from './asking-rules.ts';
import { noteAsked, requireMaySpeak } from './at-counter.ts';
import { markObjection } from './execute.ts';
import { foldRequest, openRequest } from './fold.ts';
import { logStep, outcomeOf, putState, standingIn } from './outcome.ts';
import type { Asked } from './request.ts';
import { actionsOf, addParticipant, addRequest, findRequestByKey, lockSubjectCase } from './store.ts';
import { type Found, targetOf } from './target.ts';
import { tellAsked } from './tell.ts';

/**
 * The person or the representative asks. The same key again answers as the first time.
 * @throws Problem `case.not_found`, `action.not_available` with the reason and source, `rights.already_open`, `idempotency.reused`
 */
export async function ask(
  context: PlatformContext,
  applicant: Applicant,
  uscc: string | undefined,
  request: RightsRequest,
): Promise<RightsOutcome> {
  const { subjectKey } = actingFor(applicant, uscc);
  return asProblems(() =>
    transact(context.database, applicant, (tx) => askWithin(tx, context, applicant, subjectKey, request)),
  );
}

/** In a transaction of theirs: also what was prepared at a counter and has been confirmed. @throws Problem as `ask` */
export async function askWithin(
  tx: PlatformTx,
  context: PlatformContext,
  applicant: Applicant,
  subjectKey: string,
  request: RightsRequest,
): Promise<RightsOutcome> {
  const channel = applicant.assistedBy ? 'assisted' : 'own';
  return open(tx, context, { who: applicant, subjectKey, channel }, request);
}

/**
 * A department acts of its own motion: it contests a record of its own that proves wrong, or spares a small firm (4.4). It asks like
 * anybody; other officers assess and decide.
 */
export async function propose(context: PlatformContext, actor: Actor, request: Proposal): Promise<RightsOutcome> {
  if (actor.kind !== 'officer' || !hasRole(actor, 'reviewer', 'determiner')) throw new Problem('permission.denied');
  return asProblems(() =>
    transact(context.database, actor, (tx) =>
      open(tx, context, { who: actor, subjectKey: undefined, channel: 'department' }, request),
    ),
  );
}

export type Proposal = Exclude<RightsRequest, { kind: 'repair' }>;

/** What it is about, and that it could be asked: before anything is prepared at a counter. @throws Problem as `ask` */
export async function requireAskable(
  tx: PlatformTx,
  context: PlatformContext,
  applicant: Applicant,
  subjectKey: string,
  request: RightsRequest,
): Promise<Found['case']['head']> {
  const found = await targetOf(tx, context, request.caseId, subjectKey);
  await requireMaySpeak(tx, context, applicant, found.case, request.caseId);
  requireMay(mayAsk(request.kind, found.target, localDateAt(context.clock()), context));
  if (request.kind === 'relief') requireMay(maySpare(request.size, context));
  return found.case.head;
}

interface Asking {
  readonly who: Actor | Applicant;
  /** undefined: of whoever the case is about */
  readonly subjectKey: string | undefined;
  readonly channel: Asked['channel'];
}

async function open(
  tx: PlatformTx,
  context: PlatformContext,
  asking: Asking,
  request: RightsRequest,
): Promise<RightsOutcome> {
  const { who, subjectKey } = asking;
  const { statement } = screened(context.policy, RightsRequest, request);
  const { head } = await requireParty(tx, context, asking, request.caseId);
  await lockSubjectCase(tx, head.subjectKey, head.factKey);
  const known = await findRequestByKey(tx, head.subjectKey, request.idempotencyKey);
  if (known) return answerAgain(tx, context, known, request);
  const { target, record } = await targetOf(tx, context, request.caseId, subjectKey);
  requireMay(mayAsk(request.kind, target, localDateAt(context.clock()), context));
  if (request.kind === 'relief') requireMay(maySpare(request.size, context));
  const asked = { ...askedOf(context, asking, head, request), statement } satisfies Asked;
  const counterAct = who.kind === 'applicant' ? await noteAsked(tx, context, who, asked) : null;
  await addRequest(tx, asked, request.idempotencyKey, counterAct);
  if (asked.channel !== 'own') await addParticipant(tx, asked, asked.askedBy, 'asker');
  const view = openRequest(asked);
  await putState(tx, context, view, false);
  if (request.kind === 'objection')
    await markObjection(
      { tx, context, who, asked, record },
      asked.channel === 'department' ? '认定部门提出更正或撤销，处理期间予以标注' : '当事人提出异议，处理期间予以标注',
    );
  await logStep(tx, context, who, asked, 'asked', { kind: asked.kind, channel: asked.channel });
  await tellAsked(tx, context, view);
  return outcomeOf(view, context);
}

/** Whose case it is, and that whoever asks may speak in it. */
async function requireParty(
  tx: PlatformTx,
  context: PlatformContext,
  { who, subjectKey }: Asking,
  caseId: string,
): Promise<Found['case']> {
  const found = await targetOf(tx, context, caseId, subjectKey);
  if (who.kind === 'applicant') await requireMaySpeak(tx, context, who, found.case, caseId);
  else if (!actsFor(who, found.case.head.competentDepartment, context.policy, 'reviewer', 'determiner'))
    throw new Problem('jurisdiction.denied');
  return found.case;
}

function askedOf(
  context: PlatformContext,
  { who, channel }: Asking,
  head: Found['case']['head'],
  request: RightsRequest,
): Omit<Asked, 'statement'> {
  return {
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
    askedBy: who.kind === 'applicant' ? (who.assistedBy?.id ?? who.subjectKey) : who.id,
    onBehalfOf: standingIn(who.kind === 'applicant' ? who.assistedBy : who),
    openedAt: context.clock(),
    wanted: wantedBy(request),
  };
}

/** Whether something prepared at a counter is a request of this kind. */
export function isAsking<Other extends { readonly kind: string }>(act: Other | RightsRequest): act is RightsRequest {
  return RIGHTS_KINDS.some((kind) => kind === act.kind);
}

/** What is asked for besides the statement, as it is stored. */
export function wantedBy(request: RightsRequest): Asked['wanted'] {
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
