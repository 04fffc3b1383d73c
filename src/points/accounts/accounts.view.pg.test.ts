/** What the owner of a points account reads, against a real database: what the platform told, the total, what it unlocks and nothing else. */

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { levelsOn } from '#kernel/policy/points-engine.ts';
import { receiveAtPoints as receive } from '../../../tests/support/inbox.ts';
import { pointsAccounts, type TestPoints } from '../../../tests/support/points-accounts.ts';
import { ref } from '../../../tests/support/refs.ts';
import { DAY, openPoints, testClock } from '../../../tests/support/systems.ts';
import { accountOn } from './rules.ts';
import { exportAccount, viewAccount, viewBenefits } from './service.ts';

const clock = testClock('2020-05-06T08:00:00Z');
let points: TestPoints;
const { someone, open, published, withdrawn, wholeDatabase } = pointsAccounts(() => points, clock);

beforeAll(async () => {
  points = await openPoints(clock);
});
afterAll(async () => points?.close());
beforeEach(() => clock.set('2020-05-06T08:00:00Z'));

describe('the account', () => {
  test('is the tree of the points engine; its parts add up to the total', async () => {
    const citizen = someone();
    await open(citizen);
    const empty = await viewAccount(points.context, { citizen });
    expect(empty).toMatchObject({ total: 100, level: { title: '信用良好' }, records: [] });
    await receive(points.context, published(citizen));
    const { total, explanation, records } = await viewAccount(points.context, { citizen });
    expect(records).toHaveLength(1);
    expect(total).toBeGreaterThan(100);
    const { goodCap, adverseCap, range } = explanation.corrections;
    const sum = explanation.notices
      .flatMap(({ kinds }) => kinds)
      .flatMap((kind) => kind.records)
      .reduce((all, record) => all + record.points, explanation.base.points);
    expect(total).toBe(sum + goodCap + adverseCap + range);
  });

  test('is stored nowhere: no column for a score or a level', async () => {
    const { rows } = await points.owner.query<{ name: string }>(
      `SELECT column_name AS name FROM information_schema.columns WHERE table_schema = 'public' AND column_name ~ 'point|score|level|total|rank'`,
    );
    expect(rows).toEqual([]);
  });

  test('a record past its last day counts for nothing and says why; tomorrow decides, not a job', async () => {
    const citizen = someone();
    await open(citizen);
    await receive(points.context, published(citizen, { validUntil: '2020-05-06' }));
    expect((await viewAccount(points.context, { citizen })).total).toBeGreaterThan(100);
    clock.forward(DAY);
    const later = await viewAccount(points.context, { citizen });
    expect(later.total).toBe(100);
    expect(later.explanation.notices[0]?.kinds[0]?.records[0]).toMatchObject({ points: 0, notCounted: 'expired' });
  });

  test('every look is in the export, with its purpose', async () => {
    const citizen = someone();
    await open(citizen);
    await viewAccount(points.context, { citizen });
    const { log, consentText: agreed, account } = await exportAccount(points.context, { citizen });
    expect(log.map((entry) => entry.action)).toEqual(['account.opened', 'account.viewed', 'account.exported']);
    expect(log[1]).toMatchObject({ by: 'owner', purpose: '本人查看' });
    expect(agreed.version).toBe(account.consent.textVersion);
    expect(agreed.text).toContain('不用于任何惩戒');
  });
});

describe('what the platform tells', () => {
  test('in any order and however often, ends the same: the newest position wins and a withdrawn record stays away', async () => {
    const recordId = randomUUID();
    const citizen = someone();
    await open(citizen);
    const first = published(citizen, { recordId, matter: '第一版' });
    const second = published(citizen, { recordId, matter: '第二版', objectionOpen: true });
    const gone = withdrawn(citizen, recordId);

    expect(await receive(points.context, second)).toBe('accepted');
    expect(await receive(points.context, second)).toBe('known');
    expect(await receive(points.context, first)).toBe('outdated');
    expect((await viewAccount(points.context, { citizen })).records).toMatchObject([
      { matter: '第二版', objectionOpen: true },
    ]);
    expect(await receive(points.context, gone)).toBe('accepted');
    expect(await receive(points.context, second)).toBe('outdated');
    expect(await viewAccount(points.context, { citizen })).toMatchObject({ total: 100, records: [] });
    expect(await wholeDatabase()).not.toContain('第二版');
  });

  test('a withdrawal that overtakes its publication holds', async () => {
    const recordId = randomUUID();
    const citizen = someone();
    await open(citizen);
    const late = published(citizen, { recordId });
    expect(await receive(points.context, withdrawn(citizen, recordId))).toBe('accepted');
    expect(await receive(points.context, late)).toBe('outdated');
    expect((await viewAccount(points.context, { citizen })).records).toEqual([]);
  });

  test('a field that was not agreed is refused', async () => {
    const citizen = someone();
    await open(citizen);
    const message = published(citizen);
    message.data['name'] = citizen.name;
    await expect(receive(points.context, message)).rejects.toMatchObject({ code: 'request.invalid' });
  });
});

describe('points-only-unlock', () => {
  test('benefits are yes or no: no figure, no level, and everybody keeps the basic service', async () => {
    const citizen = someone();
    await open(citizen);
    const before = await viewBenefits(points.context, { citizen });
    expect(before.benefits).toHaveLength(7);
    expect(before.benefits.every((benefit) => !benefit.qualifies && benefit.basicService.length > 0)).toBe(true);
    for (const kind of ['1.1', '1.2', '1.3', '1.4', '1.5', '1.6', '1.7'])
      await receive(points.context, published(citizen, { kind: ref(kind) }));
    const { total, level } = await viewAccount(points.context, { citizen });
    expect(total).toBeGreaterThanOrEqual(120);
    const after = await viewBenefits(points.context, { citizen });
    expect(after.benefits.every((benefit) => benefit.qualifies)).toBe(true);
    const answer = JSON.stringify(after);
    expect(answer).not.toContain(level.title);
    expect(answer).not.toMatch(/"(total|points|level|threshold)"/);
  });

  test('the lowest account differs from the one that was never good only in what it does not unlock: no restriction follows', async () => {
    const { policy } = points.context;
    const adverse = policy.kindsFor('person', 'adverse')[0];
    const today = '2020-05-06' as never;
    const worst = Array.from({ length: 50 }, (_, index) => ({
      recordId: `${index}`,
      kind: adverse?.id ?? ref('2'),
      clause: ref('2'),
      title: '',
      matter: '',
      polarity: 'adverse' as const,
      department: '',
      occurredOn: '2020-03-01',
      determinedOn: '2020-04-01',
      validFrom: '2020-04-01',
      validUntil: null,
      objectionOpen: false,
    }));
    const { level, total } = accountOn(policy, worst, today);
    expect(total).toBeLessThan(100);
    for (const one of levelsOn(policy.points, today)) {
      expect(
        policy.measuresFor({ level: one.id }, today).filter((measure) => measure.polarity === 'restriction'),
      ).toEqual([]);
    }
    expect(policy.benefitsFor(level.id, today)).toEqual([]);
  });
});
