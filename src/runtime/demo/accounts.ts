/** The people of the demo: one account per role, and two citizens. All invented; identity numbers use region 410199, never assigned. */
import type { NewOfficer } from '#contracts/officers.ts';
import { creditCode, residentId } from './invented.ts';

export interface DemoOfficer {
  readonly kind: 'officer';
  readonly id: string;
  readonly name: string;
  readonly departmentId: string;
  readonly roles: NewOfficer['roles'];
  /** what this account is for, for the list of accounts */
  readonly purpose: string;
}

export interface DemoCitizen {
  readonly kind: 'citizen';
  readonly id: string;
  readonly name: string;
  readonly documentType: 'resident-id';
  readonly documentNumber: string;
  readonly birthDate: string;
  /** organisations this person represents, as the city's sign-in would vouch */
  readonly organisations: readonly { readonly uscc: string; readonly name: string }[];
  readonly purpose: string;
}

/** Staff of a benefit provider: a post, not a person. */
export interface DemoProviderStaff {
  readonly kind: 'provider';
  readonly id: string;
  readonly name: string;
  readonly purpose: string;
}

export type DemoAccount = DemoOfficer | DemoCitizen | DemoProviderStaff;

export const officer = (
  id: string,
  name: string,
  departmentId: string,
  roles: NewOfficer['roles'],
  purpose: string,
): DemoOfficer => ({
  kind: 'officer',
  id,
  name,
  departmentId,
  roles,
  purpose,
});

/** The one the installation begins with; it proposes a second. */
export const DEMO_ADMINISTRATOR = officer(
  'administrator',
  '周管理',
  'credit-office',
  ['administrator'],
  '登记经办人和单位系统',
);

/** Proposed by the first and confirmed on the host; from then on one proposes and the other confirms. */
export const DEMO_SECOND_ADMINISTRATOR = officer(
  'administrator-2',
  '郝管理',
  'credit-office',
  ['administrator'],
  '第二位管理员：一人提出的登记由另一人确认',
);

/** Departments whose officers review and determine in the demo. */
export const DEMO_DEPARTMENTS = [
  { id: 'health-commission', title: '市卫生健康委员会', prefix: 'health', reviewer: '钱审核', determiner: '孙认定' },
  { id: 'industry-bureau', title: '市工业和信息化局', prefix: 'industry', reviewer: '李审核', determiner: '吴认定' },
  { id: 'civil-affairs-bureau', title: '市民政局', prefix: 'civil-affairs', reviewer: '郑审核', determiner: '王认定' },
] as const;

export const DEMO_OFFICERS: readonly DemoOfficer[] = [
  officer('reporter', '赵报送', 'airport', ['reporter'], '航空港区报送：交一张表，几秒内看到哪几行不合格、为什么'),
  officer('gaoxin-reporter', '何报送', 'gaoxin', ['reporter'], '高新区报送'),
  officer('zhongmu-reporter', '吕报送', 'zhongmu', ['reporter'], '中牟县报送'),
  officer('health-reporter', '施报送', 'health-commission', ['reporter'], '市卫生健康委员会报送：不良信息须附决定文书'),
  ...DEMO_DEPARTMENTS.flatMap(({ id, title, prefix, reviewer, determiner }) => [
    officer(`${prefix}-reviewer`, reviewer, id, ['reviewer'], `${title}审核：待办、凭证与报送内容对照`),
    officer(
      `${prefix}-determiner`,
      determiner,
      id,
      ['determiner'],
      `${title}认定：不能与报送、审核是同一人；推荐和会签名单`,
    ),
  ]),
  officer('credit-office', '冯统筹', 'credit-office', ['credit-office'], '市信用办：公示、会签、发布名单'),
  officer('credit-office-2', '陈统筹', 'credit-office', ['credit-office'], '市信用办：第二位经办人'),
  officer('assistant', '姜协办', 'credit-office', ['assistant'], '政务服务窗口：为到场的人代办申请、异议和修复'),
  officer('auditor', '褚审计', 'credit-office', ['auditor'], '审计：查看办理和查询记录'),
  DEMO_ADMINISTRATOR,
  DEMO_SECOND_ADMINISTRATOR,
];

/** Handed in by two departments of the demo: on the red list, and in two adverse cases: one nobody has decided yet, one determined. */
export const DEMO_ORGANISATIONS = {
  honoured: { uscc: creditCode('MA4RED01'), name: '郑源众诚防护用品有限公司' },
  adverse: { uscc: creditCode('MA4RED02'), name: '河洛宏远商贸有限公司' },
} as const;

export const DEMO_CITIZENS: readonly DemoCitizen[] = [
  {
    kind: 'citizen',
    id: 'citizen-joined',
    name: '卫思源',
    documentType: 'resident-id',
    documentNumber: residentId('19880316', 24),
    birthDate: '1988-03-16',
    organisations: [],
    purpose: '市民：已同意并开通积分账户',
  },
  {
    kind: 'citizen',
    id: 'citizen-not-joined',
    name: '蒋明远',
    documentType: 'resident-id',
    documentNumber: residentId('19910722', 35),
    birthDate: '1991-07-22',
    organisations: [],
    purpose: '市民：没有开通，积分系统里没有任何此人的信息',
  },
];

export const DEMO_REPRESENTATIVES: readonly DemoCitizen[] = [
  {
    kind: 'citizen',
    id: 'representative',
    name: '沈代表',
    documentType: 'resident-id',
    documentNumber: residentId('19790915', 46),
    birthDate: '1979-09-15',
    organisations: [DEMO_ORGANISATIONS.honoured, DEMO_ORGANISATIONS.adverse],
    purpose:
      '单位代表：一家红榜企业，正对一条记录提出异议；一家小微企业，一件不良信息待认定，一件已认定、正申请暂不纳入',
  },
];

export const DEMO_PROVIDER_STAFF: readonly DemoProviderStaff[] = [
  {
    kind: 'provider',
    id: 'library-desk',
    name: '图书馆服务台',
    purpose: '优惠服务单位：扫码或输入核验码，只得知“符合”或“未确认”',
  },
];

/** The library's own system. */
export const DEMO_PROVIDER_MACHINE = { clientId: 'library-system', name: '图书馆借阅系统' } as const;

export const DEMO_ACCOUNTS: readonly DemoAccount[] = [
  ...DEMO_OFFICERS,
  ...DEMO_CITIZENS,
  ...DEMO_REPRESENTATIVES,
  ...DEMO_PROVIDER_STAFF,
];

/** A department's own system, which signs in by client credentials. */
export const DEMO_MACHINE = {
  clientId: 'airport-system',
  name: '航空港区政务数据平台',
  departmentId: 'airport',
} as const;
