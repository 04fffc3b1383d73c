/**
 * Deletes evidence whose time is over: so long after its matter was settled as the policy says (timer `evidence-retention`), or when it
 * was withdrawn. First the row that says so is committed, then the file goes: a crash in between leaves a file nobody needs, which the
 * next sweep removes, like the file of an upload that never committed.
 */
import { endOfPeriod } from '#kernel/policy/duration.ts';
import { localDateAt } from '#kernel/time/local-date.ts';
import { systemActor } from '../access/actor.ts';
import { transact } from '../access/transaction.ts';
import type { EvidenceOwnerKind, PlatformTx } from '../database.ts';
import type { EvidenceContext } from './context.ts';
import { logEvidence } from './service.ts';
import { insertDeletion, type KeptPiece, keptPieces, lockFile, neededFiles } from './store.ts';

/** When the matters were settled; one that is not in the answer is still open. */
export type Settled = (tx: PlatformTx, ids: readonly string[]) => Promise<ReadonlyMap<string, Date>>;
/** A kind of owner nobody answers for is never settled: its evidence stays. */
export type SettledByKind = Readonly<Partial<Record<EvidenceOwnerKind, Settled>>>;

const AT_ONCE = 500;
const DAY = 86_400_000;

/** Answers how many pieces and how many files went. */
export async function sweepEvidence(
  context: EvidenceContext,
  settled: SettledByKind,
): Promise<{ pieces: number; files: number }> {
  return { pieces: await deletePieces(context, settled), files: await removeFiles(context) };
}

async function deletePieces(context: EvidenceContext, settled: SettledByKind): Promise<number> {
  const actor = systemActor('evidence.sweep');
  let deleted = 0;
  let after: KeptPiece | undefined;
  do {
    const from = after;
    after = await transact(context.database, actor, async (tx) => {
      const pieces = await keptPieces(tx, from, AT_ONCE);
      const settledAt = await whenSettled(tx, pieces, settled);
      for (const piece of pieces) {
        const because = whyOver(context, piece, settledAt);
        if (!because || !(await insertDeletion(tx, piece, context.clock(), because))) continue;
        deleted++;
        for (const owner of piece.owners)
          await logEvidence(
            ...([
              tx,
              context,
              actor,
              { ...owner, subjectKey: piece.subjectKey },
              'evidence.deleted',
              piece.evidenceId,
            ] as const),
            { because },
          );
      }
      return pieces.length < AT_ONCE ? undefined : pieces.at(-1);
    });
  } while (after);
  return deleted;
}

/** By `kind id`. */
async function whenSettled(
  tx: PlatformTx,
  pieces: readonly KeptPiece[],
  settled: SettledByKind,
): Promise<ReadonlyMap<string, Date>> {
  const found = new Map<string, Date>();
  for (const [kind, ask] of Object.entries(settled)) {
    const ids = pieces.flatMap(({ owners }) => owners.filter((owner) => owner.kind === kind).map(({ id }) => id));
    if (ids.length === 0) continue;
    for (const [id, at] of await ask(tx, [...new Set(ids)])) found.set(`${kind} ${id}`, at);
  }
  return found;
}

/** Over when every matter it belongs to is, each counted from its own day under the rule of that day. */
function whyOver(
  { policy, calendar, clock }: EvidenceContext,
  { withdrawn, owners }: KeptPiece,
  settledAt: ReadonlyMap<string, Date>,
): 'withdrawn' | 'retention' | undefined {
  if (withdrawn) return 'withdrawn';
  const today = localDateAt(clock());
  const over = owners.every(({ kind, id }) => {
    const at = settledAt.get(`${kind} ${id}`);
    if (!at) return false;
    const day = localDateAt(at);
    return today > endOfPeriod(day, policy.timerOn('evidence-retention', day), calendar);
  });
  return over ? 'retention' : undefined;
}

/** Every file no piece needs: its time is over, or its upload never came to an end. */
async function removeFiles(context: EvidenceContext): Promise<number> {
  let removed = 0;
  let some: Buffer[] = [];
  for await (const digest of context.evidenceFiles.digests()) {
    some.push(digest);
    if (some.length < AT_ONCE) continue;
    removed += await removeUnneeded(context, some);
    some = [];
  }
  removed += await removeUnneeded(context, some);
  await context.evidenceFiles.removeUnfinished(new Date(context.clock().getTime() - DAY));
  return removed;
}

async function removeUnneeded(context: EvidenceContext, digests: readonly Buffer[]): Promise<number> {
  if (digests.length === 0) return 0;
  const actor = systemActor('evidence.sweep');
  const needed = await transact(context.database, actor, (tx) => neededFiles(tx, digests));
  let removed = 0;
  for (const digest of digests) {
    if (needed.has(digest.toString('hex'))) continue;
    // who is just adding it holds the lock until the row is there
    await transact(context.database, actor, async (tx) => {
      await lockFile(tx, digest);
      if ((await neededFiles(tx, [digest])).size > 0) return;
      await context.evidenceFiles.remove(digest);
      removed++;
    });
  }
  return removed;
}
