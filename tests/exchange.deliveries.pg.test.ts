/**
 * Deliveries over real HTTP on loopback: consent opens an account and records reach it, a network that loses acknowledgements,
 * repeats and reorders changes nothing in the end, and forged or replayed requests get nowhere.
 */

import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type DeliveredRecord, envelopeEvent } from '#contracts/envelope.ts';
import { type CloudEvent, type DeliveryAnswer, type Send, signEvent } from '#contracts/webhook.ts';
import { DeliveryFailed } from '#http/drain.ts';
import { transact } from '#platform/access/transaction.ts';
import { deliver, pendingDeliveries, reconcile, resend, withdrawRecord } from '#platform/exchange/index.ts';
import { closeAccount } from '#points/accounts/service.ts';
import { deliver as deliverFromPoints } from '#points/index.ts';
import { signedSender } from '#runtime/exchange/signed-sender.ts';
import { asOwner } from './support/change-record.ts';
import { enveloped, inOrder, recordsOf, tookAll } from './support/deliveries.ts';
import { creditOffice, logged, START, TestExchange, waiting } from './support/exchange.ts';
import { receiveAtPlatform as receive } from './support/inbox.ts';
import { officerActor } from './support/officers.ts';
import { MINUTE, newSecret } from './support/systems.ts';

const exchange = new TestExchange();
const {
  clock,
  secrets,
  address,
  inbox,
  someone,
  keyOf,
  open,
  determine,
  revoke,
  matters,
  outboxOf,
  deliverAll,
  toReceivers,
  toPlatform,
  holdingsOf,
} = exchange;
let platform: TestExchange['platform'];
let points: TestExchange['points'];

beforeAll(async () => {
  ({ platform, points } = await exchange.start());
});
afterAll(() => exchange.close());
afterEach(() => clock.set(START));

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
    await deliverFromPoints(points.context, toPlatform);
    const sent: CloudEvent[] = [];
    await deliver(platform.context, 'points', async (_to, event) => {
      sent.push(event);
      return tookAll(event);
    });
    expect(sent).toEqual([]);
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
    await deliverAll();
    const { rows } = await platform.owner.query('SELECT outcome FROM delivery_attempt WHERE outbox_id = $1', [stale]);
    expect(rows.map((row) => row.outcome)).toEqual(['withheld']);
    expect(await matters(citizen)).toEqual([]);
  });

  test('“opened” that arrives after a newer “closed” opens nothing', async () => {
    const citizen = someone();
    await determine(citizen);
    await open(citizen);
    const late: DeliveredRecord[] = [];
    // the opening is on its way when the account is closed: the network brings it last
    await deliverFromPoints(points.context, async (_to, event) => {
      late.push(...recordsOf(event));
      return { status: 503 };
    }).catch(() => {});
    await closeAccount(points.context, { citizen });
    await deliverFromPoints(
      points.context,
      inOrder(toPlatform, (records) => [...records, ...late]),
    );
    expect(late).toHaveLength(1);
    expect(await outboxOf(citizen)).toEqual([]);
  });

  test('“closed” that arrives after a newer “opened” stops nothing', async () => {
    const citizen = someone();
    await open(citizen);
    await deliverAll();
    await determine(citizen, '照常送达');
    const late = {
      ...{ subjectKey: exchange.namedAs(citizen), pairing: exchange.pairing() },
      ...{ position: 0, receiptId: 'old', closedAt: clock().toISOString() },
    };
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

  test('a withdrawal and an account opening that cannot see each other yet still end without the record', async () => {
    const citizen = someone();
    const recordId = await determine(citizen);
    const subjectKey = keyOf(citizen);
    await open(citizen);
    let opening: Promise<unknown> = Promise.resolve();
    const id = randomUUID();
    const by = officerActor({
      id,
      name: '经办人',
      departmentId: 'credit-office',
      roles: ['determiner', 'credit-office'],
    });
    await asOwner(platform.database, (owner) =>
      transact(owner, by, async (tx) => {
        await sql`INSERT INTO record_change (subject_key, record_id, sequence, change, effective_on, reason, basis, actor_id, department_id, at)
        VALUES (${subjectKey}, ${recordId}, 1, 'revoked', '2020-05-20', '依据已撤销', '测', ${id}, 'credit-office', now())`.execute(
          tx,
        );
        await withdrawRecord(tx, platform.context, {
          subjectKey,
          recordId,
          reason: 'revoked',
          effectiveOn: '2020-05-20',
        });
        await logged(tx, clock(), by);
        opening = deliverFromPoints(points.context, toPlatform);
        await Promise.race([opening, sleep(400)]); // time enough for an opening that does not wait for us
      }),
    );
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
      await expect(deliver(platform.context, 'points', deaf)).rejects.toBeInstanceOf(DeliveryFailed);
    expect(await deliver(platform.context, 'points', toReceivers)).toMatchObject({ acknowledged: 1 });
    expect(await deliver(platform.context, 'points', toReceivers)).toMatchObject({ acknowledged: 0 });
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
    const told = new Map<string, DeliveredRecord>();
    const collect = () =>
      deliver(platform.context, 'points', async (_to, event) => {
        for (const record of recordsOf(event)) told.set(record.id, record);
        return { status: 503 };
      }).catch(() => {});
    await collect();
    await revoke(citizen, gone);
    const [withdrawn] = (await waiting(platform.owner)).slice(-1);
    await platform.owner.query('UPDATE outbox_due d SET tries = 0 FROM outbox o WHERE o.position = d.position');
    await collect();
    expect([...told.keys()]).toContain(withdrawn);
    expect(told.size).toBe(3);
    const records = [...told.values()];
    const event = envelopeEvent('/platform', randomUUID(), clock(), { epoch: 1, after: null, records });
    for (const order of permutations(records))
      await inOrder(toReceivers, () => [...order, ...order])('points', { ...event, id: randomUUID() });
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
    await expect(deliver(platform.context, 'points', nobody)).rejects.toBeInstanceOf(DeliveryFailed);
    const page = await pendingDeliveries(platform.context, creditOffice, { state: 'failing', limit: 10 });
    expect(page.items).toMatchObject([{ id, attempts: 1, detail: expect.stringContaining('没有应答') }]);
    await deliverAll();
  });
});

describe('who may speak', () => {
  let asked = 0;
  /** that an account was opened, by a points system that is in step */
  const question = async (): Promise<CloudEvent> => {
    asked += 1;
    const position = 6_000_000 + asked;
    return enveloped(platform.owner, {
      specversion: '1.0',
      id: randomUUID(),
      source: '/points',
      type: 'xinheng.account.opened',
      time: clock().toISOString(),
      data: {
        ...{ subjectKey: randomUUID(), pairing: exchange.pairing(), position, receiptId: 'forged' },
        openedAt: clock().toISOString(),
      },
    });
  };
  const post = (to: keyof typeof address, headers: Record<string, string>, body: string) =>
    fetch(inbox(to), { method: 'POST', headers, body });

  test.each(['platform', 'points', 'site'] as const)('the inbox of %s: without the secret nobody', async (to) => {
    const own = to === 'site' ? secrets.site : secrets.points;
    const signed = signEvent(await question(), [newSecret()], clock());
    expect((await post(to, signed.headers, signed.body)).status).toBe(401);
    expect((await post(to, { 'content-type': 'application/cloudevents+json' }, '{}')).status).toBe(401);
    expect((await post(to, { ...signed.headers, 'content-type': 'application/json' }, signed.body)).status).toBe(401);
    const good = signEvent(await question(), own, clock());
    expect((await post(to, good.headers, good.body.replace('forged', 'altered'))).status).toBe(401);
  });

  test('a recorded request is refused once five minutes have passed', async () => {
    const signed = signEvent(await question(), secrets.points, clock());
    clock.forward(6 * MINUTE);
    expect((await post('platform', signed.headers, signed.body)).status).toBe(401);
    clock.forward(-6 * MINUTE);
    expect((await post('platform', signed.headers, signed.body)).status).toBe(200);
  });

  test('the pair’s secret opens no other door: the site’s does not speak for points', async () => {
    const signed = signEvent(await question(), secrets.site, clock());
    expect((await post('platform', signed.headers, signed.body)).status).toBe(401);
  });

  test('secrets change without a lost message', async () => {
    const [old] = secrets.points;
    const fresh = newSecret();
    secrets.points.unshift(fresh); // the receivers know both
    const signedOld = signEvent(await question(), [old ?? ''], clock());
    expect((await post('platform', signedOld.headers, signedOld.body)).status).toBe(200);
    const signedBoth = signEvent(await question(), [fresh, old ?? ''], clock());
    expect((await post('platform', signedBoth.headers, signedBoth.body)).status).toBe(200);
    secrets.points.pop();
    expect((await post('platform', signedOld.headers, signedOld.body)).status).toBe(401);
  });

  test('a signed message of an unknown or foreign type is refused in words', async () => {
    const signed = signEvent({ ...(await question()), type: 'xinheng.record.published' }, secrets.points, clock());
    const response = await post('platform', signed.headers, signed.body);
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ code: 'delivery.unknown_type' });
  });
});
