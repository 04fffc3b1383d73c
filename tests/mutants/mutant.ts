/** A guard in the code, and what the code would be without it: some named test has to notice. */
export interface Mutant {
  /** in a few words, what no longer holds */
  readonly without: string;
  /** of docs/invariants.md, or the promise to users it belongs to */
  readonly invariant: string;
  readonly file: string;
  /** stands in the file exactly once */
  readonly from: string;
  readonly to: string;
  /** the files of tests that have to turn red; none of them needs a database */
  readonly tests: readonly string[];
}

/** @throws Error where the guard is not there, or more than once: then nobody knows what was removed */
export function mutated({ file, from, to }: Pick<Mutant, 'file' | 'from' | 'to'>, source: string): string {
  const pieces = source.split(from);
  if (pieces.length !== 2) throw new Error(`${file}: „${from}“ stands there ${pieces.length - 1} times, not once`);
  return pieces.join(to);
}

type Line = readonly [without: string, invariant: string, from: string, to: string];

/** Guards of one file that the same tests look after. */
export const guardsOf = (file: string, tests: readonly string[], lines: readonly Line[]): readonly Mutant[] =>
  lines.map(([without, invariant, from, to]) => ({ without, invariant, file, from, to, tests }));
