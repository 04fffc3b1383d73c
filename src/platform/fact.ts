/** What makes two reports the same fact (one-fact-one-record), and the number people use for a case. */
import { hash } from 'node:crypto';

export interface FactBasis {
  /** uuid text */
  readonly subjectKey: string;
  readonly kind: string;
  /** kinds whose facts are told apart by what was done and when */
  readonly occurredOn: string;
  readonly matter: string;
  /** kinds whose fact is a decision: its number; then date and matter do not count */
  readonly decisionNumber?: string | undefined;
  /** suspect rows: the name in question. The mended row that follows is then another fact, not a duplicate of the broken one */
  readonly questionableName?: string | undefined;
}

/** Width, case, spaces and a full stop at the end do not make another matter of it; a point inside does (1.5 is not 15). */
export function normaliseMatter(matter: string): string {
  if (PLAIN.test(matter)) return matter;
  const joined = matter.normalize('NFKC').replace(/[\p{Z}\p{C}]/gu, '');
  let end = joined.length;
  while (END_MARKS.includes(joined.charAt(end - 1))) end -= 1;
  return joined.slice(0, end).toLowerCase();
}

const END_MARKS: readonly string[] = ['。', '.', ';', '!'];

/** most matters are nothing but Chinese characters and digits: nothing to fold */
const PLAIN = /^[\u4e00-\u9fff0-9]*$/;

/** Digest of the fact: the first 16 bytes of a SHA-256, as PostgreSQL's uuid takes them. */
export function factKey(basis: FactBasis): Buffer {
  const what =
    basis.decisionNumber === undefined
      ? `${basis.occurredOn}\n${normaliseMatter(basis.matter)}`
      : `#${normaliseMatter(basis.decisionNumber)}`;
  const doubt = basis.questionableName === undefined ? '' : `\n?${normaliseMatter(basis.questionableName)}`;
  const text = `${basis.subjectKey}\n${basis.kind}\n${what}${doubt}`;
  // the digest as text of one character per byte: a third of the price of a Buffer
  return Buffer.from(hash('sha256', text, 'binary').slice(0, 16), 'latin1');
}

/** `12-45`: row 45 of the sheet that became batch 12. */
export function caseNumber(batchId: string | number, rowNumber: number): string {
  return `${batchId}-${rowNumber}`;
}
