/**
 * Approving a clean batch of good information at once (reviewed, then determined), set by set: 200,000 cases are a few
 * statements, under the same constraints as a single case. Everything doubtful is left out and counted.
 */
import type { BatchDecisionQuery, BatchOutcome } from '#contracts/batch-decisions.ts';
import type { BatchStep } from '#contracts/vocabulary.ts';
import { lifespanOf } from '#kernel/policy/lifespan.ts';
import { type May, no, requireMay, titled, YES } from '#kernel/refusal/may.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { localDateAt } from '#kernel/time/local-date.ts';
import { type Actor, actingIn, hasRole, onBehalfOf, type Role } from '../../access/actor.ts';
import { ownDepartments } from '../../access/jurisdiction.ts';
import { transact } from '../../access/transaction.ts';
import { writeAudit } from '../../audit.ts';
import type { PlatformContext } from '../../context.ts';
import type { PlatformTx } from '../../database.ts';
import { deliverRecords, holdSubscriptions } from '../../exchange/index.ts';
import { enqueueJob } from '../../jobs.ts';
import { deliverable } from '../../registry/index.ts';
import { MUCH } from '../../statistics.ts';
import { asProblems } from '../conflicts.ts';
import { checkDueOn } from '../queue/deadline.ts';
import { findBatchReceipt, findBatchState, lockBatch } from '../store.ts';
import {
  type Approval,
  countCases,
  determineCleanCases,
  type KindLifespan,
  LEFT_OUT,
  reviewCleanCases,
} from './store.ts';

const STATISTICS = 'determination.refresh-statistics';

const ROLES: Record<BatchStep, Role> = { review: 'reviewer', determine: 'determiner' };

/** @throws Problem `batch.not_found`, `batch.not_ready`, `permission.denied`, `jurisdiction.denied`, `action.not_available` */
export async function reviewBatch(
  context: PlatformContext,
  actor: Actor,
  batchId: string,
  query: BatchDecisionQuery = {},
): Promise<BatchOutcome> {
  return approve(context, actor, batchId, 'review', query, (tx, approval) => reviewCleanCases(tx, approval));
}

/** @throws Problem like `reviewBatch` */
export async function determineBatch(
  context: PlatformContext,
  actor: Actor,
  batchId: string,
  query: BatchDecisionQuery = {},
): Promise<BatchOutcome> {
  return approve(context, actor, batchId, 'determine', query, async (tx, approval) => {
    // nobody's points account opens between our look at the accounts and our records
    await holdSubscriptions(tx);
    const { done, told } = await determineCleanCases(tx, approval, lifespans(context, approval));
    await deliverRecords(
      tx,
      context,
      told.map((record) => deliverable(record, false)),
    );
    return done;
  });
}

async function approve(
  context: PlatformContext,
  actor: Actor,
  batchId: string,
  step: BatchStep,
  { atMost }: BatchDecisionQuery,
  act: (tx: PlatformTx, approval: Approval) => Promise<number>,
): Promise<BatchOutcome> {
  const given = { ...approvalOf(context, actor, batchId, step), atMost: atMost ?? null };
  const { at } = given;
  return asProblems(() =>
    transact(context.database, actor, async (tx) => {
      await lockBatch(tx, batchId);
      const approval = await dated(tx, context, given);
      await requireComplete(tx, batchId);
      const counted = await countCases(tx, step, approval);
      if (counted.total === 0) throw new Problem('batch.not_found');
      const done = await act(tx, approval);
      if (done >= MUCH) await enqueueJob(tx, STATISTICS, {}, STATISTICS);
      const leftOut = leftOutOf(counted);
      const left = readyOf(counted) - done;
      await writeAudit(tx, actingIn(actor, ROLES[step]), {
        at,
        action: `batch.${step === 'review' ? 'reviewed' : 'determined'}`,
        objectType: 'batch',
        objectId: batchId,
        detail: {
          done,
          ...(left > 0 ? { left } : {}),
          leftOut: Object.fromEntries(leftOut.map(({ because, count }) => [because, count])),
        },
      });
      return { batchId, done, left, leftOut };
    }),
  );
}

/** With the last day of the check its untouched cases share: they came in together. */
async function dated(tx: PlatformTx, context: PlatformContext, approval: Approval): Promise<Approval> {
  const receivedAt = /^[1-9]\d{0,17}$/.test(approval.batchId)
    ? await findBatchReceipt(tx, approval.batchId)
    : undefined;
  return { ...approval, checkDueOn: receivedAt ? checkDueOn(localDateAt(receivedAt), context) : null };
}

/** @throws Problem `permission.denied`, `jurisdiction.denied` */
export function approvalOf(context: PlatformContext, actor: Actor, batchId: string, step: BatchStep): Approval {
  const { policy } = context;
  requireMay(mayApprove(actor, step, policy));
  const acting = actingIn(actor, ROLES[step]);
  const at = context.clock();
  return {
    batchId,
    officerId: actor.id,
    onBehalfOf: onBehalfOf(acting)?.officerId ?? null,
    departmentId: acting.departmentId!,
    departments: ownDepartments(actor, policy, ROLES[step]),
    kinds: policy.catalogue
      .filter((kind) => kind.polarity === 'good' && kind.approval === 'batch')
      .map((kind) => kind.id),
    at,
    today: localDateAt(at),
    checkDueOn: null,
    atMost: null,
  };
}

/** An officer of the step's role, who acts for some department. */
function mayApprove(actor: Actor, step: BatchStep, policy: PlatformContext['policy']): May {
  if (actor.kind !== 'officer' || !hasRole(actor, ROLES[step])) return no('role', titled('permission.denied'));
  return ownDepartments(actor, policy, ROLES[step]).length > 0
    ? YES
    : no('jurisdiction', titled('jurisdiction.denied'));
}

export function leftOutOf(counted: Awaited<ReturnType<typeof countCases>>): BatchOutcome['leftOut'] {
  return LEFT_OUT.map(({ because, zh, en }) => ({ because, zh, en, count: counted[because] })).filter(
    ({ count }) => count > 0,
  );
}

/** How many the step can be taken on. */
export const readyOf = (counted: Awaited<ReturnType<typeof countCases>>): number =>
  counted.total - leftOutOf(counted).reduce((sum, { count }) => sum + count, 0);

/** @throws Problem `batch.not_found`, `batch.not_ready`, `action.not_available` */
export async function requireComplete(tx: PlatformTx, batchId: string): Promise<void> {
  requireMay(whetherComplete(/^[1-9]\d{0,17}$/.test(batchId) ? await findBatchState(tx, batchId) : undefined));
}

/** Only what has come in whole, and was not taken back, is decided as a whole. */
function whetherComplete(state: Awaited<ReturnType<typeof findBatchState>>): May {
  if (state === undefined || state === 'refused') return no('none', titled('batch.not_found'));
  if (state === 'withdrawn')
    return no('withdrawn', {
      problem: 'action.not_available',
      said: { zh: '该批次已由报送单位撤回。', en: 'The batch was taken back by its department.' },
    });
  return state === 'completed' ? YES : no('not-ready', titled('batch.not_ready'));
}

/** What is approved as a batch is good information, which rests on no decision: its periods run from the determination, so none is over. */
function lifespans({ policy, calendar }: PlatformContext, approval: Approval): KindLifespan[] {
  return approval.kinds.map((id) => {
    const kind = policy.kind(id);
    return {
      kind: id,
      clause: kind.clause,
      ...lifespanOf(kind, { determinedOn: approval.today, decidedOn: null }, policy, calendar),
    };
  });
}
