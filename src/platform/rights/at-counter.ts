/** Asking and acting at a counter: who may work the keys in the matter, and the act that is noted with what is done. */
import type { ApplicantActionRequest, RightsActionRequest } from '#contracts/rights.ts';
import { requireMay } from '#kernel/refusal/may.ts';
import type { Applicant } from '../access/applicant.ts';
import type { PlatformContext } from '../context.ts';
import { noteCounterAct, requireShownAtCounter } from '../counter/index.ts';
import type { PlatformTx } from '../database.ts';
import { maySpeakForParty } from '../determination/index.ts';
import type { Asked } from './request.ts';
import type { Found } from './target.ts';

/** At a counter: the case is shown there, and whoever works the keys has no other part in it. */
export async function requireMaySpeak(
  tx: PlatformTx,
  context: PlatformContext,
  applicant: Applicant,
  { head, view }: Found['case'],
  caseId: string,
): Promise<void> {
  await requireShownAtCounter(tx, context, applicant, head.subjectKey, caseId);
  requireMay(maySpeakForParty(view, applicant.assistedBy));
}

/** Under which act a request is made at a counter: one that was prepared and has been confirmed. Null for who asks alone. */
export async function noteAsked(
  tx: PlatformTx,
  context: PlatformContext,
  applicant: Applicant,
  { kind, subjectKey, factKey, requestId, statement, wanted }: Asked,
): Promise<string | null> {
  return noteCounterAct(tx, context, applicant, {
    ...{ kind, subjectKey, factKey, about: { type: 'request', id: requestId }, content: { statement, ...wanted } },
  });
}

/** At a counter the step is an act of its own; null for who takes it alone. */
export async function noteStep(
  tx: PlatformTx,
  context: PlatformContext,
  applicant: Applicant,
  asked: Asked,
  { action, payload }: RightsActionRequest | ApplicantActionRequest,
): Promise<string | null> {
  return noteCounterAct(tx, context, applicant, {
    kind: action as ApplicantActionRequest['action'],
    ...{ subjectKey: asked.subjectKey, factKey: asked.factKey },
    ...{ about: { type: 'request', id: asked.requestId }, content: payload },
  });
}
