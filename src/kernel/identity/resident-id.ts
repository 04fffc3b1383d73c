/** The 18-character resident identity number (GB 11643-1999): region 6, birth 8, order 3 (odd = male), check 1. */
import type { ReasonCode, RemarkCode } from '../reasons.ts';
import { dateOf, type LocalDate } from '../time/local-date.ts';
import { provinceOf } from './divisions.ts';
import { type Sex, sexInChinese } from './sex.ts';
import { looksLikeSpreadsheetNumber, readNumber } from './written-number.ts';

declare const residentId: unique symbol;
/** 18 characters, checked; the last may be `X`, never `x` */
export type ResidentId = string & { readonly [residentId]: true };

export type ResidentIdReason = Extract<ReasonCode, `id.${string}`>;

export type CheckedResidentId =
  | {
      readonly ok: true;
      readonly number: ResidentId;
      readonly region: string;
      readonly birthDate: LocalDate;
      readonly sex: Sex;
      readonly remarks: readonly RemarkCode[];
    }
  | {
      readonly ok: false;
      readonly reason: ResidentIdReason;
      /** what was found in this very number, in Chinese */
      readonly detail?: string;
      /** what was probably meant; never taken over without the reporter */
      readonly suggestion?: string;
      readonly remarks: readonly RemarkCode[];
    };

export interface ResidentIdOptions {
  /** the sex the form gives; must agree when given */
  readonly sex?: Sex | undefined;
  /** the day of the report: nobody is born later */
  readonly on?: LocalDate | undefined;
}

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const CHECKS = '10X98765432';
const SHAPE = /^\d{17}[\dX]$/;

/** ISO 7064 MOD 11-2 over the first 17 digits. */
export function mod11Check(digits: string): string {
  let sum = 0;
  for (let i = 0; i < 17; i++) sum += (digits.charCodeAt(i) - 48) * WEIGHTS[i]!;
  return CHECKS[sum % 11]!;
}

/** One fault gives one reason, in this order: length, date of birth, check digit, sex. */
export function checkResidentId(written: string, options: ResidentIdOptions = {}): CheckedResidentId {
  const { text, remarks } = readNumber(written);
  if (text.length !== 18) return wrongLength(text, remarks);
  if (looksLikeSpreadsheetNumber(text)) return spoiledBySpreadsheet(remarks);

  const number = text.endsWith('x') ? `${text.slice(0, 17)}X` : text;
  if (!SHAPE.test(number)) {
    const detail = /[*＊?？]/.test(number) ? '号码被遮盖，须填写完整号码' : '前17位应全为数字，末位为数字或X';
    return { ok: false, reason: 'id.checksum', detail, remarks };
  }
  const birthDate = dateOf(Number(number.slice(6, 10)), Number(number.slice(10, 12)), Number(number.slice(12, 14)));
  if (birthDate === undefined || (options.on !== undefined && birthDate > options.on)) {
    return { ok: false, reason: 'id.birthdate', detail: `第7至14位是“${number.slice(6, 14)}”`, remarks };
  }
  if (mod11Check(number) !== number[17]) {
    // spreadsheets keep 15 significant digits and fill up with zeros
    if (number.endsWith('000')) {
      return {
        ok: false,
        reason: 'id.checksum',
        detail: '末三位为000，可能已被表格软件当作数字改写，请把该列设为“文本”格式后重新录入',
        remarks,
      };
    }
    return { ok: false, reason: 'id.checksum', remarks };
  }
  const sex: Sex = number.charCodeAt(16) % 2 === 1 ? 'male' : 'female';
  if (options.sex !== undefined && options.sex !== sex) {
    const detail = `填写的性别是“${sexInChinese(options.sex)}”，号码表示“${sexInChinese(sex)}”`;
    return { ok: false, reason: 'id.gender_mismatch', detail, remarks };
  }
  const region = number.slice(0, 6);
  return {
    ok: true,
    number: number as ResidentId,
    region,
    birthDate,
    sex,
    remarks: withRemarks(remarks, text, region),
  };
}

function withRemarks(remarks: readonly RemarkCode[], text: string, region: string): readonly RemarkCode[] {
  const lowercase = text.endsWith('x');
  const unknown = provinceOf(region) === undefined;
  if (!lowercase && !unknown) return remarks;
  return [
    ...remarks,
    ...(lowercase ? (['id.lowercase_x'] as const) : []),
    ...(unknown ? (['id.region_unknown'] as const) : []),
  ];
}

function wrongLength(text: string, remarks: readonly RemarkCode[]): CheckedResidentId {
  if (looksLikeSpreadsheetNumber(text)) return spoiledBySpreadsheet(remarks);
  const suggestion = fromLegacy(text);
  if (suggestion) {
    return {
      ok: false,
      reason: 'id.legacy_15',
      detail: `按规则换算的18位号码为 ${suggestion}，请与证件核对`,
      suggestion,
      remarks,
    };
  }
  const detail = text === '' ? '未填写号码' : `填写了${[...text].length}位`;
  return { ok: false, reason: 'id.length', detail, remarks };
}

function spoiledBySpreadsheet(remarks: readonly RemarkCode[]): CheckedResidentId {
  const detail = '号码已被表格软件改写为科学计数形式，末几位已丢失，请把该列设为“文本”格式后重新录入';
  return { ok: false, reason: 'id.length', detail, remarks };
}

/** The 18-character form of a 15-digit number of the old kind (births of 19xx), or undefined when it is none. */
export function fromLegacy(text: string): ResidentId | undefined {
  if (!/^\d{15}$/.test(text)) return undefined;
  const digits = `${text.slice(0, 6)}19${text.slice(6)}`;
  if (dateOf(Number(digits.slice(6, 10)), Number(digits.slice(10, 12)), Number(digits.slice(12, 14))) === undefined) {
    return undefined;
  }
  return (digits + mod11Check(digits)) as ResidentId;
}
