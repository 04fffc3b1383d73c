/** The HTTP doors of determination, registry and lists: what they answer fits their schemas, and refusals are problems. */
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPlatform, type TestPlatform } from '../../../tests/support/platform.ts';
import { testServer } from '../../../tests/support/systems.ts';
import { listsRoutes } from '../lists/index.ts';
import { registryRoutes } from '../registry/index.ts';
import { determinationRoutes } from './index.ts';

let platform: TestPlatform;
let server: FastifyInstance;
beforeAll(async () => {
  platform = await createPlatform();
  server = await testServer();
  server.addHook('preHandler', async (request) => {
    request.actor = platform.actors[String(request.headers['x-test-officer'])] ?? null;
  });
  for (const routes of [determinationRoutes, registryRoutes, listsRoutes])
    await server.register(routes, { context: platform.context });
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
  return { status: answer.statusCode, body: answer.json() };
}

test('a case through its doors', async () => {
  const id = await platform.report({ kind: '3.2.1' });
  expect(await call('healthReviewer', 'GET', '/cases?limit=10')).toMatchObject({
    status: 200,
    body: { items: [{ caseId: id, state: 'reported' }], after: null },
  });
  expect(await call('healthReviewer', 'GET', `/cases/${id}`)).toMatchObject({
    status: 200,
    body: { organisation: { name: expect.any(String) }, person: null },
  });
  const review = { action: 'review', payload: {}, idempotencyKey: 'routes-0001', expectedSequence: 0 };
  expect(await call('healthReviewer', 'POST', `/cases/${id}/actions`, review)).toMatchObject({
    status: 200,
    body: { state: 'reviewed' },
  });
  expect(
    await call('healthReporter', 'POST', `/cases/${id}/actions`, {
      ...review,
      action: 'determine',
      idempotencyKey: 'routes-0002',
    }),
  ).toMatchObject({
    status: 409,
    body: { code: 'case.conflict' },
  });
  expect(await call('healthDeterminer', 'POST', `/batches/${id.split('-')[0]}/determine`)).toMatchObject({
    status: 200,
    body: { done: 1, leftOut: [] },
  });
  const { body } = await call('healthDeterminer', 'GET', `/cases/${id}`);
  expect((await call('auditor', 'GET', `/organisations/${body.organisation.uscc}/records`)).body).toMatchObject([
    { caseId: id, objectionOpen: false },
  ]);
  expect(await call('healthDeterminer', 'POST', '/lists/red/nominations', { caseIds: [id] })).toMatchObject({
    status: 200,
    body: { nominated: 1 },
  });
  expect(await call('creditOffice', 'POST', '/lists/red/rounds')).toMatchObject({
    status: 200,
    body: { list: 'red', signOffs: [] },
  });
});

test('a person is masked until a purpose is stated', async () => {
  const id = await platform.report();
  expect((await call('healthReviewer', 'GET', `/cases/${id}`)).body.person.name).toBe('张**');
  expect(await call('healthReviewer', 'POST', `/cases/${id}/reveal`, { purpose: '' })).toMatchObject({
    status: 400,
    body: { code: 'purpose.required' },
  });
  expect(await call('healthReviewer', 'POST', `/cases/${id}/reveal`, { purpose: '核对名单' })).toMatchObject({
    status: 200,
    body: { name: '张测试' },
  });
});

test.each([
  ['nobody', 'GET', '/cases', 401, 'session.required'],
  ['auditor', 'GET', '/cases', 403, 'permission.denied'],
  ['healthReviewer', 'GET', '/cases/999-1', 404, 'case.not_found'],
  ['healthReviewer', 'POST', '/batches/999/review', 404, 'batch.not_found'],
  ['healthReviewer', 'GET', '/lists/red/conflicts', 403, 'permission.denied'],
  ['healthReviewer', 'GET', '/rounds/999', 404, 'list.not_found'],
  ['auditor', 'GET', '/organisations/123456789012345678/records', 400, 'request.invalid'],
] as const)('%s %s %s: %i %s', async (who, method, url, status, code) => {
  expect(await call(who, method, url)).toMatchObject({ status, body: { code } });
});

test('an action that is no action, or says too much, is refused with its place', async () => {
  const id = await platform.report();
  const send = (payload: object) => call('healthReviewer', 'POST', `/cases/${id}/actions`, payload);
  expect(await send({ action: 'destroy', payload: {}, idempotencyKey: 'routes-0003' })).toMatchObject({
    status: 400,
    body: { code: 'request.invalid' },
  });
  expect(
    await send({ action: 'review', payload: { state: 'determined' }, idempotencyKey: 'routes-0004' }),
  ).toMatchObject({ status: 400 });
  expect(await send({ action: 'review', payload: {} })).toMatchObject({ status: 400 });
});
