/** For each kind of finding, how the right thing is written: a line an author can copy. */
import { parse, stringify } from 'yaml';
import type { PolicyFinding } from '#kernel/policy/finding.ts';
import { bodyId, type CityBodies, cityFiles } from './city-skeleton.ts';
import { noticeFiles } from './notice-skeleton.ts';

/** By what is wrong. Where a value has the wrong shape, the sound skeleton shows the right one. */
const BY_CODE: Readonly<Record<string, string>> = {
  'adverse.any_reporter': 'reporterFunctions: [duty-1]（不良信息只由写明的职能报送）',
  'adverse.batch': 'approval: case（不良信息逐件认定）',
  'adverse.disclosure_too_long': 'disclosureMonths: [{ from: 2024-06-01, value: 12, citation: 依据, local: true }]',
  'adverse.fact_basis': 'factBasis: decision-number（以文书文号为准）',
  'adverse.no_decision': 'decisionTypes: [{ id: penalty, title: 行政处罚决定书, citation: 国办发〔2020〕49号 }]',
  'clause.empty': '在“## 1 标题”下面写一段条文，空一行后再写下一条',
  'clause.unknown': 'clause: "1"，并在 notice.md 中写“## 1 标题”',
  'clause.unused': '## 6 加强组织（指引）——只对人的要求；其余的在目录、名单、措施中用 clause: "6" 引用',
  'dated.overlap': '[{ from: 2024-06-01, value: 12, … }, { from: 2025-01-01, value: 6, … }]（每个 from 只写一次）',
  'dated.unsorted': '[{ from: 2024-06-01, value: 12, … }, { from: 2025-01-01, value: 6, … }]（早的在前）',
  'declared.twice': '只在一处写：全市共用的写在城市的文件夹，通知自己的写在通知的文件夹',
  'department.cycle': '{ id: district-1, name: 甲区, parent: credit-office, level: district }',
  'department.unknown': 'departments 中写 { id: body-1, name: 市志愿服务局, level: department, functions: [duty-1] }',
  'division.unknown': 'divisions: [{ code: "990201", name: 甲区 }]',
  'event.unknown': 'events: [{ id: review-over, title: 评议结束, clause: "2" }]',
  'field.missing': 'requiredFields: [name, sex, documentNumber, kind, matter, occurredOn]',
  'field.not_for_subject': '个人：[name, sex, documentNumber, kind, matter]；单位：[name, uscc, kind, matter]',
  'floor.below': '按提示中的数值改写；以后才生效的，另写一行 from',
  'floor.missing':
    '按提示补写这一项；期限写在 timers，如 { id: data-check, title: 信息核对, value: [{ from: 2024-06-01, value: 5 working-days, citation: 依据 }] }',
  'function.no_city_department': 'departments 中给一个市级部门写 functions: [duty-1]',
  'function.no_department':
    'departments 中写 { id: body-1, name: 市志愿服务局, level: department, functions: [duty-1] }',
  'function.unknown': 'functions: [{ id: duty-1, title: 志愿服务管理 }]',
  'function.unused': '给部门写 functions: [duty-1]，或者删去这项职能',
  'id.duplicate': '每个编号只用一次：{ id: duty-1, … }、{ id: duty-2, … }',
  'key.of_city': '移到 cities/城市/city.yaml',
  'key.of_notice': '移到 cities/城市/notices/编号/notice.yaml',
  'key.twice': '同一项只留一处',
  'key.unknown': '删去这一项，或者改成提示中的名称；编辑器可按 docs/schema 中的说明提示可用的项',
  'kind.grade_document':
    'gradeByDecision: [{ from: 2026-04-01, value: { warning: minor }, citation: 依据 }]（warning 是 decisionTypes 中的编号，minor 是 repair 中的编号）',
  'kind.person_on_list': '名单只列单位：subject: organisation；个人的信息删去 nominates',
  'kind.polarity': 'polarity 与名单一致：好名单推荐 good，失信名单推荐 adverse',
  'kind.repair_grade': 'repairGrade: general，并在城市的 repair 中写同一编号；良好信息不写',
  'kind.unknown_ground': 'nominates: { list: commended, ground: "2" }，ground 写名单 grounds 中的编号',
  'level.empty': 'interval: "[0,120)"（前一个数小于后一个数）',
  'level.gap': '"[0,120)"、"[120,150)"、"[150,200]"（首尾相接）',
  'level.overlap': '"[0,120)"、"[120,200]"（方括号包括本数，圆括号不包括）',
  'level.unknown': 'threshold: level-steady（写 points.levels 中的编号）',
  'list.adverse_requirements':
    'requires: { noticeServed: true, decision: true, legalBasis: { recorded: false, citation: null } }',
  'list.basis_document': 'bases 中另写法律、法规或者人大常委会决定，legalBasis 的 basis 写它的编号',
  'list.basis_undated': 'bases: [{ …, from: 2020-05-01 }]（写上施行日）',
  'list.basis_unknown': 'legalBasis: { recorded: true, citation: 第几条, basis: 编号 }，编号写在 bases 中',
  'list.ground_without_kind': '目录中给一类单位信息写 nominates: { list: commended, ground: "2" }',
  'list.legal_basis': 'legalBasis: { recorded: false, citation: null }（登记以前名单不能发布）',
  'list.twice': '名单的编号全市不能相同：commended-2024-9',
  'list.unknown': 'appliesTo: { list: commended }（写 lists 中的编号）',
  'measure.beyond_notice': '删去这项措施，或者写明通知中规定它的条款：clause: "3"',
  'measure.dates': 'from: 2024-06-01, until: 2025-05-31（先开始后结束）',
  'measure.points_restrict': 'appliesTo: { list: 名单编号 }（积分只用于激励，不得用于限制）',
  'measure.polarity': '好名单写 polarity: incentive，失信名单写 polarity: restriction',
  'name.duplicate': '每个部门的名称和 aliases 都不与别的部门相同',
  'notice.folder': '文件夹改名，或者 id 改成与文件夹相同',
  'notice.missing': '## 1 短标题\n\n用自己的话写这一条。',
  'notices.none': 'xinheng notice new 城市目录',
  'pattern.invalid': "any: ['宗教|信仰']（正则表达式，括号成对）",
  'points.no_rule':
    'rules: [{ kind: "1", clause: "1", points: [{ from: 2024-06-01, value: 20, citation: 本市选定, local: true }], cap: […] }]',
  'points.organisation': '删去这条：只有个人有积分',
  'points.scale': '{ base: 100, minimum: 0, maximum: 200, goodCap: 100, adverseCap: 40 }（基础分在上下限之间）',
  'points.sign': '良好信息写正数 value: 20，不良信息写负数 value: -20；cap 写正数',
  'points.unknown_kind': 'kind: "1"（写目录中的编号）',
  'repair.range': '{ published: true, minimumMonths: 3, maximumMonths: 12 }（最短小于最长）',
  'scene.unknown': 'matters: [awards]（写 law/cn/scenes.yaml 中的编号）',
  'sector.unknown':
    '城市的 sectors 中写 { id: sport, title: 公共体育设施, titleEn: Public sports, basicService: 照常购票, basicServiceEn: A ticket }',
  'tile.taken': 'tile: { column: 1, row: 0, label: 甲区, labelEn: A }（每格只放一个）',
  'timer.missing':
    '{ id: data-check, title: 信息核对, value: [{ from: 2024-06-01, value: 5 working-days, citation: 本市选定, local: true }] }',
  'timer.unknown':
    'timers 中写 { id: commended-showing, title: 公示, clause: "2", value: [{ from: 2024-06-01, value: 10 days, citation: 本市选定, local: true }] }',
  'yaml.not_a_mapping': 'id: "2024-5"（每行“键: 值”，冒号后空一格）',
  'yaml.syntax': 'title: "有冒号或者引号的文字，用双引号括起来"（缩进用空格，不用制表符）',
  'zone.unknown': 'zones: [{ id: lake, name: 湖滨片区 }]',
};

/** A line to copy; for a missing or wrong value, how the skeleton writes it. */
export function exampleFor({ code, path }: Pick<PolicyFinding, 'code' | 'path'>): string | undefined {
  if (code !== 'key.missing' && code !== 'value.invalid') return BY_CODE[code];
  const steps = path.replaceAll(/\[\d+\]/g, '.0').split('.');
  const key = steps.at(-1) ?? '';
  const found = steps.reduce<unknown>(
    (at, step) => (at !== null && typeof at === 'object' ? (at as Record<string, unknown>)[step] : undefined),
    sound(),
  );
  if (found === undefined) return OTHER_KEYS[key];
  const text = stringify(found, { collectionStyle: 'flow', lineWidth: 0 }).trim();
  return /^\d+$/.test(key) ? `- ${text}` : `${key}: ${text}`;
}

/** What a sound notice may leave out, and so is not in the skeleton. */
const OTHER_KEYS: Readonly<Record<string, string>> = {
  aliases: 'aliases: [甲局, 市甲局]',
  auditOffice: 'auditOffice: body-1',
  bases:
    'bases: [{ id: act, kind: local-regulation, title: 某某条例, titleEn: Act, issuer: 省人大常委会, issuedOn: 2023-01-01, from: 2023-05-01, confirmed: false }]',
  code: 'code: "990201"',
  decisionTypes: 'decisionTypes: [{ id: penalty, title: 行政处罚决定书, citation: 国办发〔2020〕49号 }]',
  division: 'division: "990201"',
  gradeByDecision: 'gradeByDecision: [{ from: 2026-04-01, value: { warning: minor }, citation: 依据 }]',
  gravity: 'gravity: general',
  holdMaximum: 'holdMaximum: relief-hold-maximum',
  legalBasis: 'legalBasis: { recorded: false, citation: null }',
  looks: 'looks: { showOfficerName: true }',
  nominates: 'nominates: { list: commended, ground: "2" }',
  notReported: 'notReported: [{ id: self-corrected, title: 轻微且已自行纠正的行为, citation: 依据 }]',
  range:
    'range: [{ from: 2024-06-01, value: { published: true, minimumMonths: 3, maximumMonths: 12 }, citation: 依据 }]',
  relief: 'relief: { clause: "3", title: 情形, holdMaximum: relief-hold-maximum, sizes: [micro, small, medium] }',
  repairGrade: 'repairGrade: general',
  rolesApart: 'rolesApart: [{ roles: [reporter, auditor], citation: 本市选定 }]',
  until: 'until: 2025-05-31',
};

let parsed: Record<string, unknown> | undefined;

/** The skeleton's own data, joined as a check reads it. */
function sound(): Record<string, unknown> {
  if (parsed) return parsed;
  const from = '2024-06-01';
  const found: CityBodies = { bodies: [{ id: bodyId(0), name: '市志愿服务局', level: 'department' }] };
  const city = cityFiles(
    { city: '某市', cityEn: 'City', region: '9902', office: '市信用工作处', found, from },
    undefined,
  );
  const ofCity = {
    ...{ creditOffice: 'credit-office', duty: 'duty-1', body: '市志愿服务局', list: 'commended', step: 20 },
    ...{ level: { id: 'level-steady', title: '稳健' }, base: { total: 100, level: '起步' }, clocks: new Set<string>() },
    sector: { id: 'sport', title: '公共体育设施' },
  };
  const document = {
    number: '某信〔2024〕5号',
    title: '某某激励办法',
    titleEn: 'Credit',
    authority: '某市人民政府办公室',
  };
  const notice = noticeFiles({ id: '2024-5', ...document, issuedOn: '2024-05-06', from }, ofCity, undefined);
  const whole: Record<string, unknown> = {};
  for (const [name, text] of Object.entries({ ...notice, ...city }))
    if (/^[a-z-]+\.yaml$/.test(name))
      for (const [key, value] of Object.entries(parse(text) as object)) whole[key] ??= value;
  parsed = whole;
  return whole;
}
