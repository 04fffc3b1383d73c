/**
 * What a restore from a backup does to deliveries, and what a single record does that cannot be taken: in the end sender and receiver agree,
 * nothing that was withdrawn stays, and nothing waits behind what makes trouble.
 */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Send } from '#contracts/webhook.ts';
import { beginEpoch, deliver, deliverAndMend, pendingDeliveries, reconcile } from '#platform/exchange/index.ts';
import { beginPointsEpoch, deliver as deliverFromPoints } from '#points/index.ts';
import { askHeld } from '#runtime/exchange/holdings.ts';
import { backup } from './support/backup.ts';
import { recordsOf } from './support/deliveries.ts';
import { creditOffice, START, TestExchange, waiting } from './support/exchange.ts';

const exchange = new TestExchange();
const {
  clock,
  secrets,
  inbox,
  someone,
  open,
  determine,
  revoke,
  matters,
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

const ways = {
  send: toReceivers,
  askHeld: (to: 'points' | 'site', question: Parameters<typeof askHeld>[2]) =>
    askHeld({ url: inbox(to), secrets: secrets[to] }, clock, question),
};
const agree = async () =>
  (await reconcile(platform.context, 'points', await holdingsOf('points', secrets.points))).matches;

async function somebodyWith(...said: string[]) {
  const citizen = someone();
  await open(citizen);
  await deliverAll();
  const records = [];
  for (const matter of said) records.push(await determine(citizen, matter));
  await deliverAll();
  return { citizen, records };
}

describe('the sender is restored', () => {
  test('it stops before anything is taken; in a new epoch the receiver is made equal, what nobody knows any more is withdrawn', async () => {
    const { citizen, records } = await somebodyWith('备份前');
    const restore = await backup(platform.owner);
    await determine(citizen, '备份后');
    await revoke(citizen, records[0]!);
    await deliverAll();
    expect(await matters(citizen)).toEqual(['备份后']);

    await restore();
    await determine(citizen, '恢复后');
    expect(await deliver(platform.context, 'points', toReceivers)).toMatchObject({ acknowledged: 0, halted: true });
    expect(await deliver(platform.context, 'points', toReceivers)).toMatchObject({ acknowledged: 0 });
    expect(await matters(citizen)).toEqual(['备份后']);

    expect(await beginEpoch(platform.context, '从备份恢复')).toBe(2);
    await deliverAndMend(platform.context, 'points', ways);
    expect((await matters(citizen)).toSorted()).toEqual(['备份前', '恢复后']);
    expect(await agree()).toBe(true);
    const { rows } = await platform.owner.query('SELECT DISTINCT epoch FROM outbox ORDER BY 1');
    expect(rows.map((row) => row.epoch)).toEqual([1, 2]);
  });

  test('one epoch after the other: the number that an earlier life gave out already is noticed', async () => {
    const { citizen } = await somebodyWith('两次恢复');
    const restore = await backup(platform.owner);
    for (const life of ['第一次', '第二次']) {
      await restore();
      await beginEpoch(platform.context, life);
      await determine(citizen, life);
      await deliverAndMend(platform.context, 'points', ways);
    }
    // the second life began the epoch that the first had begun, and was stopped
    expect(await matters(citizen)).toContain('第一次');
    await beginEpoch(platform.context, '第三次');
    await deliverAndMend(platform.context, 'points', ways);
    expect((await matters(citizen)).toSorted()).toEqual(['两次恢复', '第二次']);
    expect(await agree()).toBe(true);
  });
});

describe('the receiver is restored', () => {
  test('what it has lost is told again by itself, withdrawals too', async () => {
    const { citizen, records } = await somebodyWith('会撤下');
    const restore = await backup(points.owner);
    await determine(citizen, '后来的');
    await revoke(citizen, records[0]!);
    await deliverAll();
    await restore();
    expect(await matters(citizen)).toEqual(['会撤下']);
    // nothing is due: the hourly greeting notices
    await deliver(platform.context, 'points', toReceivers, true);
    expect(await matters(citizen)).toEqual(['后来的']);
    expect(await agree()).toBe(true);
  });

  test('the platform, as a receiver: accounts opened since are told again', async () => {
    const restore = await backup(platform.owner);
    const citizen = someone();
    await open(citizen);
    await deliverFromPoints(points.context, toPlatform);
    await restore();
    await deliverFromPoints(points.context, toPlatform, true);
    const { rows } = await platform.owner.query('SELECT change FROM points_subscription WHERE subject_key = $1', [
      exchange.keyOf(citizen),
    ]);
    expect(rows).toEqual([{ change: 'opened' }]);
    await beginEpoch(platform.context, '从备份恢复');
    await deliverAndMend(platform.context, 'points', ways);
  });

  test('points begins an epoch of its own', async () => {
    await deliverAll();
    const before = await points.owner.query('SELECT max(epoch) AS epoch FROM exchange_epoch');
    expect(await beginPointsEpoch(points.context, '从备份恢复')).toBe(before.rows[0].epoch + 1);
    const citizen = someone();
    await open(citizen);
    await deliverFromPoints(points.context, toPlatform);
    const { rows } = await platform.owner.query('SELECT max(epoch) AS epoch FROM inbox_epoch');
    expect(rows[0].epoch).toBe(before.rows[0].epoch + 1);
  });
});

describe('a record that cannot be taken', () => {
  test('is refused by itself and said; the others of its delivery are taken', async () => {
    const { citizen } = await somebodyWith();
    await determine(citizen, '前一件');
    const bad = await determine(citizen, '坏的');
    await determine(citizen, '后一件');
    await platform.owner.query('SET session_replication_role = replica');
    await platform.owner.query(`UPDATE outbox SET data = data || '{"多余": 1}' WHERE data->>'recordId' = $1`, [bad]);
    await platform.owner.query('SET session_replication_role = origin');
    const deliveries: number[] = [];
    const counting: Send<'points' | 'site'> = (to, event) => {
      deliveries.push(recordsOf(event).length);
      return toReceivers(to, event);
    };
    expect(await deliver(platform.context, 'points', counting)).toEqual({ acknowledged: 2, refused: 1, halted: false });
    expect(deliveries).toEqual([3]);
    expect((await matters(citizen)).toSorted()).toEqual(['前一件', '后一件']);
    const page = await pendingDeliveries(platform.context, creditOffice, { state: 'refused', limit: 10 });
    expect(page.items).toMatchObject([{ detail: expect.stringContaining('request.invalid') }]);
  });

  test('makes the receiver fall over: it is tried alone, later again, and holds up none of the others', async () => {
    const { citizen } = await somebodyWith();
    const poison = await determine(citizen, '出错的');
    for (const matter of ['甲', '乙', '丙']) await determine(citizen, matter);
    const falling: Send<'points' | 'site'> = async (to, event) =>
      recordsOf(event).some(({ data }) => data['recordId'] === poison) ? { status: 500 } : toReceivers(to, event);
    expect(await deliver(platform.context, 'points', falling)).toMatchObject({ acknowledged: 3 });
    expect((await matters(citizen)).toSorted()).toEqual(['丙', '乙', '甲'].toSorted());
    expect(await waiting(platform.owner)).toHaveLength(1);
    expect(await deliver(platform.context, 'points', toReceivers)).toMatchObject({ acknowledged: 0 }); // not before its pause is over
    await platform.owner.query('UPDATE outbox_due SET not_before = now()');
    expect(await deliver(platform.context, 'points', toReceivers)).toMatchObject({ acknowledged: 1 });
  });
});
