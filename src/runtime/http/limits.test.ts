/** Whom a limit counts: a session by itself, everybody else by address; assets nobody. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ANYBODY, endpoints, NOTHING, officers } from '#contracts/endpoint.ts';
import { signInEndpoints } from '#contracts/sign-in.ts';
import { endpointServer } from '#http/serve.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import type { SignInWays } from './door.ts';
import { createServer } from './server.ts';
import { signIn } from './sign-in.ts';

const LIMIT = 20;
const serve = endpointServer<{ anybody: null; officers: string }>({
  anybody: () => null,
  officers: ({ countedAs }) => {
    if (countedAs === null) throw new Problem('session.required');
    return countedAs;
  },
});
const OFFICE = '203.0.113.7';
let app: Awaited<ReturnType<typeof createServer>>;

beforeEach(async () => {
  app = await createServer({ trustProxy: 1, rateLimitPerMinute: LIMIT, secure: false, logger: false });
  await app.register(async (scope) => {
    signIn(scope, {
      prefix: '/api/platform',
      cookie: 'platform',
      publicUrl: 'http://localhost',
      client: {
        issuer: 'i',
        begin: async () => ({ address: 'https://provider.example/', attempt: { state: String(Math.random()) } }),
        verifyMachine: async (token: string) => {
          if (!token.startsWith('good')) throw new Problem('session.required');
          return { clientId: token };
        },
      } as never,
      sessions: {
        begin: async () => 'token',
        takeAttempt: async () => null,
        find: async (token: string) => {
          return token.startsWith('good') ? { token } : null;
        },
      } as never,
      door: {
        serve: (app: FastifyInstance, ways: SignInWays) =>
          serve(app, signInEndpoints(officers(), z.object({ ok: z.boolean() })), {
            ...ways,
            'GET /me': () => ({ ok: true }),
          }),
        recognise: async () => true,
        recogniseMachine: async () => undefined,
        audit: async () => undefined,
      } as never,
    });
    scope.post('/api/platform/change', async () => ({ ok: true }));
  });
  await app.ready();
});
afterEach(() => app.close());

async function statuses(
  times: number,
  request: (index: number) => { url?: string; method?: 'POST'; headers?: object },
) {
  const all: number[] = [];
  for (let index = 0; index < times; index++) {
    const { url = '/api/platform/me', method = 'GET', headers = {} } = request(index);
    const answer = await app.inject({
      url,
      method,
      headers: { host: 'localhost', 'x-forwarded-for': OFFICE, ...headers },
    });
    all.push(answer.statusCode);
  }
  return all;
}
const refused = (all: readonly number[]) => all.filter((status) => status === 429).length;
const cookie = (token: string) => ({ cookie: `xinheng-platform=${token}` });

test('an office of fifty behind one address works on; each session has its own limit', async () => {
  expect(refused(await statuses(50 * 10, (index) => ({ headers: cookie(`good-${index % 50}`) })))).toBe(0);
  expect(refused(await statuses(LIMIT + 5, () => ({ headers: cookie('good-busy') })))).toBe(5);
  expect(refused(await statuses(1, () => ({ headers: cookie('good-1') })))).toBe(0);
});

test('wherever it is used from, a session is one', async () => {
  const all = await statuses(LIMIT + 5, (index) => ({
    headers: { ...cookie('good-roaming'), 'x-forwarded-for': `198.51.100.${index}` },
  }));
  expect(refused(all)).toBe(5);
});

describe('what opens nothing counts as its address', () => {
  test.each<[string, (index: number) => { headers?: object; url?: string; method?: 'POST' }]>([
    ['nothing at all', () => ({})],
    ['a new cookie each time', (index) => ({ headers: cookie(`bad-${index}`) })],
    ['another door’s cookie', (index) => ({ headers: { cookie: `xinheng-my=good-${index}` } })],
    ['a new token each time', (index) => ({ headers: { authorization: `Bearer bad-${index}` } })],
    [
      'forged addresses in front of the proxy’s',
      (index) => ({ headers: { 'x-forwarded-for': `10.1.1.${index}, ${OFFICE}` } }),
    ],
  ])('%s', async (_name, request) => {
    const all = await statuses(LIMIT + 10, request);
    expect(all.slice(0, LIMIT)).not.toContain(429);
    expect(refused(all)).toBe(10);
    expect(all.slice(0, LIMIT)).toEqual(Array(LIMIT).fill(401));
  });

  test('and uses up no colleague’s session', async () => {
    await statuses(LIMIT * 3, (index) => ({ headers: cookie(`bad-${index}`) }));
    expect(await statuses(1, () => ({ headers: cookie('good-colleague') }))).toEqual([200]);
  });

  test('an IPv6 line is one caller, whichever of its addresses it takes', async () => {
    const all = await statuses(LIMIT + 5, (index) => ({
      headers: { 'x-forwarded-for': `2001:db8:1:2:${index.toString(16)}::${index}` },
    }));
    expect(refused(all)).toBe(5);
  });
});

test('a system has its own limit, and a page of another site does not get round the session’s', async () => {
  expect(refused(await statuses(LIMIT + 5, () => ({ headers: { authorization: 'Bearer good-system' } })))).toBe(5);
  const forged = await statuses(LIMIT + 5, () => ({
    ...{ url: '/api/platform/change', method: 'POST' as const },
    headers: { ...cookie('good-victim'), origin: 'https://elsewhere.example' },
  }));
  expect(forged.slice(0, LIMIT)).toEqual(Array(LIMIT).fill(403));
  expect(refused(forged)).toBe(5);
});

test('signing in has an allowance of its own, by address and not by session', async () => {
  await statuses(LIMIT * 2, () => ({}));
  const url = '/api/platform/auth/sign-in';
  expect(refused(await statuses(LIMIT, (index) => ({ url, headers: cookie(`good-${index}`) })))).toBe(0);
  expect(refused(await statuses(5, () => ({ url, headers: cookie('good-again') })))).toBe(5);
  expect(refused(await statuses(1, () => ({ url, headers: { 'x-forwarded-for': '198.51.100.1' } })))).toBe(0);
});

describe('a group of endpoints', () => {
  const said = { zh: '说明', en: 'Said' };
  const free = { summary: said, who: ANYBODY, caching: 'never', answer: NOTHING } as const;
  const files = { ...free, limit: { group: 'files' } } as const;
  const tables = endpoints('some', { 'GET /table': files, 'GET /list': files });
  const others = endpoints('some', {
    'GET /paper': files,
    'GET /reports': { ...free, limit: { group: 'reports' } },
    'GET /free': free,
  });
  const [FILES, REPORTS] = [4, 2];
  const nothing = () => undefined;
  const asked = async (url: string, times: number, address = OFFICE) =>
    statuses(times, () => ({ url, headers: { 'x-forwarded-for': address } }));
  let server: FastifyInstance;

  beforeEach(async () => {
    server = await createServer({ trustProxy: 1, rateLimitPerMinute: LIMIT, secure: false, logger: false });
    const perMinute = { files: FILES, reports: REPORTS };
    await server.register(async (scope) => {
      serve(scope, tables, { 'GET /table': nothing, 'GET /list': nothing }, { perMinute });
    });
    await server.register(async (scope) => {
      serve(scope, others, { 'GET /paper': nothing, 'GET /reports': nothing, 'GET /free': nothing }, { perMinute });
    });
    await app.close();
    app = server;
  });

  test('has one allowance, whichever of its routes are asked and in whichever scope they stand', async () => {
    expect(await asked('/table', 2)).toEqual([204, 204]);
    expect(await asked('/list', 1)).toEqual([204]);
    expect(await asked('/paper', 2)).toEqual([204, 429]);
    expect(await asked('/table', 1)).toEqual([429]);
    expect(await asked('/list', 1)).toEqual([429]);
  });

  test('has it for each caller, and shares it with no other group nor with the rest', async () => {
    expect(refused(await asked('/table', FILES + 1))).toBe(1);
    expect(await asked('/reports', REPORTS + 1)).toEqual([204, 204, 429]);
    expect(refused(await asked('/free', LIMIT))).toBe(0);
    expect(await asked('/free', 1)).toEqual([429]);
    expect(await asked('/list', 1, '198.51.100.9')).toEqual([204]);
  });

  test('is refused like everything else, with the seconds to wait', async () => {
    await asked('/table', FILES);
    const answer = await server.inject({ url: '/list', headers: { 'x-forwarded-for': OFFICE } });
    expect(answer.json()).toMatchObject({ status: 429, code: 'request.too_many' });
    expect(answer.json().detailEn).toMatch(/^At most 4 a minute; try again in \d+ seconds\.$/);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect(answer.headers['x-ratelimit-limit']).toBe(String(FILES));
  });
});

test('the pages’ own files are never counted, and a missing one is', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'xinheng-assets-'));
  writeFileSync(join(folder, 'a.js'), '1');
  const server = await createServer({ trustProxy: false, rateLimitPerMinute: 3, secure: false, logger: false });
  await server.register(async (assets) => {
    assets.addHook('onRoute', (route) => {
      route.config = { ...route.config, asset: true };
    });
    await assets.register(fastifyStatic, { root: folder, prefix: '/console/assets/', decorateReply: false });
  });
  server.get('/counted', async () => 'x');
  for (let index = 0; index < 10; index++)
    expect((await server.inject('/console/assets/a.js')).statusCode, String(index)).toBe(200);
  const counted = [];
  for (let index = 0; index < 5; index++) counted.push((await server.inject('/counted')).statusCode);
  expect(counted).toEqual([200, 200, 200, 429, 429]);
  await server.close();
  rmSync(folder, { recursive: true });
});
