/** Requests of those concerned: from asking to what it changed everywhere; who may take which step; each clock; each collision. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { RightsActionRequest, RightsRequest } from '#contracts/rights.ts';
import { toLocalDate } from '#kernel/time/local-date.ts';
import { toProblem } from '#runtime/http/problems.ts';
import { determinedCase } from '../../../tests/support/determined-case.ts';
import { inventedCitizen } from '../../../tests/support/people.ts';
import { createPlatform, DECISION, type TestPlatform } from '../../../tests/support/platform.ts';
import { actingIn } from '../access/actor.ts';
import { delegate } from '../access/delegations.ts';
import { type Actor, type Applicant, applicantOf, systemActor, transact } from '../access/index.ts';
import { officerActor } from '../access/service.ts';
import { answerNotice, performAction } from '../determination/index.ts';
import { queue } from '../determination/queue/queue.ts';
import { nominate, openRound, round } from '../lists/index.ts';
import { ownNotices } from '../notices/service.ts';
import { endHolds, recordsInForce } from '../registry/index.ts';
import {
  act,
  actAsApplicant,
  ask,
  assistedApplicant,
  guidance,
  ownRequests,
  propose,
  requestDetail,
  requestQueue,
} from './index.ts';

let platform: TestPlatform;
let people = 300;
let assistant: Actor;
beforeAll(async () => {
  platform = await createPlatform();
  assistant = await platform.officer('credit-office', 'assistant');
});
afterAll(() => platform?.close());
beforeEach(() => platform.clock.set('2020-03-16T01:00:00Z'));

const key = () => randomUUID();
const actor = (name: string) => platform.actors[name]!;
const code = (problem: unknown) => (toProblem(problem) as { code: string }).code;

interface Concerned {
  readonly caseId: string;
  readonly who: Applicant;
  readonly uscc: string | undefined;
}

/** A determined case and the person, or the representative of the organisation, it is about. */
async function concerned(kind: string): Promise<Concerned> {
  const subject = ++people;
  const caseId = await determinedCase(platform, { kind, subject });
  return { caseId, ...(await signedIn(caseId, subject)) };
}

async function signedIn(caseId: string, subject: number): Promise<Omit<Concerned, 'caseId'>> {
  const { rows } = await platform.owner.query(
    'SELECT uscc, organisation_name FROM submission WHERE batch_id = $1 AND row_number = $2',
    caseId.split('-'),
  );
  const { uscc, organisation_name: name } = rows[0];
  const person = inventedCitizen('张测试', '1985-06-15', subject);
  return {
    who: applicantOf(platform.context, person, uscc ? [{ uscc, name }] : []),
    uscc: uscc ?? undefined,
  };
}

const asking = (kind: RightsRequest['kind'], caseId: string, idempotencyKey = key()): RightsRequest => {
  const head = { caseId, statement: '所述事实与实际不符，请予核实', idempotencyKey };
  if (kind === 'repair') return { kind, ...head, commitment: true };
  if (kind === 'relief') return { kind, ...head, size: 'small', until: '2020-09-30' };
  return { kind, ...head };
};
const asked = ({ caseId, who, uscc }: Concerned, kind: RightsRequest['kind']) =>
  ask(platform.context, who, uscc, asking(kind, caseId));
const step = (name: string, requestId: string, action: RightsActionRequest['action'], payload: object) =>
  act(platform.context, actor(name), requestId, { action, payload, idempotencyKey: key() } as RightsActionRequest);
const assess = (name: string, requestId: string, opinion = 'support') =>
  step(name, requestId, 'assess', { opinion, reasoning: '已核对原始材料' });
const decide = (name: string, requestId: string, outcome: string, more: object = {}) =>
  step(name, requestId, 'decide', { outcome, reasoning: '核对属实，予以办理', ...more });

async function shown(caseId: string, on = '2020-03-30') {
  const { rows } = await platform.owner.query(
    'SELECT subject_key FROM submission WHERE batch_id = $1 AND row_number = $2',
    caseId.split('-'),
  );
  return transact(platform.context.database, systemActor('test'), (tx) =>
    recordsInForce(tx, { subjectKey: rows[0].subject_key }, toLocalDate(on)),
  );
}

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
    expect(await step('cityReviewer', requestId, 'decide-review', again)).toMatchObject({ state: 'review-granted' });
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
    await nominate(platform.context, actor('healthDeterminer'), 'red', { caseIds: [one.caseId] });
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
    await expect(asked(one, 'repair')).rejects.toMatchObject({
      said: { zh: expect.stringContaining('2020-06-24'), en: expect.any(String) },
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
    const subject = ++people;
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

describe('who, and at which instant', () => {
  test('somebody else’s case is not there; their request neither', async () => {
    const [one, other] = [await concerned('1.1'), await concerned('1.1')];
    await expect(ask(platform.context, other.who, undefined, asking('objection', one.caseId))).rejects.toMatchObject({
      code: 'case.not_found',
    });
    const { requestId } = await asked(one, 'objection');
    const withdraw = { action: 'withdraw', payload: { reason: '替别人撤回' }, idempotencyKey: key() } as const;
    await expect(actAsApplicant(platform.context, other.who, requestId, withdraw)).rejects.toMatchObject({
      code: 'not_found',
    });
    expect((await ownRequests(platform.context, other.who, undefined)).items).toEqual([]);
  });

  test.each([
    ['policeReviewer', 'not_found'], // another department: not even admitted to exist
    ['auditor', 'permission.denied'],
    ['commerceDeterminer', 'not_found'],
    ['healthReporter', 'permission.denied'],
  ])('%s cannot decide: %s', async (name, expected) => {
    const { requestId } = await asked(await concerned('1.1'), 'objection');
    await expect(assess(name, requestId)).rejects.toMatchObject({ code: expected });
  });

  test('the same request twice with one key is one; with two keys the second is told that one is under way', async () => {
    const one = await concerned('1.1');
    const request = asking('objection', one.caseId);
    const twice = await Promise.all([1, 2].map(() => ask(platform.context, one.who, undefined, request)));
    expect(twice[0]!.requestId).toBe(twice[1]!.requestId);
    const second = await asked(one, 'objection').then(() => 'made', code);
    expect(second).toBe('action.not_available');
    await expect(
      ask(platform.context, one.who, undefined, { ...request, statement: '换了内容的同一编号' } as RightsRequest),
    ).rejects.toMatchObject({ code: 'idempotency.reused' });
  });

  test('two different requests of a kind at the same instant: one is made', async () => {
    const one = await concerned('2');
    platform.clock.set('2020-07-01T01:00:00Z');
    const both = await Promise.all([1, 2].map(() => asked(one, 'repair').then(() => 'made', code)));
    expect(both.toSorted()).toEqual(['made', 'rights.already_open']);
  });

  test('two officers at the same instant: one assesses, and the same one cannot decide', async () => {
    const { requestId } = await asked(await concerned('1.1'), 'objection');
    const both = await Promise.all(
      ['creditOffice', 'creditOfficeSecond'].map((name) => assess(name, requestId).then(() => 'done', code)),
    );
    expect(both.filter((one) => one === 'done')).toHaveLength(1);
  });

  test('an objection while a repair is decided: both are carried out in turn, none is lost', async () => {
    const one = await concerned('2');
    platform.clock.set('2020-07-01T01:00:00Z');
    const { requestId } = await asked(one, 'repair');
    await assess('policeReviewer', requestId);
    const [repaired] = await Promise.all([
      decide('policeDeterminer', requestId, 'granted').then(() => 'done', code),
      asked(one, 'objection').then(() => 'asked', code),
    ]);
    expect(repaired).toBe('done');
    expect(await shown(one.caseId, '2020-07-01')).toEqual([]);
  });

  test('what is never collected is refused in a statement, and nothing is stored', async () => {
    const one = await concerned('1.1');
    const request = { ...asking('objection', one.caseId), statement: '本人曾确诊新冠肺炎，已经治愈' } as RightsRequest;
    await expect(ask(platform.context, one.who, undefined, request)).rejects.toMatchObject({ code: 'request.invalid' });
    expect(await shown(one.caseId)).toMatchObject([{ objectionOpen: false }]);
  });

  test('at the counter the officer acts for who appeared; the person is told; the officer has had a part', async () => {
    const one = await concerned('1.1');
    const identity = one.who.person;
    const who = await assistedApplicant(platform.context, assistant, identity, '窗口代为申请');
    const { requestId } = await ask(platform.context, who, undefined, asking('objection', one.caseId));
    const { items } = await ownNotices(platform.context, one.who, { limit: 5 });
    expect(items[0]!.text).toContain('窗口工作人员为您代办');
    const { rows } = await platform.owner.query(
      "SELECT actor_kind, detail->>'onBehalfOf' AS whom FROM audit_entry WHERE action = 'request.asked' AND object_id = $1",
      [requestId],
    );
    expect(rows).toEqual([{ actor_kind: 'officer', whom: one.who.subjectKey }]);
    await expect(assistedApplicant(platform.context, actor('creditOffice'), identity, 'x')).rejects.toMatchObject({
      code: 'permission.denied',
    });
  });
});

describe('clocks', () => {
  test('the provider’s part is three working days, the whole seven; overdue ones come first and are counted', async () => {
    const one = await concerned('1.1');
    platform.clock.set('2020-03-16T01:00:00Z');
    const { requestId } = await asked(one, 'objection');
    const { dueOn } = await step('creditOffice', requestId, 'ask-provider', { question: '请核查原始材料' });
    expect(dueOn).toBe('2020-03-19');
    platform.clock.set('2020-03-20T01:00:00Z');
    const queue = await requestQueue(platform.context, actor('healthReviewer'), { standing: 'overdue', limit: 50 });
    expect(queue.items.map((item) => item.requestId)).toContain(requestId);
    expect(queue.overdue).toBeGreaterThan(0);
    await assess('healthReviewer', requestId);
    const { rows } = await platform.owner.query('SELECT late, due_on::text FROM rights_state WHERE request_id = $1', [
      requestId,
    ]);
    expect(rows).toEqual([{ late: true, due_on: '2020-03-25' }]);
    const taken = await platform.owner.query(
      "SELECT late, due_on::text FROM rights_action WHERE request_id = $1 AND action = 'assess'",
      [requestId],
    );
    expect(taken.rows).toEqual([{ late: true, due_on: '2020-03-19' }]);
  });

  test('a review can be asked for until the window is over, not after', async () => {
    const one = await concerned('1.1');
    const { requestId } = await asked(one, 'objection');
    await assess('creditOffice', requestId, 'oppose');
    await decide('creditOfficeSecond', requestId, 'refused');
    platform.clock.set('2020-04-20T01:00:00Z');
    const review = {
      action: 'ask-review',
      payload: { statement: '对答复不服，请求复核' },
      idempotencyKey: key(),
    } as const;
    await expect(actAsApplicant(platform.context, one.who, requestId, review)).rejects.toMatchObject({
      code: 'action.not_available',
      said: { zh: expect.stringContaining('期限已过'), en: expect.any(String) },
    });
  });
});

describe('the subject answers a prior notice', () => {
  async function served(): Promise<Concerned> {
    const subject = ++people;
    const decision = { ...DECISION, number: `申辩-${subject}` };
    const caseId = await platform.report({ kind: '2', subject, reporter: actor('policeReporter'), decision });
    const officer = (request: object) =>
      performAction(platform.context, actor('policeReviewer'), caseId, {
        ...request,
        idempotencyKey: key(),
      } as Parameters<typeof performAction>[3]);
    await officer({ action: 'review', payload: {} });
    await officer({ action: 'serve-notice', payload: { servedOn: '2020-03-16', serviceMethod: 'electronic' } });
    return { caseId, ...(await signedIn(caseId, subject)) };
  }
  const response = { statement: '决定书载明的情况与事实不符', idempotencyKey: 'answer-to-the-notice' };

  test('told of the notice, answers, and the determination waits until the answer is considered', async () => {
    const one = await served();
    const { items } = await ownNotices(platform.context, one.who, { limit: 5 });
    expect(items[0]).toMatchObject({ title: '不良信息认定事先告知', about: { type: 'case', id: one.caseId } });
    const guide = await guidance(platform.context, one.who, undefined, one.caseId);
    expect(guide.items[0]).toMatchObject({ kind: 'response', possible: true, until: '2020-03-23' });
    const outcome = await answerNotice(platform.context, one.who, undefined, one.caseId, response);
    expect(outcome).toMatchObject({ state: 'response-received' });
    expect(await answerNotice(platform.context, one.who, undefined, one.caseId, response)).toEqual(outcome);
    platform.clock.set('2020-03-24T01:00:00Z');
    await expect(
      performAction(platform.context, actor('policeDeterminer'), one.caseId, {
        ...{ action: 'determine', payload: {}, idempotencyKey: key() },
      }),
    ).rejects.toMatchObject({ said: { zh: expect.stringContaining('须先审查'), en: expect.any(String) } });
  });

  test('nobody else answers for them, and nobody answers without a notice', async () => {
    const one = await served();
    const other = await concerned('1.1');
    await expect(answerNotice(platform.context, other.who, undefined, one.caseId, response)).rejects.toMatchObject({
      code: 'case.not_found',
    });
    await expect(answerNotice(platform.context, other.who, undefined, other.caseId, response)).rejects.toMatchObject({
      code: 'action.not_available',
    });
  });
});

describe('somebody stands in for an absent colleague', () => {
  test('the history says for whom, and an officer of the role itself acts for nobody else', async () => {
    const { context } = platform;
    const police = actor('policeDeterminer').departmentId!;
    const absent = await platform.officer(police, 'determiner');
    const colleague = await platform.officer(police, 'reporter');
    const { who, uscc, caseId } = await concerned('3.3.1');
    await delegate(context, absent, {
      ...{ to: colleague.id, role: 'determiner', startsOn: '2020-03-24', endsOn: '2020-03-25', reason: '外出培训' },
    });
    const standing = (await officerActor(context, colleague.id, 'request-1'))!;
    const { requestId } = await ask(context, who, uscc, asking('relief', caseId));
    await assess('policeReviewer', requestId);
    await act(context, standing, requestId, {
      ...{ action: 'decide', idempotencyKey: key() },
      payload: { outcome: 'granted', reasoning: '核对属实，予以办理', until: '2020-08-31' },
    });
    const { asked: whoAsked, steps } = await requestDetail(context, actor('policeDeterminer'), requestId);
    expect(whoAsked).toEqual({ officer: null, onBehalfOf: null });
    expect(steps).toMatchObject([
      { action: 'assess', officer: actor('policeReviewer').name, onBehalfOf: null },
      { action: 'decide', officer: colleague.name, onBehalfOf: absent.name },
    ]);
    // the person is told what was decided, never by whom
    const [own] = (await ownRequests(context, who, uscc)).items.filter((one) => one.requestId === requestId);
    expect(JSON.stringify(own)).not.toContain(absent.name);
    const { rows } = await platform.owner.query(
      "SELECT detail FROM audit_entry WHERE object_id = $1 AND action = 'request.decide'",
      [requestId],
    );
    expect(rows[0].detail).toMatchObject({ onBehalfOfOfficer: absent.id });
  });

  test('what a department begins of its own motion names who began it and for whom', async () => {
    const { context } = platform;
    const absent = await platform.officer('health-commission', 'reviewer');
    const colleague = await platform.officer('health-commission', 'reporter');
    await delegate(context, absent, {
      ...{ to: colleague.id, role: 'reviewer', startsOn: '2020-03-16', endsOn: '2020-03-20', reason: '外出培训' },
    });
    const standing = actingIn((await officerActor(context, colleague.id, 'request-1'))!, 'reviewer', 'determiner');
    const { caseId } = await concerned('1.1');
    const { requestId } = await propose(
      context,
      standing,
      asking('objection', caseId) as Parameters<typeof propose>[2],
    );
    const { asked: whoAsked } = await requestDetail(context, actor('creditOffice'), requestId);
    expect(whoAsked).toEqual({ officer: colleague.name, onBehalfOf: absent.name });
  });
});
