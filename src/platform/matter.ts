/** The matter as everybody writes it, in a sheet or in a form: one line, of some substance, not too long. */
import type { RemarkCode } from '#kernel/reasons.ts';
import { dateShape } from '#kernel/time/date-shape.ts';

const CLEAN = /^[^\s\p{C}]*$/u;
export const LONGEST_MATTER = 500;

/** One line without invisible characters; single blanks inside stay. */
export function tidyText(text: string): string {
  return CLEAN.test(text)
    ? text
    : text
        .replaceAll(/[\s\u3000]+/gu, ' ')
        .replaceAll(/\p{C}/gu, '')
        .trim();
}

const NOTHING_SAID =
  /^(无|没有|暂无|同上|略|待补充?|见附件|详见附件|null|none|n\/a|#(ref!|n\/a|name\?|value!|div\/0!|null!|num!))$/iu;

/** Nothing but marks, a placeholder, or what a spreadsheet shows for a broken formula. */
export const saysNothing = (text: string): boolean => !/[\p{L}\p{N}]/u.test(text) || NOTHING_SAID.test(text);

/** What a spreadsheet made of a decision's number is no number: a date, or digits that are lost. */
export function decisionNumberFault(
  number: string,
): Extract<RemarkCode, 'decision.number_is_date' | 'decision.number_cut'> | undefined {
  if (dateShape(number) === 'certain') return 'decision.number_is_date';
  return number.length < 40 && /^\d(?:\.\d+)?E\+?\d{1,3}$/iu.test(number) ? 'decision.number_cut' : undefined;
}

/** Of a tidied matter. */
export function matterFault(matter: string): 'matter.missing' | 'matter.too_long' | undefined {
  if (saysNothing(matter) || !/\p{L}/u.test(matter)) return 'matter.missing';
  if (matter.length > LONGEST_MATTER && [...matter].length > LONGEST_MATTER) return 'matter.too_long';
  return undefined;
}
