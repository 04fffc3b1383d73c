/** Numbers hidden in sentences, in every way of writing them, and the numbers that sentences are full of otherwise. */
import { describe, expect, test } from 'vitest';
import { cleanSentences } from '../../../tests/support/clean-sentences.ts';
import { inventedResidentId, inventedUscc } from '../../../tests/support/people.ts';
import {
  CROSSES,
  INVISIBLE,
  inPieces,
  inScript,
  SCRIPTS,
  SEPARATORS,
  spaced,
} from '../../../tests/support/written-numbers.ts';
import { checkCharacter } from '../identity/resident-id.ts';
import { organisationCheck, usccCheck } from '../identity/uscc.ts';
import { documentNumbersIn } from './document-number.ts';
import type { NumberKind } from './finding.ts';

const number = inventedResidentId('1985-06-15', 13);
const endingInX = Array.from({ length: 99 }, (_, order) => inventedResidentId('1985-06-15', order + 1)).find((one) =>
  one.endsWith('X'),
)!;
const first17 = endingInX.slice(0, 17);
const old = number.slice(0, 6) + number.slice(8, 17);
/** A card of 19 digits with its check digit, of an issuer's number that nobody has. */
const card = luhn('622299000000012345');
const visa = luhn('411111111111111');

function luhn(first: string): string {
  const last = '0123456789'.split('').find((check) => documentNumbersIn(`卡${first}${check}`).length > 0);
  if (last === undefined) throw new Error('no check digit makes a card of it');
  return first + last;
}

const [region, born, rest] = [number.slice(0, 6), number.slice(6, 14), number.slice(14)];

type Form = readonly [name: string, text: string];
const IDENTITY: readonly Form[] = [
  ['alone', number],
  ['in a sentence', `法定代表人赵某${number}捐赠口罩`],
  ['behind a telephone, a blank between', `赵某（电话 0371-67180000 ${number}）组织捐赠`],
  ['behind another number, nothing between', `单号1${number}`],
  ['before another number, nothing between', `${number}0012`],
  ['between two numbers', `20200305${number}5000`],
  ['behind an amount', `捐款5000、${number}`],
  ['twice the same', `${number}${number}`],
  ['in the standard pieces', inPieces(number, [6, 8, 4], ' ')],
  ['in pieces of other lengths', inPieces(number, [1, 2, 3, 5, 7], '-')],
  ['letters before it', `ID${number}END`],
  ['as a date of birth', `籍贯${region}，1985年06月15日生，尾号${rest}`],
  ['split by words', `前六位${region}后八位${born}末四位${rest}`],
  ['split by other words', `证件开头是${region}，接着是${born}，最后${rest}`],
  ['split by words, in figures', `前6位${region}，中间8位${born}，后4位${rest}`],
  ['split into numbered parts', `1.${region} 2.${born} 3.${rest}`],
  [
    'split by words, in Chinese',
    `前六位${inScript(region, 'chinese')}后八位${inScript(born, 'chinese')}末四位${inScript(rest, 'chinese')}`,
  ],
  ['half in Chinese', `${inScript(region, 'formal')}${born}${inScript(rest, 'chinese')}`],
  ['O for zero and l for one', number.replaceAll('0', 'O').replaceAll('1', 'l')],
  ['parenthesised', [...number].map((digit) => `（${digit}）`).join('')],
  [
    'bracketed digits of one character',
    [...number].map((digit) => (digit === '0' ? '0' : String.fromCodePoint(0x2473 + Number(digit)))).join(''),
  ],
  [
    'digits with full stops of one character',
    [...number].map((digit) => (digit === '0' ? '0' : String.fromCodePoint(0x2487 + Number(digit)))).join(''),
  ],
  ['keycaps', [...number].map((digit) => `${digit}\ufe0f\u20e3`).join('')],
  ['struck through', spaced(number, '\u0336')],
  ['over several lines', inPieces(number, [6, 4, 4, 4], '\r\n')],
  ['mistyped, behind the words', `身份证号：${number.slice(0, 17)}${number.endsWith('1') ? '2' : '1'}`],
  ['of a permanent resident', permanentResident('911000198506150')],
  ['of a resident of Hong Kong', withCheck('81000019850615001')],
  ['of a resident of Taiwan', withCheck('83000019850615001')],
  ['without its X', `证号${first17}。`],
  ['in 15 digits', `旧证号${old}`],
  ['in 15 digits, in pieces', inPieces(old, [6, 6, 3], ' ')],
  ['in 15 digits, in fours', inPieces(old, [4, 4, 4, 3], '-')],
  ['in 15 digits, one by one', spaced(old, '、')],
  ['in 15 Chinese digits', inScript(old, 'chinese')],
  ['in 15 digits beside a telephone', `0371-67180000 ${old}`],
  ['called a registration number without being one', `注册号${old}`],
  ...Object.keys(SCRIPTS).map((script): Form => [`in ${script}`, `赵某${inScript(number, script as 'ascii')}捐赠`]),
  ...SEPARATORS.map((between): Form => [`with ${JSON.stringify(between)}`, `赵某 ${spaced(number, between)} 捐赠`]),
  ...INVISIBLE.map((between): Form => [`with U+${between.codePointAt(0)!.toString(16)}`, spaced(number, between)]),
  ...CROSSES.map((cross): Form => [`with ${cross}`, `赵某${first17}${cross}，电话0371-67180000`]),
];

const OTHERS: Readonly<Partial<Record<NumberKind, readonly string[]>>> = {
  passport: [
    ...[
      '护照E12345678',
      'E12345678',
      'EA1234567',
      '护照号码：G12345678',
      'D12345678',
      'SE1234567',
      'PE1234567',
      'DE1234567',
      'e12345678',
    ],
    ...[
      'Е12345678',
      'Ｅ１２３４５６７８',
      'E 1234 5678',
      'E-12345678',
      'E一二三四五六七八',
      'NO.E12345678',
      '护照20200305',
      '护照：123456789',
      'K12345678',
    ],
    ...['持护照（号码AB1234567）', 'E\u200b12345678', 'passport no. 123456789'],
  ],
  permit: [
    ...[
      'H12345678',
      'M1234567800',
      'H 1234 5678 01',
      '台胞证12345678',
      '台湾居民来往大陆通行证号 1234567801',
      '回乡证H12345678',
    ],
    ...[
      'C12345678',
      'CA1234567',
      'T12345678',
      '永久居留证USA110077102404',
      'USA110077102404',
      '居住证号：12345678901234567',
    ],
  ],
  'service-card': [
    '军字第1234567号',
    '军官证号：南字第01234567号',
    '士兵证1234567',
    '警官证号码012345',
    '空字第12345678号',
    '军 字 第 1 2 3 4 5 6 7 号',
  ],
  telephone: [
    ...[
      '13800001111',
      '电话13800001111',
      '+86 13800001111',
      '8613800001111',
      '0086-138-0000-1111',
      '138 0000 1111',
      '138-0000-1111',
      '138.0000.1111',
    ],
    ...[
      '1 3 8 0 0 0 0 1 1 1 1',
      '１３８００００１１１１',
      '一三八零零零零一一一一',
      '幺三八洞洞洞洞幺幺幺幺',
      '①③⑧⓪⓪⓪⓪①①①①',
      '1380000 1111',
      '13800001111、13900002222',
    ],
    ...[
      '138\n0000\n1111',
      '前三位138后八位00001111',
      '1380000111113900002222',
      '家庭电话0371-67180000',
      '13800001111元',
      '013800001111',
      '微信同号１３８-0000-1111',
    ],
  ],
  'bank-card': [
    ...[
      card,
      visa,
      `卡号${card}`,
      inPieces(card, [4, 4, 4, 4, 3], ' '),
      inPieces(visa, [4, 4, 4, 4], '-'),
      spaced(card, ' '),
    ],
    ...[
      inScript(card, 'fullWidth'),
      inScript(card, 'chinese'),
      `13800001111 ${card}`,
      `0371${card}${card}`,
      inPieces(card, [6, 13], ' '),
      spaced(card, '\u200b'),
    ],
  ],
};

function withCheck(first: string): string {
  return first + checkCharacter(first);
}
/** The first order number whose check character is a digit. */
function permanentResident(first15: string): string {
  const all = Array.from({ length: 99 }, (_, order) => withCheck(`${first15}${String(order).padStart(2, '0')}`));
  return all.find((one) => !one.endsWith('X'))!;
}

describe('an identity number is found', () => {
  test.each(IDENTITY)('%s', (_, text) => {
    expect(documentNumbersIn(text).map(({ kind }) => kind)).toContain('identity-number');
  });
  test('and its place is told', () => {
    const text = `电话 0371-67180000 ${number}）`;
    expect(documentNumbersIn(text).map(({ from, to }) => text.slice(from, to))).toEqual([number]);
  });
});

describe.each(Object.entries(OTHERS))('%s is found', (kind, texts) => {
  test.each(texts)('%j', (text) => {
    expect(documentNumbersIn(text).map((found) => found.kind)).toContain(kind);
  });
});

test('where a text says how to reach somebody, telephones may stand, and nothing else may', () => {
  const text = `联系人电话13800001111，${number}`;
  expect(documentNumbersIn(text, { telephones: 'any' }).map(({ kind }) => kind)).toEqual(['identity-number']);
});

describe('left alone', () => {
  test.each([
    ['a credit code', `向${inventedUscc(7)}捐赠`],
    ['a masked number', `赵某${number.slice(0, 6)}********${number.slice(14)}`],
    ['a number with a wrong check character', number.slice(0, 17) + (number.endsWith('1') ? '2' : '1')],
    ['an amount and a date', '2020年2月20日捐款100000000元，收据202002200000123'],
    ['a landline of an office', '联系电话0371-67180000'],
    ['a number of thirteen digits', '批次2020022013800'],
    ['an amount of eleven digits', '总投资15000000000元'],
    ['a decision', '郑市监处罚〔2020〕410号'],
    ['an approval', '国药准字H41020123'],
    ['a batch', '批号E20200305'],
    ['nothing at all', ''],
  ])('%s', (_, text) => {
    expect(documentNumbersIn(text)).toEqual([]);
  });
});

describe('credit codes of digits alone', () => {
  /** Valid by both checks of GB 32100, in digits only. */
  const codes = (eight: string, count: number) =>
    Array.from({ length: 400_000 }, (_, order) =>
      String(order * 257)
        .padStart(8, '0')
        .slice(0, 8),
    )
      .map((organisation) => `${eight}${organisation}${organisationCheck(organisation)}`)
      .filter((first) => /^\d+$/u.test(first) && /\d/u.test(usccCheck(first)))
      .map((first) => first + usccCheck(first))
      .slice(0, count);

  test('are codes, though the digits 3 to 17 have the form of an old identity number', () => {
    const form = /^91(?:410199)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|1\d|2[0-8])\d{4}$/u;
    const alike = codes('91410199', 40_000).filter((code) => form.test(code));
    expect(alike.length).toBeGreaterThan(20);
    for (const code of alike) expect(documentNumbersIn(`向${code}捐赠，电话0371-67180000`), code).toEqual([]);
  });

  test('one that is a person’s number as well is refused: the person cannot be told from the body', () => {
    const both = Array.from({ length: 60_000 }, (_, at) => {
      const day = new Date(Date.UTC(1950, 0, 1 + (at % 20_000))).toISOString().slice(0, 10);
      return inventedResidentId(day, 1 + Math.floor(at / 20_000)).replace(/^410199/u, '110119');
    })
      .map((one) => withCheck(one.slice(0, 17)))
      .find((one) => organisationCheck(one.slice(8, 16)) === one[16] && usccCheck(one.slice(0, 17)) === one[17]);
    expect(documentNumbersIn(`代码${both}`).map(({ kind }) => kind)).toEqual(['identity-number']);
  });
});

test('five thousand clean sentences pass', () => {
  const refused = cleanSentences(5_000).flatMap((text) => {
    const found = documentNumbersIn(text);
    return found.length > 0
      ? [{ text, found: found.map(({ kind, from, to }) => `${kind} ${text.slice(from, to)}`) }]
      : [];
  });
  expect(refused).toEqual([]);
});
