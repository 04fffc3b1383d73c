/**
 * May I, and if not, why. A rule answers `May`; who only shows what is open reads it, who acts requires it. So what the page
 * says beforehand and what the refusal says afterwards are the same answer of the same rule.
 */
import { Problem, type ProblemCode } from '../problems.ts';
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
}

export type May<Because extends string = string, Clause extends string | undefined = string | undefined> =
  | { readonly ok: true }
  | Refusal<Because, Clause>;

export const YES: { readonly ok: true } = { ok: true };

/** What a table of reasons says for each: the words of a refusal without the case it is about. */
export interface Reason {
  readonly problem: ProblemCode;
  readonly said: Said;
}

export function no<Because extends string>(because: Because, reason: Reason): Refusal<Because, undefined>;
export function no<Because extends string, Clause extends string | undefined>(
  because: Because,
  reason: Reason,
  clause: Clause,
): Refusal<Because, Clause>;
export function no(because: string, { problem, said }: Reason, clause?: string): Refusal {
  return { ok: false, because, problem, said, clause };
}

/** The first that refuses; the later ones are not asked. */
export function firstRefusal<Because extends string>(...rules: readonly (() => May<Because>)[]): May<Because> {
  for (const rule of rules) {
    const may = rule();
    if (!may.ok) return may;
  }
  return YES;
}

export const problemOf = ({ problem, said, clause }: Refusal, extra?: Readonly<Record<string, unknown>>): Problem =>
  new Problem(problem, { said, clause, extra });

/** @throws Problem with the reason, unless `may` says yes */
export function requireMay(may: May, extra?: Readonly<Record<string, unknown>>): asserts may is { readonly ok: true } {
  if (!may.ok) throw problemOf(may, extra);
}
