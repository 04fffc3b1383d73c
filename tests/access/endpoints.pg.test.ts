/**
 * Who gets what: every endpoint of the platform is called as every role, of the right and of the wrong department, signed
 * out and as a department's own system; what it answers is what docs/access.md says. `WRITE_ACCESS=1` writes the table
 * anew: read the difference before committing it.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { VouchedPerson } from '#kernel/identity/vouched-person.ts';
import { type Actor, type Applicant, applicantOf, machineActor, officerActor, ROLES } from '#platform/access/index.ts';
import { apiDocuments } from '#runtime/http/api-documents.ts';
import { inventedCitizen } from '../support/people.ts';
import { createPlatform, type TestPlatform } from '../support/platform.ts';
import { platformForCalls } from '../support/platform-server.ts';
import type { Operation } from './operation.ts';
import { operationsOf } from './operations.ts';
import { OWN_PERSON, OWN_SUBJECT } from './own-person.ts';
import { type ExampleRequest, Examples } from './requests.ts';
import { ADMITTED, readTable, tableText } from './table.ts';

const FILE = join(import.meta.dirname, '..', '..', 'docs', 'access.md');
const WRITING = Boolean(process.env['WRITE_ACCESS']);
/** the examples are the health commission's matter */
const RIGHT = 'health-commission';
const WRONG = 'public-security-bureau';
const ISSUER = 'https://sign-in.test';

const operations = operationsOf(JSON.parse((await apiDocuments()).platform));
const table = readTable(readFileSync(FILE, 'utf8'));

/** asks another system, which is not there in this test */
const OUTSIDE = new Set(['POST /api/platform/exchange/reconcile']);
/** those of the credit office sit there; the others belong to the department whose matter the examples are */
const SEAT: Readonly<Partial<Record<(typeof ROLES)[number], string>>> = {
  'credit-office': 'credit-office',
  auditor: 'credit-office',
};

let platform: TestPlatform;
let server: FastifyInstance;
let close: () => Promise<void>;
let examples: Examples;
/** by column of the table: `reporter`, `machine`, …; own department first, then another */
const callers = new Map<string, readonly [Actor | Applicant, Actor | Applicant]>();
let caller: Actor | Applicant | null = null;
const observed = new Map<string, Map<string, string>>();

beforeAll(async () => {
  platform = await createPlatform();
  const calls = await platformForCalls(platform, inject('applicationPassword'), () => caller);
  ({ server, close } = calls);
  examples = new Examples(platform, calls.dataDirectory);
  for (const role of ROLES) {
    const [own, other] = [
      await platform.officer(SEAT[role] ?? RIGHT, role),
      await platform.officer(SEAT[role] ?? WRONG, role),
    ];
    callers.set(role, [await recognised(own.id), await recognised(other.id)]);
  }
  callers.set('machine', [await machine('own', RIGHT), await machine('other', WRONG)]);
  callers.set('citizen', [citizen(OWN_PERSON), citizen(inventedCitizen('卫思明', '1985-06-15', OWN_SUBJECT + 1))]);
});

afterAll(async () => {
  await close?.();
  await platform?.close();
  if (WRITING)
    writeFileSync(
      FILE,
      tableText(
        operations.map(({ name, summary }) => ({ name, summary })),
        observed,
      ),
    );
});

/** As the door makes it: roles and jurisdiction from the register, nothing invented by the test. */
async function recognised(officerId: string): Promise<Actor> {
  const actor = await officerActor(platform.context, officerId, 'access');
  if (!actor) throw new Error(`officer ${officerId} is not recognised`);
  return actor;
}

/** As the citizens' door makes it from what sign-in vouches for. */
function citizen(person: VouchedPerson): Applicant {
  return applicantOf(platform.context, person, [], { requestId: 'access' });
}

async function machine(clientId: string, departmentId: string): Promise<Actor> {
  const officer = await platform.officer(departmentId, 'reporter');
  await platform.owner.query('INSERT INTO machine_client VALUES ($1, $2, $3, $4, $5, $6, NULL)', [
    ...[clientId, ISSUER, '单位系统', departmentId, officer.id, ['reporter']],
  ]);
  return machineActor(platform.context, ISSUER, clientId, 'access');
}

test('the table names every endpoint, and none that is gone', () => {
  if (WRITING) return;
  expect([...table.keys()].toSorted()).toEqual(operations.map(({ name }) => name).toSorted());
});

test('every example is of an endpoint that there is', () => {
  const known = operations.map(({ name }) => name.replace('/api/platform', ''));
  const astray = examples.given.filter((given) =>
    given.startsWith('/') ? !known.some((name) => name.includes(` ${given}`)) : !known.includes(given),
  );
  expect(astray).toEqual([]);
});

describe.each(operations)('$name', (operation) => {
  test('answers as the table says', async () => {
    const row = new Map<string, string>([['signed-out', await answerTo(operation, null)]]);
    for (const [column, [own, other]] of callers)
      row.set(column, `${await answerTo(operation, own)} / ${await answerTo(operation, other)}`);
    observed.set(operation.name, row);
    if (!WRITING) expect(Object.fromEntries(row)).toEqual(Object.fromEntries(table.get(operation.name) ?? []));
  });
});

test('no endpoint fails, and none but sign-in answers somebody who is not signed in', () => {
  for (const [name, row] of observed) {
    expect([...row.values()].join(), name).not.toContain('5xx');
    if (!ADMITTED.some((path) => name.endsWith(path))) expect(row.get('signed-out'), name).toBe('401');
  }
});

test('an assistant and a department’s system decide nothing', () => {
  for (const name of ['review', 'determine'].map((step) => `POST /api/platform/batches/{id}/${step}`))
    for (const column of ['assistant', 'machine', 'reporter', 'auditor', 'administrator'])
      expect(observed.get(name)?.get(column), `${name} ${column}`).toBe('403 / 403');
});

/** An example nobody has used up: a call that was refused leaves it as it was, for the next caller. */
let unused: { readonly operation: Operation; readonly example: ExampleRequest } | null = null;

async function answerTo(operation: Operation, who: Actor | Applicant | null): Promise<string> {
  const example = unused?.operation === operation ? unused.example : await examples.of(operation);
  const { url, body, type } = example;
  caller = who;
  const answer = await server.inject({
    method: operation.method,
    url,
    headers: { 'x-xinheng-csrf': '1', ...(type ? { 'content-type': type } : {}) },
    ...(body === undefined ? {} : { payload: body }),
  });
  caller = null;
  // what is told behind a door is kept by no cache, whatever the answer
  expect(answer.headers['cache-control'], operation.name).toBe('no-store');
  const status = answer.statusCode;
  unused = [401, 403, 404].includes(status) ? { operation, example } : null;
  if (status >= 500) return OUTSIDE.has(operation.name) ? String(status) : `5xx ${answer.body.slice(0, 300)}`;
  return status < 300 ? '2xx' : status < 400 ? '3xx' : String(status);
}
