/** What other domains call, inside their own transaction, when the other systems must learn of a change. */
import {
  type EditionManifest,
  type EditionPublished,
  type EntryMarked,
  type EntryWithdrawn,
  editionDigest,
  type NoticeOpened,
  type OrganisationRecordWithdrawn,
  type PunctualityPublished,
} from '#contracts/exchange.ts';
import type { PlatformTx } from '../database.ts';
import { addMessage, addMessages, type PublishContext } from './outbox.ts';
import { type DeliverableRecord, isPassedOn, recordMessage, type Unplaced, type Withdrawal } from './rules.ts';
import { discloseRecords } from './site.ts';
import { findDisclosedUscc } from './site-store.ts';
import { findProposedEntries, findSubjectType, findSubscribed, shareSubjects } from './store.ts';

/**
 * Tells the systems concerned how records stand now; answers the ids of the messages. points-opt-in: a person's record goes to
 * the points system if the person has an open account there at this instant. Of organisations the site learns good records that the
 * catalogue discloses to everybody (6.2), and nothing adverse outside a published list (3.1); where an entry is shown, an open objection is
 * marked (objection-marked).
 * Call it after the record itself was written in `tx`; also after an objection was opened or closed, and when a hold is released.
 */
export async function deliverRecords(
  tx: PlatformTx,
  context: PublishContext,
  records: readonly DeliverableRecord[],
): Promise<string[]> {
  const persons = records.filter((record) => record.subjectType === 'person');
  const organisations = records.filter((record) => record.subjectType === 'organisation');
  return [
    ...(await deliverToPoints(tx, context, persons)),
    ...(await discloseRecords(tx, context, organisations)),
    ...(await markEntries(tx, context, organisations)),
  ];
}

async function deliverToPoints(
  tx: PlatformTx,
  context: PublishContext,
  persons: readonly DeliverableRecord[],
): Promise<string[]> {
  if (persons.length === 0 || !isPassedOn(context.policy, 'person', 'points')) return [];
  const subjects = [...new Set(persons.map((record) => record.subjectKey))];
  await shareSubjects(tx, subjects);
  const subscribed = await findSubscribed(tx, subjects);
  const messages = persons
    .filter(({ subjectKey }) => subscribed.has(subjectKey))
    .map((record) => ({ data: recordMessage(record, context.policy), subjectKey: record.subjectKey }));
  return addMessages(tx, context, 'xinheng.record.published', messages);
}

async function markEntries(
  tx: PlatformTx,
  context: PublishContext,
  organisations: readonly DeliverableRecord[],
): Promise<string[]> {
  const entries = await findProposedEntries(tx, organisations);
  const messages = organisations.flatMap(({ recordId, objectionOpen }) =>
    (entries.get(recordId) ?? []).map((entry) => ({
      data: { ...entry, objectionOpen } satisfies Unplaced<EntryMarked>,
    })),
  );
  return addMessages(tx, context, 'xinheng.entry.marked', messages);
}

export async function deliverRecord(
  tx: PlatformTx,
  context: PublishContext,
  record: DeliverableRecord,
): Promise<string | undefined> {
  return (await deliverRecords(tx, context, [record]))[0];
}

/**
 * withdrawal-everywhere: tells every recipient that may hold the record — points for a person with an account, the site for
 * an organisation that was ever shown. Call it after the record_change was written in `tx`.
 */
export async function withdrawRecord(
  tx: PlatformTx,
  context: PublishContext,
  withdrawal: Withdrawal,
): Promise<string | undefined> {
  const { subjectKey, recordId, reason, effectiveOn } = withdrawal;
  if ((await findSubjectType(tx, subjectKey, recordId)) === 'organisation') {
    return withdrawOrganisationRecord(tx, context, withdrawal);
  }
  await shareSubjects(tx, [subjectKey]);
  if (!(await findSubscribed(tx, [subjectKey])).has(subjectKey)) return undefined;
  return addMessage(tx, context, 'xinheng.record.withdrawn', { subjectKey, recordId, reason, effectiveOn }, subjectKey);
}

/** A corrected record stays on the organisation's page; only the list, which is immutable, cannot show it corrected. */
async function withdrawOrganisationRecord(
  tx: PlatformTx,
  context: PublishContext,
  { subjectKey, recordId, reason, effectiveOn }: Withdrawal,
): Promise<string | undefined> {
  const disclosed = reason === 'corrected' ? undefined : await findDisclosedUscc(tx, subjectKey, recordId);
  let id: string | undefined;
  if (disclosed !== undefined) {
    const data: Unplaced<OrganisationRecordWithdrawn> = { uscc: disclosed, recordId, reason, effectiveOn };
    id = await addMessage(tx, context, 'xinheng.organisation-record.withdrawn', data);
  }
  const entries = (await findProposedEntries(tx, [{ subjectKey, recordId }])).get(recordId) ?? [];
  for (const entry of entries) {
    id = await withdrawEntry(tx, context, { ...entry, reason, effectiveOn });
  }
  return id;
}

/** A signed-off list goes to the site whole; `digest` is the one that was signed and stored. */
export async function deliverEdition(
  tx: PlatformTx,
  context: PublishContext,
  manifest: EditionManifest,
  digest: string,
): Promise<string> {
  if (editionDigest(manifest) !== digest) throw new RangeError('名单摘要与内容不一致');
  const data: Unplaced<EditionPublished> = { manifest, digest };
  return addMessage(tx, context, 'xinheng.edition.published', data);
}

/** The public notice of what a round proposes (红榜公示). */
export async function deliverNotice(
  tx: PlatformTx,
  context: PublishContext,
  notice: Unplaced<NoticeOpened>,
): Promise<string> {
  return addMessage(tx, context, 'xinheng.notice.opened', notice);
}

/** How the deadlines of a month that is over were kept: counts of departments, nobody's case. */
export async function deliverPunctuality(
  tx: PlatformTx,
  context: PublishContext,
  month: Unplaced<PunctualityPublished>,
): Promise<string> {
  return addMessage(tx, context, 'xinheng.punctuality.published', month);
}

/** One entry leaves the site's lists and notices. */
export async function withdrawEntry(
  tx: PlatformTx,
  context: PublishContext,
  entry: Unplaced<EntryWithdrawn>,
): Promise<string> {
  return addMessage(tx, context, 'xinheng.entry.withdrawn', entry);
}
