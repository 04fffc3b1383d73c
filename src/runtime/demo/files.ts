/** The tables the demo's departments hand in: 300 people, some 40 organisations, a few rows of every usual mistake, three adverse cases. */
import type { FileKind } from '#contracts/vocabulary.ts';
import { DEMO_CITIZENS, DEMO_ORGANISATIONS } from './accounts.ts';
import {
  type dice as Dice,
  dice,
  organisationCode,
  organisationName,
  personName,
  personNumber,
  residentId,
  slipped,
} from './invented.ts';

export interface DemoFile {
  readonly name: string;
  readonly kind: FileKind;
  /** account that hands it in */
  readonly reporter: string;
  readonly content: string;
  /** left out: the first of the cast's city */
  readonly notice?: string;
}

type Throwing = ReturnType<typeof Dice>;

const PERSON_MATTERS: Readonly<Record<string, readonly string[]>> = {
  '1.1': ['参加援鄂医疗队，在武汉支援护理工作42天', '随省派医疗队支援湖北，负责物资保障'],
  '1.2': ['在发热门诊一线连续值守30天', '参加隔离病区护理工作', '承担核酸样本检测工作', '在高速出口检查站执勤'],
  '1.3': ['在社区卡点值守，维持秩序60小时', '参加小区消杀、测温志愿服务30天'],
  '1.6': ['带领企业按期完成口罩紧急生产任务', '组织企业保障防护服供应'],
};
const ORGANISATION_MATTERS: Readonly<Record<string, readonly string[]>> = {
  '3.2.1': ['圆满完成集中隔离点保障任务', '承担定点医院设备抢修任务'],
  '3.2.2': ['春节期间复工，按期完成医用口罩紧急生产任务', '完成防护服紧急生产任务'],
  '3.2.4': ['捐赠医用防护物资一批', '捐赠负压救护车1台', '捐赠生活物资支援社区防控'],
};

export function demoFiles(): readonly DemoFile[] {
  const throwing = dice(20_200_213);
  return [
    { name: '航空港区个人良好信息.csv', kind: 'individuals', reporter: 'reporter', content: individuals(throwing) },
    organisationFile(throwing, '航空港区推荐企业.csv', 'reporter', '航空港区', 20, true),
    organisationFile(throwing, '高新区推荐企业.csv', 'gaoxin-reporter', '高新区', 12, false),
    organisationFile(throwing, '中牟县推荐企业.csv', 'zhongmu-reporter', '中牟县', 8, false),
    adverseFile(throwing, ADVERSE_FILE, 'health-reporter'),
  ];
}

/** Handed in after the first edition: what is in public notice when the demo has started. */
export function supplementFile(): DemoFile {
  return organisationFile(dice(20_200_519), '高新区补充推荐企业.csv', 'gaoxin-reporter', '高新区', 6, false);
}

/** What was reported in spring, before the story's own weeks: people only, so that no list begins before its time. */
export function earlierFile(name: string, seed: number, kind: string, count: number): DemoFile {
  const throwing = dice(seed);
  const rows = Array.from({ length: count }, () => {
    const row = person(throwing);
    row[4] = kind;
    row[5] = throwing.pick(PERSON_MATTERS[kind] ?? []);
    row[6] = `2020-02-${String(1 + throwing.below(28)).padStart(2, '0')}`;
    return row;
  });
  return { name, kind: 'individuals', reporter: 'reporter', content: csv([INDIVIDUAL_HEADER, ...rows]) };
}

const INDIVIDUAL_HEADER = ['姓名', '性别', '证件类型', '证件号码', '信息类别', '具体事项', '发生日期', '备注'];

function individuals(throwing: Throwing): string {
  const rows = [
    ...DEMO_CITIZENS.map(({ name, documentNumber }) => [
      name,
      Number(documentNumber[16]) % 2 === 1 ? '男' : '女',
      '居民身份证',
      documentNumber,
      '1.2',
      '在发热门诊一线连续值守30天',
      '2020-02-20',
      '',
    ]),
    ...Array.from({ length: 298 }, () => person(throwing)),
  ];
  const sound = rows[5] ?? [];
  for (const [at, row] of faultyPeople(throwing)) rows.splice(at, 0, row);
  const [joined] = DEMO_CITIZENS;
  rows.push([
    ...[
      joined!.name,
      '女',
      '居民身份证',
      joined!.documentNumber,
      '1.2',
      '在社区卫生服务中心一线值守20天',
      '2020-04-02',
      '',
    ],
  ]); // with a second record the citizen reaches the level that unlocks benefits
  rows.push([...sound]); // handed in twice
  return csv([INDIVIDUAL_HEADER, ...rows]);
}

/** What happens in real files, each with its place: one row for each thing that is told. */
function* faultyPeople(throwing: Throwing): Generator<[number, string[]]> {
  // one digit wrong
  yield [40, altered(person(throwing), 3, (number) => number.slice(0, 17) + (number.endsWith('5') ? '6' : '5'))];
  // does not fit the number
  yield [80, altered(person(throwing), 1, (sex) => (sex === '男' ? '女' : '男'))];
  // a child, and nothing else
  const child = altered(person(throwing), 3, () => residentId('20100501', 125));
  yield [120, altered(child, 1, () => '男')];
  // an illness is never data
  yield [160, altered(person(throwing), 5, () => '本人曾确诊新冠肺炎，治愈后参加志愿服务')];
  // nothing said
  yield [200, altered(person(throwing), 5, () => '')];
  // a number of the old form
  yield [240, altered(person(throwing), 3, (number) => number.slice(0, 6) + number.slice(8, 17))];
  // no such kind
  yield [260, altered(person(throwing), 4, () => '9.9')];
}

function person(throwing: Throwing): string[] {
  const sex = throwing.below(2) ? '男' : '女';
  const kind = throwing.pick(['1.1', '1.2', '1.2', '1.2', '1.6']);
  const matter = throwing.pick(PERSON_MATTERS[kind] ?? []);
  return [personName(throwing), sex, '居民身份证', personNumber(throwing, sex), kind, matter, dateIn2020(throwing), ''];
}

const ORGANISATION_HEADER = [
  '单位名称',
  '统一社会信用代码',
  '推荐类别',
  '具体事项',
  '推荐单位',
  '所属区域',
  '发生日期',
];

function organisationFile(
  throwing: Throwing,
  name: string,
  reporter: string,
  area: string,
  count: number,
  withMistakes: boolean,
): DemoFile {
  const names = new Set<string>();
  const rows = Array.from({ length: count }, () => {
    const row = organisation(throwing, area);
    while (names.has(row[0] ?? '')) row[0] = organisationName(throwing);
    names.add(row[0] ?? '');
    return row;
  });
  if (withMistakes) {
    const { name, uscc } = DEMO_ORGANISATIONS.honoured;
    const matter = '完成防护服紧急生产任务';
    rows.push([name, uscc, '3.2.2', matter, area, area, '2020-03-05']);
  }
  if (withMistakes) {
    const sound = rows[2] ?? [];
    rows.splice(4, 0, altered(organisation(throwing, area), 1, slipped)); // suspect: only the last check fails
    rows.splice(
      9,
      0,
      altered(organisation(throwing, area), 1, () => '410199000012340'),
    ); // an old registration number
    rows.splice(
      13,
      0,
      altered(organisation(throwing, area), 6, () => '2021-03-01'),
    ); // has not happened yet
    rows.push([...sound]); // handed in twice
  }
  return { name, kind: 'organisations', reporter, content: csv([ORGANISATION_HEADER, ...rows]) };
}

function organisation(throwing: Throwing, area: string): string[] {
  const kind = throwing.pick(['3.2.1', '3.2.2', '3.2.2', '3.2.4']);
  const matter = throwing.pick(ORGANISATION_MATTERS[kind] ?? []);
  return [organisationName(throwing), organisationCode(throwing), kind, matter, area, area, dateIn2020(throwing)];
}

const ADVERSE_HEADER = [
  ...['单位名称', '统一社会信用代码', '信息类别', '具体事项', '发生日期'],
  ...['决定文书类型', '决定书文号', '决定机关', '决定日期', '法律依据'],
];

export const ADVERSE_FILE = '市卫生健康委员会不良信息.csv';
/** The row of it that the story takes through notice and window to its determination. */
export const DETERMINED_ROW = 4;

/** The first two are left undecided by the story: whoever tries the demo takes them through notice, response and determination. */
function adverseFile(throwing: Throwing, name: string, reporter: string): DemoFile {
  const rows = [
    '拒不执行疫情防控指挥机构关于停止聚集性经营活动的决定',
    '未按要求落实复工场所通风消毒措施，责令改正后仍不改正',
    '未按要求报告复工人员健康监测情况，责令改正后逾期未改正',
  ].map((matter, index) => [
    ...(index !== 1
      ? [DEMO_ORGANISATIONS.adverse.name, DEMO_ORGANISATIONS.adverse.uscc]
      : [organisationName(throwing), organisationCode(throwing)]),
    '3.3.1',
    matter,
    `2020-02-${20 + index}`,
    '行政处罚决定书',
    `演示卫罚〔2020〕${101 + index}号（虚构）`,
    '郑州市卫生健康委员会',
    `2020-03-${10 + index}`,
    '《中华人民共和国传染病防治法》第七十七条',
  ]);
  return { name, kind: 'organisations', reporter, content: csv([ADVERSE_HEADER, ...rows]) };
}

function dateIn2020(throwing: Throwing): string {
  const month = 2 + throwing.below(2);
  return `2020-${String(month).padStart(2, '0')}-${String(1 + throwing.below(28)).padStart(2, '0')}`;
}

function altered(row: string[], column: number, change: (value: string) => string): string[] {
  return row.map((value, index) => (index === column ? change(value) : value));
}

/** As spreadsheet programs write it: a byte order mark, CRLF. */
function csv(rows: readonly (readonly string[])[]): string {
  return `\uFEFF${rows.map((row) => row.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')).join('\r\n')}\r\n`;
}
