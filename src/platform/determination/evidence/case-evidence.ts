/** Use cases of a case's evidence: list, attach, vouch for paper, take back, look. The case decides who may; evidence keeps it. */
import type { CaseEvidence, EvidenceAdded, EvidenceUpload, PaperEvidence } from '#contracts/evidence.ts';
import { requireMay } from '#kernel/refusal/may.ts';
import type { Actor } from '../../access/actor.ts';
import { transact } from '../../access/transaction.ts';
import type { PlatformContext } from '../../context.ts';
import {
  addEvidence,
  type EvidenceContext,
  evidenceContent,
  listEvidence,
  lookAtEvidence,
  prepareEvidence,
  requireLabel,
  vouchForPaper,
  withdrawEvidence,
} from '../../evidence/index.ts';
import { getLockedCase } from '../locked-case.ts';
import { getCase, HANDLING, logLook } from '../looks.ts';
import { evidenceKinds, evidenceOwner, mayAttach, mayOpen, mayTakeBack, mayVouch, shownCaseEvidence } from './rules.ts';

export async function caseEvidence(context: PlatformContext, actor: Actor, caseId: string): Promise<CaseEvidence> {
  return transact(context.database, actor, async (tx) => {
    const { head, view } = await getCase(tx, caseId);
    await logLook(tx, context, actor, head, 'evidence.listed', HANDLING);
    return shownCaseEvidence(context, actor, view, await listEvidence(tx, evidenceOwner(head)));
  });
}

/**
 * Takes a file for a case. Asked first, so that nobody who may not makes the platform work; asked again under the lock of the case,
 * since it may have been closed meanwhile.
 * @throws Problem `case.not_found`, `permission.denied`, `jurisdiction.denied`, `action.not_available`, and those of the file
 */
export async function attachToCase(
  context: EvidenceContext,
  actor: Actor,
  caseId: string,
  content: AsyncIterable<Uint8Array>,
  label: EvidenceUpload,
): Promise<EvidenceAdded> {
  await transact(context.database, actor, async (tx) => {
    const { head, view } = await getCase(tx, caseId);
    const policy = context.policies.at(head);
    requireMay(mayAttach(view, actor, policy));
    requireLabel(context, label, evidenceKinds(view, policy));
  });
  const file = await prepareEvidence(content);
  return transact(context.database, actor, async (tx) => {
    const { head, view } = await getLockedCase(tx, caseId);
    const policy = context.policies.at(head);
    requireMay(mayAttach(view, actor, policy));
    return addEvidence(tx, context, actor, evidenceOwner(head), file, label, evidenceKinds(view, policy));
  });
}

/** @throws Problem as `attachToCase` */
export async function vouchForCase(
  context: EvidenceContext,
  actor: Actor,
  caseId: string,
  statement: PaperEvidence,
): Promise<EvidenceAdded> {
  return transact(context.database, actor, async (tx) => {
    const { head, view } = await getLockedCase(tx, caseId);
    const policy = context.policies.at(head);
    requireMay(mayVouch(view, actor, policy));
    return vouchForPaper(
      ...([tx, context, actor, evidenceOwner(head), statement, evidenceKinds(view, policy)] as const),
    );
  });
}

/** @throws Problem `evidence.not_found`, `permission.denied`, `action.not_available` */
export async function takeBackFromCase(
  context: EvidenceContext,
  actor: Actor,
  caseId: string,
  evidenceId: string,
  reason: string,
): Promise<void> {
  await transact(context.database, actor, async (tx) => {
    const { head, view } = await getLockedCase(tx, caseId);
    requireMay(mayTakeBack(view));
    await withdrawEvidence(tx, context, actor, evidenceOwner(head), evidenceId, reason);
  });
}

/**
 * Opens one file. It may show anything about the party: a look like `reveal`, for the departments whose case it is, logged and
 * committed before a byte is read (looked-is-logged). About a person the purpose is stated each time.
 * @throws Problem `purpose.required`, `permission.denied`, `jurisdiction.denied`, `evidence.not_found`, `evidence.deleted`
 */
export async function openCaseEvidence(
  context: EvidenceContext,
  actor: Actor,
  caseId: string,
  evidenceId: string,
  purpose: string | undefined,
): Promise<{ mediaType: string; content: Buffer }> {
  const seen = await transact(context.database, actor, async (tx) => {
    const { head, view } = await getCase(tx, caseId);
    requireMay(mayOpen(view, actor, context.policies.at(head)));
    const stated = purpose ?? (head.subjectType === 'organisation' ? HANDLING : undefined);
    return lookAtEvidence(tx, context, actor, evidenceOwner(head), evidenceId, stated);
  });
  return { mediaType: seen.mediaType, content: await evidenceContent(context, seen) };
}
