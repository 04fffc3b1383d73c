import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Platform } from '#contracts/platform.ts';
import { ApiProblem } from './api.ts';
import { callerAt, pathOf } from './call.ts';

const call = callerAt<Platform>('/api/platform');
const CSRF = { 'x-xinheng-csrf': '1' };

/** Requests as the browser would have sent them, answered one after the other. */
let sent: { address: string; init: RequestInit }[];
let answers: (Response | Error)[];

beforeEach(() => {
  sent = [];
  answers = [];
  vi.stubGlobal('fetch', async (address: string, init: RequestInit) => {
    sent.push({ address, init });
    const answer = answers.shift() ?? Response.json({ ok: true });
    if (answer instanceof Error) throw answer;
    return answer;
  });
});
afterEach(() => vi.unstubAllGlobals());

describe('pathOf', () => {
  test.each([
    ['GET /cases/:id', { id: '14-3' }, '/cases/14-3'],
    ['POST /requests/:id/evidence/:evidence/open', { id: '7', evidence: 'e-1' }, '/requests/7/evidence/e-1/open'],
    ['GET /me', {}, '/me'],
  ])('%s', (address, params, path) => {
    expect(pathOf(address, params)).toBe(path);
  });

  test.each(['../audit', 'a/b', 'a?b=c', 'a#b', '名 称', '%2e'])('%j stays one step of the path', (id) => {
    const path = pathOf('GET /cases/:id/history', { id });
    expect(path.split('/')).toHaveLength(4);
    expect(decodeURIComponent(new URL(path, 'https://x').pathname.split('/')[2]!)).toBe(id);
    expect(new URL(path, 'https://x')).toMatchObject({ search: '', hash: '' });
  });
});

test('asking: what is not chosen is not asked', async () => {
  await call('GET /requests', { query: { kind: undefined, standing: 'waiting', limit: 50 } });
  expect(sent).toEqual([
    { address: '/api/platform/requests?standing=waiting&limit=50', init: { credentials: 'same-origin' } },
  ]);
});

test('asking can be given up', async () => {
  const { signal } = new AbortController();
  await call('GET /cases/:id', { params: { id: '1' }, signal });
  expect(sent[0]!.init.signal).toBe(signal);
  answers = [new DOMException('aborted', 'AbortError')];
  await expect(call('GET /me')).rejects.toThrow(DOMException);
});

test('changing sends JSON and the header another site cannot set', async () => {
  await call('POST /batches/:id/withdraw', { params: { id: '9' }, body: { reason: '报错了表' } });
  await call('POST /auth/sign-out');
  expect(sent.map(({ address, init }) => [address, init.method, init.headers, init.body])).toEqual([
    [
      '/api/platform/batches/9/withdraw',
      'POST',
      { ...CSRF, 'content-type': 'application/json' },
      JSON.stringify({ reason: '报错了表' }),
    ],
    ['/api/platform/auth/sign-out', 'POST', { ...CSRF, 'content-type': 'application/json' }, '{}'],
  ]);
});

test('PUT brings its body, DELETE has none', async () => {
  const any = callerAt('/api/x') as unknown as (address: string, given?: object) => Promise<unknown>;
  await any('PUT /drafts/:id', { params: { id: 'd' }, body: { a: 1 } });
  await any('DELETE /drafts/:id', { params: { id: 'd' } });
  expect(sent.map(({ address, init }) => [address, init.method, init.headers, init.body])).toEqual([
    ['/api/x/drafts/d', 'PUT', { ...CSRF, 'content-type': 'application/json' }, '{"a":1}'],
    ['/api/x/drafts/d', 'DELETE', CSRF, undefined],
  ]);
});

test('a file is sent as it is, its description beside it in the address', async () => {
  const any = callerAt('/api/x') as unknown as (address: string, given?: object) => Promise<unknown>;
  const file = new Blob(['甲,乙\r\n']);
  await any('POST /batches', { query: { kind: 'individuals', fileName: '一 表.csv', corrects: undefined }, file });
  const [{ address, init }] = sent as [(typeof sent)[number]];
  expect(new URL(address, 'https://x').searchParams.get('fileName')).toBe('一 表.csv');
  expect(new URL(address, 'https://x').searchParams.has('corrects')).toBe(false);
  expect(init.headers).toEqual({ ...CSRF, 'content-type': 'application/octet-stream' });
  expect(init.body).toBe(file);
});

test('a link leads where asking would', () => {
  expect(call.href('GET /batches/:id/annotated', { params: { id: '9' } })).toBe('/api/platform/batches/9/annotated');
});

test('a refusal is thrown as it was said; a proxy’s page and no network are said in our words', async () => {
  const problem = { code: 'case.closed', status: 409, title: '该事项已经办结' };
  answers = [
    Response.json(problem, { status: 409 }),
    new Response('<html>502</html>', { status: 502 }),
    new TypeError('fetch failed'),
  ];
  const refused = [];
  for (let i = 0; i < 3; i++) refused.push(await call('GET /me').catch((error: ApiProblem) => error));
  for (const one of refused) expect(one).toBeInstanceOf(ApiProblem);
  expect((refused as ApiProblem[]).map(({ document: { code, status } }) => [code, status])).toEqual([
    ['case.closed', 409],
    ['unexpected', 502],
    ['network', 0],
  ]);
});

test('an answer without a body is none', async () => {
  answers = [new Response(null, { status: 204 })];
  expect(await call('POST /auth/sign-out')).toBeUndefined();
});
