/** Where in a policy a floor holds: what is written there on which day, where it stands, and how something else is written instead. */

import type { LocalDate } from '#kernel/time/local-date.ts';
import type { Dated } from '../policy/dated.ts';
import type { PathStep } from '../policy/finding.ts';
import type { PolicyData } from '../policy/policy.ts';

export type Path = readonly PathStep[];

export interface Written {
  readonly from: LocalDate;
  /** undefined: nothing is written there */
  readonly value: unknown;
}

export interface Place {
  /** the value, or what it is missing from */
  readonly path: Path;
  /** in order of their days; where nothing is dated, one */
  readonly written: readonly (Written & { readonly path: Path })[];
  /** false: one value for all days, which meets every floor there ever is */
  readonly dated: boolean;
  /** Writes what holds instead; the citation is the floor's own where the floor wrote it. */
  write(draft: PolicyData, values: readonly (Written & Partial<Cited>)[]): void;
}

interface Cited {
  readonly citation: string;
  readonly local: boolean;
}

/** Of drafts only: they are copies of what was compiled. */
export function writeAt(draft: PolicyData, path: Path, value: unknown): void {
  const last = path.at(-1)!;
  const parent = path.slice(0, -1).reduce<unknown>((at, step) => (at as Record<PathStep, unknown>)[step], draft);
  (parent as Record<PathStep, unknown>)[last] = value;
}

/** One value for all days. */
export function undated(policy: PolicyData, path: Path, value: unknown): Place {
  return {
    path,
    dated: false,
    written: [{ from: policy.effectiveFrom, value, path }],
    write: (draft, values) => writeAt(draft, path, values.at(-1)?.value),
  };
}

/** As `undated`, and what holds instead is written by somebody who knows how. */
export const undatedAs = (policy: PolicyData, path: Path, value: unknown, write: WriteOne): Place => ({
  ...undated(policy, path, value),
  write: (draft, values) => write(draft, values.at(-1)?.value),
});
type WriteOne = (draft: PolicyData, value: unknown) => void;

/** A dated value; `part`: of each value, one member. Before the first day nothing is written, from the notice's own first day on. */
export function dated(policy: PolicyData, path: Path, values: Dated<unknown>, part?: string): Place {
  const entries = values.map(({ from, value }, index) => ({
    from,
    value: part === undefined ? value : (value as Record<string, unknown>)[part],
    path: [...path, index, 'value', ...(part === undefined ? [] : [part])],
  }));
  const first = entries[0]?.from;
  const late = first === undefined || first > policy.effectiveFrom;
  return {
    path,
    dated: true,
    written: late ? [{ from: policy.effectiveFrom, value: undefined, path }, ...entries] : entries,
    write: (draft, written) => writeAt(draft, path, datedAgain(values, written, part)),
  };
}

/** As they are written in a pack: what the floor left alone keeps its citation. */
export function datedAgain(
  before: Dated<unknown>,
  written: readonly (Written & Partial<Cited>)[],
  part?: string,
): Dated<unknown> {
  return written.flatMap(({ from, value, citation, local }) => {
    const was = before.findLast((entry) => entry.from <= from) ?? before[0];
    // a member of nothing cannot be written: where a range is not yet, the first one begins earlier
    if (part !== undefined && was === undefined) return [];
    const whole = part === undefined ? value : { ...(was?.value as object), [part]: value };
    return [
      { from, value: whole, citation: citation ?? was?.citation ?? '', ...localOf(local ?? was?.local === true) },
    ];
  });
}

const localOf = (local: boolean) => (local ? { local: true } : {});
