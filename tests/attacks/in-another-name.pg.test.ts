/** Somebody who really entered says what another has to say: the party for the reporter, one officer for two, an objection for a conflict. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { determinedCase } from '../support/determined-case.ts';
import { act, type CaseKeys, type Columns, insert, participate, sql } from '../support/direct-statements.ts';
import { outcomeOf, refusedOnlyBy, trigger } from '../support/guards.ts';
import { createPlatform, type TestPlatform } from '../support/platform.ts';
import { officerOf, toldCase } from '../support/told-case.ts';

let platform: TestPlatform;
let told: CaseKeys;
let organisation: Columns & { readonly subject_key: string; readonly record_id: string; readonly uscc: string };
const as = (who: string) => officerOf(platform, who);
const idOf = (who: string) => platform.actors[who]!.id;
const party = (subject: string = told.subjectKey) =>
  ({ login: 'web_platform', claim: { subjects: [subject] } }) as const;
const POLICE = 'public-security-bureau';

beforeAll(async () => {
  platform = await createPlatform();
  told = await toldCase(platform);
  const good = await determinedCase(platform, { kind: '3.2.1' });
  organisation = (
    await platform.owner.query('SELECT * FROM record WHERE batch_id = $1 AND row_number = $2', good.split('-'))
  ).rows[0];
});
afterAll(() => platform?.close());

describe('four-eyes: the reporter of a case', () => {
  const named = () => trigger('case_participant', 'reporter_in_person');
  const speaks = () => trigger('case_action', 'reporter_speaks');
  const withdrawn = (who: string) => act(told, { sequence: 3, action: 'withdraw', part: 'reporter', actor_id: who });

  test.each(['policeDeterminer', 'policeReporter'])('is not made of an officer by the party: %s', async (who) => {
    await refusedOnlyBy(platform.owner, named(), { ...party(), say: [participate(told, idOf(who), 'reporter')] });
  });

  test('withdraws; the party about whom it was reported does not do it in that name', async () => {
    const before = [participate(told, idOf('policeReporter'), 'reporter')];
    await refusedOnlyBy(platform.owner, speaks(), { ...party(), before, say: [withdrawn(idOf('policeReporter'))] });
  });

  test('reports for the department: whoever has no such role withdraws nothing', async () => {
    const who = idOf('policeDeterminer');
    const say = [participate(told, who, 'reporter'), withdrawn(who)];
    await refusedOnlyBy(platform.owner, speaks(), { ...as('policeDeterminer'), say });
  });

  test('takes its report back', async () => {
    const who = idOf('policeReporter');
    const say = [participate(told, who, 'reporter'), withdrawn(who)];
    expect(await outcomeOf(platform.owner, { ...as('policeReporter'), say }, [])).toBeUndefined();
  });
});

describe('four-eyes: who asks of the department’s own motion', () => {
  const request = randomUUID();
  const asked = (by: string) =>
    insert('rights_request', {
      ...{ subject_key: told.subjectKey, request_id: request, kind: 'relief', subject_type: 'person' },
      ...{
        fact_key: told.factKey,
        batch_id: told.caseId.split('-')[0]!,
        row_number: Number(told.caseId.split('-')[1]),
        record_kind: '2020-2/2',
        department_id: POLICE,
      },
      ...{ channel: 'department', asked_by: by, opened_at: sql('now()'), statement: '测', idempotency_key: 'k' },
    });
  const decides = (by: string) =>
    insert('rights_participant', {
      ...{ subject_key: told.subjectKey, request_id: request, officer_id: by, part: 'decider' },
    });

  test('asks in the own name', async () => {
    const guard = trigger('rights_request', 'asked_in_person');
    const say = [asked(idOf('policeReviewer'))];
    await refusedOnlyBy(platform.owner, guard, { ...as('policeDeterminer'), say });
  });

  test('does not decide, also where nobody wrote down that they asked', async () => {
    const who = idOf('policeDeterminer');
    const say = [asked(who), decides(who)];
    await refusedOnlyBy(platform.owner, trigger('rights_participant', 'four_eyes'), {
      ...as('policeDeterminer'),
      say,
    });
  });
});

describe('four-eyes: a doubt about an entry', () => {
  const guard = () => trigger('list_entry_decision', 'ones_own');
  const entryId = randomUUID();
  const round = sql('(SELECT max(id) FROM list_round)');
  const of = () => ({ subject_key: organisation.subject_key, record_id: organisation.record_id });
  const shown = () => [
    insert('list_round', {
      ...{ list: 'red', opened_by: idOf('creditOffice'), opened_at: '2020-03-24T01:00:00Z' },
      ...{ notice_from: '2020-03-24', notice_until: '2020-04-03', digest: sql("sha256('x')") },
    }),
    insert('list_entry', {
      ...{ ...of(), round_id: round, entry_id: entryId, uscc: organisation.uscc, name: '测', ground: '测' },
      ...{ department_id: 'health-commission', matter: '测', determined_on: '2020-03-24' },
    }),
  ];
  const line = (sequence: number, decision: string, actor: string) =>
    insert('list_entry_decision', {
      ...{ ...of(), round_id: round, sequence, decision, reason: '测', actor_id: actor, at: '2020-03-24T04:00:00Z' },
    });

  test.each(['objection', 'kept'])('of another organisation is not for a party to say: %s', async (decision) => {
    const stranger = randomUUID();
    const say = [line(1, decision, stranger)];
    await refusedOnlyBy(platform.owner, guard(), { ...party(stranger), before: shown(), say });
  });

  test('that the credit office has to look at is not settled by objecting and taking it back', async () => {
    const { subject_key } = organisation;
    const before = [...shown(), line(1, 'conflict-found', idOf('creditOffice'))];
    const say = [line(2, 'objection', subject_key), line(3, 'kept', subject_key)];
    await refusedOnlyBy(platform.owner, guard(), { ...party(subject_key), before, say });
  });

  test.each(['kept', 'struck'])('is not decided by any officer there is: %s', async (decision) => {
    const before = [...shown(), line(1, 'conflict-found', idOf('creditOffice'))];
    const say = [line(2, decision, idOf('policeReporter'))];
    await refusedOnlyBy(platform.owner, guard(), { ...as('policeReporter'), before, say });
  });

  test('an entry is not taken off a list that still shows it', async () => {
    const entry = insert('entry', {
      ...{ ...of(), entry_id: entryId, list: 'red', listing: 1, uscc: organisation.uscc, name: '测', ground: '测' },
      first_listed_on: '2020-03-24',
    });
    const ended = insert('entry_end', {
      ...{ subject_key: organisation.subject_key, entry_id: entryId, ended_on: '2020-03-25', why: 'struck' },
      at: sql('now()'),
    });
    const attempt = { ...as('creditOfficeSecond'), before: [entry], say: [ended] };
    await refusedOnlyBy(platform.owner, trigger('entry_end', 'with_edition'), attempt);
  });
});

test.each(["state = 'refused'", "competent_department = 'health-commission'"])(
  'own-jurisdiction: the party does not take its case out of the queue: %s',
  async (change) => {
    const say = [`UPDATE case_state SET ${change}`];
    const guards = [trigger('case_state', 'party_moves_on'), trigger('case_state', 'with_step_on')];
    await refusedOnlyBy(platform.owner, guards, { ...party(), say });
  },
);

describe('evidence', () => {
  const evidenceId = randomUUID();
  const piece = (by: string) =>
    insert('evidence', {
      ...{ subject_key: told.subjectKey, evidence_id: evidenceId, form: 'file', media_type: 'image/jpeg' },
      ...{ sha256: sql("sha256('x')"), bytes: 1, pages: 1, added_at: sql('now()'), added_by_kind: 'officer' },
      ...{ added_by: by, department_id: POLICE },
    });
  const belongs = (caseId: string, department: string) =>
    insert('evidence_owner', {
      ...{ subject_key: told.subjectKey, owner_kind: 'case', owner_id: caseId, evidence_id: evidenceId },
      departments: sql(`'{${department}}'`),
    });
  const back = (kind: string, by: string) =>
    insert('evidence_withdrawal', {
      ...{ subject_key: told.subjectKey, evidence_id: evidenceId, at: sql('now()'), by_kind: kind, by_id: by },
      reason: '测',
    });

  test('is added in the own name', async () => {
    const say = [piece(idOf('policeReporter')), belongs(told.caseId, POLICE)];
    await refusedOnlyBy(platform.owner, trigger('evidence', 'in_person'), { ...as('policeReviewer'), say });
  });

  test.each<[string, string]>([
    ['officer', 'policeReporter'],
    ['system', 'evidence.sweep'],
  ])('is not taken back by the one it speaks against, as %s', async (kind, name) => {
    const before = [piece(idOf('policeReporter')), belongs(told.caseId, POLICE)];
    const say = [back(kind, platform.actors[name]?.id ?? name)];
    await refusedOnlyBy(platform.owner, trigger('evidence_withdrawal', 'in_person'), { ...party(), before, say });
  });

  test('is not taken back by an officer who did not add it; by who did, it is', async () => {
    const before = [piece(idOf('policeReporter')), belongs(told.caseId, POLICE)];
    const by = (who: string) => ({ ...as(who), before, say: [back('officer', idOf(who))] });
    await refusedOnlyBy(platform.owner, trigger('evidence_withdrawal', 'in_person'), by('policeReviewer'));
    expect(await outcomeOf(platform.owner, by('policeReporter'), [])).toBeUndefined();
  });

  test('of another department’s matter is not drawn into the own one', async () => {
    await platform.owner.query(piece(idOf('policeReporter')));
    await platform.owner.query(belongs(told.caseId, POLICE));
    const say = [belongs('9-9', 'health-commission')];
    await refusedOnlyBy(platform.owner, trigger('evidence_owner', 'stays_with_its_matter'), {
      ...as('healthReporter'),
      say,
    });
  });
});

test('a delegation is ended by whom it concerns', async () => {
  const before = [
    insert('delegation', {
      ...{
        id: randomUUID(),
        department_id: POLICE,
        from_officer: idOf('policeReviewer'),
        to_officer: idOf('policeAll'),
      },
      ...{ role: 'reviewer', starts_on: '2020-03-01', ends_on: '2099-01-01', reason: '测' },
      ...{ given_by: idOf('policeReviewer'), given_at: sql('now()') },
    }),
  ];
  const end = (by: string) => [`UPDATE delegation SET revoked_by = '${by}', revoked_at = now()`];
  const guard = trigger('delegation', 'ended_by');
  await refusedOnlyBy(platform.owner, guard, {
    ...{ ...as('healthReporter'), before, say: end(idOf('healthReporter')) },
  });
  await refusedOnlyBy(platform.owner, guard, {
    ...{ ...as('healthReporter'), before, say: end(idOf('policeReviewer')) },
  });
  const own = { ...as('policeReviewer'), before, say: end(idOf('policeReviewer')) };
  expect(await outcomeOf(platform.owner, own, [])).toBeUndefined();
});

test('no code is not the right code', async () => {
  const assistant = await platform.officer(POLICE, 'assistant');
  const actId = randomUUID();
  const subject = told.subjectKey;
  const before = [
    insert('counter_act', {
      ...{ subject_key: subject, act_id: actId, person_key: subject, kind: 'full-report', about_type: 'own-data' },
      ...{ about_id: '-', content_digest: sql("sha256('x')"), sealed: sql("'x'"), identity_proof: 'id-card' },
      ...{ officer_id: assistant.id, department_id: POLICE, desk: 1, at: sql('now()') },
      expires_at: sql("now() + interval '30 minutes'"),
    }),
    insert('subject_notice', {
      ...{ subject_key: subject, notice_id: randomUUID(), at: sql('now()'), kind: 'counter.full-report' },
      ...{ title: '测', text: '测' },
    }),
    insert('counter_secret', {
      ...{ subject_key: subject, act_id: actId, use: 'code', digest: sql("sha256('right')"), made_at: sql('now()') },
      made: 1,
    }),
  ];
  const said = (token: string, answer: string) => ({
    ...{ login: 'web_platform', claim: { subjects: [subject], counter: assistant.id }, before },
    say: [
      `DO $$ DECLARE a text := confirm_by_code('${subject}', '${actId}', ${token}, now()); BEGIN
         IF a IS DISTINCT FROM '${answer}' THEN RAISE EXCEPTION 'it was answered %', a; END IF; END $$`,
    ],
  });
  for (const token of ['NULL', "'wrong'"])
    expect(await outcomeOf(platform.owner, said(token, 'wrong'), []), token).toBeUndefined();
  expect(await outcomeOf(platform.owner, said("'right'", 'confirmed'), [])).toBeUndefined();
});
