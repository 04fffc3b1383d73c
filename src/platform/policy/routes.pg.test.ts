/** The pack as the console shows it: everything with its source, local choices marked, gates as they stand. */
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PolicyView } from '#contracts/policy.ts';
import { DEFAULT_POLICY_FOLDER } from '#runtime/default-policy.ts';
import { inspectPolicyFolder } from '#runtime/policy.ts';
import { createPlatform, type TestPlatform } from '../../../tests/support/platform.ts';
import { testServer } from '../../../tests/support/systems.ts';
import { policyRoutes } from './index.ts';

const ENACTED = { version: 1, fromDay: '2020-02-13', digest: 'd'.repeat(64), differs: true };
let platform: TestPlatform;
let server: FastifyInstance;
beforeAll(async () => {
  platform = await createPlatform();
  server = await testServer();
  server.addHook('preHandler', async (request) => {
    request.actor = platform.actors[String(request.headers['x-test-officer'])] ?? null;
  });
  await server.register(policyRoutes, {
    context: platform.context,
    pack: async () => ({
      ...(await inspectPolicyFolder(DEFAULT_POLICY_FOLDER)),
      enactments: [{ notice: platform.context.policy.id, ...ENACTED }],
    }),
  });
});
afterAll(async () => {
  await server?.close();
  await platform?.close();
});

const read = async (who: string) => {
  const answer = await server.inject({ url: '/policy', headers: { 'x-test-officer': who } });
  return { status: answer.statusCode, body: answer.json() as PolicyView };
};

test('every officer reads it, nobody else', async () => {
  expect((await read('airportReporter')).status).toBe(200);
  expect((await read('nobody')).status).toBe(401);
});

test('everything of the pack is there, and whatever names a clause names one that is shown', async () => {
  const { policy } = platform.context;
  const { body } = await read('auditor');
  expect(body.catalogue.map(({ id }) => id)).toEqual(policy.catalogue.map(({ id }) => id));
  expect(body.timers).toHaveLength(policy.timers.length);
  expect(body.measures).toHaveLength(policy.measures.length);
  const clauses = new Set(body.clauses.map(({ id }) => id));
  for (const { clause } of [...body.catalogue, ...body.lists, ...body.measures, ...body.points.rules])
    expect(clauses).toContain(clause);
  for (const kind of body.catalogue) {
    expect(kind.competent, kind.id).not.toEqual([]);
    expect(kind.fields, kind.id).not.toEqual([]);
  }
});

test('local choices are marked, with the reason', async () => {
  const { body } = await read('auditor');
  const values = [...body.timers.flatMap(({ value }) => value), ...body.points.rules.flatMap(({ points }) => points)];
  expect(values.some(({ local }) => local)).toBe(true);
  expect(values.every(({ citation }) => citation.length > 0)).toBe(true);
});

test('a gate opens when its event is declared; the black list says what it rests on, and what of it is not confirmed', async () => {
  const gate = async () => (await read('creditOffice')).body.lists.find(({ id }) => id === 'red')?.gates[0];
  const before = await gate();
  expect(before).toMatchObject({ open: false });
  const { gateEvent } = platform.context.policy.list('red');
  await platform.owner.query(
    "INSERT INTO declared_event (event, effective_on, document_number, declared_by, at) VALUES ($1, '2020-03-16', '豫〔2020〕1号', $2, now())",
    [gateEvent, platform.actors['creditOffice']!.id],
  );
  expect(await gate()).toMatchObject({ open: true });
  const black = (await read('creditOffice')).body.lists.find(({ id }) => id === 'black');
  expect(black?.gates.find(({ text }) => text.startsWith('设列依据'))).toMatchObject({
    text: expect.stringMatching(/2020年2月10日.*未核实/),
    open: true,
  });
  const { bases, deeds } = (await read('creditOffice')).body;
  expect(bases.map(({ issuedOn, confirmed }) => ({ issuedOn, confirmed }))).toEqual([
    { issuedOn: '2020-02-10', confirmed: false },
    { issuedOn: null, confirmed: false },
  ]);
  expect(deeds).toMatchObject({ from: '2020-01-01', until: '2023-01-07', local: true });
});

test('the digest is of the files; the check has no errors', async () => {
  const { body } = await read('auditor');
  expect(body.digest).toMatch(/^[0-9a-f]{64}$/);
  expect(body.files.map(({ path }) => path)).toContain('notices/2020-2/notice.md');
  expect(body.check.ok).toBe(true);
  expect(body.enactment).toEqual(ENACTED);
});
