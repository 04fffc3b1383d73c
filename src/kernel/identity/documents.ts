/** Identity documents a person may be reported under (clause 5.3). The declared type decides how the number is read. */
import type { ReasonCode, RemarkCode } from '../reasons.ts';
import { dateShape } from '../time/date-shape.ts';
import type { LocalDate } from '../time/local-date.ts';
import { DOCUMENT_TYPES, type DocumentType, type Sex } from '../vocabulary.ts';
import { mayBeCut } from './cut-number.ts';
import { birthDateOf, checkCharacter, checkResidentId, endingInX, sexOf } from './resident-id.ts';
import { cleanNumber, withoutTextMarks } from './text.ts';

export const DOCUMENT_TITLES: Readonly<Record<DocumentType, string>> = {
  'resident-id': '居民身份证',
  'residence-permit': '港澳台居民居住证',
  'hk-macao-permit': '港澳居民来往内地通行证',
  'taiwan-permit': '台湾居民来往大陆通行证',
  'permanent-residence': '外国人永久居留身份证',
  passport: '护照',
};

/** Spellings seen in departments' files; compared without blanks, brackets and “中华人民共和国”. */
const ALIASES: Readonly<Record<DocumentType, readonly string[]>> = {
  'resident-id': [
    '居民身份证',
    '身份证',
    '二代身份证',
    '第二代身份证',
    '第二代居民身份证',
    '二代居民身份证',
    '公民身份证',
    '身份证号',
    '身份证号码',
    '身份证件',
    '居民身份证号',
    '居民身份证号码',
    '居民身份证二代',
    '身份证二代',
    '1',
    '01',
    '111',
  ],
  'residence-permit': ['港澳台居民居住证', '港澳居民居住证', '台湾居民居住证', '港澳台居住证'],
  'hk-macao-permit': [
    '港澳居民来往内地通行证',
    '港澳居民通行证',
    '港澳同胞回乡证',
    '回乡证',
    '来往内地通行证',
    '港澳居民往来内地通行证',
    '港澳居民来往内地通行证非中国籍',
  ],
  'taiwan-permit': [
    '台湾居民来往大陆通行证',
    '台湾居民往来大陆通行证',
    '台湾居民通行证',
    '台湾通行证',
    '台胞证',
    '来往大陆通行证',
  ],
  'permanent-residence': [
    '外国人永久居留身份证',
    '外国人永久居留证',
    '永久居留身份证',
    '永久居留证',
    '外国人居留证',
    '绿卡',
  ],
  passport: ['护照', '普通护照', '外国护照', '中国护照', '因私护照', 'passport'],
};

const BY_NAME = new Map<string, DocumentType>(
  DOCUMENT_TYPES.flatMap((type) => [type, ...ALIASES[type]].map((alias) => [alias, type] as const)),
);

/** undefined: not a document this city takes (document.unknown) */
export function parseDocumentType(text: string): DocumentType | undefined {
  const exact = BY_NAME.get(text);
  if (exact) return exact;
  const name = text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s()（）:：*]/g, '')
    .replace('中华人民共和国', '');
  return BY_NAME.get(name);
}

export type DocumentVerdict =
  | {
      readonly ok: true;
      readonly type: DocumentType;
      /** as stored and shown */
      readonly number: string;
      /** what identifies the person, for the subject key: without the digits that change at each renewal */
      readonly identityNumber: string;
      readonly birthDate?: LocalDate;
      readonly sex?: Sex;
      readonly remarks: readonly RemarkCode[];
      /** the form is right and yet somebody should look; only a table is asked, not a person who shows the document */
      readonly doubt?: Extract<ReasonCode, 'document.maybe_date'>;
    }
  | {
      readonly ok: false;
      readonly reason: Extract<
        ReasonCode,
        'id.length' | 'id.checksum' | 'id.birthdate' | 'id.legacy_15' | 'id.truncated' | 'document.format'
      >;
      readonly suggestion?: string;
    };

const BAD_FORMAT: DocumentVerdict = { ok: false, reason: 'document.format' };

/** regions Hong Kong, Macao, Taiwan */
const RESIDENCE_PERMIT = /^8[123]0000/;

/** Checks a number by the rules of its declared type. */
export function checkDocument(type: DocumentType, raw: string): DocumentVerdict {
  if (type === 'resident-id') {
    const verdict = checkResidentId(raw);
    if (!verdict.ok) return verdict;
    const { id, birthDate, sex, remarks } = verdict;
    if (RESIDENCE_PERMIT.test(id)) return BAD_FORMAT; // else one person would have two subject keys
    return { ok: true, type, number: id, identityNumber: id, birthDate, sex, remarks };
  }
  const { text: written, remarks: cleaned } = cleanNumber(raw);
  // no other of these documents ends in an X that means ten
  const { text, remark } = type === 'passport' ? { text: written } : endingInX(written);
  const number = text.toUpperCase();
  const remarks: RemarkCode[] = number === text ? [...cleaned] : [...cleaned, 'document.lowercase'];
  if (remark !== undefined) remarks.push(remark);
  switch (type) {
    case 'residence-permit':
      return residencePermit(number, raw);
    case 'hk-macao-permit':
      return permit(type, number, /^[HM]\d{8}(\d{2})?$/, 9, remarks);
    case 'taiwan-permit':
      return notADate(permit(type, number, /^\d{8}(\d{2})?$/, 8, remarks), raw);
    case 'permanent-residence':
      return permanentResidence(number, remarks);
    case 'passport':
      // no passport has more than 9 characters, some records add a few; a resident id, right or wrong, would be a second subject
      return /^(?=.*\d)[A-Z0-9]{5,14}$/.test(number)
        ? notADate({ ok: true, type, number, identityNumber: number, remarks }, raw)
        : BAD_FORMAT;
  }
}

/** Without its hyphens a date has the form of a permit or a passport. */
function notADate(verdict: DocumentVerdict, raw: string): DocumentVerdict {
  if (!verdict.ok) return verdict;
  const shape = dateShape(withoutTextMarks(raw));
  if (shape === 'certain') return BAD_FORMAT;
  return shape === 'perhaps' ? { ...verdict, doubt: 'document.maybe_date' } : verdict;
}

const CROSS = /^\d{17}[×✕✖✗✘╳*＊﹡]$/u;
/** Greek and Cyrillic letters, Roman numerals and signs that look like letters or digits of a number */
const OTHER_SCRIPT = /[\p{Script=Greek}\p{Script=Cyrillic}\u2150-\u218b\u2460-\u24ff×✕✖╳]/u;

/** Which character of a refused number, or code, is none; undefined where that is not the fault. */
export function whyNoNumber(raw: string): Extract<RemarkCode, 'id.cross_for_x' | 'number.other_script'> | undefined {
  const { text } = cleanNumber(raw);
  if (CROSS.test(text)) return 'id.cross_for_x';
  return text.length <= 40 && OTHER_SCRIPT.test(text) ? 'number.other_script' : undefined;
}

/** Same structure as the resident id, with regions of its own. */
function residencePermit(number: string, raw: string): DocumentVerdict {
  const verdict = checkResidentId(raw);
  if (!verdict.ok) return verdict.reason === 'id.legacy_15' ? { ok: false, reason: 'id.length' } : verdict;
  if (!RESIDENCE_PERMIT.test(number)) return BAD_FORMAT;
  const { id, birthDate, sex, remarks } = verdict;
  return { ok: true, type: 'residence-permit', number: id, identityNumber: id, birthDate, sex, remarks };
}

function permit(
  type: DocumentType,
  number: string,
  form: RegExp,
  identifying: number,
  remarks: RemarkCode[],
): DocumentVerdict {
  if (!form.test(number)) return BAD_FORMAT;
  const identityNumber = number.slice(0, identifying);
  if (identityNumber !== number) remarks.push('document.renewal_ignored');
  return { ok: true, type, number, identityNumber, remarks };
}

/** New form: 18 digits beginning with 9, check MOD 11-2, born in digits 7 to 14. Old form: 3 letters and 12 digits. */
function permanentResidence(number: string, remarks: RemarkCode[]): DocumentVerdict {
  const type = 'permanent-residence';
  if (/^[A-Z]{3}\d{12}$/.test(number)) return { ok: true, type, number, identityNumber: number, remarks };
  if (!/^9\d{16}[\dX]$/.test(number)) return BAD_FORMAT;
  if (checkCharacter(number) !== number.charAt(17))
    return mayBeCut(number) ? { ok: false, reason: 'id.truncated' } : BAD_FORMAT;
  const birthDate = birthDateOf(number);
  if (!birthDate) return BAD_FORMAT;
  return { ok: true, type, number, identityNumber: number, birthDate, sex: sexOf(number), remarks };
}
