/** Which codes a message changes something about; noted, and told to subscribers, in the transaction of the change itself. */
import type { Message } from '#contracts/webhook.ts';
import type { SiteTx } from '../database.ts';
import { addChanges, enqueueMessages, findCodesBefore, findRenamed } from './store.ts';

/** Ask before the message is applied: afterwards nobody knows what was otherwise. Notices begin and end by date: ./turns.ts. */
export async function changedCodes(tx: SiteTx, message: Message): Promise<readonly string[]> {
  switch (message.type) {
    case 'xinheng.edition.published': {
      const { list, number, entries } = message.data.manifest;
      return [...entries.map(({ uscc }) => uscc), ...(await findCodesBefore(tx, list, number))];
    }
    case 'xinheng.entry.marked':
    case 'xinheng.entry.withdrawn':
    case 'xinheng.organisation-record.withdrawn':
      return [message.data.uscc];
    case 'xinheng.organisation-records.published':
      return message.data.records.map(({ uscc }) => uscc);
    case 'xinheng.directory.published':
      return findRenamed(tx, message.data.organisations);
    default:
      return [];
  }
}

/** @param version of the state that the change makes: with it the message to a subscriber has one id however often it is sent */
export async function announce(tx: SiteTx, usccs: readonly string[], at: Date, version: string): Promise<void> {
  if (usccs.length === 0) return;
  await addChanges(tx, usccs, at);
  await enqueueMessages(tx, usccs, at, version);
}
