/** Sign-in, whole: real provider, real redirects, real database; what must not work is tried as well. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MySelf } from '#contracts/my.ts';
import { enactPack } from '../../../tests/support/city.ts';
import { createTestDatabase, type TestDatabase } from '../../../tests/support/database.ts';
import { appointSecond } from '../demo/appoint.ts';
import { type Demo, startDemo } from '../demo/start-demo.ts';
import { Refused, Visitor } from '../demo/visitor.ts';
import { freePort } from '../postgres/embedded.ts';
import { SYSTEMS } from '../postgres/migrate.ts';

let databases: TestDatabase[];
let demo: Demo;
let directory: string;
let platform: pg.Client;
let points: pg.Client;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'xinheng-sign-in-'));
  databases = await Promise.all(SYSTEMS.map(createTestDatabase));
  const urls = Object.fromEntries(
    SYSTEMS.map((system, index) => [`${system.toUpperCase()}_DATABASE_URL`, databases[index]!.url]),
  );
  await enactPack(databases[0]!.ownerUrl);
  demo = await startDemo(
    { ...urls, PORT: String(await freePort()), DATA_DIR: directory },
    { ownerUrl: databases[0]!.ownerUrl },
  );
  platform = new pg.Client({ connectionString: databases[0]!.ownerUrl });
  points = new pg.Client({ connectionString: databases[1]!.ownerUrl });
  await Promise.all([platform.connect(), points.connect()]);
});

afterAll(async () => {
  await Promise.all([platform?.end(), points?.end()]);
  await demo?.stop();
  await Promise.all((databases ?? []).map((database) => database.drop()));
  rmSync(directory, { recursive: true, force: true });
});

const visitor = () => new Visitor(demo.publicUrl);
const town = () => ({
  as: (account: string) => visitor().signIn('platform', account),
  confirmOnHost: () => demo.confirmOnHost(),
});
const audited = async (action: string) =>
  (
    await platform.query('SELECT actor_kind, object_id, detail FROM audit_entry WHERE action = $1 ORDER BY id', [
      action,
    ])
  ).rows;

async function refusal(promise: Promise<unknown>): Promise<{ status: number; code: string }> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Refused)) throw error ?? new Error('was not refused');
  return { status: error.problem.status, code: error.problem.code };
}

describe('officers', () => {
  test('an officer signs in, is known by role and department, and is audited', async () => {
    const administrator = await visitor().signIn('platform', 'administrator');
    const me = await administrator.get<{ name: string; roles: string[]; department: { id: string } }>(
      '/api/platform/me',
    );
    expect(me).toMatchObject({ name: '周管理', roles: ['administrator'], department: { id: 'credit-office' } });
    expect((await audited('session.started')).at(-1)).toMatchObject({ actor_kind: 'officer' });
  });

  test('an account nobody appointed is told so, and the refusal is audited without naming it', async () => {
    expect(await refusal(visitor().signIn('platform', 'auditor'))).toEqual({ status: 403, code: 'officer.unknown' });
    const entry = (await audited('session.refused')).at(-1);
    expect(entry).toMatchObject({ detail: { reason: 'officer.unknown' } });
    expect(entry.object_id).not.toContain('auditor');
  });

  test('an appointed officer gets in; a dismissed one is out at once, session and all', async () => {
    const administrator = await visitor().signIn('platform', 'administrator');
    const wanted = { externalId: 'reporter', name: '赵报送', departmentId: 'airport', roles: ['reporter'] };
    // with one administrator nothing is open but a second one, whom the host confirms
    expect(await refusal(administrator.post('/api/platform/officers', wanted))).toMatchObject({
      code: 'action.not_available',
    });
    expect(await appointSecond(town())).toEqual(['郝管理']);
    const officer = await administrator.post<{ id: string; officerId: string }>('/api/platform/officers', wanted);
    expect(await refusal(visitor().signIn('platform', 'reporter'))).toMatchObject({ code: 'officer.unknown' });
    const decision = { decision: 'confirmed' };
    const decided = `/api/platform/appointments/${officer.id}/decision`;
    expect(await refusal(administrator.post(decided, decision))).toMatchObject({ code: 'four_eyes.violated' });
    const second = await visitor().signIn('platform', 'administrator-2');
    await second.post(decided, decision);
    // on the host nothing more is confirmed
    expect(await demo.confirmOnHost()).toEqual([]);
    const reporter = await visitor().signIn('platform', 'reporter');
    const me = await reporter.get<{ departments: string[] }>('/api/platform/me');
    expect(me.departments).toEqual(expect.arrayContaining(['airport', 'airport-credit-office']));
    expect(me.departments).not.toContain('health-commission');
    expect(await refusal(reporter.get('/api/platform/officers'))).toEqual({ status: 403, code: 'permission.denied' });

    await administrator.post(`/api/platform/officers/${officer.officerId}/dismiss`);
    expect(await refusal(reporter.get('/api/platform/me'))).toEqual({ status: 401, code: 'session.required' });
  });

  test('sign-out ends the session in the database, not only in the browser', async () => {
    const someone = await visitor().signIn('platform', 'administrator');
    const before = (await platform.query('SELECT count(*)::int AS n FROM session')).rows[0].n;
    await someone.post('/api/platform/auth/sign-out');
    expect((await platform.query('SELECT count(*)::int AS n FROM session')).rows[0].n).toBe(before - 1);
    expect(await refusal(someone.get('/api/platform/me'))).toEqual({ status: 401, code: 'session.required' });
    expect(await audited('session.ended')).not.toEqual([]);
  });
});

describe('a session', () => {
  /** By hand, to see the cookies themselves. */
  async function cookieOf(account: string): Promise<{ pair: string; attributes: string }> {
    let address = `${demo.publicUrl}/api/platform/auth/sign-in`;
    const jar = new Map<string, string>();
    for (;;) {
      const post = address.includes('/idp/choose/');
      const response = await fetch(post ? `${address}/${account}` : address, {
        method: post ? 'POST' : 'GET',
        redirect: 'manual',
        headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
      });
      for (const cookie of response.headers.getSetCookie()) {
        const [name = '', value = ''] = cookie.split(';', 1)[0]!.split('=');
        if (name === 'xinheng-platform') return { pair: `${name}=${value}`, attributes: cookie };
        jar.set(name, value);
      }
      address = new URL(response.headers.get('location') ?? '', demo.publicUrl).href;
    }
  }
  const me = (headers: Record<string, string>) => fetch(`${demo.publicUrl}/api/platform/me`, { headers });

  test('its cookie is out of reach of scripts and other sites; the database holds a digest, and nothing readable', async () => {
    const { pair, attributes } = await cookieOf('administrator');
    expect(attributes).toMatch(/HttpOnly/);
    expect(attributes).toMatch(/SameSite=Lax/);
    const token = pair.split('=')[1]!;
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    const digest = createHash('sha256').update(token).digest();
    const { rows } = await platform.query('SELECT holder FROM session WHERE token_hash = $1', [digest]);
    expect(rows).toHaveLength(1);
    expect(rows[0].holder.toString('latin1')).not.toContain('officerId');
  });

  test('another site can make the browser send the cookie, but not change anything with it', async () => {
    const { pair } = await cookieOf('administrator');
    const change = (headers: Record<string, string>) =>
      fetch(`${demo.publicUrl}/api/platform/officers/00000000-0000-7000-8000-000000000000/dismiss`, {
        method: 'POST',
        headers: { cookie: pair, ...headers },
      });
    expect((await change({})).status).toBe(403);
    expect((await change({ origin: 'https://elsewhere.example' })).status).toBe(403);
    expect((await change({ origin: 'https://elsewhere.example', 'x-xinheng-csrf': '1' })).status).toBe(403);
    expect((await change({ origin: demo.publicUrl })).status).toBe(404);
    expect((await change({ 'x-xinheng-csrf': '1' })).status).toBe(404);
  });

  test.each([
    ['an idle hour', 'seen_at', '61 minutes', 401],
    ['less than an hour', 'seen_at', '59 minutes', 200],
    ['twelve hours in use', 'started_at', '12 hours 1 minute', 401],
  ])('after %s', async (_name, column, age, status) => {
    const { pair } = await cookieOf('administrator');
    const digest = createHash('sha256').update(pair.split('=')[1]!).digest();
    await platform.query(`UPDATE session SET ${column} = ${column} - $2::interval WHERE token_hash = $1`, [
      digest,
      age,
    ]);
    expect((await me({ cookie: pair })).status).toBe(status);
  });

  test('a made-up token, or a token of another system, opens nothing', async () => {
    expect((await me({ cookie: `xinheng-platform=${'A'.repeat(43)}` })).status).toBe(401);
    const { pair } = await cookieOf('administrator');
    const elsewhere = await fetch(`${demo.publicUrl}/api/points/me`, {
      headers: { cookie: pair.replace('platform', 'points') },
    });
    expect(elsewhere.status).toBe(401);
  });
});

describe('the way back from the provider', () => {
  test('an answer that this browser did not ask for is refused', async () => {
    const response = await fetch(`${demo.publicUrl}/api/platform/auth/callback?code=stolen&state=guessed`, {
      redirect: 'manual',
    });
    expect(response.status).toBe(401);
    expect(response.headers.getSetCookie().join()).not.toMatch(/xinheng-platform=/);
    expect((await audited('session.refused')).at(-1)).toEqual({
      ...{ actor_kind: 'system', object_id: 'unknown', detail: { reason: 'session.required' } },
    });
  });

  test('an answer with another state than the one remembered is refused, and cannot be tried twice', async () => {
    const begun = await fetch(`${demo.publicUrl}/api/platform/auth/sign-in`, { redirect: 'manual' });
    const cookie = begun.headers.getSetCookie()[0]!.split(';', 1)[0]!;
    const attempts = async () => (await platform.query('SELECT count(*)::int AS n FROM sign_in_attempt')).rows[0].n;
    const before = await attempts();
    const refused = (await audited('session.refused')).length;
    const back = () =>
      fetch(`${demo.publicUrl}/api/platform/auth/callback?code=x&state=another`, {
        redirect: 'manual',
        headers: { cookie },
      });
    expect((await back()).status).toBe(401);
    expect(await attempts()).toBe(before - 1);
    expect((await back()).status).toBe(401);
    expect(await audited('session.refused')).toHaveLength(refused + 2);
  });

  test.each(['https://elsewhere.example/', '//elsewhere.example', '/\\elsewhere.example', 'javascript:alert(1)'])(
    'never leads to %s',
    async (returnTo) => {
      await fetch(`${demo.publicUrl}/api/platform/auth/sign-in?returnTo=${encodeURIComponent(returnTo)}`, {
        redirect: 'manual',
      });
      const { rows } = await platform.query('SELECT return_to FROM sign_in_attempt ORDER BY started_at DESC LIMIT 1');
      expect(rows[0].return_to).toBe('/');
    },
  );
});

describe('machines', () => {
  async function token(form: Record<string, string> = {}): Promise<string> {
    const { clientId, clientSecret, tokenUrl } = demo.provider.machine;
    const response = await fetch(tokenUrl, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: clientId,
        client_secret: clientSecret,
        ...form,
      }),
    });
    expect(response.status).toBe(200);
    return ((await response.json()) as { access_token: string }).access_token;
  }
  const me = (system: string, bearer: string) =>
    fetch(`${demo.publicUrl}/api/${system}/me`, { headers: { authorization: `Bearer ${bearer}` } });

  test('a department’s system gets in once it is registered, as a reporter and nothing more', async () => {
    const bearer = await token();
    expect((await me('platform', bearer)).status).toBe(403);
    const administrator = await visitor().signIn('platform', 'administrator');
    const client = { clientId: demo.provider.machine.clientId, name: '航空港区政务数据平台', departmentId: 'airport' };
    const { id } = await administrator.post<{ id: string }>('/api/platform/machine-clients', {
      ...{ ...client, scopes: ['reporter'] },
    });
    expect((await me('platform', bearer)).status).toBe(403);
    const second = await visitor().signIn('platform', 'administrator-2');
    await second.post(`/api/platform/appointments/${id}/decision`, { decision: 'confirmed' });
    const answer = await me('platform', bearer);
    expect(await answer.json()).toMatchObject({ kind: 'machine', roles: ['reporter'], department: { id: 'airport' } });
  });

  test('a token that was altered, or is meant for another system, is refused', async () => {
    const bearer = await token();
    const [header, payload, signature] = bearer.split('.') as [string, string, string];
    const forged = Buffer.from(
      JSON.stringify({ ...JSON.parse(Buffer.from(payload, 'base64url').toString()), client_id: 'other' }),
    ).toString('base64url');
    expect((await me('platform', `${header}.${forged}.${signature}`)).status).toBe(401);
    const unsigned = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url');
    expect((await me('platform', `${unsigned}.${payload}.`)).status).toBe(401);
    expect((await me('points', bearer)).status).toBe(401);
  });

  test('an administrator cannot let a machine decide', async () => {
    const administrator = await visitor().signIn('platform', 'administrator');
    const body = { clientId: 'decider', name: '自动认定', departmentId: 'airport', scopes: ['determiner'] };
    expect(await refusal(administrator.post('/api/platform/machine-clients', body))).toEqual({
      status: 400,
      code: 'request.invalid',
    });
  });
});

describe('citizens', () => {
  test('a citizen is known by the verified document, which the database keeps only under the citizen’s own cookie', async () => {
    const citizen = await visitor().signIn('points', 'citizen-joined');
    const me = await citizen.get<{ name: string; documentNumber: string }>('/api/points/me');
    expect(me.name).toBe('卫思源');
    expect(me.documentNumber).toMatch(/^410\*+\d[\dX]$/);
    const { rows } = await points.query('SELECT holder FROM session');
    const { rows: audit } = await points.query('SELECT * FROM audit_entry');
    const kept = rows.map((row) => row.holder.toString('utf8')).join() + JSON.stringify(audit);
    expect(kept).not.toContain('卫思源');
    expect(kept).not.toContain('19880316');
  });

  test('an officer’s account has no verified document and is sent away', async () => {
    expect(await refusal(visitor().signIn('points', 'reporter'))).toMatchObject({ code: 'account.real_name_required' });
  });
});

test('secrets made by the demo are readable by their owner only', () => {
  for (const file of ['secrets.json', 'keyring.json', 'demo-identity-provider.json']) {
    expect(statSync(join(directory, file)).mode & 0o777, file).toBe(0o600);
  }
});

describe('who acts for themself at the platform', () => {
  test('a representative is known with the organisations the provider vouches for; no database row tells who it is', async () => {
    const representative = await visitor().signIn('platform/my', 'representative');
    const me = await representative.get<MySelf>('/api/platform/my/me');
    expect(me).toMatchObject({
      name: '沈代表',
      adult: true,
      organisations: [{ name: '郑源众诚防护用品有限公司' }, {}],
    });
    expect(me.documentNumber).toMatch(/^410\*+\d[\dX]$/);
    const { rows } = await platform.query('SELECT holder FROM applicant_session');
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.map((row) => row.holder.toString('utf8')).join()).not.toMatch(/沈代表|19790915/);
  });

  test('one door does not open the other', async () => {
    const citizen = await visitor().signIn('platform/my', 'citizen-joined');
    expect(await refusal(citizen.get('/api/platform/me'))).toMatchObject({ status: 401 });
    const officer = await visitor().signIn('platform', 'administrator');
    expect(await refusal(officer.get('/api/platform/my/me'))).toMatchObject({ status: 401 });
    expect(await refusal(visitor().signIn('platform/my', 'reporter'))).toMatchObject({
      code: 'account.real_name_required',
    });
  });

  test('once signed in at /my, the points system takes the same person without asking again', async () => {
    const citizen = await visitor().signIn('platform/my', 'citizen-joined');
    await citizen.signInToo('points');
    expect(await citizen.get('/api/points/me')).toMatchObject({ name: '卫思源' });
  });

  test('signing out ends the session for good', async () => {
    const citizen = await visitor().signIn('platform/my', 'citizen-joined');
    await citizen.post('/api/platform/my/auth/sign-out');
    expect(await refusal(citizen.get('/api/platform/my/me'))).toMatchObject({ status: 401 });
  });
});
