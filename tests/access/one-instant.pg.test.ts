/**
 * One transaction, one instant, one actor: every operation of the platform is called while the clock runs on at each reading; whatever one
 * transaction then wrote to the log bears one instant and one actor, and the rows of its entry bear the entry's instant.
 */
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { type Actor, type Applicant, applicantOf, officerActor, ROLES } from '#platform/access/index.ts';
import { operationsOf } from '../fuzz/operations.ts';
import { createPlatform, type TestPlatform } from '../support/platform.ts';
import { platformForCalls } from '../support/platform-server.ts';
import { OWN_PERSON } from './own-person.ts';
import { Examples } from './requests.ts';

const operations = operationsOf('platform').filter(({ name }) => !/\/auth\/|\/exchange\/reconcile$/.test(name));

let platform: TestPlatform;
let calls: Awaited<ReturnType<typeof platformForCalls>>;
let examples: Examples;
let caller: Actor | Applicant | null = null;
const callers: (Actor | Applicant)[] = [];
let readings = 0;

beforeAll(async () => {
  platform = await createPlatform();
  const { clock } = platform.context;
  const running = {
    ...platform,
    context: { ...platform.context, clock: () => new Date(clock().getTime() + ++readings) },
  };
  calls = await platformForCalls(running, inject('applicationPassword'), () => caller);
  examples = new Examples(platform, calls.dataDirectory);
  for (const role of ROLES) {
    const seat = role === 'credit-office' || role === 'auditor' ? 'credit-office' : 'health-commission';
    const actor = await officerActor(platform.context, (await platform.officer(seat, role)).id, 'instant');
    if (actor) callers.push(actor);
  }
  callers.push(applicantOf(platform.context, OWN_PERSON, [], { requestId: 'instant' }));
});
afterAll(async () => {
  await calls?.close();
  await platform?.close();
});

const AS_THE_ENTRY = (column: string) => `r."${column}" = e.at`;
/** Instants that are not those of the entry: what they are instead. */
const OTHERWISE: Readonly<Record<string, (column: string) => string>> = {
  // the database's own clock, whatever instant a use case names: while this test runs
  noted_at: () => 'r.noted_at <= now() AND r.noted_at > pg_postmaster_start_time()',
  // a period that begins with the entry
  expires_at: () => 'r.expires_at > e.at',
};

test('what one transaction writes bears one instant and one actor', async () => {
  let done = 0;
  for (const operation of operations) {
    const { url, body, type } = await examples.of(operation);
    for (const who of callers) {
      caller = who;
      const { statusCode } = await calls.server.inject({
        ...{
          method: operation.method,
          url,
          headers: { 'x-xinheng-csrf': '1', ...(type ? { 'content-type': type } : {}) },
        },
        ...(body === undefined ? {} : { payload: body }),
      });
      caller = null;
      if (statusCode < 400) done += 1;
      if (![401, 403, 404].includes(statusCode)) break;
    }
  }
  expect(done).toBeGreaterThan(100);
  expect(readings).toBeGreaterThan(100);
  const { rows: mixed } = await platform.owner.query(`
    SELECT array_agg(DISTINCT action) AS actions, count(DISTINCT at)::int AS instants, count(DISTINCT actor_id)::int AS actors
    FROM audit_entry GROUP BY xmin::text HAVING count(DISTINCT at) > 1 OR count(DISTINCT actor_id) > 1`);
  expect(mixed).toEqual([]);
  const { rows: columns } = await platform.owner.query<{ table: string; column: string }>(`
    SELECT c.relname AS table, t.attname AS column FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'audit_id'
    JOIN pg_attribute t ON t.attrelid = c.oid AND t.atttypid = 'timestamptz'::regtype AND NOT t.attisdropped
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition`);
  expect(columns.length).toBeGreaterThan(10);
  const apart: object[] = [];
  for (const { table, column } of columns) {
    const { rows } = await platform.owner.query(
      `SELECT e.action, count(*)::int AS rows FROM "${table}" r JOIN audit_entry e ON e.id = r.audit_id
       WHERE NOT (${(OTHERWISE[column] ?? AS_THE_ENTRY)(column)}) AND e.request_id = 'instant' GROUP BY 1`,
    );
    apart.push(...rows.map((row) => ({ at: `${table}.${column}`, ...row })));
  }
  expect(apart).toEqual([]);
});
