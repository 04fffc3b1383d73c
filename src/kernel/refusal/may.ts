/**
 * May I, and if not, why. A rule answers `May`; who only shows what is open reads it, who acts requires it. So what the page
 * says beforehand and what the refusal says afterwards are the same answer of the same rule.
 */
import { PROBLEMS, Problem, type ProblemCode } from './problem.ts';
import type { Said } from './said.ts';

/** `Clause` is `string` where a rule always names one, for answers that promise it. */
export interface Refusal<Because extends string = string, Clause extends string | undefined = string | undefined> {
  readonly ok: false;
  /** stable word of the rule that refuses, for programs and tests */
  readonly because: Because;
  /** the problem a request is refused with */
  readonly problem: ProblemCode;
  readonly said: Said;
  /** clause of the policy pack or article of law that says so; undefined where none is named */
  readonly clause: Clause;
  /** machine-readable members of the problem document */
  readonly extra?: Readonly<Record<string, unknown>> | undefined;
}

export type May<Because extends string = string, Clause extends string | undefined = string | undefined> =
  | { readonly ok: true }
  | Refusal<Because, Clause>;

export const YES: { readonly ok: true } = { ok: true };

/** What a table of reasons says for each: a refusal without the case it is about. */
export type Reason = Pick<Refusal, 'problem' | 'said' | 'extra'>;

/** Where the title of the problem says all there is: a page shows the title, and the refusal adds nothing to it. */
export const titled = (problem: ProblemCode): Reason => ({ problem, said: PROBLEMS[problem] });

export function no<Because extends string>(
  because: Because,
  reason: Reason & { readonly clause: string },
): Refusal<Because, string>;
export function no<Because extends string>(
  because: Because,
  reason: Reason & { readonly clause?: string | undefined },
): Refusal<Because>;
export function no(because: string, { clause, ...reason }: Reason & { readonly clause?: string | undefined }): Refusal {
  return { ok: false, because, ...reason, clause };
}

/** The first that refuses; yes where none does. */
export const firstRefusal = (...rules: readonly May[]): May => rules.find(({ ok }) => !ok) ?? YES;

export const problemOf = ({ problem, said, clause, extra }: Refusal): Problem =>
  new Problem(problem, { said: said === PROBLEMS[problem] ? undefined : said, clause, extra });

/** @throws Problem with the reason, unless `may` says yes */
export function requireMay(may: May): void {
  if (!may.ok) throw problemOf(may);
}
