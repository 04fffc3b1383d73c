/** What the lists' screens are told: counts, rounds, gates and permissions are those of the rules that will decide. */

import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Said } from '#kernel/refusal/said.ts';
import { changeRecord } from '../../../tests/support/change-record.ts';
import { determinedCase } from '../../../tests/support/determined-case.ts';
import { NO_BASIS, notedOn } from '../../../tests/support/list-basis.ts';
import { createPlatform, type TestPlatform } from '../../../tests/support/platform.ts';
import { ref } from '../../../tests/support/refs.ts';
import { caseView } from '../determination/index.ts';
import {
  conflicts,
  decide,
  declareEvent,
  nominable,
  nominate,
  nominations,
  noteLists,
  openRound,
  overview,
  preview,
  publish,
  round,
  rounds,
  signOff,
} from './index.ts';

let platform: TestPlatform;
let caseIds: string[] = [];
beforeAll(async () => {
  platform = await createPlatform();
  const first = await determinedCase(platform, { kind: '3.2.1' });
  caseIds = [
    first,
    await determinedCase(platform, { kind: '3.2.1', sameBatchAs: first }),
    await determinedCase(platform, { kind: '3.2.1' }),
  ];
});
afterAll(() => platform?.close());

const actor = (who: string) => platform.actors[who]!;
const page = { limit: 50 };
const seen = (who: string) => overview(platform.context, actor(who), 'red');
const shut = (gates: readonly { gate: string; open: boolean }[]) =>
  gates.filter(({ open }) => !open).map(({ gate }) => gate);

test('a department finds what it determined, by batch and by case, until it has nominated it', async () => {
  const { context } = platform;
  const before = await nominable(context, actor('healthDeterminer'), 'red', page);
  expect(before.items.map(({ caseId }) => caseId)).toEqual(caseIds);
  expect(before.items[0]).toMatchObject({ ground: ref('3.2.1'), determinedOn: '2020-03-16' });
  expect(before.batches.map(({ waiting }) => waiting).sort()).toEqual([1, 2]);
  expect((await nominable(context, actor('industryDeterminer'), 'red', page)).items).toEqual([]);
  const firstPage = await nominable(context, actor('healthDeterminer'), 'red', { limit: 2 });
  expect(firstPage).toMatchObject({ items: [{ caseId: caseIds[0] }, { caseId: caseIds[1] }], after: caseIds[1] });
  const rest = await nominable(context, actor('healthDeterminer'), 'red', { limit: 2, after: caseIds[1]! });
  expect(rest).toMatchObject({ items: [{ caseId: caseIds[2] }], after: null });

  // nothing nominated, three to be expected: the office sees whom to ask, a department its own
  expect(await seen('creditOffice')).toMatchObject({
    counts: [],
    expected: [{ departmentId: 'health-commission', waiting: 3 }],
  });
  expect((await seen('industryDeterminer')).expected).toEqual([]);
  expect((await seen('creditOffice')).opening.permitted).toMatchObject({
    available: false,
    zh: '没有可列入的推荐，不能开始公示。',
    clause: ref('3.2'),
  });
  await nominate(context, actor('healthReviewer'), 'red', { caseIds });
  expect((await nominable(context, actor('healthDeterminer'), 'red', page)).items).toEqual([]);
});

test('counts by department and zone; a department sees its own, the office all, nobody may do what is another’s', async () => {
  const { context } = platform;
  const office = await seen('creditOffice');
  expect(office).toMatchObject({
    counts: [{ departmentId: 'health-commission', nominated: 3, inForce: 3 }],
    expected: [],
    basis: { available: true },
    opening: { permitted: { available: true }, entries: 3, noticeFrom: '2020-03-16', noticeUntil: '2020-03-23' },
    event: { declared: null, inEffect: false },
    may: { declare: { available: true }, nominate: { available: false, clause: ref('3.2') } },
  });
  const department = await seen('industryDeterminer');
  expect(department).toMatchObject({ counts: [], may: { nominate: { available: true } } });
  expect(department.opening.permitted).toMatchObject({ available: false, zh: '由信用主管部门开始公示。' });
  const filtered = await nominations(context, actor('creditOffice'), 'red', { ...page, department: 'industry-bureau' });
  expect(filtered.items).toEqual([]);
  const shut = await notedOn(platform.owner, context, NO_BASIS);
  const black = await overview(shut, actor('creditOffice'), 'black');
  await noteLists(platform.owner, context.policy);
  expect(black.opening.permitted).toMatchObject({ available: false, clause: ref('3.3') });
  expect(black.basis).toMatchObject({
    available: false,
    zh: expect.stringContaining('尚未登记设立该名单的法律、法规依据'),
  });
});

test('conflicts are told with the other side beside them', async () => {
  const { context, owner } = platform;
  const [item] = (await nominations(context, actor('creditOffice'), 'red', page)).items;
  await owner.query(
    "INSERT INTO organisation_directory (uscc, name, comparison_name, verdict, source, imported_at) VALUES ($1, '另一名称有限公司', '另一名称有限公司', 'valid', 'test', now())",
    [item!.uscc],
  );
  const [batchId = '', row] = item!.caseId.split('-');
  await changeRecord(
    context,
    actor('healthDeterminer'),
    { batchId, rowNumber: Number(row) },
    { change: 'objection-opened', reason: '称未参加该项任务', basis: '异议申请' },
  );
  const found = await conflicts(context, actor('creditOffice'), 'red');
  expect(found).toMatchObject([
    { conflict: 'name-differs', against: ['登记名称：另一名称有限公司'], department: '市卫生健康委员会' },
    { conflict: 'objection-open', against: [expect.stringContaining('称未参加该项任务')] },
  ]);
  expect((await seen('creditOffice')).opening).toMatchObject({ entries: 3, conflicts: 1 });
  expect(found.map(({ objectionOpen }) => objectionOpen)).toEqual([true, true]);
});

test('the mark of an open objection stands with the line wherever the list is worked on, for whoever looks', async () => {
  const { context } = platform;
  const listed = await nominations(context, actor('creditOffice'), 'red', page);
  const [objected] = listed.items.filter(({ objectionOpen }) => objectionOpen);
  expect(listed.items.map(({ objectionOpen }) => objectionOpen).toSorted()).toEqual([false, false, true]);
  const { roundId } = await openRound(context, actor('creditOffice'), 'red');
  // police nominated nothing and sees no record behind these lines; the mark is there all the same
  for (const who of ['creditOffice', 'healthDeterminer', 'policeDeterminer']) {
    const { entries } = await round(context, actor(who), roundId);
    const marked = entries.filter(({ objectionOpen }) => objectionOpen);
    expect(
      marked.map(({ recordId }) => recordId),
      who,
    ).toEqual([objected?.recordId]);
    const told = await preview(context, actor(who), roundId);
    expect(
      told.added.filter(({ objectionOpen }) => objectionOpen).map(({ recordId }) => recordId),
      who,
    ).toEqual([objected?.recordId]);
  }
  expect(await caseView(context, actor('healthDeterminer'), objected!.caseId)).toMatchObject({ objectionOpen: true });
  const others = caseIds.filter((id) => id !== objected?.caseId);
  expect(await caseView(context, actor('healthDeterminer'), others[0]!)).toMatchObject({ objectionOpen: false });
});

test('every shut gate is said before anybody presses, and the words are those of the refusal', async () => {
  const { context, clock } = platform;
  const opened = await openRound(context, actor('creditOffice'), 'red');
  const id = opened.roundId;
  expect(shut(opened.gates)).toEqual(['event', 'notice', 'conflicts', 'signatures']);
  expect(opened).toMatchObject({ today: '2020-03-16', daysLeft: 8, may: { object: { available: true } } });
  const refused = await publish(context, actor('creditOfficeSecond'), id).then(
    () => undefined,
    (error: { said: Said; clause: string }) => error,
  );
  expect((await round(context, actor('creditOfficeSecond'), id)).may.publish).toMatchObject({
    ...{ available: false, zh: refused?.said.zh, clause: refused?.clause },
  });
  expect(opened.gates.find(({ open }) => !open)).toMatchObject({ zh: refused?.said.zh, clause: refused?.clause });
  const signing = await round(context, actor('healthDeterminer'), id);
  await expect(signOff(context, actor('healthDeterminer'), id, opened.digest)).rejects.toMatchObject({
    said: { zh: signing.may.sign.available ? undefined : signing.may.sign.zh, en: expect.any(String) },
  });
  expect(signing.may.decide).toMatchObject({ available: false, zh: '是否列入由信用主管部门决定。' });
  expect((await round(context, actor('policeDeterminer'), id)).may.sign).toMatchObject({
    zh: '本单位没有推荐列入该名单的条目，无需会签。',
  });

  const doubtful = opened.entries.find(({ status }) => status === 'open')!;
  await decide(context, actor('creditOffice'), id, {
    recordId: doubtful.recordId,
    decision: 'struck',
    reason: '名称不一致，异议属实',
  });
  await declareEvent(context, actor('creditOffice'), {
    event: 'epidemic-ended',
    effectiveOn: '2020-03-20',
    documentNumber: '郑防指〔2020〕99号',
  });
  clock.set('2020-03-24T04:00:00Z');
  expect(await round(context, actor('creditOffice'), id)).toMatchObject({ daysLeft: 0 });
  await signOff(context, actor('creditOffice'), id, opened.digest);
  const signed = await signOff(context, actor('healthDeterminer'), id, opened.digest);
  expect(shut(signed.gates)).toEqual([]);
  expect(signed.may.sign).toMatchObject({ available: false, zh: '本单位已会签。' });
  expect((await round(context, actor('creditOfficeSecond'), id)).may.publish).toEqual({ available: true });

  expect(await preview(context, actor('creditOffice'), id)).toMatchObject({
    number: 1,
    previous: null,
    published: false,
    entries: 2,
    added: [{}, {}],
    leftOut: [{ uscc: doubtful.uscc, zh: '决定不列入：名称不一致，异议属实' }],
  });
  await publish(context, actor('creditOfficeSecond'), id);
  expect(await preview(context, actor('auditor'), id)).toMatchObject({ number: 1, published: true, entries: 2 });
});

test('the next edition is told as a difference to the last; rounds are listed newest first, a page at a time', async () => {
  const { context, clock } = platform;
  const added = await determinedCase(platform, { kind: '3.2.1' });
  clock.set('2020-03-25T04:00:00Z');
  const overtaken = await openRound(context, actor('creditOffice'), 'red');
  await nominate(context, actor('healthReviewer'), 'red', { caseIds: [added] });
  const [batchId = '', row] = caseIds[2]!.split('-');
  await changeRecord(
    context,
    actor('healthDeterminer'),
    { batchId, rowNumber: Number(row) },
    { change: 'revoked', reason: '依据变化', basis: '复核决定' },
  );
  const newest = await openRound(context, actor('creditOffice'), 'red');
  for (const { recordId } of newest.entries.filter(({ status }) => status === 'open')) {
    await decide(context, actor('creditOffice'), newest.roundId, {
      recordId,
      decision: 'struck',
      reason: '前一期已决定',
    });
  }
  const difference = await preview(context, actor('creditOffice'), newest.roundId);
  expect(difference).toMatchObject({ number: 2, previous: 1 });
  expect(difference.added).toHaveLength(1);
  expect(difference.removed.length + difference.unchanged).toBe(2);
  expect(difference.removed.length).toBeGreaterThan(0);

  const all = await rounds(context, actor('auditor'), 'red', { limit: 10 });
  expect(all.items.map(({ state, edition }) => [state, edition])).toEqual([
    ['notice', null],
    ['overtaken', null],
    ['published', 1],
  ]);
  expect(all.items[2]).toMatchObject({ entries: 3, undecided: 0, signed: 2 });
  const first = await rounds(context, actor('auditor'), 'red', { limit: 1 });
  expect(first).toMatchObject({ items: [{ roundId: newest.roundId }], before: newest.roundId });
  expect(await rounds(context, actor('auditor'), 'red', { limit: 1, before: first.before! })).toMatchObject({
    items: [{ roundId: overtaken.roundId }],
  });
  expect((await rounds(context, actor('auditor'), 'black', { limit: 1 })).items).toEqual([]);
});
