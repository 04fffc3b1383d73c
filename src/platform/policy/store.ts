/** SQL of policy: which of the events that open a list have been declared. */
import type { Actor } from '../access/actor.ts';
import { transact } from '../access/transaction.ts';
import type { PlatformContext } from '../context.ts';

export async function declaredEvents(context: PlatformContext, actor: Actor): Promise<ReadonlySet<string>> {
  return transact(context.database, actor, async (tx) => {
    const rows = await tx.selectFrom('declared_event').select('event').execute();
    return new Set(rows.map(({ event }) => event));
  });
}
