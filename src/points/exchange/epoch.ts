/** A new epoch: begun by whoever restored this database, before anything is told from it again. */
import { writeAudit } from '../audit.ts';
import { type PointsContext, transact } from '../context.ts';
import { enqueueDelivery } from '../jobs.ts';
import { beginEpochRow } from './store.ts';

/** Answers its number. */
export async function beginPointsEpoch(
  context: Pick<PointsContext, 'database' | 'clock'>,
  reason: string,
): Promise<number> {
  return transact(context, async (tx) => {
    const at = context.clock();
    const epoch = await beginEpochRow(tx, reason, at);
    const actor = { job: 'exchange.begin-epoch' };
    await writeAudit(tx, { at, action: 'exchange.epoch-begun', actor, about: null, detail: { epoch, reason } });
    await enqueueDelivery(tx);
    return epoch;
  });
}
