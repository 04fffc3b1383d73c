import { describe, expect, it } from 'vitest';
import { isProblem } from '#kernel/problems.ts';
import { HEADER, PERSON } from './fixtures.ts';
import { INDIVIDUALS, ORGANISATIONS, type TableForm } from './forms.ts';
import { matchHeader } from './headers.ts';
import type { RawRow } from './table.ts';

const rows = (...lines: string[][]): RawRow[] => lines.map((cells, index) => ({ rowNumber: index + 1, cells }));
const match = <F extends string>(form: TableForm<F>, ...lines: string[][]) =>
  matchHeader(form, rows(...lines), 200).header;

const ORGANISATION_HEADER = ['单位名称', '统一社会信用代码', '推荐类别', '具体事项', '推荐单位', '发生日期'];

describe('names of columns', () => {
  it.each([
    ['name', '企业名称'],
    ['name', '机构全称'],
    ['name', '行政相对人名称'],
    ['name', ' 单 位 名 称 *'],
    ['name', '单位名称（必填）'],
    ['name', '＊单位名称'],
    ['name', '企业（机构）名称'],
    ['uscc', '社会统一信用代码'],
    ['uscc', '统一社会信用代码/组织机构代码'],
    ['uscc', '行政相对人代码_1（统一社会信用代码）'],
    ['uscc', '行政相对人代码_1(统一社会信用代码)'],
    ['uscc', '代码_1（统一社会信用代码）'],
    ['uscc', '统一社会信用代码\n(18位)'],
    ['uscc', '统一社会信用代码［必填］'],
    ['uscc', '统一社会信用代玛'],
    ['matter', '具体事項'],
    ['matter', '事迹材料'],
    ['occurredOn', '发生日期（YYYY-MM-DD）'],
    ['occurredOn', '发生时间'],
    ['kind', '类别'],
    ['kind', '推荐类别（必填）'],
    ['recommender', '推荐部门'],
  ])('%s is known as %j', (field, title) => {
    const titles = ORGANISATION_HEADER.map((usual, column) =>
      match(ORGANISATIONS, ORGANISATION_HEADER).columns[field as 'name'] === column ? title : usual,
    );
    expect(match(ORGANISATIONS, titles).columns).toEqual(match(ORGANISATIONS, ORGANISATION_HEADER).columns);
  });

  it.each(['身份证号', '身份证号码', '居民身份证号码', '公民身份号码', '有效证件号码', '证件号', '证件号码*（18位）'])(
    'an identity number is known as %j',
    (title) => {
      expect(match(INDIVIDUALS, HEADER.with(3, title)).columns.documentNumber).toBe(3);
    },
  );

  it('says which column was only guessed', () => {
    const header = match(ORGANISATIONS, ORGANISATION_HEADER.with(1, '统一社会信用代玛'));
    expect(header.guessed).toEqual([{ field: 'uscc', title: '统一社会信用代玛', meant: '统一社会信用代码' }]);
  });

  it('does not take the number of another code, or of a representative, for the one it needs', () => {
    const header = match(ORGANISATIONS, [
      '行政相对人代码_2（工商注册号）',
      ...ORGANISATION_HEADER,
      '法定代表人证件号码',
      '法定代表人（姓名）',
    ]);
    expect(header.columns.uscc).toBe(2);
    expect(header.ignored).toEqual(['行政相对人代码_2（工商注册号）', '法定代表人证件号码', '法定代表人（姓名）']);
    expect(() => match(ORGANISATIONS, ORGANISATION_HEADER.with(1, '行政相对人代码_2'))).toThrow(/统一社会信用代码/);
  });

  it('reports doubled columns and reads the first', () => {
    const header = match(INDIVIDUALS, [...HEADER, '证件号码']);
    expect(header.columns.documentNumber).toBe(3);
    expect(header.duplicates).toEqual([{ field: 'documentNumber', titles: ['证件号码'] }]);
  });
});

describe('where the header stands', () => {
  it('may follow ten rows of titles', () => {
    const titles = Array.from({ length: 10 }, (_, index) => [`第${index + 1}行说明`, '姓名']);
    const { header, used } = matchHeader(INDIVIDUALS, rows(...titles, HEADER, PERSON), 200);
    expect(header.rowNumber).toBe(11);
    expect(used).toBe(11);
  });

  it('is not looked for further down', () => {
    const titles = Array.from({ length: 11 }, () => ['说明']);
    expect(() => matchHeader(INDIVIDUALS, rows(...titles, HEADER), 200)).toThrow(/没有找到个人信息报送表的表头/);
  });

  it('names what is missing and what is there', () => {
    try {
      match(INDIVIDUALS, ['姓名', '证件号码', '信息类别', '具体事项', '发生日期', '联系地址'], PERSON);
      expect.unreachable();
    } catch (error) {
      if (!isProblem(error)) throw error;
      expect(error.code).toBe('file.header_missing');
      expect(error.detail).toContain('缺少必填列：性别');
      expect(error.detail).toContain('联系地址');
      expect(error.extra).toMatchObject({ reason: 'header.missing', row: 1, missing: ['性别'] });
    }
  });
});

describe('national double publicity forms', () => {
  const PENALTY = [
    '行政相对人名称',
    '行政相对人类别',
    '行政相对人代码_1(统一社会信用代码)',
    '行政相对人代码_2(工商注册号)',
    '行政相对人代码_3(组织机构代码)',
    '行政相对人代码_4(税务登记号)',
    '行政相对人代码_5(事业单位证书号)',
    '行政相对人代码_6(社会组织登记证号)',
    '法定代表人',
    '法定代表人证件类型',
    '法定代表人证件号码',
    '证件类型',
    '证件号码',
    '行政处罚决定书文号',
    '违法行为类型',
    '违法事实',
    '处罚依据',
    '处罚类别',
    '处罚内容',
    '罚款金额（万元）',
    '没收违法所得、没收非法财物的金额（万元）',
    '暂扣或吊销证照名称及编号',
    '处罚决定日期',
    '处罚有效期',
    '公示截止期',
    '处罚机关',
    '处罚机关统一社会信用代码',
    '数据来源单位',
    '数据来源单位统一社会信用代码',
    '备注',
  ];
  const at = (titles: string[], title: string) => titles.findIndex((candidate) => candidate.startsWith(title));

  it('are taken as they are: penalties', () => {
    const header = match(ORGANISATIONS, PENALTY);
    expect(header.formKind).toBe('penalty');
    expect(header.columns).toEqual({
      name: 0,
      uscc: 2,
      matter: at(PENALTY, '违法事实'),
      occurredOn: at(PENALTY, '处罚决定日期'),
      decisionNumber: at(PENALTY, '行政处罚决定书文号'),
      decisionAuthority: at(PENALTY, '处罚机关'),
      decisionDate: at(PENALTY, '处罚决定日期'),
      legalBasis: at(PENALTY, '处罚依据'),
      recommender: at(PENALTY, '数据来源单位'),
      remark: PENALTY.length - 1,
    });
    expect(header.duplicates).toEqual([]);
  });

  it('are taken as they are: persons find their own document, not the representative’s', () => {
    const { columns } = match(INDIVIDUALS, PENALTY);
    expect(columns.documentType).toBe(at(PENALTY, '证件类型'));
    expect(columns.documentNumber).toBe(at(PENALTY, '证件号码'));
  });

  it('are taken as they are: licences', () => {
    const LICENCE = [
      ...PENALTY.slice(0, 13),
      '行政许可决定文书名称',
      '行政许可决定文书号',
      '许可类别',
      '许可证书名称',
      '许可编号',
      '许可内容',
      '许可决定日期',
      '有效期自',
      '有效期至',
      '许可机关',
      '许可机关统一社会信用代码',
      '当前状态',
      '数据来源单位',
      '数据来源单位统一社会信用代码',
      '备注',
    ];
    const header = match(ORGANISATIONS, LICENCE);
    expect(header.formKind).toBe('licence');
    expect(header.columns).toMatchObject({
      name: 0,
      uscc: 2,
      matter: at(LICENCE, '许可内容'),
      decisionType: at(LICENCE, '行政许可决定文书名称'),
      decisionNumber: at(LICENCE, '行政许可决定文书号'),
      decisionDate: at(LICENCE, '许可决定日期'),
      decisionAuthority: at(LICENCE, '许可机关'),
    });
  });

  it('are recognised by the misspelt “出发事由”', () => {
    const header = match(ORGANISATIONS, [
      '企业名称',
      '统一社会信用代码',
      '出发事由',
      '处罚决定书文号',
      '处罚日期',
      '处罚机关',
    ]);
    expect(header.formKind).toBe('penalty');
    expect(header.columns.matter).toBe(2);
  });
});
