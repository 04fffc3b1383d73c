/** Administrators: who may appoint, change and dismiss whom, whose sessions they may end, and which systems they know. */
import { createHash, randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPlatform, type TestPlatform } from '../../../tests/support/platform.ts';
import { testServer } from '../../../tests/support/systems.ts';
import type { Actor } from './actor.ts';
import { accessRoutes, officerActor } from './index.ts';

let platform: TestPlatform;
let server: FastifyInstance;
let city: Actor;
let airport: Actor;
let now = new Date('2026-01-05T02:00:00Z');

beforeAll(async () => {
  platform = await createPlatform();
  city = await platform.officer('credit-office', 'administrator');
  airport = await platform.officer('airport', 'administrator');
  const actors: Record<string, Actor> = { ...platform.actors, city, airport };
  server = await testServer();
  server.addHook('preHandler', async (request) => {
    request.actor = actors[String(request.headers['x-test-officer'])] ?? null;
  });
  await server.register(accessRoutes, {
    context: platform.context,
    issuer: 'https://sign-in.test',
    sessionLimits: { idleMinutes: 60, absoluteMinutes: 720 },
    wallClock: () => now,
  });
});
afterAll(async () => {
  await server?.close();
  await platform?.close();
});

async function call(who: string, method: 'GET' | 'POST', url: string, payload?: object) {
  const answer = await server.inject({
    method,
    url,
    headers: { 'x-test-officer': who },
    ...(payload ? { payload } : {}),
  });
  return { status: answer.statusCode, body: answer.body === '' ? null : answer.json() };
}
const confirm = async (who: string, id: string) =>
  expect(await call(who, 'POST', `/appointments/${id}/decision`, { decision: 'confirmed' })).toMatchObject({
    status: 200,
    body: { standing: 'confirmed' },
  });
const audited = async (action: string) =>
  (await platform.owner.query('SELECT object_id, detail FROM audit_entry WHERE action = $1', [action])).rows;

describe('the register', () => {
  test('page by page nobody twice and nobody left out', async () => {
    const seen: string[] = [];
    let after = '';
    for (;;) {
      const { body } = await call('city', 'GET', `/officers?limit=3${after && `&after=${after}`}`);
      seen.push(...body.items.map((officer: { id: string }) => officer.id));
      if (body.after === null) break;
      after = body.after;
    }
    const { rows } = await platform.owner.query('SELECT id FROM officer');
    expect(seen.toSorted()).toEqual(rows.map(({ id }) => id).toSorted());
  });

  test('by department with those below it, by name, by standing; a district sees its own only', async () => {
    const own = (await call('airport', 'GET', '/officers')).body.items;
    expect(new Set(own.map((officer: { departmentId: string }) => officer.departmentId))).toEqual(
      new Set(['airport', 'airport-credit-office']),
    );
    expect((await call('airport', 'GET', '/officers?department=health-commission')).body.items).toEqual([]);
    const health = (await call('city', 'GET', '/officers?department=health-commission')).body.items;
    expect(health).toHaveLength(4);
    expect((await call('city', 'GET', '/officers?standing=dismissed')).body.items).toEqual([]);
    const name = encodeURIComponent(city.name.slice(-4));
    expect((await call('city', 'GET', `/officers?name=${name}`)).body.items).toMatchObject([{ id: city.id }]);
  });

  test('the tree of departments counts officers and says where one may appoint', async () => {
    const { items } = (await call('airport', 'GET', '/departments')).body;
    expect(items).toHaveLength(platform.context.policy.departments.length);
    const node = (id: string) => items.find((item: { id: string }) => item.id === id);
    expect(node('airport')).toMatchObject({ officers: 1, inJurisdiction: true });
    expect(node('health-commission')).toMatchObject({ officers: 4, inJurisdiction: false });
  });
});

describe('roles', () => {
  test('change, are audited with before and after, and only within the jurisdiction', async () => {
    const { id } = platform.actors['airportReporter']!;
    const roles = async () => (await officerActor(platform.context, id, 'request'))!.roles;
    const asked = await call('airport', 'POST', `/officers/${id}/roles`, { roles: ['reviewer', 'reporter'] });
    expect(asked).toMatchObject({
      status: 200,
      body: { officer: { roles: ['reporter'] }, appointment: { kind: 'roles', roles: ['reviewer'], standing: 'open' } },
    });
    expect(await roles()).toEqual(['reporter']);
    await confirm('city', asked.body.appointment.id);
    expect(await roles()).toEqual(['reporter', 'reviewer']);
    expect((await audited('appointment.proposed')).at(-1)).toMatchObject({
      object_id: id,
      detail: { roles: ['reviewer'], department: 'airport-credit-office' },
    });
    expect((await audited('appointment.confirmed')).at(-1)).toMatchObject({ object_id: id });
    // taking away needs nobody else
    expect(await call('airport', 'POST', `/officers/${id}/roles`, { roles: ['reporter'] })).toMatchObject({
      body: { officer: { roles: ['reporter'] }, appointment: null },
    });
    expect((await audited('officer.roles_changed')).at(-1)).toMatchObject({
      object_id: id,
      detail: { from: ['reporter', 'reviewer'], to: ['reporter'] },
    });
    const other = platform.actors['healthReporter']!.id;
    expect((await call('airport', 'POST', `/officers/${other}/roles`, { roles: ['reviewer'] })).status).toBe(404);
  });

  test('nobody changes or dismisses themselves', async () => {
    expect((await call('city', 'POST', `/officers/${city.id}/roles`, { roles: ['determiner'] })).status).toBe(403);
    expect((await call('city', 'POST', `/officers/${city.id}/dismiss`)).status).toBe(403);
  });

  test('of a dismissed officer stay as they were', async () => {
    const { id } = await platform.officer('airport', 'reporter');
    expect((await call('airport', 'POST', `/officers/${id}/dismiss`)).status).toBe(204);
    expect((await call('airport', 'POST', `/officers/${id}/roles`, { roles: ['reviewer'] })).status).toBe(409);
  });
});

describe('sessions', () => {
  async function session(officer: Actor, startedMinutesAgo: number, seenMinutesAgo: number): Promise<string> {
    const hash = createHash('sha256').update(randomBytes(32)).digest();
    const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
    await platform.owner.query(
      'INSERT INTO session (token_hash, holder, officer_id, started_at, seen_at, ends_at) VALUES ($1, $2, $3, $4, $5, $6)',
      [hash, randomBytes(40), officer.id, ago(startedMinutesAgo), ago(seenMinutesAgo), ago(-60)],
    );
    return hash.toString('hex');
  }
  const left = async (officer: Actor) =>
    (await platform.owner.query('SELECT count(*)::int AS n FROM session WHERE officer_id = $1', [officer.id])).rows[0]
      .n;

  test('are listed by time while they open something, and ended one by one or all at once', async () => {
    const officer = platform.actors['airportReporter']!;
    const someoneElses = await session(platform.actors['healthReporter']!, 5, 1);
    const older = await session(officer, 100, 30);
    const newer = await session(officer, 10, 2);
    await session(officer, 200, 61);
    await session(officer, 721, 1);
    const url = `/officers/${officer.id}/sessions`;
    const { body } = await call('airport', 'GET', url);
    expect(body.items.map((item: { id: string }) => item.id)).toEqual([newer, older]);
    expect(Object.keys(body.items[0]).toSorted()).toEqual(['id', 'seenAt', 'startedAt']);

    expect((await call('airport', 'POST', `${url}/end`, { session: someoneElses })).status).toBe(404);
    expect(await call('airport', 'POST', `${url}/end`, { session: newer })).toMatchObject({ body: { ended: 1 } });
    expect(await call('airport', 'POST', `${url}/end`, {})).toMatchObject({ status: 200, body: { ended: 3 } });
    expect(await left(officer)).toBe(0);
    expect(await left(platform.actors['healthReporter']!)).toBe(1);
    expect(await audited('officer.sessions_ended')).toHaveLength(2);
  });

  test('of another department’s officer are neither shown nor ended', async () => {
    const officer = platform.actors['healthReviewer']!;
    await session(officer, 1, 1);
    expect((await call('airport', 'GET', `/officers/${officer.id}/sessions`)).status).toBe(404);
    expect((await call('airport', 'POST', `/officers/${officer.id}/sessions/end`, {})).status).toBe(404);
    expect((await call('healthAll', 'GET', `/officers/${officer.id}/sessions`)).status).toBe(403);
    expect(await left(officer)).toBe(1);
    now = new Date(now.getTime() + 1000);
  });
});

describe('departments’ systems', () => {
  test('are registered, listed within the jurisdiction, and end with the officer entry they act as', async () => {
    const client = {
      clientId: 'airport data',
      name: '航空港区数据平台',
      departmentId: 'airport',
      scopes: ['reporter'],
    };
    const made = await call('airport', 'POST', '/machine-clients', client);
    expect(made).toMatchObject({
      status: 201,
      body: { kind: 'machine', name: client.name, clientId: client.clientId },
    });
    expect((await call('airport', 'GET', '/machine-clients')).body.items).toEqual([]);
    await confirm('city', made.body.id);
    const listed = { ...client, officerId: made.body.officerId, activeUntil: null };
    expect((await call('airport', 'GET', '/machine-clients')).body.items).toEqual([listed]);
    expect((await call('auditor', 'GET', '/machine-clients')).body.items).toEqual([listed]);
    expect((await call('healthAll', 'GET', '/machine-clients')).status).toBe(403);
    expect(
      (await call('city', 'POST', `/officers/${made.body.officerId}/roles`, { roles: ['determiner'] })).status,
    ).toBe(409);
    const url = `/machine-clients/${encodeURIComponent('airport data')}/dismiss`;
    expect((await call('airport', 'POST', url)).status).toBe(204);
    expect((await call('airport', 'POST', url)).status).toBe(204);
    expect((await call('city', 'GET', '/machine-clients')).body.items[0].activeUntil).not.toBeNull();
    const { rows } = await platform.owner.query('SELECT active_until FROM officer WHERE id = $1', [
      made.body.officerId,
    ]);
    expect(rows[0].active_until).not.toBeNull();
    expect(await audited('machine.dismissed')).toHaveLength(1);
  });
});
