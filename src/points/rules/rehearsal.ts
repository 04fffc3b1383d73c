/**
 * A change of rules tried on the accounts as they are, before it is enacted: who moves where, as a distribution. Read only; nobody is named,
 * and a group too small to hide in is not counted out.
 */
import type { PointsRules } from '#kernel/policy/points-rules.ts';
import type { Policy } from '#kernel/policy/policy.ts';
import type { LocalDate } from '#kernel/time/local-date.ts';
import type { PointsReader } from '../database.ts';
import { type Difference, differencesBetween } from './differences.ts';
import { standing } from './enactment.ts';
import { nextAccounts } from './store.ts';

/** Below it a figure is withheld: it could point at a person. */
export const SMALLEST_GROUP = 5;
/** null: between one and four */
export type Count = number | null;

export interface Rehearsal {
  readonly on: LocalDate;
  readonly accounts: number;
  readonly differences: readonly Difference[];
  readonly unchanged: Count;
  /** levels as the changed rules name them, lowest first */
  readonly levels: readonly { readonly id: string; readonly title: string }[];
  readonly moves: readonly { readonly from: string; readonly to: string; readonly accounts: Count }[];
  /** change of the total, e.g. -10 to +20 */
  readonly changes: readonly { readonly by: number; readonly accounts: Count }[];
  readonly benefits: readonly {
    readonly id: string;
    readonly title: string;
    readonly gained: Count;
    readonly lost: Count;
  }[];
}

const CHUNK = 5_000;

export async function rehearse(
  database: PointsReader,
  current: Policy,
  changed: Policy,
  on: LocalDate,
  progress: (accounts: number) => void = () => undefined,
): Promise<Rehearsal> {
  const moves = new Map<string, number>();
  const changes = new Map<number, number>();
  const benefits = new Map<string, { gained: number; lost: number }>();
  const unlocks = (policy: Policy, level: string) => new Set(policy.benefitsFor(level, on).map(({ id }) => id));
  let accounts = 0;
  let unchanged = 0;
  let after: string | null = null;
  for (;;) {
    const chunk: Awaited<ReturnType<typeof nextAccounts>> = await nextAccounts(database, after, CHUNK);
    for (const { contributions } of chunk) {
      const was = standing(current.points, contributions, on);
      const is = standing(changed.points, contributions, on);
      accounts += 1;
      if (was.total === is.total && was.level === is.level) unchanged += 1;
      raise(moves, `${was.level}\n${is.level}`);
      raise(changes, is.total - was.total);
      if (was.level !== is.level) tally(benefits, unlocks(current, was.level), unlocks(changed, is.level));
    }
    progress(accounts);
    after = chunk.at(-1)?.subjectKey ?? null;
    if (chunk.length < CHUNK) break;
  }
  return {
    on,
    accounts,
    differences: differencesBetween(current.points, changed.points),
    unchanged: hidden(unchanged),
    levels: levelsOf(changed.points, on),
    moves: [...moves].map(([move, count]) => {
      const [from = '', to = ''] = move.split('\n');
      return { from, to, accounts: hidden(count) };
    }),
    changes: [...changes].map(([by, count]) => ({ by, accounts: hidden(count) })).toSorted((a, b) => a.by - b.by),
    benefits: changed.benefits.map(({ id, title }) => {
      const { gained, lost } = benefits.get(id) ?? { gained: 0, lost: 0 };
      return { id, title, gained: hidden(gained), lost: hidden(lost) };
    }),
  };
}

function tally(benefits: Map<string, { gained: number; lost: number }>, was: Set<string>, is: Set<string>): void {
  for (const id of new Set([...was, ...is])) {
    const counted = benefits.get(id) ?? { gained: 0, lost: 0 };
    if (!was.has(id)) counted.gained += 1;
    if (!is.has(id)) counted.lost += 1;
    benefits.set(id, counted);
  }
}

function raise<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

const hidden = (count: number): Count => (count > 0 && count < SMALLEST_GROUP ? null : count);

function levelsOf(rules: PointsRules, on: LocalDate): { id: string; title: string }[] {
  return (rules.levels.findLast(({ from }) => from <= on)?.value ?? []).map(({ id, title }) => ({ id, title }));
}
