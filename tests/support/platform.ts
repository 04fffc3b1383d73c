/** A platform for tests: departments and officers of the real pack, a clock the test moves, and reports that were handed in. */
import { randomBytes, randomUUID } from 'node:crypto';
import { CompiledQuery } from 'kysely';
import type pg from 'pg';
import { subjectKeyer, uuidOf } from '#kernel/seal/subject-key.ts';
import { type Actor, type Role, systemActor } from '#platform/access/actor.ts';
import { transact } from '#platform/access/transaction.ts';
import type { PlatformContext } from '#platform/context.ts';
import type { Decision } from '#platform/database.ts';
import { sealPerson } from '#platform/determination/person-seal.ts';
import { factKey } from '#platform/fact.ts';
import { inventedResidentId, inventedUscc } from './people.ts';
import { type Clock, openPlatform, testClock } from './systems.ts';

export const DECISION: Decision = {
  type: 'penalty',
  number: '郑公（航）行罚决字〔2020〕0001号',
  authority: '郑州市公安局',
  date: '2020-03-02',
  legalBasis: '《中华人民共和国治安管理处罚法》第五十条',
};

export interface Report {
  /** department that reports; default the health commission */
  readonly department?: string;
  /** default: the one the policy names for the kind and the reporter */
  readonly competent?: string;
  readonly reporter?: Actor;
  readonly kind?: string;
  readonly verdict?: 'accepted' | 'suspect';
  readonly matter?: string;
  readonly occurredOn?: string;
  readonly decision?: Decision | null;
  /** number of the invented person or organisation; a new one by default */
  readonly subject?: number;
  readonly organisationName?: string;
  /** handed in with the earlier report of this case number's batch */
  readonly sameBatchAs?: string;
}

export interface TestPlatform {
  readonly context: PlatformContext;
  readonly clock: Clock;
  /** the tables' owner: sees and sets up everything */
  readonly owner: pg.Client;
  readonly actors: Readonly<Record<string, Actor>>;
  officer(departmentId: string, ...roles: Role[]): Promise<Actor>;
  /** puts one checked row where intake would have put it; answers its case number */
  report(report?: Report): Promise<string>;
  /** a statement as the application's own database login, over all departments: what a bug or a thief could do */
  asApplication(statement: string, values?: readonly unknown[]): Promise<void>;
  close(): Promise<void>;
}

const START = '2020-03-16T01:00:00Z';

/** Officers every test may use, by department and duty; `all` holds three duties at once, which one case never lets it use twice. */
const DUTIES: readonly [string, string, Role[]][] = [
  ['healthReporter', 'health-commission', ['reporter']],
  ['healthReviewer', 'health-commission', ['reviewer']],
  ['healthDeterminer', 'health-commission', ['determiner']],
  ['healthAll', 'health-commission', ['reporter', 'reviewer', 'determiner']],
  ['policeReporter', 'public-security-bureau', ['reporter']],
  ['policeReviewer', 'public-security-bureau', ['reviewer']],
  ['policeDeterminer', 'public-security-bureau', ['determiner']],
  ['policeAll', 'public-security-bureau', ['reporter', 'reviewer', 'determiner']],
  ['industryReporter', 'industry-bureau', ['reporter']],
  ['industryReviewer', 'industry-bureau', ['reviewer']],
  ['industryDeterminer', 'industry-bureau', ['determiner']],
  ['commerceReviewer', 'commerce-bureau', ['reviewer']],
  ['commerceDeterminer', 'commerce-bureau', ['determiner']],
  ['airportReporter', 'airport-credit-office', ['reporter']],
  ['creditOffice', 'credit-office', ['credit-office']],
  ['creditOfficeSecond', 'credit-office', ['credit-office']],
  // sees every department, and still may act for none but its own
  ['cityReviewer', 'credit-office', ['credit-office', 'reviewer', 'determiner']],
  ['auditor', 'credit-office', ['auditor']],
];

export async function createPlatform({ clock = testClock(START) }: { clock?: Clock } = {}): Promise<TestPlatform> {
  const { context, owner, close } = await openPlatform(clock);
  const { policy } = context;
  for (const department of policy.departments) {
    await owner.query(
      'INSERT INTO department (id, name, parent_id, level, functions, division, zone) VALUES ($1, $2, $3, $4, $5, $6, $7)',
      [
        department.id,
        department.name,
        department.parent ?? null,
        department.level,
        department.functions,
        department.division ?? null,
        department.zone ?? null,
      ],
    );
  }

  async function officer(departmentId: string, ...roles: Role[]): Promise<Actor> {
    const id = randomUUID();
    const name = `${policy.department(departmentId).name}经办人${id.slice(0, 4)}`;
    await owner.query(
      'INSERT INTO officer (id, issuer, external_id, name, department_id, roles, active_from) VALUES ($1, $2, $3, $4, $5, $6, $7)',
      [id, 'https://sign-in.test', id, name, departmentId, roles, new Date(0)],
    );
    const cityWide = roles.includes('credit-office') || roles.includes('auditor');
    return {
      kind: 'officer',
      id,
      name,
      departmentId,
      roles,
      departments: cityWide ? '*' : policy.departmentsUnder(departmentId),
    };
  }

  const actors: Record<string, Actor> = {};
  for (const [key, department, roles] of DUTIES) actors[key] = await officer(department, ...roles);
  const report = reporting(context, owner, () => actors['healthReporter']!);
  async function asApplication(statement: string, values: readonly unknown[] = []): Promise<void> {
    await transact(context.database, systemActor('test'), async (tx) => {
      await tx.executeQuery(CompiledQuery.raw(statement, [...values]));
    });
  }
  return { context, clock, owner, actors, officer, report, asApplication, close };
}

function reporting(context: PlatformContext, owner: pg.Client, defaultReporter: () => Actor) {
  const keyOf = subjectKeyer(context.keyring);
  let subjects = 0;
  let rows = 1;

  async function newBatch(department: string, reporter: Actor, kind: string): Promise<string> {
    const { rows: made } = await owner.query<{ id: string }>(
      `INSERT INTO batch (file_kind, file_sha256, file_name, file_bytes, department_id, reporter_id, received_at, state)
       VALUES ($1, $2, '报送.csv', 1, $3, $4, $5, 'completed') RETURNING id`,
      [kind, randomBytes(32), department, reporter.id, context.clock()],
    );
    return made[0]!.id;
  }

  return async (report: Report = {}): Promise<string> => {
    const kind = context.policy.kind(report.kind ?? '1.1');
    const reporter = report.reporter ?? defaultReporter();
    const department = report.department ?? reporter.departmentId!;
    const competent = report.competent ?? context.policy.competentDepartmentFor(kind.id, department);
    const subject = report.subject ?? ++subjects;
    const person = kind.subject === 'person';
    const number = person ? inventedResidentId('1985-06-15', subject % 1000) : inventedUscc(subject);
    const identity =
      person && subject >= 1000
        ? inventedResidentId(`19${60 + Math.floor(subject / 1000)}-06-15`, subject % 1000)
        : number;
    const subjectKey = keyOf({ type: person ? 'resident-id' : 'organisation', number: identity });
    const matter = report.matter ?? (person ? '支援湖北医疗队' : '完成口罩应急生产任务');
    const occurredOn = report.occurredOn ?? '2020-02-20';
    const decision =
      report.decision === undefined
        ? kind.polarity === 'adverse'
          ? { ...DECISION, number: `${DECISION.number}-${subject}` }
          : null
        : report.decision;
    const organisationName = person ? null : (report.organisationName ?? `郑州测试企业${subject}有限公司`);
    const fact = factKey({
      ...{ subjectKey, kind: kind.id, occurredOn, matter },
      decisionNumber: kind.factBasis === 'decision-number' ? decision?.number : undefined,
      questionableName: report.verdict === 'suspect' ? '存疑名称' : undefined,
    });
    const batchId =
      report.sameBatchAs?.split('-')[0] ??
      (await newBatch(department, reporter, person ? 'individuals' : 'organisations'));
    const rowNumber = ++rows;
    await owner.query(
      `INSERT INTO submission (subject_key, fact_key, batch_id, row_number, subject_type, verdict, kind, matter, occurred_on,
         reporting_department, competent_department, reporter_id, uscc, organisation_name, sealed, decision, reasons)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
      [
        ...[
          subjectKey,
          uuidOf(fact),
          batchId,
          rowNumber,
          kind.subject,
          report.verdict ?? 'accepted',
          kind.id,
          matter,
          occurredOn,
        ],
        ...[department, competent, reporter.id, person ? null : identity, organisationName],
        person
          ? sealPerson(
              context,
              {
                name: '张测试',
                sex: subject % 2 === 1 ? 'male' : 'female',
                documentType: 'resident-id',
                documentNumber: identity,
              },
              subjectKey,
            )
          : null,
        decision && JSON.stringify(decision),
        report.verdict === 'suspect' ? ['uscc.checksum'] : null,
      ],
    );
    return `${batchId}-${rowNumber}`;
  };
}
