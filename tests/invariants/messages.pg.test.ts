/** points-opt-in, relief-hidden, withdrawal-everywhere, objection-marked, no-person-in-public, looked-is-logged: what other systems cannot be told, and must be. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assessed, granted, type RequestSaid } from '../support/decided-request.ts';
import { determinedCase } from '../support/determined-case.ts';
import { type Columns, insert, sql } from '../support/direct-statements.ts';
import { constraint, grant, outcomeOf, refusedOnlyBy, trigger } from '../support/guards.ts';
import { createPlatform, type TestPlatform } from '../support/platform.ts';
import { officerOf, toldCase } from '../support/told-case.ts';

let platform: TestPlatform;
let person: Columns & { readonly subject_key: string; readonly record_id: string; readonly case_key: string };
let organisation: typeof person & { readonly uscc: string; readonly organisation_name: string };
const as = (who: string) => officerOf(platform, who);
const NOW = '2020-03-24T04:00:00Z';
const JOB = { login: 'worker_platform', claim: { task: 'exchange.deliver' } } as const;

beforeAll(async () => {
  platform = await createPlatform();
  const recordOf = async (caseId: string) =>
    (await platform.owner.query('SELECT * FROM record WHERE batch_id = $1 AND row_number = $2', caseId.split('-')))
      .rows[0];
  person = await recordOf(await determinedCase(platform, { kind: '1.1' }));
  organisation = await recordOf(await determinedCase(platform, { kind: '3.2.1' }));
});
afterAll(() => platform?.close());

const opened = () =>
  insert('points_subscription', {
    ...{ subject_key: person.subject_key, sequence: 1, change: 'opened', receipt_id: 'r', message_id: 'm', at: NOW },
  });
const told = (otherwise: Columns = {}, data: object = {}) =>
  insert('outbox', {
    ...{ id: randomUUID(), recipient: 'points', type: 'xinheng.record.published', subject_key: person.subject_key },
    ...{ notice: '2020-2', version: 1, created_at: NOW },
    data: { subjectKey: person.subject_key, recordId: person.record_id, objectionOpen: false, ...data },
    ...otherwise,
  });
const changed = (of: { subject_key: string; record_id: string }, change: string, otherwise: Columns = {}) =>
  insert('record_change', {
    ...{
      subject_key: of.subject_key,
      record_id: of.record_id,
      sequence: 1,
      change,
      effective_on: '2020-03-24',
      reason: '测',
      basis: '测',
    },
    ...{ actor_id: platform.actors['healthDeterminer']!.id, department_id: 'health-commission', at: NOW, ...otherwise },
  });
const orgMessage = (uscc: string, recordId: string) =>
  told({
    ...{ recipient: 'site', type: 'xinheng.organisation-records.published', subject_key: null },
    data: {
      records: [
        {
          ...{ uscc, recordId, objectionOpen: false, name: organisation.organisation_name },
          ...{ kind: organisation['kind'], matter: organisation['matter'] },
        },
      ],
    },
  });
/** an objection that was upheld: the record is revoked by it */
const upheld = (about: typeof person) => {
  const request: RequestSaid = { id: randomUUID(), kind: 'objection', about, at: NOW };
  const { healthDeterminer, creditOffice } = platform.actors;
  return [
    "SET LOCAL session_replication_role = 'replica'",
    ...assessed(request, creditOffice!.id),
    ...granted(request, healthDeterminer!.id, { remedy: { change: 'revoked' } }),
    "SET LOCAL session_replication_role = 'origin'",
  ];
};

describe('points-opt-in', () => {
  test('of who has an account a record is told', async () => {
    expect(await outcomeOf(platform.owner, { ...JOB, before: [opened()], say: [told()] }, [])).toBeUndefined();
  });

  test('of who has none, or has closed it, nothing is told', async () => {
    const guard = trigger('outbox', 'needs_account');
    await refusedOnlyBy(platform.owner, guard, { ...JOB, say: [told()] });
    const closed = insert('points_subscription', {
      ...{ subject_key: person.subject_key, sequence: 2, change: 'closed', receipt_id: 'r', message_id: 'n', at: NOW },
    });
    await refusedOnlyBy(platform.owner, guard, { ...JOB, before: [opened(), closed], say: [told()] });
  });

  test('a message about somebody does not hide about whom', async () => {
    const names = constraint('outbox', 'outbox_names_its_person');
    const hidden = [told({ subject_key: null })];
    await refusedOnlyBy(platform.owner, [names, trigger('outbox', 'as_it_stands')], {
      ...JOB,
      before: [opened()],
      say: hidden,
    });
    const another = [told({}, { subjectKey: organisation.subject_key })];
    await refusedOnlyBy(platform.owner, names, { ...JOB, before: [opened()], say: another });
  });

  test('the login that answers requests does not say who opened an account', async () => {
    const right = grant('points_subscription', 'INSERT');
    await refusedOnlyBy(platform.owner, right, { ...as('healthDeterminer'), say: [opened()] });
  });
});

describe('points-only-unlock, no-person-in-public', () => {
  test('no message that was not agreed, and none to the other system', async () => {
    const guard = constraint('outbox', 'outbox_says_what_was_agreed');
    const points = told({ type: 'xinheng.points.total', subject_key: null, data: {} });
    await refusedOnlyBy(platform.owner, guard, { ...JOB, say: [points] });
    await refusedOnlyBy(platform.owner, guard, { ...JOB, before: [opened()], say: [told({ recipient: 'site' })] });
  });

  test('the site is told of no person, no sole trader and nothing adverse', async () => {
    const guard = trigger('outbox', 'as_it_stands');
    for (const uscc of [organisation.uscc, '92410199MX00000001'])
      await refusedOnlyBy(platform.owner, guard, { ...JOB, say: [orgMessage(uscc, person.record_id)] });
  });

  test('the site is shown no list that no edition holds', async () => {
    const manifest = { list: 'red', number: 9, entries: [] };
    const say = [
      told({ recipient: 'site', type: 'xinheng.edition.published', subject_key: null, data: { manifest, digest: '' } }),
    ];
    await refusedOnlyBy(platform.owner, trigger('outbox', 'as_signed'), { ...as('creditOfficeSecond'), say });
  });
});

describe('relief-hidden', () => {
  const guard = () => trigger('outbox', 'as_it_stands');
  test.each<[string, Columns]>([
    ['held', { change: 'held', payload: { until: '2020-12-31' } }],
    ['revoked', { change: 'revoked' }],
  ])('what is %s is told to nobody', async (_what, otherwise) => {
    const of = { before: [opened(), changed(person, 'held', otherwise)], say: [told()] };
    await refusedOnlyBy(platform.owner, guard(), { ...JOB, ...of });
    const { uscc, record_id } = organisation;
    const site = { before: [changed(organisation, 'held', otherwise)], say: [orgMessage(uscc, record_id)] };
    await refusedOnlyBy(platform.owner, guard(), { ...JOB, ...site });
  });

  test('relief that was granted hides a record also where it was not marked', async () => {
    const { subject_key, case_key } = person;
    const request = randomUUID();
    const asked = insert('rights_request', {
      ...{
        subject_key,
        request_id: request,
        kind: 'relief',
        subject_type: 'person',
        fact_key: case_key,
        batch_id: 1,
        row_number: 1,
      },
      ...{
        record_kind: '2020-2/1.1',
        department_id: 'health-commission',
        channel: 'own',
        asked_by: subject_key,
        opened_at: NOW,
      },
      ...{ statement: '测', idempotency_key: 'k' },
    });
    const hold = insert('relief_hold', {
      ...{
        subject_key,
        fact_key: case_key,
        request_id: request,
        held_from: '2020-03-24',
        held_until: '2020-12-31',
        at: NOW,
      },
    });
    await refusedOnlyBy(platform.owner, guard(), { ...JOB, before: [opened(), asked, hold], say: [told()] });
  });
});

describe('withdrawal-everywhere', () => {
  const guard = () => trigger('record_change', 'withdrawal_told');
  test('who was told of a record is told that it has ended, in the same transaction', async () => {
    const before = [opened(), told(), ...upheld(person)];
    await refusedOnlyBy(platform.owner, guard(), {
      ...as('healthDeterminer'),
      before,
      say: [changed(person, 'revoked')],
    });
    const withdrawn = told({ type: 'xinheng.record.withdrawn' }, { reason: 'revoked' });
    const both = { ...as('healthDeterminer'), before, say: [changed(person, 'revoked'), withdrawn] };
    expect(await outcomeOf(platform.owner, both, [])).toBeUndefined();
  });

  test('and so is the site', async () => {
    const say = [changed(organisation, 'revoked')];
    await refusedOnlyBy(platform.owner, guard(), { ...as('healthDeterminer'), before: upheld(organisation), say });
  });

  test('a record ends by an officer’s word, under the own name, and by no job’s', async () => {
    const name = [trigger('record_change', 'in_person'), trigger('record_change', 'is_decided')];
    await refusedOnlyBy(platform.owner, name, { ...as('healthReviewer'), say: [changed(person, 'revoked')] });
    await refusedOnlyBy(platform.owner, name, {
      login: 'worker_platform',
      claim: { task: 'registry.expire' },
      say: [changed(person, 'corrected')],
    });
  });
});

describe('objection-marked', () => {
  const { objection } = {
    objection: () =>
      insert('rights_request', {
        ...{
          subject_key: person.subject_key,
          request_id: randomUUID(),
          kind: 'objection',
          subject_type: 'person',
          fact_key: person.case_key,
        },
        ...{
          batch_id: person['batch_id']!,
          row_number: person['row_number']!,

          record_kind: '2020-2/1.1',
          department_id: 'health-commission',
          channel: 'own',
        },
        ...{ asked_by: person.subject_key, opened_at: NOW, statement: '测', idempotency_key: 'k' },
      }),
  };

  test('no objection without its mark on the record', async () => {
    const own = { login: 'web_platform', claim: { subjects: [person.subject_key] } };
    await refusedOnlyBy(platform.owner, trigger('rights_request', 'objection_marked'), { ...own, say: [objection()] });
  });

  test('what is told of the record bears the mark', async () => {
    const before = [opened(), changed(person, 'objection-opened')];
    await refusedOnlyBy(platform.owner, trigger('outbox', 'as_it_stands'), { ...JOB, before, say: [told()] });
    expect(
      await outcomeOf(platform.owner, { ...JOB, before, say: [told({}, { objectionOpen: true })] }, []),
    ).toBeUndefined();
  });
});

describe('looked-is-logged', () => {
  test('nobody logs under another officer’s name', async () => {
    const say = [
      insert('audit_entry', {
        ...{
          at: sql('now()'),
          actor_kind: 'officer',
          actor_id: platform.actors['auditor']!.id,
          action: 'case.opened',
          look: false,
        },
        ...{ object_type: 'case', object_id: '1-1', purpose: '测', subject_key: person.subject_key },
      }),
    ];
    await refusedOnlyBy(platform.owner, trigger('audit_entry', 'in_person'), { ...as('healthDeterminer'), say });
  });
});

describe('four-eyes', () => {
  test('a step without a part is nobody’s', async () => {
    const of = await toldCase(platform);
    const columns = { subject_key: of.subjectKey, fact_key: of.factKey, sequence: 3, action: 'determine', part: null };
    const say = [
      insert('case_action', {
        ...columns,
        actor_id: platform.actors['policeReviewer']!.id,
        at: NOW,
        idempotency_key: 'k',
      }),
    ];
    await refusedOnlyBy(
      platform.owner,
      [trigger('case_action', 'party_speaks'), constraint('case_action', 'case_action_has_its_part')],
      {
        ...as('policeReviewer'),
        say,
      },
    );
  });

  test('the reviewer of a case is not its determiner', async () => {
    const of = await toldCase(platform);
    const say = [
      insert('case_participant', {
        ...{
          subject_key: of.subjectKey,
          fact_key: of.factKey,
          officer_id: platform.actors['policeReviewer']!.id,
          part: 'determiner',
        },
      }),
    ];
    await refusedOnlyBy(platform.owner, constraint('case_participant', 'case_participant_pkey'), {
      ...as('policeReviewer'),
      say,
    });
  });

  test('the reporter of a case is not its reviewer', async () => {
    const of = await toldCase(platform);
    const say = [
      insert('case_participant', {
        ...{
          subject_key: of.subjectKey,
          fact_key: of.factKey,
          officer_id: platform.actors['policeReporter']!.id,
          part: 'reviewer',
        },
      }),
    ];
    await refusedOnlyBy(platform.owner, trigger('case_participant', 'four_eyes'), { ...as('policeReporter'), say });
  });

  test('a batch is handed in by who acts', async () => {
    const say = [
      insert('batch', {
        ...{
          notice: '2020-2',
          file_kind: 'individuals',
          file_sha256: sql(`sha256('a')`),
          file_name: 'f',
          file_bytes: 1,
        },
        ...{
          department_id: 'health-commission',
          reporter_id: platform.actors['healthReporter']!.id,
          received_at: NOW,
          state: 'received',
        },
      }),
    ];
    await refusedOnlyBy(platform.owner, trigger('batch', 'has_its_reporter'), { ...as('healthReviewer'), say });
  });

  test('reviewing is done in the role, in the competent body', async () => {
    const of = await toldCase(platform);
    const officer = platform.actors['policeReporter']!.id;
    const before = ["SET LOCAL session_replication_role = 'replica'"];
    const part = { subject_key: of.subjectKey, fact_key: of.factKey, officer_id: officer, part: 'determiner' };
    const step = {
      subject_key: of.subjectKey,
      fact_key: of.factKey,
      sequence: 3,
      action: 'refuse',
      part: 'determiner',
      actor_id: officer,
    };
    before.push(insert('case_participant', part), "SET LOCAL session_replication_role = 'origin'");
    const say = [insert('case_action', { ...step, at: NOW, idempotency_key: 'k' })];
    await refusedOnlyBy(platform.owner, trigger('case_action', 'within_role'), {
      ...as('policeReporter'),
      before,
      say,
    });
  });
});
