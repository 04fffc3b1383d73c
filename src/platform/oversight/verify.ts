/**
 * append-only, provable: hash-tree heads (RFC 6962) over the log, sealed with a key the database does not hold; verification
 * recomputes every leaf and names the first entry that does not fit. A head kept elsewhere proves that nothing was cut off.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { AuditMisfit, AuditVerification, TreeHead, VerifyQuery } from '#contracts/audit.ts';
import { canonicalJson } from '#kernel/exchange/canonical-json.ts';
import { EMPTY_FRONTIER, type Frontier, merkleTree } from '#kernel/ledger/merkle-tree.ts';
import { deriveKey, type Keyring } from '#kernel/seal/keyring.ts';
import { type Actor, systemActor } from '../access/actor.ts';
import { transact } from '../access/transaction.ts';
import { writeAudit } from '../audit.ts';
import type { PlatformContext } from '../context.ts';
import type { PlatformTx } from '../database.ts';
import {
  addCheckpoint,
  type Checkpoint,
  checkpointAfter,
  countEntriesAfter,
  entriesBetween,
  lockCheckpoints,
  newestCheckpoint,
  type SealedEntry,
  settledEntry,
} from './tree-store.ts';

type OversightContext = Pick<PlatformContext, 'database' | 'keyring' | 'clock'>;

const tree = merkleTree('sha256');
const HASH = 32;
/** entries per checkpoint: bounds what verification holds in memory at once */
const CHUNK = 10_000;
/** milliseconds to wait for transactions that are writing the log */
const PATIENCE = 10_000;

const leafOf = (entry: SealedEntry) => tree.leafHash(Buffer.from(canonicalJson(entry.fields), 'utf8'));

function sealOf(keyring: Keyring, version: number, size: number, root: Buffer): Buffer | undefined {
  const key = keyring.dataKey(version);
  if (!key) return undefined;
  return createHmac('sha256', deriveKey(key.key, 'audit:tree-head'))
    .update(`${size}:${root.toString('hex')}`)
    .digest();
}

const headOf = ({ size, root, at }: Checkpoint): TreeHead => ({
  size: Number(size),
  root: root.toString('hex'),
  at: at.toISOString(),
});

/** Adds the entries since the last checkpoint to the tree; answers the newest head, null while the log is empty. */
export async function recordCheckpoint(context: OversightContext): Promise<TreeHead | null> {
  return transact(context.database, systemActor('audit.checkpoint', []), async (tx) => {
    await lockCheckpoints(tx);
    const last = await settledEntry(tx, PATIENCE);
    let newest = await newestCheckpoint(tx);
    while (last !== undefined) {
      const entries = await entriesBetween(tx, newest?.last_entry ?? '0', last, CHUNK);
      if (entries.length === 0) break;
      await append(tx, context, newest, entries);
      newest = await newestCheckpoint(tx);
    }
    return newest ? headOf(newest) : null;
  });
}

async function append(
  tx: PlatformTx,
  { keyring, clock }: OversightContext,
  before: Checkpoint | undefined,
  entries: readonly SealedEntry[],
): Promise<void> {
  const leaves = entries.map(leafOf);
  const frontier = leaves.reduce((kept, leaf) => tree.append(kept, leaf), frontierOf(before));
  const root = tree.rootOf(frontier);
  const { version } = keyring.current;
  const seal = sealOf(keyring, version, frontier.size, root);
  if (!seal) throw new Error('the keyring has no current key');
  await addCheckpoint(tx, {
    size: frontier.size,
    first_entry: entries[0]?.id ?? '0',
    last_entry: entries.at(-1)?.id ?? '0',
    entry_ids: entries.map(({ id }) => id),
    leaves: Buffer.concat(leaves),
    peaks: Buffer.concat(frontier.peaks),
    root,
    key_version: version,
    seal,
    at: clock(),
  });
}

function frontierOf(checkpoint: Checkpoint | undefined): Frontier {
  return checkpoint ? { size: Number(checkpoint.size), peaks: hashes(checkpoint.peaks) } : EMPTY_FRONTIER;
}

function hashes(joined: Buffer): Buffer[] {
  return Array.from({ length: joined.length / HASH }, (_, index) => joined.subarray(index * HASH, (index + 1) * HASH));
}

/** Brings the tree up to date, then recomputes all of it. The verification is itself in the log. */
export async function verifyAudit(
  context: OversightContext,
  actor: Actor,
  kept: VerifyQuery = {},
): Promise<AuditVerification> {
  await recordCheckpoint(context);
  return transact(context.database, actor, async (tx) => {
    const result = await recompute(tx, context, kept);
    await writeAudit(tx, actor, {
      at: context.clock(),
      action: 'audit.verified',
      objectType: 'audit',
      objectId: result.head ? `${result.head.size}:${result.head.root}` : 'empty',
      detail: { fits: result.fits, entries: result.entries, first: result.first?.entryId ?? null },
    });
    return result;
  });
}

async function recompute(tx: PlatformTx, context: OversightContext, kept: VerifyQuery): Promise<AuditVerification> {
  const misfits: AuditMisfit[] = [];
  let count = 0;
  const note = (misfit: AuditMisfit) => {
    count += 1;
    if (misfits.length === 0) misfits.push(misfit);
  };
  let frontier = EMPTY_FRONTIER;
  let newest: Checkpoint | undefined;
  let checkpoints = 0;
  let entries = 0;
  let keptRoot: string | undefined;
  for (;;) {
    const checkpoint: Checkpoint | undefined = await checkpointAfter(tx, newest?.size ?? '0');
    if (!checkpoint) break;
    const present = await entriesBetween(tx, newest?.last_entry ?? '0', checkpoint.last_entry, 2 ** 31 - 1);
    compare(checkpoint, present, note);
    for (const leaf of hashes(checkpoint.leaves)) {
      frontier = tree.append(frontier, leaf);
      if (frontier.size === kept.size) keptRoot = tree.rootOf(frontier).toString('hex');
    }
    checkHead(checkpoint, frontier, context.keyring, note);
    newest = checkpoint;
    checkpoints += 1;
    entries += present.length;
  }
  const keptHead = compareKept(kept, frontier.size, keptRoot, note);
  return {
    fits: count === 0,
    head: newest ? headOf(newest) : null,
    checkpoints,
    entries,
    pending: await countEntriesAfter(tx, newest?.last_entry ?? '0'),
    misfits: count,
    first: misfits[0] ?? null,
    keptHead,
  };
}

type Note = (misfit: AuditMisfit) => void;

/** What is in the log against what was hashed: entry by entry, both in order of their numbers. */
function compare(checkpoint: Checkpoint, present: readonly SealedEntry[], note: Note): void {
  const leaves = hashes(checkpoint.leaves);
  const hashed = checkpoint.entry_ids;
  let index = 0;
  for (const entry of present) {
    while (index < hashed.length && BigInt(hashed[index] as string) < BigInt(entry.id))
      note(removed(hashed[index++] as string));
    if (hashed[index] !== entry.id) {
      note({
        kind: 'added',
        entryId: entry.id,
        explanation: `第 ${entry.id} 条留痕是树头算出之后才插入到中间的。`,
      });
      continue;
    }
    if (!leafOf(entry).equals(leaves[index] as Buffer))
      note({
        kind: 'altered',
        entryId: entry.id,
        explanation: `第 ${entry.id} 条留痕的内容与计入树头时不同，被改动过。`,
      });
    index += 1;
  }
  for (; index < hashed.length; index++) note(removed(hashed[index] as string));
}

const removed = (entryId: string): AuditMisfit => ({
  kind: 'removed',
  entryId,
  explanation: `第 ${entryId} 条留痕计入过树头，现在不在了，被删除过。`,
});

function checkHead(checkpoint: Checkpoint, frontier: Frontier, keyring: Keyring, note: Note): void {
  const { size, root, first_entry: first, last_entry: last, key_version: version, seal } = checkpoint;
  if (frontier.size !== Number(size) || !tree.rootOf(frontier).equals(root))
    note({
      kind: 'head',
      entryId: null,
      explanation: `第 ${first} 至 ${last} 条留痕算不出当时的树根：条目的散列或此前的树头被改动过。`,
    });
  const expected = sealOf(keyring, version, Number(size), root);
  if (!expected || !timingSafeEqual(expected, seal))
    note({
      kind: 'seal',
      entryId: null,
      explanation: `${size} 条时的树头没有本系统密钥的印记：不是本系统算出的，或密钥环中缺少第 ${version} 版密钥。`,
    });
}

function compareKept(
  kept: VerifyQuery,
  size: number,
  root: string | undefined,
  note: Note,
): AuditVerification['keptHead'] {
  if (kept.size === undefined || kept.root === undefined) return null;
  if (kept.size > size) {
    note({
      kind: 'kept-head',
      entryId: null,
      explanation: `另行保存的树头有 ${kept.size} 条，现在只算到 ${size} 条：末尾的留痕被截去了。`,
    });
    return 'longer';
  }
  if (root === kept.root) return 'fits';
  note({
    kind: 'kept-head',
    entryId: null,
    explanation: `前 ${kept.size} 条留痕的树根与另行保存的不同：其中有条目被改动过，树头也一并改写了。`,
  });
  return 'differs';
}
