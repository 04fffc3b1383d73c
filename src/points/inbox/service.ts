/** What the platform tells the points system: about its account holders, nobody else; and which providers offer benefits. */

import type { RecordPublished, RecordWithdrawn } from '#contracts/exchange.ts';
import { type CloudEvent, type InboxAnswer, readMessage } from '#contracts/webhook.ts';
import { type Holdings, holdingsOf } from '#kernel/exchange/canonical-json.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { verbatim } from '#kernel/refusal/said.ts';
import { findAccount, lockSubject } from '../accounts/store.ts';
import { writeAudit } from '../audit.ts';
import { type PointsContext, transact } from '../context.ts';
import { takeProvider } from '../providers/service.ts';
import { listHeldProviders } from '../providers/store.ts';
import { findPosition, listHeld, putPublished, putWithdrawn } from './store.ts';

const inbox = { job: 'exchange.inbox' };

/** Takes one verified event. Idempotent: the same or an older position changes nothing. */
export async function receive(context: PointsContext, event: CloudEvent): Promise<InboxAnswer['outcome']> {
  const message = readMessage(event, 'points');
  switch (message.type) {
    case 'xinheng.record.published':
      return take(context, message.data, 'published');
    case 'xinheng.record.withdrawn':
      return take(context, message.data, 'withdrawn');
    case 'xinheng.provider.published':
    case 'xinheng.provider.withdrawn':
      return takeProvider(context, message.data);
    default:
      throw new Problem('delivery.unknown_type', { said: verbatim(message.type) });
  }
}

/** points-opt-in: without an account the message is refused with 410 and leaves no trace, not even in the log. */
async function take(
  context: PointsContext,
  data: RecordPublished | RecordWithdrawn,
  change: 'published' | 'withdrawn',
): Promise<InboxAnswer['outcome']> {
  return transact(context, async (tx) => {
    await lockSubject(tx, data.subjectKey);
    const account = await findAccount(tx, data.subjectKey);
    if (!account) throw new Problem('delivery.no_account');
    const held = await findPosition(tx, data.subjectKey, data.recordId);
    if (held !== undefined && held >= data.position) return held === data.position ? 'known' : 'outdated';
    const at = context.clock();
    if (change === 'published') await putPublished(tx, data as RecordPublished, at);
    else await putWithdrawn(tx, data as RecordWithdrawn, at);
    await writeAudit(tx, {
      at,
      action: change === 'published' ? 'contribution.received' : 'contribution.withdrawn',
      actor: inbox,
      accountId: account.accountId,
    });
    return 'accepted';
  });
}

/** What is held, in two figures, for the platform to compare. */
export async function holdings(context: PointsContext): Promise<Holdings> {
  return holdingsOf(await transact(context, async (tx) => [...(await listHeld(tx)), ...(await listHeldProviders(tx))]));
}
