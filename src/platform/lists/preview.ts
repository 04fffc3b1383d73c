/** What an edition would say if it were published today, and how it differs from the one before. */
import type { EditionEntry } from '#contracts/exchange.ts';
import type { EditionPreview } from '#contracts/lists.ts';
import { localDateAt } from '#kernel/time/local-date.ts';
import type { Actor } from '../access/actor.ts';
import { transact } from '../access/transaction.ts';
import type { PlatformContext } from '../context.ts';
import type { PlatformTx } from '../database.ts';
import { objectionsAbout } from '../registry/index.ts';
import { manifestOf } from './editions.ts';
import { editionEntry, getRound, liveEntries, type OpenedRound } from './opened-round.ts';
import { findEdition } from './overview-store.ts';
import { entryUntil, statusOf } from './rules.ts';
import { findEditionOfRound, lastEditionNumber } from './store.ts';

export async function preview(context: PlatformContext, actor: Actor, roundId: string): Promise<EditionPreview> {
  return transact(context.database, actor, async (tx) => {
    const opened = await getRound(tx, context.policy, roundId);
    const { list } = opened.row;
    const published = await findEditionOfRound(tx, roundId);
    const number = published?.number ?? (await lastEditionNumber(tx, list)) + 1;
    const before = await findEdition(tx, list, number - 1);
    const { entries, leftOut } = await entriesOf(tx, context, opened);
    const now = published ? manifestOf(published).entries : entries;
    const earlier = before ? manifestOf(before).entries : [];
    const codes = [...opened.entries, ...now, ...earlier].map(({ uscc }) => uscc);
    const marked = markedBy(await objectionsAbout(tx, codes));
    const { added, removed, changed, unchanged } = differenceOf(earlier, now);
    return {
      number,
      previous: before ? number - 1 : null,
      published: published !== undefined,
      entries: now.length,
      unchanged,
      added: added.map(marked),
      removed: removed.map(marked),
      changed: changed.map((pair) => ({ before: marked(pair.before), after: marked(pair.after) })),
      leftOut: leftOut.map(({ recordId, ...line }) => ({ ...line, objectionOpen: marked({ recordId }).objectionOpen })),
    };
  });
}

const markedBy =
  (objected: ReadonlySet<string>) =>
  <Line extends { readonly recordId: string }>(line: Line) => ({ ...line, objectionOpen: objected.has(line.recordId) });

interface LeftOut {
  readonly uscc: string;
  readonly name: string;
  readonly recordId: string;
  readonly zh: string;
}

interface Difference {
  readonly added: readonly EditionEntry[];
  readonly removed: readonly EditionEntry[];
  readonly changed: readonly { readonly before: EditionEntry; readonly after: EditionEntry }[];
  readonly unchanged: number;
}

async function entriesOf(
  tx: PlatformTx,
  { policy, clock }: PlatformContext,
  opened: OpenedRound,
): Promise<{ entries: EditionEntry[]; leftOut: LeftOut[] }> {
  const { list, decisions } = opened;
  const today = localDateAt(clock());
  const { live, gone } = await liveEntries(tx, policy, opened, today);
  const struck = opened.entries.flatMap(({ uscc, name, recordId }) => {
    const made = decisions.get(recordId) ?? [];
    return statusOf(made) === 'struck'
      ? [{ uscc, name, recordId, zh: `决定不列入：${made.at(-1)?.reason ?? ''}` }]
      : [];
  });
  const lapsed = gone.map(({ entry: { uscc, name, recordId }, corrected }) => ({
    uscc,
    name,
    recordId,
    zh: corrected ? '公示后内容已更正，与公示的不一致。' : '已不在有效期、已撤下或暂不纳入。',
  }));
  return {
    entries: live.map((entry) => editionEntry(entry, list, policy, entryUntil(list, today, entry))),
    leftOut: [...struck, ...lapsed],
  };
}

/** An entry keeps its id from edition to edition. */
export function differenceOf(before: readonly EditionEntry[], after: readonly EditionEntry[]): Difference {
  const known = new Map(before.map((entry) => [entry.entryId, entry]));
  const kept = new Set(after.map(({ entryId }) => entryId));
  const pairs = after.flatMap((entry) => {
    const old = known.get(entry.entryId);
    return old ? [{ before: old, after: entry }] : [];
  });
  const changed = pairs.filter(({ before: old, after: entry }) => SAID.some((field) => old[field] !== entry[field]));
  return {
    added: after.filter(({ entryId }) => !known.has(entryId)),
    removed: before.filter(({ entryId }) => !kept.has(entryId)),
    changed,
    unchanged: pairs.length - changed.length,
  };
}

const SAID = ['name', 'ground', 'matter', 'department', 'zone'] as const satisfies readonly (keyof EditionEntry)[];
