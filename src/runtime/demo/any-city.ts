/** The people of the demo in a city that the story does not know: one account per role and competent body, out of the city's own policy. */
import type { CatalogueKind, Department, Policy } from '#kernel/policy/policy.ts';
import { type DemoAccount, type DemoCitizen, type DemoOfficer, officer } from './accounts.ts';
import { creditCode, residentId } from './invented.ts';

/** A body that determines, with the first part of its accounts' names. */
export interface DemoBody {
  readonly prefix: string;
  readonly department: Department;
}

/** Who determines what is reported by the one who reports everything. */
export function bodiesOf(policy: Policy): readonly DemoBody[] {
  const ids = new Set(policy.catalogue.map((kind) => competentFor(policy, kind)));
  return [...ids].map((id) => ({ prefix: id, department: policy.department(id) }));
}

const competentFor = (policy: Policy, kind: CatalogueKind): string =>
  policy.competentDepartmentFor(kind.id, policy.creditOffice);

/** The district, zone or office that reports; where there is none, the credit office. */
const reporterOf = ({ departments, creditOffice }: Policy): string =>
  departments.find(({ level }) => level === 'district' || level === 'zone' || level === 'office')?.id ?? creditOffice;

export const CITY_ORGANISATIONS = ['青禾', '远帆', '松风', '望澜'].map((word, index) => ({
  uscc: creditCode(`MA4ANY0${index + 1}`),
  name: `${word}服务有限公司`,
}));

const CITIZENS: readonly DemoCitizen[] = [
  citizen('citizen-joined', '卫思源', residentId('19880316', 24), '1988-03-16', '市民：已同意并开通积分账户'),
  citizen('citizen-not-joined', '蒋明远', residentId('19910722', 35), '1991-07-22', '市民：没有开通'),
  {
    ...citizen('representative', '沈代表', residentId('19790915', 46), '1979-09-15', '单位代表'),
    organisations: CITY_ORGANISATIONS,
  },
];

function citizen(id: string, name: string, documentNumber: string, birthDate: string, purpose: string): DemoCitizen {
  return {
    kind: 'citizen',
    id,
    name,
    documentType: 'resident-id',
    documentNumber,
    birthDate,
    organisations: [],
    purpose,
  };
}

export function officersOf(policy: Policy): readonly DemoOfficer[] {
  const { creditOffice, names } = policy;
  const office = names.creditOffice;
  return [
    officer('reporter', '赵报送', reporterOf(policy), ['reporter'], '报送：交一张表，几秒内看到哪几行不合格、为什么'),
    ...bodiesOf(policy).flatMap(({ prefix, department }, index) => [
      officer(`${prefix}-reporter`, `报送员${index + 1}`, prefix, ['reporter'], `${department.name}报送`),
      officer(`${prefix}-reviewer`, `审核员${index + 1}`, prefix, ['reviewer'], `${department.name}审核`),
      officer(
        `${prefix}-determiner`,
        `认定员${index + 1}`,
        prefix,
        ['determiner'],
        `${department.name}认定、推荐、会签`,
      ),
    ]),
    officer('credit-office', '冯统筹', creditOffice, ['credit-office'], `${office}：公示、会签、发布名单`),
    officer('credit-office-2', '陈统筹', creditOffice, ['credit-office'], `${office}：第二位经办人`),
    officer('assistant', '姜协办', creditOffice, ['assistant'], '窗口：为到场的人代办'),
    officer('auditor', '褚审计', policy.auditOffice, ['auditor'], '审计：查看办理和查询记录'),
    officer('administrator', '周管理', creditOffice, ['administrator'], '登记经办人和单位系统'),
    officer('administrator-2', '郝管理', creditOffice, ['administrator'], '第二位管理员'),
  ];
}

export const accountsOf = (policy: Policy): readonly DemoAccount[] => [...officersOf(policy), ...CITIZENS];

/** Rows of the tables that are handed in: good information of every kind that a batch may determine. */
export const deedsOf = (policy: Policy, subject: CatalogueKind['subject']): readonly CatalogueKind[] =>
  policy.catalogue.filter((kind) => kind.subject === subject && kind.polarity === 'good' && kind.approval === 'batch');

export const peopleInTables = CITIZENS.slice(0, 2);
