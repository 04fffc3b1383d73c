/** What binds the person is done at a counter once they, or a second officer who stands apart, have confirmed it: each way, each refusal, by call and by statement. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { localDateAt } from '#kernel/time/local-date.ts';
import { appearing } from '../../../tests/support/counter.ts';
import { openEvidence, photo, type TestEvidence, upload } from '../../../tests/support/evidence.ts';
import { createPlatform, DECISION, type TestPlatform } from '../../../tests/support/platform.ts';
import { type Concerned, key, rightsSteps } from '../../../tests/support/rights-steps.ts';
import { delegate } from '../access/delegations.ts';
import { type Actor, transact } from '../access/index.ts';
import { caseView, performAction } from '../determination/index.ts';
import { ownNotices } from '../notices/service.ts';
import { ownData } from '../own-data/index.ts';
import { ask, ownRequests, requestDetail } from '../rights/index.ts';
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
  printReport,
  showCode,
} from './index.ts';

let platform: TestPlatform;
let evidence: TestEvidence;
let assistant: Actor;
let second: Actor;
const { nextSubject, actor, signedIn, concerned, asked, assess, decide } = rightsSteps(() => platform);

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

const withdrawing = (requestId: string) =>
  ({ kind: 'withdraw', requestId, reason: '已经弄清楚', idempotencyKey: key() }) as const;
const responding = (caseId: string) =>
  ({ kind: 'respond', caseId, statement: '决定书载明的情况与事实不符', idempotencyKey: key() }) as const;

/** An open objection of somebody, and the withdrawal of it prepared at a counter. */
async function prepared(by = assistant) {
  const one = await concerned('2');
  const { requestId } = await asked(one, 'objection');
  const identity = appearing(one.who.person);
  const act = await prepareAct(platform.context, by, { identity, act: withdrawing(requestId) });
  return { ...one, requestId, identity, actId: act.actId };
}

const stands = async ({ who, uscc, requestId }: Concerned & { requestId: string }) =>
  (await ownRequests(platform.context, who, uscc)).items.find((item) => item.requestId === requestId)?.state;

/** An adverse case whose party has been told. */
async function served(): Promise<Concerned> {
  const subject = nextSubject();
  const decision = { ...DECISION, number: `窗口-${subject}` };
  const caseId = await platform.report({ kind: '2', subject, reporter: actor('policeReporter'), decision });
  const by = (name: string, action: string, payload: object) =>
    performAction(platform.context, actor(name), caseId, {
      ...{ action, payload, idempotencyKey: key() },
    } as Parameters<typeof performAction>[3]);
  await by('policeReviewer', 'review', {});
  await by('policeReviewer', 'serve-notice', { servedOn: '2020-03-16', serviceMethod: 'electronic' });
  return { caseId, ...(await signedIn(caseId, subject)) };
}

const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (problem: { code: string }) => problem.code,
  );

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
    expect((await ownNotices(platform.context, one.who, { limit: 1 })).items[0]).toMatchObject({
      kind: 'counter.refused',
    });
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
    const { assistedApplicant } = await import('../counter/index.ts');
    const who = await assistedApplicant(platform.context, both, appearing(one.who.person), '窗口代为申请');
    const { requestId } = await ask(platform.context, who, undefined, {
      ...{ kind: 'objection', caseId: one.caseId, statement: '处罚决定已被撤销', idempotencyKey: key() },
    });
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
    const { act } = await import('../rights/index.ts');
    await act(platform.context, determiner, requestId, {
      ...{ action: 'decide', idempotencyKey: key() },
      payload: { outcome: 'granted', reasoning: '核对属实，予以办理', until: '2020-08-31' },
    });
    const identity = appearing(one.who.person, one.uscc);
    const { assistedApplicant } = await import('../counter/index.ts');
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
      const { CompiledQuery } = await import('kysely');
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
    await transact(platform.context.database, one.who, async () => {});
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
