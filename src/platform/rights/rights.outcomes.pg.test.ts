/** Requests of those concerned, kind by kind: from asking for an objection, a repair or relief to what it changed everywhere. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { RightsActionRequest, RightsRequest } from '#contracts/rights.ts';
import { createPlatform, DECISION, type TestPlatform } from '../../../tests/support/platform.ts';
import { asking, key, rightsSteps } from '../../../tests/support/rights-steps.ts';
import type { Actor } from '../access/index.ts';
import { performAction } from '../determination/index.ts';
import { queue } from '../determination/queue/queue.ts';
import { decide as decideEntry, nominate, openRound, round } from '../lists/index.ts';
import { ownNotices } from '../notices/service.ts';
import { endHolds } from '../registry/index.ts';
import { act, actAsApplicant, propose, requestDetail, requestQueue } from './index.ts';

let platform: TestPlatform;
const { nextSubject, actor, signedIn, concerned, shown, asked, step, assess, decide } = rightsSteps(() => platform);
beforeAll(async () => {
  platform = await createPlatform();
});
afterAll(() => platform?.close());
beforeEach(() => platform.clock.set('2020-03-16T01:00:00Z'));

describe('objection', () => {
  test('marked from the asking on; the provider answers, the office decides, the record is corrected and the mark goes', async () => {
    const one = await concerned('1.1');
    const { requestId, dueOn } = await asked(one, 'objection');
    expect(dueOn).toBe('2020-03-19'); // three working days
    expect(await shown(one.caseId)).toMatchObject([{ objectionOpen: true }]);
    expect(await step('creditOffice', requestId, 'ask-provider', { question: '请核查原始材料' })).toMatchObject({
      state: 'with-provider',
    });
    platform.clock.set('2020-03-17T01:00:00Z');
    await assess('healthReviewer', requestId);
    const remedy = { change: 'corrected', corrected: { matter: '支援武汉医疗队' } };
    expect(await decide('creditOffice', requestId, 'granted', { remedy })).toMatchObject({ state: 'granted' });
    expect(await shown(one.caseId)).toMatchObject([{ objectionOpen: false, matter: '支援武汉医疗队' }]);
    const titles = (await ownNotices(platform.context, one.who, { limit: 30 })).items.map(({ title }) => title);
    // both in the same instant of the test's clock: their order is open
    expect(titles.toSorted()).toEqual(['异议申请办理结果：同意', '异议申请已收到'].toSorted());
  });

  test('nobody’s objection waits for next year’s calendar; queues do not either', async () => {
    const one = await concerned('1.1');
    platform.clock.set('2026-12-30T01:00:00Z');
    const waiting = await platform.report();
    const { requestId, dueOn } = await asked(one, 'objection');
    expect(dueOn).toBe('2027-01-04'); // 31 December, 1 and 4 January: which days of 2027 are off nobody has said yet
    platform.clock.set('2027-01-06T01:00:00Z');
    const { items } = await requestQueue(platform.context, actor('creditOffice'), { standing: 'overdue', limit: 50 });
    expect(items.find((item) => item.requestId === requestId)).toMatchObject({ workingDaysLeft: -2 });
    const cases = await queue(platform.context, actor('healthReviewer'), {
      ...({ state: 'reported', side: 'competent', limit: 200 } as const),
    });
    expect(cases.items.find(({ caseId }) => caseId === waiting)).toMatchObject({ dueOn: '2027-01-06' });
  });

  test('upheld by revocation: the record is gone everywhere', async () => {
    const one = await concerned('2');
    const { requestId } = await asked(one, 'objection');
    await step('creditOffice', requestId, 'ask-provider', { question: '请核查原始材料' });
    await assess('policeReviewer', requestId);
    await decide('creditOffice', requestId, 'granted', { remedy: { change: 'revoked' } });
    expect(await shown(one.caseId)).toEqual([]);
  });

  test('refused with reasons: the mark goes, and a higher body reviews by people who had no part', async () => {
    const one = await concerned('1.1');
    const { requestId } = await asked(one, 'objection');
    await assess('creditOffice', requestId, 'oppose');
    await decide('creditOfficeSecond', requestId, 'refused');
    expect(await shown(one.caseId)).toMatchObject([{ objectionOpen: false }]);
    const review = {
      action: 'ask-review',
      payload: { statement: '对答复不服，请求复核' },
      idempotencyKey: key(),
    } as const;
    await actAsApplicant(platform.context, one.who, requestId, review);
    expect(await shown(one.caseId)).toMatchObject([{ objectionOpen: true }]);
    const again = { outcome: 'granted', reasoning: '经复核异议成立', remedy: { change: 'revoked' } };
    for (const name of ['creditOffice', 'creditOfficeSecond'])
      await expect(step(name, requestId, 'decide-review', again)).rejects.toMatchObject({ code: 'four_eyes.violated' });
    expect(await step('creditOfficeThird', requestId, 'decide-review', again)).toMatchObject({
      state: 'review-granted',
    });
    expect(await shown(one.caseId)).toEqual([]);
  });

  test('an upheld objection names what it changes', async () => {
    const one = await concerned('1.1');
    const { requestId } = await asked(one, 'objection');
    await assess('creditOffice', requestId);
    await expect(decide('creditOfficeSecond', requestId, 'granted')).rejects.toMatchObject({ code: 'request.invalid' });
    expect(await shown(one.caseId)).toMatchObject([{ objectionOpen: true }]); // nothing of the refused step stayed
  });

  test('who determined the record neither answers for the provider nor decides', async () => {
    const one = await concerned('1.1');
    const { requestId } = await asked(one, 'objection');
    await step('creditOffice', requestId, 'ask-provider', { question: '请核查原始材料' });
    await expect(assess('healthDeterminer', requestId)).rejects.toMatchObject({ code: 'four_eyes.violated' });
  });

  test('an entry in its public notice is put on record, and struck when the objection is upheld', async () => {
    const one = await concerned('3.2.1');
    await nominate(platform.context, actor('healthReviewer'), 'red', { caseIds: [one.caseId] });
    const { roundId } = await openRound(platform.context, actor('creditOffice'), 'red');
    const entry = async () => {
      const { rows } = await platform.owner.query('SELECT record_id FROM record WHERE batch_id = $1', [
        one.caseId.split('-')[0],
      ]);
      const { entries } = await round(platform.context, actor('creditOffice'), roundId);
      return entries.find(({ recordId }) => recordId === rows[0].record_id)?.status;
    };
    const { requestId } = await asked(one, 'objection');
    expect(await entry()).toBe('open');
    await assess('creditOffice', requestId);
    await decide('creditOfficeSecond', requestId, 'granted', { remedy: { change: 'revoked' } });
    expect(await entry()).toBe('struck');
  });

  test('taken back, it settles nothing else that is open about the entry', async () => {
    const [doubted, alone] = [await concerned('3.2.1'), await concerned('3.2.1')];
    const caseIds = [doubted.caseId, alone.caseId];
    await nominate(platform.context, actor('healthDeterminer'), 'red', { caseIds });
    const { roundId } = await openRound(platform.context, actor('creditOffice'), 'red');
    const recordOf = async (caseId: string): Promise<string> => {
      const sql = 'SELECT record_id FROM record WHERE batch_id = $1 AND row_number = $2';
      return (await platform.owner.query(sql, caseId.split('-'))).rows[0].record_id;
    };
    const recordId = await recordOf(doubted.caseId);
    const found = { recordId, decision: 'conflict-found', reason: '另有单位反映情况不实' } as const;
    await decideEntry(platform.context, actor('creditOfficeSecond'), roundId, found);
    const takenBack = async (one: typeof alone) => {
      const { requestId } = await asked(one, 'objection');
      const withdraw = { action: 'withdraw', payload: { reason: '已经弄清楚' }, idempotencyKey: key() } as const;
      await actAsApplicant(platform.context, one.who, requestId, withdraw);
      const { entries } = await round(platform.context, actor('creditOffice'), roundId);
      const standing = await recordOf(one.caseId);
      return entries.find((entry) => entry.recordId === standing)?.status;
    };
    expect(await takenBack(alone)).toBe('kept');
    expect(await takenBack(doubted)).toBe('open');
  });

  test('a department that finds its own record wrong asks like anybody; two others decide, and the subject cannot stop it', async () => {
    const one = await concerned('1.1');
    const request = asking('objection', one.caseId) as Exclude<RightsRequest, { kind: 'repair' }>;
    const { requestId } = await propose(platform.context, actor('healthReviewer'), request);
    const withdraw = { action: 'withdraw', payload: { reason: '不要撤销' }, idempotencyKey: key() } as const;
    await expect(actAsApplicant(platform.context, one.who, requestId, withdraw)).rejects.toMatchObject({
      code: 'permission.denied',
    });
    await expect(assess('healthReviewer', requestId)).rejects.toMatchObject({ code: 'permission.denied' });
    await assess('creditOffice', requestId);
    await expect(decide('creditOffice', requestId, 'granted', { remedy: { change: 'revoked' } })).rejects.toMatchObject(
      {
        code: 'four_eyes.violated',
      },
    );
    await decide('creditOfficeSecond', requestId, 'granted', { remedy: { change: 'revoked' } });
    expect(await shown(one.caseId)).toEqual([]);
  });

  test('withdrawn by who asked: the mark goes', async () => {
    const one = await concerned('1.1');
    const { requestId } = await asked(one, 'objection');
    const withdraw = { action: 'withdraw', payload: { reason: '已经弄清楚' }, idempotencyKey: key() } as const;
    expect(await actAsApplicant(platform.context, one.who, requestId, withdraw)).toMatchObject({ state: 'withdrawn' });
    expect(await shown(one.caseId)).toMatchObject([{ objectionOpen: false }]);
  });
});

describe('repair', () => {
  test('not before the minimum is over; then executed with the decision', async () => {
    const one = await concerned('2');
    // three months from the decision, not from the determination three weeks later (080)
    await expect(asked(one, 'repair')).rejects.toMatchObject({
      said: { zh: expect.stringContaining('2020-06-02'), en: expect.any(String) },
    });
    platform.clock.set('2020-06-24T01:00:00Z');
    const { requestId, dueOn } = await asked(one, 'repair');
    expect(dueOn).toBe('2020-07-09'); // ten working days: two days off for the Dragon Boat festival, one Sunday worked
    await assess('policeReviewer', requestId);
    await expect(decide('policeReviewer', requestId, 'granted')).rejects.toMatchObject({ code: 'permission.denied' });
    await decide('policeDeterminer', requestId, 'granted');
    expect(await shown(one.caseId, '2020-06-24')).toEqual([]);
    const detail = await requestDetail(platform.context, actor('policeReviewer'), requestId);
    expect(detail.clocks).toMatchObject([{ met: true }, { met: true }]);
    expect(JSON.stringify(detail)).not.toContain('张测试');
  });

  test('good information needs none', async () => {
    await expect(asked(await concerned('1.1'), 'repair')).rejects.toMatchObject({ code: 'action.not_available' });
  });

  test('sent back, supplemented: the clock begins anew', async () => {
    const one = await concerned('2');
    platform.clock.set('2020-07-01T01:00:00Z');
    const { requestId } = await asked(one, 'repair');
    await step('policeDeterminer', requestId, 'return', { reason: '缺少履行证明' });
    platform.clock.set('2020-07-20T01:00:00Z');
    const more = { action: 'supplement', payload: { statement: '已补充缴款凭证' }, idempotencyKey: key() } as const;
    expect(await actAsApplicant(platform.context, one.who, requestId, more)).toMatchObject({
      state: 'open',
      dueOn: '2020-08-03',
    });
  });
});

describe('relief', () => {
  const until = '2020-09-30';

  test('held: nobody sees it until the last day is over, whether the job ran or not; told exactly once', async () => {
    const one = await concerned('3.3.2');
    const { requestId } = await asked(one, 'relief');
    await assess('policeReviewer', requestId);
    await decide('policeDeterminer', requestId, 'granted', { until });
    expect(await shown(one.caseId, until)).toEqual([]);
    expect(await shown(one.caseId, '2020-10-01')).toHaveLength(1);
    platform.clock.set('2020-09-30T15:00:00Z');
    const before = await endHolds(platform.context);
    platform.clock.set('2020-09-30T16:30:00Z'); // past midnight in the city
    const ended = await Promise.allSettled([endHolds(platform.context), endHolds(platform.context)]);
    expect(before).toBe(0);
    expect(ended.some(({ status }) => status === 'fulfilled')).toBe(true);
    expect(await endHolds(platform.context)).toBe(0);
    const { rows } = await platform.owner.query(
      "SELECT count(*)::int AS n FROM record_change c JOIN submission s USING (subject_key) WHERE s.batch_id = $1 AND change = 'released'",
      [one.caseId.split('-')[0]],
    );
    expect(rows).toEqual([{ n: 1 }]);
  });

  test('granted before anything is recorded: the record is held from its first instant', async () => {
    const subject = nextSubject();
    const { context, clock } = platform;
    const decision = { ...DECISION, number: `前置-${subject}` };
    const caseId = await platform.report({ kind: '3.3.2', subject, reporter: actor('policeReporter'), decision });
    const one = { caseId, ...(await signedIn(caseId, subject)) };
    const { competent_department: department } = (
      await platform.owner.query('SELECT competent_department FROM submission WHERE batch_id = $1', [
        caseId.split('-')[0],
      ])
    ).rows[0];
    const [reviewer, determiner] = [
      await platform.officer(department, 'reviewer'),
      await platform.officer(department, 'determiner'),
    ];
    const { requestId } = await asked(one, 'relief');
    const go = (who: Actor, action: string, payload: object) =>
      act(context, who, requestId, { action, payload, idempotencyKey: key() } as RightsActionRequest);
    await go(reviewer, 'assess', { opinion: 'support', reasoning: '受疫情影响属实' });
    await go(determiner, 'decide', { outcome: 'granted', reasoning: '同意暂不纳入', until });
    const officer = (who: Actor, request: object) =>
      performAction(context, who, caseId, { ...request, idempotencyKey: key() } as Parameters<typeof performAction>[3]);
    await officer(reviewer, { action: 'review', payload: {} });
    await officer(reviewer, { action: 'serve-notice', payload: { servedOn: '2020-03-16', serviceMethod: 'direct' } });
    clock.set('2020-03-24T01:00:00Z');
    await officer(determiner, { action: 'determine', payload: {} });
    expect(await shown(caseId)).toEqual([]);
    expect(await shown(caseId, '2020-10-01')).toHaveLength(1);
  });

  test('never longer than the maximum, counted from the first day, also when it is extended', async () => {
    const one = await concerned('3.3.2');
    const grant = async (last: string) => {
      const { requestId } = await asked(one, 'relief');
      await assess('policeReviewer', requestId);
      return decide('policeDeterminer', requestId, 'granted', { until: last });
    };
    await grant(until);
    platform.clock.set('2020-09-01T01:00:00Z');
    await expect(grant('2021-04-01')).rejects.toMatchObject({
      said: { zh: expect.stringContaining('2021-03-24'), en: expect.any(String) },
    });
  });

  test('a department may propose it; another officer decides; released early by a third', async () => {
    const one = await concerned('3.3.2');
    const request = asking('relief', one.caseId) as Exclude<RightsRequest, { kind: 'repair' }>;
    await expect(propose(platform.context, actor('healthReviewer'), request)).rejects.toMatchObject({
      code: expect.stringMatching(/jurisdiction|not_found/),
    });
    const other = await platform.officer('public-security-bureau', 'reviewer', 'determiner');
    const { requestId } = await propose(platform.context, other, request);
    await expect(
      act(platform.context, other, requestId, {
        ...{ action: 'assess', payload: { opinion: 'support', reasoning: '自己提自己核' }, idempotencyKey: key() },
      }),
    ).rejects.toMatchObject({ code: 'four_eyes.violated' });
    await assess('policeReviewer', requestId);
    await decide('policeDeterminer', requestId, 'granted', { until });
    await expect(step('policeDeterminer', requestId, 'release', { reason: '企业已恢复经营' })).rejects.toMatchObject({
      code: 'four_eyes.violated',
    });
    const third = await platform.officer('public-security-bureau', 'determiner');
    await act(platform.context, third, requestId, {
      ...{ action: 'release', payload: { reason: '企业已恢复经营' }, idempotencyKey: key() },
    });
    expect(await shown(one.caseId)).toHaveLength(1);
  });

  test('people and good records have no relief', async () => {
    await expect(asked(await concerned('2'), 'relief')).rejects.toMatchObject({ code: 'action.not_available' });
    await expect(asked(await concerned('3.2.1'), 'relief')).rejects.toMatchObject({ code: 'action.not_available' });
  });
});
