/** relief-hidden at the counter: what is under a hold is not shown there before the person has confirmed that it is seen. */
import { Problem } from '#kernel/refusal/problem.ts';
import { localDateAt } from '#kernel/time/local-date.ts';
import type { Applicant } from '../access/applicant.ts';
import type { PlatformContext } from '../context.ts';
import type { PlatformTx } from '../database.ts';
import { counterSeesHeld, heldCases } from './store.ts';

const NONE: ReadonlySet<string> = new Set();

/** Numbers of the cases that stay out of what this applicant's transaction shows; none for who looks by themself. */
export async function hiddenFrom(
  tx: PlatformTx,
  context: PlatformContext,
  applicant: Applicant,
  subjectKey: string,
): Promise<ReadonlySet<string>> {
  if (!applicant.assistedBy || applicant.ownSession || (await counterSeesHeld(tx, subjectKey))) return NONE;
  return heldCases(tx, subjectKey, localDateAt(context.clock()));
}

/** @throws Problem `case.not_found`, as for a case that is not there */
export async function requireShownAtCounter(
  tx: PlatformTx,
  context: PlatformContext,
  applicant: Applicant,
  subjectKey: string,
  caseId: string,
): Promise<void> {
  if ((await hiddenFrom(tx, context, applicant, subjectKey)).has(caseId)) throw new Problem('case.not_found');
}
