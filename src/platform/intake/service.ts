/** What people do with batches: hand a file in, watch it, look at its rows, take it back. */

import type { Readable } from 'node:stream';
import type { ChannelId, FileKind, RowVerdict } from '#contracts/vocabulary.ts';
import type { Policy } from '#kernel/policy/policy.ts';
import { type KindRef, refOf } from '#kernel/policy/refs.ts';
import { type May, no, requireMay, YES } from '#kernel/refusal/may.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import type { Said } from '#kernel/refusal/said.ts';
import { type Actor, systemActor } from '../access/actor.ts';
import { actsFor } from '../access/jurisdiction.ts';
import { transact } from '../access/transaction.ts';
import { writeAudit } from '../audit.ts';
import { writeLook } from '../audit-look.ts';
import type { PlatformTx } from '../database.ts';
import { lockBatch } from '../determination/index.ts';
import { StoreFailure } from '../files/index.ts';
import { screenedText } from '../screened.ts';
import { FILE_KEPT_DAYS, type IntakeContext } from './context.ts';
import { nameToKeep } from './file-name.ts';
import { requireNotice } from './notice-chosen.ts';
import { enqueueProcessing } from './queue.ts';
import {
  addBatch,
  type BatchRow,
  findBatch,
  hasCaseActions,
  type JudgedRow,
  keptFiles,
  listBatches,
  listCorrections,
  listRows,
  lockFile,
  moveBatch,
  takeExpiredFiles,
  takeUpAgain,
  unfinishedBatches,
} from './store.ts';

const DAY = 86_400_000;

export interface Received {
  readonly batchId: string;
  /** the very same file was handed in before: still that batch, nothing is done twice */
  readonly known: boolean;
  /** the batch had waited for its file, or was refused as unreadable, and goes on with what was handed in now */
  readonly resumed?: true;
  /** the file's name holds what may not be kept: another stands in its place */
  readonly renamed?: true;
}

/**
 * Takes a file in: first on the disk, then its batch and the job that will read it, in one transaction. Handed in again,
 * the same file is the same batch; if that had lost its file, it goes on.
 * @throws Problem `file.empty`, `file.too_large`, `permission.denied`; StoreFailure when it could not be stored
 */
export async function receiveFile(
  context: IntakeContext,
  actor: Actor,
  content: Readable | AsyncIterable<Uint8Array>,
  file: {
    readonly fileName: string;
    readonly kind: FileKind;
    readonly notice?: string | undefined;
    readonly category?: string | undefined;
    readonly corrects?: string | undefined;
  },
): Promise<Received> {
  const department = requireReporting(context, actor);
  const notice = requireNotice(context.policy, file.notice).id;
  const category = requireCategory(context.policy.noticeOf(notice), file);
  const { name: fileName, renamed } = nameToKeep(context.policy, file.fileName);
  const kept = await context.files.keep(content);
  const now = context.clock();
  return transact(context.database, actor, async (tx) => {
    const { corrects } = file;
    if (corrects !== undefined) requireMay(mayMend(corrects, await findBatch(tx, corrects), department));
    // the sweep may just have taken an older copy away: nothing is acknowledged that is not there
    await lockFile(tx, kept.sha256);
    if (!(await context.files.has(kept.sha256))) throw new StoreFailure('missing');
    const { id, known } = await addBatch(tx, {
      corrects: corrects ?? null,
      fileKind: file.kind,
      notice,
      assumedKind: category,
      sha256: kept.sha256,
      fileName,
      fileBytes: kept.bytes,
      departmentId: department,
      reporterId: actor.id,
      receivedAt: now,
      deleteAfter: new Date(now.getTime() + FILE_KEPT_DAYS * DAY),
    });
    await writeAudit(tx, actor, {
      at: now,
      action: known ? 'batch.received_again' : 'batch.received',
      objectType: 'batch',
      objectId: id,
      detail: { kind: file.kind, bytes: kept.bytes, sha256: kept.sha256.toString('hex') },
    });
    const before = known ? await takeUpAgain(tx, id) : 'unchanged';
    if (before === 'refused')
      await writeAudit(tx, actor, { at: now, action: 'batch.reopened', objectType: 'batch', objectId: id });
    const resumed = before !== 'unchanged';
    if (!known || resumed) await enqueueProcessing(tx, id);
    return { batchId: id, known, ...(resumed ? { resumed } : {}), ...(renamed && !known ? { renamed } : {}) };
  });
}

/** By which clause the way is open; a zone's office that has none of its own reports as departments do. */
const channelClause = ({ channels }: Policy, way: ChannelId) =>
  (channels.find(({ id }) => id === way) ?? channels.find(({ id }) => id === 'department-summary'))?.clause;

/** @returns the department that reports */
function requireReporting({ policy }: IntakeContext, { departmentId }: Actor): string {
  if (departmentId === null || policy.findDepartment(departmentId) === undefined) {
    throw new Problem('permission.denied', {
      said: { zh: '当前账号不属于任何报送单位，不能报送。', en: 'This account belongs to no department that reports.' },
      clause: channelClause(policy, 'department-summary'),
    });
  }
  const department = policy.department(departmentId);
  if (department.retiredOn !== undefined)
    throw new Problem('permission.denied', {
      said: {
        zh: `${department.name}已经撤销，不能再报送。`,
        en: `${department.name} is retired and reports no more.`,
      },
      clause: channelClause(policy, department.level === 'zone' ? 'zone-collection' : 'department-summary'),
    });
  return departmentId;
}

/** catalogue-only: a kind given for the whole file is one that such a file may hold. People write the notice's own number. A check of input. */
function requireCategory(
  policy: Policy,
  { kind, category }: { readonly kind: FileKind; readonly category?: string | undefined },
): KindRef | null {
  if (category === undefined) return null;
  const subject = kind === 'individuals' ? 'person' : 'organisation';
  const named = refOf(policy.id, category);
  if (!policy.kindsFor(subject).some(({ id }) => id === named)) {
    throw new Problem('request.invalid', {
      said: {
        zh: `信息类别“${category}”不在目录之内，或不适用于这种报送表。`,
        en: `The kind “${category}” is not in the catalogue, or not for this form.`,
      },
    });
  }
  return named;
}

/** Mended rows belong to a batch of the same department; of another's nothing is said, not even that there is one. */
function mayMend(batchId: string, corrected: BatchRow | undefined, department: string): May {
  if (corrected?.departmentId === department) return YES;
  return no('not-own-batch', {
    problem: 'batch.not_found',
    said: { zh: `没有可更正的批次 ${batchId}。`, en: `There is no batch ${batchId} to mend.` },
  });
}

/** @throws Problem `batch.not_found`, also for a batch outside the actor's jurisdiction */
export async function getBatch(context: IntakeContext, actor: Actor, batchId: string): Promise<BatchRow> {
  return transact(context.database, actor, (tx) => present(tx, batchId));
}

async function present(tx: PlatformTx, batchId: string, lock = false): Promise<BatchRow> {
  const batch = await findBatch(tx, batchId, lock);
  if (!batch) throw new Problem('batch.not_found');
  return batch;
}

export async function getBatches(
  context: IntakeContext,
  actor: Actor,
  page: { before?: string | undefined; limit: number; mine?: boolean | undefined; waiting?: boolean | undefined },
): Promise<BatchRow[]> {
  const { before, limit, waiting } = page;
  const reporterId = page.mine ? actor.id : undefined;
  return transact(context.database, actor, (tx) => listBatches(tx, { before, limit, reporterId, waiting }));
}

/** With whether it can be taken back, and if not, why not. */
export async function viewBatch(
  context: IntakeContext,
  actor: Actor,
  batchId: string,
): Promise<{ batch: BatchRow; correctedBy: string[]; withdrawal: May }> {
  return transact(context.database, actor, async (tx) => {
    const batch = await present(tx, batchId);
    const correctedBy = await listCorrections(tx, batchId);
    if (!actsFor(actor, batch.departmentId, context.policy, 'reporter'))
      return { batch, correctedBy, withdrawal: notWithdrawable('role') };
    if (batch.state === 'withdrawn') return { batch, correctedBy, withdrawal: notWithdrawable('withdrawn') };
    return { batch, correctedBy, withdrawal: await mayWithdraw(tx, batch) };
  });
}

const NOT_WITHDRAWABLE = {
  role: {
    zh: '只有报送单位的报送人员可以撤回。',
    en: 'Only reporting officers of the department that reported can withdraw it.',
  },
  withdrawn: { zh: '该批次已经撤回。', en: 'The batch is withdrawn already.' },
  refused: { zh: '该批次的文件未被接收，无需撤回。', en: 'The file was not taken; there is nothing to withdraw.' },
  begun: {
    zh: '该批次已有事项进入审核，不能整批撤回；请在相应事项中逐条撤回。',
    en: 'Review of its cases has begun: withdraw them one by one.',
  },
} as const satisfies Record<string, Said>;

const notWithdrawable = (because: keyof typeof NOT_WITHDRAWABLE): May =>
  no(because, { problem: 'action.not_available', said: NOT_WITHDRAWABLE[because] });

async function mayWithdraw(tx: PlatformTx, batch: BatchRow): Promise<May> {
  if (batch.state === 'refused') return notWithdrawable('refused');
  if (await hasCaseActions(tx, batch.id)) return notWithdrawable('begun');
  return YES;
}

/** One page of rows with their verdicts; the look is logged before anything is returned (looked-is-logged). */
export async function batchRows(
  context: IntakeContext,
  actor: Actor,
  batchId: string,
  page: { after: number; limit: number; verdict?: RowVerdict | undefined },
): Promise<JudgedRow[]> {
  return transact(context.database, actor, async (tx) => {
    await present(tx, batchId);
    const look = await writeLook(tx, actor, {
      at: context.clock(),
      action: 'batch.rows_viewed',
      objectType: 'batch',
      objectId: batchId,
      of: { batchId },
      purpose: '核对报送结果',
      detail: { after: page.after, limit: page.limit, ...(page.verdict ? { verdict: page.verdict } : {}) },
    });
    return listRows(tx, batchId, page, look);
  });
}

/**
 * Takes a batch back, also while it is being read. Once anybody has begun to decide on one of its cases, the cases have to be
 * withdrawn one by one.
 * @throws Problem `batch.not_found`, `jurisdiction.denied`, `action.not_available`
 */
export async function withdrawBatch(
  context: IntakeContext,
  actor: Actor,
  batchId: string,
  reason: string,
): Promise<void> {
  const screened = screenedText(context.policy, reason);
  await transact(context.database, actor, async (tx) => {
    await lockBatch(tx, batchId); // nobody begins to decide on one of its cases meanwhile
    const batch = await present(tx, batchId, true);
    if (!actsFor(actor, batch.departmentId, context.policy)) throw new Problem('jurisdiction.denied');
    if (batch.state === 'withdrawn') return;
    requireMay(await mayWithdraw(tx, batch));
    await moveBatch(tx, batchId, ['received', 'processing', 'completed'], 'withdrawn');
    await writeAudit(tx, actor, {
      at: context.clock(),
      action: 'batch.withdrawn',
      objectType: 'batch',
      objectId: batchId,
      detail: { reason: screened, rows: batch.rowsDone },
    });
  });
}

/** At start: queues what a killed process left unfinished; a job that still stands is not doubled. */
export async function resumeBatches(context: IntakeContext): Promise<number> {
  return transact(context.database, systemActor('intake.resume'), async (tx) => {
    const ids = await unfinishedBatches(tx);
    for (const id of ids) await enqueueProcessing(tx, id);
    return ids.length;
  });
}

/**
 * Deletes the files whose time is over, those whose upload never came to an end, and what crashes left half written.
 * Answers how many batches' files were over.
 */
export async function sweepFiles(context: IntakeContext): Promise<number> {
  const now = context.clock();
  const actor = systemActor('intake.sweep');
  const expired = await transact(context.database, actor, async (tx) => {
    const digests = await takeExpiredFiles(tx, now);
    if (digests.length > 0) {
      await writeAudit(tx, actor, {
        at: now,
        action: 'file.expired',
        objectType: 'batch',
        objectId: '*',
        detail: { sha256: digests.map((digest) => digest.toString('hex')) },
      });
    }
    return digests;
  });
  let some: Buffer[] = [];
  for await (const digest of context.files.digests()) {
    some.push(digest);
    if (some.length < AT_ONCE) continue;
    await removeUnkept(context, some);
    some = [];
  }
  await removeUnkept(context, some);
  await context.files.removeUnfinished(new Date(now.getTime() - DAY));
  return expired.length;
}

const AT_ONCE = 500;

async function removeUnkept(context: IntakeContext, digests: readonly Buffer[]): Promise<void> {
  if (digests.length === 0) return;
  const actor = systemActor('intake.sweep');
  const kept = await transact(context.database, actor, (tx) => keptFiles(tx, digests));
  // a younger file may belong to an upload whose batch is just being written
  const young = new Date(context.clock().getTime() - DAY);
  for (const digest of digests) {
    if (kept.has(digest.toString('hex'))) continue;
    await transact(context.database, actor, async (tx) => {
      await lockFile(tx, digest);
      if ((await keptFiles(tx, [digest])).size === 0) await context.files.remove(digest, young);
    });
  }
}
