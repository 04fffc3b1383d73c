/**
 * How an account's total came to be what it is: computed anew for each day on which anything could change. Nothing is stored, so a
 * record that was withdrawn leaves no trace in it. Free of Node imports, like the engine.
 */
import type { LocalDate } from '#kernel/time/local-date.ts';
import { addDays } from '#kernel/time/local-date.ts';
import { type Contribution, computeAccount } from './points-engine.ts';
import type { PointsRules } from './points-rules.ts';

export interface Standing {
  readonly total: number;
  /** id of the level */
  readonly level: string;
}

export type Cause =
  | { readonly cause: 'begun' | 'ended'; readonly recordId: string }
  | { readonly cause: 'rule'; readonly rule: string; readonly citation: string };

export interface HistoryStep {
  readonly on: LocalDate;
  readonly before: Standing;
  readonly after: Standing;
  readonly causes: readonly Cause[];
}

/** Steps in the order of days, up to and including `today`; days on which neither total nor level changed are left out. */
export function historyOf(
  rules: PointsRules,
  contributions: readonly Contribution[],
  today: LocalDate,
): readonly HistoryStep[] {
  const first = rules.scale[0]?.from ?? today;
  const causes = causesByDay(rules, contributions);
  const days = [...causes.keys()].filter((day) => day > first && day <= today).toSorted();
  const standingOn = (day: LocalDate): Standing => {
    const { total, level } = computeAccount(rules, contributions, day);
    return { total, level: level.id };
  };
  const steps: HistoryStep[] = [];
  let before = standingOn(first);
  for (const on of days) {
    const after = standingOn(on);
    if (after.total !== before.total || after.level !== before.level)
      steps.push({ on, before, after, causes: causes.get(on) ?? [] });
    before = after;
  }
  return steps;
}

function causesByDay(rules: PointsRules, contributions: readonly Contribution[]): Map<LocalDate, Cause[]> {
  const found = new Map<LocalDate, Cause[]>();
  const add = (day: LocalDate, cause: Cause) => found.set(day, [...(found.get(day) ?? []), cause]);
  const known = new Set<string>();
  for (const { recordId, validFrom, validUntil, endedOn } of contributions) {
    if (known.has(recordId)) continue; // the same fact counts once however often it was delivered
    known.add(recordId);
    add(validFrom, { cause: 'begun', recordId });
    const ends = [validUntil === null ? undefined : addDays(validUntil, 1), endedOn].filter((day) => day != null);
    const end = ends.toSorted()[0];
    if (end !== undefined) add(end, { cause: 'ended', recordId });
  }
  const dated = [
    { rule: 'scale', entries: rules.scale },
    { rule: 'levels', entries: rules.levels },
    ...(rules.noticeCaps ?? []).map(({ notice, goodCap }) => ({ rule: notice, entries: goodCap })),
    ...rules.rules.flatMap(({ kind, points, cap }) => [
      { rule: kind, entries: points },
      { rule: kind, entries: cap },
    ]),
  ];
  for (const { rule, entries } of dated)
    for (const { from, citation } of entries) add(from, { cause: 'rule', rule, citation });
  return found;
}
