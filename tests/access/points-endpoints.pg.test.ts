/**
 * Who gets what at the points system: every endpoint is called as everybody who could, and what it answers is what
 * docs/access-points.md says. `WRITE_ACCESS=1` writes the table anew: read the difference before committing it.
 */

import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { accountDigest } from '#kernel/identity/account-digest.ts';
import { closeAccount, openAccount } from '#points/accounts/service.ts';
import { showCode } from '#points/benefits/service.ts';
import { consentText } from '#points/consent/text.ts';
import type { CitizenClaims, SignedInProvider } from '#points/http.ts';
import { accountRoutes, benefitRoutes, findProvider, pointsInboxRoutes, providerRoutes } from '#points/index.ts';
import { apiDocuments } from '#runtime/http/api-documents.ts';
import { receiveAtPoints as receive } from '../support/inbox.ts';
import { inventedCitizen, inventedUscc } from '../support/people.ts';
import { namedAs } from '../support/points-accounts.ts';
import { ref } from '../support/refs.ts';
import { newSecret, openPoints, testClock, testServer } from '../support/systems.ts';

const FILE = join(import.meta.dirname, '..', '..', 'docs', 'access-points.md');
const WRITING = Boolean(process.env['WRITE_ACCESS']);
const ISSUER = 'https://sign-in.test';

const COLUMNS = [
  ['signed-out', '未登录'],
  ['holder', '本人（已开通）'],
  ['other', '他人（未开通）'],
  ['provider', '服务单位'],
  ['machine', '服务单位的系统'],
  ['stranger', '未登记的单位'],
] as const;
/** sign-in says who is signed in; told beside sign-in */
const DOORS = ['/api/points/me', '/api/points/provider/me'];
type Caller = (typeof COLUMNS)[number][0];

const INTRODUCTION = `# Who gets what at the points system

Every endpoint of the points system but sign-in itself, called as everybody who could. \`tests/access/points-endpoints.pg.test.ts\`
makes these calls against the real routes and a real database; an endpoint that is not in this table fails the test.

There is no address in which another person could be named: every citizen's endpoint is about whoever is signed in. So the
column 他人 is a citizen without an account, for whom there is nothing to be found. 401 means that this door does not know the
caller at all; the inbox knows its sender by signature alone. \`WRITE_ACCESS=1 npx vitest run --project pg tests/access\` writes
this table anew.

`;

interface Operation {
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly summary: string;
}

const clock = testClock('2020-05-20T02:00:00Z');
const holder = inventedCitizen('持有人', '1985-06-15', 411);
const other = inventedCitizen('他人', '1985-06-15', 412);
let points: Awaited<ReturnType<typeof openPoints>>;
let server: FastifyInstance;
let providers: Partial<Record<Caller, SignedInProvider | null>>;
let caller: Caller = 'signed-out';
let code = '';
const observed = new Map<string, Map<string, string>>();

const operations: Operation[] = Object.entries(
  (JSON.parse((await apiDocuments()).points) as { paths: Record<string, Record<string, { summary: string }>> }).paths,
).flatMap(([path, methods]) =>
  path.includes('/auth/') || DOORS.includes(path)
    ? []
    : Object.entries(methods).map(([method, { summary }]) => ({
        name: `${method.toUpperCase()} ${path}`,
        method: method.toUpperCase() as Operation['method'],
        ...{ path, summary },
      })),
);

async function prepare(): Promise<void> {
  const { context } = points;
  await closeAccount(context, { citizen: holder }).catch(() => undefined);
  await openAccount(context, { citizen: holder }, { consent: true, textVersion: consentText(context.policy).version });
  await receive(context, {
    ...{ specversion: '1.0', id: randomUUID(), source: '/platform', time: clock().toISOString() },
    type: 'xinheng.record.published',
    data: {
      ...{ subjectKey: namedAs(context, holder), recordId: randomUUID(), position: 1 },
      ...{ kind: ref('1.1'), clause: ref('1.1'), title: '援鄂医疗队员', matter: '随队支援四十天', polarity: 'good' },
      ...{ department: '市卫生健康委员会', occurredOn: '2020-02-15', determinedOn: '2020-04-01' },
      ...{ validFrom: '2020-04-01', validUntil: null, objectionOpen: false },
    },
  });
  code = (await showCode(context, { citizen: holder }, { consent: true, benefit: 'library' })).code;
}

beforeAll(async () => {
  points = await openPoints(clock);
  const { context } = points;
  const digest = (kind: 'staff' | 'machine') => ({ kind, digest: accountDigest(kind, ISSUER, kind) });
  await receive(context, {
    ...{ specversion: '1.0', id: randomUUID(), source: '/platform', time: clock().toISOString() },
    type: 'xinheng.provider.published',
    data: {
      ...{ position: 1, providerId: randomUUID(), name: '图书馆', uscc: inventedUscc(41) },
      accounts: [digest('staff'), digest('machine')],
      offers: [
        {
          ...{ offerId: randomUUID(), benefit: 'library', title: '免押金借书', conditions: '出示核验码' },
          ...{ areas: [], validFrom: '2020-05-01', validUntil: null },
        },
      ],
    },
  });
  const find = (kind: 'staff' | 'machine', subject: string) =>
    findProvider(context, { kind, issuer: ISSUER, subject }, 'access');
  providers = {
    provider: await find('staff', 'staff'),
    machine: await find('machine', 'machine'),
    stranger: await find('machine', 'unknown'),
  };
  server = await testServer();
  server.decorateRequest('citizen', null);
  server.decorateRequest('provider', null);
  const prefix = '/api/points';
  // as the runtime mounts them: each door in a scope of its own, recognising nobody but its own
  await server.register(async (scope) => {
    scope.addHook('onRequest', async (request: FastifyRequest) => {
      const citizens: Partial<Record<Caller, CitizenClaims>> = { holder, other };
      request.citizen = citizens[caller] ?? null;
    });
    await scope.register(accountRoutes, { context, prefix });
    await scope.register(benefitRoutes, { context, prefix });
    await scope.register(pointsInboxRoutes, { context, inboxSecrets: [newSecret()], prefix });
  });
  await server.register(async (scope) => {
    scope.addHook('onRequest', async (request: FastifyRequest) => {
      request.provider = providers[caller] ?? null;
    });
    await scope.register(providerRoutes, { context, prefix: `${prefix}/provider` });
  });
  await server.ready();
});

afterAll(async () => {
  await server?.close();
  await points?.close();
  if (WRITING) writeFileSync(FILE, written());
});
beforeEach(prepare);

function written(): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
  const header = ['endpoint', ...COLUMNS.map(([id, title]) => `${id} ${title}`)];
  const rows = operations.map(({ name, summary }) =>
    line([`\`${name}\` ${summary}`, ...COLUMNS.map(([id]) => observed.get(name)?.get(id) ?? '?')]),
  );
  return INTRODUCTION + line(header) + line(header.map(() => '---')) + rows.join('');
}

async function answerTo({ name, method, path }: Operation, who: Caller): Promise<string> {
  await prepare();
  caller = who;
  const bodies: Readonly<Record<string, object>> = {
    'POST /api/points/accounts': { consent: true, textVersion: consentText(points.context.policy).version },
    'POST /api/points/accounts/me/code': { consent: true, benefit: 'library' },
    'POST /api/points/provider/verifications': { benefit: 'library', code },
  };
  const answer = await server.inject({
    method,
    url: path.replace('{id}', randomUUID()),
    ...(bodies[name] ? { payload: bodies[name] } : {}),
  });
  caller = 'signed-out';
  if (name === 'POST /api/points/accounts' && who === 'other') await closeAccount(points.context, { citizen: other }); // for the next row there is nobody again
  const { statusCode } = answer;
  return statusCode >= 500 ? `5xx ${answer.body.slice(0, 300)}` : statusCode < 300 ? '2xx' : String(statusCode);
}

describe.each(operations)('$name', (operation) => {
  test('answers as the table says', async () => {
    const row = new Map<string, string>();
    for (const [id] of COLUMNS) row.set(id, await answerTo(operation, id));
    observed.set(operation.name, row);
    expect([...row.values()].join()).not.toContain('5xx');
  });
});

test('the table is as it was committed, and names every endpoint', () => {
  if (!WRITING) expect(written()).toBe(existsSync(FILE) ? readFileSync(FILE, 'utf8') : '');
});

test('citizens’ doors let no provider in, providers’ no citizen, and only what is the same for everybody needs nobody', () => {
  const open = ['GET /api/points/consent-text', 'GET /api/points/benefits'];
  for (const [name, row] of observed) {
    if (open.includes(name)) continue;
    expect(row.get('signed-out'), name).toBe('401');
    const shut = name.includes('/provider/') ? ['holder', 'other', 'stranger'] : ['provider', 'machine', 'stranger'];
    for (const column of shut) expect(row.get(column), `${name} ${column}`).toBe('401');
  }
});
