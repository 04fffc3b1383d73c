/** A new epoch: begun by whoever restored this database, before anything is told from it again. */
import { RECIPIENTS, type Recipient } from '#contracts/vocabulary.ts';
import type { Send } from '#contracts/webhook.ts';
import type { Drained } from '#http/drain.ts';
import { systemActor } from '../access/actor.ts';
import { transact } from '../access/transaction.ts';
import { writeAudit } from '../audit.ts';
import type { PlatformContext } from '../context.ts';
import { enqueueDelivery } from '../jobs.ts';
import { deliver } from './deliver.ts';
import { type AskHeld, mend } from './mend.ts';
import { beginEpochRow, findStanding } from './outgoing-store.ts';

const actor = systemActor('exchange.reconcile');

/** Answers its number. Deliveries go on by themselves: what the receivers hold is first made equal to what is known here. */
export async function beginEpoch(
  context: Pick<PlatformContext, 'database' | 'clock'>,
  reason: string,
): Promise<number> {
  return transact(context.database, actor, async (tx) => {
    const at = context.clock();
    const epoch = await beginEpochRow(tx, reason, at);
    const logged = { at, objectType: 'delivery', objectId: String(epoch) } as const;
    await writeAudit(tx, actor, { ...logged, action: 'exchange.epoch-begun' });
    for (const recipient of RECIPIENTS) await enqueueDelivery(tx, recipient);
    return epoch;
  });
}

/** The job: sends what is due; in a new epoch it then makes the receiver's holdings equal, and sends what that took. */
export async function deliverAndMend(
  context: PlatformContext,
  recipient: Recipient,
  { send, askHeld }: { readonly send: Send<Recipient>; readonly askHeld: AskHeld },
  greeting = false,
): Promise<Drained> {
  const drained = await deliver(context, recipient, send, greeting);
  const { reconciling } = await transact(context.database, actor, (tx) => findStanding(tx, recipient));
  if (drained.halted || !reconciling) return drained;
  await mend(context, recipient, askHeld);
  return deliver(context, recipient, send);
}
