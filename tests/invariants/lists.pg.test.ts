/** black-list-needs-basis, no-person-in-public, four-eyes and own-jurisdiction of lists: what a statement of the application's login cannot list. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { declareEvent, nominate, openRound, publish, signOff } from '#platform/lists/index.ts';
import { determinedCase } from '../support/determined-case.ts';
import { type Columns, columnsOf, copy, insert, sql } from '../support/direct-statements.ts';
import { outcomeOf, refusedOnlyBy, trigger } from '../support/guards.ts';
import { createPlatform, type TestPlatform } from '../support/platform.ts';
import { officerOf } from '../support/told-case.ts';

let platform: TestPlatform;
let round: string;
/** as the product published the round, once in a transaction of its own */
let edition: Columns;
let other: string;
let person: string;
let adverse: string;
const id = (who: string) => platform.actors[who]!.id;
const as = (who: string) => officerOf(platform, who);
const actor = (who: string) => platform.actors[who]!;
const recordOf = async (caseId: string) =>
  (await platform.owner.query('SELECT * FROM record WHERE batch_id = $1 AND row_number = $2', caseId.split('-')))
    .rows[0];
const DAY = '2020-03-24T04:00:00Z';

/** No law on record, one that has ended, one that is still to come. */
const WITHOUT_BASIS = [
  "UPDATE list SET legal_basis = NULL WHERE id = 'black'",
  "UPDATE list SET basis_until = '2020-03-01' WHERE id = 'black'",
  "UPDATE list SET basis_from = '2030-01-01' WHERE id = 'black'",
].map((statement) => [statement]);

beforeAll(async () => {
  platform = await createPlatform();
  const { context, clock } = platform;
  const event = { event: 'epidemic-ended', effectiveOn: '2020-03-20', documentNumber: '测防指〔2020〕99号' };
  await declareEvent(context, actor('creditOffice'), event);
  const listed = await determinedCase(platform, { kind: '3.2.1' });
  [other, person] = [
    await determinedCase(platform, { kind: '3.2.1' }),
    await determinedCase(platform, { kind: '1.1' }),
  ];
  adverse = await determinedCase(platform, { kind: '3.3.2' });
  clock.set('2020-03-16T04:00:00Z');
  await nominate(context, actor('healthReviewer'), 'red', { caseIds: [listed] });
  const opened = await openRound(context, actor('creditOffice'), 'red');
  round = opened.roundId;
  clock.set(DAY);
  for (const who of ['creditOffice', 'healthDeterminer']) await signOff(context, actor(who), round, opened.digest);
  edition = await publishedElsewhere();
});
afterAll(() => platform?.close());

/** What the product would write: published, looked at and taken back, so that the round can still be published. */
async function publishedElsewhere(): Promise<Columns> {
  await publish(platform.context, actor('creditOfficeSecond'), round);
  const { rows } = await platform.owner.query(
    "SELECT *, encode(digest, 'hex') AS hex FROM edition WHERE round_id = $1",
    [round],
  );
  const { owner } = platform;
  await owner.query('BEGIN');
  await owner.query("SET LOCAL session_replication_role = 'replica'");
  for (const table of ['edition_entry', 'entry', 'edition']) await owner.query(`DELETE FROM ${table}`);
  await owner.query('COMMIT');
  const { list, number, manifest, hex } = rows[0];
  return {
    list,
    number,
    round_id: round,
    published_at: DAY,
    published_by: id('creditOfficeSecond'),
    manifest,
    digest: sql(`decode('${hex}', 'hex')`),
  };
}

const nomination = async (caseId: string, otherwise: Columns = {}) => {
  const { subject_key, record_id, determining_department } = await recordOf(caseId);
  return insert('nomination', {
    ...{ subject_key, record_id, list: 'red', ground: '2020-2/3.2.1', department_id: determining_department },
    ...{ nominated_by: id('healthDeterminer'), at: DAY, ...otherwise },
  });
};

describe('a nomination', () => {
  const own = () => trigger('nomination', 'of_department');

  test.each(['healthDeterminer', 'healthReviewer'])(
    'of a determined organisation by its %s goes through',
    async (who) => {
      const say = [await nomination(other, { nominated_by: id(who) })];
      expect(await outcomeOf(platform.owner, { ...as(who), say }, [])).toBeUndefined();
    },
  );

  test('of a person is refused, on whatever list', async () => {
    const guards = [trigger('nomination', 'fits_its_list'), own()];
    await refusedOnlyBy(platform.owner, guards, { ...as('healthDeterminer'), say: [await nomination(person)] });
  });

  test('of a good record for an adverse list is refused', async () => {
    const guards = [trigger('nomination', 'fits_its_list'), own()];
    await refusedOnlyBy(platform.owner, guards, {
      ...as('healthDeterminer'),
      say: [await nomination(other, { list: 'black' })],
    });
  });

  test.each<[string, string, Columns]>([
    ['for a ground the catalogue does not name', 'healthDeterminer', { ground: '2020-2/3.2.2' }],
    ['in another officer’s name', 'healthReviewer', {}],
    ['for another department', 'healthDeterminer', { department_id: 'industry-bureau' }],
  ])('%s is refused', async (_what, who, otherwise) => {
    await refusedOnlyBy(platform.owner, own(), { ...as(who), say: [await nomination(other, otherwise)] });
  });

  test('by a job is refused', async () => {
    const say = [await nomination(other)];
    await refusedOnlyBy(platform.owner, own(), { login: 'worker_platform', claim: { task: 'registry.expire' }, say });
  });
});

describe('a round', () => {
  const opened = (otherwise: Columns = {}) =>
    insert('list_round', {
      ...{
        list: 'red',
        opened_by: id('creditOffice'),
        opened_at: DAY,
        notice_from: '2020-03-24',
        notice_until: '2020-04-24',
      },
      ...{ digest: sql(`sha256('')`), ...otherwise },
    });

  test('of an adverse list whose legal basis is not on record is refused', async () => {
    const guard = trigger('list_round', 'needs_basis');
    for (const before of WITHOUT_BASIS)
      await refusedOnlyBy(platform.owner, guard, { ...as('creditOffice'), before, say: [opened({ list: 'black' })] });
  });

  test.each<[string, Columns]>([
    ['is not as long as the notice says', { notice_until: '2020-03-25' }],
    ['began before it was opened', { notice_from: '2020-01-01' }],
  ])('whose public notice %s is refused', async (_what, otherwise) => {
    await refusedOnlyBy(platform.owner, trigger('list_round', 'lasts'), {
      ...as('creditOffice'),
      say: [opened(otherwise)],
    });
  });

  test('is opened by an officer of the credit office, under the own name', async () => {
    const guard = trigger('list_round', 'in_person');
    for (const who of ['creditOfficeSecond', 'healthDeterminer'])
      await refusedOnlyBy(platform.owner, guard, { ...as(who), say: [opened()] });
    await refusedOnlyBy(platform.owner, guard, {
      ...as('healthDeterminer'),
      say: [opened({ opened_by: id('healthDeterminer') })],
    });
  });

  test('holds nobody whom no department nominated', async () => {
    const { subject_key, record_id, uscc, organisation_name, matter } = await recordOf(other);
    const columns = await columnsOf(platform, 'list_entry');
    const say = [
      copy('list_entry', columns, `round_id = ${round}`, {
        subject_key,
        record_id,
        uscc,
        name: organisation_name,
        matter,
        determined_on: sql(
          `(SELECT determined_at AT TIME ZONE 'Asia/Shanghai' FROM record WHERE record_id = '${record_id}')::date`,
        ),
        entry_id: sql('gen_random_uuid()'),
      }),
    ];
    await refusedOnlyBy(platform.owner, trigger('list_entry', 'of_nominated'), { ...as('creditOffice'), say });
  });

  test('is signed by each body for itself, for what was shown', async () => {
    const signed = (otherwise: Columns) =>
      insert('list_sign_off', {
        ...{
          round_id: round,
          department_id: 'industry-bureau',
          officer_id: id('industryDeterminer'),
          signed_as: 'department',
          at: DAY,
        },
        ...{ digest: sql(`(SELECT digest FROM list_round WHERE id = ${round})`), ...otherwise },
      });
    const guard = trigger('list_sign_off', 'of_body');
    await refusedOnlyBy(platform.owner, guard, { ...as('industryDeterminer'), say: [signed({})] });
    await refusedOnlyBy(platform.owner, guard, { ...as('industryDeterminer'), say: [signed({ signed_as: 'office' })] });
    const name = trigger('list_sign_off', 'in_person');
    await refusedOnlyBy(platform.owner, [name, guard], { ...as('healthReviewer'), say: [signed({})] });
  });
});

test('who nominated an entry of a round neither signs nor publishes it, nor does whoever stands in for them', async () => {
  const unsigned = [
    "SET LOCAL session_replication_role = 'replica'",
    `DELETE FROM list_sign_off WHERE round_id = ${round} AND department_id = 'health-commission'`,
    "SET LOCAL session_replication_role = 'origin'",
  ];
  const also = (who: string, role: string, department: string) =>
    `INSERT INTO officer_role (officer_id, department_id, role, held_from) VALUES ('${id(who)}', '${department}', '${role}', '2020-01-01')`;
  const signedBy = (who: string) =>
    insert('list_sign_off', {
      ...{ round_id: round, department_id: 'health-commission', officer_id: id(who), signed_as: 'department', at: DAY },
      digest: sql(`(SELECT digest FROM list_round WHERE id = ${round})`),
    });
  const guard = trigger('list_sign_off', 'duties_apart');
  await refusedOnlyBy(platform.owner, guard, {
    ...as('healthReviewer'),
    before: [...unsigned, also('healthReviewer', 'determiner', 'health-commission')],
    say: [signedBy('healthReviewer')],
  });
  const standsIn = `INSERT INTO delegation (id, department_id, from_officer, to_officer, role, starts_on, ends_on, reason, given_by, given_at)
    VALUES (gen_random_uuid(), 'health-commission', '${id('healthReviewer')}', '${id('healthAll')}', 'reviewer', current_date - 1, current_date + 1, '外出培训', '${id('healthReviewer')}', now())`;
  await refusedOnlyBy(platform.owner, guard, {
    ...as('healthAll'),
    before: [...unsigned, standsIn],
    say: [signedBy('healthAll')],
  });
  await refusedOnlyBy(platform.owner, trigger('edition', 'duties_apart'), {
    ...as('healthReviewer'),
    before: [
      `UPDATE officer_role SET ended_at = '2020-03-17' WHERE officer_id = '${id('healthReviewer')}'`,
      also('healthReviewer', 'credit-office', 'credit-office'),
    ],
    say: [insert('edition', { ...edition, published_by: id('healthReviewer') })],
  });
});

describe('an edition', () => {
  const said = (otherwise: Columns = {}) => [insert('edition', { ...edition, ...otherwise })];
  const gates = () => trigger('edition', 'passed_gates');

  test('with everything it needs goes through', async () => {
    expect(await outcomeOf(platform.owner, { ...as('creditOfficeSecond'), say: said() }, [])).toBeUndefined();
  });

  test('needs two officers: who opened the round does not publish it', async () => {
    const say = said({ published_by: id('creditOffice') });
    await refusedOnlyBy(platform.owner, trigger('edition', 'four_eyes'), { ...as('creditOffice'), say });
  });

  test('is published under the own name, by an officer of the credit office', async () => {
    const guard = trigger('edition', 'in_person');
    await refusedOnlyBy(platform.owner, guard, { ...as('creditOffice'), say: said() });
    await refusedOnlyBy(platform.owner, guard, {
      ...as('healthDeterminer'),
      say: said({ published_by: id('healthDeterminer') }),
    });
    await refusedOnlyBy(platform.owner, guard, {
      login: 'worker_platform',
      claim: { task: 'registry.expire' },
      say: said(),
    });
  });

  test('of an adverse list needs its legal basis', async () => {
    const guards = [trigger('edition', 'needs_basis'), gates()];
    for (const before of WITHOUT_BASIS)
      await refusedOnlyBy(platform.owner, guards, {
        ...as('creditOfficeSecond'),
        before,
        say: said({ list: 'black' }),
      });
  });

  test('waits for its public notice, its event and every signature', async () => {
    await refusedOnlyBy(platform.owner, gates(), {
      ...as('creditOfficeSecond'),
      say: said({ published_at: '2020-03-19T04:00:00Z' }),
    });
    const unsigned = [
      "SET LOCAL session_replication_role = 'replica'",
      `DELETE FROM list_sign_off WHERE round_id = ${round}`,
    ];
    const before = [...unsigned, "SET LOCAL session_replication_role = 'origin'"];
    await refusedOnlyBy(platform.owner, gates(), { ...as('creditOfficeSecond'), before, say: said() });
  });

  test('holds what was shown and nobody else', async () => {
    const { uscc, record_id } = await recordOf(other);
    const manifest = {
      ...(edition['manifest'] as object),
      entries: [{ entryId: '00000000-0000-4000-8000-00000000000c', uscc, recordId: record_id }],
    };
    const guards = [gates(), trigger('edition', 'shown_as_proposed')];
    await refusedOnlyBy(platform.owner, guards, { ...as('creditOfficeSecond'), say: said({ manifest }) });
  });

  test.each(['name', 'matter', 'ground'])('says nothing that its round did not propose: %s', async (what) => {
    const manifest = edition['manifest'] as { readonly entries: readonly object[] };
    const [first, ...others] = manifest.entries;
    const otherwise = { ...manifest, entries: [{ ...first, [what]: '张三' }, ...others] };
    const attempt = { ...as('creditOfficeSecond'), say: said({ manifest: otherwise }) };
    await refusedOnlyBy(platform.owner, trigger('edition', 'shown_as_proposed'), attempt);
  });

  test('is where an entry begins: nobody is put on a list without one', async () => {
    const { subject_key, record_id, uscc, organisation_name } = await recordOf(other);
    const entry = {
      subject_key,
      entry_id: sql('gen_random_uuid()'),
      list: 'red',
      record_id,
      listing: 1,
      uscc,
      name: organisation_name,
    };
    const say = [insert('entry', { ...entry, ground: '2020-2/3.2.1', first_listed_on: '2020-03-24' })];
    await refusedOnlyBy(platform.owner, trigger('entry', 'of_edition'), { ...as('creditOfficeSecond'), say });
  });

  test('an adverse record of an organisation is on no list without an edition either', async () => {
    const { subject_key, record_id, uscc, organisation_name } = await recordOf(adverse);
    const entry = {
      subject_key,
      entry_id: sql('gen_random_uuid()'),
      list: 'black',
      record_id,
      listing: 1,
      uscc,
      name: organisation_name,
    };
    const say = [insert('entry', { ...entry, ground: '2020-2/3.3.2', first_listed_on: '2020-03-24' })];
    await refusedOnlyBy(platform.owner, trigger('entry', 'of_edition'), { ...as('creditOfficeSecond'), say });
  });
});
