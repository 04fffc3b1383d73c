/**
 * The whole exchange over real HTTP on loopback: consent opens an account, records reach it, lists reach the site, a network
 * that loses acknowledgements, repeats and reorders changes nothing in the end, and forged or replayed requests get nowhere.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import type pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type EditionManifest, editionDigest } from '#contracts/exchange.ts';
import { type CloudEvent, type DeliveryAnswer, type Send, signEvent } from '#contracts/webhook.ts';
import { vouchedSubject } from '#kernel/identity/vouched-person.ts';
import { type Actor, systemActor } from '#platform/access/actor.ts';
import { transact } from '#platform/access/transaction.ts';
import { deliverable } from '#platform/exchange/inbox.ts';
import {
  DeliveryFailed,
  deliver,
  deliverEdition,
  deliverRecord,
  exchangeRoutes,
  pendingDeliveries,
  receive,
  reconcile,
  resend,
  withdrawRecord,
} from '#platform/exchange/index.ts';
import { recordsInForce } from '#platform/exchange/store.ts';
import { closeAccount, openAccount, viewAccount } from '#points/accounts/service.ts';
import { consentText } from '#points/consent/text.ts';
import { deliver as deliverFromPoints, pointsInboxRoutes } from '#points/index.ts';
import { askHoldings } from '#runtime/exchange/holdings.ts';
import { signedSender } from '#runtime/exchange/signed-sender.ts';
import { siteInboxRoutes } from '#site/index.ts';
import { inventedCitizen, inventedUscc } from './support/people.ts';
import { siteServer } from './support/site-server.ts';
import { MINUTE, newSecret, openPlatform, openPoints, openSite, testClock, testServer } from './support/systems.ts';

const clock = testClock('2020-05-20T02:00:00Z');
const secrets = { points: [newSecret()], site: [newSecret()] };
const system = systemActor('test');
const creditOffice: Actor = {
  kind: 'officer',
  id: randomUUID(),
  name: '经办',
  departmentId: 'credit-office',
  roles: ['credit-office'],
  departments: '*',
};

let platform: Awaited<ReturnType<typeof openPlatform>>;
let points: Awaited<ReturnType<typeof openPoints>>;
let site: Awaited<ReturnType<typeof openSite>>;
const servers: FastifyInstance[] = [];
const address = { platform: '', points: '', site: '' };

beforeAll(async () => {
  platform = await openPlatform(clock);
  points = await openPoints(clock);
  site = await openSite(clock);
  address.platform = await listen(async (app) => {
    app.decorateRequest('actor', null);
    app.addHook('onRequest', async (request) => {
      request.actor = request.headers['x-test-actor'] === 'credit-office' ? creditOffice : null;
    });
    await app.register(exchangeRoutes, {
      context: platform.context,
      inboxSecrets: secrets.points,
      askHoldings: (to) => {
        if (address[to] === '') throw new Error('unreachable');
        return holdingsOf(to, secrets[to]);
      },
    });
  });
  address.points = await listen(async (app) => {
    await app.register(pointsInboxRoutes, { context: points.context, inboxSecrets: secrets.points });
  });
  address.site = await listen(async (app) => {
    await app.register(siteInboxRoutes, { context: site.context, inboxSecrets: secrets.site });
    await siteServer(site.context, {}, app);
  });
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()));
  await Promise.all([platform?.close(), points?.close(), site?.close()]);
});
afterEach(() => clock.set('2020-05-20T02:00:00Z'));

async function listen(build: (app: FastifyInstance) => Promise<void>): Promise<string> {
  const app = await testServer();
  servers.push(app);
  await build(app);
  return app.listen({ port: 0, host: '127.0.0.1' });
}

const inbox = (to: keyof typeof address) => `${address[to]}/inbox`;
const toReceivers: Send<'points' | 'site'> = (to, event) =>
  signedSender({
    endpoints: {
      points: { url: inbox('points'), secrets: secrets.points },
      site: { url: inbox('site'), secrets: secrets.site },
    },
    clock,
  })(to, event);
const toPlatform: Send<'platform'> = (to, event) =>
  signedSender({ endpoints: { platform: { url: inbox('platform'), secrets: secrets.points } }, clock })(to, event);

/** Ids in the outbox that are neither acknowledged nor withheld, oldest first. */
async function waiting(owner: pg.Client): Promise<string[]> {
  const { rows } = await owner.query<{ id: string }>(
    `SELECT id FROM outbox o WHERE NOT EXISTS (SELECT FROM delivery_attempt a WHERE a.outbox_id = o.id AND a.outcome IN ('acknowledged', 'withheld', 'refused')) ORDER BY position`,
  );
  return rows.map((row) => row.id);
}

async function deliverAll(): Promise<void> {
  for (const id of await waiting(points.owner)) await deliverFromPoints(points.context, id, toPlatform);
  for (const id of await waiting(platform.owner)) await deliver(platform.context, id, toReceivers);
}

let people = 100;
function someone() {
  people += 1;
  return inventedCitizen(`往来${people}`, '1980-02-02', people);
}
type Citizen = ReturnType<typeof someone>;
const keyOf = (citizen: Citizen) => vouchedSubject(points.context.keyring, citizen);
const open = (citizen: Citizen) =>
  openAccount(points.context, { citizen }, { consent: true, textVersion: consentText(points.context.policy).version });

/** A determined good record of a person, as determination writes it, with its delivery in the same transaction. */
async function determine(citizen: Citizen, matter = '在社区卡点值守'): Promise<string> {
  const recordId = randomUUID();
  await platform.owner.query(
    `INSERT INTO record (subject_key, record_id, subject_type, polarity, kind, clause, matter, occurred_on, reporting_department,
       determining_department, determined_by, determined_at, valid_from, sealed, batch_id, row_number)
     VALUES ($1, $2, 'person', 'good', '1.3', '1.3', $3, '2020-03-01', 'civil-affairs-bureau', $4, $5, $6, '2020-05-01', '\\x00', 1, 2)`,
    [keyOf(citizen), recordId, matter, platform.context.policy.departments[1]?.id, randomUUID(), clock()],
  );
  await transact(platform.database, system, async (tx) => {
    const [record] = await recordsInForce(tx, keyOf(citizen), '2020-05-20', recordId);
    if (record) await deliverRecord(tx, platform.context, deliverable(record));
  });
  return recordId;
}

async function revoke(citizen: Citizen, recordId: string): Promise<void> {
  await platform.owner.query(
    `INSERT INTO record_change (subject_key, record_id, sequence, change, effective_on, reason, basis, actor_id, department_id, at)
     VALUES ($1, $2, 1, 'revoked', '2020-05-20', '依据已撤销', '测', $3, 'credit-office', now())`,
    [keyOf(citizen), recordId, randomUUID()],
  );
  await transact(platform.database, system, (tx) =>
    withdrawRecord(tx, platform.context, {
      subjectKey: keyOf(citizen),
      recordId,
      reason: 'revoked',
      effectiveOn: '2020-05-20',
    }),
  );
}

const matters = async (citizen: Citizen) =>
  (await viewAccount(points.context, { citizen })).records.map((record) => record.matter);
const outboxOf = async (citizen: Citizen): Promise<string[]> =>
  (
    await platform.owner.query<{ id: string }>('SELECT id FROM outbox WHERE subject_key = $1 ORDER BY position', [
      keyOf(citizen),
    ])
  ).rows.map((row) => row.id);

function manifest(number: number, count: number): EditionManifest {
  return {
    list: 'red',
    title: '红榜',
    number,
    clause: '3.2',
    publishedOn: '2020-05-20',
    noticeFrom: '2020-05-08',
    noticeUntil: '2020-05-15',
    signedBy: [{ department: '市信用办', signedAs: 'office', on: '2020-05-20' }],
    event: { id: 'epidemic-ended', effectiveOn: '2020-05-06', documentNumber: '测9号' },
    entries: Array.from({ length: count }, (_, index) => ({
      uscc: inventedUscc(index),
      name: `测试${index}公司`,
      recordId: randomUUID(),
      ground: '3.2.1',
      groundTitle: '完成任务',
      matter: '事项',
      department: '市工业和信息化局',
      zone: null,
      determinedOn: '2020-04-01',
      validUntil: null,
    })),
  };
}

describe('points-opt-in across the systems', () => {
  test('nothing is addressed to points before the person asks; then everything in force, and what is withdrawn leaves', async () => {
    const citizen = someone();
    const [first, second] = [await determine(citizen, '甲事'), await determine(citizen, '乙事')];
    await revoke(citizen, second);
    expect(await outboxOf(citizen)).toEqual([]);

    await open(citizen);
    await deliverAll();
    expect(await matters(citizen)).toEqual(['甲事']);

    await determine(citizen, '丙事');
    await revoke(citizen, first);
    await deliverAll();
    expect(await matters(citizen)).toEqual(['丙事']);
  });

  test('closing stops deliveries: what waits is withheld, not sent, and a new account starts from what is in force then', async () => {
    const citizen = someone();
    await open(citizen);
    await deliverAll();
    const recordId = await determine(citizen, '未送达');
    const [pending] = await waiting(platform.owner);
    await closeAccount(points.context, { citizen });
    for (const id of await waiting(points.owner)) await deliverFromPoints(points.context, id, toPlatform);
    const sent: CloudEvent[] = [];
    const outcome = await deliver(platform.context, pending ?? '', async (_to, event) => {
      sent.push(event);
      return { status: 200 };
    });
    expect([outcome, sent]).toEqual(['skipped', []]);
    await expect(resend(platform.context, creditOffice, pending ?? '')).rejects.toMatchObject({
      code: 'action.not_available',
    });

    await revoke(citizen, recordId);
    await determine(citizen, '注销期间');
    expect(await waiting(platform.owner)).toEqual([]);
    await open(citizen);
    await deliverAll();
    expect(await matters(citizen)).toEqual(['注销期间']);
  });

  test('a record that went out of force while its message waited is not told', async () => {
    const citizen = someone();
    await open(citizen);
    await deliverAll();
    const recordId = await determine(citizen);
    const [stale] = await waiting(platform.owner);
    await revoke(citizen, recordId);
    expect(await deliver(platform.context, stale ?? '', toReceivers)).toBe('withheld');
    await deliverAll();
    expect(await matters(citizen)).toEqual([]);
  });

  test('“opened” that arrives after a newer “closed” opens nothing', async () => {
    const citizen = someone();
    await determine(citizen);
    const [opened, closed] = await capturedFromPoints(
      async () => {
        await open(citizen);
      },
      async () => {
        await closeAccount(points.context, { citizen });
      },
    );
    expect(await toPlatform('platform', closed!)).toMatchObject({ status: 200 });
    expect(await toPlatform('platform', opened!)).toMatchObject({ status: 200 });
    expect(await outboxOf(citizen)).toEqual([]);
  });

  test('“closed” that arrives after a newer “opened” stops nothing', async () => {
    const citizen = someone();
    await open(citizen);
    await deliverAll();
    await determine(citizen, '照常送达');
    const late = { subjectKey: keyOf(citizen), position: 0, receiptId: 'old', closedAt: clock().toISOString() };
    const event: CloudEvent = {
      specversion: '1.0',
      id: randomUUID(),
      source: '/points',
      type: 'xinheng.account.closed',
      time: clock().toISOString(),
      data: late,
    };
    expect(await receive(platform.context, event)).toBe('outdated');
    expect(await receive(platform.context, event)).toBe('known');
    await deliverAll();
    expect(await matters(citizen)).toEqual(['照常送达']);
  });

  /** The messages of two steps, kept from the network so that a test can send them in its own order. */
  async function capturedFromPoints(...steps: (() => Promise<void>)[]): Promise<CloudEvent[]> {
    const events: CloudEvent[] = [];
    for (const step of steps) {
      await step();
      for (const id of await waiting(points.owner)) {
        await deliverFromPoints(points.context, id, async (_to, event) => {
          events.push(event);
          return { status: 202 };
        });
      }
    }
    return events;
  }

  test('a withdrawal and an account opening that cannot see each other yet still end without the record', async () => {
    const citizen = someone();
    const recordId = await determine(citizen);
    const subjectKey = keyOf(citizen);
    const opened: CloudEvent = {
      specversion: '1.0',
      id: randomUUID(),
      source: '/points',
      type: 'xinheng.account.opened',
      time: clock().toISOString(),
      data: { subjectKey, position: 5_000_000, receiptId: 'r', openedAt: clock().toISOString() },
    };
    let opening: Promise<unknown> = Promise.resolve();
    await transact(platform.database, system, async (tx) => {
      await sql`INSERT INTO record_change (subject_key, record_id, sequence, change, effective_on, reason, basis, actor_id, department_id, at)
        VALUES (${subjectKey}, ${recordId}, 1, 'revoked', '2020-05-20', '依据已撤销', '测', ${randomUUID()}, 'credit-office', now())`.execute(
        tx,
      );
      await withdrawRecord(tx, platform.context, {
        subjectKey,
        recordId,
        reason: 'revoked',
        effectiveOn: '2020-05-20',
      });
      opening = receive(platform.context, opened);
      await Promise.race([opening, sleep(400)]); // time enough for an opening that does not wait for us
    });
    await opening;
    const { rows } = await platform.owner.query('SELECT type FROM outbox WHERE subject_key = $1 ORDER BY position', [
      subjectKey,
    ]);
    expect(rows.at(-1)?.type ?? 'nothing').not.toBe('xinheng.record.published');
  });
});

describe('a network that loses, repeats and reorders', () => {
  test('lost acknowledgements: sent again, taken once', async () => {
    const citizen = someone();
    await open(citizen);
    await deliverAll();
    await determine(citizen, '只算一次');
    const [id] = await waiting(platform.owner);
    const deaf: Send<'points' | 'site'> = async (to, event): Promise<DeliveryAnswer> => {
      await toReceivers(to, event);
      return { status: 0, detail: '连接中断' };
    };
    for (let attempt = 0; attempt < 3; attempt++)
      await expect(deliver(platform.context, id ?? '', deaf)).rejects.toBeInstanceOf(DeliveryFailed);
    expect(await deliver(platform.context, id ?? '', toReceivers)).toBe('acknowledged');
    expect(await deliver(platform.context, id ?? '', toReceivers)).toBe('skipped');
    expect(await matters(citizen)).toEqual(['只算一次']);
    const { rows } = await platform.owner.query(
      'SELECT attempt, outcome FROM delivery_attempt WHERE outbox_id = $1 ORDER BY attempt',
      [id],
    );
    expect(rows.map((row) => row.outcome)).toEqual(['failed', 'failed', 'failed', 'acknowledged']);
    const audit = await platform.owner.query('SELECT action FROM audit_entry WHERE object_id = $1 ORDER BY id', [id]);
    expect(audit.rows.map((row) => row.action)).toEqual([
      'delivery.failed',
      'delivery.failed',
      'delivery.failed',
      'delivery.acknowledged',
    ]);
  });

  test('any order, any number of repetitions: the same account, and both sides agree on what is held', async () => {
    const citizen = someone();
    await open(citizen);
    await deliverAll();
    const kept = await determine(citizen, '留下');
    const gone = await determine(citizen, '撤下');
    const events: CloudEvent[] = [];
    const collect: Send<'points' | 'site'> = async (_to, event) => {
      events.push(event);
      return { status: 503 };
    };
    const collectAll = async () => {
      for (const id of await waiting(platform.owner)) await deliver(platform.context, id, collect).catch(() => {});
    };
    await collectAll();
    await revoke(citizen, gone);
    await collectAll();
    const messages = [...new Map(events.map((event) => [event.id, event])).values()];
    expect(messages).toHaveLength(3);
    const orders = permutations(messages);
    for (const order of orders.slice(0, 3))
      for (const event of [...order, ...order]) await toReceivers('points', event);
    for (const event of orders.at(-1) ?? []) await toReceivers('points', event);
    expect(await matters(citizen)).toEqual(['留下']);
    await deliverAll();
    expect(await matters(citizen)).toEqual(['留下']);
    expect(kept).toBeTruthy();

    const held = await holdingsOf('points', secrets.points);
    expect(await reconcile(platform.context, 'points', held)).toMatchObject({ matches: true });
    await points.owner.query('DELETE FROM contribution WHERE record_id = $1', [kept]);
    expect(await reconcile(platform.context, 'points', await holdingsOf('points', secrets.points))).toMatchObject({
      matches: false,
    });
  });

  const permutations = <T>(items: readonly T[]): T[][] =>
    items.length <= 1
      ? [[...items]]
      : items.flatMap((item, index) => permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]));

  test('a receiver that is down: the attempt is recorded, and the job fails so that the queue tries again', async () => {
    const citizen = someone();
    await open(citizen);
    await deliverAll();
    await determine(citizen);
    const [id] = await waiting(platform.owner);
    const nobody = signedSender<'points' | 'site'>({
      endpoints: {
        points: { url: 'http://127.0.0.1:1/inbox', secrets: secrets.points },
        site: { url: 'http://127.0.0.1:1/inbox', secrets: secrets.site },
      },
      clock,
    });
    await expect(deliver(platform.context, id ?? '', nobody)).rejects.toBeInstanceOf(DeliveryFailed);
    const page = await pendingDeliveries(platform.context, creditOffice, { state: 'failing', limit: 10 });
    expect(page.items).toMatchObject([{ id, attempts: 1, detail: expect.stringContaining('没有应答') }]);
    await deliverAll();
  });
});

const holdingsOf = (to: 'points' | 'site', keys: readonly string[]) =>
  askHoldings({ url: inbox(to), secrets: keys }, clock);

describe('an edition', () => {
  test('reaches the site whole, large ones too, and both sides agree', async () => {
    const content = manifest(1, 5_000);
    await transact(platform.database, system, (tx) =>
      deliverEdition(tx, platform.context, content, editionDigest(content)),
    );
    await deliverAll();
    const shown = (await (await fetch(`${address.site}/api/site/v1/editions/red/1`)).json()) as {
      digest: string;
      manifest: EditionManifest;
    };
    expect(editionDigest(shown.manifest)).toBe(editionDigest(content));
    expect(await reconcile(platform.context, 'site', await holdingsOf('site', secrets.site))).toMatchObject({
      matches: true,
      held: { count: 1 },
    });
  });

  test('is reconciled by the credit office, on the record; nobody else may, and a receiver that is away is named', async () => {
    const ask = (recipient: string, headers: Record<string, string> = { 'x-test-actor': 'credit-office' }) =>
      fetch(`${address.platform}/exchange/reconcile`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify({ recipient }),
      });
    const answer = await ask('site');
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ recipient: 'site', matches: true, held: { count: 1 } });
    const { rows } = await platform.owner.query(
      "SELECT action FROM audit_entry WHERE action LIKE 'exchange.%' AND actor_id = $1",
      [creditOffice.id],
    );
    expect(rows).toEqual([{ action: 'exchange.reconciled' }]);
    expect((await ask('site', {})).status).toBe(401);
    expect((await ask('nowhere')).status).toBe(400);
    const reached = address.site;
    address.site = '';
    const silent = await ask('site');
    address.site = reached;
    expect(silent.status).toBe(503);
    expect(((await silent.json()) as { detail: string }).detail).toContain('信用公示网站');
  });

  test('with a person in it never leaves the platform: the transaction that would send it fails', async () => {
    const content = manifest(9, 1);
    Object.assign(content.entries[0] ?? {}, { documentNumber: '410199198506150011' });
    const attempt = transact(platform.database, system, (tx) =>
      deliverEdition(tx, platform.context, content, editionDigest(content)),
    );
    await expect(attempt).rejects.toThrow();
    expect(await waiting(platform.owner)).toEqual([]);
  });

  test('refused for good by the site: recorded, visible to the credit office, not tried again by itself, sent again on request', async () => {
    const other = manifest(1, 1);
    await transact(platform.database, system, (tx) =>
      deliverEdition(tx, platform.context, other, editionDigest(other)),
    );
    const [id] = await waiting(platform.owner);
    expect(await deliver(platform.context, id ?? '', toReceivers)).toBe('refused');
    const headers = { 'x-test-actor': 'credit-office' };
    const seen = (await (await fetch(`${address.platform}/exchange/deliveries?state=refused`, { headers })).json()) as {
      items: { id: string; detail: string }[];
    };
    expect(seen.items).toMatchObject([{ id, state: 'refused' }]);
    expect(seen.items[0]?.detail).toContain('已发布');
    const again = await fetch(`${address.platform}/exchange/deliveries/${id}/resend`, { method: 'POST', headers });
    expect(again.status).toBe(202);
    const { rows } = await platform.owner.query(`SELECT 1 FROM graphile_worker.jobs WHERE key = $1`, [`deliver:${id}`]);
    expect(rows).toHaveLength(1);
    expect((await fetch(`${address.platform}/exchange/deliveries`)).status).toBe(401);
    expect(
      (await fetch(`${address.platform}/exchange/deliveries/${randomUUID()}/resend`, { method: 'POST', headers }))
        .status,
    ).toBe(404);
  });
});

describe('who may speak', () => {
  const question = (): CloudEvent => ({
    specversion: '1.0',
    id: randomUUID(),
    source: '/points',
    type: 'xinheng.account.opened',
    time: clock().toISOString(),
    data: { subjectKey: randomUUID(), position: 1_000_000, receiptId: 'forged', openedAt: clock().toISOString() },
  });
  const post = (to: keyof typeof address, headers: Record<string, string>, body: string) =>
    fetch(inbox(to), { method: 'POST', headers, body });

  test.each(['platform', 'points', 'site'] as const)('the inbox of %s: without the secret nobody', async (to) => {
    const own = to === 'site' ? secrets.site : secrets.points;
    const signed = signEvent(question(), [newSecret()], clock());
    expect((await post(to, signed.headers, signed.body)).status).toBe(401);
    expect((await post(to, { 'content-type': 'application/cloudevents+json' }, '{}')).status).toBe(401);
    expect((await post(to, { ...signed.headers, 'content-type': 'application/json' }, signed.body)).status).toBe(401);
    const good = signEvent(question(), own, clock());
    expect((await post(to, good.headers, good.body.replace('forged', 'altered'))).status).toBe(401);
  });

  test('a recorded request is refused once five minutes have passed', async () => {
    const signed = signEvent(question(), secrets.points, clock());
    clock.forward(6 * MINUTE);
    expect((await post('platform', signed.headers, signed.body)).status).toBe(401);
    clock.forward(-6 * MINUTE);
    expect((await post('platform', signed.headers, signed.body)).status).toBe(200);
  });

  test('the pair’s secret opens no other door: the site’s does not speak for points', async () => {
    const signed = signEvent(question(), secrets.site, clock());
    expect((await post('platform', signed.headers, signed.body)).status).toBe(401);
  });

  test('secrets change without a lost message', async () => {
    const [old] = secrets.points;
    const fresh = newSecret();
    secrets.points.unshift(fresh); // the receivers know both
    const signedOld = signEvent(question(), [old ?? ''], clock());
    const signedBoth = signEvent(question(), [fresh, old ?? ''], clock());
    expect((await post('platform', signedOld.headers, signedOld.body)).status).toBe(200);
    expect((await post('platform', signedBoth.headers, signedBoth.body)).status).toBe(200);
    secrets.points.pop();
    expect((await post('platform', signedOld.headers, signedOld.body)).status).toBe(401);
  });

  test('a signed message of an unknown or foreign type is refused in words', async () => {
    const signed = signEvent({ ...question(), type: 'xinheng.record.published' }, secrets.points, clock());
    const response = await post('platform', signed.headers, signed.body);
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ code: 'delivery.unknown_type' });
  });
});
