/** What a determination records: the facts as they stand, the decision, the notice, for how long. Nothing else makes records. */
import { lifespanOf } from '#kernel/policy/lifespan.ts';
import { type LocalDate, localDateAt, toLocalDate } from '#kernel/time/local-date.ts';
import type { PlatformContext } from '../context.ts';
import type { PlatformTx } from '../database.ts';
import { overBeforeBegun, recordDetermination } from '../registry/index.ts';
import type { CaseView } from './case.ts';
import type { CaseHead } from './store.ts';

/** Call it in the transaction of the determining action. */
export async function makeRecord(
  tx: PlatformTx,
  context: PlatformContext,
  head: CaseHead,
  view: CaseView & { readonly state: 'determined' },
  at: Date,
): Promise<void> {
  const kind = context.policy.kind(head.kind);
  const { notice, consideration } = view;
  await recordDetermination(tx, context, {
    subjectKey: head.subjectKey,
    recordId: view.recordId,
    caseKey: head.factKey,
    subjectType: head.subjectType,
    polarity: kind.polarity,
    kind: kind.id,
    version: head.version,
    clause: kind.clause,
    matter: view.facts.matter,
    occurredOn: view.facts.occurredOn,
    reportingDepartment: head.reportingDepartment,
    determiningDepartment: head.competentDepartment,
    determinedBy: view.determinedBy,
    determinedAt: at,
    ...periodOf(view, localDateAt(at), context),
    uscc: head.uscc,
    organisationName: view.facts.organisationName,
    decision: view.facts.decision,
    priorNotice: notice && {
      number: notice.number,
      servedOn: notice.servedOn,
      serviceMethod: notice.serviceMethod,
      windowEndsOn: notice.windowEndsOn,
      responseConsidered: consideration?.consideredOn ?? null,
    },
    batchId: head.batchId,
    rowNumber: head.rowNumber,
  });
}

type Rules = Pick<PlatformContext, 'policy' | 'calendar'>;

function periodOf({ submission, facts }: CaseView, determinedOn: LocalDate, { policy, calendar }: Rules) {
  const decidedOn = facts.decision ? toLocalDate(facts.decision.date) : null;
  const days = { determinedOn, decidedOn, decisionType: facts.decision?.type };
  return lifespanOf(policy.kind(submission.kind), days, policy, calendar);
}

/** 期限已过: the last day of the period, where a record made on this day would have none left; null where it can be made. */
export const periodEndedOn = (view: CaseView, determinedOn: LocalDate, rules: Rules): LocalDate | null =>
  overBeforeBegun(periodOf(view, determinedOn, rules));
