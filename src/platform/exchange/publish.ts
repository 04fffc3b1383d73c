/** What other domains call, inside their own transaction, when the other systems must learn of a change. */
import {
  type EditionManifest,
  type EditionPublished,
  type EntryMarked,
  type EntryWithdrawn,
  editionDigest,
  MESSAGES,
  type MessageType,
  type NoticeOpened,
} from '#contracts/exchange.ts';
import type { PlatformContext } from '../context.ts';
import type { PlatformTx } from '../database.ts';
import { addToOutbox } from './outbox.ts';
import { type DeliverableRecord, recordMessage, type Unplaced, type Withdrawal } from './rules.ts';
import { findListedUscc, findSubjectType, findSubscribed, shareSubjects } from './store.ts';

type Context = Pick<PlatformContext, 'clock' | 'newId' | 'policy'>;

/** Adds a message only if it fits its schema: what could never be delivered stops the change that caused it. */
async function add(
  tx: PlatformTx,
  context: Context,
  type: MessageType,
  data: object,
  subjectKey?: string,
): Promise<string> {
  MESSAGES[type].schema.parse({ ...data, position: 0 });
  const recipient = MESSAGES[type].to;
  if (recipient === 'platform') throw new RangeError(`${type} 不由平台发出`);
  return addToOutbox(tx, context, { recipient, type, data, ...(subjectKey === undefined ? {} : { subjectKey }) });
}

/**
 * Tells the systems concerned how records stand now; answers the ids of the messages. points-opt-in: a person's record goes to
 * the points system if the person has an open account there at this instant. Organisations reach the site through a notice or
 * list only (3.1, 6.2); where one is shown, an open objection is marked (objection-marked).
 * Call it after the record itself was written in `tx`; also after an objection was opened or closed, and when a hold is released.
 */
export async function deliverRecords(
  tx: PlatformTx,
  context: Context,
  records: readonly DeliverableRecord[],
): Promise<string[]> {
  const persons = records.filter((record) => record.subjectType === 'person');
  const organisations = records.filter((record) => record.subjectType === 'organisation');
  return [...(await deliverToPoints(tx, context, persons)), ...(await markEntries(tx, context, organisations))];
}

async function deliverToPoints(
  tx: PlatformTx,
  context: Context,
  persons: readonly DeliverableRecord[],
): Promise<string[]> {
  if (persons.length === 0) return [];
  const subjects = [...new Set(persons.map((record) => record.subjectKey))];
  await shareSubjects(tx, subjects);
  const subscribed = await findSubscribed(tx, subjects);
  const ids: string[] = [];
  for (const record of persons.filter((person) => subscribed.has(person.subjectKey))) {
    const message = recordMessage(record, context.policy);
    ids.push(await add(tx, context, 'xinheng.record.published', message, record.subjectKey));
  }
  return ids;
}

async function markEntries(
  tx: PlatformTx,
  context: Context,
  organisations: readonly DeliverableRecord[],
): Promise<string[]> {
  const ids: string[] = [];
  for (const { subjectKey, recordId, objectionOpen } of organisations) {
    const uscc = await findListedUscc(tx, subjectKey, recordId);
    if (uscc === undefined) continue;
    const mark: Unplaced<EntryMarked> = { uscc, recordId, objectionOpen };
    ids.push(await add(tx, context, 'xinheng.entry.marked', mark));
  }
  return ids;
}

export async function deliverRecord(
  tx: PlatformTx,
  context: Context,
  record: DeliverableRecord,
): Promise<string | undefined> {
  return (await deliverRecords(tx, context, [record]))[0];
}

/**
 * withdrawal-everywhere: tells every recipient that may hold the record — points for a person with an account, the site for
 * an organisation that was ever shown in a notice or list. Call it after the record_change was written in `tx`.
 */
export async function withdrawRecord(
  tx: PlatformTx,
  context: Context,
  withdrawal: Withdrawal,
): Promise<string | undefined> {
  const { subjectKey, recordId, reason, effectiveOn } = withdrawal;
  if ((await findSubjectType(tx, subjectKey, recordId)) === 'organisation') {
    const uscc = await findListedUscc(tx, subjectKey, recordId);
    return uscc === undefined ? undefined : withdrawEntry(tx, context, { uscc, recordId, reason, effectiveOn });
  }
  await shareSubjects(tx, [subjectKey]);
  if (!(await findSubscribed(tx, [subjectKey])).has(subjectKey)) return undefined;
  return add(tx, context, 'xinheng.record.withdrawn', { subjectKey, recordId, reason, effectiveOn }, subjectKey);
}

/** A signed-off list goes to the site whole; `digest` is the one that was signed and stored. */
export async function deliverEdition(
  tx: PlatformTx,
  context: Context,
  manifest: EditionManifest,
  digest: string,
): Promise<string> {
  if (editionDigest(manifest) !== digest) throw new RangeError('名单摘要与内容不一致');
  const data: Unplaced<EditionPublished> = { manifest, digest };
  return add(tx, context, 'xinheng.edition.published', data);
}

/** The public notice of what a round proposes (红榜公示). */
export async function deliverNotice(tx: PlatformTx, context: Context, notice: Unplaced<NoticeOpened>): Promise<string> {
  return add(tx, context, 'xinheng.notice.opened', notice);
}

/** One entry leaves the site's lists and notices. */
export async function withdrawEntry(
  tx: PlatformTx,
  context: Context,
  entry: Unplaced<EntryWithdrawn>,
): Promise<string> {
  return add(tx, context, 'xinheng.entry.withdrawn', entry);
}
