/** The matter as everybody writes it, in a sheet or in a form: one line, of some substance, not too long. */
import { inCommonCharacters, withoutInvisible } from '#kernel/identity/strange-characters.ts';
import type { RemarkCode } from '#kernel/reasons.ts';
import { dateShape } from '#kernel/time/date-shape.ts';

/** neither blanks nor what nobody sees, nor characters that are but drawn like the common ones */
const CLEAN = /^[^\s\p{C}\p{DI}\u2e80-\u2fdf\uf900-\ufaff\u{2f800}-\u{2fa1f}]*$/u;
export const LONGEST_MATTER = 500;

/** One line without invisible characters, in common ones; single blanks inside stay. */
export function tidyText(text: string): string {
  return CLEAN.test(text)
    ? text
    : inCommonCharacters(withoutInvisible(text))
        .replaceAll(/[\s\u3000]+/gu, ' ')
        .replaceAll(/\p{C}/gu, '')
        .trim();
}

/** Whether tidying has exchanged characters, beside blanks and what nobody sees. */
export const exchangesCharacters = (text: string): boolean => inCommonCharacters(text) !== text;

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
