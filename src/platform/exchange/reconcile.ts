/** Compares what a receiver holds with what was told from here. */
import type { Reconciliation } from '#contracts/deliveries.ts';
import type { Recipient } from '#contracts/vocabulary.ts';
import type { Holdings } from '#kernel/exchange/canonical-json.ts';
import { pseudonyms } from '#kernel/seal/pairing.ts';
import { type Actor, systemActor } from '../access/actor.ts';
import { transact } from '../access/transaction.ts';
import { writeAudit } from '../audit.ts';
import type { PlatformContext } from '../context.ts';
import { expectedHoldings } from './rules.ts';
import { acknowledgedMessages } from './store.ts';

/** Compares what a receiver says it holds with what it acknowledged; a difference means something was lost or altered there. */
export async function reconcile(
  context: PlatformContext,
  recipient: Recipient,
  held: Holdings,
  actor: Actor = systemActor('exchange.reconcile'),
): Promise<Reconciliation> {
  return transact(context.database, actor, async (tx) => {
    const expected = expectedHoldings(await acknowledgedMessages(tx, recipient), pseudonyms(context.keyring));
    const matches = expected.count === held.count && expected.digest === held.digest;
    await writeAudit(tx, actor, {
      at: context.clock(),
      action: matches ? 'exchange.reconciled' : 'exchange.differs',
      objectType: 'delivery',
      objectId: recipient,
      detail: { expected, held },
    });
    return { recipient, matches, expected, held };
  });
}
