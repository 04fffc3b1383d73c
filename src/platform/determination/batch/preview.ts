/** Before a whole batch is decided: which batches wait, how many cases the step would take, and a few of them to look at. */
import type { BatchPreview, WaitingBatchPage, WaitingBatchQuery } from '#contracts/batch-decisions.ts';
import type { BatchStep } from '#contracts/vocabulary.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import type { Actor } from '../../access/actor.ts';
import { requireOwnDepartments } from '../../access/jurisdiction.ts';
import { transact } from '../../access/transaction.ts';
import { writeLook } from '../../audit-look.ts';
import type { PlatformContext } from '../../context.ts';
import { caseIdOf } from '../case.ts';
import { approvalOf, leftOutOf, readyOf, requireComplete } from './approval.ts';
import { countAndSample, seesBatch, waitingBatches } from './store.ts';

const SAMPLE = 8;

/** What the step would do, without doing it. The look at the sample is logged before it is returned. */
export async function previewBatch(
  context: PlatformContext,
  actor: Actor,
  batchId: string,
  step: BatchStep,
): Promise<BatchPreview> {
  const { policy } = context;
  const approval = approvalOf(context, actor, batchId, step);
  return transact(context.database, actor, async (tx) => {
    await requireComplete(tx, batchId);
    const { counted, sample } = await countAndSample(tx, step, approval, SAMPLE);
    const batchVisible = await seesBatch(tx, batchId);
    if (counted.total === 0 && !batchVisible) throw new Problem('batch.not_found');
    const leftOut = leftOutOf(counted);
    const ready = readyOf(counted);
    await writeLook(tx, actor, {
      at: context.clock(),
      action: 'batch.previewed',
      objectType: 'batch',
      objectId: batchId,
      of: { batchId },
      purpose: '整批办理前查看',
      detail: { step, ready },
    });
    return {
      batchId,
      step,
      ready,
      batchVisible,
      leftOut,
      sample: sample.map((row) => ({
        caseId: caseIdOf(batchId, row.rowNumber),
        kind: row.kind,
        kindTitle: policy.kind(row.kind).title,
        matter: row.matter,
        occurredOn: row.occurredOn,
        reportingDepartment: policy.department(row.reportingDepartment).name,
        organisationName: row.organisationName,
      })),
    };
  });
}

/** Batches with cases for the officer's department that wait for the step, newest first. */
export async function batchesWaiting(
  context: PlatformContext,
  actor: Actor,
  { step, before, limit }: WaitingBatchQuery,
): Promise<WaitingBatchPage> {
  const departments = requireOwnDepartments(actor, context.policy);
  const found = await transact(context.database, actor, (tx) =>
    waitingBatches(tx, step, departments, before, limit + 1),
  );
  const items = found.slice(0, limit).map(({ batchId, reportingDepartment, waiting }) => ({
    batchId,
    reportingDepartment: context.policy.department(reportingDepartment).name,
    waiting,
  }));
  return { items, next: found.length > limit ? (items.at(-1)?.batchId ?? null) : null };
}
