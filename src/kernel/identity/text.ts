/** Cleaning of what people type or paste into a number field, saying what was cleaned. */
import type { RemarkCode } from '../reasons.ts';
import { BLANKS, withoutInvisible } from './strange-characters.ts';

const HYPHENS = /[-‐‑‒–—−－]/gu;
const FULL_WIDTH = /[\uff01-\uff5e]/u;
/** How spreadsheets are told to keep a number as text, left over in a CSV: `'1234`, `="1234"`; also typed: `“1234”` */
const TEXT_MARKS = '\'"‘’`“”＇＂';
const PLAIN = /^[0-9A-Z]*$/;

/** Of a number or a day: without what tells a spreadsheet to keep it as text, without what nobody sees, without blanks around it. */
export function withoutTextMarks(raw: string): string {
  const text = withoutInvisible(raw).trim();
  let start = text.startsWith('=') && TEXT_MARKS.includes(text.charAt(1)) ? 1 : 0;
  let end = text.length;
  while (start < end && TEXT_MARKS.includes(text.charAt(start))) start++;
  while (end > start && TEXT_MARKS.includes(text.charAt(end - 1))) end--;
  return start === 0 && end === text.length ? text : text.slice(start, end).trim();
}

export interface CleanNumber {
  readonly text: string;
  readonly remarks: readonly RemarkCode[];
}

const NOTHING: readonly RemarkCode[] = [];

/** Full-width characters to half-width, blanks, text marks and hyphens out; letters keep their case. Nothing else is changed. */
export function cleanNumber(raw: string): CleanNumber {
  if (PLAIN.test(raw)) return { text: raw, remarks: NOTHING };
  const remarks: RemarkCode[] = [];
  let text = raw;
  if (FULL_WIDTH.test(text)) {
    text = text.replaceAll(/[\uff01-\uff5e]/gu, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0));
    remarks.push('text.fullwidth');
  }
  const unspaced = withoutTextMarks(text).replaceAll(BLANKS, '');
  if (unspaced !== text) {
    text = unspaced;
    remarks.push('text.spaces');
  }
  const joined = text.replaceAll(HYPHENS, '');
  // only inside an otherwise plain number: a minus of 4.1E-17 stays what it is
  if (joined !== text && /^[0-9A-Za-z]+$/.test(joined)) {
    text = joined;
    remarks.push('text.hyphens');
  }
  return { text, remarks };
}
