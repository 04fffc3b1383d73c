/** The case an own report has become, opened by the person whose report it is; somebody else's is not even admitted to exist. */

import type { CatalogueKind } from '#kernel/policy/policy.ts';
import { type May, no, YES } from '#kernel/refusal/may.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import type { Applicant } from '../access/applicant.ts';
import type { PlatformContext } from '../context.ts';
import type { PlatformTx } from '../database.ts';
import {
  type CaseView,
  evidenceOwner,
  getCase,
  getLockedCase,
  isOwnReport,
  type OwnReport,
} from '../determination/index.ts';
import type { EvidenceOwner } from '../evidence/index.ts';

type Opened = Awaited<ReturnType<typeof getCase>>;

export interface OwnCase extends Opened {
  readonly report: OwnReport;
  readonly kind: CatalogueKind;
  readonly owner: EvidenceOwner;
}

/** @throws Problem `case.not_found` also for a case about the person that a department reported */
export async function getOwnCase(
  tx: PlatformTx,
  { policies }: PlatformContext,
  { subjectKey }: Applicant,
  caseId: string,
): Promise<OwnCase> {
  return asOwn(await getCase(tx, caseId), subjectKey, policies);
}

/** Nobody takes a step on it until the transaction ends. @throws Problem as `getOwnCase` */
export async function lockOwnCase(
  tx: PlatformTx,
  { policies }: PlatformContext,
  { subjectKey }: Applicant,
  caseId: string,
): Promise<OwnCase> {
  return asOwn(await getLockedCase(tx, caseId), subjectKey, policies);
}

function asOwn(opened: Opened, subjectKey: string, policies: PlatformContext['policies']): OwnCase {
  const { head } = opened;
  const { ownReport } = head;
  if (head.subjectKey !== subjectKey || !isOwnReport(head) || !ownReport) throw new Problem('case.not_found');
  return { ...opened, report: ownReport, kind: policies.at(head).kind(head.kind), owner: evidenceOwner(head) };
}

const UNREVIEWED: ReadonlySet<CaseView['state']> = new Set(['reported', 'corrected', 'returned']);

export function mayAttach({ state }: CaseView): May {
  if (UNREVIEWED.has(state)) return YES;
  return no('reviewed', {
    problem: 'action.not_available',
    said: {
      zh: '审核已经开始或者已经办结，不能再补充材料；退回以后可以补充。',
      en: 'The check has begun or is over; proof can be added once the report is sent back.',
    },
  });
}

/** Only while the person is asked to mend: what is being looked at stays. */
export function mayTakeBack({ state }: CaseView): May {
  if (state === 'returned') return YES;
  return no('not-returned', {
    problem: 'action.not_available',
    said: {
      zh: '只有退回补正期间可以撤下材料。',
      en: 'Proof can be taken down only while the report is with you to mend.',
    },
  });
}

/** Which buttons are shown; the rules of the case answer whoever acts. Corrections of what nobody complained about would only start the check anew. */
export const showsMending = ({ state }: CaseView): boolean => state === 'returned';
export const showsWithdrawal = ({ state }: CaseView): boolean => UNREVIEWED.has(state) || state === 'reviewed';
