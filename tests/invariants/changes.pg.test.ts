/** four-eyes, own-jurisdiction, no-person-in-public: a record changes by a decided request, a claim goes to the competent body, the site learns what everybody may see. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type AboutRecord,
  assessed,
  granted,
  type RequestSaid,
  requested,
  stepped,
} from '../support/decided-request.ts';
import { determinedCase } from '../support/determined-case.ts';
import { type Columns, columnsOf, copy, insert, keysOf, sql } from '../support/direct-statements.ts';
import { outcomeOf, refusedOnlyBy, trigger } from '../support/guards.ts';
import { createPlatform, type TestPlatform } from '../support/platform.ts';
import { officerOf, toldCase } from '../support/told-case.ts';

let platform: TestPlatform;
type Row = AboutRecord & Columns & { readonly uscc: string | null };
let good: Row;
let adverse: Row;
let firm: Row;
const NOW = '2020-03-24T04:00:00Z';
const as = (who: string) => officerOf(platform, who);
const id = (who: string) => platform.actors[who]!.id;
const DISCLOSE = { login: 'worker_platform', claim: { task: 'exchange.disclose' } } as const;

beforeAll(async () => {
  platform = await createPlatform();
  const recordOf = async (caseId: string): Promise<Row> =>
    (await platform.owner.query('SELECT * FROM record WHERE batch_id = $1 AND row_number = $2', caseId.split('-')))
      .rows[0];
  good = await recordOf(await determinedCase(platform, { kind: '1.1' }));
  adverse = await recordOf(await determinedCase(platform, { kind: '2', subject: 2 }));
  firm = await recordOf(await determinedCase(platform, { kind: '3.2.1' }));
});
afterAll(() => platform?.close());

const ask = (kind: RequestSaid['kind'], about: AboutRecord, department: string): RequestSaid => ({
  ...{ id: randomUUID(), kind, about, department, at: NOW },
});
/** put there by the owner, whom nobody asks who they are */
const behind = (statements: readonly string[]) => [
  "SET LOCAL session_replication_role = 'replica'",
  ...statements,
  "SET LOCAL session_replication_role = 'origin'",
];
const changed = (of: AboutRecord, change: string, officer: string, otherwise: Columns = {}) =>
  insert('record_change', {
    ...{ subject_key: of.subject_key, record_id: of.record_id, sequence: 1, change, effective_on: '2020-03-24' },
    ...{ reason: '测', basis: '测', actor_id: officer, department_id: 'x', at: NOW, payload: {}, ...otherwise },
  });

describe('a record changes with the decision that says so', () => {
  const decided = trigger('record_change', 'is_decided');
  const POLICE = 'public-security-bureau';

  test.each(['corrected', 'revoked', 'repaired', 'held', 'released', 'objection-opened', 'objection-closed'])(
    'by one officer’s word nothing is %s',
    async (change) => {
      const payload = change === 'held' ? { until: '2020-09-30' } : {};
      const say = [changed(adverse, change, id('policeDeterminer'), { payload })];
      await refusedOnlyBy(platform.owner, decided, { ...as('policeDeterminer'), say });
    },
  );

  test('an upheld objection does what was decided, and nothing else', async () => {
    const request = ask('objection', good, 'health-commission');
    const before = behind(assessed(request, id('creditOffice')));
    const office = id('creditOfficeSecond');
    const grant = granted(request, office, { remedy: { change: 'corrected', corrected: { matter: '另一事项' } } });
    const correct = (payload: object) => [...grant, changed(good, 'corrected', office, { payload })];
    const claim = { officer: office, departments: ['*'] };
    const with_ = (say: string[]) => ({ login: 'web_platform', claim, before, say });
    expect(await outcomeOf(platform.owner, with_(correct({ matter: '另一事项' })), [])).toBeUndefined();
    await refusedOnlyBy(platform.owner, decided, with_(correct({ matter: '又一事项' })));
    await refusedOnlyBy(platform.owner, decided, with_([...grant, changed(good, 'revoked', office)]));
  });

  test('a decision without another officer’s assessment is none, nor is one of another transaction’s', async () => {
    const request = ask('repair', adverse, POLICE);
    const repaired = changed(adverse, 'repaired', id('policeDeterminer'));
    const alone = [...granted(request, id('policeDeterminer')), repaired];
    await refusedOnlyBy(platform.owner, decided, {
      ...{ ...as('policeDeterminer'), before: behind([requested(request)]), say: alone },
    });
    const before = behind(assessed(request, id('policeReviewer')));
    const both = { ...as('policeDeterminer'), before, say: alone };
    expect(await outcomeOf(platform.owner, both, [])).toBeUndefined();
  });

  test('relief is held with the decision that grants it, for as long as it says', async () => {
    const request = ask('relief', adverse, POLICE);
    const hold = insert('relief_hold', {
      ...{ subject_key: adverse.subject_key, fact_key: adverse.case_key, request_id: request.id },
      ...{ held_from: '2020-03-24', held_until: '2020-09-30', at: NOW },
    });
    const before = behind(assessed(request, id('policeReviewer')));
    const me = as('policeDeterminer');
    await refusedOnlyBy(platform.owner, trigger('relief_hold', 'is_granted'), { ...me, before, say: [hold] });
    const held = (until: string) => changed(adverse, 'held', id('policeDeterminer'), { payload: { until } });
    const say = [...granted(request, id('policeDeterminer')), hold];
    expect(await outcomeOf(platform.owner, { ...me, before, say: [...say, held('2020-09-30')] }, [])).toBeUndefined();
    await refusedOnlyBy(platform.owner, decided, { ...me, before, say: [...say, held('2021-09-30')] });
  });

  test('a job ends a hold whose last day is over, and no other', async () => {
    const held = (until: string) => changed(adverse, 'held', id('policeDeterminer'), { payload: { until } });
    const released = changed(adverse, 'released', '00000000-0000-0000-0000-000000000000', { sequence: 2 });
    const job = { login: 'worker_platform', claim: { task: 'registry.end-holds' }, say: [released] } as const;
    const over = { ...job, before: behind([held('2020-03-23')]) };
    expect(await outcomeOf(platform.owner, over, [])).toBeUndefined();
    await refusedOnlyBy(platform.owner, decided, { ...job, before: behind([held('2020-09-30')]) });
  });
});

describe('a request is decided by whose turn it is', () => {
  const within = trigger('rights_action', 'within_role');
  const request = () => ask('repair', adverse, 'public-security-bureau');

  test('not by an officer of another body', async () => {
    const one = request();
    const before = behind(assessed(one, id('policeReviewer')));
    const claim = { officer: id('healthDeterminer'), departments: ['*'] };
    const say = granted(one, id('healthDeterminer'));
    await refusedOnlyBy(platform.owner, within, { login: 'web_platform', claim, before, say });
  });

  test('not in another officer’s name', async () => {
    const one = request();
    const before = behind([
      ...assessed(one, id('policeReviewer')),
      insert('rights_participant', {
        ...{
          subject_key: adverse.subject_key,
          request_id: one.id,
          officer_id: id('policeDeterminer'),
          part: 'decider',
        },
      }),
    ]);
    const [, say] = granted(one, id('policeDeterminer'));
    await refusedOnlyBy(platform.owner, within, { ...as('policeReviewer'), before, say: [say!] });
  });

  test('not by who made the contested determination', async () => {
    const one = ask('objection', good, 'health-commission');
    const before = behind([requested(one)]);
    const officer = id('healthDeterminer');
    const say = stepped(one, { sequence: 1, action: 'assess', part: 'assessor', officer });
    await refusedOnlyBy(platform.owner, within, { ...as('healthDeterminer'), before, say });
  });
});

describe('nobody acts under another name', () => {
  test('a request’s part is taken by who acts', async () => {
    const one = ask('repair', adverse, 'public-security-bureau');
    const [say] = granted(one, id('policeDeterminer'));
    const before = behind([requested(one)]);
    await refusedOnlyBy(platform.owner, trigger('rights_participant', 'in_person'), {
      ...{ ...as('policeReviewer'), before, say: [say!] },
    });
  });

  test('a claim has the reporter of its batch', async () => {
    const of = await keysOf(platform, await platform.report({ kind: '1.1' }));
    const other = { fact_key: sql('gen_random_uuid()'), reporter_id: id('healthReviewer') };
    const say = [copy('submission', await columnsOf(platform, 'submission'), `fact_key = '${of.factKey}'`, other)];
    await refusedOnlyBy(platform.owner, trigger('submission', 'has_its_reporter'), { ...as('healthReporter'), say });
  });

  test('an event is declared by who declares it', async () => {
    const say = [
      insert('declared_event', {
        ...{ event: 'e', effective_on: '2020-03-20', document_number: 'n', declared_by: id('creditOffice'), at: NOW },
      }),
    ];
    await refusedOnlyBy(platform.owner, trigger('declared_event', 'in_person'), { ...as('creditOfficeSecond'), say });
  });
});

describe('a claim goes to the competent body', () => {
  test.each(['culture-bureau', 'zhongyuan-district'])('not to %s, whoever reports', async (department) => {
    const known = platform.context.policy.departments.map((one) => one.id);
    const of = await keysOf(platform, await platform.report({ kind: '1.1' }));
    const other = known.includes(department) ? department : known.find((one) => !HEALTH(one))!;
    const say = [
      copy('submission', await columnsOf(platform, 'submission'), `fact_key = '${of.factKey}'`, {
        ...{ fact_key: sql('gen_random_uuid()'), competent_department: other },
      }),
    ];
    await refusedOnlyBy(platform.owner, trigger('submission', 'of_competence'), { ...as('healthReporter'), say });
  });
  const HEALTH = (department: string) => platform.context.policy.mayDetermine('2020-2/1.1' as never, department);

  test('not to one of another territory, where the reporter’s own line has one', async () => {
    const of = await toldCase(platform);
    const { policy } = platform.context;
    const elsewhere = policy.departments.find(
      (one) => policy.mayDetermine('2020-2/2' as never, one.id) && one.id !== 'public-security-bureau',
    );
    const columns = await columnsOf(platform, 'submission');
    const say = [
      copy('submission', columns, `fact_key = '${of.factKey}'`, {
        ...{ fact_key: sql('gen_random_uuid()'), competent_department: elsewhere!.id },
      }),
    ];
    await refusedOnlyBy(platform.owner, trigger('submission', 'of_competence'), { ...as('policeReporter'), say });
  });
});

describe('what leaves for the site', () => {
  const only = trigger('outbox', 'only_public');
  const message = (type: string, data: object) =>
    insert('outbox', {
      ...{ id: randomUUID(), recipient: 'site', type, subject_key: null },
      ...{ notice: '2020-2', version: 1, created_at: NOW, data },
    });
  const ofFirm = (otherwise: object = {}) =>
    message('xinheng.organisation-records.published', {
      records: [
        {
          ...{ uscc: firm.uscc, recordId: firm.record_id, objectionOpen: false, kind: firm['kind'] },
          ...{ name: firm['organisation_name'], matter: firm['matter'], ...otherwise },
        },
      ],
    });

  test('is a record as it is, of a kind that everybody may see', async () => {
    expect(await outcomeOf(platform.owner, { ...DISCLOSE, say: [ofFirm()] }, [])).toBeUndefined();
    const before = behind(['DELETE FROM enacted_public_kind']);
    await refusedOnlyBy(platform.owner, only, { ...DISCLOSE, before, say: [ofFirm()] });
  });

  test.each<[string, object]>([
    ['another kind', { kind: '2020-2/3.2.2' }],
    ['another name', { name: '张某某' }],
    ['another matter', { matter: '其他事项' }],
  ])('says of it no %s', async (_what, otherwise) => {
    await refusedOnlyBy(platform.owner, only, { ...DISCLOSE, say: [ofFirm(otherwise)] });
  });

  test('of the directory: nobody who is not in it, and no sole trader', async () => {
    const line = (uscc: string) => message('xinheng.directory.published', { organisations: [{ uscc, name: '张某' }] });
    const row = (uscc: string) =>
      insert('organisation_directory', {
        ...{ uscc, name: '张某', comparison_name: '张某', verdict: 'valid', source: 't', imported_at: NOW },
      });
    const [body, trader] = ['91410199MX0000012X', '92410199MX0000012X'];
    const from = { login: 'worker_platform', claim: { task: 'exchange.send-directory' } } as const;
    expect(await outcomeOf(platform.owner, { ...from, before: [row(body)], say: [line(body)] }, [])).toBeUndefined();
    await refusedOnlyBy(platform.owner, only, { ...from, say: [line(body)] });
    await refusedOnlyBy(platform.owner, only, { ...from, before: [row(trader)], say: [line(trader)] });
  });

  test('of kept deadlines: bodies of the city', async () => {
    const month = (department: string | null) =>
      message('xinheng.punctuality.published', { month: '2020-02', counts: [{ step: 'check', department }] });
    const from = { login: 'worker_platform', claim: { task: 'supervision.publish-punctuality' } } as const;
    for (const department of [null, platform.context.policy.department('health-commission').name])
      expect(await outcomeOf(platform.owner, { ...from, say: [month(department)] }, [])).toBeUndefined();
    await refusedOnlyBy(platform.owner, only, { ...from, say: [month('张某某')] });
  });
});
