/**
 * The counter (窗口代办): an officer of the role `assistant` hands in for a person who appears, and later mends what came back or takes
 * it back; paper proof stays with the office. Whoever worked the keys has had the reporter's part.
 */
import type { ActionOutcome } from '#contracts/case-actions.ts';
import { AssistedIdentity } from '#contracts/counter.ts';
import {
  type AssistedMending,
  type AssistedOwnReport,
  type AssistedWithdrawal,
  OwnReportContent,
  type OwnReportOutcome,
  type OwnReportStatus,
} from '#contracts/own-reports.ts';
import { requireMay } from '#kernel/refusal/may.ts';
import { localDateAt } from '#kernel/time/local-date.ts';
import type { Actor } from '../access/actor.ts';
import type { Applicant } from '../access/applicant.ts';
import { transact } from '../access/transaction.ts';
import { assistedApplicant } from '../counter/index.ts';
import { asProblems } from '../determination/index.ts';
import { type EvidenceContext, requireLabel, vouchForPaper } from '../evidence/index.ts';
import { requireStatements } from '../own-statements.ts';
import { screened } from '../screened.ts';
import { handIn, known, submittedAs } from './hand-in.ts';
import { mendReport, withdrawReport } from './mend.ts';
import { checkContent, mayReport, refuseFaults } from './rules.ts';
import { ownReportStatuses } from './status.ts';
import { findReport, lockReports } from './store.ts';

/**
 * The same checks and the same transaction as for who does it alone. The officer vouches for the paper and has had a part in the case.
 * @throws Problem `permission.denied`, `account.real_name_required`, `request.invalid` with every fault
 */
export async function submitAtCounter(
  context: EvidenceContext,
  assistant: Actor,
  { identity, reportId, content, statements, paperKinds }: AssistedOwnReport,
): Promise<OwnReportOutcome> {
  const { policy } = context;
  const applicant = await appeared(context, assistant, identity, '窗口代为上报');
  const { person } = applicant;
  const today = localDateAt(context.clock());
  requireMay(mayReport(person, policy, today));
  screened(policy, OwnReportContent, content);
  requireStatements(policy, statements);
  return asProblems(() =>
    transact(context.database, applicant, async (tx) => {
      await lockReports(tx, applicant.subjectKey);
      const done = await findReport(tx, applicant.subjectKey, reportId);
      if (done) return submittedAs(done, context);
      const { claim, faults } = checkContent(content, {
        ...{ policy, person, today, present: new Set(paperKinds) },
        onPaper: true,
      });
      if (!claim) refuseFaults(faults, policy.minimumAge.clause);
      for (const kind of paperKinds) requireLabel(context, { kind }, claim.kind.evidence);
      const outcome = await handIn(tx, context, applicant, { reportId, claim, statements });
      if (outcome.holder) return known(outcome.holder, true);
      for (const kind of paperKinds)
        await vouchForPaper(tx, context, assistant, outcome.owner, { kind }, claim.kind.evidence);
      return submittedAs(outcome.report, context);
    }),
  );
}

/** @throws Problem `permission.denied` */
export async function reportsAtCounter(
  context: EvidenceContext,
  assistant: Actor,
  identity: AssistedIdentity,
): Promise<OwnReportStatus[]> {
  return ownReportStatuses(context, await appeared(context, assistant, identity, '窗口代为查询上报'));
}

/** @throws Problem as `mendReport`, and `permission.denied` */
export async function mendAtCounter(
  context: EvidenceContext,
  assistant: Actor,
  caseId: string,
  { identity, mending, paperKinds }: AssistedMending,
): Promise<ActionOutcome> {
  const applicant = await appeared(context, assistant, identity, '窗口代为补正上报');
  return mendReport(context, applicant, caseId, mending, paperKinds);
}

/** @throws Problem as `withdrawReport`, and `permission.denied` */
export async function withdrawAtCounter(
  context: EvidenceContext,
  assistant: Actor,
  caseId: string,
  { identity, withdrawal }: AssistedWithdrawal,
): Promise<ActionOutcome> {
  return withdrawReport(context, await appeared(context, assistant, identity, '窗口代为撤回上报'), caseId, withdrawal);
}

/** Own reports are about the person alone, also when they came for a firm. */
async function appeared(
  context: EvidenceContext,
  assistant: Actor,
  identity: AssistedIdentity,
  purpose: string,
): Promise<Applicant> {
  const { organisation: _none, ...person } = screened(context.policy, AssistedIdentity, identity);
  return assistedApplicant(context, assistant, person, purpose);
}
