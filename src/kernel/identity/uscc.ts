/**
 * The unified social credit code (GB 32100-2015): authority, class, region 6, organisation code 9 (GB 11714), check.
 * Two independent checks give three verdicts, because genuine codes exist whose last character is wrong.
 */
import type { ReasonCode, RemarkCode } from '../reasons.ts';
import { isAssignedPrefecture } from './divisions.ts';
import { looksLikeSpreadsheetNumber, readNumber } from './written-number.ts';

declare const uscc: unique symbol;
/** 18 characters of the code's alphabet, upper case; checked, or suspect with evidence asked for */
export type Uscc = string & { readonly [uscc]: true };

export type InvalidUsccReason = Exclude<Extract<ReasonCode, `uscc.${string}`>, 'uscc.checksum'>;

export type CheckedUscc =
  | { readonly verdict: 'valid'; readonly uscc: Uscc; readonly remarks: readonly RemarkCode[] }
  | {
      readonly verdict: 'suspect';
      readonly uscc: Uscc;
      readonly reason: 'uscc.checksum';
      readonly detail: string;
      readonly remarks: readonly RemarkCode[];
    }
  | {
      readonly verdict: 'invalid';
      readonly reason: InvalidUsccReason;
      readonly detail?: string;
      /** what was probably meant; never taken over without the reporter */
      readonly suggestion?: string;
      readonly remarks: readonly RemarkCode[];
    };

/** No I, O, S, V, Z. */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const SHAPE = /^[0-9A-HJ-NP-RTUWXY]{18}$/;
const VALUES = valueTable(ALPHABET);
/** In the organisation code letters count A=10 … Z=35. */
const ORGANISATION_VALUES = valueTable('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ');
/** 3^(i−1) mod 31 */
const WEIGHTS = Array.from({ length: 17 }, (_, i) => 3 ** i % 31);
const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2] as const;

/** Registration authority → classes of organisation it registers (GB 32100-2015, table 1, with later additions). */
const CLASSES: Readonly<Record<string, string>> = {
  '1': '1239',
  '2': '19',
  '3': '123459',
  '4': '19',
  '5': '1239',
  '6': '129',
  '7': '129',
  '8': '19',
  '9': '1239',
  A: '19',
  N: '1239',
  Y: '1',
};

function valueTable(characters: string): Int8Array {
  const table = new Int8Array(128).fill(-1);
  for (let i = 0; i < characters.length; i++) table[characters.charCodeAt(i)] = i;
  return table;
}

/** The check character of the first 17 characters, modulus 31. */
export function usccCheck(code: string): string {
  let sum = 0;
  for (let i = 0; i < 17; i++) sum += VALUES[code.charCodeAt(i)]! * WEIGHTS[i]!;
  return ALPHABET[(31 - (sum % 31)) % 31]!;
}

/** The check character of an organisation code's eight characters, modulus 11 (GB 11714). */
export function organisationCodeCheck(body: string): string {
  let sum = 0;
  for (let i = 0; i < 8; i++) sum += ORGANISATION_VALUES[body.charCodeAt(i)]! * ORGANISATION_WEIGHTS[i]!;
  const check = 11 - (sum % 11);
  return check === 10 ? 'X' : check === 11 ? '0' : String(check);
}

export function checkUscc(written: string): CheckedUscc {
  const { code, remarks } = readCode(written);
  if (code.length !== 18) return wrongLength(code, remarks);
  if (!SHAPE.test(code)) return wrongAlphabet(code, remarks);
  if (!CLASSES[code[0]!]?.includes(code[1]!)) {
    return invalid('uscc.structure', remarks, `没有以“${code.slice(0, 2)}”开头的代码`);
  }
  const region = code.slice(2, 8);
  if (!/^\d{6}$/.test(region)) return invalid('uscc.structure', remarks, '第3至8位（行政区划）应为数字');

  const assigned = isAssignedPrefecture(region);
  const all = assigned ? remarks : [...remarks, 'uscc.region_unknown' as const];
  if (organisationCodeCheck(code.slice(8, 16)) !== code[16]) {
    if (!assigned) return invalid('uscc.structure', remarks, `没有行政区划“${region}”`);
    return invalid('uscc.organisation_code', remarks);
  }
  if (usccCheck(code) !== code[17]) {
    const detail = `末位应为“${usccCheck(code)}”，填写的是“${code[17]}”`;
    return { verdict: 'suspect', uscc: code as Uscc, reason: 'uscc.checksum', detail, remarks: all };
  }
  return { verdict: 'valid', uscc: code as Uscc, remarks: all };
}

/** The number of a licence's copy, written behind the code: `（1-1）`, `(1/2)`, `（副本）`, ` 1-1`. */
const COPY_SUFFIX =
  /[\s　]*[(（][\s　]*(?:[正副]本)?[\s　]*\d{0,2}[\s　]*(?:[-－—–/][\s　]*\d{1,2})?[\s　]*[)）][\s　]*$|[\s　]+\d{1,2}[-－]\d{1,2}[\s　]*$/;

function readCode(written: string): { code: string; remarks: readonly RemarkCode[] } {
  if (SHAPE.test(written)) return { code: written, remarks: [] };
  const body = written.replace(COPY_SUFFIX, '');
  const { text, remarks } = readNumber(body);
  const code = text.toUpperCase();
  return {
    code,
    remarks: [
      ...remarks,
      ...(body === written ? [] : (['uscc.licence_copy_suffix'] as const)),
      ...(code === text ? [] : (['uscc.lowercase'] as const)),
    ],
  };
}

function wrongLength(code: string, remarks: readonly RemarkCode[]): CheckedUscc {
  if (/^\d{15}$/.test(code)) {
    // a registration number with a digit mistyped is still no credit code; the check only makes the wording firmer
    const detail = isLegacyRegistrationNumber(code) ? undefined : '15位数字是旧注册号的形式（且校验位不符）';
    return invalid('uscc.legacy_registration_number', remarks, detail);
  }
  if (code === '') return invalid('uscc.length', remarks, '未填写代码');
  if (looksLikeSpreadsheetNumber(code)) {
    return invalid('uscc.length', remarks, '代码已被表格软件改写为科学计数形式，请把该列设为“文本”格式后重新录入');
  }
  if (/^[0-9A-Z]{8}[0-9X]$/.test(code))
    return invalid('uscc.length', remarks, '填写的是9位组织机构代码，请改填18位统一社会信用代码');
  return invalid('uscc.length', remarks, `填写了${[...code].length}位`);
}

const MISTAKEN: Readonly<Record<string, string>> = { I: '1', O: '0', S: '5', Z: '2' };

function wrongAlphabet(code: string, remarks: readonly RemarkCode[]): CheckedUscc {
  if (looksLikeSpreadsheetNumber(code)) return wrongLength(code, remarks);
  const strange = [...new Set(code.replace(/[0-9A-HJ-NP-RTUWXY]/g, ''))].join('、');
  const detail = `含有“${strange}”`;
  const corrected = code.replace(/[IOSZ]/g, (letter) => MISTAKEN[letter]!);
  const suggested = corrected !== code && SHAPE.test(corrected) && checkUscc(corrected).verdict === 'valid';
  if (!suggested) return invalid('uscc.alphabet', remarks, detail);
  return {
    ...invalid('uscc.alphabet', remarks, `${detail}，可能应为 ${corrected}，请与证照核对`),
    suggestion: corrected,
  };
}

/** 15 digits of the registration number used before 2015, whose last is an ISO 7064 MOD 11,10 check. */
export function isLegacyRegistrationNumber(text: string): boolean {
  if (!/^\d{15}$/.test(text)) return false;
  let product = 10;
  for (let i = 0; i < 14; i++) {
    const sum = (product + text.charCodeAt(i) - 48) % 10 || 10;
    product = (sum * 2) % 11;
  }
  return (product + text.charCodeAt(14) - 48) % 10 === 1;
}

function invalid(
  reason: InvalidUsccReason,
  remarks: readonly RemarkCode[],
  detail?: string,
): Extract<CheckedUscc, { verdict: 'invalid' }> {
  return { verdict: 'invalid', reason, remarks, ...(detail === undefined ? {} : { detail }) };
}
