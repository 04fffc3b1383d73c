/** Bodies from raw sockets that stall, trickle, lie, overflow and break off: each is bounded, and nothing of it stays. */

import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { siteInbox } from '#contracts/inbox.ts';
import { CLOUD_EVENT_TYPE, DELIVERY_BODY_LIMIT, signEvent } from '#contracts/webhook.ts';
import { BODY_KINDS, takesFile, uploadOf } from '#http/body-route.ts';
import { inboxRoute } from '#http/inbox-route.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { openFileStore } from '#platform/files/index.ts';
import { head, rawClient, until } from '../../../tests/support/raw-http.ts';
import { newSecret, testKeyring } from '../../../tests/support/systems.ts';
import { BODY_LIMITS, type BodyLimits, bodyLimits } from './body-limits.ts';
import { createServer } from './server.ts';

const KIB = 1024;
const secret = newSecret();
/** quick, for a test; a busy machine still brings four bytes within it */
const QUICK = { leastBytes: 4, periodMilliseconds: 400, wholeMilliseconds: 0 };

let app: FastifyInstance;
let folder: string;
let port: number;
let received: number;

async function serve(limits: BodyLimits, rateLimitPerMinute = 100_000): Promise<void> {
  received = 0;
  app = await createServer({
    ...{ trustProxy: false, rateLimitPerMinute, secure: false, logger: false },
    bodyLimits: limits,
  });
  const store = openFileStore(folder, testKeyring, randomBytes, 512 * KIB);
  const tooLarge = () => new Problem('file.too_large');
  app.post('/form', async (request) => ({ fields: Object.keys(request.body as object).length }));
  app.post('/table', takesFile('disk', 512 * KIB, tooLarge), async ({ body }) => {
    const { bytes } = await store.keep(uploadOf(body));
    return { bytes };
  });
  app.post('/scratch', takesFile('disk', 512 * KIB, tooLarge), async ({ body }) => {
    await (await store.scratch(uploadOf(body))).remove();
    return {};
  });
  app.post('/evidence', takesFile('memory', 512 * KIB, tooLarge), async ({ body }) => {
    for await (const part of uploadOf(body)) received += part.length;
    return { received };
  });
  app.post('/busy', takesFile('memory', 512 * KIB, tooLarge), async ({ body }) => {
    await sleep(700);
    for await (const part of uploadOf(body)) {
      if (received === 0) await sleep(700);
      received += part.length;
    }
    return { received };
  });
  app.post('/forgotten', async ({ body }) => {
    for await (const part of uploadOf(body)) received += part.length;
    return { received };
  });
  app.post('/door', takesFile('disk', 512 * KIB, tooLarge), async () => {
    throw new Problem('session.required');
  });
  await app.register(inboxRoute, {
    ...{ prefix: '/api/site', inbox: siteInbox, secrets: [secret], clock: () => new Date() },
    receiver: 'site',
    take: async ({ records }) => ({
      outcomes: new Map(records.map(({ id }) => [id, 'accepted' as const])),
      newest: null,
    }),
    holdings: async () => ({ count: 0, digest: '' }),
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  port = (app.server.address() as AddressInfo).port;
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'xinheng-bodies-'));
});
afterEach(async () => {
  await app?.close();
  rmSync(folder, { recursive: true, force: true });
});

const nothingInFlight = () => BODY_KINDS.every((kind) => app.bodiesInFlight.bytes(kind) === 0);
async function nothingLeft(): Promise<void> {
  await until(nothingInFlight, 'nothing in flight');
  await until(() => !readdirSync(folder).some((name) => name.endsWith('.part')), 'no temporary files');
  expect(app.bodiesInFlight.addresses).toBe(0);
}
const signature = (at = new Date()) =>
  signEvent(
    {
      ...{ specversion: '1.0', id: '0190aaaa-0000-7000-8000-000000000001', source: '/test', type: 'test' },
      ...{ time: at.toISOString(), data: {} },
    },
    [secret],
    at,
  );
const FILE = { 'content-type': 'application/octet-stream' };
const JSON_TYPE = { 'content-type': 'application/json' };
const forged = () => ({ ...signature().headers, 'webhook-signature': `v1,${randomBytes(32).toString('base64')}` });

/** One of each kind of body, with the headers it takes. */
const ROUTES: readonly [string, () => Record<string, string>][] = [
  ['/form', () => JSON_TYPE],
  ['/table', () => FILE],
  ['/scratch', () => FILE],
  ['/evidence', () => FILE],
  ['/api/site/inbox', forged],
];

describe.each(ROUTES)('%s', (path, headers) => {
  test.each([
    ['nothing at all', [], { 'content-length': 1000 }],
    ['some, and then nothing', ['{"a":"', 'aaaaaaaa'], { 'content-length': 1000 }],
    ['all but the last byte', ['a'.repeat(999)], { 'content-length': 1000 }],
    ['chunks without an end', ['3\r\naaa\r\n'], { 'transfer-encoding': 'chunked' }],
    ['half a chunk', ['ff\r\naaa'], { 'transfer-encoding': 'chunked' }],
  ])('a sender that sends %s is cut off', async (_what, parts, length) => {
    await serve(bodyLimits(QUICK, { bytes: 64 * KIB, milliseconds: 100 }));
    const client = rawClient(port);
    client.write(head('POST', path, { ...headers(), ...length }));
    for (const part of parts) client.write(part);
    expect(await client.status).toBe(408);
    expect(client.received()).toContain('request.incomplete');
    await client.closed;
    await nothingLeft();
  });

  test('a sender that trickles is cut off', async () => {
    await serve(bodyLimits({ ...QUICK, leastBytes: 200 }, { bytes: 64 * KIB, milliseconds: 100 }));
    const client = rawClient(port);
    client.write(head('POST', path, { ...headers(), 'content-length': 100_000 }));
    const trickle = setInterval(() => client.write('a'), 20);
    expect(await client.status).toBe(408);
    clearInterval(trickle);
    await nothingLeft();
  });

  test('a sender that goes away leaves nothing', async () => {
    await serve(BODY_LIMITS);
    const client = rawClient(port);
    client.write(head('POST', path, { ...headers(), 'content-length': 300_000 }));
    client.write('a'.repeat(200_000));
    await until(() => BODY_KINDS.some((kind) => app.bodiesInFlight.bytes(kind) > 0), 'bytes in flight');
    client.socket.destroy();
    await nothingLeft();
  });

  test.each(['declared', 'not declared'])(
    'a body that is too large (%s) is refused, and little of it is read',
    async (how) => {
      await serve(BODY_LIMITS);
      const most = path === '/api/site/inbox' ? DELIVERY_BODY_LIMIT : 1024 * KIB;
      if (how === 'not declared' && path === '/api/site/inbox') return; // 64 MiB over a socket: the same code as for a form
      const client = rawClient(port);
      const length = how === 'declared' ? { 'content-length': most + 1 } : { 'transfer-encoding': 'chunked' };
      client.write(head('POST', path, { ...headers(), ...length }));
      if (how === 'not declared') client.write(`${(most + 1).toString(16)}\r\n${'a'.repeat(most + 1)}\r\n0\r\n\r\n`);
      expect(await client.status).toBe(413);
      for (const kind of BODY_KINDS)
        expect(app.bodiesInFlight.peak(kind)).toBeLessThanOrEqual(how === 'declared' ? 0 : most);
      await nothingLeft();
    },
  );

  test('many stalled bodies: the bytes held stay below the limit, the next is told when to come again', async () => {
    const most = 256 * KIB;
    await serve(bodyLimits({ ...QUICK, periodMilliseconds: 5_000, bytes: most, perAddress: most }));
    const part = Buffer.alloc(60 * KIB, 97);
    const clients = Array.from({ length: 8 }, () => rawClient(port));
    for (const client of clients) {
      client.write(head('POST', path, { ...headers(), 'content-length': 200 * KIB }));
      client.write(part);
    }
    const refused = await Promise.race(clients.map(async (client) => ({ client, status: await client.status })));
    expect(refused.status).toBe(503);
    expect(refused.client.received().toLowerCase()).toContain('retry-after: 5');
    for (const kind of BODY_KINDS) expect(app.bodiesInFlight.peak(kind)).toBeLessThanOrEqual(most);
    for (const client of clients) client.socket.destroy();
    await nothingLeft();
    const later = rawClient(port);
    later.write(head('POST', path, { ...headers(), 'content-length': 3 }));
    later.write('{}\n');
    expect([200, 400, 401]).toContain(await later.status); // taken and judged by what it is
  });
});

test('who is slow because we are is not cut off, nor who is slow and steady', async () => {
  await serve(bodyLimits({ ...QUICK, periodMilliseconds: 300 }));
  const waiting = rawClient(port);
  // longer than a period before anybody reads, with more in the pipe than buffers hold
  waiting.write(head('POST', '/busy', { ...FILE, 'content-length': 400 * KIB }));
  waiting.write(Buffer.alloc(400 * KIB));
  expect(await waiting.status).toBe(200);
  received = 0;
  const steady = rawClient(port);
  steady.write(head('POST', '/evidence', { ...FILE, 'content-length': 40 }));
  const sending = setInterval(() => steady.write('aaaa'), 50);
  expect(await steady.status).toBe(200);
  clearInterval(sending);
  expect(received).toBe(40);
});

test('a body that comes steadily but for ever ends at its time', async () => {
  await serve(bodyLimits({ ...QUICK, wholeMilliseconds: 600 }, { bytes: 64 * KIB, milliseconds: 100 }));
  const client = rawClient(port);
  client.write(head('POST', '/form', { ...JSON_TYPE, 'content-length': 100_000 }));
  const steady = setInterval(() => client.write('a'.repeat(50)), 30);
  expect(await client.status).toBe(408);
  clearInterval(steady);
  await nothingLeft();
});

test('what comes after the answer is dropped for a moment, then the connection goes', async () => {
  await serve(bodyLimits({}, { bytes: 128 * KIB, milliseconds: 10_000 }));
  const client = rawClient(port);
  client.write(head('POST', '/door', { ...FILE, 'content-length': 500 * KIB }));
  expect(await client.status).toBe(401);
  client.write(Buffer.alloc(400 * KIB));
  await client.closed;
  expect(BODY_KINDS.map((kind) => app.bodiesInFlight.peak(kind))).toEqual([0, 0, 0, 0]);
});

test('an honest client that is refused early gets its answer and keeps its connection', async () => {
  await serve(BODY_LIMITS);
  const client = rawClient(port);
  client.write(head('POST', '/door', { ...FILE, 'content-length': 100 * KIB }));
  client.write(Buffer.alloc(100 * KIB));
  expect(await client.status).toBe(401);
  client.write(head('POST', '/form', { ...JSON_TYPE, 'content-length': 2 }));
  client.write('{}');
  await until(() => client.received().includes('200 OK'), 'the second answer');
  client.socket.destroy();
});

test('a route that forgets to say how large its file may be takes a small one only', async () => {
  await serve(BODY_LIMITS);
  const client = rawClient(port);
  client.write(head('POST', '/forgotten', { ...FILE, 'transfer-encoding': 'chunked' }));
  const size = 1024 * KIB + 1;
  client.write(`${size.toString(16)}\r\n${'a'.repeat(size)}\r\n0\r\n\r\n`);
  expect(await client.status).toBe(413);
});

test('an upload is whole, and the same file twice over one connection too', async () => {
  await serve(BODY_LIMITS);
  for (let times = 0; times < 2; times++) {
    const answer = await fetch(`http://127.0.0.1:${port}/table`, {
      method: 'POST',
      headers: FILE,
      body: Buffer.alloc(300 * KIB, 1),
    });
    expect(await answer.json()).toEqual({ bytes: 300 * KIB });
  }
  await nothingLeft();
  expect(readdirSync(folder)).toHaveLength(1);
});

describe('deliveries', () => {
  const post = (headers: Record<string, string>, body: string, path = '/api/site/inbox') =>
    fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', headers, body });

  test.each([
    ['no signature', () => ({ 'content-type': CLOUD_EVENT_TYPE })],
    ['no type', () => ({ ...signature().headers, 'content-type': 'text/plain' })],
    ['no signature worth the name', () => ({ ...signature().headers, 'webhook-signature': 'v1,aaaa' })],
    ['a signature without end', () => ({ ...signature().headers, 'webhook-signature': 'v1,'.padEnd(6_000, 'a') })],
    ['no number for a time', () => ({ ...signature().headers, 'webhook-timestamp': '1e9' })],
    ['an old signature', () => signature(new Date(Date.now() - 400_000)).headers],
    ['a signature of the future', () => signature(new Date(Date.now() + 400_000)).headers],
    ['an id without end', () => ({ ...signature().headers, 'webhook-id': 'a'.repeat(101) })],
  ])('%s: refused before a byte of the body is read', async (_what, headers) => {
    await serve(BODY_LIMITS);
    for (const path of ['/api/site/inbox', '/api/site/inbox/holdings']) {
      const client = rawClient(port);
      client.write(head('POST', path, { ...headers(), 'content-length': 10 * KIB }));
      expect(await client.status).toBe(401);
      client.socket.destroy();
    }
    expect(app.bodiesInFlight.peak('delivery')).toBe(0);
  });

  test('unsigned callers are counted, signed ones are not', async () => {
    await serve(BODY_LIMITS, 10);
    const { headers, body } = signature();
    const unsigned = { 'content-type': CLOUD_EVENT_TYPE };
    const answers = [];
    for (let times = 0; times < 12; times++) answers.push((await post(unsigned, body)).status);
    expect(answers.filter((status) => status === 401)).toHaveLength(10);
    expect(answers.slice(-2)).toEqual([429, 429]);
    // read, and answered for what it says: an envelope without records is none
    for (const path of ['/api/site/inbox?', '/api/site/inbox/holdings'])
      for (let times = 0; times < 15; times++)
        expect((await post(headers, body, path)).status).toBe(path.endsWith('holdings') ? 200 : 422);
    // the exemption is for deliveries, not for whoever adds their headers elsewhere
    expect((await post({ ...headers, ...JSON_TYPE }, '{}', '/form')).status).toBe(429);
  });

  test('a question about holdings has a small body', async () => {
    await serve(BODY_LIMITS);
    const { headers } = signature();
    expect((await post(headers, 'a'.repeat(20 * KIB), '/api/site/inbox/holdings')).status).toBe(413);
  });
});

test('one address cannot shut the others out', async () => {
  await serve(bodyLimits({ bytes: 1024 * KIB, perAddress: 256 * KIB }));
  const { bodiesInFlight } = app;
  const greedy = bodiesInFlight.open('form', '192.0.2.1');
  expect([greedy.take(200 * KIB), greedy.take(100 * KIB), greedy.take(56 * KIB)]).toEqual([true, false, true]);
  const other = bodiesInFlight.open('form', '192.0.2.2');
  expect(other.take(256 * KIB)).toBe(true);
  greedy.close();
  greedy.close();
  other.close();
  expect(greedy.take(1)).toBe(false);
  expect(bodiesInFlight.bytes('form')).toBe(0);
  expect(bodiesInFlight.peak('form')).toBe(512 * KIB);
});

test('headers that never end are cut off, and connections are bounded', async () => {
  await serve(BODY_LIMITS);
  const { headersTimeout, requestTimeout, timeout, maxRequestsPerSocket, maxConnections } = app.server;
  for (const bound of [headersTimeout, requestTimeout, timeout, maxRequestsPerSocket, maxConnections])
    expect(bound).toBeGreaterThan(0);
  app.server.headersTimeout = 200;
  const client = rawClient(port);
  client.write('POST /form HTTP/1.1\r\nHost: localhost\r\nX: ');
  await client.closed;
  expect(client.received()).toContain('408');
});
