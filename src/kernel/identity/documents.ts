/** Identity documents of persons: which type a form declares, and whether the number has the form of that type. */
import type { ReasonCode, RemarkCode } from '../reasons.ts';
import { dateOf, type LocalDate } from '../time/local-date.ts';
import { checkResidentId, mod11Check, type ResidentIdOptions } from './resident-id.ts';
import type { Sex } from './sex.ts';
import { readNumber } from './written-number.ts';

export const DOCUMENT_TYPES = [
  'resident-id',
  'residence-permit',
  'hk-macao-permit',
  'taiwan-permit',
  'permanent-residence',
  'passport',
] as const;
export type DocumentType = (typeof DOCUMENT_TYPES)[number];

export const DOCUMENT_NAMES: Readonly<Record<DocumentType, string>> = {
  'resident-id': '居民身份证',
  'residence-permit': '港澳台居民居住证',
  'hk-macao-permit': '港澳居民来往内地通行证',
  'taiwan-permit': '台湾居民来往大陆通行证',
  'permanent-residence': '外国人永久居留身份证',
  passport: '护照',
};

/** Names in use, without brackets and spaces. 往来港澳通行证 is not among them: it is no identity document. */
const ALIASES: Readonly<Record<DocumentType, readonly string[]>> = {
  'resident-id': [
    '身份证',
    '居民身份证',
    '中华人民共和国居民身份证',
    '公民身份证',
    '中国居民身份证',
    '大陆居民身份证',
    '内地居民身份证',
    '二代身份证',
    '第二代身份证',
    '第二代居民身份证',
    '二代居民身份证',
    '二代证',
    '临时身份证',
    '临时居民身份证',
    '公民身份',
  ],
  'residence-permit': [
    '港澳台居民居住证',
    '港澳台居住证',
    '港澳居民居住证',
    '港澳居住证',
    '台湾居民居住证',
    '台湾居住证',
    '中华人民共和国港澳居民居住证',
    '中华人民共和国台湾居民居住证',
  ],
  'hk-macao-permit': [
    '港澳居民来往内地通行证',
    '港澳居民往来内地通行证',
    '港澳同胞回乡证',
    '港澳来往内地通行证',
    '港澳往来内地通行证',
    '港澳居民通行证',
    '回乡证',
  ],
  'taiwan-permit': [
    '台湾居民来往大陆通行证',
    '台湾居民往来大陆通行证',
    '台湾来往大陆通行证',
    '台湾同胞来往大陆通行证',
    '台湾居民通行证',
    '台胞证',
  ],
  'permanent-residence': [
    '外国人永久居留身份证',
    '外国人永久居留证',
    '外国人永久居住证',
    '永久居留身份证',
    '永久居留证',
    '中国绿卡',
    '五星卡',
  ],
  passport: ['护照', '普通护照', '中国护照', '外国护照', '因私护照', '外国人护照', '中华人民共和国护照', 'PASSPORT'],
};

const TYPE_BY_NAME: ReadonlyMap<string, DocumentType> = new Map(
  DOCUMENT_TYPES.flatMap((type) => [
    [type.toUpperCase(), type] as const,
    ...ALIASES[type].map((alias) => [alias, type] as const),
  ]),
);

export type ParsedDocumentType =
  | { readonly ok: true; readonly type: DocumentType; readonly remarks: readonly RemarkCode[] }
  | { readonly ok: false; readonly reason: 'document.unknown'; readonly detail: string };

const NO_REMARKS: readonly RemarkCode[] = [];

/** The declared type; a blank is taken for the resident identity card, with a remark. */
export function parseDocumentType(written: string): ParsedDocumentType {
  const known = TYPE_BY_NAME.get(written);
  if (known) return { ok: true, type: known, remarks: NO_REMARKS };
  const clean = written
    .normalize('NFKC')
    .replace(/[\p{Z}\p{C}]/gu, '')
    .toUpperCase();
  if (clean === '') return { ok: true, type: 'resident-id', remarks: ['document.assumed_resident_id'] };
  const bare = clean.replace(/\([^)]*\)/g, '').replace(/(?:证件)?(?:号码|号)$/, '');
  const type = TYPE_BY_NAME.get(clean) ?? TYPE_BY_NAME.get(bare);
  if (type) return { ok: true, type, remarks: NO_REMARKS };
  return { ok: false, reason: 'document.unknown', detail: `填写的是“${[...clean].slice(0, 20).join('')}”` };
}

export type DocumentReason = Extract<ReasonCode, `id.${string}` | 'document.format'>;

export type CheckedDocument =
  | {
      readonly ok: true;
      readonly type: DocumentType;
      /** canonical, as it stands on the document */
      readonly number: string;
      /** what identifies the person across renewals; the subject key is made of it */
      readonly identityNumber: string;
      readonly birthDate?: LocalDate;
      readonly sex?: Sex;
      readonly remarks: readonly RemarkCode[];
    }
  | {
      readonly ok: false;
      readonly reason: DocumentReason;
      readonly detail?: string;
      readonly suggestion?: string;
      readonly remarks: readonly RemarkCode[];
    };

/** Checks a number against its *declared* type; the type is never guessed from the number. */
export function checkDocument(type: DocumentType, written: string, options: ResidentIdOptions = {}): CheckedDocument {
  switch (type) {
    case 'resident-id':
      return checkIdentityCard(written, options);
    case 'residence-permit':
      return checkResidencePermit(written, options);
    default:
      return checkOther(type, written);
  }
}

function checkIdentityCard(written: string, options: ResidentIdOptions): CheckedDocument {
  const checked = checkResidentId(written, options);
  if (!checked.ok) return checked;
  if (RESIDENCE_PERMIT_REGIONS.has(checked.region)) {
    return refused('号码属于港澳台居民居住证，请改正证件类型', checked.remarks);
  }
  return accepted('resident-id', checked);
}

const RESIDENCE_PERMIT_REGIONS: ReadonlySet<string> = new Set(['810000', '820000', '830000']);

function checkResidencePermit(written: string, options: ResidentIdOptions): CheckedDocument {
  const checked = checkResidentId(written, options);
  if (!checked.ok) {
    const otherNumber = checked.reason === 'id.length' || checked.reason === 'id.legacy_15';
    return otherNumber ? refused('港澳台居民居住证号码为18位', checked.remarks) : checked;
  }
  if (!RESIDENCE_PERMIT_REGIONS.has(checked.region)) {
    return refused('港澳台居民居住证号码以810000、820000或830000开头', checked.remarks);
  }
  return accepted('residence-permit', checked);
}

function accepted(
  type: DocumentType,
  checked: Extract<ReturnType<typeof checkResidentId>, { ok: true }>,
): CheckedDocument {
  const { number, birthDate, sex, remarks } = checked;
  return { ok: true, type, number, identityNumber: number, birthDate, sex, remarks };
}

function checkOther(type: Exclude<DocumentType, 'resident-id' | 'residence-permit'>, written: string): CheckedDocument {
  const { text, remarks: found } = readNumber(written);
  const number = text.toUpperCase();
  const remarks = number === text ? found : [...found, 'document.lowercase' as const];
  if (number === '') return refused('未填写号码', found);
  switch (type) {
    case 'hk-macao-permit':
      // H Hong Kong, M Macao; the two digits that may follow count the renewals
      if (!/^[HM]\d{8}(?:\d{2})?$/.test(number)) return refused('应为H或M加8位数字（可另加2位换证次数）', remarks);
      return {
        ok: true,
        type,
        number,
        identityNumber: number.slice(0, 9),
        remarks: number.length === 11 ? [...remarks, 'document.renewal_ignored'] : remarks,
      };
    case 'taiwan-permit':
      if (!/^\d{8}$/.test(number)) return refused('应为8位数字', remarks);
      return { ok: true, type, number, identityNumber: number, remarks };
    case 'permanent-residence':
      return checkPermanentResidence(number, remarks);
    case 'passport':
      if (!/^(?=.*\d)[A-Z0-9]{5,20}$/.test(number)) return refused('应为5至20位字母和数字', remarks);
      if (number.length === 18 && checkResidentId(number).ok) {
        return refused('号码是居民身份证号码，请改正证件类型', remarks);
      }
      return { ok: true, type, number, identityNumber: number, remarks };
  }
}

/** New form (2023): 9, place 2, nationality 3, birth 8, order 3, check MOD 11-2. Old form: 3 letters and 12 digits. */
function checkPermanentResidence(number: string, remarks: readonly RemarkCode[]): CheckedDocument {
  const type = 'permanent-residence';
  if (/^[A-Z]{3}\d{12}$/.test(number)) return { ok: true, type, number, identityNumber: number, remarks };
  if (!/^9\d{16}[\dX]$/.test(number)) return refused('应为9开头的18位，或3位字母加12位数字', remarks);
  const birthDate = dateOf(Number(number.slice(6, 10)), Number(number.slice(10, 12)), Number(number.slice(12, 14)));
  if (birthDate === undefined) return refused('号码第7至14位不是有效的出生日期', remarks);
  if (mod11Check(number) !== number[17]) return refused('校验位不符，至少有一位填错', remarks);
  return { ok: true, type, number, identityNumber: number, birthDate, remarks };
}

function refused(detail: string, remarks: readonly RemarkCode[]): CheckedDocument {
  return { ok: false, reason: 'document.format', detail, remarks };
}
