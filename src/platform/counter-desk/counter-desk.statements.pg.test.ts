/** Whoever works the keys has a part; what is under relief stays hidden at a counter; and a direct statement gets no further than a call. */
import { randomUUID } from 'node:crypto';
import { CompiledQuery } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { appearing, askedAtCounter, code, counterSteps, responding } from '../../../tests/support/counter.ts';
import { createPlatform, type TestPlatform } from '../../../tests/support/platform.ts';
import { asking, key } from '../../../tests/support/rights-steps.ts';
import type { Actor } from '../access/index.ts';
import { assistedApplicant } from '../counter/index.ts';
import { performAction } from '../determination/index.ts';
import { ownData } from '../own-data/index.ts';
import { act, ownRequests, requestDetail } from '../rights/index.ts';
import { answerAct, prepareAct, printReport, showCode } from './index.ts';

let platform: TestPlatform;
let assistant: Actor;
let second: Actor;
const { actor, concerned, asked, assess, decide, served, ...steps } = counterSteps(() => platform);
const prepared = (by = assistant) => steps.prepared(by);

beforeAll(async () => {
  platform = await createPlatform();
  assistant = await platform.officer('public-security-bureau', 'assistant');
  second = await platform.officer('public-security-bureau', 'reporter');
});
afterAll(() => platform?.close());
beforeEach(() => platform.clock.set('2020-03-16T01:00:00Z'));

describe('four eyes', () => {
  test('who reviewed does not type the party’s response; who typed it neither considers nor determines', async () => {
    const one = await served();
    const identity = appearing(one.who.person);
    const both = await platform.officer('public-security-bureau', 'assistant', 'reviewer', 'determiner');
    const reviewing = { ...actor('policeReviewer'), roles: ['reviewer', 'assistant'] as const };
    const withDesk = {
      ...reviewing,
      posts: [...reviewing.posts, { role: 'assistant' as const, departmentId: 'public-security-bureau' }],
    };
    expect(await code(prepareAct(platform.context, withDesk, { identity, act: responding(one.caseId) }))).toBe(
      'four_eyes.violated',
    );
    const { actId } = await prepareAct(platform.context, both, { identity, act: responding(one.caseId) });
    await answerAct(platform.context, one.who, actId, 'confirmed');
    const action = (name: string, payload: object) =>
      code(
        performAction(platform.context, both, one.caseId, {
          ...{ action: name, payload, idempotencyKey: key() },
        } as Parameters<typeof performAction>[3]),
      );
    expect(await action('consider-response', { reasoning: '已审查，当事人的意见不能成立' })).toBe('four_eyes.violated');
    await expect(
      platform.asApplication(
        `INSERT INTO case_participant (subject_key, fact_key, officer_id, part)
         SELECT subject_key, fact_key, $2, 'determiner' FROM submission WHERE subject_key = $1`,
        [one.who.subjectKey, both.id],
      ),
    ).rejects.toMatchObject({ code: '23505' });
  });

  test('who typed an objection at the counter decides nothing about the case afterwards, by rule and by statement', async () => {
    const one = await concerned('2');
    const both = await platform.officer('public-security-bureau', 'assistant', 'reviewer', 'determiner');
    const { requestId } = await askedAtCounter(platform, both, one, asking('objection', one.caseId));
    await assess('creditOffice', requestId, 'oppose');
    await decide('creditOfficeSecond', requestId, 'refused');
    platform.clock.set('2020-07-01T01:00:00Z');
    const repair = await asked(one, 'repair');
    const view = await requestDetail(platform.context, both, repair.requestId);
    expect(view.available.find(({ action }) => action === 'assess')).toMatchObject({
      available: false,
      because: 'four-eyes',
    });
    await expect(
      platform.asApplication(
        `INSERT INTO rights_participant (subject_key, request_id, officer_id, part) VALUES ($1, $2, $3, 'decider')`,
        [one.who.subjectKey, repair.requestId, both.id],
      ),
    ).rejects.toMatchObject({ constraint: 'four_eyes' });
  });
});

describe('relief and the full report', () => {
  test('what is under relief is not shown at the counter before the person has confirmed it', async () => {
    const one = await concerned('3.3.1');
    const { requestId } = await asked(one, 'relief');
    await assess('policeReviewer', requestId).catch(() => assess('industryReviewer', requestId));
    const owner = (
      await platform.owner.query('SELECT department_id FROM rights_request WHERE request_id = $1', [requestId])
    ).rows[0];
    const determiner = Object.values(platform.actors).find(
      ({ departmentId, roles }) => departmentId === owner.department_id && roles.join() === 'determiner',
    )!;
    await act(platform.context, determiner, requestId, {
      ...{ action: 'decide', idempotencyKey: key() },
      payload: { outcome: 'granted', reasoning: '核对属实，予以办理', until: '2020-08-31' },
    });
    const identity = appearing(one.who.person, one.uscc);
    const look = async () => {
      const who = await assistedApplicant(platform.context, assistant, identity, '窗口代为查看');
      return JSON.stringify([
        await ownData(platform.context, who, one.uscc),
        await ownRequests(platform.context, who, one.uscc),
      ]);
    };
    expect(await look()).not.toContain(one.caseId);
    const { actId } = await prepareAct(platform.context, assistant, {
      identity,
      act: { kind: 'see-held', idempotencyKey: key() },
    });
    expect(await look()).not.toContain(one.caseId);
    await answerAct(platform.context, one.who, actId, 'confirmed');
    expect(await look()).toContain(one.caseId);
  });

  test('a full report is printed once for what was confirmed once', async () => {
    const one = await concerned('2');
    const identity = appearing(one.who.person);
    const { actId } = await prepareAct(platform.context, assistant, {
      identity,
      act: { kind: 'full-report', idempotencyKey: key() },
    });
    const print = () => printReport(platform.context, assistant, identity, actId, async () => Buffer.from('paper'));
    expect(await code(print())).toBe('action.not_available');
    await answerAct(platform.context, one.who, actId, 'confirmed');
    const twice = await Promise.all([code(print()), code(print())]);
    expect(twice.filter((word) => word === 'done')).toHaveLength(1);
    expect(await code(print())).toBe('action.not_available');
  });
});

describe('a direct statement of the application’s login', () => {
  const enteredAs = (claim: object, statement: string, values: unknown[]) =>
    platform.context.database.transaction().execute(async (tx) => {
      await tx.executeQuery(CompiledQuery.raw('SELECT test_only.enter_as($1::json)', [JSON.stringify(claim)]));
      await tx.executeQuery(CompiledQuery.raw(statement, values));
    });
  const WITHDRAW = `INSERT INTO rights_action (subject_key, request_id, sequence, action, actor_id, at, idempotency_key, payload, counter_act)
    VALUES ($1, $2, 1, 'withdraw', $3, now(), $4, $5, $6)`;

  test('at the counter withdraws nothing that is not confirmed, nor as the person, nor with other words', async () => {
    const one = await prepared();
    const claim = { subjects: [one.who.subjectKey], counter: assistant.id };
    const [subject, request] = [one.who.subjectKey, one.requestId];
    const payload = JSON.stringify({ reason: '已经弄清楚' });
    const tries: [object, string, string, string | null][] = [
      [claim, assistant.id, payload, one.actId], // not confirmed yet
      [claim, assistant.id, payload, null],
      [claim, subject, payload, null], // as if the person had done it alone
      [{ departments: ['*'], officer: assistant.id }, subject, payload, null],
      [{ departments: ['*'], officer: assistant.id }, assistant.id, payload, one.actId],
    ];
    for (const [as, actorId, said, act] of tries)
      await expect(enteredAs(as, WITHDRAW, [subject, request, actorId, key(), said, act])).rejects.toMatchObject({
        constraint: 'counter_confirmed',
      });
    const { code: number } = await showCode(platform.context, one.who, one.actId);
    expect(number).toMatch(/^\d{8}$/);
    await platform.owner.query(
      `INSERT INTO counter_outcome (subject_key, act_id, outcome, means, at) VALUES ($1, $2, 'confirmed', 'own-page', now())`,
      [subject, one.actId],
    );
    const other = JSON.stringify({ reason: '换了说法' });
    await expect(
      enteredAs(claim, WITHDRAW, [subject, request, assistant.id, key(), other, one.actId]),
    ).rejects.toMatchObject({
      constraint: 'counter_confirmed',
    });
  });

  test('at the counter gives nobody else a part, takes none but the counter’s, and is logged under no other name', async () => {
    const one = await concerned('2');
    const claim = { subjects: [one.who.subjectKey], counter: assistant.id };
    const PART = `INSERT INTO case_participant (subject_key, fact_key, officer_id, part)
      SELECT subject_key, fact_key, $2, $3 FROM submission WHERE subject_key = $1`;
    for (const [officer, part] of [
      [second.id, 'counter'],
      [assistant.id, 'reviewer'],
      [assistant.id, 'determiner'],
    ] as const)
      await expect(enteredAs(claim, PART, [one.who.subjectKey, officer, part])).rejects.toMatchObject({
        constraint: 'acts_in_person',
      });
    await expect(
      enteredAs(
        claim,
        `INSERT INTO audit_entry (at, actor_kind, actor_id, action) VALUES (now(), 'officer', $1, 'request.asked')`,
        [second.id],
      ),
    ).rejects.toMatchObject({ constraint: 'logged_in_own_name' });
  });

  test('writes no word and reads no number; a function takes the word of nobody but whose it is', async () => {
    const one = await prepared();
    const claim = { subjects: [one.who.subjectKey], counter: assistant.id };
    const outcome = `INSERT INTO counter_outcome (subject_key, act_id, outcome, means, at) VALUES ($1, $2, 'confirmed', 'own-page', now())`;
    await expect(enteredAs(claim, outcome, [one.who.subjectKey, one.actId])).rejects.toMatchObject({ code: '42501' });
    await expect(enteredAs(claim, 'SELECT * FROM counter_secret', [])).rejects.toMatchObject({ code: '42501' });
    const at = platform.context.clock();
    for (const statement of [
      `SELECT answer_counter_act($1, $2, 'confirmed', $3)`,
      `SELECT offer_counter_secret($1, $2, 'code', sha256('x'), $3)`,
    ])
      await expect(enteredAs(claim, statement, [one.who.subjectKey, one.actId, at])).rejects.toMatchObject({
        constraint: 'counter_confirmed',
      });
    const desk = `SELECT offer_counter_secret($1, $2, 'desk', sha256('x'), $3)`;
    await expect(
      enteredAs({ subjects: [one.who.subjectKey] }, desk, [one.who.subjectKey, one.actId, at]),
    ).rejects.toMatchObject({ constraint: 'counter_confirmed' });
  });

  test('makes no act without a word in the inbox, nor for somebody else, nor one that waits for ever', async () => {
    const [one, other] = [await concerned('2'), await concerned('2')];
    const act = (officer: string, subject: string, minutes: number) =>
      enteredAs(
        { subjects: [one.who.subjectKey], counter: assistant.id },
        `INSERT INTO counter_act (subject_key, act_id, person_key, kind, about_type, about_id, content_digest, sealed, identity_proof, officer_id,
           department_id, desk, at, expires_at)
         VALUES ($1, $2, $1, 'see-held', 'own-data', 'x', sha256('x'), 'x', 'resident-id', $3, 'public-security-bureau', 1, now(), now() + $4 * interval '1 minute')`,
        [subject, randomUUID(), officer, minutes],
      );
    await expect(act(assistant.id, one.who.subjectKey, 30)).rejects.toMatchObject({ constraint: 'counter_act_told' });
    await expect(act(second.id, one.who.subjectKey, 30)).rejects.toMatchObject({ code: '42501' });
    await expect(act(assistant.id, other.who.subjectKey, 30)).rejects.toMatchObject({ code: '42501' });
    await expect(act(assistant.id, one.who.subjectKey, 90)).rejects.toMatchObject({ code: '23514' });
  });
});
