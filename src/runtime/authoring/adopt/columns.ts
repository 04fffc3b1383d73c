/** Under what names the columns come that offices and older systems write: the tables of `xinheng adopt`. */

import { FORM_KINDS } from '#contracts/vocabulary.ts';
import { INDIVIDUALS, ORGANISATIONS, type TableForm } from '#platform/intake/index.ts';

type Needed = 'needed' | 'optional';

const column = <Field extends string>(
  key: Field,
  title: string,
  needed: Needed,
  aliases: string,
  holds?: 'number' | 'date',
) => ({
  ...{ key, title, holds, required: needed === 'needed' ? FORM_KINDS : [] },
  aliases: aliases.split(/\s+/u).filter((alias) => alias !== ''),
});

export type BodyField = 'name' | 'aliases' | 'uscc' | 'parent' | 'area' | 'code' | 'address' | 'telephone';

/** A list of a city's offices. Contact persons and their telephones are not read. */
export const BODIES: TableForm<BodyField> = {
  title: '部门名单',
  fields: [
    column(
      'name',
      '单位名称',
      'needed',
      '部门名称 机构名称 部门 单位 机构 单位全称 部门全称 机构全称 名称 成员单位 责任单位',
    ),
    column('aliases', '简称', 'optional', '别名 曾用名 其他名称 单位简称 部门简称 机构简称'),
    column('uscc', '统一社会信用代码', 'optional', '社会信用代码 信用代码 机构代码 机关代码'),
    column('parent', '上级', 'optional', '上级单位 上级部门 上级机构 上级主管部门 主管部门 主管单位 隶属单位 隶属'),
    column('area', '区县', 'optional', '所属区县 所在区县 县区 县（市、区） 区划 行政区划 所属区域 所在地区 地区 辖区'),
    column('code', '区划代码', 'optional', '行政区划代码 区县代码 地区代码 行政区划编码'),
    column('address', '地址', 'optional', '办公地址 单位地址 通讯地址 联系地址 地点'),
    column('telephone', '电话', 'optional', '办公电话 单位电话 联系电话 值班电话 咨询电话 服务电话'),
  ],
};

/** What an older system's export says beside what a report does. */
type LegacyOwn = 'polarity' | 'until' | 'status' | 'points';

const OWN = [
  column(
    'polarity',
    '名单性质',
    'optional',
    '信息性质 性质 名单类型 名单类别 名单种类 名单名称 所属名单 榜单类型 榜单名称 奖惩类型 奖惩 加减分 加分减分 记录类型 信用性质',
  ),
  column(
    'until',
    '有效期至',
    'optional',
    '有效期 有效期限 截止日期 届满日期 到期日期 失效日期 公示截止日期 公示截止期 移出日期 列入期限 期限',
    'date',
  ),
  column('status', '状态', 'optional', '记录状态 信息状态 数据状态 名单状态 当前状态 修复状态 是否修复 处理状态'),
  column('points', '分值', 'optional', '积分 得分 分数 加减分值 变动分值 奖惩分值 信用分 总分 当前积分 信用积分'),
] as const;

/** Shorter names than reports have; the day somebody was put on a list stands for that of the deed where no other is given. */
const ALSO: Readonly<Record<string, string>> = {
  matter:
    '事由 事项 内容 行为 事迹 原因 理由 列入原因 加分事由 扣分事由 奖惩事由 加减分事由 积分事由 行为描述 事项描述 信息内容 记录内容',
  occurredOn: '日期 时间 登记日期 登记时间 记录日期 记录时间 加分日期 加分时间 列入日期 列入时间 发布日期 发布时间',
};

/** As reports are, but for what identifies the subject no column is asked for: what is missing is told row by row. */
function legacyForm<Field extends string>(
  form: TableForm<Field>,
  title: string,
  needed: readonly Field[],
): TableForm<Field | LegacyOwn> {
  const fields = form.fields.map((field) => ({
    ...{ ...field, required: needed.includes(field.key) ? FORM_KINDS : [] },
    aliases: [...field.aliases, ...(ALSO[field.key]?.split(' ') ?? [])],
  }));
  return { title, fields: [...fields, ...OWN] };
}

export const LEGACY_PERSONS = legacyForm(INDIVIDUALS, '原系统的个人记录', ['name', 'documentNumber']);
export const LEGACY_ORGANISATIONS = legacyForm(ORGANISATIONS, '原系统的单位记录', ['name', 'uscc']);

export type LegacyField = (typeof LEGACY_PERSONS | typeof LEGACY_ORGANISATIONS)['fields'][number]['key'];
