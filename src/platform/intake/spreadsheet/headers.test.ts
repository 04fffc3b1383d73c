import { describe, expect, it } from 'vitest';
import { isProblem } from '#kernel/refusal/problem.ts';
import { HEADER, PERSON } from './fixtures.ts';
import { DIRECTORY, INDIVIDUALS, ORGANISATIONS, type TableForm } from './forms.ts';
import { matchHeader } from './headers.ts';
import { MISSPELLINGS } from './misspellings.ts';
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

  it.each([
    [0, '性名', 'name'],
    [1, '姓别', 'sex'],
    [3, '身份证号玛', 'documentNumber'],
    [3, '身分证号码', 'documentNumber'],
    [5, '具体事相', 'matter'],
    [6, '发生日其', 'occurredOn'],
    [6, '發生日期', 'occurredOn'],
    [3, '證件號碼', 'documentNumber'],
  ] as const)('column %i is known as %j', (column, title, field) => {
    expect(match(INDIVIDUALS, HEADER.with(column, title)).columns[field]).toBe(column);
  });

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

describe('words with a meaning of their own', () => {
  /** as they stand in tables of departments, beside or instead of what we ask for */
  const WORDS =
    `发证日期 出生日期 报送人姓名 联系人姓名 家长姓名 证书号码 单位简称 法人姓名 法定代表人姓名 经办人 经办人姓名 填表日期 填报日期 审核日期 登记日期 有效期 有效日期
    有效期至 监护人姓名 监护人证件号码 曾用名 手机号码 联系电话 银行卡号 学号 工号 编号 序号 档案编号 证书编号 发文日期 签发日期 出具日期 出院日期 出生时间 发生地点 发生频率 发布日期 发布时间
    发放日期 发货日期 发票号码 发票日期 接收日期 入职日期 离职日期 生效日期 到期日期 截止日期 公示日期 上报日期 报送日期 注销日期 完成时间 服务时间 开始日期 结束日期 开始时间 结束时间
    户籍地址 户口性质 民族 年龄 籍贯 职务 性质 类型编码 证件有效期 证件签发机关 证件地址 证件照片 护士姓名 父亲姓名 母亲姓名 配偶姓名 代理人姓名 负责人姓名 审核人姓名 填表人姓名 推荐人姓名
    单位名录 单位地址 单位性质 单位电话 单位编码 企业性质 企业地址 企业简称 企业规模 机构地址 机构性质 机构简称 组织机构代码 工商注册号 纳税人识别号 社会保障号 社会保障卡号 社会组织登记证号 统一编码
    信用等级 信用评分 信用报告编号 具体地点 具体地址 具体时间 具体金额 事项编号 事项编码 事项来源 推荐理由编号 推荐序号 推荐时间 推荐等级 法定代表人证件号码 证件号码来源 车牌号码 护照签发日期 学生姓名缩写`.split(
      /\s+/u,
    );

  it.each(['individuals', 'organisations'] as const)('are never taken for one of ours: %s', (kind) => {
    const form: TableForm<string> = kind === 'individuals' ? INDIVIDUALS : ORGANISATIONS;
    const usual = kind === 'individuals' ? HEADER : ORGANISATION_HEADER;
    const mandatory = form.fields.filter((field) => field.required.includes('report')).map((field) => field.title);
    for (const word of WORDS) {
      for (const title of [word, ` ${word}（必填） `, `${[...word].join(' ')}*`]) {
        const beside = match(form, [title, ...usual]);
        expect(Object.values(beside.columns), title).not.toContain(0);
        expect(beside.guessed, title).toEqual([]);
        for (const field of mandatory) {
          const instead = usual.map((candidate) => (candidate === field ? title : candidate));
          expect(() => match(form, instead), `${title} for ${field}`).toThrow(field);
        }
      }
    }
  });

  it('are not taken when a bracket says whose or which they are', () => {
    const others = [
      [
        '姓名',
        '姓名（报送人）',
        '姓名(联系人)',
        '姓名【监护人】',
        '姓名（法定代表人或负责人）',
        '姓名（曾用名）',
        '姓名（家长）',
        '姓名（户主）',
      ],
      [
        '证件号码',
        '证件号码（监护人）',
        '证件号码（法定代表人）',
        '证件号码(经办人)',
        '证件号码（法人）',
        '身份证号（配偶）',
        '身份证号码（父亲）',
      ],
      [
        '发生日期',
        '日期（填表）',
        '日期（出生）',
        '日期（报送日期）',
        '时间（审核时间）',
        '日期（有效期至）',
        '日期（发证）',
      ],
    ] as const;
    for (const [title, ...words] of others) {
      for (const word of words) {
        expect(
          () =>
            match(
              INDIVIDUALS,
              HEADER.map((usual) => (usual === title ? word : usual)),
            ),
          word,
        ).toThrow(title);
      }
    }
    const ofFirms = ['单位名称', '统一社会信用代码', '推荐类别', '具体事项', '推荐单位', '发生日期'];
    const ofOthers = [
      ['单位名称', '名称（报送单位）', '单位名称（主管部门）', '企业名称（原）', '名称（商标）', '单位名称（母公司）'],
      [
        '统一社会信用代码',
        '统一社会信用代码（报送单位）',
        '统一社会信用代码（处罚机关）',
        '统一社会信用代码（推荐单位）',
        '统一社会信用代码（集团）',
      ],
    ] as const;
    for (const [title, ...words] of ofOthers) {
      for (const word of words) {
        const titles = ofFirms.map((usual) => (usual === title ? word : usual));
        expect(() => match(ORGANISATIONS, titles), word).toThrow(title);
      }
    }
    for (const title of [
      '名称（法人和其他组织）',
      '单位名称（盖章）',
      '单位名称（被处罚单位）',
      '企业名称（原件一致）',
    ]) {
      expect(match(ORGANISATIONS, ofFirms.with(0, title)).columns.name, title).toBe(0);
    }
    expect(match(ORGANISATIONS, ofFirms.with(4, '推荐单位（主管部门）')).columns.recommender).toBe(4);
    for (const title of ['姓名（被报送人）', '姓名（与身份证一致）', '姓名（必填）']) {
      expect(match(INDIVIDUALS, HEADER.with(0, title)).columns.name).toBe(0);
    }
  });

  it('are told beside what is missing, when they look like it', () => {
    expect(() => match(INDIVIDUALS, HEADER.with(6, '发证日期'))).toThrow(/第\d+列与“发生日期”写法相近.*没有代为认定/);
    expect(() => match(INDIVIDUALS, HEADER.with(6, '服务期间'))).not.toThrow(/写法相近/);
  });

  it('stand in no list of misspellings, and every misspelling leads to one field of a form', () => {
    const titles = new Set(
      [INDIVIDUALS, ORGANISATIONS, DIRECTORY].flatMap((form: TableForm<string>) =>
        form.fields.flatMap((field) => [field.title, ...field.aliases]),
      ),
    );
    for (const [written, meant] of MISSPELLINGS) {
      expect(WORDS).not.toContain(written);
      expect(titles.has(written), written).toBe(false);
      expect(titles.has(meant), meant).toBe(true);
    }
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

  it('names what is missing and the columns it knows; of the others their position, never their words', () => {
    try {
      match(INDIVIDUALS, ['姓名', '证件号码', '信息类别', '具体事项', '发生日期', '联系地址'], PERSON);
      expect.unreachable();
    } catch (error) {
      if (!isProblem(error)) throw error;
      expect(error.code).toBe('file.header_missing');
      expect(error.said?.zh).toContain('缺少必填列：性别');
      expect(error.said?.zh).toContain('不认得的：第6列');
      expect(error.extra).toMatchObject({ reason: 'header.missing', row: 1, missing: ['性别'], unknown: [6] });
      expect(JSON.stringify(error.toDocument())).not.toContain('联系地址');
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
      // the kind of penalty says which document it is
      decisionType: at(PENALTY, '处罚类别'),
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
