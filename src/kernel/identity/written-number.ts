/** Numbers as people type them, brought to the characters they meant: width, spaces, invisible characters, hyphens. */
import type { RemarkCode } from '../reasons.ts';

export interface WrittenNumber {
  /** without spaces and hyphens, half-width; letters keep their case */
  readonly text: string;
  readonly remarks: readonly RemarkCode[];
}

const PLAIN = /^[0-9A-Za-z]*$/;
const NONE: readonly RemarkCode[] = [];

export function readNumber(written: string): WrittenNumber {
  if (PLAIN.test(written)) return { text: written, remarks: NONE };
  const remarks: RemarkCode[] = [];
  const note = (before: string, after: string, remark: RemarkCode) => {
    if (before !== after) remarks.push(remark);
    return after;
  };
  // an apostrophe in front is how spreadsheets are told that a cell is text
  const visible = note(written, written.replace(/^\s*['’‘`]|[\p{Z}\p{C}]/gu, ''), 'text.spaces');
  const halfWidth = note(visible, visible.normalize('NFKC').replace(/[‐‑‒–—―−]/g, '-'), 'text.fullwidth');
  const text = note(halfWidth, halfWidth.replace(/(?<=[0-9A-Za-z])-+(?=[0-9A-Za-z])/g, ''), 'text.hyphens');
  return { text, remarks };
}

/** What a spreadsheet leaves of a long number that it took for a quantity: `4.10199E+17`. The last digits are gone. */
export const looksLikeSpreadsheetNumber = (text: string): boolean => /^\d(?:\.\d+)?E\+?\d+$/i.test(text);
