/**
 * When the rules change, every holder whose total or level changes is told what changed and by which rule. Nothing is recomputed into
 * storage: the account is computed when asked, so the new rules count from their own first day without any job.
 */
import { canonicalDigest } from '#kernel/exchange/canonical-json.ts';
import { computeAccount } from '#kernel/policy/points-engine.ts';
import type { PointsRules } from '#kernel/policy/points-rules.ts';
import { type LocalDate, localDateAt } from '#kernel/time/local-date.ts';
import { type PointsContext, transact } from '../context.ts';
import { enqueueJob } from '../jobs.ts';
import { addEnactment, addNotices, advance, lockEnactments, newestEnactments, nextAccounts } from './store.ts';

const CHUNK = 1_000;

/** At start: notes the rules in force; with others than before, the holders are told by a job. True when they changed. */
export async function noteRules(context: PointsContext): Promise<boolean> {
  const rules = context.policy.points;
  const digest = canonicalDigest(rules);
  return transact(context, async (tx) => {
    await lockEnactments(tx);
    const [newest] = await newestEnactments(tx, 1);
    if (newest?.digest === digest) {
      if (!newest.finished) await enqueueJob(tx, 'rules.tell', {}, 'rules.tell'); // cut off: carries on where it stopped
      return false;
    }
    await addEnactment(tx, { digest, rules, at: context.clock(), finished: newest === undefined });
    if (newest === undefined) return false;
    await enqueueJob(tx, 'rules.tell', {}, 'rules.tell');
    return true;
  });
}

export interface Told {
  readonly accounts: number;
  readonly noticed: number;
}

/**
 * The job: chunk by chunk in the order of the key, notices and checkpoint in one transaction. Killed anywhere, it repeats at most a chunk
 * and writes nothing twice; run twice at once, one of the two stops.
 */
export async function tellHolders(
  context: PointsContext,
  options: { signal?: AbortSignal | undefined } = {},
): Promise<Told> {
  let accounts = 0;
  let noticed = 0;
  for (;;) {
    if (options.signal?.aborted) return { accounts, noticed };
    const done = await tellChunk(context);
    if (done === 'again') continue;
    if (!done) return { accounts, noticed };
    accounts += done.accounts;
    noticed += done.noticed;
    if (done.last) return { accounts, noticed };
  }
}

type Chunk = Told & { readonly last: boolean };

/** null: nothing left, or another worker is on it. `again`: an account closed under our hands. */
async function tellChunk(context: PointsContext): Promise<Chunk | null | 'again'> {
  try {
    return await transact(context, async (tx) => {
      const [now, before] = await newestEnactments(tx, 2);
      if (!now || !before || now.finished) return null;
      const chunk = await nextAccounts(tx, now.toldUntil, CHUNK);
      const at = context.clock();
      const today = localDateAt(at);
      const concerned = chunk.filter(({ contributions }) => {
        const was = standing(before.rules, contributions, today);
        const is = standing(now.rules, contributions, today);
        return was.total !== is.total || was.level !== is.level;
      });
      const last = chunk.length < CHUNK;
      const moved = await advance(tx, now.sequence, now.toldUntil, {
        until: chunk.at(-1)?.subjectKey ?? null,
        accounts: chunk.length,
        noticed: concerned.length,
        finishedAt: last ? at : null,
      });
      if (!moved) return null;
      const notices = concerned.map(({ subjectKey }) => ({ subjectKey, noticeId: context.newId() }));
      await addNotices(tx, now.sequence, at, notices);
      return { accounts: chunk.length, noticed: concerned.length, last };
    });
  } catch (error) {
    if ((error as { code?: string }).code === FOREIGN_KEY_VIOLATED) return 'again';
    throw error;
  }
}

const FOREIGN_KEY_VIOLATED = '23503';

export function standing(
  rules: PointsRules,
  contributions: Parameters<typeof computeAccount>[1],
  on: LocalDate,
): { total: number; level: string } {
  const { total, level } = computeAccount(rules, contributions, on);
  return { total, level: level.id };
}
