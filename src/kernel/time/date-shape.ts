/** Whether a text that should be a number of a document is a date: a date is never a document's number. */
import { dateOf } from './local-date.ts';
import { inDigits } from './written-day.ts';

/**
 * `certain`: written as dates are written, also as a spreadsheet's date cell is read (`2020-03-05`, `2020/3/5`, `5.3.2020`,
 * `05-Mar-20`, `2020年3月5日`, with a time or without). `perhaps`: what would also be a day without its marks (`20200305`,
 * `05MAR2020`, `202003`), a spreadsheet's day number (`43895`), a day of another calendar (`109-03-05`, `R2-03-05`, `2020-W10-4`)
 * or one written so that there is none (`2020-02-30`); genuine numbers look so by chance.
 */
export type DateShape = 'certain' | 'perhaps';

const LONGEST = 40;
const NUMBERS_ONLY = /^\d+$/;
const DASHES = /[-‐‑‒–—−－_]/gu;
const TIME = '(?:[T ]?\\d{1,2}[:点时].{0,20})?';
/** years of the Buddhist calendar, too: 2563 is 2020 */
const YEAR_FIRST = new RegExp(
  `^((?:1[89]|20|25)\\d{2})(?:[-/.](\\d{1,2})(?:[-/.](\\d{1,2}))?|年(\\d{1,2})月(?:(\\d{1,2})[日号]?)?)${TIME}$`,
  'u',
);
const YEAR_LAST = new RegExp(`^(\\d{1,2})[-/.](\\d{1,2})[-/.]((?:1[89]|20)\\d{2})${TIME}$`, 'u');
const IN_BLANKS = /^((?:1[89]|20)\d{2}) {1,3}(\d{1,2}) {1,3}(\d{1,2})$/u;
/** `20-03-05`, `5/3/20`: whichever of the three is the year */
const SHORT_YEAR = new RegExp(`^(\\d{1,2})[-/.](\\d{1,2})[-/.](\\d{1,2})${TIME}$`, 'u');
const MONTH = '(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)';
/** `05-Mar-2020`, `Mar-20`, `March 5, 2020` */
const MONTH_NAME = new RegExp(
  `^(?:\\d{1,4}[-/. ]{0,2})?${MONTH}[a-z]{0,6}[-/., ]{1,2}(?:\\d{1,2}|(?:1[89]|20)\\d{2})(?:[-/., ]{1,2}(?:\\d{2}|\\d{4}))?$`,
  'iu',
);
const JOINED_MONTH_NAME = new RegExp(
  `^(?:\\d{1,2}${MONTH}(?:\\d{2}|(?:19|20)\\d{2})|(?:19|20)\\d{2}${MONTH}\\d{1,2}|${MONTH}(?:\\d{1,2})?(?:19|20)\\d{2})$`,
  'iu',
);
const WEEKDAY = /^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}[., ]{1,2}/iu;
/** years of the Republic, years of an era; weeks and days of the year */
const OTHER_CALENDAR =
  /^(?:(?:[MTSHR]\d{1,2}|1\d{2})[-/.]\d{1,2}[-/.]\d{1,2}|(?:19|20)\d{2}-(?:W[0-5]\d(?:-[1-7])?|[0-3]\d{2}))$/iu;
const MONTH_AND_DAY = /^\d{1,2}月\d{1,2}[日号]?$/u;
/** Put together from parts; driven with hostile text like those written whole. */
export const DATE_SHAPES = [YEAR_FIRST, YEAR_LAST, SHORT_YEAR, MONTH_NAME, JOINED_MONTH_NAME] as const;
const EXCEL_DAYS = { first: 20_000, last: 60_000 };

/** @param text without text marks of a spreadsheet (`'`, `="…"`), blanks inside as they are */
export function dateShape(text: string): DateShape | undefined {
  if (text.length < 5 || text.length > LONGEST) return undefined;
  if (NUMBERS_ONLY.test(text)) return bareDigits(text);
  const clean = inDigits(text.normalize('NFKC').trim())
    .replaceAll(DASHES, '-')
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(/ ?([-/.年月日号:]) ?/gu, '$1')
    .replace(WEEKDAY, '');
  if (NUMBERS_ONLY.test(clean)) return bareDigits(clean);
  const yearFirst = YEAR_FIRST.exec(clean);
  if (yearFirst) {
    const [, year, month = yearFirst[4], day = yearFirst[5]] = yearFirst;
    // nobody writes a number so, and yet there is no such day; day nought is what a spreadsheet shows for nothing
    return isDay(year, month, day ?? '1') || Number(day) === 0 ? 'certain' : 'perhaps';
  }
  const inBlanks = IN_BLANKS.exec(clean);
  if (inBlanks && isDay(inBlanks[1], inBlanks[2], inBlanks[3])) return 'certain';
  const yearLast = YEAR_LAST.exec(clean);
  if (yearLast) {
    const [, first, second, year] = yearLast;
    return isDay(year, first, second) || isDay(year, second, first) ? 'certain' : undefined;
  }
  const short = SHORT_YEAR.exec(clean);
  if (short) {
    const [, a, b, c] = short;
    const some = isDay(`20${a}`, b, c) || isDay(`20${c}`, a, b) || isDay(`20${c}`, b, a);
    return some ? 'certain' : undefined;
  }
  if (JOINED_MONTH_NAME.test(clean) || OTHER_CALENDAR.test(clean)) return 'perhaps';
  return MONTH_NAME.test(clean) || MONTH_AND_DAY.test(clean) ? 'certain' : undefined;
}

function bareDigits(digits: string): DateShape | undefined {
  // a time of day may follow; a permit's two renewal digits do, too
  if (digits.length >= 8 && digits.length <= 14 && digits.length % 2 === 0) {
    const year = digits.slice(0, 4);
    const plausible = year >= '1900' && year < '2100' && isDay(year, digits.slice(4, 6), digits.slice(6, 8));
    return plausible ? 'perhaps' : undefined;
  }
  if (digits.length === 6) return /^(?:19|20)\d{2}(?:0[1-9]|1[0-2])$/.test(digits) ? 'perhaps' : undefined;
  const day = Number(digits);
  return digits.length === 5 && day >= EXCEL_DAYS.first && day <= EXCEL_DAYS.last ? 'perhaps' : undefined;
}

const isDay = (year: string | undefined, month: string | undefined, day: string | undefined): boolean =>
  dateOf(Number(year), Number(month), Number(day)) !== undefined;
