/** The checks of a row: each fault alone gives its one reason, several give all of them, and what is only untidy is taken. */

import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Policy } from '#kernel/policy/policy.ts';
import { toLocalDate } from '#kernel/time/local-date.ts';
import { checkedRow, ORGANISATION, PERSON, WOMAN } from '../../../tests/support/checked-row.ts';
import { inventedResidentId, inventedUscc } from '../../../tests/support/people.ts';
import { ref } from '../../../tests/support/refs.ts';
import { loadPolicy } from '../../runtime/policy.ts';
import { neverCollectScreen } from './never-collect.ts';
import { rowChecker } from './rules.ts';

let policy: Policy;
beforeAll(async () => {
  policy = await loadPolicy(join(import.meta.dirname, '../../../cities/zhengzhou'));
});

const person = (change: Partial<typeof PERSON>, departmentId?: string) =>
  checkedRow(policy, '2020-05-01', 'individuals', { ...PERSON, ...change }, departmentId);
const organisation = (change: Partial<typeof ORGANISATION>, departmentId?: string) =>
  checkedRow(policy, '2020-05-01', 'organisations', { ...ORGANISATION, ...change }, departmentId);

describe('one fault, one reason', () => {
  test.each<[string, Partial<typeof PERSON>, string]>([
    ['no name', { name: '　' }, 'name.missing'],
    ['a placeholder for a name', { name: '无' }, 'name.invalid'],
    ['a digit in the name', { name: '王3' }, 'name.invalid'],
    ['17 digits', { documentNumber: WOMAN.slice(0, 17) }, 'id.length'],
    ['no number', { documentNumber: '' }, 'id.length'],
    ['a number ruined by the spreadsheet', { documentNumber: '4.10199E+17' }, 'id.length'],
    ['no number and no type', { documentType: '', documentNumber: '' }, 'id.length'],
    ['15 digits', { documentNumber: '410199850307002' }, 'id.legacy_15'],
    ['a wrong check digit', { documentNumber: WOMAN.slice(0, 17) + (WOMAN[17] === '1' ? '2' : '1') }, 'id.checksum'],
    ['30 February', { documentNumber: '410199198502300020' }, 'id.birthdate'],
    ['the other sex', { sex: '男' }, 'id.gender_mismatch'],
    ['a sex that is none', { sex: '不详' }, 'sex.missing'],
    ['a passport without sex', { documentType: '护照', documentNumber: 'E12345678', sex: '' }, 'sex.missing'],
    ['a student card', { documentType: '学生证', documentNumber: '20200101' }, 'document.unknown'],
    ['letters without a type', { documentType: '', documentNumber: 'E12345678' }, 'document.unknown'],
    [
      'a permit of the wrong form',
      { documentType: '港澳居民来往内地通行证', documentNumber: 'K1234567' },
      'document.format',
    ],
    ['an unknown kind', { kind: '9.9' }, 'category.unknown'],
    ['no kind', { kind: '' }, 'category.unknown'],
    ['a kind of organisations', { kind: '3.2.1' }, 'category.unknown'],
    ['no matter', { matter: ' \u00a0' }, 'matter.missing'],
    ['a matter of 501 characters', { matter: '值'.repeat(501) }, 'matter.too_long'],
    [
      'an identity number in the matter',
      { matter: `与同事赵某${inventedResidentId('1985-03-07', 6)}一起值守` },
      'matter.document_number',
    ],
    ['an illness', { matter: '本人患有高血压病史' }, 'matter.never_collect'],
    ['an illness in the remarks', { remark: '本人确诊新冠肺炎后隔离治疗' }, 'matter.never_collect'],
    ['a placeholder for a matter', { matter: '无' }, 'matter.missing'],
    ['a matter that points elsewhere', { matter: '见附件' }, 'matter.missing'],
    ['a broken formula for a matter', { matter: '#REF!' }, 'matter.missing'],
    ['a bare number for a matter', { matter: '5000' }, 'matter.missing'],
    ['born tomorrow', { documentNumber: inventedResidentId('2020-05-02', 2) }, 'id.birthdate'],
    ['born on the day of receipt', { documentNumber: inventedResidentId('2020-05-01', 2) }, 'subject.minor'],
    [
      'a mistyped resident id called a passport',
      { documentType: '护照', documentNumber: WOMAN.slice(0, 17) + (WOMAN[17] === '1' ? '2' : '1') },
      'document.format',
    ],
    ['no date', { occurredOn: '' }, 'date.missing'],
    ['a date that is none', { occurredOn: '2020-02-30' }, 'date.invalid'],
    ['a date to come', { occurredOn: '2020-05-02' }, 'date.future'],
    ['adverse without a document', { kind: '2', occurredOn: '' }, 'decision.missing'],
  ])('persons: %s', (_what, change, reason) => {
    expect(person(change)).toMatchObject({ verdict: 'rejected', reasons: [reason] });
  });

  test.each<[string, Partial<typeof ORGANISATION>, string]>([
    ['no name', { name: '' }, 'name.missing'],
    ['the code in the place of the name', { name: inventedUscc(7) }, 'name.invalid'],
    ['a formula for a name', { name: '=HYPERLINK("http://a.example")' }, 'name.invalid'],
    ['a name lost in conversion', { name: '郑州??商贸有限公司' }, 'name.invalid'],
    ['no code', { uscc: '' }, 'uscc.length'],
    ['a letter that is never used', { uscc: `9141O199${inventedUscc(7).slice(8)}` }, 'uscc.alphabet'],
    ['an example number', { uscc: '123456789012345678' }, 'uscc.structure'],
    ['a registration number of the old system', { uscc: '410100100012345' }, 'uscc.legacy_registration_number'],
    ['a kind of persons', { kind: '1.3' }, 'category.unknown'],
    ['a date to come', { occurredOn: '2999-01-01' }, 'date.future'],
    ['adverse without a document', { kind: '3.3.2', occurredOn: '' }, 'decision.missing'],
  ])('organisations: %s', (_what, change, reason) => {
    expect(organisation(change)).toMatchObject({ verdict: 'rejected', reasons: [reason] });
  });
});

test('several independent faults are all named, what the law forbids first', () => {
  const row = person({
    name: '',
    documentNumber: '123',
    kind: '9.9',
    matter: '本人患有高血压病史',
    occurredOn: '明天',
  });
  expect(row.reasons).toEqual([
    'matter.never_collect',
    'name.missing',
    'id.length',
    'category.unknown',
    'date.invalid',
  ]);
});

describe('adults-only is judged on the day of the matter', () => {
  const born = (date: string) => ({ documentNumber: inventedResidentId(date, 2) });
  test('17 then, 18 when reported: refused', () => {
    expect(person({ ...born('2002-03-01'), occurredOn: '2020-02-29' }).reasons).toEqual(['subject.minor']);
  });
  test('18 on that very day: taken', () => {
    expect(person({ ...born('2002-02-01'), occurredOn: '2020-02-01' }).verdict).toBe('accepted');
  });
  test('without a usable date, on the day of receipt', () => {
    expect(person({ ...born('2002-05-02'), occurredOn: '' }).reasons).toEqual(['subject.minor', 'date.missing']);
    expect(person({ ...born('2002-05-01'), occurredOn: '' }).reasons).toEqual(['date.missing']);
  });
});

describe('untidy, not wrong', () => {
  test.each<[string, Partial<typeof PERSON>, string[]]>([
    ['a lower-case x', { documentNumber: '41019919891028172x' }, ['id.lowercase_x']],
    [
      'full-width digits',
      { documentNumber: [...WOMAN].map((digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)).join('') },
      ['text.fullwidth'],
    ],
    ['blanks', { documentNumber: `${WOMAN.slice(0, 6)} ${WOMAN.slice(6)}`, name: ' 王芳　' }, ['text.spaces']],
    ['a number kept as text by an apostrophe', { documentNumber: `'${WOMAN}` }, ['text.spaces']],
    ['a number kept as text by a formula', { documentNumber: `="${WOMAN}"` }, ['text.spaces']],
    ['no document type', { documentType: '' }, ['document.assumed_resident_id']],
    ['no sex beside a number that tells it', { sex: '' }, ['sex.from_document']],
    ['a date in words', { occurredOn: '2020年2月1日' }, ['date.normalised']],
    ['a spreadsheet day', { occurredOn: '43862' }, ['date.normalised']],
    ['the kind by its title', { kind: '参加抗疫志愿服务' }, ['kind.from_title']],
    ['the kind in full width', { kind: '１．３' }, []],
    ['the kind with a Chinese full stop', { kind: '1。3' }, []],
    ['the kind as the notice counts', { kind: '一、3' }, []],
    ['the kind with its title', { kind: '1.3 参加抗疫志愿服务' }, []],
    ['a matter over two lines', { matter: '社区卡点\n值守32天 ' }, ['matter.cleaned']],
  ])('persons: %s', (_what, change, remarks) => {
    const row = person(change);
    expect(row).toMatchObject({ verdict: 'accepted', reasons: [] });
    for (const remark of remarks) expect(row.remarks).toContain(remark);
    expect(row.claim?.kind.id).toBe(ref('1.3'));
  });

  test.each<[string, Partial<typeof ORGANISATION>, string[]]>([
    ['the number of a licence copy', { uscc: `${inventedUscc(7)}（1-1）` }, ['uscc.licence_copy_suffix']],
    ['its full-width number', { uscc: `${inventedUscc(7)}（１－１）` }, ['uscc.licence_copy_suffix']],
    ['a licence copy in words', { uscc: `${inventedUscc(7)}（副本）（1-1）` }, ['uscc.licence_copy_suffix']],
    ['a numbered licence copy in words', { uscc: `${inventedUscc(7)}(副本1-1)` }, ['uscc.licence_copy_suffix']],
    ['a code kept as text by an apostrophe', { uscc: `'${inventedUscc(7)}` }, ['text.spaces']],
    ['a lower-case code', { uscc: inventedUscc(7).toLowerCase() }, ['uscc.lowercase']],
    ['an unknown recommender', { recommender: '某某协会' }, ['recommender.unknown']],
    ['an area that is no zone', { zone: '月球' }, ['zone.unknown']],
    ['a district for an area', { zone: '金水区' }, []],
  ])('organisations: %s', (_what, change, remarks) => {
    const row = organisation(change);
    expect(row.verdict).toBe('accepted');
    for (const remark of remarks) expect(row.remarks).toContain(remark);
    expect(row.claim?.subject).toMatchObject({ uscc: inventedUscc(7) });
  });

  test('recommender and zone become what the policy calls them', () => {
    expect(organisation({ recommender: '郑州市商务局' }).claim?.subject).toMatchObject({
      recommender: 'commerce-bureau',
      zone: null,
    });
    expect(organisation({ recommender: '航空港实验区' }).claim?.subject).toMatchObject({
      recommender: 'airport',
      zone: 'airport',
    });
    expect(organisation({ zone: '高新区' }).claim?.subject).toMatchObject({ zone: 'gaoxin' });
  });
});

test('a code that fails its check character alone is suspect; with another fault it is refused for that fault', () => {
  const code = inventedUscc(7);
  const wrong = code.slice(0, 17) + (code[17] === 'A' ? 'B' : 'A');
  expect(organisation({ uscc: wrong })).toMatchObject({
    verdict: 'suspect',
    reasons: ['uscc.checksum'],
    claim: { subject: { uscc: wrong } },
  });
  expect(organisation({ uscc: wrong, name: '' })).toMatchObject({ verdict: 'rejected', reasons: ['name.missing'] });
});

describe('adverse-needs-document', () => {
  const document = {
    decisionType: '行政处罚决定书',
    decisionNumber: '郑公（测）行罚决字〔2020〕0001号',
    decisionAuthority: '郑州市公安局',
    decisionDate: '2020年3月2日',
    legalBasis: '《中华人民共和国治安管理处罚法》第五十条',
  };
  const adverse = { kind: '2', matter: '拒不执行决定', occurredOn: '', ...document };

  test('a whole document is taken, and its date stands for the missing one', () => {
    const row = person(adverse);
    expect(row).toMatchObject({
      verdict: 'accepted',
      claim: { occurredOn: '2020-03-02', decision: { date: '2020-03-02' } },
    });
    expect(row.remarks).toContain('date.from_decision');
  });
  test.each(Object.keys(document))('without %s it is refused', (field) => {
    expect(person({ ...adverse, [field]: '' }).reasons).toEqual(['decision.missing']);
  });
  test('placeholders make no document', () => {
    expect(person({ ...adverse, decisionNumber: '/', legalBasis: '无' }).reasons).toEqual(['decision.missing']);
  });
  test('the national penalty form says by itself what its rows are', () => {
    const { decisionType: _, ...cells } = { ...ORGANISATION, ...document, kind: '3.3.2', matter: '口罩加价三倍销售' };
    const fields = Object.keys(cells) as (keyof typeof cells)[];
    const columns = Object.fromEntries(fields.map((field, column) => [field, column]));
    const context = { policy, receivedOn: toLocalDate('2020-05-01'), neverCollect: neverCollectScreen(policy) };
    const row = { rowNumber: 2, cells: fields.map((field) => cells[field]) };
    expect(rowChecker('organisations', columns, context, 'penalty')(row)).toMatchObject({
      verdict: 'accepted',
      claim: { decision: { type: '行政处罚决定书' } },
    });
    expect(rowChecker('organisations', columns, context)(row).reasons).toEqual(['decision.missing']);
  });
  test('a decision of the future is refused', () => {
    expect(person({ ...adverse, decisionDate: '2020-06-01' }).reasons).toEqual(['date.future']);
  });
  test('only departments the catalogue names report it', () => {
    expect(person(adverse, 'public-security-bureau').verdict).toBe('accepted');
    expect(person(adverse, 'commerce-bureau').reasons).toEqual(['category.not_yours']);
    expect(person(adverse).verdict).toBe('accepted');
  });
});

test('a row whose cells have slipped is refused for that alone', () => {
  const columns = { name: 0, documentNumber: 1 };
  const context = { policy, receivedOn: toLocalDate('2020-05-01'), neverCollect: () => false };
  const row = rowChecker(
    'individuals',
    columns,
    context,
  )({ rowNumber: 9, cells: ['a', 'b', 'c'], problems: ['row.too_many_cells'] });
  expect(row).toEqual({ rowNumber: 9, verdict: 'rejected', reasons: ['row.too_many_cells'], remarks: [] });
});

test('an unquoted comma shows in the date when the last column is empty', () => {
  const fields = ['name', 'sex', 'documentType', 'documentNumber', 'kind', 'matter', 'occurredOn', 'remark'] as const;
  const columns = Object.fromEntries(fields.map((field, column) => [field, column]));
  const context = { policy, receivedOn: toLocalDate('2020-05-01'), neverCollect: neverCollectScreen(policy) };
  const check = rowChecker('individuals', columns, context);
  const start = ['王芳', '女', '居民身份证', WOMAN, '1.3', '社区卡点值守'];
  const slipped = { rowNumber: 2, cells: [...start, '32天', '2020-02-01'] };
  expect(check({ ...slipped, overlong: true }).reasons).toEqual(['row.too_many_cells']);
  expect(check(slipped).reasons).toEqual(['date.invalid']);
  // blank cells at the end alone say nothing
  expect(check({ rowNumber: 2, cells: [...start, '2020-02-01', ''], overlong: true }).verdict).toBe('accepted');
  expect(check({ rowNumber: 2, cells: [...start, '二月', ''], overlong: true }).reasons).toEqual(['date.invalid']);
});

describe('numbers that end in 000, as a spreadsheet leaves them', () => {
  const columns = { name: 0, sex: 1, documentType: 2, documentNumber: 3, kind: 4, matter: 5, occurredOn: 6 };
  const judge = (documentNumber: string, numbersCut: boolean, sex = '女', documentType = '居民身份证') => {
    const context = { policy, receivedOn: toLocalDate('2020-05-01'), neverCollect: () => false };
    const cells = ['王芳', sex, documentType, documentNumber, '1.3', '社区卡点值守', '2020-02-01'];
    return rowChecker('individuals', columns, context)({ rowNumber: 2, cells }, { numbersCut });
  };
  const GENUINE = inventedResidentId('1985-03-07', 700);

  test('genuine alone: suspect; beside others: refused; never accepted, also without a sex to contradict it', () => {
    expect(GENUINE).toMatch(/000$/);
    for (const sex of ['女', '']) {
      expect(judge(GENUINE, false, sex)).toMatchObject({ verdict: 'suspect', reasons: ['id.maybe_truncated'] });
      expect(judge(GENUINE, true, sex)).toMatchObject({ verdict: 'rejected', reasons: ['id.truncated'] });
    }
  });
  test('one that contradicts itself was cut: the reason says so, not that a digit is mistyped', () => {
    expect(judge(GENUINE, false, '男')).toMatchObject({ verdict: 'rejected', reasons: ['id.truncated'] });
    expect(judge('410199198503071000', false)).toMatchObject({ verdict: 'rejected', reasons: ['id.truncated'] });
    expect(judge('410199198513071000', false).reasons).toEqual(['id.birthdate']);
  });
  test('documents of the same structure', () => {
    const of = (start: string) =>
      Array.from({ length: 2_000 }, (_, at) => {
        const born = new Date(Date.UTC(1960, 0, 1 + at)).toISOString().slice(0, 10).replaceAll('-', '');
        return `${start}${born}000`;
      }).map((first17) => `${first17}0`);
    for (const [type, start] of [
      ['港澳台居民居住证', '810000'],
      ['外国人永久居留身份证', '941840'],
    ] as const) {
      const verdicts = of(start).map((number) => judge(number, false, '女', type));
      expect(verdicts.some(({ verdict }) => verdict === 'accepted')).toBe(false);
      expect(new Set(verdicts.flatMap(({ reasons }) => reasons))).toEqual(
        new Set(['id.truncated', 'id.maybe_truncated']),
      );
    }
  });
  test('a code of digits alone', () => {
    const cells = (uscc: string) => ['测试食品有限公司', uscc, '3.2.1', '承担隔离点餐饮保障任务', '2020-03-01'];
    const context = { policy, receivedOn: toLocalDate('2020-05-01'), neverCollect: () => false };
    const check = rowChecker('organisations', { name: 0, uscc: 1, kind: 2, matter: 3, occurredOn: 4 }, context);
    const codes = Array.from({ length: 5_000 }, (_, at) => `91410199${String(at).padStart(7, '0')}000`);
    const verdicts = codes.map((code) => check({ rowNumber: 2, cells: cells(code) }, { numbersCut: false }));
    expect(verdicts.some(({ verdict }) => verdict === 'accepted')).toBe(false);
    const passing = codes.filter((_, at) => verdicts[at]!.reasons.join() === 'uscc.maybe_truncated');
    expect(passing.length).toBeGreaterThan(0);
    for (const code of passing)
      expect(check({ rowNumber: 2, cells: cells(code) }, { numbersCut: true }).reasons).toEqual(['uscc.truncated']);
  });
});

describe('days nobody meant are faults of the date, never of age', () => {
  const born = { documentNumber: inventedResidentId('1985-03-07', 2) };
  test.each([
    ['1900-01-01', 'date.spreadsheet_zero'],
    ['1899-12-31', 'date.spreadsheet_zero'],
    ['1900/1/0', 'date.spreadsheet_zero'],
    ['0', 'date.spreadsheet_zero'],
    ['1', 'date.spreadsheet_zero'],
    ['1904-01-01', 'date.spreadsheet_zero'],
    ['1970-01-01', 'date.epoch'],
    ['1970/1/1 8:00', 'date.epoch'],
    ['1970-01-01T08:00:00', 'date.epoch'],
    ['25569', 'date.epoch'],
    ['1969年12月31日', 'date.epoch'],
    ['1985-03-07', 'date.before_birth'],
    ['1984-12-01', 'date.before_birth'],
  ])('%s', (occurredOn, remark) => {
    const row = person({ ...born, occurredOn });
    expect(row).toMatchObject({ verdict: 'rejected', reasons: ['date.invalid'] });
    expect(row.remarks).toContain(remark);
  });
  test('a child of five is a minor, and who is one today is, whatever the date says', () => {
    expect(person({ ...born, occurredOn: '1990-03-07' }).reasons).toEqual([
      ...['subject.minor', 'date.outside_notice'],
    ]);
    expect(person({ documentNumber: inventedResidentId('2010-03-07', 2), occurredOn: '2009-01-01' }).reasons).toEqual([
      ...['subject.minor', 'date.outside_notice'],
    ]);
  });
  test('organisations and decisions', () => {
    expect(organisation({ occurredOn: '1970-01-01' }).reasons).toEqual(['date.invalid']);
    const decided = (decisionDate: string, decisionNumber = '郑公（测）行罚决字〔2020〕0001号') =>
      person({
        ...{ kind: '2', matter: '拒不执行决定', occurredOn: '2020-02-01', decisionType: '行政处罚决定书' },
        ...{ decisionNumber, decisionAuthority: '郑州市公安局', decisionDate, legalBasis: '治安管理处罚法第五十条' },
      });
    expect(decided('2020-02-01').verdict).toBe('accepted');
    expect(decided('1900-01-01').reasons).toEqual(['date.invalid']);
    expect(decided('1980-01-01').reasons).toEqual(['date.invalid']);
    expect(decided('2020-02-01', '2020-03-05')).toMatchObject({
      ...{ reasons: ['decision.missing'], remarks: ['decision.number_is_date'] },
    });
    expect(decided('2020-02-01', '4.10199E+17').remarks).toEqual(['decision.number_cut']);
  });
});

test('a date in the place of a number is said to be one', () => {
  expect(person({ documentType: '护照', documentNumber: '2020-03-05' })).toMatchObject({
    ...{ verdict: 'rejected', reasons: ['document.format'], remarks: ['document.date_given'] },
  });
  expect(person({ documentType: '台湾居民来往大陆通行证', documentNumber: '20190305' })).toMatchObject({
    ...{ verdict: 'suspect', reasons: ['document.maybe_date'] },
  });
  expect(organisation({ uscc: '2020-03-05' }).remarks).toContain('document.date_given');
});

test('names: two people are suspect with a blank, refused with a mark, and what is hidden is refused', () => {
  expect(person({ name: '王芳 李静' })).toMatchObject({
    ...{ verdict: 'suspect', reasons: ['name.doubtful'], claim: { subject: { name: '王芳 李静' } } },
  });
  expect(person({ name: '王芳、李静' })).toMatchObject({ reasons: ['name.invalid'], remarks: ['name.several'] });
  expect(person({ name: '王XX' })).toMatchObject({ reasons: ['name.invalid'], remarks: ['name.obscured'] });
  expect(organisation({ name: '某公司' })).toMatchObject({ reasons: ['name.invalid'], remarks: ['name.obscured'] });
});
