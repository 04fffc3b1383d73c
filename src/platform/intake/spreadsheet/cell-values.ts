/** How a workbook's number becomes the text a person saw: dates by their style, and nothing that floating point made of it. */

const DAY_MILLISECONDS = 86_400_000;
/**
 * Numbers that Excel formats as dates without saying how (ECMA-376 part 1, 18.8.30): 27–36 and 50–58 are the Chinese ones, of which
 * 32–35, 55 and 56 are times; 71–78 are those of Thai installations.
 */
const isBuiltInDate = (id: number): boolean =>
  (id >= 14 && id <= 17) ||
  id === 22 ||
  (id >= 27 && id <= 31) ||
  id === 36 ||
  (id >= 50 && id <= 54) ||
  id === 57 ||
  id === 58 ||
  (id >= 71 && id <= 75) ||
  id === 78;

/** characters; a format of Excel has 255 at most */
const LONGEST_FORMAT = 1024;
/** what a format shows as it stands: escaped or quoted characters, room for one, a repeated one */
const LITERAL = /\\.|!.|"[^"]*"?|[_*]./gsu;
const HALF_DAY = /am\/pm|a\/p|上午\/下午/giu;
/** `[h]`, `[mm]`, `[ss]`: hours, minutes or seconds that have gone by, beyond a day's or hour's end too */
const ELAPSED = /\[(?:h+|m+|s+)\]/giu;
/** colours, conditions, languages, currencies */
const BRACKETED = /\[[^\]]*\]?/gu;

/**
 * True when the format shows a day, a month or a year; a mere time of day, or time gone by, is no date.
 * @param code the format as `numFmts` gives it; undefined when it is known by its number alone
 */
export function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) return isBuiltInDate(id);
  const bare = code
    .slice(0, LONGEST_FORMAT)
    .replace(LITERAL, '')
    .replace(HALF_DAY, 'h')
    .replace(ELAPSED, 'h')
    .replace(BRACKETED, '');
  // positive, negative, zero; the fourth part is for text
  return bare.split(';', 3).some(showsDay);
}

function showsDay(section: string): boolean {
  if (/general|standard|通用格式/iu.test(section)) return false;
  // digits are no date, except as parts of a second
  if (/[0#?]/u.test(section.replace(/s[.,]0+/giu, 's'))) return false;
  // e: years of an era; aaa: day of the week; b: Buddhist years
  return /[yde]|aaa|bb/iu.test(section) || (/m/iu.test(section) && !/[hs]/iu.test(section));
}

/**
 * The day of a spreadsheet's date number as `YYYY-MM-DD`; undefined when the number is no day.
 * The 1900 system counts a 29 February 1900 that never was: it is given as such, for the date check to refuse.
 */
export function serialToIsoDate(serial: number, date1904: boolean): string | undefined {
  if (!Number.isFinite(serial) || serial < 0 || serial >= 2_958_466) return undefined;
  let day = Math.floor(serial);
  if (date1904) day += DAYS_TO_1904;
  if (day === 60) return '1900-02-29';
  if (day < 1) return undefined;
  const fromEpoch = day < 60 ? day - 25_568 : day - 25_569;
  return new Date(fromEpoch * DAY_MILLISECONDS).toISOString().slice(0, 10);
}

/**
 * A number as text. Excel stores 1.1 as 1.1000000000000001: like Excel we show 15 digits. A whole number of 16 digits or more
 * has lost its last ones for good; it is shown in exponent form so nobody takes what is left for an identity number.
 */
export function numberText(stored: string): string {
  if (stored.length <= 15) return stored;
  const value = Number(stored);
  if (!Number.isFinite(value)) return stored;
  if (Math.abs(value) >= 1e15) return value.toExponential().replace('e', 'E');
  return String(Number(value.toPrecision(15)));
}

const BARE_DAY_NUMBER = /^\d{5}(?:\.\d+)?$/u;
/** days between the two calendars' beginnings */
const DAYS_TO_1904 = 1462;
/** Day numbers of 1954 to 2064: others are mistakes, and are left as they stand for the date check to refuse (time/local-date.ts). */
const FIRST_DAY_NUMBER = 20_000;

/** True of a number that the date check would count from 1900. */
export const isBareDayNumber = (text: string): boolean => BARE_DAY_NUMBER.test(text);

/** The day that a number without a date's format means in a workbook that counts from 1904; undefined when it is none. */
export function bareDayOf1904(text: string): string | undefined {
  if (!isBareDayNumber(text) || Number(text) + DAYS_TO_1904 < FIRST_DAY_NUMBER) return undefined;
  return serialToIsoDate(Number(text), true);
}
