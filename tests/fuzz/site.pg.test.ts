/** Every address of the public site, pages as well as the interface, with hostile values in path, query, headers and body: never failed. */
import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Operation } from '../access/operation.ts';
import { example } from '../access/schema-example.ts';
import { receiveAtSite as receive } from '../support/inbox.ts';
import { edition, entry, goodRecord, manifest, notice, records } from '../support/site-messages.ts';
import { siteServer } from '../support/site-server.ts';
import { openSite, testClock, testServer } from '../support/systems.ts';
import { type Attempt, attemptsOn, dice } from './attempts.ts';
import { attemptAll } from './faults.ts';
import { HOSTILE_HEADERS } from './hostile-values.ts';
import { operationsOf, SEED, SOME } from './operations.ts';

const described = operationsOf('site').filter(({ name }) => !name.includes('/inbox'));
const one = entry(1);
/** addresses beside the published interface, as the server registers them */
const pages: Operation[] = [];
/** what pages read from a query; `q` and so on mean nothing to most of them, and must do no harm there either */
const PAGE_QUERIES = ['q', 'page', 'kind', 'type', 'contrast', 'returnTo', 'code', 'number', 'after', 'list'];

let site: Awaited<ReturnType<typeof openSite>>;
let server: FastifyInstance;

beforeAll(async () => {
  site = await openSite(testClock('2020-05-20T02:00:00Z'));
  server = await testServer();
  server.addHook('onRoute', ({ method, url }) => {
    if (method !== 'GET' || url.startsWith('/api/')) return;
    const path = url.replaceAll(/:(\w+)(\([^)]*\))?/g, '{$1}').replace(/\*$/, '{wildcard}');
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
      name,
      in: 'path',
      schema: { type: 'string' },
    }));
    const inQuery = PAGE_QUERIES.map((name) => ({ name, in: 'query', schema: { type: 'string' } }));
    pages.push({ name: `GET ${path}`, method: 'GET', path, parameters: [...inPath, ...inQuery], body: null });
  });
  await siteServer(site.context, {}, server);
  await receive(site.context, edition(manifest([one, entry(2)])));
  await receive(site.context, notice([entry(3)]));
  await receive(site.context, records(goodRecord(1)));
  await server.ready();
});

afterAll(async () => {
  await server?.close();
  await site?.close();
});

/** The address of something that is there. */
const addressOf = ({ path, parameters }: Operation) =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const known: Readonly<Record<string, string>> = { uscc: one.uscc, list: 'red', number: '1', id: randomUUID() };
    const schema = parameters.find((parameter) => parameter.name === name)?.schema ?? { type: 'string' };
    return encodeURIComponent(known[name] ?? String(example(schema)));
  });

function attemptsAt(operation: Operation, some: number): Attempt[] {
  const body = operation.body ? { body: example(operation.body.schema) as object, type: operation.body.type } : {};
  return attemptsOn(operation, { url: addressOf(operation), ...body }, some, dice(SEED));
}

describe.each(described)('$name', (operation) => {
  test('refuses, and never fails', async () => {
    expect(await attemptAll(server, attemptsAt(operation, SOME * 2))).toEqual([]);
  });
});

test('every page answers, whatever stands in its address', async () => {
  expect(pages.length).toBeGreaterThan(15);
  for (const page of pages) expect(await attemptAll(server, attemptsAt(page, 1)), page.name).toEqual([]);
});

test('hostile headers', async () => {
  const attempts = [
    '/',
    '/search?q=测试',
    '/lists/red/1',
    '/api/site/v1/editions',
    `/api/site/v1/organisations/${one.uscc}`,
  ].flatMap((url) => HOSTILE_HEADERS.map((headers): Attempt => ({ method: 'GET', url: encodeURI(url), headers })));
  expect(await attemptAll(server, attempts)).toEqual([]);
});
