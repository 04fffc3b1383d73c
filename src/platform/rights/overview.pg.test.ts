/** What the office sees of all requests together: running holds until they end, punctuality where it was kept or missed; and the counter's later steps. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { RightsActionRequest, RightsRequest } from '#contracts/rights.ts';
import { appearing } from '../../../tests/support/counter.ts';
import { determinedCase } from '../../../tests/support/determined-case.ts';
import { inventedCitizen } from '../../../tests/support/people.ts';
import { createPlatform, type TestPlatform } from '../../../tests/support/platform.ts';
import { applicantOf } from '../access/index.ts';
import { assistedApplicant } from '../counter/index.ts';
import { answerAct, prepareAct } from '../counter-desk/index.ts';
import { endHolds } from '../registry/index.ts';
import { supervision } from '../supervision/index.ts';
import { act, actAsApplicant, ask, ownRequests, reliefOverview, requestDetail, requestQueue } from './index.ts';

let platform: TestPlatform;
let people = 500;
beforeAll(async () => {
  platform = await createPlatform();
});
afterAll(() => platform?.close());
beforeEach(() => platform.clock.set('2020-03-16T01:00:00Z'));

const actor = (name: string) => platform.actors[name]!;
const step = (name: string, requestId: string, action: RightsActionRequest['action'], payload: object) =>
  act(platform.context, actor(name), requestId, {
    ...{ action, payload, idempotencyKey: randomUUID() },
  } as RightsActionRequest);

async function firm() {
  const subject = ++people;
  const caseId = await determinedCase(platform, { kind: '3.3.2', subject });
  const { rows } = await platform.owner.query('SELECT uscc, organisation_name FROM submission WHERE batch_id = $1', [
    caseId.split('-')[0],
  ]);
  const person = inventedCitizen('张测试', '1985-06-15', subject);
  const organisations = [{ uscc: rows[0].uscc, name: rows[0].organisation_name }];
  return { caseId, uscc: rows[0].uscc as string, who: applicantOf(platform.context, person, organisations), person };
}

/** A firm spared until a day. */
async function spared(until: string, one: Awaited<ReturnType<typeof firm>> | undefined = undefined) {
  const { caseId, uscc, who } = one ?? (await firm());
  const request: RightsRequest = {
    ...{ kind: 'relief', caseId, statement: '停业两个月，无法按期履行', size: 'small', until },
    idempotencyKey: randomUUID(),
  };
  const { requestId } = await ask(platform.context, who, uscc, request);
  await step('policeReviewer', requestId, 'assess', { opinion: 'support', reasoning: '受疫情影响属实' });
  await step('policeDeterminer', requestId, 'decide', { outcome: 'granted', reasoning: '同意暂不纳入', until });
  return requestId;
}

const overview = async (name: string, more: object = {}) =>
  (await reliefOverview(platform.context, actor(name), { limit: 50, ...more })).items.map((item) => item.requestId);

test('running holds, the first to end on top; an extended one stands once, an ended or released one no more', async () => {
  const one = await firm();
  const first = await spared('2020-05-31', one);
  const later = await spared('2020-06-30');
  expect(await overview('policeReviewer')).toEqual([first, later]);
  expect(await overview('creditOffice')).toEqual([first, later]);
  expect(await overview('healthReviewer')).toEqual([]);
  expect(await overview('auditor', { after: first })).toEqual([later]);
  const [shown] = (await reliefOverview(platform.context, actor('auditor'), { limit: 1 })).items;
  expect(shown).toMatchObject({ heldFrom: '2020-03-24', heldUntil: '2020-05-31', daysLeft: 68, recorded: true });

  platform.clock.set('2020-05-20T01:00:00Z');
  const extended = await spared('2020-07-31', one);
  expect(await overview('policeReviewer')).toEqual([later, extended]);
  const third = await platform.officer('public-security-bureau', 'determiner');
  await act(platform.context, third, extended, {
    ...{ action: 'release', payload: { reason: '企业已恢复经营' }, idempotencyKey: randomUUID() },
  });
  expect(await overview('policeReviewer')).toEqual([later]);
  platform.clock.set('2020-06-30T15:00:00Z');
  expect(await overview('policeReviewer')).toEqual([later]);
  platform.clock.set('2020-06-30T16:30:00Z'); // past midnight in the city
  expect(await overview('policeReviewer')).toEqual([]);
});

test.each(['2020-05-31T15:59:00Z', '2020-05-31T16:30:00Z'])(
  'a hold that ends while somebody releases it, at %s: shown again once, told once',
  async (instant) => {
    const one = await firm();
    const requestId = await spared('2020-05-31', one);
    const third = await platform.officer('public-security-bureau', 'determiner');
    platform.clock.set(instant);
    await Promise.allSettled([
      act(platform.context, third, requestId, {
        ...{ action: 'release', payload: { reason: '企业已恢复经营' }, idempotencyKey: randomUUID() },
      }),
      endHolds(platform.context),
      endHolds(platform.context),
    ]);
    platform.clock.set('2020-06-02T01:00:00Z');
    await endHolds(platform.context);
    const { rows } = await platform.owner.query(
      `SELECT count(*)::int AS released FROM record_change c JOIN record r USING (subject_key, record_id)
       WHERE r.uscc = $1 AND c.change = 'released'`,
      [one.uscc],
    );
    expect(rows).toEqual([{ released: 1 }]);
  },
);

test('a step counts as kept or missed for the department that took it, and what waits for whom it waits', async () => {
  const caseId = await determinedCase(platform, { kind: '1.1', subject: ++people });
  const who = applicantOf(platform.context, inventedCitizen('张测试', '1985-06-15', people), []);
  platform.clock.set('2020-03-16T01:00:00Z');
  const { requestId } = await ask(platform.context, who, undefined, {
    ...{ kind: 'objection', caseId, statement: '天数不对，请予核实' },
    idempotencyKey: randomUUID(),
  });
  // before anybody asks it, the department sees what is about its record: in the list and in the counts above it
  const { items, waiting } = await requestQueue(platform.context, actor('healthReviewer'), {
    ...{ kind: 'objection', standing: 'waiting', limit: 50 },
  });
  expect(items).toContainEqual(expect.objectContaining({ requestId, handledBy: '市信用办' }));
  expect(waiting.objection).toBe(items.length);
  await step('creditOffice', requestId, 'ask-provider', { question: '请核查原始材料' });
  const of = async (department: string) =>
    (await supervision(platform.context, actor('creditOffice'), { months: 12 })).rights.find(
      ({ departmentId }) => departmentId === department,
    );
  platform.clock.set('2020-03-19T15:59:00Z'); // the last minute of the third working day
  expect(await of('health-commission')).toMatchObject({ kept: 0, missed: 0, waiting: 1, overdue: 0 });
  platform.clock.set('2020-03-20T01:00:00Z');
  expect(await of('health-commission')).toMatchObject({ kept: 0, missed: 0, waiting: 1, overdue: 1 });
  await step('healthReviewer', requestId, 'assess', { opinion: 'oppose', reasoning: '与值班表一致' });
  expect(await of('health-commission')).toMatchObject({ kept: 0, missed: 1, waiting: 0, overdue: 0 });
  // the office decides within its seven: the department's delay is not the office's
  await step('creditOfficeSecond', requestId, 'decide', { outcome: 'refused', reasoning: '与值班表一致' });
  expect(await of('credit-office')).toMatchObject({ kept: 1, missed: 0 });
});

test('who came to the counter sees the own requests there and withdraws one, in the officer’s log and on their behalf', async () => {
  const { caseId, uscc, person, who: alone } = await firm();
  const { requestId } = await ask(platform.context, alone, uscc, {
    ...{ kind: 'objection', caseId, statement: '处罚决定已被撤销', idempotencyKey: randomUUID() },
  });
  const assistant = await platform.officer('credit-office', 'assistant');
  const identity = appearing(person, uscc);
  const who = await assistedApplicant(platform.context, assistant, identity, '窗口代为办理申请');
  expect((await ownRequests(platform.context, who, uscc)).items.map((item) => item.requestId)).toEqual([requestId]);
  const withdraw = { action: 'withdraw', payload: { reason: '已经弄清楚' }, idempotencyKey: randomUUID() } as const;
  await expect(actAsApplicant(platform.context, who, requestId, withdraw)).rejects.toMatchObject({
    code: 'action.not_available',
  });
  const { actId } = await prepareAct(platform.context, assistant, {
    identity,
    act: { kind: 'withdraw', requestId, reason: '已经弄清楚', idempotencyKey: randomUUID() },
  });
  expect(await answerAct(platform.context, alone, actId, 'confirmed')).toMatchObject({ done: true });
  expect((await ownRequests(platform.context, alone, uscc)).items).toMatchObject([{ requestId, state: 'withdrawn' }]);
  const { rows } = await platform.owner.query(
    "SELECT actor_id, actor_kind FROM audit_entry WHERE action = 'request.withdraw' AND object_id = $1",
    [requestId],
  );
  expect(rows).toEqual([{ actor_id: assistant.id, actor_kind: 'officer' }]);
});

test('granted and not acknowledged after its working day: the queue says so until the last system has confirmed', async () => {
  const subject = ++people;
  const caseId = await determinedCase(platform, { kind: '2', subject });
  const who = applicantOf(platform.context, inventedCitizen('张测试', '1985-06-15', subject), []);
  await platform.owner.query("INSERT INTO points_subscription VALUES ($1, 1, 'opened', 'receipt', 'message', now())", [
    who.subjectKey,
  ]);
  platform.clock.set('2020-07-01T01:00:00Z');
  const { requestId } = await ask(platform.context, who, undefined, {
    ...{ kind: 'repair', caseId, statement: '已缴清罚款', commitment: true, idempotencyKey: randomUUID() },
  });
  await step('policeReviewer', requestId, 'assess', { opinion: 'support', reasoning: '缴款凭证属实' });
  await step('policeDeterminer', requestId, 'decide', { outcome: 'granted', reasoning: '同意修复' });
  const queue = () =>
    requestQueue(platform.context, actor('policeReviewer'), { kind: 'repair', standing: 'unconfirmed', limit: 50 });
  const execution = async () =>
    (await requestDetail(platform.context, actor('policeReviewer'), requestId)).clocks.find(({ title }) =>
      title.includes('执行'),
    );
  platform.clock.set('2020-07-02T15:00:00Z'); // the evening of the working day after
  expect(await queue()).toMatchObject({ items: [], unconfirmed: 0 });
  expect(await execution()).toMatchObject({ endsOn: '2020-07-02', met: null });
  platform.clock.set('2020-07-02T16:30:00Z');
  expect(await queue()).toMatchObject({ items: [{ requestId, state: 'granted' }], unconfirmed: 1 });
  expect(
    await requestQueue(platform.context, actor('healthReviewer'), { standing: 'waiting', limit: 50 }),
  ).toMatchObject({
    unconfirmed: 0,
  });
  await platform.owner.query(
    "INSERT INTO delivery_attempt SELECT id, 1, $2, 'acknowledged', NULL FROM outbox WHERE subject_key = $1",
    [who.subjectKey, platform.context.clock()],
  );
  expect(await queue()).toMatchObject({ items: [], unconfirmed: 0 });
  expect(await execution()).toMatchObject({ met: false });
});
