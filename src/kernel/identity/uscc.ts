/**
 * Unified social credit codes, GB 32100-2015: authority, class, region 6, organisation code 9 (GB 11714), check character.
 * Two independent checks and three verdicts, because genuine codes exist that fail the first check only.
 */
import type { ReasonCode, RemarkCode } from '../reasons.ts';
import { mayBeCut } from './cut-number.ts';
import { isKnownRegion } from './regions.ts';
import { cleanNumber } from './text.ts';

declare const uscc: unique symbol;
export type Uscc = string & { readonly [uscc]: true };

export type UsccFault = Extract<
  ReasonCode,
  | 'uscc.length'
  | 'uscc.alphabet'
  | 'uscc.structure'
  | 'uscc.organisation_code'
  | 'uscc.legacy_registration_number'
  | 'uscc.truncated'
>;

export type UsccVerdict =
  | { readonly verdict: 'valid'; readonly uscc: Uscc; readonly remarks: readonly RemarkCode[] }
  /** fails check 1, passes check 2: may be genuine; needs registry evidence and a reason */
  | {
      readonly verdict: 'suspect';
      readonly uscc: Uscc;
      readonly reason: 'uscc.checksum';
      readonly remarks: readonly RemarkCode[];
    }
  | {
      readonly verdict: 'invalid';
      readonly reason: UsccFault /** never applied, only shown */;
      readonly suggestion?: string;
    };

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const VALUES = new Map([...ALPHABET].map((character, value) => [character, value]));
const WEIGHTS = Array.from({ length: 17 }, (_, i) => 3 ** i % 31);
const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];

/** registering authority → classes it registers; a closed table */
const CLASSES: Readonly<Record<string, string>> = {
  1: '1239',
  2: '19',
  3: '123459',
  4: '19',
  5: '1239',
  6: '129',
  7: '129',
  8: '19',
  9: '1239',
  A: '19',
  N: '1239',
  Y: '1',
};

/** letters the alphabet leaves out because they look like digits */
const LOOKALIKES: Readonly<Record<string, string>> = { I: '1', O: '0', S: '5', Z: '2' };

/** `1-1`, `副本`, `副本 1-1`, in brackets behind a code: which copy of the licence it was pasted from, with the code */
const LICENCE_COPY = /^(?:[正副]本|(?:[正副]本\s*)?[\d０-９]+\s*[-－—–/／]\s*[\d０-９]+)$/u;
const OPENING = '（(';
const CLOSING = '）)';

/** The number in a cell, without the number of the licence's copy; not checked. */
export const writtenCode = (raw: string): string => cleanNumber(raw.replace(LICENCE_COPY, '')).text;

export function checkUscc(raw: string): UsccVerdict {
  const withoutCopy = withoutLicenceCopies(raw);
  const { text, remarks: cleaned } = cleanNumber(withoutCopy);
  const code = text.toUpperCase();
  const remarks: RemarkCode[] = [...cleaned];
  if (withoutCopy !== raw) remarks.push('uscc.licence_copy_suffix');
  if (code !== text) remarks.push('uscc.lowercase');

  if (code.length === 15 && isLegacyRegistrationNumber(code))
    return { verdict: 'invalid', reason: 'uscc.legacy_registration_number' };
  if (code.length !== 18) return { verdict: 'invalid', reason: 'uscc.length' };
  if ([...code].some((character) => !VALUES.has(character)))
    return { verdict: 'invalid', reason: 'uscc.alphabet', ...suggest(code) };
  if (!CLASSES[code.charAt(0)]?.includes(code.charAt(1)) || !/^\d{6}$/.test(code.slice(2, 8))) {
    return { verdict: 'invalid', reason: 'uscc.structure' };
  }
  const organisationCodeFits = organisationCheck(code.slice(8, 16)) === code.charAt(16);
  const regionKnown = isKnownRegion(code.slice(2, 8));
  // a table of regions grows old: alone it never refuses a code, with a failed check it names the likelier fault
  if (!organisationCodeFits && mayBeCut(code)) return { verdict: 'invalid', reason: 'uscc.truncated' };
  if (!organisationCodeFits)
    return { verdict: 'invalid', reason: regionKnown ? 'uscc.organisation_code' : 'uscc.structure' };
  if (!regionKnown) remarks.push('uscc.region_unknown');
  if (usccCheck(code) !== code.charAt(17))
    return { verdict: 'suspect', uscc: code as Uscc, reason: 'uscc.checksum', remarks };
  return { verdict: 'valid', uscc: code as Uscc, remarks };
}

/** From the end, bracket by bracket, so that each character is looked at once; unchanged where no copy is named. */
function withoutLicenceCopies(raw: string): string {
  let kept = raw;
  for (;;) {
    const text = kept.trimEnd();
    if (text === '' || !CLOSING.includes(text.charAt(text.length - 1))) return kept;
    let opening = text.length - 2;
    while (opening >= 0 && !OPENING.includes(text.charAt(opening)) && !CLOSING.includes(text.charAt(opening)))
      opening -= 1;
    if (opening < 0 || !LICENCE_COPY.test(text.slice(opening + 1, -1).trim())) return kept;
    kept = text.slice(0, opening).trimEnd();
  }
}

/** Sole traders (个体工商户, authority 9, class 2) are natural persons in business: the public site never holds them by its own accord. */
export const isSoleTrader = (code: string): boolean => code.startsWith('92');

declare const business: unique symbol;
/** The code of an organisation that is no natural person: what a list or a public page can be about. */
export type BusinessCode = string & { readonly [business]: true };
export const isBusinessCode = (code: string): code is BusinessCode => !isSoleTrader(code);

/** Check 1: character 18 over the first 17. */
export function usccCheck(first17: string): string {
  let sum = 0;
  for (let i = 0; i < 17; i++) sum += (VALUES.get(first17.charAt(i)) ?? 0) * (WEIGHTS[i] ?? 0);
  return ALPHABET.charAt((31 - (sum % 31)) % 31);
}

/** Check 2 (GB 11714): character 17 over characters 9 to 16, where letters count A = 10 … Z = 35. */
export function organisationCheck(eight: string): string {
  let sum = 0;
  for (let i = 0; i < 8; i++) sum += Number.parseInt(eight.charAt(i), 36) * (ORGANISATION_WEIGHTS[i] ?? 0);
  const check = 11 - (sum % 11);
  return check === 10 ? 'X' : check === 11 ? '0' : String(check);
}

/**
 * Registration numbers of before 2015 have 15 digits: region 6, order 8, check by ISO 7064 MOD 11,10. Files hold many whose
 * check digit is wrong too; a known region is enough to tell the officer what they are looking at.
 */
function isLegacyRegistrationNumber(text: string): boolean {
  return /^\d{15}$/.test(text) && (passesMod11And10(text) || isKnownRegion(text));
}

/** ISO 7064 MOD 11,10 over all digits, the check digit last. */
export function passesMod11And10(digits: string): boolean {
  let product = 10;
  for (let i = 0; i < digits.length - 1; i++) {
    const sum = (product + Number(digits.charAt(i))) % 10 || 10;
    product = (sum * 2) % 11;
  }
  return (product + Number(digits.charAt(digits.length - 1))) % 10 === 1;
}

function suggest(code: string): { suggestion?: string } {
  const suggestion = code.replaceAll(/[IOSZ]/g, (character) => LOOKALIKES[character] ?? character);
  return checkUsccPlain(suggestion) ? { suggestion } : {};
}

function checkUsccPlain(code: string): boolean {
  return [...code].every((character) => VALUES.has(character)) && checkUscc(code).verdict === 'valid';
}
