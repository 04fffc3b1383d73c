/** Headings as other systems write them: their own words, numbered, and over two rows with merged cells. */
import { describe, expect, test } from 'vitest';
import { HEADER } from './fixtures.ts';
import { INDIVIDUALS, ORGANISATIONS, type TableForm } from './forms.ts';
import { matchHeader } from './headers.ts';
import type { RawRow } from './table.ts';

const rows = (...lines: (readonly string[])[]): RawRow[] =>
  lines.map((cells, index) => ({ rowNumber: index + 1, cells: [...cells] }));
const match = <F extends string>(form: TableForm<F>, ...lines: (readonly string[])[]) =>
  matchHeader(form, rows(...lines), 200);
const ORGANISATION = [
  '单位名称',
  '统一社会信用代码',
  '推荐类别',
  '具体事项',
  '发生日期',
  '决定书文号',
  '决定机关',
  '决定日期',
];

describe('words of real systems', () => {
  test.each([
    ['uscc', '行政相对人统一社会信用代码'],
    ['uscc', '企业统一社会信用代码'],
    ['uscc', '法人统一社会信用代码'],
    ['uscc', '被处罚单位统一社会信用代码'],
    ['uscc', '纳税人统一社会信用代码'],
    ['uscc', '行政相对人统一社会信用代码（18位）'],
    ['name', '被处罚企业名称'],
    ['name', '纳税人名称'],
    ['name', '被执行人名称'],
    ['name', '捐赠单位名称'],
    ['decisionNumber', '文书文号'],
    ['decisionNumber', '决定书文号'],
    ['decisionNumber', '处罚文书文号'],
    ['decisionAuthority', '作出机关'],
    ['decisionAuthority', '作出决定的机关'],
    ['decisionDate', '作出日期'],
    ['decisionDate', '处罚决定时间'],
  ] as const)('%s: %s', (field, title) => {
    const at = match(ORGANISATIONS, ORGANISATION).header.columns[field]!;
    expect(match(ORGANISATIONS, ORGANISATION.with(at, title)).header.columns[field]).toBe(at);
  });

  test.each(INDIVIDUALS.fields.map(({ title, key }) => [title, key] as const))('our own title %s', (title, key) => {
    const missing = INDIVIDUALS.fields.map((field) => field.title);
    expect(match(INDIVIDUALS, missing).header.columns[key]).toBe(missing.indexOf(title));
  });

  test.each(['法定代表人姓名', '纳税人识别号', '处罚机关统一社会信用代码', '联系人姓名', '报送单位统一社会信用代码'])(
    '%s is nobody’s name or code that is asked for',
    (title) => {
      expect(match(ORGANISATIONS, [...ORGANISATION, title]).header.ignored).toEqual([title]);
    },
  );
});

describe('numbered', () => {
  const CHINESE = '一二三四五六七八';
  test.each([
    ['1.', (_: string, at: number) => `${at + 1}.`],
    ['1、', (_: string, at: number) => `${at + 1}、`],
    ['一、', (_: string, at: number) => `${CHINESE[at]}、`],
    ['（一）', (_: string, at: number) => `（${CHINESE[at]}）`],
    ['(1)', (_: string, at: number) => `(${at + 1})`],
    ['①', (_: string, at: number) => String.fromCodePoint(0x2460 + at)],
    ['01 ', (_: string, at: number) => `0${at + 1} `],
    ['A.', (_: string, at: number) => `${String.fromCodePoint(0x41 + at)}.`],
    ['⒈', (_: string, at: number) => String.fromCodePoint(0x2488 + at)],
    ['1）', (_: string, at: number) => `${at + 1}）`],
  ] as const)('%s', (_, number) => {
    const titles = HEADER.map((title, at) => number(title, at) + title);
    expect(match(INDIVIDUALS, titles).header.columns).toEqual(match(INDIVIDUALS, HEADER).header.columns);
  });
});

describe('over two rows', () => {
  test('a group over its parts, the others over nothing', () => {
    const { header, used } = match(
      INDIVIDUALS,
      ['某局报送表'],
      ['姓名', '性别', '证件', '', '信息类别', '具体事项', '发生日期', '决定文书', '', ''],
      ['', '', '类型', '号码', '', '', '', '文号', '机关', '日期'],
      ['萧天明', '女'],
    );
    expect(used).toBe(3);
    expect(header.rowNumber).toBe(3);
    expect(header.titleRows).toHaveLength(2);
    expect(header.columns).toMatchObject({ name: 0, sex: 1, documentType: 2, documentNumber: 3, kind: 4, matter: 5 });
    expect(header.columns).toMatchObject({ occurredOn: 6 });
  });

  test('a row of data is no second row of the heading', () => {
    const data = ['萧天明', '女', '居民身份证', '410199196203266564', '1.7', '值守', '2020-01-15', '无'];
    expect(match(INDIVIDUALS, HEADER, data).used).toBe(1);
  });

  test('whose name and number it is stands in the first row', () => {
    const { header } = match(
      INDIVIDUALS,
      ['联系人', '', '被报送人', '', '', '事项', '', ''],
      ['姓名', '证件号码', '姓名', '性别', '证件号码', '信息类别', '具体事项', '发生日期'],
    );
    expect(header.columns).toMatchObject({ name: 2, documentNumber: 4 });
  });

  test('further columns of a complete first row', () => {
    const { header, used } = match(
      ORGANISATIONS,
      ['单位名称', '统一社会信用代码', '推荐类别', '具体事项', '发生日期', '处罚决定', '', ''],
      ['', '', '', '', '', '文号', '机关', '日期'],
    );
    expect(used).toBe(2);
    expect(header.columns).toMatchObject({ decisionNumber: 5, decisionAuthority: 6, decisionDate: 7, occurredOn: 4 });
  });

  test('lines about the sender above the heading group nothing', () => {
    const above = ['填报单位：某局', '', '', '填报日期：2020-03-05', '', '', '', ''];
    expect(match(INDIVIDUALS, above, HEADER).header.columns).toEqual(match(INDIVIDUALS, HEADER).header.columns);
  });
});
