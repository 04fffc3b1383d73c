/** The one job of a batch: whoever enqueues it, it stands in the queue once. */
import type { PlatformTx } from '../database.ts';
import { enqueueJob } from '../jobs.ts';

/** @param inSeconds from now on; a job of the batch that waits longer is brought forward */
export function enqueueProcessing(tx: PlatformTx, batchId: string, inSeconds = 0): Promise<void> {
  return enqueueJob(tx, 'intake.process', { batchId }, `intake:${batchId}`, inSeconds);
}
