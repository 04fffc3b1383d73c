/**
 * append-only, provable: hash-tree heads (RFC 6962) over the log and the digests of what was written with it, sealed with a key the
 * database does not hold. Verification recomputes every leaf and every row and names what does not fit, the newest included (054).
 */
import type { AuditVerification, TreeHead, VerifyQuery } from '#contracts/audit.ts';
import { EMPTY_FRONTIER, type Frontier } from '#kernel/ledger/merkle-tree.ts';
import type { LogContext, LogTx } from './log-context.ts';
import type { Remembered } from './log-memory.ts';
import { Misfits } from './misfits.ts';
import { type KeptHead, recompute } from './recompute.ts';
import { hashes, headOf, leafOf, sealOf, tree } from './tree-head.ts';
import {
  addCheckpoint,
  type Checkpoint,
  entriesBetween,
  entriesMissing,
  hasHead,
  lockCheckpoints,
  newestCheckpoint,
  type SealedEntry,
  settledEntry,
} from './tree-store.ts';
import { compareRows } from './written-rows.ts';

/** entries per checkpoint: bounds what sealing holds in memory at once */
const CHUNK = 10_000;
/** milliseconds to wait for a transaction that has begun its entry and not been told the number yet */
const PATIENCE = 10_000;

/** Adds the settled entries since the last checkpoint to the tree; answers the newest head, null while the log is empty. */
export async function recordCheckpoint(context: LogContext): Promise<TreeHead | null> {
  return (await sealLog(context, { committed: [], head: null }, true))?.head ?? null;
}

export interface Sealed {
  readonly head: TreeHead | null;
  /** number of the newest entry under the head, 0 while there is none */
  readonly lastEntry: string;
  /** whether the tree still holds the head that was remembered */
  readonly continues: boolean;
  /** of the entries known to be committed, those that the log does not have */
  readonly missing: readonly string[];
}

/**
 * @param known the newest head that was remembered, and entries that this process has committed since
 * @param waits for another process that seals at this moment
 * @returns undefined when somebody else is at it
 */
export async function sealLog(context: LogContext, known: Remembered, waits: boolean): Promise<Sealed | undefined> {
  return context.inTransaction(async (tx) => {
    if (!(await lockCheckpoints(tx, waits))) return undefined;
    const last = await settledEntry(tx, PATIENCE);
    let newest = await newestCheckpoint(tx);
    while (last !== undefined) {
      const entries = await entriesBetween(tx, context.fields, newest?.last_entry ?? '0', last, CHUNK);
      if (entries.length === 0) break;
      await append(tx, context, newest, entries);
      newest = await newestCheckpoint(tx);
    }
    return {
      head: newest ? headOf(newest) : null,
      lastEntry: newest?.last_entry ?? '0',
      continues: known.head === null || (await hasHead(tx, known.head)),
      missing: await entriesMissing(tx, known.committed),
    };
  });
}

async function append(
  tx: LogTx,
  { keyring, clock }: Pick<LogContext, 'keyring' | 'clock'>,
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

/** Brings the tree up to date, then recomputes all of it and all rows written under it. Whoever asks writes into the log that they did. */
export async function verifyLog(context: LogContext, asked: VerifyQuery = {}): Promise<AuditVerification> {
  // read before sealing: what is remembered is older than what is compared with it
  const remembered = await context.logMemory?.recall();
  await recordCheckpoint(context);
  return context.inOneSnapshot(async (tx) => {
    const misfits = new Misfits();
    const kept: KeptHead[] = remembered?.head ? [{ ...remembered.head, kept: 'own' }] : [];
    if (asked.size !== undefined && asked.root !== undefined)
      kept.unshift({ size: asked.size, root: asked.root, kept: 'asked' });
    const recomputed = await recompute(tx, context, kept, misfits);
    for (const entryId of await entriesMissing(tx, remembered?.committed ?? []))
      misfits.note({
        kind: 'removed',
        entryId,
        explanation: `第 ${entryId} 条留痕本系统确曾写入，现在不在了，计入树头之前就被删除。`,
      });
    const rows = await compareRows(tx, misfits);
    return { ...recomputed, ...rows, ...misfits.told() };
  });
}
