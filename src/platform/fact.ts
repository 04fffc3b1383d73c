/** What makes two reports the same fact (one-fact-one-record), and the number people use for a case. */

import { hash } from 'node:crypto';
import type { CatalogueKind, Policy } from '#kernel/policy/policy.ts';
import type { KindRef } from '#kernel/policy/refs.ts';

export interface FactBasis {
  /** uuid text */
  readonly subjectKey: string;
  /** of facts that are told apart by what was done and when; a decision is the same whatever kind it is reported as */
  readonly kind: KindRef;
  readonly occurredOn: string;
  readonly matter: string;
  /** of facts that are a decision: then kind, date and matter do not count */
  readonly decision?: FactDecision | undefined;
  /** suspect rows: the name in question. The mended row that follows is then another fact, not a duplicate of the broken one */
  readonly questionableName?: string | undefined;
}

interface FactDecision {
  /** of `authorityKey` */
  readonly authority: string;
  readonly number: string;
}

/** The decision a claim of this kind is known by; undefined for kinds whose facts are told apart by date and matter. */
export function factDecision(
  policy: Policy,
  { factBasis }: CatalogueKind,
  decision: { readonly authority: string; readonly number: string } | null,
): FactDecision | undefined {
  if (factBasis !== 'decision-number' || !decision) return undefined;
  return { authority: authorityKey(policy, decision.authority), number: decision.number };
}

/** Of a body of the pack its id, under whichever of its names; of any other authority its name as plain as can be. The two never meet. */
function authorityKey(policy: Policy, name: string): string {
  const body = policy.findDepartmentByName(name);
  return body ? `=${body.id}` : `~${normaliseMatter(name)}`;
}

/** Width, case, spaces and a full stop at the end do not make another matter of it; a point inside does (1.5 is not 15). */
export function normaliseMatter(matter: string): string {
  if (PLAIN.test(matter)) return matter;
  const joined = matter.normalize('NFKC').replace(/[\p{Z}\p{C}]/gu, '');
  let end = joined.length;
  while (END_MARKS.includes(joined.charAt(end - 1))) end -= 1;
  return joined.slice(0, end).toLowerCase();
}

const YEAR_BRACKETS = /[([{【［﹝〈《「]((?:19|20)\d{2})年?[)\]}】］﹞〉》」]/gu;

/**
 * The number of a decision however it is typed: the year in whichever brackets stands in 〔〕, as documents write it (GB/T 9704), and 第 before
 * the digits means nothing.
 */
const sameNumber = (number: string): string =>
  normaliseMatter(number)
    .replace(YEAR_BRACKETS, '〔$1〕')
    .replaceAll(/第(?=\d)/gu, '');

const END_MARKS: readonly string[] = ['。', '.', ';', '!'];

/** most matters are nothing but Chinese characters and digits: nothing to fold */
const PLAIN = /^[\u4e00-\u9fff0-9]*$/;

/** Digest of the fact: the first 16 bytes of a SHA-256, as PostgreSQL's uuid takes them. */
export function factKey(basis: FactBasis): Buffer {
  const what =
    basis.decision === undefined
      ? `${basis.kind}\n${basis.occurredOn}\n${normaliseMatter(basis.matter)}`
      : `#${basis.decision.authority}\n${sameNumber(basis.decision.number)}`;
  const doubt = basis.questionableName === undefined ? '' : `\n?${normaliseMatter(basis.questionableName)}`;
  const text = `${basis.subjectKey}\n${what}${doubt}`;
  // the digest as text of one character per byte: a third of the price of a Buffer
  return Buffer.from(hash('sha256', text, 'binary').slice(0, 16), 'latin1');
}

/** `12-45`: row 45 of the sheet that became batch 12. */
export function caseNumber(batchId: string | number, rowNumber: number): string {
  return `${batchId}-${rowNumber}`;
}
