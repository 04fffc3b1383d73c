/** Changes of a record: what is in force afterwards, and who is told; nobody is told twice. */

import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RecordChange } from '#contracts/vocabulary.ts';
import { toLocalDate } from '#kernel/time/local-date.ts';
import { toProblem } from '#runtime/http/problems.ts';
import { changeRecord } from '../../../tests/support/change-record.ts';
import { determinedCase } from '../../../tests/support/determined-case.ts';
import { createPlatform, type TestPlatform } from '../../../tests/support/platform.ts';
import { ref } from '../../../tests/support/refs.ts';
import { systemActor } from '../access/actor.ts';
import { transact } from '../access/transaction.ts';
import { organisationRecords, personRecords, recordsInForce, withdrawExpired } from './index.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await createPlatform();
});
afterAll(() => platform?.close());

const id = (caseId: string) => {
  const [batchId = '', row] = caseId.split('-');
  return { batchId, rowNumber: Number(row) };
};
const change = (
  who: string,
  caseId: string,
  what: RecordChange,
  corrected?: { matter?: string; occurredOn?: string; organisationName?: string },
) =>
  changeRecord(platform.context, platform.actors[who]!, id(caseId), {
    change: what,
    reason: '依据变化',
    basis: '复核决定书',
    corrected,
  });
const subjectOf = async (caseId: string): Promise<string> =>
  (
    await platform.owner.query(
      'SELECT subject_key FROM submission WHERE batch_id = $1 AND row_number = $2',
      caseId.split('-'),
    )
  ).rows[0].subject_key;
const inForce = async (caseId: string, on = '2020-03-30') =>
  transact(platform.context.database, systemActor('test'), async (tx) =>
    recordsInForce(tx, { subjectKey: await subjectOf(caseId) }, toLocalDate(on)),
  );
const openAccount = async (caseId: string) =>
  platform.owner.query("INSERT INTO points_subscription VALUES ($1, 1, 'opened', 'receipt', 'message', now())", [
    await subjectOf(caseId),
  ]);
const told = async (caseId: string) =>
  (
    await platform.owner.query(
      "SELECT type, data->>'reason' AS reason, data->>'objectionOpen' AS objection, data->>'matter' AS matter FROM outbox WHERE subject_key = $1 ORDER BY position",
      [await subjectOf(caseId)],
    )
  ).rows;

test('repaired: no longer in force, and points is told', async () => {
  const caseId = await determinedCase(platform, { kind: '2' });
  await openAccount(caseId);
  expect(await inForce(caseId)).toHaveLength(1);
  expect(await change('policeDeterminer', caseId, 'repaired')).toMatchObject({
    sequence: 1,
    effectiveOn: '2020-03-24',
  });
  expect(await inForce(caseId)).toEqual([]);
  expect(await told(caseId)).toMatchObject([{ type: 'xinheng.record.withdrawn', reason: 'repaired' }]);
  await expect(change('policeDeterminer', caseId, 'revoked')).rejects.toThrow(/不能再变更/);
});

test('an objection is marked from the same transaction on, and unmarked when it is closed', async () => {
  const caseId = await determinedCase(platform, { kind: '1.1' });
  await openAccount(caseId);
  await change('creditOffice', caseId, 'objection-opened');
  expect(await inForce(caseId)).toMatchObject([{ objectionOpen: true }]);
  await change('healthDeterminer', caseId, 'objection-closed');
  expect(await inForce(caseId)).toMatchObject([{ objectionOpen: false }]);
  expect((await told(caseId)).map((message) => message.objection)).toEqual(['true', 'false']);
});

test('relief: held is invisible, released is back', async () => {
  const caseId = await determinedCase(platform, { kind: '3.3.2' });
  await change('policeDeterminer', caseId, 'held');
  expect(await inForce(caseId)).toEqual([]);
  await change('policeDeterminer', caseId, 'released');
  expect(await inForce(caseId)).toHaveLength(1);
});

test('corrected: what is read from now on is the correction; what was recorded stays', async () => {
  const caseId = await determinedCase(platform, { kind: '1.1' });
  await openAccount(caseId);
  await change('healthDeterminer', caseId, 'corrected', { matter: '支援武汉医疗队' });
  expect(await inForce(caseId)).toMatchObject([{ matter: '支援武汉医疗队', occurredOn: '2020-02-20' }]);
  expect(await told(caseId)).toMatchObject([{ type: 'xinheng.record.published', matter: '支援武汉医疗队' }]);
  const { rows } = await platform.owner.query('SELECT matter FROM record WHERE subject_key = $1', [
    await subjectOf(caseId),
  ]);
  expect(rows).toEqual([{ matter: '支援湖北医疗队' }]);
});

test.each<[string, RecordChange, string]>([
  ['policeDeterminer', 'revoked', 'record.not_found'],
  ['healthDeterminer', 'repaired', 'action.not_available'],
  ['healthDeterminer', 'held', 'action.not_available'],
  ['healthDeterminer', 'released', 'action.not_available'],
  ['healthDeterminer', 'objection-closed', 'action.not_available'],
])('%s, %s of a good record: %s', async (who, what, code) => {
  const caseId = await determinedCase(platform, { kind: '1.1' });
  await expect(change(who, caseId, what)).rejects.toMatchObject({ code });
});

test.each([
  ['1.1', { occurredOn: '2999-01-01' }, '不晚于今天'],
  ['1.1', { occurredOn: '0001-01-01' }, '不晚于今天'],
  // adults-only: the person of these cases was born on 1985-06-15
  ['1.1', { occurredOn: '2003-06-14' }, '未满18周岁'],
  ['1.1', { organisationName: '郑州某某有限公司' }, '没有单位名称'],
  ['3.2.1', { organisationName: '=1+1' }, '单位名称不规范'],
])('a correction is checked like a report: %s %j', async (kind, corrected, message) => {
  const caseId = await determinedCase(platform, { kind });
  await expect(change('healthDeterminer', caseId, 'corrected', corrected)).rejects.toMatchObject({
    code: 'request.invalid',
    said: { zh: expect.stringContaining(message), en: expect.any(String) },
  });
});

test('two changes at the same instant: one is made, the other is told to look again', async () => {
  const caseId = await determinedCase(platform, { kind: '1.1' });
  const both = await Promise.all(
    [1, 2].map(() => change('healthDeterminer', caseId, 'objection-opened').then(() => 'made', toProblem)),
  );
  expect(both.map((one) => (one === 'made' ? one : (one as { code: string }).code)).sort()).toEqual([
    expect.stringMatching(/^(action\.not_available|case\.conflict)$/),
    'made',
  ]);
});

test('expiry: in force through its last day, told to points exactly once afterwards', async () => {
  const caseId = await determinedCase(platform, { kind: '2' });
  await openAccount(caseId);
  expect(await inForce(caseId, '2021-03-02')).toHaveLength(1);
  expect(await inForce(caseId, '2021-03-03')).toEqual([]);
  platform.clock.set('2021-03-02T04:00:00Z');
  await withdrawExpired(platform.context);
  expect(await told(caseId)).toEqual([]);
  platform.clock.set('2021-03-03T04:00:00Z');
  await Promise.all([withdrawExpired(platform.context), withdrawExpired(platform.context)]);
  expect(await withdrawExpired(platform.context)).toBe(0);
  expect(await told(caseId)).toMatchObject([{ type: 'xinheng.record.withdrawn', reason: 'expired' }]);
});

test('a person is looked up for a purpose only, and the look is logged first', async () => {
  const caseId = await determinedCase(platform, { kind: '1.1' });
  const subject = await subjectOf(caseId);
  await expect(personRecords(platform.context, platform.actors['auditor']!, subject, '')).rejects.toMatchObject({
    code: 'purpose.required',
  });
  expect(await personRecords(platform.context, platform.actors['auditor']!, subject, '处理异议')).toHaveLength(1);
  const { rows } = await platform.owner.query(
    "SELECT purpose FROM audit_entry WHERE action = 'subject.viewed' AND subject_key = $1",
    [subject],
  );
  expect(rows).toEqual([{ purpose: '处理异议' }]);
});

test('an organisation is found by its code', async () => {
  const caseId = await determinedCase(platform, { kind: '3.2.1' });
  const { rows } = await platform.owner.query('SELECT uscc FROM submission WHERE batch_id = $1', [
    caseId.split('-')[0],
  ]);
  expect(await organisationRecords(platform.context, platform.actors['commerceReviewer']!, rows[0].uscc)).toMatchObject(
    [{ kind: ref('3.2.1'), uscc: rows[0].uscc }],
  );
});
