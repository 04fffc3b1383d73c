/** The files of a new city, sound as they stand: names, bodies, levels, periods. What a city chooses itself says so. */

/** A body that reports, and determines where it stands at the city's level. */
export interface DraftBody {
  readonly id: string;
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly level: 'department' | 'district' | 'office';
  /** id of the body above it */
  readonly parent?: string;
  /** code of its division */
  readonly division?: string;
  /** what is known of it and the product has no place for: a comment behind it, one line */
  readonly remark?: string;
}

export interface CityBodies {
  readonly bodies: readonly DraftBody[];
  /** other names of the credit office */
  readonly officeAliases?: readonly string[];
  readonly divisions?: readonly { readonly code: string; readonly name: string }[];
}

export interface CityAnswers {
  readonly city: string;
  readonly cityEn: string;
  /** 2 to 6 digits that the city's credit codes begin with */
  readonly region: string;
  readonly office: string;
  readonly found: CityBodies;
  /** first day of the city's values, `YYYY-MM-DD` */
  readonly from: string;
}

/** In which places the schemas for editors lie, seen from the city's folder; absent: none are named. */
export type SchemaPlace = string | undefined;

export const header = (schemas: SchemaPlace, name: 'city' | 'notice' | 'cases'): string =>
  schemas === undefined ? '' : `# yaml-language-server: $schema=${schemas}/${name}.schema.json\n`;

/** Any text as YAML. */
export const quoted = (text: string): string => JSON.stringify(text);
const own = (from: string, value: string) => `{ from: ${from}, value: ${value}, citation: 本市选定, local: true }`;

/** By its place among the bodies, from 0. */
export const bodyId = (index: number): string => `body-${index + 1}`;
const functionId = (index: number): string => `duty-${index + 1}`;

export function cityFiles(answers: CityAnswers, schemas: SchemaPlace): Readonly<Record<string, string>> {
  const files = {
    'city.yaml': names(answers),
    'departments.yaml': departments(answers),
    'points.yaml': points(answers),
    'timers.yaml': timers(answers),
  };
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [name, header(schemas, 'city') + text]));
}

const names = ({
  city,
  cityEn,
  region,
  office,
  from,
}: CityAnswers): string => `# 全市只写一次的内容：名称、区划、窗口证件。
names:
  city: ${quoted(city)}
  cityEn: ${quoted(cityEn)}
  platform: ${quoted(`${city}信用信息平台`)}
  pointsSystem: ${quoted(`${city}个人信用积分系统`)}
  points: 积分
  site: ${quoted(`信用${city}`)}
  siteEn: ${quoted(`Credit ${cityEn}`)}
  creditOffice: ${quoted(office)}
regionPrefix: "${region}"
creditOffice: credit-office
minimumAge: { years: 18 }
fullReportsPerYear:
  - ${own(from, '2')}

# 在窗口代办时，本人和单位经办人出示的证件；不设窗口的，删去这一项。
counter:
  identity:
    - { id: identity-card, title: 居民身份证原件, titleEn: Original resident identity card }
  authority:
    - { id: sealed-letter, title: 加盖公章的授权委托书, titleEn: Sealed letter of authority }
`;

export const OFFICE_ID = 'credit-office';

const departments = ({
  office,
  found: { bodies, officeAliases = [], divisions = [] },
}: CityAnswers): string => `# 机构和职能。谁认定哪类信息，按职能写在各份通知里，所以这里要写全。
functions:
  - { id: coordination, title: 信用工作统筹 }
${bodies.flatMap(({ name, level }, index) => (level === 'department' ? [`  - { id: ${functionId(index)}, title: ${quoted(`${name}的职责`)} }`] : [])).join('\n')}
${divisions.length === 0 ? '' : `\ndivisions:\n${divisions.map(({ code, name }) => `  - { code: "${code}", name: ${quoted(name)} }`).join('\n')}\n`}
departments:
  - { id: ${OFFICE_ID}, name: ${quoted(office)}${also(officeAliases)}, level: city, functions: [coordination] }
${bodies.map(bodyLine).join('\n')}
`;

const also = (aliases: readonly string[]): string =>
  aliases.length === 0 ? '' : `, aliases: [${aliases.map(quoted).join(', ')}]`;

function bodyLine({ id, name, aliases = [], level, parent, division, remark }: DraftBody, index: number): string {
  const parts = [
    `id: ${id}, name: ${quoted(name)}${also(aliases)}`,
    ...(parent === undefined ? [] : [`parent: ${parent}`]),
    `level: ${level}`,
    ...(level === 'department' ? [`functions: [${functionId(index)}]`] : []),
    ...(division === undefined ? [] : [`division: "${division}"`]),
  ];
  return `  - { ${parts.join(', ')} }${remark === undefined ? '' : ` # ${remark}`}`;
}

const points = ({ from }: CityAnswers): string => `# 积分的范围和等级：全市一套。每类信息加多少分，由各份通知规定。
points:
  citation: 本市选定
  scale:
    - from: ${from}
      value: { base: 100, minimum: 0, maximum: 200, goodCap: 100, adverseCap: 40 }
      citation: 本市选定
      local: true
  levels:
    - from: ${from}
      citation: 本市选定
      local: true
      value:
        - { id: level-basic, title: 起步, titleEn: Basic, interval: "[0,120)" }
        - { id: level-steady, title: 稳健, titleEn: Steady, interval: "[120,150)" }
        - { id: level-fine, title: 出众, titleEn: Fine, interval: "[150,200]" }

# 可以给优惠的行业；basicService 是人人都有的服务，与积分无关。
sectors:
  - { id: sport, title: 公共体育设施, titleEn: Public sports, basicService: 照常购票入场, basicServiceEn: A ticket as everybody has }
`;

/** Every clock that the product asks of a city. */
export const CLOCKS: readonly (readonly [id: string, title: string, titleEn: string, length: string])[] = [
  ['data-check', '信息核对', 'Check of information', '5 working-days'],
  ['own-report-draft', '本人上报草稿保存', 'Keeping drafts', '30 days'],
  ['response-window', '不良信息认定前的陈述申辩', 'Response before a determination', '5 working-days'],
  ['objection-own', '异议办理（平台自有信息）', 'Objection (own data)', '3 working-days'],
  [
    'objection-with-provider',
    '异议办理（须由提供单位核查）',
    'Objection (checked with the provider)',
    '7 working-days',
  ],
  ['objection-provider-part', '提供单位核查', 'The provider’s check', '3 working-days'],
  ['revocation-removal', '依据撤销后撤下', 'Off once its basis is revoked', '1 working-days'],
  ['repair-execution', '修复决定的执行', 'Carrying out a repair', '1 working-days'],
  ['repair-decision', '修复申请的办理', 'Handling a request for repair', '7 working-days'],
  ['relief-decision', '暂不纳入申请的办理', 'Handling a request for relief', '5 working-days'],
  ['review-window', '申请复核', 'Asking for a review', '30 days'],
  ['review-decision', '复核的办理', 'Handling a review', '7 working-days'],
  ['withdrawn-decision-off-page', '决定撤销后撤下公示', 'Off the page once a decision is withdrawn', '3 days'],
  ['adverse-disclosure-maximum', '不良信息最长披露', 'Longest disclosure of adverse information', '3 years'],
  ['relief-hold-maximum', '暂不纳入最长', 'Longest relief', '6 months'],
  ['evidence-retention', '材料保存（办结后）', 'Keeping evidence after the case', '6 months'],
  ['query-log-retention', '查询日志保存', 'Keeping the query log', '5 years'],
];

export const clock = ([id, title, titleEn, length]: (typeof CLOCKS)[number], from: string): string =>
  `  - { id: ${id}, title: ${title}, titleEn: ${titleEn}, value: [${own(from, length)}] }`;

const timers = ({
  from,
}: CityAnswers): string => `# 全市统一的期限。写法：5 working-days（工作日）、30 days（日）、6 months（个月）、3 years（年）。
timers:
${CLOCKS.map((one) => clock(one, from)).join('\n')}

# 失信行为的修复等级：没有不良信息的城市可以留空。
repair: []
`;
