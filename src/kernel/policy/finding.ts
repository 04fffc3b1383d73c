/** What is wrong with a pack and where, in words for the person who writes packs. */
import type { Severity } from '../vocabulary.ts';

export interface PolicyFinding {
  readonly severity: Severity;
  readonly file: string;
  /** Both count from 1. */
  readonly line: number;
  readonly column: number;
  /** Where in the data, e.g. `catalogue[3].clause`. */
  readonly path: string;
  readonly code: string;
  readonly zh: string;
  readonly en: string;
}

/** A step into the data: key or index. */
export type PathStep = string | number;

export function pathText(path: readonly PathStep[]): string {
  return path.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${step}]` : text ? `${text}.${step}` : step),
    '',
  );
}
