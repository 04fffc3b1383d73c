/** What people see of deliveries, and sending one again. */
import type { Delivery, DeliveryPage, DeliveryQuery } from '#contracts/deliveries.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { verbatim } from '#kernel/refusal/said.ts';
import type { Actor } from '../access/actor.ts';
import { transact } from '../access/transaction.ts';
import { writeAudit } from '../audit.ts';
import type { PlatformContext } from '../context.ts';
import { enqueueDelivery } from '../jobs.ts';
import { putBackDue } from './outgoing-store.ts';
import { countPending, findDelivery, listDeliveries } from './store.ts';

export async function pendingDeliveries(
  context: PlatformContext,
  actor: Actor,
  query: DeliveryQuery,
): Promise<DeliveryPage> {
  return transact(context.database, actor, async (tx) => {
    const rows = await listDeliveries(tx, query);
    const items = rows.slice(0, query.limit).map(toDelivery);
    const last = items.at(-1);
    return { items, before: rows.length > query.limit && last ? last.position : null, open: await countPending(tx) };
  });
}

/** Puts one message back into the queue; nothing happens to one that has arrived or was withheld. */
export async function resend(context: PlatformContext, actor: Actor, outboxId: string): Promise<Delivery> {
  return transact(context.database, actor, async (tx) => {
    const row = await findDelivery(tx, outboxId);
    if (!row) throw new Problem('delivery.not_found', { said: verbatim(outboxId) });
    if (row.state === 'acknowledged' || row.state === 'withheld') {
      throw new Problem('action.not_available', {
        said:
          row.state === 'acknowledged'
            ? {
                zh: '对方已签收，无需重发。',
                en: 'The other side has acknowledged it; there is nothing to send again.',
              }
            : { zh: '该推送已依规停止，不能重发。', en: 'The delivery was stopped by rule and cannot be sent again.' },
      });
    }
    await putBackDue(tx, outboxId);
    await enqueueDelivery(tx, row.recipient);
    await writeAudit(tx, actor, {
      at: context.clock(),
      action: 'delivery.resent',
      objectType: 'delivery',
      objectId: outboxId,
    });
    return toDelivery(row);
  });
}

const toDelivery = (row: NonNullable<Awaited<ReturnType<typeof findDelivery>>>): Delivery => ({
  id: row.id,
  position: Number(row.position),
  recipient: row.recipient,
  type: row.type,
  createdAt: row.created_at.toISOString(),
  state: row.state,
  attempts: row.attempts,
  lastAttemptAt: row.last_at?.toISOString() ?? null,
  detail: row.detail,
});
