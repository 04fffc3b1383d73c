/** What the person may still do with a report: mend what was sent back, or take it back before it is decided. */
import type { ActionOutcome } from '#contracts/case-actions.ts';
import type { OwnReportMending, OwnReportWithdrawal } from '#contracts/own-reports.ts';
import { requireMay } from '#kernel/refusal/may.ts';
import { localDateAt } from '#kernel/time/local-date.ts';
import type { Applicant } from '../access/applicant.ts';
import { transact } from '../access/transaction.ts';
import type { PlatformContext } from '../context.ts';
import { asProblems, performOwnAction } from '../determination/index.ts';
import { type EvidenceContext, listEvidence, vouchForPaper } from '../evidence/index.ts';
import { tidyText } from '../matter.ts';
import { lockOwnCase } from './own-case.ts';
import { presentKinds } from './pieces.ts';
import { dateFaults, matterFaults, mayReport, proofFaults, refuseFaults } from './rules.ts';

/**
 * Sends a returned report again, with what was changed; the log keeps both versions. The same key again answers as the first time.
 * `paperKinds`: at a counter, proof that was shown on paper now; whoever assists vouches for it.
 * @throws Problem `case.not_found`, `case.conflict`, `action.not_available`, `request.invalid` with every fault
 */
export async function mendReport(
  context: EvidenceContext,
  applicant: Applicant,
  caseId: string,
  { matter, occurredOn, note, expectedSequence, idempotencyKey }: OwnReportMending,
  paperKinds: readonly string[] = [],
): Promise<ActionOutcome> {
  const { policy } = context;
  const { person, assistedBy } = applicant;
  const today = localDateAt(context.clock());
  requireMay(mayReport(person, policy, today));
  return asProblems(() =>
    transact(context.database, applicant, async (tx) => {
      const { view, kind, owner } = await lockOwnCase(tx, context, applicant, caseId);
      if (assistedBy)
        for (const paper of paperKinds)
          await vouchForPaper(tx, context, assistedBy, owner, { kind: paper }, kind.evidence);
      const present = presentKinds(await listEvidence(tx, owner));
      const mended = matter === undefined ? undefined : tidyText(matter);
      const faults = [
        ...(mended === undefined ? [] : matterFaults(mended)),
        ...dateFaults(occurredOn ?? view.facts.occurredOn, { policy, person, today }),
        ...proofFaults(kind, present, assistedBy !== null),
      ];
      if (faults.length > 0) refuseFaults(faults, policy.minimumAge.clause);
      return performOwnAction(tx, context, applicant, caseId, {
        action: 'correct',
        payload: {
          reason: note || '按退回意见补正',
          ...(mended === undefined ? {} : { matter: mended }),
          ...(occurredOn === undefined ? {} : { occurredOn }),
        },
        expectedSequence,
        idempotencyKey,
      });
    }),
  );
}

/** Until it is decided; the fact is free again, for the person and for departments. */
export async function withdrawReport(
  context: PlatformContext,
  applicant: Applicant,
  caseId: string,
  { reason, expectedSequence, idempotencyKey }: OwnReportWithdrawal,
): Promise<ActionOutcome> {
  return asProblems(() =>
    transact(context.database, applicant, async (tx) => {
      await lockOwnCase(tx, context, applicant, caseId);
      return performOwnAction(tx, context, applicant, caseId, {
        action: 'withdraw',
        payload: { reason: reason || '本人撤回' },
        expectedSequence,
        idempotencyKey,
      });
    }),
  );
}
