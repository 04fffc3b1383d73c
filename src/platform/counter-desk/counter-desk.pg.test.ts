/** What binds the person is done at a counter once they, or a second officer who stands apart, have confirmed it: each way, and each refusal. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { localDateAt } from '#kernel/time/local-date.ts';
import { appearing, code, counterSteps, responding, withdrawing } from '../../../tests/support/counter.ts';
import { openEvidence, photo, type TestEvidence, upload } from '../../../tests/support/evidence.ts';
import { createPlatform, type TestPlatform } from '../../../tests/support/platform.ts';
import { delegate } from '../access/delegations.ts';
import type { Actor } from '../access/index.ts';
import { caseView } from '../determination/index.ts';
import { ownNotices } from '../notices/service.ts';
import { requestDetail } from '../rights/index.ts';
import {
  actByNumber,
  answerAct,
  answerAtDesk,
  attachForm,
  completeAct,
  confirmByCode,
  counterFigures,
  deskNumber,
  ownCounterActs,
  prepareAct,
  showCode,
} from './index.ts';

let platform: TestPlatform;
let assistant: Actor;
let second: Actor;
let evidence: TestEvidence;
const { actor, concerned, asked, stands, served, ...steps } = counterSteps(() => platform);
const prepared = (by = assistant) => steps.prepared(by);

beforeAll(async () => {
  platform = await createPlatform();
  evidence = openEvidence(platform);
  assistant = await platform.officer('public-security-bureau', 'assistant');
  second = await platform.officer('public-security-bureau', 'reporter');
});
afterAll(async () => {
  await platform?.close();
  evidence?.remove();
});
beforeEach(() => platform.clock.set('2020-03-16T01:00:00Z'));

describe('the person’s own word', () => {
  test('nothing happens before it; confirmed on their page, it is done and shown as done at a counter, and they are told each time', async () => {
    const one = await prepared();
    expect(await stands(one)).toBe('open');
    const { waiting } = await ownCounterActs(platform.context, one.who);
    expect(waiting).toMatchObject([{ kind: 'withdraw', words: '已经弄清楚', window: 3, department: '市公安局' }]);
    await answerAct(platform.context, one.who, one.actId, 'confirmed');
    expect(await stands(one)).toBe('withdrawn');
    const { steps } = await requestDetail(platform.context, actor('policeReviewer'), one.requestId);
    expect(steps.at(-1)).toMatchObject({ by: '窗口代办（市公安局）', officer: assistant.name });
    const { items } = await ownNotices(platform.context, one.who, { limit: 20 });
    expect(items.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['counter.appeared', 'counter.withdraw', 'counter.confirmed']),
    );
    expect(items.find(({ kind }) => kind === 'counter.withdraw')?.text).toContain('市公安局3号窗口');
    expect(await code(answerAct(platform.context, one.who, one.actId, 'confirmed'))).toBe('action.not_available');
  });

  test('the code read out confirms it and is worth nothing afterwards', async () => {
    const one = await prepared();
    const { code: number } = await showCode(platform.context, one.who, one.actId);
    const { rows } = await platform.owner.query('SELECT s::text AS row FROM counter_secret s WHERE act_id = $1', [
      one.actId,
    ]);
    expect(rows[0].row).not.toContain(number);
    expect(
      await confirmByCode(platform.context, assistant, { identity: one.identity, code: number }, one.actId),
    ).toMatchObject({ state: 'confirmed', means: 'code', done: true });
    expect(await stands(one)).toBe('withdrawn');
    expect(
      await code(confirmByCode(platform.context, assistant, { identity: one.identity, code: number }, one.actId)),
    ).toBe('action.not_available');
  });

  test('guessed five times the code is spent, a new one too; the person can still confirm themself', async () => {
    const one = await prepared();
    const guess = (number: string) =>
      code(confirmByCode(platform.context, assistant, { identity: one.identity, code: number }, one.actId));
    const shown = (await showCode(platform.context, one.who, one.actId)).code;
    const wrong = shown === '00000000' ? '00000001' : '00000000';
    for (let attempt = 1; attempt <= 5; attempt++) expect(await guess(wrong)).toBe('request.invalid');
    expect(await guess(shown)).toBe('action.not_available');
    expect(await code(showCode(platform.context, one.who, one.actId))).toBe('action.not_available');
    expect(await stands(one)).toBe('open');
    expect(await answerAct(platform.context, one.who, one.actId, 'confirmed')).toMatchObject({ done: true });
  });

  test('the code of one act opens no other, and no other assistant uses it', async () => {
    const [one, other] = [await prepared(), await prepared()];
    const { code: number } = await showCode(platform.context, one.who, one.actId);
    const typed = { identity: other.identity, code: number };
    expect(await code(confirmByCode(platform.context, assistant, typed, other.actId))).toBe('request.invalid');
    const colleague = await platform.officer('public-security-bureau', 'assistant');
    expect(
      await code(confirmByCode(platform.context, colleague, { identity: one.identity, code: number }, one.actId)),
    ).not.toBe('done');
    expect(await stands(one)).toBe('open');
  });

  test('somebody else neither sees, nor is shown a code, nor answers', async () => {
    const [one, other] = [await prepared(), await concerned('2')];
    expect((await ownCounterActs(platform.context, other.who)).waiting).toEqual([]);
    for (const wrong of [
      () => showCode(platform.context, other.who, one.actId),
      () => answerAct(platform.context, other.who, one.actId, 'confirmed'),
      () => answerAct(platform.context, other.who, one.actId, 'refused'),
    ])
      expect(await code(wrong())).toBe('not_found');
  });

  test('refused, it is never done, and the person is told so; expired, it is worth nothing', async () => {
    const one = await prepared();
    await answerAct(platform.context, one.who, one.actId, 'refused');
    expect(await code(completeAct(platform.context, assistant, one.identity, one.actId))).toBe('action.not_available');
    expect(await stands(one)).toBe('open');
    const { items } = await ownNotices(platform.context, one.who, { limit: 20 });
    expect(items.map(({ kind }) => kind)).toContain('counter.refused');
    const late = await prepared();
    const { code: number } = await showCode(platform.context, late.who, late.actId);
    platform.clock.set('2020-03-16T01:31:00Z');
    expect(await code(answerAct(platform.context, late.who, late.actId, 'confirmed'))).toBe('action.not_available');
    expect(
      await code(confirmByCode(platform.context, assistant, { identity: late.identity, code: number }, late.actId)),
    ).toBe('action.not_available');
    expect(await stands(late)).toBe('open');
  });

  test('confirmed twice at once, and refused in the same instant: one word counts', async () => {
    const one = await prepared();
    const { code: number } = await showCode(platform.context, one.who, one.actId);
    const words = await Promise.all([
      code(answerAct(platform.context, one.who, one.actId, 'confirmed')),
      code(confirmByCode(platform.context, assistant, { identity: one.identity, code: number }, one.actId)),
      code(answerAct(platform.context, one.who, one.actId, 'refused')),
    ]);
    expect(words.filter((word) => word === 'done')).toHaveLength(1);
    const { rows } = await platform.owner.query('SELECT outcome FROM counter_outcome WHERE act_id = $1', [one.actId]);
    expect(rows).toHaveLength(1);
    expect(await stands(one)).toBe(rows[0].outcome === 'confirmed' ? 'withdrawn' : 'open');
  });

  test('a response waits as well; prepared again with the same key it is one act, with other words it is refused', async () => {
    const one = await served();
    const identity = appearing(one.who.person);
    const act = responding(one.caseId);
    const first = await prepareAct(platform.context, assistant, { identity, act });
    expect(await prepareAct(platform.context, assistant, { identity, act })).toEqual(first);
    const other = { ...act, statement: '换了内容的同一编号，仍然不符' };
    expect(await code(prepareAct(platform.context, assistant, { identity, act: other }))).toBe('idempotency.reused');
    await answerAct(platform.context, one.who, first.actId, 'confirmed');
    const seen = await caseView(platform.context, actor('policeDeterminer'), one.caseId);
    expect(seen.state).toBe('response-received');
    expect(seen.actions.at(-1)).toMatchObject({ officer: assistant.name, counter: '市公安局' });
  });

  test('for an organisation its representative confirms, as the sign-in vouches; the organisation is told and may refuse', async () => {
    const one = await concerned('3.3.1');
    const { requestId } = await asked(one, 'objection');
    const identity = appearing(one.who.person, one.uscc);
    const { actId } = await prepareAct(platform.context, assistant, { identity, act: withdrawing(requestId) });
    const stranger = { ...one.who, organisations: [] };
    expect(await code(answerAct(platform.context, stranger, actId, 'confirmed'))).not.toBe('done');
    const { items } = await ownNotices(platform.context, one.who, { limit: 5, uscc: one.uscc });
    expect(items.map(({ kind }) => kind)).toContain('counter.withdraw');
    await answerAct(platform.context, one.who, actId, 'confirmed');
    expect(await stands({ ...one, requestId })).toBe('withdrawn');
  });

  test('somebody else’s objection is never withdrawn for who stands there, nor is another organisation’s', async () => {
    const [one, other] = [await prepared(), await concerned('2')];
    const prepare = (identity: ReturnType<typeof appearing>) =>
      code(prepareAct(platform.context, assistant, { identity, act: withdrawing(one.requestId) }));
    expect(await prepare(appearing(other.who.person))).toBe('not_found');
    const firm = await concerned('3.3.1');
    expect(await prepare(appearing(one.who.person, firm.uscc))).toBe('not_found');
  });
});

describe('proof', () => {
  test('a kind of proof that the pack does not name is refused; what counts is kept as a kind, never as a number', async () => {
    const one = await concerned('3.3.1');
    const { requestId } = await asked(one, 'objection');
    const act = withdrawing(requestId);
    const shown = appearing(one.who.person, one.uscc);
    const prepare = (identity: typeof shown) => code(prepareAct(platform.context, assistant, { identity, act }));
    expect(await prepare({ ...shown, proof: 'library-card' })).toBe('request.invalid');
    const organisation = { ...shown.organisation!, authority: 'resident-id' };
    expect(await prepare({ ...shown, organisation })).toBe('request.invalid');
    expect(await prepare(shown)).toBe('done');
    const { rows } = await platform.owner.query(
      `SELECT e.detail::text AS detail FROM audit_entry e WHERE e.action = 'counter.appeared' AND e.actor_id = $1`,
      [assistant.id],
    );
    const details = rows.map(({ detail }) => detail).join();
    expect(details).toContain('"authorityProof": "power-of-attorney"');
    expect(details).not.toContain(one.who.person.documentNumber);
  });
});

describe('a second officer, present', () => {
  async function atDesk(one: { actId: string; identity: ReturnType<typeof appearing> }, by = assistant) {
    await attachForm(evidence.context, by, one.actId, upload(await photo()));
    return (await deskNumber(platform.context, by, one.identity, one.actId)).code;
  }

  test('sees what is asked, confirms with the signed form there, and has had a part since', async () => {
    const one = await prepared();
    const number = (await deskNumber(platform.context, assistant, one.identity, one.actId)).code;
    expect(await actByNumber(platform.context, second, number)).toMatchObject({
      words: '已经弄清楚',
      formAttached: false,
    });
    expect(await code(answerAtDesk(platform.context, second, number, 'confirmed'))).toBe('action.not_available');
    const other = await atDesk(one);
    expect(await code(answerAtDesk(platform.context, second, number, 'confirmed'))).toBe('action.not_available');
    await answerAtDesk(platform.context, second, other, 'confirmed');
    expect(await stands(one)).toBe('open');
    await completeAct(platform.context, assistant, one.identity, one.actId);
    await completeAct(platform.context, assistant, one.identity, one.actId);
    expect(await stands(one)).toBe('withdrawn');
    expect(await code(answerAtDesk(platform.context, second, other, 'confirmed'))).toBe('action.not_available');
    const { rows } = await platform.owner.query(
      `SELECT part FROM rights_participant WHERE request_id = $1 AND officer_id = ANY ($2::uuid[])`,
      [one.requestId, [assistant.id, second.id]],
    );
    expect(rows).toEqual([{ part: 'counter' }, { part: 'counter' }]);
  });

  test('is never the assistant, nor of another body, nor somebody who has a part, nor who stands in for the assistant', async () => {
    const one = await prepared();
    const number = await atDesk(one);
    const word = (officer: Actor) => code(answerAtDesk(platform.context, officer, number, 'confirmed'));
    expect(await word(assistant)).toBe('action.not_available');
    expect(await word(actor('healthReporter'))).toBe('action.not_available');
    expect(await word(actor('creditOffice'))).toBe('action.not_available');
    expect(await word(actor('policeReviewer'))).toBe('four_eyes.violated'); // reviewed the case
    expect(await word(actor('policeReporter'))).not.toBe('done');
    const today = localDateAt(platform.context.clock());
    const standIn = await platform.officer('public-security-bureau', 'reporter');
    await delegate(platform.context, assistant, {
      ...{ to: standIn.id, role: 'assistant', startsOn: today, endsOn: today, reason: '外出培训' },
    });
    expect(await word(standIn)).toBe('four_eyes.violated');
    expect(await stands(one)).toBe('open');
    expect(await word(second)).toBe('done');
  });

  test('the numbers are counted by body, and the same two again and again stand out', async () => {
    const office = await platform.officer('industry-bureau', 'assistant');
    const friend = await platform.officer('industry-bureau', 'reporter');
    for (let time = 0; time < 5; time++) {
      const one = await prepared(office);
      await answerAtDesk(platform.context, friend, await atDesk(one, office), 'confirmed');
    }
    const figures = await counterFigures(platform.context, actor('auditor'), {});
    expect(figures.bodies.find(({ departmentId }) => departmentId === 'industry-bureau')).toMatchObject({
      ...{ prepared: 5, bySecondOfficer: 5, byPerson: 0, outlier: true },
    });
    expect(figures.bodies.find(({ departmentId }) => departmentId === 'public-security-bureau')?.outlier).toBe(false);
    expect(figures.pairs[0]).toMatchObject({
      assistant: office.name,
      second: friend.name,
      confirmed: 5,
      outlier: true,
    });
    expect(await code(counterFigures(platform.context, actor('policeReviewer'), {}))).toBe('permission.denied');
  });
});
