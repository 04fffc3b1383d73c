/** An objection, repair or relief asked for at a counter begins with the person's word, and the paper of who acts for an organisation is kept. */
import { randomUUID } from 'node:crypto';
import { CompiledQuery } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { RightsRequest } from '#contracts/rights.ts';
import { appearing, askedAtCounter, code, counterSteps, withdrawing } from '../../../tests/support/counter.ts';
import { openEvidence, photo, type TestEvidence, upload } from '../../../tests/support/evidence.ts';
import { createPlatform, type TestPlatform } from '../../../tests/support/platform.ts';
import { asking, type Concerned, key } from '../../../tests/support/rights-steps.ts';
import type { Actor } from '../access/index.ts';
import { ownNotices } from '../notices/service.ts';
import { ownRequests, requestDetail } from '../rights/index.ts';
import {
  answerAct,
  answerAtDesk,
  attachForm,
  completeAct,
  confirmByCode,
  deskNumber,
  ownCounterActs,
  prepareAct,
  showCode,
} from './index.ts';

let platform: TestPlatform;
let evidence: TestEvidence;
let assistant: Actor;
let second: Actor;
const { actor, concerned, shown } = counterSteps(() => platform);

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
beforeEach(() => platform.clock.set('2020-07-01T01:00:00Z'));

const requests = async ({ who, uscc }: Concerned) => (await ownRequests(platform.context, who, uscc)).items;
const mark = async ({ caseId }: Concerned) => (await shown(caseId))[0]?.objectionOpen;

/** What the words and wishes of each kind are, as the person reads them before they say yes. */
const KINDS: readonly [RightsRequest['kind'], string, object][] = [
  ['objection', '2', {}],
  ['repair', '2', { commitment: true }],
  ['relief', '3.3.1', { size: 'small', until: '2020-09-30' }],
];

describe.each(KINDS)('%s', (kind, about, wanted) => {
  async function prepared() {
    platform.clock.set('2020-03-16T01:00:00Z');
    const one = await concerned(about);
    platform.clock.set('2020-07-01T01:00:00Z');
    const identity = appearing(one.who.person, one.uscc);
    const act = asking(kind, one.caseId);
    const { actId } = await prepareAct(platform.context, assistant, { identity, act });
    return { ...one, identity, act, actId };
  }

  test('prepared, nothing has begun: no request, no mark, no clock; confirmed, it is what was prepared, once', async () => {
    const one = await prepared();
    expect(await requests(one)).toEqual([]);
    expect(await mark(one)).toBe(false);
    const { waiting } = await ownCounterActs(platform.context, one.who);
    expect(waiting).toMatchObject([{ kind, words: one.act.statement, wanted, about: one.caseId, done: false }]);
    expect(await answerAct(platform.context, one.who, one.actId, 'confirmed')).toMatchObject({ done: true });
    expect(await requests(one)).toMatchObject([{ kind, statement: one.act.statement }]);
    expect(await mark(one)).toBe(kind === 'objection');
    expect(await code(answerAct(platform.context, one.who, one.actId, 'confirmed'))).toBe('action.not_available');
    expect(await requests(one)).toHaveLength(1);
    const { rows } = await platform.owner.query(
      'SELECT channel, asked_by, counter_act, wanted FROM rights_request WHERE subject_key = $1',
      [one.act.kind === 'relief' ? one.who.organisations[0]!.subjectKey : one.who.subjectKey],
    );
    expect(rows).toEqual([{ channel: 'assisted', asked_by: assistant.id, counter_act: one.actId, wanted }]);
  });

  test('by the code read out; refused or not answered, it never begins', async () => {
    const one = await prepared();
    const { code: number } = await showCode(platform.context, one.who, one.actId);
    const typed = { identity: one.identity, code: number };
    expect(await confirmByCode(platform.context, assistant, typed, one.actId)).toMatchObject({ done: true });
    expect(await requests(one)).toHaveLength(1);
    const [refused, late] = [await prepared(), await prepared()];
    await answerAct(platform.context, refused.who, refused.actId, 'refused');
    expect(await code(completeAct(platform.context, assistant, refused.identity, refused.actId))).toBe(
      'action.not_available',
    );
    platform.clock.set('2020-07-01T01:30:01Z');
    expect(await code(answerAct(platform.context, late.who, late.actId, 'confirmed'))).toBe('action.not_available');
    expect([await requests(refused), await requests(late)]).toEqual([[], []]);
    expect([await mark(refused), await mark(late)]).toEqual([false, false]);
  });

  test('without a phone by a second officer with the signed form, who has no other part in it afterwards', async () => {
    const one = await prepared();
    await attachForm(evidence.context, assistant, one.actId, upload(await photo()));
    const number = (await deskNumber(platform.context, assistant, one.identity, one.actId)).code;
    await answerAtDesk(platform.context, second, number, 'confirmed');
    expect(await requests(one)).toEqual([]);
    await completeAct(platform.context, assistant, one.identity, one.actId);
    await completeAct(platform.context, assistant, one.identity, one.actId);
    const [request] = await requests(one);
    expect(request).toMatchObject({ kind, statement: one.act.statement });
    for (const officer of [assistant, second])
      await expect(
        platform.asApplication(
          `INSERT INTO rights_participant (subject_key, request_id, officer_id, part) SELECT subject_key, request_id, $2, 'assessor'
           FROM rights_request WHERE request_id = $1`,
          [request!.requestId, officer.id],
        ),
      ).rejects.toBeDefined();
  });

  test('a direct statement at the counter begins nothing that is not confirmed, with other words, or as if the person asked alone', async () => {
    const [one, confirmed] = [await prepared(), await prepared()];
    await platform.owner.query(
      `INSERT INTO counter_outcome (subject_key, act_id, outcome, means, at)
       SELECT subject_key, act_id, 'confirmed', 'own-page', now() FROM counter_act WHERE act_id = $1`,
      [confirmed.actId],
    );
    const say = (of: typeof one, channel: string, by: string, statement: string, act: string | null) =>
      platform.context.database.transaction().execute(async (tx) => {
        const subjects = [of.who.subjectKey, ...of.who.organisations.map(({ subjectKey }) => subjectKey)];
        const claim = JSON.stringify({ subjects, counter: assistant.id });
        await tx.executeQuery(CompiledQuery.raw('SELECT test_only.enter_as($1::json)', [claim]));
        await tx.executeQuery(
          CompiledQuery.raw(
            `INSERT INTO rights_request (subject_key, request_id, kind, subject_type, fact_key, batch_id, row_number, record_kind, department_id,
               channel, asked_by, opened_at, statement, wanted, idempotency_key, counter_act)
             SELECT s.subject_key, $2, $3, s.subject_type, s.fact_key, s.batch_id, s.row_number, s.kind, s.competent_department,
               $4, $5, now(), $6, $7, $8, $9 FROM submission s WHERE s.batch_id || '-' || s.row_number = $1`,
            [of.caseId, randomUUID(), kind, channel, by, statement, JSON.stringify(wanted), key(), act],
          ),
        );
      });
    const { statement } = one.act;
    for (const [of, channel, by, words, act] of [
      [one, 'assisted', assistant.id, statement, one.actId], // not confirmed yet
      [one, 'assisted', assistant.id, statement, null], // as it was done before acts of asking waited
      [one, 'own', one.who.subjectKey, statement, null], // as if the person had asked alone
      [confirmed, 'assisted', assistant.id, '换了说法的陈述，不是本人确认的', confirmed.actId],
      [one, 'assisted', assistant.id, statement, confirmed.actId], // confirmed by somebody else, about something else
    ] as const)
      await expect(say(of, channel, by, words, act)).rejects.toMatchObject({ constraint: 'counter_confirmed' });
  });
});

test('what stands in the way is said before anything is prepared', async () => {
  const one = await concerned('2');
  platform.clock.set('2020-03-16T02:00:00Z');
  const identity = appearing(one.who.person);
  const prepare = (act: RightsRequest) => code(prepareAct(platform.context, assistant, { identity, act }));
  expect(await prepare(asking('repair', one.caseId))).toBe('action.not_available');
  expect(await prepare(asking('objection', (await concerned('2')).caseId))).toBe('case.not_found');
  const sick = { ...asking('objection', one.caseId), statement: '本人曾确诊新冠肺炎，已经治愈' } as RightsRequest;
  expect(await prepare(sick)).toBe('request.invalid');
  expect((await ownCounterActs(platform.context, one.who)).waiting).toEqual([]);
});

test('asked meanwhile by the person themself, the word finds that it is open already, and the act stays as it was', async () => {
  const one = await concerned('2');
  const identity = appearing(one.who.person);
  const { actId } = await prepareAct(platform.context, assistant, { identity, act: asking('objection', one.caseId) });
  await askedAtCounter(platform, assistant, one, { ...asking('objection', one.caseId), statement: '另一件同样的异议' });
  expect(await code(answerAct(platform.context, one.who, actId, 'confirmed'))).toBe('action.not_available');
  expect(await requests(one)).toHaveLength(1);
  expect((await ownCounterActs(platform.context, one.who)).waiting).toMatchObject([{ actId, state: 'waiting' }]);
});

test('the request says that it came from a counter, and of which department', async () => {
  const one = await concerned('2');
  const { requestId } = await askedAtCounter(platform, assistant, one, asking('objection', one.caseId));
  const detail = await requestDetail(platform.context, actor('policeReviewer'), requestId);
  expect(detail).toMatchObject({ channel: 'assisted' });
  const { items } = await ownNotices(platform.context, one.who, { limit: 20 });
  expect(items.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['counter.objection', 'counter.confirmed', 'objection.asked']),
  );
});

describe('the paper by which somebody acts for an organisation', () => {
  const kept = async (actId: string) =>
    (
      await platform.owner.query(
        `SELECT e.kind, e.form, e.added_by, e.department_id FROM evidence_owner o JOIN evidence e USING (subject_key, evidence_id)
         WHERE o.owner_kind = 'counter-act' AND o.owner_id = $1`,
        [actId],
      )
    ).rows;

  test('leaves a row of evidence with each act, which the organisation sees named; for oneself there is none', async () => {
    const firm = await concerned('3.3.1');
    const { actId, requestId } = await askedAtCounter(platform, assistant, firm, asking('objection', firm.caseId));
    const paper = {
      ...{ kind: 'power-of-attorney', form: 'paper', added_by: assistant.id },
      department_id: 'public-security-bureau',
    };
    expect(await kept(actId)).toEqual([paper]);
    const identity = appearing(firm.who.person, firm.uscc);
    const later = await prepareAct(platform.context, assistant, { identity, act: withdrawing(requestId) });
    expect(later.authority?.title).toMatch(/授权/);
    expect(later.formAttached).toBe(false); // the paper of authority is not the signed form
    expect(await kept(later.actId)).toEqual([paper]);
    const person = await concerned('2');
    const own = await askedAtCounter(platform, assistant, person, asking('objection', person.caseId));
    expect(await kept(own.actId)).toEqual([]);
  });

  test('an act without that row is refused by the database, also where the rest of it is right', async () => {
    const firm = await concerned('3.3.1');
    const subject = firm.who.organisations[0]!.subjectKey;
    const claim = JSON.stringify({ subjects: [firm.who.subjectKey, subject], counter: assistant.id });
    const told = (of: string) =>
      CompiledQuery.raw(
        `INSERT INTO subject_notice (subject_key, notice_id, at, kind, title, text) VALUES ($1, $2, now(), 'counter.see-held', '测', '测')`,
        [of, randomUUID()],
      );
    const act = platform.context.database.transaction().execute(async (tx) => {
      await tx.executeQuery(CompiledQuery.raw('SELECT test_only.enter_as($1::json)', [claim]));
      await tx.executeQuery(
        CompiledQuery.raw(
          `INSERT INTO counter_act (subject_key, act_id, person_key, kind, about_type, about_id, content_digest, sealed, identity_proof,
             authority_proof, officer_id, department_id, desk, at, expires_at)
           VALUES ($1, $2, $3, 'see-held', 'own-data', 'x', sha256('x'), 'x', 'resident-id', 'power-of-attorney', $4, 'public-security-bureau', 1,
             now(), now() + interval '30 minutes')`,
          [subject, randomUUID(), firm.who.subjectKey, assistant.id],
        ),
      );
      for (const of of [subject, firm.who.subjectKey]) await tx.executeQuery(told(of));
      await tx.executeQuery(
        CompiledQuery.raw(
          `INSERT INTO audit_entry (at, actor_kind, actor_id, action, object_type, object_id, look) VALUES (now(), 'officer', $1, 'counter.prepared', 'counter-act', 'x', false)`,
          [assistant.id],
        ),
      );
    });
    await expect(act).rejects.toMatchObject({ constraint: 'counter_act_authority_kept' });
  });
});
