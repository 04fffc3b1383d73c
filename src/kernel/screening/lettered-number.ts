/**
 * Numbers known by their letters or by the words before them: passports, permits to travel and to reside, service cards; and what stands
 * behind the words 身份证号, 护照号 … whatever its check digit says.
 */
import type { NumberFinding, NumberKind } from './finding.ts';
import type { Sign } from './signs.ts';

interface Form {
  readonly kind: NumberKind;
  /** over the signs: digits, capital letters, `-` for marks, characters of words; the last group is the number */
  readonly pattern: RegExp;
  /** nothing but letters tells these: a batch (E20200305) or an approval (国药准字H41020123) has the same form */
  readonly byLetters?: true;
}

/** Between the digits there may be a mark. */
const FORMS: readonly Form[] = [
  // ordinary, diplomatic, service and public affairs passports, those of Hong Kong and Macao
  { kind: 'passport', byLetters: true, pattern: /(?<![A-Z\d])(?:NO)?-?([EGDSPK]-?(?:\d-?){7}\d)(?![A-Z\d])/gu },
  {
    kind: 'passport',
    byLetters: true,
    pattern: /(?<![A-Z\d])(?:NO)?-?((?:E[A-Z]|DE|SE|PE|KJ|MA|MB)-?(?:\d-?){6}\d)(?![A-Z\d])/gu,
  },
  // to the mainland (H, M, with its renewals), to Hong Kong and Macao (C, W), to Taiwan (T, L)
  { kind: 'permit', byLetters: true, pattern: /(?<![A-Z\d])([HM]-?(?:\d-?){9}\d)(?![A-Z\d])/gu },
  { kind: 'permit', byLetters: true, pattern: /(?<![A-Z\d])([HMCWTL]-?(?:\d-?){7}\d)(?![A-Z\d])/gu },
  { kind: 'permit', byLetters: true, pattern: /(?<![A-Z\d])((?:C|W|T|L)[A-Z]-?(?:\d-?){6}\d)(?![A-Z\d])/gu },
  // permanent residence before 2023: the country and twelve digits
  { kind: 'permit', byLetters: true, pattern: /(?<![A-Z\d])([A-Z]{3}-?(?:\d-?){11}\d)(?![A-Z\d])/gu },
  {
    kind: 'service-card',
    pattern: /(?<!\p{Script=Han})([军兵士文空海武南北沈兰成济广京]-?字-?第?-?(?:\d-?){5,8})(?![A-Z\d])/gu,
  },
  {
    kind: 'service-card',
    pattern: /(?:军官|士兵|士官|警官|文职干部|军人|人民警察|义务兵)证[^\d]{0,8}?([A-Z]{0,2}-?(?:\d-?){5,8}\d)(?!\d)/gu,
  },
  { kind: 'passport', pattern: /(?:护照|PASSPORT)[^\dA-Z]{0,8}?(?:NO-?)?([A-Z]{0,3}-?(?:\d-?){6,9}\d)(?!\d)/gu },
  {
    kind: 'permit',
    pattern:
      /(?:通行证|台胞证|回乡证|居留证|居留身份证|居住证|返乡证)[^\dA-Z]{0,8}?([A-Z]{0,3}-?(?:\d-?){7,17}[\dX](?:-?[A-Z])?)(?!\d)/gu,
  },
  {
    kind: 'identity-number',
    pattern: /(?:身份证|身份号码|身份证明|证件号)[^\d]{0,8}?((?:\d-?){14}\d(?:(?:-?\d){1,2}-?[\dX])?)(?!\d)/gu,
  },
];

/** Nearly every text has neither a letter with digits behind it nor one of the words. */
const COULD_BE = /[A-Z]-?\d-?\d|证|护照|身份|PASSPORT|字-?第?-?\d/u;
/** So many signs before a number say what it is. */
const NEAR = 12;
const NAMED = /护照|通行证|台胞证|回乡证|居留|居住证|PASSPORT|证件/u;
/** 国药准字H41020123, 国食健字G20200123: the approval of a product. */
const APPROVED = /[准健械妆试特消]-?字-?第?-?$/u;
/** A day of our time is a batch or a document more often than a passport. */
const DAY = /^20[0-4]\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])/u;

/** @param chinese whether digits written in Chinese count as digits here */
export function* letteredNumbers(signs: readonly Sign[], chinese: boolean): Generator<NumberFinding> {
  const { plain, origins } = written(signs, chinese);
  if (!COULD_BE.test(plain)) return;
  for (const { kind, pattern, byLetters } of FORMS) {
    for (const found of plain.matchAll(pattern)) {
      const number = found[1]!;
      const start = found.index + found[0].length - number.length;
      if (byLetters && isGivenToThings(plain.slice(Math.max(0, start - NEAR), start), number)) continue;
      const last = start + number.replace(/-$/u, '').length - 1;
      yield { what: 'number', kind, from: origins[start]!.from, to: origins[last]!.to };
    }
  }
}

function isGivenToThings(before: string, number: string): boolean {
  return APPROVED.test(before) || (!NAMED.test(before) && DAY.test(number.replaceAll(/[^\d]/gu, '')));
}

/** One character for each sign, a row of marks as one. */
function written(signs: readonly Sign[], chinese: boolean): { plain: string; origins: readonly Sign[] } {
  const origins: Sign[] = [];
  let plain = '';
  for (const sign of signs) {
    if (sign.kind === 'mark' && plain.endsWith('-')) continue;
    const character = sign.chinese && !chinese ? '数' : sign.as;
    plain += character;
    for (let unit = 0; unit < character.length; unit++) origins.push(sign);
  }
  return { plain, origins };
}
