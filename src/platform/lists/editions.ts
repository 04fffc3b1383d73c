/** Publishing: when every gate is open, a round becomes an immutable numbered edition, and the site is told in the same transaction. */

import { type EditionManifest, editionDigest } from '#contracts/exchange.ts';
import type { Edition, PublishOutcome } from '#contracts/lists.ts';
import type { ListId } from '#kernel/policy/policy.ts';
import type { EventRef } from '#kernel/policy/refs.ts';
import { firstRefusal, problemOf, requireMay } from '#kernel/refusal/may.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { type LocalDate, localDateAt } from '#kernel/time/local-date.ts';
import { type Actor, hasRole } from '../access/actor.ts';
import { transact } from '../access/transaction.ts';
import { writeAudit } from '../audit.ts';
import type { PlatformContext } from '../context.ts';
import type { PlatformTx } from '../database.ts';
import { asProblems } from '../determination/index.ts';
import { deliverEdition } from '../exchange/index.ts';
import { mayPublish } from './duties.ts';
import { recordEntries } from './entries.ts';
import { knownList } from './known-lists.ts';
import {
  editionEntry,
  getRound,
  liveEntries,
  type OpenedRound,
  whetherAllSigned,
  whetherCurrent,
  whetherEventInEffect,
  whetherNoneFresh,
  whetherNoneOpen,
  whetherNoticeOver,
  whetherSomeLive,
} from './opened-round.ts';
import { type Candidate, entryUntil, whetherBasis } from './rules.ts';
import { addEdition, findEditionOfRound, lastEditionNumber, listEditions, lockList } from './store.ts';

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
  requireMay(await whetherCurrent(tx, opened));
  requireMay(mayPublish(actor, opened));
  const declared = await whetherEventInEffect(tx, policy, list, today);
  if (!declared.ok) throw problemOf(declared);
  const { event } = declared;
  requireMay(firstRefusal(whetherNoticeOver(opened, today), whetherNoneOpen(opened)));
  const { live, fresh } = await liveEntries(tx, policy, opened, today);
  requireMay(
    firstRefusal(
      whetherNoneFresh(opened, fresh),
      whetherSomeLive(opened, live),
      whetherBasis(list, live, today),
      whetherAllSigned(policy, opened),
    ),
  );

  const manifest = newManifest(context, opened, event, {
    number: (await lastEditionNumber(tx, row.list)) + 1,
    publishedOn: today,
    live,
  });
  const { number } = manifest;
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
  await recordEntries(tx, opened, { ...manifest, live, at });
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

/** What is signed and delivered: the entries that are left, and who answers for them. */
function newManifest(
  { policy }: PlatformContext,
  { row, list, signOffs }: OpenedRound,
  event: { readonly event: EventRef; readonly effective_on: string; readonly document_number: string },
  edition: { readonly number: number; readonly publishedOn: LocalDate; readonly live: readonly Candidate[] },
): EditionManifest {
  const { number, publishedOn, live } = edition;
  return {
    list: row.list,
    title: list.title,
    number,
    clause: list.clause,
    publishedOn,
    noticeFrom: row.notice_from,
    noticeUntil: row.notice_until,
    signedBy: signOffs.map((signed) => ({
      department: policy.department(signed.department_id).name,
      signedAs: signed.signed_as,
      on: localDateAt(signed.at),
    })),
    event: { id: event.event, effectiveOn: event.effective_on, documentNumber: event.document_number },
    entries: live.map((entry) => editionEntry(entry, list, policy, entryUntil(list, publishedOn, entry))),
  };
}

type EditionRow = NonNullable<Awaited<ReturnType<typeof findEditionOfRound>>>;

export const manifestOf = (row: EditionRow) => row.manifest as EditionManifest;

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

export async function editions(context: PlatformContext, actor: Actor, list: ListId): Promise<Edition[]> {
  knownList(context.policy, list);
  return (await transact(context.database, actor, (tx) => listEditions(tx, list))).map(describeEdition);
}
