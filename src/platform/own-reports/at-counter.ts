/** The counter (窗口代办): an officer of the role `assistant` hands in for a person who appears; paper proof stays with the office. */
import type { AssistedOwnReport, OwnReportOutcome } from '#contracts/own-reports.ts';
import { localDateAt } from '#kernel/time/local-date.ts';
import type { Actor } from '../access/actor.ts';
import { transact } from '../access/transaction.ts';
import { asProblems } from '../determination/index.ts';
import { type EvidenceContext, requireLabel, vouchForPaper } from '../evidence/index.ts';
import { requireStatements } from '../own-statements.ts';
import { assistedApplicant } from '../rights/index.ts';
import { requireScreened } from '../screening.ts';
import { handIn, known, submittedAs } from './hand-in.ts';
import { checkContent, refuseFaults, requireAdult } from './rules.ts';
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
  const { organisation: _none, ...person } = identity;
  const applicant = await assistedApplicant(context, assistant, person, '窗口代为上报');
  const today = localDateAt(context.clock());
  requireAdult(person, policy, today);
  requireScreened(policy, [content.matter, content.issuingCountry]);
  requireStatements(policy, statements);
  return asProblems(() =>
    transact(context.database, applicant, async (tx) => {
      await lockReports(tx, applicant.subjectKey);
      const done = await findReport(tx, applicant.subjectKey, reportId);
      if (done) return submittedAs(done, context);
      const { claim, faults } = checkContent(content, { policy, person, today, present: new Set(paperKinds) });
      if (!claim) refuseFaults(faults, policy.minimumAge.clause);
      for (const kind of paperKinds) requireLabel(context, { kind }, claim.kind.evidence);
      const outcome = await handIn(tx, context, applicant, { reportId, claim, statements });
      if (outcome.holder) return known(outcome.holder);
      for (const kind of paperKinds)
        await vouchForPaper(tx, context, assistant, outcome.owner, { kind }, claim.kind.evidence);
      return submittedAs(outcome.report, context);
    }),
  );
}
