/** catalogue-only, adverse-needs-document, no-derived-adverse, one-fact-one-record: what a statement of the application's login cannot record. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  act,
  type CaseKeys,
  type Columns,
  columnsOf,
  copy,
  determination,
  keysOf,
  participate,
  record,
  sql,
} from '../support/direct-statements.ts';
import { constraint, outcomeOf, refusedOnlyBy, trigger } from '../support/guards.ts';
import { createPlatform, type TestPlatform } from '../support/platform.ts';
import { DECISION } from '../support/reporting.ts';
import { officerOf, reviewedCase, toldCase } from '../support/told-case.ts';

let platform: TestPlatform;
let adverse: CaseKeys;
let good: CaseKeys;
/** columns of a submission, and of a record */
let claimed: string[];
let recorded: string[];
const id = (who: string) => platform.actors[who]!.id;
const as = (who: string) => officerOf(platform, who);
const DAY = '2020-03-24T01:00:00Z';

beforeAll(async () => {
  platform = await createPlatform();
  [adverse, good] = [await toldCase(platform), await reviewedCase(platform)];
  [claimed, recorded] = [await columnsOf(platform, 'submission'), await columnsOf(platform, 'record')];
});
afterAll(() => platform?.close());

const determined = (otherwise: Columns = {}) => determination(adverse, id('policeDeterminer'), 3, otherwise, DAY);
const determinedGood = (otherwise: Columns = {}) => determination(good, id('healthDeterminer'), 2, otherwise, DAY);

describe('what its determiner would say goes through:', () => {
  test('an adverse record', async () => {
    expect(await outcomeOf(platform.owner, { ...as('policeDeterminer'), say: determined() }, [])).toBeUndefined();
  });
  test('a good record', async () => {
    expect(await outcomeOf(platform.owner, { ...as('healthDeterminer'), say: determinedGood() }, [])).toBeUndefined();
  });
});

describe('catalogue-only', () => {
  const CLAIMS: readonly [string, Columns][] = [
    ['a kind no notice names', { kind: '2020-2/9.9' }],
    ['another version', { version: 2 }],
    ['a kind of organisations about a person', { kind: '2020-2/3.2.1' }],
  ];
  test.each(CLAIMS)('no claim of %s', async (_what, otherwise) => {
    const other = { fact_key: sql('gen_random_uuid()'), ...otherwise };
    const guards = [trigger('submission', 'catalogue_only'), trigger('submission', 'of_competence')];
    await refusedOnlyBy(platform.owner, guards, {
      ...as('policeReporter'),
      say: [copy('submission', claimed, `fact_key = '${adverse.factKey}'`, other)],
    });
  });

  test('no record of a kind that no notice names', async () => {
    const guards = [trigger('record', 'catalogue_only'), trigger('record', 'follows_case')];
    await refusedOnlyBy(platform.owner, guards, {
      ...as('healthDeterminer'),
      say: determinedGood({ kind: '2020-2/9.9' }),
    });
  });

  test.each(['INSERT', 'UPDATE', 'DELETE'])('no %s of the catalogue itself', async (verb) => {
    const { rows } = await platform.owner.query(
      `SELECT grantee FROM information_schema.role_table_grants WHERE table_name LIKE 'enacted_%' AND privilege_type = $1
         AND grantee LIKE 'xinheng_platform%' AND grantee <> 'xinheng_platform_owner'`,
      [verb],
    );
    expect(rows).toEqual([]);
  });
});

describe('adverse-needs-document', () => {
  const heard = trigger('record', 'was_heard');
  const NO_DOCUMENT: readonly [string, Columns][] = [
    ['its decision', { decision: null }],
    ['the legal basis', { decision: { ...DECISION, legalBasis: undefined } }],
    ['proof of notice', { prior_notice: null }],
  ];
  test.each(NO_DOCUMENT)('no adverse record without %s', async (_what, otherwise) => {
    const document = [constraint('record', 'adverse_needs_document'), heard];
    await refusedOnlyBy(platform.owner, document, { ...as('policeDeterminer'), say: determined(otherwise) });
  });

  test.each(['type', 'number', 'authority', 'date', 'legalBasis'])(
    'a decision whose %s is null is none',
    async (key) => {
      const decision = { ...DECISION, [key]: null };
      const said = [
        constraint('record', 'adverse_document_says_what'),
        heard,
        constraint('record', 'record_of_decision'),
      ];
      await refusedOnlyBy(platform.owner, said, { ...as('policeDeterminer'), say: determined({ decision }) });
    },
  );

  test('the decision is the one that was reported', async () => {
    const decision = { ...DECISION, number: '郑公（航）行罚决字〔2020〕9999号' };
    await refusedOnlyBy(platform.owner, heard, { ...as('policeDeterminer'), say: determined({ decision }) });
  });

  test('the notice is the one that was served', async () => {
    const prior_notice = {
      number: '信告〔2020〕1号',
      servedOn: '2020-02-16',
      serviceMethod: 'direct',
      windowEndsOn: '2020-02-24',
    };
    await refusedOnlyBy(platform.owner, heard, { ...as('policeDeterminer'), say: determined({ prior_notice }) });
  });

  test('not before the window is over', async () => {
    const early = determination(adverse, id('policeDeterminer'), 3, {}, '2020-03-23T01:00:00Z');
    await refusedOnlyBy(platform.owner, heard, { ...as('policeDeterminer'), say: early });
  });

  test('not while a response waits to be considered', async () => {
    const response = { receivedOn: '2020-03-17', summary: '有异议' };
    const answered = act(adverse, {
      ...{
        sequence: 3,
        action: 'receive-response',
        part: 'reviewer',
        actor_id: id('policeReviewer'),
        at: '2020-03-17T01:00:00Z',
      },
      payload: response,
    });
    const say = determination(adverse, id('policeDeterminer'), 4, {}, DAY);
    await refusedOnlyBy(platform.owner, heard, { ...as('policeDeterminer'), before: [answered], say });
  });

  test('a window shorter than the notice in force gives is none, nor is a notice served before the review', async () => {
    const of = await keysOf(
      platform,
      await platform.report({ kind: '2', reporter: platform.actors['policeReporter']! }),
    );
    const reviewer = { part: 'reviewer', actor_id: id('policeReviewer') };
    const served = (servedOn: string, windowEndsOn: string) => [
      participate(of, id('policeReviewer'), 'reviewer'),
      act(of, { ...reviewer, sequence: 1, action: 'review', at: '2020-03-16T01:00:00Z' }),
      act(of, {
        ...{ ...reviewer, sequence: 2, action: 'serve-notice', at: '2020-03-16T01:00:00Z' },
        payload: { number: '信告', servedOn, serviceMethod: 'direct', windowEndsOn },
      }),
    ];
    const say = determination(of, id('policeDeterminer'), 3, {}, DAY);
    for (const before of [served('2020-03-16', '2020-03-17'), served('2020-02-16', '2020-03-01')])
      await refusedOnlyBy(platform.owner, heard, { ...as('policeDeterminer'), before, say });
  });
});

describe('no-derived-adverse', () => {
  const follows = trigger('record', 'follows_case');
  const JOB = { login: 'worker_platform', claim: { task: 'registry.expire' } } as const;

  test('a job makes no record, adverse or good, of a case that only waits', async () => {
    for (const of of [adverse, good]) {
      const guards = [follows, trigger('record', 'was_heard'), trigger('record', 'no_derived_adverse')];
      const say = [record(of, id('policeDeterminer'), { determined_at: DAY })];
      const order = of === adverse ? guards.toReversed() : guards;
      await refusedOnlyBy(platform.owner, order, { ...JOB, say });
    }
  });

  test('a job takes nobody’s part', async () => {
    const guards = [trigger('case_participant', 'in_person'), trigger('case_action', 'within_role'), follows];
    await refusedOnlyBy(platform.owner, guards, { ...JOB, say: determined() });
  });

  test('an officer determines under no other name', async () => {
    const guards = [trigger('case_participant', 'in_person'), trigger('case_action', 'within_role'), follows];
    await refusedOnlyBy(platform.owner, guards, { ...as('policeReviewer'), say: determined() });
  });

  test('nothing that was not reviewed', async () => {
    const of = await keysOf(platform, await platform.report({ kind: '1.1' }));
    const say = determination(of, id('healthDeterminer'), 1, {}, DAY);
    await refusedOnlyBy(platform.owner, follows, { ...as('healthDeterminer'), say });
  });

  test.each<[string, Columns]>([
    ['another matter', { matter: '其他事项' }],
    ['another department', { reporting_department: 'health-commission' }],
    ['another row', { row_number: 9999 }],
  ])('nothing that says otherwise than its case: %s', async (_what, otherwise) => {
    await refusedOnlyBy(platform.owner, follows, { ...as('policeDeterminer'), say: determined(otherwise) });
  });
});

describe('one-fact-one-record', () => {
  /** determined, and what a second record of it would be copied from */
  const again = (columns: Columns) => copy('record', recorded, `case_key = '${good.factKey}'`, columns);

  test('a record has its case', async () => {
    const case_key = sql('gen_random_uuid()');
    const reference = [
      constraint('record', 'record_subject_key_case_key_fkey'),
      constraint('record', 'record_subject_key_case_key_key'),
    ];
    const say = [...determinedGood(), again({ case_key, record_id: sql('gen_random_uuid()') })];
    await refusedOnlyBy(platform.owner, reference, { ...as('healthDeterminer'), say });
  });

  test('a case has one record', async () => {
    const key = [
      constraint('record', 'record_subject_key_case_key_key'),
      ...[trigger('record', 'follows_case'), trigger('record', 'recorded_once')],
    ];
    const say = [...determinedGood(), again({ record_id: sql('gen_random_uuid()') })];
    await refusedOnlyBy(platform.owner, key, { ...as('healthDeterminer'), say });
  });

  test('the same fact under another key, of a case of its own', async () => {
    const other = { ...good, factKey: '00000000-0000-4000-8000-00000000000a' };
    const twice = copy('submission', claimed, `fact_key = '${good.factKey}'`, {
      fact_key: other.factKey,
      matter: '支援湖北医疗队。',
    });
    const reviewed = [
      participate(other, id('healthReviewer'), 'reviewer'),
      act(other, { sequence: 1, action: 'review', part: 'reviewer', actor_id: id('healthReviewer') }),
    ];
    const say = [...determinedGood(), ...determination(other, id('healthDeterminer'), 2, {}, DAY)];
    const once = trigger('record', 'recorded_once');
    await refusedOnlyBy(platform.owner, once, { ...as('healthDeterminer'), before: [twice, ...reviewed], say });
  });

  test('the same decision under another key, of a case of its own', async () => {
    const other = { ...adverse, factKey: '00000000-0000-4000-8000-00000000000b' };
    const twice = copy('submission', claimed, `fact_key = '${adverse.factKey}'`, { fact_key: other.factKey });
    const steps = await columnsOf(platform, 'case_action');
    const parts = await columnsOf(platform, 'case_participant');
    const before = [
      twice,
      copy('case_participant', parts, `fact_key = '${adverse.factKey}'`, { fact_key: other.factKey }),
      copy('case_action', steps, `fact_key = '${adverse.factKey}'`, { fact_key: other.factKey }),
    ];
    const say = [...determined(), ...determination(other, id('policeDeterminer'), 3, {}, DAY)];
    const one = constraint('record', 'record_of_decision');
    await refusedOnlyBy(platform.owner, one, { ...as('policeDeterminer'), before, say });
  });
});
