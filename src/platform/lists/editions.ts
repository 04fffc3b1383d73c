/** Publishing: when every gate is open, a round becomes an immutable numbered edition, and the site is told in the same transaction. */
import { type EditionManifest, editionDigest } from '#contracts/exchange.ts';
import type { Edition, PublishOutcome } from '#contracts/lists.ts';
import type { SubjectList } from '#kernel/policy/policy.ts';
import { Problem } from '#kernel/problems.ts';
import { type LocalDate, localDateAt } from '#kernel/time/local-date.ts';
import { type Actor, hasRole } from '../access/actor.ts';
import { transact } from '../access/transaction.ts';
import type { PlatformContext } from '../context.ts';
import type { ListName, PlatformTx } from '../database.ts';
import { asProblems } from '../determination/index.ts';
import { deliverEdition } from '../exchange/index.ts';
import { writeAudit } from '../oversight/audit.ts';
import {
  getRound,
  missingSignatures,
  type OpenedRound,
  publicEntry,
  requireCurrent,
  requireNoneOpen,
  requireNoticeOver,
  standing,
} from './rounds.ts';
import { type Candidate, conflictsOf, entryUntil, isRecorded, otherList, requireBasis } from './rules.ts';
import {
  addEdition,
  findEditionOfRound,
  findEvent,
  lastEditionNumber,
  listCandidates,
  listEditions,
  lockList,
} from './store.ts';

/**
 * Publishes a round; doing it again answers with the edition it became.
 * @throws Problem `list.event_not_declared`, `list.notice_running`, `list.conflict_open`, `list.basis_missing`,
 * `list.signoff_missing` (naming who is missing)
 */
export async function publish(context: PlatformContext, actor: Actor, roundId: string): Promise<PublishOutcome> {
  if (actor.kind !== 'officer' || !hasRole(actor, 'credit-office')) throw new Problem('permission.denied');
  return asProblems(() =>
    transact(context.database, actor, async (tx) => {
      const { row } = await getRound(tx, context.policy, roundId);
      await lockList(tx, row.list);
      const known = await findEditionOfRound(tx, roundId);
      if (known)
        return {
          ...describeEdition(known),
          leftOut: (await getRound(tx, context.policy, roundId)).entries.length - manifestOf(known).entries.length,
        };
      return publishRound(tx, context, actor, await getRound(tx, context.policy, roundId));
    }),
  );
}

async function publishRound(
  tx: PlatformTx,
  context: PlatformContext,
  actor: Actor,
  opened: OpenedRound,
): Promise<PublishOutcome> {
  const { policy } = context;
  const { row, list } = opened;
  const at = context.clock();
  const today = localDateAt(at);
  await requireCurrent(tx, opened);
  const event = await requireEvent(tx, context, list, today);
  requireNoticeOver(opened, today);
  requireNoneOpen(opened);
  const live = await liveEntries(tx, opened, today);
  if (live.length === 0) throw new Problem('list.not_found', { detail: '公示后没有仍可列入的条目，不能发布。' });
  requireBasis(list, live);
  requireSignatures(context, opened);

  const number = (await lastEditionNumber(tx, row.list)) + 1;
  const manifest: EditionManifest = {
    list: row.list,
    title: list.title,
    number,
    clause: list.clause,
    publishedOn: today,
    noticeFrom: row.notice_from,
    noticeUntil: row.notice_until,
    signedBy: opened.signOffs.map((signed) => ({
      department: policy.department(signed.department_id).name,
      signedAs: signed.signed_as,
      on: localDateAt(signed.at),
    })),
    event: { id: event.event, effectiveOn: event.effective_on, documentNumber: event.document_number },
    entries: live.map((entry) => publicEntry(entry, list, policy, entryUntil(list, today, entry.validUntil))),
  };
  const digest = editionDigest(manifest);
  await addEdition(tx, {
    list: row.list,
    number,
    roundId: row.id,
    publishedAt: at,
    publishedBy: actor.id,
    manifest,
    digest,
  });
  await deliverEdition(tx, context, manifest, digest);
  const leftOut = opened.entries.length - live.length;
  await writeAudit(tx, actor, {
    at,
    action: 'edition.published',
    objectType: 'edition',
    objectId: `${row.list}/${number}`,
    detail: { roundId: row.id, entries: live.length, leftOut, digest },
  });
  return { list: row.list, number, title: list.title, publishedOn: today, entries: live.length, digest, leftOut };
}

/** 3.1: the list comes after the event, declared by whoever has the authority, and in effect today. */
async function requireEvent(tx: PlatformTx, { policy }: PlatformContext, list: SubjectList, today: LocalDate) {
  const { title, clause } = policy.event(list.gateEvent);
  const event = await findEvent(tx, list.gateEvent);
  if (!event) throw new Problem('list.event_not_declared', { clause, detail: `尚未登记“${title}”的宣布文件。` });
  if (event.effective_on > today) {
    throw new Problem('list.event_not_declared', { clause, detail: `“${title}”自 ${event.effective_on} 起生效。` });
  }
  return event;
}

function requireSignatures({ policy }: PlatformContext, opened: OpenedRound): void {
  const missing = missingSignatures(opened).map((id) => ({ id, name: policy.department(id).name }));
  if (missing.length === 0) return;
  throw new Problem('list.signoff_missing', {
    clause: opened.list.signOff.clause,
    detail: `尚待会签：${missing.map(({ name }) => name).join('、')}。`,
    extra: { missing },
  });
}

/**
 * Entries of the round that may be shown today: not struck, in force, not held, and still saying what the public notice said
 * (relief-hidden, withdrawal-everywhere). A conflict that arose since the notice stops the edition.
 */
async function liveEntries(tx: PlatformTx, opened: OpenedRound, today: LocalDate): Promise<Candidate[]> {
  const { row, list, decisions } = opened;
  const candidates = new Map(
    (await listCandidates(tx, row.list, otherList(row.list), today, localDateAt)).map((entry) => [
      entry.recordId,
      entry,
    ]),
  );
  const live = standing(opened).flatMap((entry) => {
    const now = candidates.get(entry.recordId);
    return now && now.matter === entry.matter && now.name === entry.name ? [now] : [];
  });
  const fresh = live
    .flatMap((entry) => conflictsOf(entry, list))
    .filter((conflict) => !isRecorded(conflict, decisions.get(conflict.recordId) ?? []));
  if (fresh.length > 0) {
    throw new Problem('list.conflict_open', {
      clause: list.clause,
      detail: '公示期间出现新的冲突或异议，请先登记并处理。',
      extra: { conflicts: fresh },
    });
  }
  return live;
}

type EditionRow = NonNullable<Awaited<ReturnType<typeof findEditionOfRound>>>;

const manifestOf = (row: EditionRow) => row.manifest as EditionManifest;

function describeEdition(row: EditionRow): Edition {
  const { title, publishedOn, entries } = manifestOf(row);
  return {
    list: row.list,
    number: row.number,
    title,
    publishedOn,
    entries: entries.length,
    digest: row.digest.toString('hex'),
  };
}

export async function editions(context: PlatformContext, actor: Actor, list: ListName): Promise<Edition[]> {
  return (await transact(context.database, actor, (tx) => listEditions(tx, list))).map(describeEdition);
}
