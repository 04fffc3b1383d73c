import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkDocument, parseDocumentType } from './documents.ts';
import { maskName, maskNumber } from './masking.ts';
import { checkOrganisationName, comparisonName } from './organisation-name.ts';
import { checkPersonName } from './person-name.ts';
import { isKnownRegion } from './regions.ts';
import { checkCharacter, checkResidentId } from './resident-id.ts';
import { parseSex } from './sex.ts';
import { checkUscc, organisationCheck, passesMod11And10, usccCheck } from './uscc.ts';

const oracle = createRequire(import.meta.url)('stdnum') as {
  stdnum: { CN: Record<string, { validate(text: string): { isValid: boolean } }> };
};

const birth = fc
  .date({ min: new Date('1920-01-01T00:00:00Z'), max: new Date('2010-01-01T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10).replaceAll('-', ''));
const residentId = fc.tuple(birth, fc.integer({ min: 0, max: 999 })).map(([born, order]) => {
  const first17 = `410199${born}${String(order).padStart(3, '0')}`;
  return first17 + checkCharacter(first17);
});

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const uscc = fc
  .tuple(
    fc.constantFrom('91', '12', '52', '93', 'N2'),
    fc.array(fc.constantFrom(...ALPHABET), { minLength: 8, maxLength: 8 }),
  )
  .map(([authority, organisation]) => {
    const eight = organisation.join('');
    const first17 = `${authority}410199${eight}${organisationCheck(eight)}`;
    return first17 + usccCheck(first17);
  });

describe('resident id', () => {
  test("the standard's samples", () => {
    expect(checkResidentId('11010519491231002X')).toMatchObject({ ok: true, sex: 'female', birthDate: '1949-12-31' });
    expect(checkResidentId('440524188001010014')).toMatchObject({ ok: true, sex: 'male', birthDate: '1880-01-01' });
  });

  test.each([
    ['4101991967081925', 'id.length'],
    ['41019919700819258', 'id.length'],
    ['4.10199196203267E+17', 'id.length'],
    ['', 'id.length'],
    ['410199199302306043', 'id.birthdate'],
    ['410199195407178634', 'id.checksum'],
    ['41019919A407178634', 'id.checksum'],
  ])('%s: %s', (number, reason) => expect(checkResidentId(number)).toEqual({ ok: false, reason }));

  test('15 digits: refused, with the 18-digit form to compare', () => {
    const verdict = checkResidentId('410199670102928');
    expect(verdict).toMatchObject({ ok: false, reason: 'id.legacy_15' });
    if (!verdict.ok && verdict.suggestion) expect(checkResidentId(verdict.suggestion).ok).toBe(true);
  });

  test('a good number passes however it was typed', () => {
    const wide = (text: string) => text.replaceAll(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0));
    fc.assert(
      fc.property(residentId, (id) => {
        const forms = [
          id,
          id.toLowerCase(),
          wide(id),
          ` ${id.slice(0, 6)} ${id.slice(6, 14)} ${id.slice(14)}\u3000`,
          `${id.slice(0, 6)}-${id.slice(6)}`,
        ];
        for (const form of forms) expect(checkResidentId(form)).toMatchObject({ ok: true, id });
      }),
    );
  });

  test('any single wrong digit and any swap of neighbours is noticed', () => {
    fc.assert(
      fc.property(residentId, fc.integer({ min: 0, max: 16 }), fc.integer({ min: 1, max: 9 }), (id, at, step) => {
        const wrong = id.slice(0, at) + String((Number(id[at]) + step) % 10) + id.slice(at + 1);
        expect(checkResidentId(wrong).ok).toBe(false);
        if (id[at] !== id[at + 1] && at < 16) {
          expect(checkResidentId(id.slice(0, at) + id[at + 1] + id[at] + id.slice(at + 2)).ok).toBe(false);
        }
      }),
    );
  });

  test('an independent implementation agrees', () => {
    fc.assert(
      fc.property(residentId, fc.boolean(), fc.integer({ min: 0, max: 9 }), (id, spoil, digit) => {
        // region 110105: the oracle knows assigned regions only
        const first17 = `110105${id.slice(6, 17)}`;
        const number = spoil ? first17 + digit : first17 + checkCharacter(first17);
        expect(checkResidentId(number).ok).toBe(oracle.stdnum.CN['ric']?.validate(number).isValid);
      }),
    );
  });
});

describe('other documents', () => {
  test.each([
    ['居民身份证', 'resident-id'],
    ['身份证', 'resident-id'],
    ['中华人民共和国居民身份证', 'resident-id'],
    ['居民身份证（二代）', 'resident-id'],
    ['身份证号码', 'resident-id'],
    ['台湾居民往来大陆通行证', 'taiwan-permit'],
    ['护照（外国）', undefined],
    ['护照', 'passport'],
    ['台胞证', 'taiwan-permit'],
    ['回乡证', 'hk-macao-permit'],
    ['港澳台居民居住证', 'residence-permit'],
    ['外国人永久居留身份证', 'permanent-residence'],
    ['学生证', undefined],
    ['往来港澳通行证', undefined],
    ['港澳通行证', undefined],
    ['', undefined],
    ['驾驶证', undefined],
  ])('%s is %s', (text, type) => expect(parseDocumentType(text)).toBe(type));

  test('the renewal digits of a Hong Kong permit do not make another person', () => {
    expect(checkDocument('hk-macao-permit', 'H1234567801')).toMatchObject({ ok: true, identityNumber: 'H12345678' });
    expect(checkDocument('hk-macao-permit', 'h12345678')).toMatchObject({ ok: true, identityNumber: 'H12345678' });
  });

  test.each([
    ['hk-macao-permit', 'X12345678'],
    ['hk-macao-permit', 'H123'],
    ['taiwan-permit', '1234567'],
    ['passport', 'E1'],
    ['passport', 'PASSPORT'],
    ['permanent-residence', '941840190001010005'],
    ['permanent-residence', 'CHN12345678901'],
    ['residence-permit', '41019919800101001X'],
    ['resident-id', '810000199411181427'],
    ['passport', '11010519491231002X'],
  ] as const)('%s %s is refused', (type, number) => expect(checkDocument(type, number).ok).toBe(false));

  test.each([
    ['passport', 'E12345678'],
    ['permanent-residence', '941840190001010004'],
    ['permanent-residence', 'CHN123456789012'],
    ['taiwan-permit', '12345678'],
    ['residence-permit', '810000199411181427'],
  ] as const)('%s %s is taken', (type, number) =>
    expect(checkDocument(type, number)).toMatchObject({ ok: true, number }),
  );
});

describe('unified social credit code', () => {
  test.each([
    '91410000170001401D',
    '914100001699995779',
    '9141000031741675X6',
    '9141010576312639X0',
    '531000005000160090',
    '12100000400000624D',
    '1210000042500615X0',
    '91350100M000100Y43',
  ])('%s is genuine', (code) => expect(checkUscc(code)).toEqual({ verdict: 'valid', uscc: code, remarks: [] }));

  test.each([
    ['123456789012345678', 'uscc.structure'], // passes check 1 alone
    ['410100100012345', 'uscc.legacy_registration_number'],
    ['91410199REBXQAQ37', 'uscc.length'],
    ['', 'uscc.length'],
    ['9141O199REBXQAQ370', 'uscc.alphabet'],
    ['Z1410199REBXQAQ370', 'uscc.alphabet'],
    ['96410199REBXQAQ370', 'uscc.structure'],
    ['91410424735518268R', 'uscc.organisation_code'],
  ])('%s is refused: %s', (code, reason) => expect(checkUscc(code)).toMatchObject({ verdict: 'invalid', reason }));

  test('a letter O for a zero is suggested, not corrected', () => {
    expect(checkUscc('914100O0170001401D')).toEqual({
      verdict: 'invalid',
      reason: 'uscc.alphabet',
      suggestion: '91410000170001401D',
    });
  });

  test('made codes are valid however they were typed; a wrong last character alone makes them suspect', () => {
    fc.assert(
      fc.property(uscc, fc.constantFrom(...ALPHABET), (code, last) => {
        for (const form of [
          code,
          code.toLowerCase(),
          `${code}（1-1）`,
          `${code}(1-2)`,
          ` ${code.slice(0, 2)} ${code.slice(2)}`,
        ]) {
          expect(checkUscc(form)).toMatchObject({ verdict: 'valid', uscc: code });
        }
        const other = checkUscc(code.slice(0, 17) + last);
        expect(other.verdict).toBe(last === code.charAt(17) ? 'valid' : 'suspect');
      }),
    );
  });

  test('one wrong character of the organisation code is refused', () => {
    fc.assert(
      fc.property(uscc, fc.integer({ min: 8, max: 15 }), fc.constantFrom(...ALPHABET), (code, at, character) => {
        const wrong = code.slice(0, at) + character + code.slice(at + 1);
        if (organisationCheck(wrong.slice(8, 16)) !== wrong.charAt(16))
          expect(checkUscc(wrong).verdict).toBe('invalid');
      }),
    );
  });

  test('an independent implementation agrees on the first check, except for codes ending in 0, which it wrongly refuses', () => {
    fc.assert(
      fc.property(uscc, (code) => {
        // the oracle knows assigned regions and the commonest authorities only
        const first17 = `91110105${code.slice(8, 17)}`;
        const whole = first17 + usccCheck(first17);
        expect(checkUscc(whole).verdict).toBe('valid');
        if (!whole.endsWith('0')) expect(oracle.stdnum.CN['uscc']?.validate(whole).isValid).toBe(true);
      }),
    );
  });

  test('MOD 11,10', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{14}$/), (first14) => {
        const passing = [...'0123456789'].filter((check) => passesMod11And10(first14 + check));
        expect(passing).toHaveLength(1);
      }),
    );
  });
});

describe('names', () => {
  test.each([
    '萧天𬭎',
    '郭䶮秀',
    '袁㼆军',
    '𠮷田',
    '阿卜杜拉·买买提',
    '欧阳辉',
    'John Smith',
    "Seán O'Brien",
    '古丽娜尔·阿不都热合曼',
  ])('%s is a name', (name) => expect(checkPersonName(name)).toEqual({ ok: true, name, remarks: [] }));
  test.each([
    [' 马桂文\u3000', '马桂文'],
    ['张 三', '张三'],
    ['阿卜杜拉•买买提', '阿卜杜拉·买买提'],
    ['阿卜杜拉.买买提', '阿卜杜拉·买买提'],
    ['ＪＯＨＮ　Ｓｍｉｔｈ', 'JOHN Smith'],
  ])('%s is stored as %s', (raw, name) => expect(checkPersonName(raw)).toMatchObject({ ok: true, name }));
  test.each([
    '张3号',
    '李某',
    '王某某',
    '测试',
    '无',
    '张*',
    '张三\u0000',
    '=1+1',
    '张三\ufffd',
    '张',
    '·买买提',
    '张三(已故)',
    'x',
  ])('%s is no name', (name) => expect(checkPersonName(name)).toEqual({ ok: false, reason: 'name.invalid' }));
  test.each(['', ' ', '\u3000', '\u200b'])('blank is missing', (name) =>
    expect(checkPersonName(name)).toEqual({ ok: false, reason: 'name.missing' }),
  );

  test('organisation names compare equal across widths, brackets and blanks', () => {
    expect(comparisonName('金水湾䶮倩超市（集团）有限公司')).toBe(comparisonName(' 金水湾䶮倩超市(集团) 有限公司'));
    expect(comparisonName('长葛市源隆蜂产品加工厂.')).toBe(comparisonName('长葛市源隆蜂产品加工厂'));
    expect(comparisonName('甲有限公司')).not.toBe(comparisonName('乙有限公司'));
  });
  test.each(['', '\u3000'])('blank organisation name is missing', (name) =>
    expect(checkOrganisationName(name)).toEqual({ ok: false, reason: 'name.missing' }),
  );
  test.each(['��˾', '无', '12345', '-'])('%s is no organisation name', (name) =>
    expect(checkOrganisationName(name)).toEqual({ ok: false, reason: 'name.invalid' }),
  );
});

test('sex as forms give it', () => {
  for (const word of ['男', ' 男 ', '男性', '1', '１', 'M']) expect(parseSex(word)).toBe('male');
  for (const word of ['女', '2', 'female']) expect(parseSex(word)).toBe('female');
  for (const word of ['', '未知', '3']) expect(parseSex(word)).toBeUndefined();
});

test('regions: assigned prefectures, abolished ones, the never assigned', () => {
  for (const region of ['410101', '410199', '100000', '330100', '429004', '810000'])
    expect(isKnownRegion(region)).toBe(true);
  for (const region of ['345678', '999999', '000000', '410019', '990100'])
    expect(isKnownRegion(region)).toBe(region === '410019');
});

test('masks hide everything between the ends and the length of the name', () => {
  expect(maskName('张三')).toBe('张*');
  expect(maskName('欧阳文静')).toBe('欧***');
  expect(maskNumber('410199196203266564')).toBe('410*************64');
  fc.assert(
    fc.property(fc.string({ minLength: 2 }), (text) => {
      expect(maskName(text).startsWith([...text][0] ?? '')).toBe(true);
      if (text.length >= 8) expect(maskNumber(text).slice(3, -2)).toMatch(/^\*+$/);
    }),
  );
});
