/**
 * The tables departments send: which fields each has, which are mandatory, and under what names they come.
 * Clause 5.3 names the mandatory fields; the names are those of real reports and of the national "double publicity" forms.
 */
import { FORM_KINDS, type FormKind } from '#contracts/vocabulary.ts';

export interface FieldSpec<Field extends string> {
  readonly key: Field;
  /** the name in templates and messages */
  readonly title: string;
  /** the forms in which the column must be there */
  readonly required: readonly FormKind[];
  /** other names; where two columns compete, the one named first wins */
  readonly aliases: readonly string[];
  /** what its cells look like, where a glance can tell */
  readonly holds?: 'number' | 'date' | undefined;
}

export interface TableForm<Field extends string> {
  readonly title: string;
  readonly fields: readonly FieldSpec<Field>[];
}

/** Columns that only the "double publicity" forms have. */
export const REPORT_MARKS = {
  penalty: [
    '违法事实',
    '违法行为类型',
    '处罚机关',
    '行政处罚机关',
    '处罚决定日期',
    '行政处罚决定日期',
    '行政处罚决定书文号',
    '行政处罚决定文号',
    '处罚决定书文号',
    '处罚事由',
    '出发事由',
    '处罚内容',
  ],
  licence: [
    '许可内容',
    '许可机关',
    '行政许可机关',
    '许可决定日期',
    '行政许可决定日期',
    '行政许可决定文书号',
    '行政许可决定书文号',
    '许可证书名称',
    '许可编号',
  ],
} as const;

const ALWAYS: readonly FormKind[] = FORM_KINDS;
const REPORT: readonly FormKind[] = ['report'];
const NEVER: readonly FormKind[] = [];

const field = <Field extends string>(
  key: Field,
  title: string,
  required: readonly FormKind[],
  aliases: string,
): FieldSpec<Field> => ({
  key,
  title,
  required,
  aliases: aliases.split(/\s+/u).filter((alias) => alias !== ''),
  holds: HOLDS[key],
});

const HOLDS: Readonly<Record<string, 'number' | 'date' | undefined>> = {
  documentNumber: 'number',
  uscc: 'number',
  occurredOn: 'date',
  decisionDate: 'date',
  registeredOn: 'date',
};

const MATTER = `事项 事迹 主要事迹 具体事迹 先进事迹 事迹材料 事项内容 具体事项内容 具体事项描述 具体事项说明 事项具体内容 具体内容 事项描述 具体情况 事项说明 内容 信息内容 行为内容 良好信息内容 不良信息内容 守信行为
  违法事实 主要违法事实 失信事实 失信行为 处罚事由 处罚事由及依据 违法行为 许可内容 许可事项 许可项目 项目名称 违法行为类型 处罚内容`;

const DATES = `发生时间 发生日期时间 发生的日期 发生的时间 事件发生日期 事件发生时间 事项发生日期 事项发生时间 事项日期 行为发生日期 行为发生时间 发生年月日 日期 时间`;
const DECISION_DATES = `作出日期 作出时间 文书作出日期 处罚时间 处罚决定时间 行政处罚日期 行政处罚时间 处罚决定书日期 处罚作出日期 作出处罚日期 作出处罚决定日期 作出行政处罚决定日期 决定作出日期 文书时间 认定时间 处罚决定日期 行政处罚决定日期 处罚日期 许可决定日期 行政许可决定日期 认定日期 表彰日期 决定时间 决定书日期 文书日期 作出决定日期 裁定日期 判决日期`;

const DECISION = [
  field(
    'decisionType',
    '决定文书类型',
    NEVER,
    '决定书类型 文书类型 文书名称 决定书名称 决定文书名称 行政许可决定文书名称 行政处罚决定书名称 法律文书类型 文书种类 处罚类别 处罚类别1 处罚类别_1 行政处罚类别 处罚种类 行政处罚种类 文书类别 生效文书类型 处罚决定书名称 处罚文书名称 行政处罚文书名称 裁判文书名称 裁判文书类型',
  ),
  field(
    'decisionNumber',
    '决定书文号',
    NEVER,
    `文书文号 决定书文号 决定文书文号 处罚文书文号 处罚决定文书文号 行政处罚文书号 行政处罚文书文号 法律文书号 法律文书文号 生效文书号 生效文书文号 裁判文书号 判决书文号 决定文书号 决定书号 文书号 文号 决定文号 行政处罚决定书文号 行政处罚决定文号 处罚决定书文号 处罚决定文号 处罚文号 行政处罚文号 行政处罚决定书号 处罚决定书号
     行政许可决定文书号 行政许可决定书文号 行政许可决定文号 许可决定文书号 许可决定书文号 许可文书号 案号 表彰文号 表彰文件文号 文件文号`,
  ),
  field(
    'decisionAuthority',
    '决定机关',
    NEVER,
    `作出机关 作出单位 作出部门 作出决定的机关 作出决定单位 作出处罚决定机关 作出处罚机关 作出行政处罚决定机关 文书作出机关 作出文书机关 决定机关名称 作出机关名称 认定机关名称 执法机关名称 执法部门 处罚部门名称 处罚单位名称 作出执行依据单位 执行法院 审理法院 法院名称 决定单位 决定部门 处罚机关 行政处罚机关 处罚单位 处罚部门 处罚决定机关 行政处罚决定机关 行政处罚机关名称 处罚机关名称 许可机关 行政许可机关 许可机关名称
     许可决定机关 认定机关 认定单位 认定部门 裁判机关 执法机关 执法单位 表彰机关 表彰单位`,
  ),
  field('decisionDate', '决定日期', NEVER, DECISION_DATES),
  field(
    'legalBasis',
    '法律依据',
    NEVER,
    '法律法规依据 处罚法律依据 行政处罚法律依据 适用法律 适用法律法规 适用依据 依据条款 法律条款 依据 处罚依据 行政处罚依据 许可依据 认定依据 法定依据 决定依据 违法依据 法规依据',
  ),
] as const;

/** Where a form has no date of its own for the event, the decision's date stands for it. */
const OCCURRED = `${DATES} 决定日期 ${DECISION_DATES}`;

export type IndividualField =
  | 'name'
  | 'sex'
  | 'documentType'
  | 'documentNumber'
  | 'kind'
  | 'matter'
  | 'occurredOn'
  | 'remark'
  | 'decisionType'
  | 'decisionNumber'
  | 'decisionAuthority'
  | 'decisionDate'
  | 'legalBasis'
  | 'issuingCountry';

export const INDIVIDUALS: TableForm<IndividualField> = {
  title: '个人信息报送表',
  fields: [
    field(
      'name',
      '姓名',
      ALWAYS,
      '人员姓名 个人姓名 自然人姓名 当事人姓名 被报送人姓名 本人姓名 公民姓名 居民姓名 医护人员姓名 医务人员姓名 捐赠人姓名 捐赠者姓名 受表彰人姓名 受表彰人员姓名 名字 被处罚人姓名 被处罚人 被处罚人名称 被处罚当事人 被处罚当事人姓名 被执行人 被执行人姓名 失信人姓名 失信被执行人姓名 相对人姓名 相对人名称 纳税人姓名 纳税人名称 职工姓名 员工姓名 人员 姓名名称 自然人名称 信用主体姓名 主体姓名 受助人姓名 获奖人姓名 先进个人姓名 行政相对人名称 行政相对人姓名 行政相对人 当事人 人员名称 志愿者姓名 主体名称',
    ),
    field('sex', '性别', REPORT, '男女'),
    field(
      'documentType',
      '证件类型',
      NEVER,
      '证件种类 证件名称 身份证件类型 有效证件类型 有效证件种类 证照类型 自然人证件类型 行政相对人证件类型 证件类别',
    ),
    field(
      'documentNumber',
      '证件号码',
      ALWAYS,
      `证件号 证件编号 有效证件号码 有效证件号 身份证件号码 身份证件号 身份证件编号 身份证编号 身份证号码 身份证号 身份证 居民身份证号码 居民身份证号 公民身份号码 公民身份证号码 公民身份证号 公民身份证
       身份号码 证照号码 证照号 本人身份证号 本人身份证号码 个人身份证号 个人证件号码 当事人身份证号 当事人身份证号码 当事人证件号码 被处罚人身份证号 被处罚人身份证号码 被处罚人证件号码 被执行人身份证号 被执行人证件号码 相对人身份证号 相对人证件号码 行政相对人身份证号 行政相对人身份证号码 行政相对人代码_3 行政相对人代码3 行政相对人代码_3（居民身份证号） 主体证件号码 身份证件 身份证明号码 自然人证件号码 行政相对人证件号码 身份证号码或其他有效证件号码 身份证或其他有效证件号码`,
    ),
    field(
      'kind',
      '信息类别',
      REPORT,
      '类别 信息类型 信息种类 信息分类 良好信息类别 不良信息类别 事项类别 事项类型 类别编号 类别代码 报送类别 信用信息类别 推荐类别 行为类别',
    ),
    field('matter', '具体事项', ALWAYS, MATTER),
    field('occurredOn', '发生日期', ALWAYS, OCCURRED),
    field('remark', '备注', NEVER, '备注说明 说明 其他说明'),
    ...DECISION,
    field(
      'issuingCountry',
      '签发国家',
      NEVER,
      '证件签发国 签发国 签发国或地区 签发国家或地区 签发国家地区 国籍 国籍地区 国家或地区 护照签发国',
    ),
  ],
};

export type OrganisationField =
  | 'name'
  | 'uscc'
  | 'kind'
  | 'matter'
  | 'recommender'
  | 'occurredOn'
  | 'zone'
  | 'remark'
  | 'decisionType'
  | 'decisionNumber'
  | 'decisionAuthority'
  | 'decisionDate'
  | 'legalBasis';

export const ORGANISATIONS: TableForm<OrganisationField> = {
  title: '企业和社会组织信息报送表',
  fields: [
    field(
      'name',
      '单位名称',
      ALWAYS,
      `企业名称 机构全称 机构名称 行政相对人名称 单位全称 企业全称 单位全名 企业全名 机构全名 名称 组织名称 法人名称 主体名称 信用主体名称 市场主体名称 经营主体名称 公司名称 企业社会组织名称 企业（机构）名称 单位（企业）名称
       企业或社会组织名称 社会组织名称 商户名称 法人和其他组织名称 企业名 单位名 当事人名称 行政相对人 被处罚单位 被处罚单位名称 被处罚企业 被处罚企业名称 被处罚人 被处罚人名称 被处罚当事人 被处罚当事人名称 被处罚对象 被处罚对象名称 被处罚主体名称 处罚对象 处罚对象名称 被处罚机构名称 被处罚组织名称 违法企业名称 违法单位名称 违法主体名称 失信企业名称 失信单位名称 失信主体名称 被执行人名称 被执行人 被执行单位 相对人名称 相对人 行政相对人 纳税人名称 纳税人 纳税主体名称 纳税企业名称 企业单位名称 用人单位名称 用人单位 参保单位名称 缴存单位名称 申请企业名称 申报企业名称 受表彰单位 受表彰单位名称 受表彰企业名称 获奖单位名称 捐赠单位名称 捐赠企业名称 捐赠单位 商家名称 法人单位名称 法人单位 法人名 企业主体名称 主体全称 市场主体全称`,
    ),
    field(
      'uscc',
      '统一社会信用代码',
      ALWAYS,
      `社会统一信用代码 统一信用代码 统一社会信用码 统一社会信用编码 统一社会代码 统一代码 社会信用代码 信用代码 统一社会信用代码证号 统一社会信用代码证 统一社会信用代码号 统一社会信用代码（18位）
       行政相对人代码_1 行政相对人代码1 代码_1 行政相对人代码 营业执照号码（统一社会信用代码） 统一社会信用代码/注册号 统一社会信用代码/组织机构代码 企业信用代码 机构代码 uscc 行政相对人统一社会信用代码 相对人统一社会信用代码 企业统一社会信用代码 单位统一社会信用代码 机构统一社会信用代码 组织统一社会信用代码 社会组织统一社会信用代码 法人统一社会信用代码 法人和其他组织统一社会信用代码 主体统一社会信用代码 信用主体统一社会信用代码 市场主体统一社会信用代码 经营主体统一社会信用代码 公司统一社会信用代码 商户统一社会信用代码 当事人统一社会信用代码 被处罚单位统一社会信用代码 被处罚企业统一社会信用代码 被处罚人统一社会信用代码 被处罚当事人统一社会信用代码 被处罚主体统一社会信用代码 被执行人统一社会信用代码 违法企业统一社会信用代码 失信主体统一社会信用代码 失信企业统一社会信用代码 纳税人统一社会信用代码 用人单位统一社会信用代码 行政相对人信用代码 企业社会信用代码 单位社会信用代码 单位信用代码 企业统一信用代码 单位统一信用代码 统一社会信用代码（纳税人识别号） 统一社会信用代码/纳税人识别号`,
    ),
    field(
      'kind',
      '推荐类别',
      REPORT,
      '类别 信息类别 信息类型 信息种类 信息分类 推荐类型 推荐种类 推荐分类 推荐理由类别 红榜类别 黑榜类别 红黑榜类别 榜单类别 名单类别 类别编号 类别代码 报送类别 事项类别 信用信息类别',
    ),
    field('matter', '具体事项', ALWAYS, `${MATTER} 推荐理由 推荐事由 列入事由`),
    field(
      'recommender',
      '推荐单位',
      NEVER,
      '推荐部门 推荐机关 推荐单位名称 推荐单位（部门） 推荐部门名称 报送单位 报送部门 主管部门 行业主管部门 提供单位 数据来源单位 推荐县区',
    ),
    field('occurredOn', '发生日期', ALWAYS, OCCURRED),
    field(
      'zone',
      '所属区域',
      NEVER,
      '功能区 所属功能区 所在功能区 所在区域 所在地区 所属地区 所属区县 所属县区 所在区县 所在县区 区县 县区 县（市、区） 开发区 所在开发区 所属开发区 所在地 属地 辖区 所属辖区',
    ),
    field('remark', '备注', NEVER, '备注说明 说明 其他说明'),
    ...DECISION,
  ],
};

export type DirectoryField = 'name' | 'uscc' | 'registeredOn' | 'organisationType' | 'area';

/** A copy of a registry of organisations. */
export const DIRECTORY: TableForm<DirectoryField> = {
  title: '组织机构名录',
  fields: [
    field(
      'name',
      '企业名称',
      ALWAYS,
      '单位名称 机构名称 名称 主体名称 市场主体名称 经营主体名称 企业全称 单位全称 机构全称 法人名称 社会组织名称 组织名称 公司名称',
    ),
    field('uscc', '统一社会信用代码', ALWAYS, '社会统一信用代码 统一信用代码 统一代码 社会信用代码 信用代码 代码 uscc'),
    field('registeredOn', '注册日期', NEVER, '成立日期 登记日期 设立日期 成立时间 注册时间 开业日期'),
    field(
      'organisationType',
      '企业类型',
      NEVER,
      '单位类型 机构类型 类型 主体类型 市场主体类型 经济类型 组织类型 企业类别',
    ),
    field(
      'area',
      '所在地区',
      NEVER,
      '所属地区 地区 区域 所在区域 所属区域 行政区划 区县 所属区县 所在区县 所在地 登记机关所在地',
    ),
  ],
};
