/** Cleaning of what people type or paste into a number field, saying what was cleaned. */
import type { RemarkCode } from '../reasons.ts';

/** blanks and invisible characters that stray into cells: spaces of all widths, zero-width marks, byte-order mark, soft hyphen */
export const BLANKS = /[\s\u00ad\u200b-\u200f\u202a-\u202e\u2060\u3000\ufeff]+/gu;
const HYPHENS = /[-‐‑‒–—−－]/gu;
const FULL_WIDTH = /[\uff01-\uff5e]/u;
/** How spreadsheets are told to keep a number as text, left over in a CSV: `'1234`, `="1234"` */
const TEXT_MARKS = /^\s*(?:['‘’`](?=[^'‘’`]*$)|=?"(?=.*"\s*$))|"\s*$/gu;
const PLAIN = /^[0-9A-Z]*$/;

/** Without what tells a spreadsheet to keep a number as text, and without blanks around it. */
export const withoutTextMarks = (raw: string): string => raw.replaceAll(TEXT_MARKS, '').trim();

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
  const unspaced = text.replaceAll(TEXT_MARKS, '').replaceAll(BLANKS, '');
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
