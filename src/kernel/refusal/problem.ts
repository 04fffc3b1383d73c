/**
 * Every way a request can be refused, as RFC 9457 problem types. Services throw `Problem`; one place maps it to HTTP.
 * To add one, add a line to its table in `problems/`: the code becomes part of the type, the OpenAPI documents and the help page.
 */
import { ACTING_PROBLEMS } from './problems/acting.ts';
import { EXCHANGE_PROBLEMS } from './problems/exchange.ts';
import { HANDING_IN_PROBLEMS } from './problems/handing-in.ts';
import { OFFICERS_PROBLEMS } from './problems/officers.ts';
import { POINTS_PROBLEMS } from './problems/points.ts';
import { SHOWN_PROBLEMS } from './problems/shown.ts';
import type { Said } from './said.ts';

/** All of them by code, in the order the documents list them. */
export const PROBLEMS = {
  ...ACTING_PROBLEMS,
  ...HANDING_IN_PROBLEMS,
  ...SHOWN_PROBLEMS,
  ...EXCHANGE_PROBLEMS,
  ...POINTS_PROBLEMS,
  ...OFFICERS_PROBLEMS,
} as const;

export type ProblemCode = keyof typeof PROBLEMS;

export interface ProblemOptions {
  /** What exactly, for the person who asked, in both languages. Must hold no personal data of others. */
  readonly said?: Said | undefined;
  /** Clause of the policy pack or article of law that made the refusal, e.g. `5.3`. */
  readonly clause?: string | undefined;
  /** Machine-readable members added to the problem document. */
  readonly extra?: Readonly<Record<string, unknown>> | undefined;
  /** Members told to the sender in the answer alone: what they wrote themselves. Nothing that keeps or logs a problem sees them. */
  readonly shown?: Readonly<Record<string, unknown>> | undefined;
  readonly cause?: unknown;
}

export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ProblemCode;
  readonly titleEn: string;
  readonly remedy: string;
  readonly remedyEn: string;
  readonly detail?: string;
  readonly detailEn?: string;
  readonly clause?: string;
  readonly [extra: string]: unknown;
}

/** A refusal with a stable code. Anything else that is thrown counts as `internal`. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ProblemCode;
  readonly said: Said | undefined;
  readonly clause: string | undefined;
  readonly extra: Readonly<Record<string, unknown>> | undefined;
  /** not a member: what writes out an error with its members leaves it alone */
  readonly #shown: Readonly<Record<string, unknown>> | undefined;

  constructor(code: ProblemCode, options: ProblemOptions = {}) {
    super(options.said?.zh ?? PROBLEMS[code].zh, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.said = options.said;
    this.clause = options.clause;
    this.extra = options.extra;
    this.#shown = options.shown;
  }

  get status(): number {
    return PROBLEMS[this.code].status;
  }

  /** The answer to the sender: the document, and what they alone are shown. */
  toAnswer(): ProblemDocument {
    return { ...this.#shown, ...this.toDocument() };
  }

  /** The RFC 9457 document; the fixed members win over `extra`. */
  toDocument(): ProblemDocument {
    const text = PROBLEMS[this.code];
    return {
      ...this.extra,
      type: `urn:xinheng:problem:${this.code}`,
      title: text.zh,
      titleEn: text.en,
      status: text.status,
      code: this.code,
      remedy: text.remedy,
      remedyEn: text.remedyEn,
      ...(this.said === undefined ? {} : { detail: this.said.zh, detailEn: this.said.en }),
      ...(this.clause === undefined ? {} : { clause: this.clause }),
    };
  }
}

export const isProblem = (error: unknown): error is Problem => error instanceof Problem;
