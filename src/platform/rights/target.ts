/** What a request is about: the case, its record if there is one, and how they stand today. */
import { Problem } from '#kernel/refusal/problem.ts';
import { type LocalDate, localDateAt, toLocalDate } from '#kernel/time/local-date.ts';
import type { PlatformContext } from '../context.ts';
import type { PlatformTx } from '../database.ts';
import { getCase } from '../determination/index.ts';
import { type CreditRecord, findRecordOfCase, listChanges, standingOf } from '../registry/index.ts';
import type { Target } from './asking-rules.ts';
import { holdsOf } from './store.ts';

export interface Found {
  readonly case: Awaited<ReturnType<typeof getCase>>;
  readonly record: CreditRecord | undefined;
  readonly target: Target;
}

/** @throws Problem `case.not_found` also for a case that is not the subject's */
export async function targetOf(
  tx: PlatformTx,
  context: PlatformContext,
  caseId: string,
  subjectKey: string | undefined,
): Promise<Found> {
  const opened = await getCase(tx, caseId);
  const { head, view } = opened;
  if (subjectKey !== undefined && head.subjectKey !== subjectKey) throw new Problem('case.not_found');
  const today = localDateAt(context.clock());
  const record = await findRecordOfCase(tx, head.batchId, head.rowNumber);
  const standing = record && standingOf(record.polarity, await listChanges(tx, record), today);
  const over = record && [record.validUntil, record.disclosedUntil].some((end) => end !== null && end < today);
  const [hold] = await holdsOf(tx, head.subjectKey, head.factKey);
  return {
    case: opened,
    record,
    target: {
      polarity: context.policies.at(head).kind(head.kind).polarity,
      subjectType: head.subjectType,
      recordKind: head.kind,
      determinedOn: record ? localDateAt(record.determinedAt) : null,
      decidedOn: record?.decision ? toLocalDate(record.decision.date) : null,
      decisionType: record?.decision?.type,
      caseEnded: view.state === 'lapsed' || view.state === 'withdrawn' || view.state === 'refused',
      recordEnded: Boolean(standing?.ended || over),
      objectionOpen: standing?.objectionOpen ?? false,
      held: standing?.held ?? false,
      heldFrom: hold ? (toLocalDate(hold.held_from) as LocalDate) : null,
    },
  };
}
