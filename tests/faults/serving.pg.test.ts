/**
 * The service as a process, while its database goes away in every way: the process stays the same, everything is answered 200s or 503,
 * nothing acknowledged is lost, and work goes on afterwards by itself.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FaultProxy, faultProxy } from '../support/fault-proxy.ts';
import { reportFiles, settled } from '../support/intake-load.ts';
import { type OwnCluster, ownCluster } from '../support/own-cluster.ts';
import {
  type Provider,
  ready,
  registerReporter,
  type Serving,
  serve,
  servingDirectory,
  tokenProvider,
} from '../support/serving.ts';

let cluster: OwnCluster;
let proxy: FaultProxy;
let provider: Provider;
let serving: Serving;
const directory = servingDirectory();

beforeAll(async () => {
  [cluster, provider] = await Promise.all([ownCluster('platform'), tokenProvider()]);
  proxy = await faultProxy({ port: cluster.port });
  // nobody listens where its database should be
  await proxy.refuse();
  serving = await serve(directory, { databaseUrl: proxy.through(cluster.url('platform')), issuer: provider.issuer });
});
afterAll(async () => {
  const code = await serving?.stop();
  await proxy?.close();
  await cluster?.close();
  provider?.close();
  directory.remove();
  expect(code).toBe(0);
});

const owner = async () => {
  const client = new pg.Client({ connectionString: cluster.ownerUrl('platform') });
  await client.connect();
  return client;
};

test('started without its database it waits and says for what; it is alive, it is not ready', async () => {
  await expect.poll(async () => (await serving.ask('/live'))?.status, { timeout: 60_000, interval: 200 }).toBe(200);
  const answer = await serving.ask('/ready');
  expect(answer).toMatchObject({ status: 503, retryAfter: expect.stringMatching(/^\d+$/) });
  expect((await serving.ask('/api/platform/me'))?.status).toBe(503);
  expect(serving.log()).toMatch(/等待数据库 127\.0\.0\.1:\d+\/platform：/);
  expect(serving.log()).not.toMatch(/app_platform|:\/\//); // no login and no password
  await proxy.listen();
  await ready(serving);
  const client = await owner();
  await registerReporter(client, provider.issuer);
  await client.end();
});

/** Each way lasts until `end` is called. */
const WAYS: readonly [string, () => Promise<() => unknown>][] = [
  [
    'connections are cut again and again',
    async () => {
      for (let time = 0; time < 15; time++) {
        proxy.cut(time % 2 ? 'end' : 'reset');
        await sleep(100);
      }
      return () => {};
    },
  ],
  [
    'sessions are ended by the server',
    async () => {
      const client = await owner();
      for (let time = 0; time < 10; time++) {
        await client.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'app_platform'");
        await sleep(150);
      }
      await client.end();
      return () => {};
    },
  ],
  [
    'nobody listens',
    async () => {
      await proxy.refuse();
      proxy.cut();
      return () => proxy.listen();
    },
  ],
  [
    'the balancer has no server',
    async () => {
      proxy.turnAway();
      proxy.cut('end');
      return () => proxy.thaw();
    },
  ],
  [
    'the server is killed',
    async () => {
      cluster.kill();
      return () => cluster.start();
    },
  ],
  [
    'the server is read-only',
    async () => {
      await cluster.readOnly(true);
      return () => cluster.readOnly(false);
    },
  ],
];

test.each(WAYS)(
  'an intake goes on while %s',
  async (_way, begin) => {
    const { pid } = serving;
    const load = reportFiles(serving.url, await provider.token(`${serving.url}/api/platform`));
    await expect.poll(() => load.acknowledged.size, { timeout: 30_000 }).toBeGreaterThan(2);
    const end = await begin();
    await sleep(1_500);
    const live = await serving.ask('/live');
    await end();
    expect(live?.status).toBe(200);
    await ready(serving);
    const before = load.acknowledged.size;
    await expect.poll(() => load.acknowledged.size, { timeout: 30_000 }).toBeGreaterThan(before + 2);
    await load.stop();
    expect(serving.exited, serving.log()).toBe(false);
    expect(serving.pid).toBe(pid);
    expect([...load.statuses.keys()].filter((status) => status !== 202 && status !== 503)).toEqual([]);
    expect((await settled(owner, load.acknowledged)).wrong).toEqual([]);
  },
  110_000,
);

test.each([
  ['the whole server', () => cluster.freeze()],
  ['its door alone', () => cluster.freezeDoor()],
  ['the way to it', () => proxy.freeze()],
])(
  'frozen (%s) it is not ready within two seconds, alive all the time, and ready again afterwards',
  async (_what, freeze) => {
    await ready(serving);
    freeze();
    await sleep(300); // an answer of the last fifth of a second may still be told
    try {
      // twenty at once: they do not wait for one another
      const answers = await Promise.all(Array.from({ length: 20 }, () => serving.ask('/ready')));
      expect(answers.map((answer) => answer?.status)).toEqual(Array.from({ length: 20 }, () => 503));
      expect((await serving.ask('/health'))?.status).toBe(503);
      expect((await serving.ask('/live'))?.status).toBe(200);
    } finally {
      cluster.thaw();
      proxy.thaw();
    }
    await ready(serving);
  },
);

test('a request that meets a frozen database is answered 503, and the service serves again afterwards', async () => {
  const token = await provider.token(`${serving.url}/api/platform`);
  const ask = () => fetch(`${serving.url}/api/platform/me`, { headers: { authorization: `Bearer ${token}` } });
  expect((await ask()).status).toBe(200);
  proxy.freeze();
  const answers = await Promise.all([ask(), ask(), ask()]);
  expect(answers.map(({ status }) => status)).toEqual([503, 503, 503]);
  proxy.thaw();
  await ready(serving);
  expect((await ask()).status).toBe(200);
}, 90_000);

test('stopped while it waits for its database, it ends at once and in good order', async () => {
  const waiting = await serve(directory, {
    databaseUrl: 'postgresql://app_platform:secret-word@127.0.0.1:9/platform',
    issuer: provider.issuer,
  });
  await expect.poll(() => waiting.log(), { timeout: 60_000, interval: 200 }).toMatch(/等待数据库 127\.0\.0\.1:9/);
  expect(await waiting.stop()).toBe(0);
  expect(waiting.log()).not.toContain('secret-word');
});

test.each([
  ['a wrong password', { password: 'not-the-password' }],
  ['a database that is not there', { pathname: '/nowhere' }],
])('what waiting does not mend is told at once: %s', async (_what, spoilt) => {
  const url = Object.assign(new URL(cluster.url('platform')), spoilt);
  const refused = await serve(directory, { databaseUrl: url.href, issuer: provider.issuer });
  await expect.poll(() => refused.exited, { timeout: 60_000, interval: 200 }).toBe(true);
  expect(refused.log()).toMatch(/请核对/);
  expect(refused.log()).not.toMatch(/ {4}at |not-the-password/);
  expect(await refused.stop()).toBe(2);
});

test('started on a standby it waits until it may write', async () => {
  await cluster.readOnly(true);
  const waiting = await serve(directory, { databaseUrl: cluster.url('platform'), issuer: provider.issuer });
  await expect.poll(() => waiting.log(), { timeout: 60_000, interval: 200 }).toMatch(/等待数据库 .*只读/);
  await cluster.readOnly(false);
  await ready(waiting);
  expect(await waiting.stop()).toBe(0);
});
