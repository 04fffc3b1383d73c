/** Days as decisions write them, in Chinese numerals: 二〇二〇年三月五日. */

const DIGITS = '〇一二三四五六七八九';
const NUMERALS = /[〇零○一二三四五六七八九十]/u;
const DAY =
  /^(?<year>[0-9〇零○Oo一二三四五六七八九]{4}) ?年 ?(?<month>[0-9一二三四五六七八九十]{1,2}) ?月 ?(?<day>[0-9一二三四五六七八九十]{1,3}) ?(?<rest>[日号].*)$/u;

/** @returns the text with its day in digits; itself where it is not written so (月 and 日 of the farmers' calendar are not counted) */
export function inDigits(text: string): string {
  if (text.length > 40 || !NUMERALS.test(text)) return text;
  const { year, month, day, rest } = DAY.exec(text)?.groups ?? {};
  if (year === undefined || month === undefined || day === undefined) return text;
  const numbers = [yearOf(year), numberOf(month), numberOf(day)];
  return numbers.every((number) => number !== '') ? `${numbers[0]}年${numbers[1]}月${numbers[2]}${rest}` : text;
}

const yearOf = (text: string): string =>
  [...text.replaceAll(/[零○Oo]/gu, '〇')]
    .map((digit) => (DIGITS.includes(digit) ? DIGITS.indexOf(digit) : digit))
    .join('');

/** 1 to 99: 五, 十, 十五, 二十, 二十五; empty where it is none */
function numberOf(text: string): string {
  if (/^\d{1,2}$/u.test(text)) return text;
  const parts = /^(?:(?<tens>[二三四五六七八九])?(?<ten>十))?(?<ones>[一二三四五六七八九])?$/u.exec(text)?.groups;
  if (parts === undefined) return '';
  const tens = parts['ten'] === undefined ? 0 : parts['tens'] === undefined ? 1 : DIGITS.indexOf(parts['tens']);
  const ones = parts['ones'] === undefined ? 0 : DIGITS.indexOf(parts['ones']);
  return String(tens * 10 + ones);
}

const WITHOUT_YEAR =
  /^(?:\d{1,2} ?月 ?\d{1,2} ?[日号]?|\d{1,2}[-/.]\d{1,2}|[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}[日号]?)$/u;

/** A month and a day, and no year: `3月5日`, `3/5`, `三月五日`. */
export const lacksYear = (text: string): boolean =>
  text.length <= 20 && WITHOUT_YEAR.test(text.normalize('NFKC').trim());
