/** Resident identity numbers, GB 11643-1999: region 6, birth 8, order 3 (odd = male), check character. */
import type { ReasonCode, RemarkCode } from '../reasons.ts';
import { dateOf, type LocalDate } from '../time/local-date.ts';
import type { Sex } from '../vocabulary.ts';
import { mayBeCut } from './cut-number.ts';
import { isKnownRegion } from './regions.ts';
import { cleanNumber } from './text.ts';

declare const residentId: unique symbol;
export type ResidentId = string & { readonly [residentId]: true };

export type ResidentIdVerdict =
  | {
      readonly ok: true;
      readonly id: ResidentId;
      readonly birthDate: LocalDate;
      readonly sex: Sex;
      readonly remarks: readonly RemarkCode[];
    }
  | {
      readonly ok: false;
      readonly reason: Extract<
        ReasonCode,
        'id.length' | 'id.checksum' | 'id.birthdate' | 'id.legacy_15' | 'id.truncated'
      >;
      /** the 18-digit form of a 15-digit number, for the person to compare with the card */
      readonly suggestion?: string;
    };

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK = '10X98765432';

/** Check character of the first 17 digits, ISO 7064 MOD 11-2. */
export function checkCharacter(first17: string): string {
  let sum = 0;
  for (let i = 0; i < 17; i++) sum += (first17.charCodeAt(i) - 48) * (WEIGHTS[i] ?? 0);
  return CHECK.charAt(sum % 11);
}

/**
 * Checks one number. One fault gives one reason: length before content, an impossible day of birth before the check
 * character (a mistyped birth date breaks both, and the date is what the officer can see). A wrong check digit behind 00 is a
 * number cut by a spreadsheet; one that passes all the same is left to whoever knows the file it stands in.
 */
export function checkResidentId(raw: string): ResidentIdVerdict {
  const { text: written, remarks } = cleanNumber(raw);
  const { text, remark } = endingInX(written);
  if (/^\d{15}$/.test(text)) return fifteen(text);
  if (text.length !== 18) return { ok: false, reason: 'id.length' };
  if (!/^\d{17}[\dXx]$/.test(text)) return { ok: false, reason: 'id.checksum' };
  const birthDate = birthDateOf(text);
  if (!birthDate) return { ok: false, reason: 'id.birthdate' };
  const last = text.charAt(17);
  const id = last === 'x' ? `${text.slice(0, 17)}X` : text;
  if (checkCharacter(id) !== id.charAt(17)) return { ok: false, reason: mayBeCut(id) ? 'id.truncated' : 'id.checksum' };
  const noticed: RemarkCode[] = remark === undefined ? [...remarks] : [...remarks, remark];
  if (last === 'x') noticed.push('id.lowercase_x');
  if (!isKnownRegion(id)) noticed.push('id.region_unknown');
  return { ok: true, id: id as ResidentId, birthDate, sex: sexOf(id), remarks: noticed };
}

type Lookalike = Extract<RemarkCode, 'id.roman_x' | 'id.cyrillic_x' | 'id.greek_x'>;

/** letters that are drawn like the X at the end, and with the right check digit can mean nothing else */
const LIKE_X: Readonly<Record<string, Lookalike>> = {
  ...{ Ⅹ: 'id.roman_x', ⅹ: 'id.roman_x' },
  ...{ Х: 'id.cyrillic_x', х: 'id.cyrillic_x', Χ: 'id.greek_x', χ: 'id.greek_x' },
};

/** With the letter X at its end where the number has one of another script that is drawn like it; the remark says which. */
export function endingInX(text: string): { readonly text: string; readonly remark?: Lookalike } {
  const remark = LIKE_X[text.charAt(text.length - 1)];
  return remark === undefined ? { text } : { text: `${text.slice(0, -1)}X`, remark };
}

/** Characters 7 to 14 as a day of the calendar. */
export function birthDateOf(id: string): LocalDate | undefined {
  return dateOf(Number(id.slice(6, 10)), Number(id.slice(10, 12)), Number(id.slice(12, 14)));
}

/** Character 17: odd for men, even for women. */
export function sexOf(id: string): Sex {
  return id.charCodeAt(16) % 2 === 1 ? 'male' : 'female';
}

/** 15-digit numbers went out of use on 1 January 2013; their holders were all born in the twentieth century. */
function fifteen(text: string): ResidentIdVerdict {
  const first17 = `${text.slice(0, 6)}19${text.slice(6)}`;
  if (!dateOf(Number(first17.slice(6, 10)), Number(first17.slice(10, 12)), Number(first17.slice(12, 14)))) {
    return { ok: false, reason: 'id.length' };
  }
  return { ok: false, reason: 'id.legacy_15', suggestion: first17 + checkCharacter(first17) };
}
