/** An entry lives across editions: one id and one last day from the first edition that lists it to its end; and the database holds to it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type EditionManifest, EditionPublished, EntryWithdrawn } from '#contracts/exchange.ts';
import { changeRecord } from '../../../tests/support/change-record.ts';
import { determinedCase } from '../../../tests/support/determined-case.ts';
import { createPlatform, type TestPlatform } from '../../../tests/support/platform.ts';
import { decide, declareEvent, nominate, noteLists, openRound, preview, publish, signOff } from './index.ts';
import { entryIdOf } from './rules.ts';

let platform: TestPlatform;
const actor = (who: string) => platform.actors[who]!;
const uscc = async (caseId: string): Promise<string> =>
  (await platform.owner.query('SELECT uscc FROM submission WHERE batch_id = $1 AND row_number = $2', caseId.split('-')))
    .rows[0].uscc;
const newest = async (type: string) =>
  (await platform.owner.query('SELECT data FROM outbox WHERE type = $1 ORDER BY position DESC LIMIT 1', [type])).rows[0]
    ?.data;
const nominated = async () => {
  const caseId = await determinedCase(platform, { kind: '3.2.1' });
  await nominate(platform.context, actor('healthReviewer'), 'red', { caseIds: [caseId] });
  return caseId;
};

/** A round from its notice to the edition, `days` after it was opened; what is named is struck. */
async function publishOn(opens: string, published: string, strike: readonly string[] = []): Promise<EditionManifest> {
  const { context, clock } = platform;
  clock.set(`${opens}T04:00:00Z`);
  const { roundId, digest, entries } = await openRound(context, actor('creditOffice'), 'red');
  clock.set(`${published}T04:00:00Z`);
  for (const { recordId } of entries.filter((entry) => strike.includes(entry.uscc))) {
    const reason = '经核对不宜继续列入';
    await decide(context, actor('creditOffice'), roundId, { recordId, decision: 'struck', reason });
  }
  for (const who of ['creditOffice', 'healthDeterminer']) await signOff(context, actor(who), roundId, digest);
  expect(await preview(context, actor('creditOffice'), roundId)).toMatchObject({ published: false });
  await publish(context, actor('creditOfficeSecond'), roundId);
  return EditionPublished.parse({ ...(await newest('xinheng.edition.published')), position: 1 }).manifest;
}

const ends = async () =>
  (
    await platform.owner.query(
      `SELECT e.uscc, d.why, d.ended_on::text AS "endedOn" FROM entry_end d JOIN entry e USING (subject_key, entry_id) ORDER BY d.at, d.why`,
    )
  ).rows;

let [stays, corrected, struck] = ['', '', ''];
const lineOf = async (edition: EditionManifest, caseId: string) => {
  const code = await uscc(caseId);
  return edition.entries.find((entry) => entry.uscc === code);
};

beforeAll(async () => {
  platform = await createPlatform();
  await declareEvent(platform.context, actor('creditOffice'), {
    ...{ event: 'epidemic-ended', effectiveOn: '2020-03-20', documentNumber: '测防指〔2020〕99号' },
  });
  [stays, corrected] = [await nominated(), await nominated()];
});
afterAll(() => platform?.close());

describe('from edition to edition', () => {
  let first: EditionManifest;
  let second: EditionManifest;

  test('the same record keeps its entry, and its last day is the one fixed when it was first listed', async () => {
    first = await publishOn('2020-03-16', '2020-03-24');
    expect(first.entries).toMatchObject([{ validUntil: '2022-03-24' }, { validUntil: '2022-03-24' }]);
    struck = await nominated();
    second = await publishOn('2020-06-01', '2020-06-10');
    for (const caseId of [stays, corrected]) expect(await lineOf(second, caseId)).toEqual(await lineOf(first, caseId));
    expect(await lineOf(second, struck)).toMatchObject({ validUntil: '2022-06-10' });
    const { rows } = await platform.owner.query(
      'SELECT number, count(*)::int AS entries FROM edition_entry JOIN entry USING (subject_key, entry_id) GROUP BY 1 ORDER BY 1',
    );
    expect(rows).toEqual([
      { number: 1, entries: 2 },
      { number: 2, entries: 3 },
    ]);
    expect(await ends()).toEqual([]);
  });

  test('a corrected record ends its entry in its own transaction, and the site is told which entry; it comes back as another', async () => {
    const [batchId = '', row] = corrected.split('-');
    await changeRecord(
      platform.context,
      actor('healthDeterminer'),
      { batchId, rowNumber: Number(row) },
      { change: 'corrected', reason: '事项有误', basis: '核查结果', corrected: { matter: '更正后的事项' } },
    );
    const before = (await lineOf(second, corrected))!;
    const told = EntryWithdrawn.parse({ ...(await newest('xinheng.entry.withdrawn')), position: 1 });
    expect(told).toEqual({
      ...{ position: 1, uscc: before.uscc, entryId: before.entryId, reason: 'corrected', effectiveOn: '2020-06-10' },
    });
    expect(await ends()).toEqual([{ uscc: before.uscc, why: 'corrected', endedOn: '2020-06-10' }]);
    const third = await publishOn('2020-07-01', '2020-07-10', [await uscc(struck)]);
    const after = (await lineOf(third, corrected))!;
    expect(after).toMatchObject({ matter: '更正后的事项', validUntil: before.validUntil, recordId: before.recordId });
    expect(after.entryId).not.toBe(before.entryId);
    expect(await lineOf(third, stays)).toEqual(await lineOf(first, stays));
  });

  test('what the next edition goes without has ended, and why is on record', async () => {
    expect(await ends()).toContainEqual({ uscc: await uscc(struck), why: 'struck', endedOn: '2020-07-10' });
  });

  test('what has had its time on the list is not proposed again, however long its record lasts', async () => {
    const fourth = await publishOn('2022-03-30', '2022-04-10');
    expect(fourth.entries.map((entry) => entry.uscc)).toEqual([await uscc(struck)]);
    expect(fourth.entries[0]).toMatchObject({ validUntil: '2022-06-10' });
    for (const caseId of [stays, corrected])
      expect(await ends()).toContainEqual({ uscc: await uscc(caseId), why: 'expired', endedOn: '2022-03-25' });
  });
});

describe('the database holds to it, whoever writes', () => {
  const copy = `INSERT INTO entry (subject_key, entry_id, list, record_id, listing, uscc, name, ground, first_listed_on)
    SELECT subject_key, gen_random_uuid(), $1, record_id, listing + $2::int, uscc, name, ground, first_listed_on FROM entry
    WHERE uscc = $3 ORDER BY listing DESC LIMIT 1`;
  const refused = (statement: string, values: unknown[], constraint: string) =>
    expect(platform.asApplication(statement, values)).rejects.toMatchObject({ constraint });

  test('a record stands on a list once', async () => {
    await refused(copy, ['red', 0, await uscc(struck)], 'listed_once');
    await refused(copy, ['red', 1, await uscc(struck)], 'listed_once');
  });

  test('no good record brings anybody onto an adverse list, and no person is nominated or listed', async () => {
    await refused(copy, ['black', 1, await uscc(stays)], 'fits_its_list');
    const person = await determinedCase(platform, { kind: '1.1' });
    const nomination = `INSERT INTO nomination (subject_key, record_id, list, ground, department_id, nominated_by, at)
      SELECT r.subject_key, r.record_id, $1, '3.2.1', r.determining_department, $2, now() FROM record r
      WHERE r.batch_id = $3::bigint AND r.row_number = $4::int`;
    await refused(nomination, ['red', actor('healthDeterminer').id, ...person.split('-')], 'fits_its_list');
    await refused(nomination, ['black', actor('healthDeterminer').id, ...stays.split('-')], 'fits_its_list');
  });

  test('a published edition gains no entry, and no list is anybody’s to write but the installation’s', async () => {
    const into = `INSERT INTO edition_entry (subject_key, entry_id, list, number)
      SELECT subject_key, entry_id, $1, $2::int FROM entry WHERE uscc = $3`;
    await refused(into, ['red', 1, await uscc(struck)], 'edition_names_entry');
    await expect(platform.asApplication('UPDATE list SET title = id')).rejects.toThrow(/permission denied/);
    await expect(platform.owner.query(`UPDATE list SET polarity = 'adverse' WHERE id = 'red'`)).rejects.toThrow(
      /polarity/,
    );
    const { policy } = platform.context;
    await expect(noteLists(platform.owner, { ...policy, id: 'another' })).rejects.toThrow(/stays with its notice/);
    await noteLists(platform.owner, policy);
  });
});

test('an entry is found by nobody who does not hold its record', () => {
  const [one, other] = ['11111111-1111-1111-1111-111111111111', '22222222-2222-2222-2222-222222222222'];
  const all = [
    entryIdOf('red', one, 1),
    entryIdOf('red', one, 2),
    entryIdOf('black', one, 1),
    entryIdOf('red', other, 1),
  ];
  expect(new Set(all).size).toBe(4);
  expect(entryIdOf('red', one, 1)).toBe(all[0]);
  expect(all[0]).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
});
