/** What a city says for all its notices, and what both say together (periods, points), in the words it is compared in. */

import { verbatim } from '../../refusal/said.ts';
import type { Department, PolicyData } from '../policy.ts';
import { localId } from '../refs.ts';
import * as say from './sayings.ts';
import { dated, each, type FieldsOf, group, type Saying, set, value } from './words.ts';
import type { WORDS_OF_NOTICE } from './words-of-notice.ts';

const name = ['名称', 'name'] as const;
const english = ['英文名称', 'English name'] as const;
const clause = value(['依据条款', 'clause'], say.clauseRef);
const called: Saying<{ readonly name: string }> = (one) => ({ zh: `“${one.name}”`, en: `“${one.name}”` });
const proofs = (titles: readonly [string, string]) =>
  each<{ readonly id: string; readonly title: string; readonly titleEn: string }, 'id'>(titles, 'id', say.titled, {
    title: value(name, say.text),
    titleEn: value(english, say.text),
  });
const tile = value<NonNullable<PolicyData['zones'][number]['tile']>>(
  ['示意图位置', 'place in the picture'],
  ({ column, row, label, labelEn }) => ({
    zh: `“${label}”（${labelEn}，第 ${row} 行第 ${column} 列）`,
    en: `“${labelEn}” (${label}, row ${row}, column ${column})`,
  }),
);

const ROLES = {
  reporter: { zh: '报送员', en: 'reporter' },
  reviewer: { zh: '审核员', en: 'reviewer' },
  determiner: { zh: '认定员', en: 'determiner' },
  'credit-office': { zh: '信用主管部门人员', en: 'credit office' },
  auditor: { zh: '审计员', en: 'auditor' },
  administrator: { zh: '管理员', en: 'administrator' },
  assistant: { zh: '窗口人员', en: 'assistant' },
};

const DEPARTMENT: FieldsOf<Omit<Department, 'id'>> = {
  name: value(name, say.text),
  aliases: set(['别称', 'aliases'], say.text),
  parent: value(['上级', 'superior'], say.departmentId),
  level: value(
    ['层级', 'level'],
    say.oneOf({
      city: { zh: '市', en: 'city' },
      department: { zh: '市直部门', en: 'department' },
      district: { zh: '县（市、区）', en: 'district' },
      zone: { zh: '功能区', en: 'zone' },
      office: { zh: '基层单位', en: 'office' },
    }),
  ),
  functions: set(['职能', 'functions'], say.functionId),
  division: value(['区划代码', 'division'], say.text),
  zone: value(['功能区', 'zone'], say.zoneId),
  retiredOn: value(['撤销日', 'retired on'], say.plain),
};

const POINTS: FieldsOf<PolicyData['points']> = {
  citation: value(['出处', 'source'], say.text),
  scale: dated(['分值范围', 'scale'], ({ base, minimum, maximum, goodCap, adverseCap }) => ({
    zh: `“基础分 ${base}，${minimum} 至 ${maximum}，良好信息合计最多加 ${goodCap}，不良信息合计最多减 ${adverseCap}”`,
    en: `base ${base}, ${minimum} to ${maximum}, good at most +${goodCap}, adverse at most −${adverseCap}`,
  })),
  levels: dated(['等级', 'levels'], (levels) =>
    say.joined(
      levels.map(({ id, title, titleEn, rank, low, lowIncluded, high, highIncluded }) => {
        const interval = `${lowIncluded ? '[' : '('}${low},${high}${highIncluded ? ']' : ')'}`;
        return {
          zh: `${rank + 1} 级“${title}”${interval}（${titleEn}，${id}）`,
          en: `${rank + 1} “${titleEn}” ${interval} (${title}, ${id})`,
        };
      }),
    ),
  ),
  rules: each(
    ['计分规则', 'points rule'],
    'kind',
    ({ kind, title }) => ({ zh: `${localId(kind)}“${title}”`, en: `${localId(kind)} “${title}”` }),
    {
      clause,
      title: value(name, say.text),
      points: dated(['每条分值', 'points of a record'], say.points),
      cap: dated(['封顶', 'cap'], say.points),
    },
  ),
  noticeCaps: each(['通知的封顶', 'cap of a notice'], 'notice', ({ notice }) => verbatim(notice), {
    goodCap: dated(['良好信息合计封顶', 'cap of all good records'], say.points),
  }),
};

/** Whatever the notice's own words do not speak of. */
export const WORDS_OF_CITY: FieldsOf<Omit<PolicyData, keyof typeof WORDS_OF_NOTICE>> = {
  names: group(['', ''], {
    city: value(['城市名称', 'name of the city'], say.text),
    cityEn: value(['城市英文名称', 'English name of the city'], say.text),
    platform: value(['平台名称', 'name of the platform'], say.text),
    pointsSystem: value(['积分系统名称', 'name of the points system'], say.text),
    points: value(['积分名称', 'name of the points'], say.text),
    site: value(['公示网站名称', 'name of the site'], say.text),
    creditOffice: value(['信用主管部门名称', 'name of the credit office'], say.text),
    siteEn: value(['公示网站英文名称', 'English name of the site'], say.text),
  }),
  regionPrefix: value(['区划代码开头', 'region prefix'], say.text),
  creditOffice: value(['信用主管部门', 'credit office'], say.departmentId),
  auditOffice: value(['审计单位', 'audit office'], say.departmentId),
  rolesApart: set(['不得由一人兼任的角色', 'roles that never meet in one person'], ({ roles, citation }, policy) => {
    const { zh, en } = say.all(say.oneOf(ROLES))(roles, policy);
    return { zh: `${zh}（${citation}）`, en: `${en} (${citation})` };
  }),
  minimumAge: group(['年龄', 'age'], { years: value(['最低', 'least'], say.years), clause }),
  fullReportsPerYear: dated(['每年免费完整报告', 'free full reports a year'], say.times),
  looks: group(['谁看过', 'who looked'], {
    showOfficerName: value(['是否显示查看人姓名', 'whether the officer is named'], say.yesOrNo),
  }),
  counter: group(['窗口出示的证件', 'what is shown at a counter'], {
    identity: proofs(['身份证明', 'proof of identity']),
    authority: proofs(['代办证明', 'proof of authority']),
  }),
  functions: each(['职能', 'function'], 'id', say.titled, { title: value(name, say.text) }),
  departments: each(['部门', 'department'], 'id', called, DEPARTMENT),
  divisions: each(['行政区划', 'division'], 'code', called, { name: value(name, say.text), tile }),
  zones: each(['功能区', 'zone'], 'id', called, {
    name: value(name, say.text),
    aliases: set(['别称', 'aliases'], say.text),
    statisticalCode: value(['统计代码', 'statistical code'], say.text),
    tile,
  }),
  benefits: each(['优惠', 'benefit'], 'id', say.titled, {
    clause,
    title: value(name, say.text),
    titleEn: value(english, say.text),
    threshold: value(['起享等级', 'level it begins with'], say.levelId),
    basicService: value(['基本服务', 'basic service'], say.text),
    basicServiceEn: value(['基本服务（英文）', 'basic service in English'], say.text),
  }),
  points: group(['', ''], POINTS),
  timers: each(['期限', 'period'], 'id', say.titled, {
    title: value(name, say.text),
    titleEn: value(english, say.text),
    clause,
    value: dated(['长度', 'length'], say.duration),
  }),
  repair: each(['修复等级', 'repair grade'], 'id', say.titled, {
    title: value(name, say.text),
    gravity: value(
      ['对应的法定等级', 'grade of the law'],
      say.oneOf({
        minor: { zh: '轻微', en: 'minor' },
        general: { zh: '一般', en: 'general' },
        serious: { zh: '严重', en: 'serious' },
      }),
    ),
    range: dated(['公示和修复', 'disclosure and repair'], ({ published, minimumMonths, maximumMonths }, policy) => {
      const [least, most] = [say.months(minimumMonths, policy), say.months(maximumMonths, policy)];
      return {
        zh: `“${published ? '公示' : '不公示'}，满 ${least.zh}可以申请修复，最长 ${most.zh}”`,
        en: `${published ? 'published' : 'not published'}, repair from ${least.en} on, ended after ${most.en}`,
      };
    }),
  }),
  neverCollect: each(
    ['不得采集的信息', 'what is never collected'],
    'id',
    ({ category }) => ({ zh: `“${category}”`, en: `“${category}”` }),
    {
      category: value(['名称', 'name'], say.text),
      any: set(['识别写法', 'pattern'], say.text),
      unless: set(['例外写法', 'exception'], say.text),
      citation: value(['出处', 'source'], say.text),
    },
  ),
};
