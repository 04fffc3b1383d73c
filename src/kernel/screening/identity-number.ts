/**
 * Identity numbers of 18 digits (GB 11643, with the residence permits of the same form) and of 15, as a window of any longer run: the
 * check character, the day of birth and the province decide. The more stands between the digits, the less may they be a chance.
 */
import { checkCharacter } from '../identity/resident-id.ts';
import { checkUscc, passesMod11And10 } from '../identity/uscc.ts';
import { dateOf } from '../time/local-date.ts';
import { type Gap, joined, type Reading } from './digit-runs.ts';
import type { NumberFinding } from './finding.ts';

/** First two digits: provinces, and Hong Kong, Macao, Taiwan as their residents' permits have them. */
const PROVINCE = /^(?:1[1-5]|2[123]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[123])/u;
/** Permanent residents: a 9, then the province. */
const RESIDENT = /^9(?:1[1-5]|2[123]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71)/u;

/** The years of birth that are believed: with marks and words between, days of our own time are days of deeds. */
const BORN: Readonly<Record<Gap, readonly [first: number, last: number]>> = {
  nothing: [1900, 2099],
  mark: [1900, 2019],
  words: [1920, 2009],
};
/** So many signs of words may stand within one number. */
const MOST_WORDS = 80;

export function* identityNumbers(text: string, reading: Reading): Generator<NumberFinding> {
  for (let start = 0; start + 17 <= reading.values.length; start++) {
    const length = lengthAt(reading, start);
    if (length > 0 && isPlausible(reading, start, length)) yield finding(reading, start, length);
  }
  yield* oldNumbers(text, reading);
}

/** 18, or 17 where the check character is an X, however that is written; 0 where no number begins. */
function lengthAt({ values, digits }: Reading, start: number): number {
  const first17 = values.slice(start, start + 17);
  if (!PROVINCE.test(first17) && !RESIDENT.test(first17)) return 0;
  const year = Number(first17.slice(6, 10));
  if (year < 1900 || year > 2099 || !dateOf(year, Number(first17.slice(10, 12)), Number(first17.slice(12, 14))))
    return 0;
  const check = checkCharacter(first17);
  const next = digits[start + 17];
  if (check === 'X') return next === undefined || next.gap !== 'nothing' ? 17 : 0;
  return next?.as === check ? 18 : 0;
}

function isPlausible({ values, digits }: Reading, start: number, length: number): boolean {
  let gap: Gap = 'nothing';
  let words = 0;
  for (let at = start + 1; at < start + length; at++) {
    const digit = digits[at]!;
    words += digit.words;
    if (digit.gap === 'words' || (digit.gap === 'mark' && gap === 'nothing')) gap = digit.gap;
  }
  const number = values.slice(start, start + length);
  // 91410100…: a credit code of digits alone is an organisation's, unless it is a person's number as well
  if (number.startsWith('9') && checkUscc(number).verdict === 'valid') return false;
  // across words only whole groups count: 202110/t20200709_125137 is an address, not the end of one number and the beginning of another
  const beyond = digits[start + length];
  const whole = digits[start]!.gap !== 'nothing' || start === 0;
  if (gap === 'words' && (words > MOST_WORDS || !whole || beyond?.gap === 'nothing')) return false;
  const year = Number(number.slice(6, 10));
  return year >= BORN[gap][0] && year <= BORN[gap][1];
}

/** How numbers of 15 digits are written apart; they have no check digit, so a list of amounts must not become one. */
const APART: readonly string[] = ['6,6,3', '6,9', '12,3', '6,2,2,2,3', '6,2,4,3', '3,3,6,3', Array(15).fill(1).join()];
const EVEN: readonly string[] = ['4,4,4,3', '3,3,3,3,3', '5,5,5', '2,2,2,2,2,2,2,1'];

function* oldNumbers(text: string, reading: Reading): Generator<NumberFinding> {
  for (const { start, length, lengths, listed } of joined(reading, 15, 15, '12345678')) {
    const number = reading.values.slice(start, start + length);
    if (!PROVINCE.test(number)) continue;
    if (!dateOf(1900 + Number(number.slice(6, 8)), Number(number.slice(8, 10)), Number(number.slice(10, 12)))) continue;
    const form = lengths.join();
    if (lengths.length > 1 && !APART.includes(form) && (listed || !EVEN.includes(form))) continue;
    const { from } = reading.digits[start]!;
    const registered =
      passesMod11And10(number) &&
      /(?:注册|登记)(?:号码?|编号)[^\p{L}\p{N}]{0,4}$/u.test(text.slice(Math.max(0, from - 12), from));
    if (!registered) yield finding(reading, start, length);
  }
}

function finding({ digits }: Reading, start: number, length: number): NumberFinding {
  return { what: 'number', kind: 'identity-number', from: digits[start]!.from, to: digits[start + length - 1]!.to };
}
