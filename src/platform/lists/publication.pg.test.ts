/** A red list from nomination to edition, and every gate that must hold it back. */

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { EditionPublished, NoticeOpened } from '#contracts/exchange.ts';
import { canonicalDigest } from '#kernel/exchange/canonical-json.ts';
import { changeRecord } from '../../../tests/support/change-record.ts';
import { determinedCase } from '../../../tests/support/determined-case.ts';
import { COMING_BASIS, ENDED_BASIS, NO_BASIS, notedOn } from '../../../tests/support/list-basis.ts';
import { createPlatform, type TestPlatform } from '../../../tests/support/platform.ts';
import { ref } from '../../../tests/support/refs.ts';
import { DAY } from '../../../tests/support/systems.ts';
import type { Actor } from '../access/actor.ts';
import {
  conflicts,
  decide,
  declareEvent,
  editions,
  nominate,
  nominations,
  noteLists,
  openRound,
  publish,
  round,
  signOff,
} from './index.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await createPlatform();
});
afterAll(() => platform?.close());

const EVENT = { event: 'epidemic-ended', effectiveOn: '2020-03-20', documentNumber: '郑防指〔2020〕99号' };
const actor = (who: string) => platform.actors[who]!;
const nominateCase = (who: string, ...caseIds: string[]) => nominate(platform.context, actor(who), 'red', { caseIds });
const uscc = async (caseId: string): Promise<string> =>
  (await platform.owner.query('SELECT uscc FROM submission WHERE batch_id = $1 AND row_number = $2', caseId.split('-')))
    .rows[0].uscc;
const messages = async (type: string) =>
  (await platform.owner.query('SELECT data FROM outbox WHERE type = $1 ORDER BY position', [type])).rows.map(
    (row) => row.data,
  );
const change = (caseId: string, what: 'revoked' | 'objection-opened') => {
  const [batchId = '', row] = caseId.split('-');
  return changeRecord(
    platform.context,
    actor('healthDeterminer'),
    { batchId, rowNumber: Number(row) },
    { change: what, reason: '依据变化', basis: '复核决定' },
  );
};

test('from nomination to edition', async () => {
  const { context, clock, owner } = platform;
  const first = await determinedCase(platform, { kind: '3.2.1' });
  const second = await determinedCase(platform, { kind: '3.2.2', reporter: actor('industryReporter') });
  const gone = await determinedCase(platform, { kind: '3.2.1' });

  expect(await nominateCase('healthAll', first)).toEqual({ nominated: 1, already: 0, leftOut: 0 });
  expect(await nominateCase('healthReviewer', first, second, gone)).toEqual({ nominated: 1, already: 1, leftOut: 1 });
  expect(await nominate(context, actor('industryReviewer'), 'red', { batchId: second.split('-')[0]! })).toEqual({
    nominated: 1,
    already: 0,
    leftOut: 0,
  });
  expect(await nominateCase('healthReviewer', first)).toEqual({ nominated: 0, already: 1, leftOut: 0 });
  expect((await nominations(context, actor('creditOffice'), 'red', { limit: 2 })).after).not.toBeNull();
  expect((await nominations(context, actor('industryDeterminer'), 'red', { limit: 10 })).items).toHaveLength(1);
  expect(await conflicts(context, actor('creditOffice'), 'red')).toEqual([]);

  const opened = await openRound(context, actor('creditOffice'), 'red');
  expect(opened).toMatchObject({ noticeFrom: '2020-03-16', noticeUntil: '2020-03-23', edition: null });
  expect(opened.missing.map(({ id }) => id).sort()).toEqual(['credit-office', 'health-commission', 'industry-bureau']);
  const [notice] = await messages('xinheng.notice.opened');
  expect(canonicalDigest(NoticeOpened.parse({ ...notice, position: 1 }).entries)).toBe(opened.digest);

  const id = opened.roundId;
  const sign = (who: string, digest = opened.digest) => signOff(context, actor(who), id, digest);
  await expect(sign('creditOffice')).rejects.toMatchObject({ code: 'list.notice_running', clause: ref('3.2') });
  await expect(publish(context, actor('creditOfficeSecond'), id)).rejects.toMatchObject({
    code: 'list.event_not_declared',
    clause: ref('3.1'),
  });
  await declareEvent(context, actor('creditOffice'), EVENT);
  await expect(publish(context, actor('creditOfficeSecond'), id)).rejects.toMatchObject({
    code: 'list.event_not_declared',
    message: expect.stringContaining('2020-03-20'),
  });
  clock.set('2020-03-23T04:00:00Z');
  await expect(publish(context, actor('creditOfficeSecond'), id)).rejects.toMatchObject({
    code: 'list.notice_running',
  });
  await change(gone, 'revoked');

  clock.forward(DAY);
  await expect(publish(context, actor('creditOfficeSecond'), id)).rejects.toMatchObject({
    code: 'list.signoff_missing',
    clause: ref('3.1'),
    message: expect.stringContaining('市工业和信息化局'),
  });
  await expect(sign('healthDeterminer', '0'.repeat(64))).rejects.toMatchObject({ code: 'case.conflict' });
  await expect(sign('policeDeterminer')).rejects.toMatchObject({ code: 'jurisdiction.denied' });
  await expect(sign('healthReviewer')).rejects.toMatchObject({ code: 'permission.denied' });
  await sign('creditOffice');
  // both duties of one list never meet in one person
  const both = sign('healthAll');
  await expect(both).rejects.toMatchObject({ code: 'four_eyes.violated', clause: ref('3.1') });
  expect((await round(context, actor('healthAll'), id)).may.sign).toMatchObject({
    available: false,
    zh: expect.stringContaining('推荐人不会签'),
  });
  expect(await round(context, actor('healthDeterminer'), id)).toMatchObject({
    signsFor: '市卫生健康委员会',
    may: { sign: { available: true } },
  });
  await sign('healthDeterminer');
  await expect(publish(context, actor('creditOfficeSecond'), id)).rejects.toMatchObject({
    extra: { missing: [{ id: 'industry-bureau', name: '市工业和信息化局' }] },
  });
  await sign('industryDeterminer');

  expect((await round(context, actor('creditOffice'), id)).may.publish).toMatchObject({
    available: false,
    zh: expect.stringContaining('另一位经办人发布'),
    clause: ref('3.1'),
  });
  const opener = publish(context, actor('creditOffice'), id);
  await expect(opener).rejects.toMatchObject({ code: 'four_eyes.violated', clause: ref('3.1') });
  await expect(
    platform.asApplication(
      `INSERT INTO edition (list, number, round_id, published_at, published_by, manifest, digest)
       VALUES ('red', 1, $1, now(), $2, '{}', sha256(''))`,
      [id, actor('creditOffice').id],
    ),
  ).rejects.toMatchObject({ constraint: 'edition_four_eyes' });
  const twice = await Promise.all(
    ['creditOfficeSecond', 'creditOfficeSecond'].map((who) => publish(context, actor(who), id)),
  );
  expect(twice[0]).toEqual(twice[1]);
  const [edition] = twice as [(typeof twice)[number], unknown];
  expect(edition).toMatchObject({ number: 1, entries: 2, leftOut: 1, publishedOn: '2020-03-24' });
  expect(await publish(context, actor('creditOffice'), id)).toEqual(edition);
  const [data] = await messages('xinheng.edition.published');
  const { manifest, digest } = EditionPublished.parse({ ...data, position: 1 });
  expect(canonicalDigest(manifest)).toBe(digest);
  expect(manifest.entries.map((entry) => entry.uscc).sort()).toEqual([await uscc(first), await uscc(second)].sort());
  expect(manifest.entries[0]).toMatchObject({ validUntil: '2022-03-24', determinedOn: '2020-03-16' });
  expect(manifest.signedBy).toHaveLength(3);
  expect(await editions(context, actor('auditor'), 'red')).toMatchObject([{ number: 1, digest }]);
  expect((await round(context, actor('auditor'), id)).edition).toBe(1);
  await expect(sign('industryDeterminer')).rejects.toMatchObject({ code: 'action.not_available' });

  await change(first, 'revoked');
  expect((await messages('xinheng.entry.withdrawn')).map((message) => [message.uscc, message.reason])).toEqual([
    [await uscc(gone), 'revoked'],
    [await uscc(first), 'revoked'],
  ]);
  const { rows } = await owner.query(
    "SELECT action FROM audit_entry WHERE object_type IN ('list', 'edition', 'event') AND action LIKE '%published'",
  );
  expect(rows).toHaveLength(1);
});

describe('conflicts and objections', () => {
  let round2: Awaited<ReturnType<typeof openRound>>;
  let doubtful = '';
  beforeEach(async () => {
    doubtful = await determinedCase(platform, { kind: '3.2.1' });
    await nominateCase('healthReviewer', doubtful);
    await platform.owner.query(
      "INSERT INTO organisation_directory (uscc, name, comparison_name, verdict, source, imported_at) VALUES ($1, '另一名称有限公司', '另一名称有限公司', 'valid', 'test', now())",
      [await uscc(doubtful)],
    );
    round2 = await openRound(platform.context, actor('creditOffice'), 'red');
    platform.clock.set('2020-03-24T04:00:00Z');
  });
  const doubtfulRecord = async () => {
    const code = await uscc(doubtful);
    return round2.entries.find((item) => item.uscc === code)!;
  };
  const doubtfulRecordNow = async () => {
    const { recordId } = await doubtfulRecord();
    const now = await round(platform.context, actor('creditOffice'), round2.roundId);
    return now.entries.find((entry) => entry.recordId === recordId)!;
  };
  const decideOn = async (who: string, decision: 'objection' | 'kept' | 'struck') =>
    decide(platform.context, actor(who), round2.roundId, {
      recordId: (await doubtfulRecord()).recordId,
      decision,
      reason: '经核对登记信息',
    });

  test('a name that differs from the registry is put on record and holds the list back until decided', async () => {
    expect(await doubtfulRecord()).toMatchObject({ status: 'open', decisions: [{ decision: 'conflict-found' }] });
    const code = await uscc(doubtful);
    await expect(publish(platform.context, actor('creditOfficeSecond'), round2.roundId)).rejects.toMatchObject({
      code: 'list.conflict_open',
      extra: { uscc: expect.arrayContaining([code]) },
    });
    await expect(signOff(platform.context, actor('creditOffice'), round2.roundId, round2.digest)).rejects.toMatchObject(
      { code: 'list.conflict_open' },
    );
    await expect(decideOn('healthDeterminer', 'kept')).rejects.toMatchObject({ code: 'permission.denied' });
    await decideOn('creditOffice', 'kept');
    await decideOn('healthDeterminer', 'objection');
    await decideOn('creditOffice', 'struck');
    await expect(decideOn('creditOffice', 'kept')).rejects.toMatchObject({ code: 'action.not_available' });
  });

  test('an objection is recorded by whom it comes to: the office, the nominating department, the counter', async () => {
    const helper = await platform.officer('airport-credit-office', 'assistant');
    const record = (who: Actor) =>
      doubtfulRecord().then(({ recordId }) =>
        decide(platform.context, who, round2.roundId, { recordId, decision: 'objection', reason: '来函提出异议' }),
      );
    for (const who of ['auditor', 'healthReviewer', 'healthReporter']) {
      await expect(record(actor(who)), who).rejects.toMatchObject({ code: 'permission.denied', clause: ref('3.2') });
      expect((await round(platform.context, actor(who), round2.roundId)).may.object).toMatchObject({
        available: false,
      });
    }
    await expect(record(actor('industryDeterminer'))).rejects.toMatchObject({ code: 'jurisdiction.denied' });
    for (const who of [actor('healthDeterminer'), helper, actor('creditOffice')]) await record(who);
    const lines = (await doubtfulRecordNow()).decisions;
    expect(lines.map(({ decision }) => decision)).toEqual(['conflict-found', 'objection', 'objection', 'objection']);
  });

  test('who recorded the doubt, or nominated the entry, does not decide on it: rule, page and database say so', async () => {
    const { context } = platform;
    await decideOn('creditOffice', 'objection');
    await decideOn('creditOffice', 'objection'); // a double click
    expect((await doubtfulRecordNow()).decisions).toHaveLength(2);
    await expect(decideOn('creditOffice', 'struck')).rejects.toMatchObject({
      code: 'four_eyes.violated',
      clause: ref('3.1'),
    });
    const seen = await round(context, actor('creditOffice'), round2.roundId);
    expect(seen.may.decide).toEqual({ available: true });
    const { recordId } = await doubtfulRecord();
    expect(seen.entries.find((entry) => entry.recordId === recordId)?.may?.decide).toMatchObject({
      available: false,
      zh: expect.stringContaining('另一位经办人'),
      en: expect.stringContaining('another officer'),
    });
    const insert = `INSERT INTO list_entry_decision (round_id, subject_key, record_id, sequence, decision, reason, actor_id, at)
      SELECT e.round_id, e.subject_key, e.record_id, 9, 'struck', '绕过规则', $3, now() FROM list_entry e WHERE e.round_id = $1 AND e.record_id = $2`;
    for (const who of ['creditOffice', 'healthReviewer'])
      await expect(
        platform.asApplication(insert, [round2.roundId, recordId, actor(who).id]),
        who,
      ).rejects.toMatchObject({ constraint: 'list_decision_four_eyes' });
    await decideOn('creditOfficeSecond', 'kept');
    expect(await doubtfulRecordNow()).toMatchObject({ status: 'kept' });

    const both = await platform.officer('credit-office', 'credit-office', 'determiner');
    await platform.owner.query('BEGIN');
    await platform.owner.query("SET LOCAL session_replication_role = 'replica'");
    await platform.owner.query('UPDATE nomination SET nominated_by = $1 WHERE record_id = $2', [both.id, recordId]);
    await platform.owner.query('COMMIT');
    await expect(
      decide(context, both, round2.roundId, { recordId, decision: 'kept', reason: '自己推荐的' }),
    ).rejects.toMatchObject({ code: 'four_eyes.violated', message: expect.stringContaining('您推荐') });
  });

  test('a doubt and a decision of one officer at the same instant: never both in the wrong order', async () => {
    const answers = await Promise.allSettled([
      decideOn('creditOfficeSecond', 'objection'),
      decideOn('creditOfficeSecond', 'kept'),
      decideOn('creditOffice', 'objection'),
      decideOn('creditOffice', 'kept'),
    ]);
    expect(answers.some(({ status }) => status === 'fulfilled')).toBe(true);
    const { rows } = await platform.owner.query(
      "SELECT actor_id, decision FROM list_entry_decision WHERE round_id = $1 AND decision <> 'conflict-found' ORDER BY sequence",
      [round2.roundId],
    );
    const doubted = new Set<string>();
    for (const { actor_id, decision } of rows) {
      if (decision === 'objection') doubted.add(actor_id);
      else expect(doubted.has(actor_id)).toBe(false);
    }
  });

  test('a double click opens one round and one public notice', async () => {
    platform.clock.set('2020-03-16T04:00:00Z');
    const before = await messages('xinheng.notice.opened');
    const again = await Promise.all(
      ['creditOffice', 'creditOfficeSecond'].map((who) => openRound(platform.context, actor(who), 'red')),
    );
    expect(again.map(({ roundId }) => roundId)).toEqual([round2.roundId, round2.roundId]);
    expect(await messages('xinheng.notice.opened')).toEqual(before);
  });

  test('an overtaken round cannot go on', async () => {
    await nominateCase('healthReviewer', await determinedCase(platform, { kind: '3.2.1' }));
    platform.clock.set('2020-03-16T04:00:00Z');
    await openRound(platform.context, actor('creditOffice'), 'red');
    await expect(decideOn('creditOffice', 'kept')).rejects.toThrow(/重新公示/);
  });

  test('an organisation with adverse information in force is a conflict', async () => {
    const adverse = await determinedCase(platform, { kind: '3.3.2', subject: 901 });
    const good = await determinedCase(platform, { kind: '3.2.1', subject: 901 });
    platform.clock.set('2020-03-24T05:00:00Z');
    await nominateCase('healthReviewer', good);
    await nominate(platform.context, actor('policeReviewer'), 'black', { caseIds: [adverse] });
    const found = await conflicts(platform.context, actor('creditOffice'), 'red');
    const code = await uscc(good);
    expect(
      found
        .filter((item) => item.uscc === code)
        .map((item) => item.conflict)
        .sort(),
    ).toEqual(['adverse-in-force', 'on-both-lists']);
  });
});

describe('black-list-needs-basis', () => {
  test('without a recorded legal basis not even a round is opened', async () => {
    for (const [basis, words] of [
      [NO_BASIS, '尚未登记'],
      [COMING_BASIS, '尚未施行'],
      [ENDED_BASIS, '已经失效'],
    ] as const) {
      const shut = await notedOn(platform.owner, platform.context, basis);
      await expect(openRound(shut, actor('creditOffice'), 'black')).rejects.toMatchObject({
        code: 'list.basis_missing',
        clause: ref('3.3'),
        said: { zh: expect.stringContaining(words) },
      });
    }
    await noteLists(platform.owner, platform.context.policy);
  });

  test('with it: no public notice before publication, and the basis is asked again at publication', async () => {
    const { context, clock } = platform;
    const caseId = await determinedCase(platform, { kind: '3.3.2' });
    await nominate(context, actor('policeReviewer'), 'black', { caseIds: [caseId] });
    const before = (await messages('xinheng.notice.opened')).length;
    const opened = await openRound(context, actor('creditOffice'), 'black');
    expect(await messages('xinheng.notice.opened')).toHaveLength(before);
    clock.set('2020-04-10T04:00:00Z');
    for (const item of opened.entries.filter(({ status }) => status === 'open')) {
      await decide(context, actor('creditOffice'), opened.roundId, {
        recordId: item.recordId,
        decision: 'struck',
        reason: '同时列入红榜',
      });
    }
    const shut = await notedOn(platform.owner, context, ENDED_BASIS);
    await expect(publish(shut, actor('creditOfficeSecond'), opened.roundId)).rejects.toMatchObject({
      code: 'list.basis_missing',
    });
    await noteLists(platform.owner, context.policy);
    await signOff(context, actor('creditOffice'), opened.roundId, opened.digest);
    await signOff(context, actor('policeDeterminer'), opened.roundId, opened.digest);
    expect(await publish(context, actor('creditOfficeSecond'), opened.roundId)).toMatchObject({
      list: 'black',
      number: 1,
    });
  });
});

test.each(['healthDeterminer', 'industryReviewer', 'auditor'])(
  '%s may neither declare an event nor open or publish a round',
  async (who) => {
    const { context } = platform;
    await expect(declareEvent(context, actor(who), EVENT)).rejects.toMatchObject({ code: 'permission.denied' });
    await expect(openRound(context, actor(who), 'red')).rejects.toMatchObject({ code: 'permission.denied' });
    await expect(publish(context, actor(who), '1')).rejects.toMatchObject({ code: 'permission.denied' });
  },
);

test('an event is declared once', async () => {
  await expect(declareEvent(platform.context, actor('creditOffice'), EVENT)).rejects.toMatchObject({
    code: 'action.not_available',
  });
  await expect(
    declareEvent(platform.context, actor('creditOffice'), { ...EVENT, event: 'no-such' }),
  ).rejects.toMatchObject({ code: 'request.invalid' });
});
