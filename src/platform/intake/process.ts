/**
 * The job that turns a stored file into submissions. It can be killed at any instant and started again, even twice at once:
 * every chunk is merged together with the checkpoint it moves, and the checkpoint moves only from where the chunk began.
 */
import type { PoolClient } from 'pg';
import type { StoreFault } from '#contracts/vocabulary.ts';
import { isProblem, type Problem, type ProblemCode } from '#kernel/refusal/problem.ts';
import { localDateAt } from '#kernel/time/local-date.ts';
import { systemActor } from '../access/actor.ts';
import { transact } from '../access/transaction.ts';
import { writeAudit } from '../audit.ts';
import { systemUse } from '../audit-look.ts';
import { StoreFailure } from '../files/index.ts';
import { MUCH, refreshStatistics } from '../statistics.ts';
import type { IntakeContext } from './context.ts';
import type { FileTold } from './file-notes.ts';
import { headerToKeep } from './header-to-keep.ts';
import { startPreparation } from './preparation-thread.ts';
import { enqueueProcessing } from './queue.ts';
import { mergeChunk, prepareStaging } from './staging.ts';
import { type BatchRow, findBatch, moveBatch, noteFormat, noteGoingOn, noteWaiting } from './store.ts';

export interface ProcessOptions {
  readonly signal?: AbortSignal | undefined;
  /** rows merged in one transaction */
  readonly chunkRows?: number | undefined;
}

export const CHUNK_ROWS = 20_000;

const actor = systemActor('intake.process');

/** What a file can be refused for: faults of what was sent. Everything else is ours, and ours is never a reason to refuse. */
const SENDERS_FAULTS: ReadonlySet<ProblemCode> = new Set([
  'file.unreadable',
  'file.too_large',
  'file.empty',
  'file.encoding',
  'file.format',
  'file.header_missing',
]);

/** Seconds between two looks for a file that is not there: at first a share that lags, later a disk that somebody has to restore. */
const FIRST_WAIT = 5;
const LONGEST_WAIT = 600;

/** What the batch waits for; undefined when it does not. */
export type Waiting = { readonly because: StoreFault; readonly nextInSeconds: number } | undefined;

/**
 * Returns when the batch has reached an end (completed, refused, withdrawn), whoever brought it there; or when its stored file cannot
 * be had: then the batch says that it waits, and the job stands in the queue again.
 */
export async function processBatch(
  context: IntakeContext,
  batchId: string,
  options: ProcessOptions = {},
): Promise<Waiting> {
  const client = await context.pool.connect();
  let broken: Error | undefined;
  const onError = (error: Error) => {
    broken = error;
  };
  client.on('error', onError);
  try {
    // a second worker waits here and then finds nothing left to do; the lock of a killed one falls with its connection
    await client.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [`intake.process:${batchId}`]);
    const waiting = await work(context, client, batchId, options);
    await client.query('SELECT pg_advisory_unlock(hashtextextended($1, 0))', [`intake.process:${batchId}`]);
    return waiting;
  } catch (error) {
    broken ??= error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    client.removeListener('error', onError);
    client.release(broken); // after a failure the connection goes, and its lock with it
  }
}

async function work(
  context: IntakeContext,
  client: PoolClient,
  batchId: string,
  options: ProcessOptions,
): Promise<Waiting> {
  const batch = await begin(context, batchId);
  if (!batch) return undefined;
  try {
    const finished = await context.files.withContent(batch.sha256, systemUse('batch-checked'), (path) =>
      merge(context, client, batch, path, options),
    );
    if (finished) await complete(context, batchId);
  } catch (error) {
    if (error instanceof StoreFailure) return waitForFile(context, batchId, error.fault);
    if (!isProblem(error) || !SENDERS_FAULTS.has(error.code)) throw error;
    await refuse(context, batchId, error);
  }
  return undefined;
}

/** Twice as long as it has waited already, within bounds: a lag of seconds costs seconds, an outage of days a look every ten minutes. */
async function waitForFile(context: IntakeContext, batchId: string, because: StoreFault): Promise<Waiting> {
  const at = context.clock();
  return transact(context.database, actor, async (tx) => {
    const noted = await noteWaiting(tx, batchId, because, at);
    if (!noted) return undefined;
    if (noted.changed)
      await writeAudit(tx, actor, {
        at,
        action: 'batch.waiting',
        objectType: 'batch',
        objectId: batchId,
        detail: { because },
      });
    const waited = (at.getTime() - noted.since.getTime()) / 1000;
    const nextInSeconds = Math.round(Math.min(LONGEST_WAIT, Math.max(FIRST_WAIT, waited)));
    await enqueueProcessing(tx, batchId, nextInSeconds);
    return { because, nextInSeconds };
  });
}

/** The file is there and open. */
async function goOn(context: IntakeContext, batchId: string): Promise<void> {
  await transact(context.database, actor, async (tx) => {
    if (!(await noteGoingOn(tx, batchId))) return;
    await writeAudit(tx, actor, {
      at: context.clock(),
      action: 'batch.resumed',
      objectType: 'batch',
      objectId: batchId,
    });
  });
}

async function begin(context: IntakeContext, batchId: string): Promise<BatchRow | undefined> {
  return transact(context.database, actor, async (tx) => {
    if (await moveBatch(tx, batchId, ['received'], 'processing')) {
      await writeAudit(tx, actor, {
        at: context.clock(),
        action: 'batch.processing',
        objectType: 'batch',
        objectId: batchId,
      });
    }
    const batch = await findBatch(tx, batchId);
    return batch?.state === 'processing' ? batch : undefined;
  });
}

/** False when the batch was withdrawn meanwhile. */
async function merge(
  context: IntakeContext,
  client: PoolClient,
  batch: BatchRow,
  path: string,
  options: ProcessOptions,
): Promise<boolean> {
  if (batch.waitingSince) await goOn(context, batch.id);
  const rules = context.policy.noticeOf(batch.notice);
  const preparation = await startPreparation({
    path,
    fileName: batch.fileName,
    kind: batch.fileKind,
    policy: rules,
    keyring: context.keyring,
    departmentId: batch.departmentId,
    batchId: batch.id,
    assumedKind: batch.assumedKind ?? undefined,
    receivedOn: localDateAt(batch.receivedAt),
    skipRows: batch.rowsDone,
    cutNumbersLast: batch.cutNumbersLast,
    chunkRows: options.chunkRows ?? CHUNK_ROWS,
    signal: options.signal,
  });
  try {
    const { format, encoding, header } = preparation.file;
    const noteFile = (told?: FileTold) =>
      transact(context.database, actor, (tx) =>
        noteFormat(tx, batch.id, { format, encoding, header: headerToKeep(context.policy, header, told) }),
      );
    await noteFile();
    await prepareStaging(client);
    let rowsDone = batch.rowsDone;
    for await (const chunk of preparation.chunks()) {
      options.signal?.throwIfAborted();
      const logged = { at: context.clock(), by: actor.id };
      const versioned = { ...batch, version: rules.version };
      if (!(await mergeChunk(client, versioned, chunk, rowsDone, logged))) return false;
      rowsDone += chunk.rows;
    }
    await noteFile(preparation.told());
    return true;
  } finally {
    await preparation.close();
  }
}

async function complete(context: IntakeContext, batchId: string): Promise<void> {
  const at = context.clock();
  const merged = await transact(context.database, actor, async (tx) => {
    if (!(await moveBatch(tx, batchId, ['processing'], 'completed', { completedAt: at }))) return 0;
    const batch = await findBatch(tx, batchId);
    const { accepted, duplicate, suspect, rejected } = batch!;
    await writeAudit(tx, actor, {
      at,
      action: 'batch.completed',
      objectType: 'batch',
      objectId: batchId,
      detail: { accepted, duplicate, suspect, rejected },
    });
    return accepted + suspect;
  });
  if (merged >= MUCH) await refreshStatistics(context.database, 'submissions');
}

/** The file as a whole cannot be read: nothing of it counts, also not the chunks before the damaged place. */
async function refuse(context: IntakeContext, batchId: string, problem: Problem): Promise<void> {
  const at = context.clock();
  await transact(context.database, actor, async (tx) => {
    const moved = await moveBatch(tx, batchId, ['processing'], 'refused', {
      refusal: problem.toDocument(),
      completedAt: at,
    });
    if (!moved) return;
    await writeAudit(tx, actor, {
      at,
      action: 'batch.refused',
      objectType: 'batch',
      objectId: batchId,
      detail: { code: problem.code },
    });
  });
}
