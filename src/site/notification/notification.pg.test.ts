/** Subscriptions against a real database and real receivers: nobody has to scrape, and nobody learns more than that something changed. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { verifyEvent } from '#contracts/webhook.ts';
import { publicPost } from '#runtime/exchange/public-post.ts';
import { receiveAtSite as receive } from '../../../tests/support/inbox.ts';
import { inventedResidentId, inventedUscc } from '../../../tests/support/people.ts';
import {
  directory,
  edition,
  entry,
  goodRecord,
  manifest,
  mark,
  notice,
  records,
  registered,
  SITE_TABLES,
  withdrawal,
} from '../../../tests/support/site-messages.ts';
import { PUBLIC_URL, siteServer } from '../../../tests/support/site-server.ts';
import { Receiver } from '../../../tests/support/subscriber.ts';
import { DAY, openSite, testClock } from '../../../tests/support/systems.ts';
import { publicationKey } from '../publication/key.ts';
import { handshake, type Notifier, tellSubscriber, tidy } from './service.ts';
import { tellOfNotices } from './turns.ts';

const clock = testClock('2020-05-20T02:00:00Z');
const key = publicationKey(randomBytes(32).toString('base64'));
let site: Awaited<ReturnType<typeof openSite>>;
let app: FastifyInstance;
let notifier: Notifier;
const post = publicPost({ clock: () => new Date(), loopback: true, timeoutMilliseconds: 1_000 });

beforeAll(async () => {
  site = await openSite(clock);
  app = await siteServer(site.context, { key, loopback: true });
  notifier = { context: site.context, publicUrl: PUBLIC_URL, key, newId: randomUUID, loopback: true };
});
afterAll(async () => {
  await app?.close();
  await site?.close();
});
beforeEach(async () => {
  clock.set('2020-05-20T02:00:00Z');
  await site.owner.query('SET session_replication_role = replica');
  await site.owner.query(`TRUNCATE ${SITE_TABLES}, organisation_change, subscription`);
  await site.owner.query('SET session_replication_role = origin');
  await site.owner.query('DELETE FROM graphile_worker._private_jobs');
});

const take = (message: Parameters<typeof receive>[1]) => receive(site.context, message);
const get = async (url: string) => app.inject({ url });

interface Job {
  id: string;
  task: string;
  payload: { messageId?: string };
  attempts: number;
}
const jobs = async (): Promise<Job[]> =>
  (
    await site.owner.query(
      `SELECT j.id, t.identifier AS task, j.payload, j.attempts FROM graphile_worker._private_jobs j
       JOIN graphile_worker._private_tasks t ON t.id = j.task_id ORDER BY j.id`,
    )
  ).rows;

/** Does once what the job queue does; a failed job stays. */
async function work(lastAttempt = false): Promise<void> {
  for (const job of await jobs()) {
    const done =
      job.task === 'notification.confirm'
        ? handshake(notifier, job.payload, post)
        : tellSubscriber(notifier, job.payload, post, lastAttempt);
    await done.then(
      () => site.owner.query('DELETE FROM graphile_worker._private_jobs WHERE id = $1', [job.id]),
      () => undefined,
    );
  }
}

const receivers: Receiver[] = [];
afterEach(() => {
  for (const one of receivers.splice(0)) one.close();
});
async function receiver(): Promise<Receiver> {
  const one = await new Receiver().listen();
  receivers.push(one);
  return one;
}

const subscriptionsOf = (uscc: string) => `/api/site/v1/organisations/${uscc}/subscriptions`;
const ask = (uscc: string, address: string) =>
  app.inject({ method: 'POST', url: subscriptionsOf(uscc), payload: { address } });
async function subscribed(uscc: string, to: Receiver): Promise<{ subscriptionId: string; secret: string }> {
  const answer = await ask(uscc, to.address);
  expect(answer.statusCode).toBe(202);
  await work();
  return answer.json();
}

describe('a subscription', () => {
  const one = entry(1);

  test('is confirmed by the address, then told that something changed and where to read it, signed, and nothing more', async () => {
    const to = await receiver();
    const { subscriptionId, secret } = await subscribed(one.uscc, to);
    expect(to.received).toHaveLength(1);
    await take(edition(manifest([one, entry(2)])));
    await work();
    expect(to.received).toHaveLength(2);
    const { headers, body } = to.received[1]!;
    const event = verifyEvent(headers, body, [secret], new Date());
    expect(event).toMatchObject({
      type: 'xinheng.organisation.changed',
      subject: one.uscc,
      data: {
        uscc: one.uscc,
        page: `${PUBLIC_URL}/organisations/${one.uscc}`,
        data: `${PUBLIC_URL}/api/site/v1/organisations/${one.uscc}`,
      },
    });
    expect(Object.keys(event.data)).toEqual(['uscc', 'page', 'data']);
    for (const hidden of [one.name, one.recordId, 'withdrawn', '"red"', one.department])
      expect(body).not.toContain(hidden);
    const state = await app.inject({
      url: `${subscriptionsOf(one.uscc)}/${subscriptionId}`,
      headers: { authorization: `Bearer ${secret}` },
    });
    expect(state.json()).toMatchObject({ state: 'active', address: to.address });
  });

  test('every kind of change is told, each with the same words; a change about another code is not', async () => {
    const to = await receiver();
    await subscribed(one.uscc, to);
    await take(directory(registered(1, '原名称测试公司')));
    await work();
    expect(to.received).toHaveLength(1); // a first entry in the directory: nothing shown is otherwise
    const changes = [
      edition(manifest([one, entry(2)])),
      mark(one, true),
      records(goodRecord(1)),
      withdrawal(one),
      directory(registered(1, '新名称测试公司')),
    ];
    const said = new Set<string>();
    for (const [index, change] of changes.entries()) {
      clock.forward(60_000);
      await take(change);
      await work();
      expect(to.received, String(index)).toHaveLength(index + 2);
      const { type, data } = JSON.parse(to.received.at(-1)!.body);
      said.add(JSON.stringify({ type, data }));
    }
    expect(said.size).toBe(1);
    await take(records(goodRecord(3)));
    await work();
    expect(to.received).toHaveLength(changes.length + 1);
  });

  test('whoever leaves with the next edition is told, too', async () => {
    const to = await receiver();
    await take(edition(manifest([one, entry(2)])));
    await subscribed(one.uscc, to);
    await take(edition(manifest([entry(2)], { number: 2 })));
    await work();
    expect(to.received).toHaveLength(2);
  });

  test('a refused message and a second delivery tell nobody; two changes before it is told are one message', async () => {
    const to = await receiver();
    await subscribed(one.uscc, to);
    await expect(take(records({ ...goodRecord(1), matter: inventedResidentId('1985-06-15', 3) }))).rejects.toThrow();
    expect(await jobs()).toEqual([]);
    const message = records(goodRecord(1));
    await take(message);
    await take(message);
    await take(mark(one, true));
    expect(await jobs()).toHaveLength(1);
    await work();
    expect(to.received).toHaveLength(2);
  });

  test('until confirmed it gets nothing but the handshake, and after a day it is gone', async () => {
    const to = await receiver();
    to.answer = () => ({ status: 200, body: '{"challenge":"guessed"}' });
    await ask(one.uscc, to.address);
    await work();
    await work();
    await take(records(goodRecord(1)));
    await work();
    expect(new Set(to.received.map(({ body }) => JSON.parse(body).type))).toEqual(
      new Set(['xinheng.subscription.requested']),
    );
    clock.forward(DAY + 1);
    await tidy(notifier);
    expect((await site.owner.query('SELECT FROM subscription')).rowCount).toBe(0);
    await work();
    expect(await jobs()).toEqual([]);
  });

  test('what does not arrive is tried again with the same id; what never arrives three times ends it, a 410 at once', async () => {
    const to = await receiver();
    await subscribed(one.uscc, to);
    const well = to.answer;
    to.answer = () => ({ status: 500, body: 'no' });
    await take(records(goodRecord(1)));
    await work();
    await work();
    const ids = to.received.slice(1).map(({ headers }) => headers['webhook-id']);
    expect([ids.length, new Set(ids).size]).toEqual([2, 1]);
    to.answer = well;
    await work();
    expect(await jobs()).toEqual([]);
    to.answer = () => ({ status: 302, body: '' });
    for (let lost = 1; lost <= 3; lost++) {
      expect((await site.owner.query('SELECT FROM subscription')).rowCount).toBe(1);
      await take(records(goodRecord(1)));
      await work(true);
    }
    expect((await site.owner.query('SELECT FROM subscription')).rowCount).toBe(0);

    to.answer = well;
    await subscribed(one.uscc, to);
    to.answer = () => ({ status: 410, body: '' });
    await take(records(goodRecord(1)));
    await work();
    expect((await site.owner.query('SELECT FROM subscription')).rowCount).toBe(0);
  });

  test('is ended with its own secret only, as often as one likes', async () => {
    const to = await receiver();
    const { subscriptionId, secret } = await subscribed(one.uscc, to);
    const end = (authorization: string, id = subscriptionId) =>
      app.inject({ method: 'DELETE', url: `${subscriptionsOf(one.uscc)}/${id}`, headers: { authorization } });
    const others = await subscribed(entry(2).uscc, await receiver());
    for (const wrong of ['', 'Bearer ', `Bearer ${others.secret}`, `Bearer ${secret}x`, `Basic ${secret}`])
      expect((await end(wrong)).json()).toMatchObject({ code: 'subscription.unknown' });
    expect((await end(`Bearer ${secret}`, others.subscriptionId)).statusCode).toBe(404);
    expect((await end(`Bearer ${secret}`)).statusCode).toBe(204);
    expect((await end(`Bearer ${secret}`)).statusCode).toBe(204);
    await take(records(goodRecord(1)));
    await work();
    expect(to.received).toHaveLength(1);
  });

  test('once for one code and address; one that was never confirmed gives way', async () => {
    const to = await receiver();
    const first = (await ask(one.uscc, to.address)).json();
    const second = (await ask(one.uscc, to.address)).json();
    expect(second.subscriptionId).not.toBe(first.subscriptionId);
    await work();
    expect((await ask(one.uscc, to.address)).json()).toMatchObject({ code: 'subscription.exists' });
    const together = await Promise.all([ask(entry(5).uscc, to.address), ask(entry(5).uscc, to.address)]);
    expect((await site.owner.query('SELECT FROM subscription WHERE uscc = $1', [entry(5).uscc])).rowCount).toBe(1);
    expect(together.every(({ statusCode }) => statusCode < 500)).toBe(true);
  });

  test('one host may hold so many and no more', async () => {
    await site.owner.query(
      `INSERT INTO subscription (uscc, subscription_id, address, host, created_at)
       SELECT $1, gen_random_uuid(), 'https://a.b/' || n, '127.0.0.1', now() FROM generate_series(1, 1000) AS n`,
      [inventedUscc(9)],
    );
    expect((await ask(one.uscc, (await receiver()).address)).json()).toMatchObject({
      code: 'subscription.full',
      status: 429,
    });
  });

  test('for something that is no code, or a person’s number, there is none', async () => {
    for (const code of ['000', inventedResidentId('1985-06-15', 1), "'; DROP TABLE subscription; --"])
      expect((await ask(encodeURIComponent(code), 'https://hooks.somewhere.cn/x')).statusCode).toBe(404);
  });

  test('the database holds no secret', async () => {
    const { secret } = await subscribed(one.uscc, await receiver());
    const { rows } = await site.owner.query('SELECT s::text AS text FROM subscription s');
    expect(JSON.stringify(rows)).not.toContain(secret.slice(6, 20));
  });
});

describe('a public notice that proposes a code', () => {
  const one = entry(1);
  const other = entry(2);
  const feed = async (uscc: string) => (await get(`/organisations/${uscc}/changes.atom`)).body;
  const titles = async (uscc: string) =>
    [...(await feed(uscc)).matchAll(/<entry>[\s\S]*?<title>([^<]*)<\/title>/g)].map(([, title]) => title);
  const data = (uscc: string) => get(`/api/site/v1/organisations/${uscc}`);
  const page = async (uscc: string) => get(`/organisations/${uscc}`);
  const PROPOSED = `${one.uscc} 拟列入红榜，正在公示`;
  const CHANGED = `${one.uscc} 的公示内容有变化`;

  test('is in its feed with period and address, on its page and in the data, though nothing else is known of the code', async () => {
    await take(notice([one, other]));
    expect(await titles(one.uscc)).toEqual([PROPOSED, CHANGED]);
    const text = await feed(one.uscc);
    expect(text).toContain(`href="${PUBLIC_URL}/notices/7"`);
    expect(text).toContain('公示期 2020-05-19 至 2020-05-26');
    expect(text).not.toContain(one.name);
    expect((await data(one.uscc)).json()).toMatchObject({
      ...{ uscc: one.uscc, registered: false, entries: [], measures: [] },
      notices: [{ roundId: '7', noticeUntil: '2020-05-26', matter: one.matter, objectionOpen: false }],
    });
    const shown = await page(one.uscc);
    expect(shown.body).toContain('拟列入红榜');
    expect(shown.body).not.toContain('下载签名报告');
    expect((await get('/notices/7')).body).toContain(`href="/organisations/${one.uscc}"`);
    expect(await titles(entry(3).uscc)).toEqual([]);
  });

  test('is told to who follows the code, once, and again when it is over', async () => {
    const to = await receiver();
    await subscribed(one.uscc, to);
    const told = () => to.received.length - 1; // less the handshake
    await take(notice([one]));
    await work();
    expect(told()).toBe(1);
    await tellOfNotices(site.context);
    expect(await jobs()).toEqual([]);
    // through its last day, by our clock
    clock.set('2020-05-26T15:59:00Z');
    await tellOfNotices(site.context);
    expect(await jobs()).toEqual([]);
    expect(await titles(one.uscc)).toContain(PROPOSED);
    clock.set('2020-05-26T16:01:00Z');
    expect(await titles(one.uscc)).toEqual([CHANGED]); // gone by date, before anybody is told
    await Promise.all([tellOfNotices(site.context), tellOfNotices(site.context)]);
    await work();
    expect(told()).toBe(2);
    expect(await titles(one.uscc)).toEqual([CHANGED, CHANGED]);
    const ids = to.received.slice(1).map(({ headers }) => headers['webhook-id']);
    expect(new Set(ids).size).toBe(2);
    expect((await data(one.uscc)).statusCode).toBe(404);
  });

  test('withdrawn or relieved: gone at once from feed, page and data; at the end nobody is reminded of it', async () => {
    await take(notice([one, other]));
    clock.set('2020-05-21T02:00:00Z');
    await take(withdrawal(one));
    expect(await titles(one.uscc)).toEqual([CHANGED, CHANGED]);
    expect((await data(one.uscc)).statusCode).toBe(404);
    expect((await page(one.uscc)).statusCode).toBe(404);
    clock.set('2020-05-27T02:00:00Z');
    await tellOfNotices(site.context);
    expect(await titles(one.uscc)).toHaveLength(2);
    expect(await titles(other.uscc)).toHaveLength(2);
  });

  test('withdrawn before the notice arrived: never announced', async () => {
    const late = notice([one]);
    await take(withdrawal(one));
    const before = await titles(one.uscc);
    // the notice was sent first and overtaken
    await take({ ...late, data: { ...late.data, position: Number((late.data as { position: number }).position) } });
    expect(await titles(one.uscc)).toEqual(before);
  });

  test('that has not begun is told of when it begins, and one that came too late never', async () => {
    clock.set('2020-05-18T02:00:00Z');
    await take(notice([one]));
    expect(await titles(one.uscc)).toEqual([]);
    expect((await data(one.uscc)).statusCode).toBe(404);
    clock.set('2020-05-18T16:01:00Z');
    await tellOfNotices(site.context);
    expect(await titles(one.uscc)).toEqual([PROPOSED, CHANGED]);
    await site.owner.query('SET session_replication_role = replica');
    await site.owner.query(`TRUNCATE ${SITE_TABLES}`);
    await site.owner.query('SET session_replication_role = origin');
    clock.set('2020-06-20T02:00:00Z');
    await take(notice([one]));
    await tellOfNotices(site.context);
    expect(await titles(one.uscc)).toEqual([]);
  });

  test('an objection to it is marked wherever it is shown', async () => {
    await take(notice([one]));
    await take(mark(one, true));
    expect((await data(one.uscc)).json().notices).toMatchObject([{ objectionOpen: true }]);
    expect((await page(one.uscc)).body).toContain('异议处理中');
  });
});
