/** The proof a person uploads: for a draft, or for a report that was sent back. The person sees it; officers see it through the case. */

import type { EvidenceAdded, EvidenceUpload } from '#contracts/evidence.ts';
import type { EvidenceKind } from '#kernel/policy/policy.ts';
import { requireMay } from '#kernel/refusal/may.ts';
import type { Applicant } from '../access/applicant.ts';
import { transact } from '../access/transaction.ts';
import { ownLook } from '../audit-look.ts';
import type { PlatformTx } from '../database.ts';
import {
  addEvidence,
  type EvidenceContext,
  type EvidenceOwner,
  evidenceContent,
  lookAtEvidence,
  prepareEvidence,
  requireLabel,
  withdrawEvidence,
} from '../evidence/index.ts';
import { getDraft, openContent } from './drafts.ts';
import { getOwnCase, lockOwnCase, mayAttach, mayTakeBack } from './own-case.ts';
import { draftOwner } from './pieces.ts';
import { reportableKinds } from './rules.ts';
import { lockReports } from './store.ts';

/** What proof is added to: a draft, or a case that was reported by oneself. Asked before and again after the file was re-encoded. */
type Target = (tx: PlatformTx, lock: boolean) => Promise<{ owner: EvidenceOwner; kinds: readonly EvidenceKind[] }>;

async function attach(
  context: EvidenceContext,
  applicant: Applicant,
  target: Target,
  content: AsyncIterable<Uint8Array>,
  label: EvidenceUpload,
): Promise<EvidenceAdded> {
  await transact(context.database, applicant, async (tx) => {
    const { kinds } = await target(tx, false);
    requireLabel(context, label, kinds);
  });
  const file = await prepareEvidence(content);
  return transact(context.database, applicant, async (tx) => {
    const { owner, kinds } = await target(tx, true);
    return addEvidence(tx, context, applicant, owner, file, label, kinds);
  });
}

/** @throws Problem `draft.gone`, `request.invalid`, `action.not_available`, and those of the file */
export async function attachToDraft(
  context: EvidenceContext,
  applicant: Applicant,
  reportId: string,
  content: AsyncIterable<Uint8Array>,
  label: EvidenceUpload,
): Promise<EvidenceAdded> {
  return attach(context, applicant, draftTarget(context, applicant, reportId), content, label);
}

function draftTarget(context: EvidenceContext, applicant: Applicant, reportId: string): Target {
  return async (tx, lock) => {
    if (lock) await lockReports(tx, applicant.subjectKey);
    const chosen = openContent(
      context,
      await getDraft(tx, applicant, reportId),
      ownLook(applicant, applicant.subjectKey),
    ).kind;
    const kind = reportableKinds(context.policy).find(({ id }) => id === chosen);
    return { owner: draftOwner(applicant, reportId), kinds: kind?.evidence ?? [] };
  };
}

/** @throws Problem `case.not_found`, `action.not_available`, and those of the file */
export async function attachToReport(
  context: EvidenceContext,
  applicant: Applicant,
  caseId: string,
  content: AsyncIterable<Uint8Array>,
  label: EvidenceUpload,
): Promise<EvidenceAdded> {
  const target: Target = async (tx, lock) => {
    const { view, owner, kind } = await (lock ? lockOwnCase : getOwnCase)(tx, context, applicant, caseId);
    requireMay(mayAttach(view));
    return { owner, kinds: kind.evidence };
  };
  return attach(context, applicant, target, content, label);
}

export async function takeBackFromDraft(
  context: EvidenceContext,
  applicant: Applicant,
  reportId: string,
  evidenceId: string,
): Promise<void> {
  await transact(context.database, applicant, async (tx) => {
    const { owner } = await draftTarget(context, applicant, reportId)(tx, true);
    await withdrawEvidence(tx, context, applicant, owner, evidenceId, '本人在提交前撤回');
  });
}

export async function takeBackFromReport(
  context: EvidenceContext,
  applicant: Applicant,
  caseId: string,
  evidenceId: string,
): Promise<void> {
  await transact(context.database, applicant, async (tx) => {
    const { view, owner } = await lockOwnCase(tx, context, applicant, caseId);
    requireMay(mayTakeBack(view));
    await withdrawEvidence(tx, context, applicant, owner, evidenceId, '本人在补正时撤回');
  });
}

export async function openDraftProof(
  context: EvidenceContext,
  applicant: Applicant,
  reportId: string,
  evidenceId: string,
): Promise<{ mediaType: string; content: Buffer }> {
  const seen = await transact(context.database, applicant, async (tx) => {
    await getDraft(tx, applicant, reportId);
    return lookAtEvidence(tx, context, applicant, draftOwner(applicant, reportId), evidenceId, undefined);
  });
  return { mediaType: seen.mediaType, content: await evidenceContent(context, seen) };
}

export async function openReportProof(
  context: EvidenceContext,
  applicant: Applicant,
  caseId: string,
  evidenceId: string,
): Promise<{ mediaType: string; content: Buffer }> {
  const seen = await transact(context.database, applicant, async (tx) => {
    const { owner } = await getOwnCase(tx, context, applicant, caseId);
    return lookAtEvidence(tx, context, applicant, owner, evidenceId, undefined);
  });
  return { mediaType: seen.mediaType, content: await evidenceContent(context, seen) };
}
