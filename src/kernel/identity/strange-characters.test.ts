/** What programs leave in cells beside what was typed: nothing of it may refuse a name, a number or a day that is right. */
import { describe, expect, test } from 'vitest';
import { parseDate } from '../time/local-date.ts';
import { lacksYear } from '../time/written-day.ts';
import { checkDocument, whyNoNumber } from './documents.ts';
import { checkOrganisationName } from './organisation-name.ts';
import { checkPersonName } from './person-name.ts';
import { inCommonCharacters } from './strange-characters.ts';

const ID = '41019919800307011X';
const UNSEEN: readonly (readonly [string, string])[] = [
  ['soft hyphen', '\u00ad'],
  ['grapheme joiner', '\u034f'],
  ['Arabic letter mark', '\u061c'],
  ['Mongolian vowel separator', '\u180e'],
  ['zero-width space', '\u200b'],
  ['left-to-right mark', '\u200e'],
  ['embedding', '\u202a'],
  ['override', '\u202d'],
  ['word joiner', '\u2060'],
  ['isolate', '\u2066'],
  ['first strong isolate', '\u2068'],
  ['end of isolate', '\u2069'],
  ['Hangul filler', '\u3164'],
  ['half-width filler', '\uffa0'],
  ['text form', '\ufe0e'],
  ['emoji form', '\ufe0f'],
  ['byte-order mark', '\ufeff'],
  ['ideographic variation', '\u{e0100}'],
  ['last ideographic variation', '\u{e01ef}'],
  ['tag', '\u{e0061}'],
];

describe.each(UNSEEN)('%s', (_, mark) => {
  test.each([
    ['before', (text: string) => mark + text],
    ['behind', (text: string) => text + mark],
    ['around', (text: string) => mark + text + mark],
    ['within', (text: string) => text.slice(0, 1) + mark + text.slice(1)],
  ] as const)('%s a name, a number, a day', (_where, put) => {
    expect(checkPersonName(put('葛城'))).toMatchObject({ ok: true, name: '葛城', remarks: ['text.spaces'] });
    expect(checkPersonName(put('Mohammed Al'))).toMatchObject({ ok: true, name: 'Mohammed Al' });
    expect(checkOrganisationName(put('郑州测风商贸有限公司'))).toMatchObject({ name: '郑州测风商贸有限公司' });
    expect(checkDocument('resident-id', put(ID))).toMatchObject({ ok: true, number: ID, remarks: ['text.spaces'] });
    expect(parseDate(put('2020-03-05'))).toEqual({ ok: true, date: '2020-03-05', normalised: true });
    expect(parseDate(put('2020年3月5日'))).toMatchObject({ ok: true, date: '2020-03-05' });
  });
});

describe('characters that are drawn like the common ones', () => {
  test.each([
    ['⾼⼩明', '高小明'],
    ['\uf9e1李', '李李'],
    ['刘\ue863', '刘䶮'],
    ['王\ue81e', '王龴'],
    ['⻢⻰', '马龙'],
    ['欧\u{2f800}', '欧\u4e3d'],
  ])('%j is the name %s, and is said to be', (raw, name) => {
    expect(checkPersonName(raw)).toMatchObject({ ok: true, name, remarks: ['text.mapped'] });
  });

  test('the eighty codes of old programs mean what today’s decoder reads in their place', () => {
    const decoder = new TextDecoder('gb18030');
    let known = 0;
    for (let at = 0; at < 80; at++) {
      const trail = 0x50 + at + (0x50 + at >= 0x7f ? 1 : 0);
      const decoded = decoder.decode(new Uint8Array([0xfe, trail]));
      const mapped = inCommonCharacters(String.fromCharCode(0xe815 + at));
      expect(mapped).not.toMatch(/\p{Co}/u);
      if (/\p{Co}/u.test(decoded)) continue;
      known++;
      expect(mapped).toBe(decoded);
    }
    expect(known).toBeGreaterThan(60);
  });

  test('a private code that no program has agreed on stays refused', () => {
    expect(checkPersonName('刘\ue001')).toMatchObject({ ok: false });
  });
});

describe('dots of a name', () => {
  test.each([...'·•‧∙⋅・･●˙․·'])('%j', (dot) => {
    expect(checkPersonName(`买买提${dot}艾力`)).toMatchObject({ ok: true, name: '买买提·艾力' });
  });
  test.each(['张●', '●伟', '张●●', '张●伟', '张●●伟'])('%s is masked', (name) => {
    expect(checkPersonName(name)).toMatchObject({ ok: false, reason: 'name.invalid' });
  });
});

test('Latin names may have a hundred letters, Chinese ones not', () => {
  const long = 'Mohammed bin Abdul-Rahman al-Rashid ibn Khalid al-Faisal Al Saud';
  expect(checkPersonName(long)).toMatchObject({ ok: true, name: long });
  expect(checkPersonName(`Anna ${'b'.repeat(95)}`)).toMatchObject({ ok: true });
  expect(checkPersonName(`Anna ${'b'.repeat(96)}`)).toMatchObject({ ok: false });
  expect(checkPersonName('阿'.repeat(51))).toMatchObject({ ok: false });
});

describe('the X at the end of a number', () => {
  test.each([
    ['Ⅹ', 'id.roman_x'],
    ['ⅹ', 'id.roman_x'],
    ['Х', 'id.cyrillic_x'],
    ['х', 'id.cyrillic_x'],
    ['Χ', 'id.greek_x'],
  ])('%s is taken and named', (letter, remark) => {
    expect(checkDocument('resident-id', ID.slice(0, 17) + letter)).toMatchObject({
      ok: true,
      number: ID,
      remarks: [remark],
    });
  });
  test.each(['×', '✕', '*'])('%s is refused and named', (sign) => {
    expect(checkDocument('resident-id', ID.slice(0, 17) + sign)).toMatchObject({ ok: false });
    expect(whyNoNumber(ID.slice(0, 17) + sign)).toBe('id.cross_for_x');
  });
  test('a lookalike makes no wrong check digit right', () => {
    expect(checkDocument('resident-id', '41019919800307012Х')).toMatchObject({ ok: false, reason: 'id.checksum' });
  });
  test('a look-alike elsewhere is named', () => expect(whyNoNumber('91410199МА000001Х2')).toBe('number.other_script'));
  test('an ordinary wrong number has no such fault', () => expect(whyNoNumber('410199198003070112')).toBeUndefined());
});

describe('marks of a text cell', () => {
  test.each([
    ["'", ''],
    ['', "'"],
    ["'", "'"],
    ['‘', '’'],
    ['“', '”'],
    ['"', '"'],
    ['="', '"'],
    ['＇', ''],
    ['\t', '\t'],
    ["\u2068'", "'\u2069"],
  ])('%j … %j around a number and a day', (before, behind) => {
    expect(checkDocument('resident-id', before + ID + behind)).toMatchObject({ ok: true, number: ID });
    expect(parseDate(`${before}2020-03-05${behind}`)).toMatchObject({ ok: true, date: '2020-03-05' });
  });
});

describe('days as decisions write them', () => {
  test.each([
    ['二〇二〇年三月五日', '2020-03-05'],
    ['二零二零年三月五日', '2020-03-05'],
    ['二○二○年十二月三十一日', '2020-12-31'],
    ['二〇二〇年十月十日', '2020-10-10'],
    ['二〇二〇年十一月二十五日', '2020-11-25'],
    ['2020年三月五日', '2020-03-05'],
    ['二〇二〇年3月5日', '2020-03-05'],
  ])('%s', (text, date) => expect(parseDate(text)).toEqual({ ok: true, date, normalised: true }));
  test.each(['二〇二〇年二月三十日', '二〇二〇年十三月一日', '二〇二〇年正月初五', '二〇年三月五日', '二〇二〇年三月'])(
    '%s is none',
    (text) => expect(parseDate(text)).toMatchObject({ ok: false, reason: 'date.invalid' }),
  );
  test.each(['3月5日', '三月五日', '3/5', '03-05', '12月31号'])('%s lacks its year', (text) => {
    expect(parseDate(text)).toMatchObject({ ok: false });
    expect(lacksYear(text)).toBe(true);
  });
  test.each(['2020-03', '2020年3月', '43895', '无'])('%s does not', (text) => expect(lacksYear(text)).toBe(false));
});
