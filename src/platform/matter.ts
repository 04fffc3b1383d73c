/** The matter as everybody writes it, in a sheet or in a form: one line, of some substance, not too long. */
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

/** Of a tidied matter. */
export function matterFault(matter: string): 'matter.missing' | 'matter.too_long' | undefined {
  if (saysNothing(matter) || !/\p{L}/u.test(matter)) return 'matter.missing';
  if (matter.length > LONGEST_MATTER && [...matter].length > LONGEST_MATTER) return 'matter.too_long';
  return undefined;
}
