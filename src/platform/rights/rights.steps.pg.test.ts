/** The steps of requests: who may take which, at the same instant too; each clock; a prior notice; who stands in for whom. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { RightsRequest } from '#contracts/rights.ts';
import { toProblem } from '#runtime/http/problems.ts';
import { appearing, askedAtCounter } from '../../../tests/support/counter.ts';
import { createPlatform, DECISION, type TestPlatform } from '../../../tests/support/platform.ts';
import { asking, type Concerned, key, rightsSteps } from '../../../tests/support/rights-steps.ts';
import { actingIn } from '../access/actor.ts';
import { delegate } from '../access/delegations.ts';
import type { Actor } from '../access/index.ts';
import { officerActor } from '../access/service.ts';
import { assistedApplicant } from '../counter/index.ts';
import { answerNotice, performAction } from '../determination/index.ts';
import { ownNotices } from '../notices/service.ts';
import { act, actAsApplicant, ask, guidance, ownRequests, propose, requestDetail, requestQueue } from './index.ts';

let platform: TestPlatform;
let assistant: Actor;
const { nextSubject, actor, signedIn, concerned, shown, asked, step, assess, decide } = rightsSteps(() => platform);
beforeAll(async () => {
  platform = await createPlatform();
  assistant = await platform.officer('credit-office', 'assistant');
});
afterAll(() => platform?.close());
beforeEach(() => platform.clock.set('2020-03-16T01:00:00Z'));

const code = (problem: unknown) => (toProblem(problem) as { code: string }).code;

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
    const identity = appearing(one.who.person);
    const who = await assistedApplicant(platform.context, assistant, identity, '窗口代为申请');
    await expect(ask(platform.context, who, undefined, asking('objection', one.caseId))).rejects.toMatchObject({
      code: 'action.not_available', // asked straight away, past what is prepared and confirmed
    });
    const { requestId } = await askedAtCounter(platform, assistant, one, asking('objection', one.caseId));
    const { items } = await ownNotices(platform.context, one.who, { limit: 9 });
    const texts = items.map(({ text }) => text); // both of the same instant
    expect(texts).toContainEqual(expect.stringContaining('这是窗口工作人员为您代办的'));
    expect(texts).toContainEqual(
      expect.stringMatching(/窗口的工作人员以您的名义准备了“提出异议”，还没有办理.*不是您的意思/),
    );
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
    const subject = nextSubject();
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
