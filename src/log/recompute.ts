/**
 * Recomputes the hash tree over the log from its entries and the digests written with them, in pieces: what is in memory at once is one piece,
 * however long the log and however many heads were sealed.
 */
import { timingSafeEqual } from 'node:crypto';
import type { AuditVerification } from '#contracts/audit.ts';
import { EMPTY_FRONTIER, type Frontier } from '#kernel/ledger/merkle-tree.ts';
import type { LogContext, LogTx } from './log-context.ts';
import type { Found, Misfits } from './misfits.ts';
import { hashes, headOf, leafOf, sealOf, tree } from './tree-head.ts';
import {
  type Checkpoint,
  checkpointsAfter,
  countEntriesAfter,
  entriesBetween,
  type SealedEntry,
} from './tree-store.ts';

type Recomputed = Pick<AuditVerification, 'head' | 'checkpoints' | 'entries' | 'pending' | 'keptHead'>;

/** entries read at once */
const PIECE = 10_000;

/** A head that somebody kept outside the database, and where. */
export interface KeptHead {
  readonly size: number;
  readonly root: string;
  /** `asked`: given with the question. `own`: this installation noted it in its data folder */
  readonly kept: 'asked' | 'own';
}

export async function recompute(
  tx: LogTx,
  { keyring, fields }: Pick<LogContext, 'keyring' | 'fields'>,
  kept: readonly KeptHead[],
  misfits: Misfits,
): Promise<Recomputed> {
  const roots = new Map<number, string>();
  const wanted = new Set(kept.map(({ size }) => size));
  let frontier = EMPTY_FRONTIER;
  let newest: Checkpoint | undefined;
  let [checkpoints, entries] = [0, 0];
  for (;;) {
    const several: readonly Checkpoint[] = await checkpointsAfter(tx, newest?.size ?? '0', PIECE);
    const last = several.at(-1);
    if (!last) break;
    const present = await entriesBetween(tx, fields, newest?.last_entry ?? '0', last.last_entry, 2 ** 31 - 1);
    entries += present.length;
    checkpoints += several.length;
    let next = 0;
    for (const checkpoint of several) {
      const from = next;
      while (next < present.length && BigInt(present[next]!.id) <= BigInt(checkpoint.last_entry)) next++;
      compare(checkpoint, present.slice(from, next), misfits);
      for (const leaf of hashes(checkpoint.leaves)) {
        frontier = tree.append(frontier, leaf);
        if (wanted.has(frontier.size)) roots.set(frontier.size, tree.rootOf(frontier).toString('hex'));
      }
      checkHead(checkpoint, frontier, keyring, misfits);
    }
    newest = last;
  }
  const answers = kept.map((head) => compareKept(head, frontier.size, roots.get(head.size), misfits));
  return {
    head: newest ? headOf(newest) : null,
    checkpoints,
    entries,
    pending: await countEntriesAfter(tx, newest?.last_entry ?? '0'),
    keptHead: answers[kept.findIndex((head) => head.kept === 'asked')] ?? null,
  };
}

/** What is in the log against what was hashed: entry by entry, both in order of their numbers. */
function compare(checkpoint: Checkpoint, present: readonly SealedEntry[], misfits: Misfits): void {
  const leaves = hashes(checkpoint.leaves);
  const hashed = checkpoint.entry_ids;
  let index = 0;
  for (const entry of present) {
    while (index < hashed.length && BigInt(hashed[index] as string) < BigInt(entry.id))
      misfits.note(removed(hashed[index++] as string));
    if (hashed[index] !== entry.id) {
      misfits.note({
        kind: 'added',
        entryId: entry.id,
        explanation: `第 ${entry.id} 条留痕是树头算出之后才插入到中间的。`,
      });
      continue;
    }
    if (!leafOf(entry).equals(leaves[index] as Buffer))
      misfits.note({
        kind: 'altered',
        entryId: entry.id,
        explanation: `第 ${entry.id} 条留痕的内容与计入树头时不同，被改动过。`,
      });
    index += 1;
  }
  for (; index < hashed.length; index++) misfits.note(removed(hashed[index] as string));
}

const removed = (entryId: string): Found => ({
  kind: 'removed',
  entryId,
  explanation: `第 ${entryId} 条留痕计入过树头，现在不在了，被删除过。`,
});

function checkHead(checkpoint: Checkpoint, frontier: Frontier, keyring: LogContext['keyring'], misfits: Misfits): void {
  const { size, root, first_entry: first, last_entry: last, key_version: version, seal } = checkpoint;
  if (frontier.size !== Number(size) || !tree.rootOf(frontier).equals(root))
    misfits.note({
      kind: 'head',
      explanation: `第 ${first} 至 ${last} 条留痕算不出当时的树根：条目的散列或此前的树头被改动过。`,
    });
  const expected = sealOf(keyring, version, Number(size), root);
  if (!expected || !timingSafeEqual(expected, seal))
    misfits.note({
      kind: 'seal',
      explanation: `${size} 条时的树头没有本系统密钥的印记：不是本系统算出的，或密钥环中缺少第 ${version} 版密钥。`,
    });
}

const WHERE_KEPT = { asked: '另行保存的树头', own: '本系统数据目录中记下的树头' } as const;

function compareKept(
  { size: keptSize, root: keptRoot, kept }: KeptHead,
  size: number,
  root: string | undefined,
  misfits: Misfits,
): NonNullable<AuditVerification['keptHead']> {
  if (keptSize > size) {
    misfits.note({
      kind: 'kept-head',
      explanation: `${WHERE_KEPT[kept]}有 ${keptSize} 条，现在只算到 ${size} 条：末尾的留痕被截去了。`,
    });
    return 'longer';
  }
  if (root === keptRoot) return 'fits';
  misfits.note({
    kind: 'kept-head',
    explanation: `前 ${keptSize} 条留痕的树根与${WHERE_KEPT[kept]}不同：其中有条目被改动过，树头也一并改写了。`,
  });
  return 'differs';
}
