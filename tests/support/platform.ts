/** A platform for tests: departments and officers of the real pack, a clock the test moves, and reports that were handed in. */
import { randomUUID } from 'node:crypto';
import { CompiledQuery } from 'kysely';
import type pg from 'pg';
import type { Department, Policy } from '#kernel/policy/policy.ts';
import { type Actor, type Role, systemActor } from '#platform/access/actor.ts';
import { transact } from '#platform/access/transaction.ts';
import { writeAudit } from '#platform/audit.ts';
import type { PlatformContext } from '#platform/context.ts';
import { insertOfficer, officerActor } from './officers.ts';
import { type Report, reporting } from './reporting.ts';
import { type Clock, openPlatform, testClock } from './systems.ts';

export { DECISION, type Report } from './reporting.ts';

export interface TestPlatform {
  readonly context: PlatformContext;
  readonly clock: Clock;
  /** of the application's login, for a process of its own */
  readonly url: string;
  /** the tables' owner: sees and sets up everything */
  readonly owner: pg.Client;
  readonly actors: Readonly<Record<string, Actor>>;
  officer(departmentId: string, ...roles: Role[]): Promise<Actor>;
  /** puts one checked row where intake would have put it; answers its case number */
  report(report?: Report): Promise<string>;
  /** a statement as the application's own database login, over all departments or as an officer: what a bug or a thief could do */
  asApplication(statement: string, values?: readonly unknown[], who?: Actor): Promise<void>;
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
  ['creditOfficeThird', 'credit-office', ['credit-office']],
  // sees every department, and still may act for none but its own
  ['cityReviewer', 'credit-office', ['credit-office', 'reviewer', 'determiner']],
  ['auditor', 'credit-office', ['auditor']],
];

export async function createPlatform({ clock = testClock(START) }: { clock?: Clock } = {}): Promise<TestPlatform> {
  const { context, url, owner, close } = await openPlatform(clock);
  const { policy } = context;
  for (const department of policy.departments) await insertDepartment(owner, department);

  const officer = (departmentId: string, ...roles: Role[]) => addOfficer(owner, policy, departmentId, roles);
  const actors: Record<string, Actor> = {};
  for (const [key, department, roles] of DUTIES) actors[key] = await officer(department, ...roles);
  const report = reporting(context, owner, actors['healthReporter']!);
  async function asApplication(
    statement: string,
    values: readonly unknown[] = [],
    who: Actor = systemActor('test'),
  ): Promise<void> {
    await transact(context.database, who, async (tx) => {
      await tx.executeQuery(CompiledQuery.raw(statement, [...values]));
      // a thief would log something too: without an entry nothing is committed, and nobody writes one in another's name
      await writeAudit(tx, who, {
        ...{ at: context.clock(), action: 'batch.waiting', objectType: 'batch', objectId: 'test' },
      });
    });
  }
  return { context, clock, url, owner, actors, officer, report, asApplication, close };
}

async function insertDepartment(owner: pg.Client, department: Department): Promise<void> {
  const { id, name, parent, level, functions, division, zone } = department;
  await owner.query(
    'INSERT INTO department (id, name, parent_id, level, functions, division, zone) VALUES ($1, $2, $3, $4, $5, $6, $7)',
    [id, name, parent ?? null, level, functions, division ?? null, zone ?? null],
  );
}

async function addOfficer(owner: pg.Client, policy: Policy, departmentId: string, roles: Role[]): Promise<Actor> {
  const name = `${policy.department(departmentId).name}经办人${randomUUID().slice(0, 4)}`;
  const id = await insertOfficer(owner, { departmentId, roles, name });
  return officerActor({ id, name, departmentId, roles });
}
