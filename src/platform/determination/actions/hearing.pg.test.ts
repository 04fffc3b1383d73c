/** The adverse path: decision document, numbered notice, response window in working days, response, determination. */

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createPlatform, type TestPlatform } from '../../../../tests/support/platform.ts';
import { ref } from '../../../../tests/support/refs.ts';
import { caseView, performAction } from '../index.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await createPlatform();
});
afterAll(() => platform?.close());

let id = '';
let keys = 0;
beforeEach(async () => {
  platform.clock.set('2020-03-16T01:00:00Z');
  id = await platform.report({ kind: '2', reporter: platform.actors['policeReporter']! });
  await act('policeReviewer', { action: 'review', payload: {} });
});
const act = (who: string, request: object) =>
  performAction(platform.context, platform.actors[who]!, id, {
    ...request,
    idempotencyKey: `hearing-${++keys}`,
  } as Parameters<typeof performAction>[3]);
const serve = () =>
  act('policeReviewer', { action: 'serve-notice', payload: { servedOn: '2020-03-16', serviceMethod: 'direct' } });
const determine = () => act('policeDeterminer', { action: 'determine', payload: {} });

test('the notice gets a number and the last day of the window', async () => {
  expect(await serve()).toMatchObject({ state: 'notice-served', dueOn: '2020-03-23' });
  const { rows } = await platform.owner.query(
    "SELECT payload FROM case_action WHERE action = 'serve-notice' ORDER BY at DESC LIMIT 1",
  );
  expect(rows[0].payload).toMatchObject({ number: `信告〔2020〕${id}号`, windowEndsOn: '2020-03-23' });
});

test('no response: determined on the day after the window, not before', async () => {
  await serve();
  platform.clock.set('2020-03-23T15:59:00Z');
  await expect(determine()).rejects.toMatchObject({
    code: 'action.not_available',
    extra: { because: 'window-running' },
    clause: ref('2'),
  });
  platform.clock.set('2020-03-23T16:00:00Z'); // midnight here
  const { recordId } = await determine();
  const { rows } = await platform.owner.query(
    'SELECT decision, prior_notice, valid_until::text, disclosed_until::text FROM record WHERE record_id = $1',
    [recordId],
  );
  expect(rows[0]).toMatchObject({
    decision: { type: 'penalty', legalBasis: expect.any(String) },
    prior_notice: { servedOn: '2020-03-16', windowEndsOn: '2020-03-23', responseConsidered: null },
    // counted from the decision of 2 March, not from the day it was determined
    ...{ valid_until: '2021-03-02', disclosed_until: '2021-03-02' },
  });
});

test('a response: considered, then determined within the window', async () => {
  await serve();
  await act('policeReviewer', {
    action: 'receive-response',
    payload: { receivedOn: '2020-03-16', summary: '认为处罚过重' },
  });
  await expect(determine()).rejects.toMatchObject({ extra: { because: 'response-open' } });
  await act('policeDeterminer', { action: 'consider-response', payload: { reasoning: '裁量适当' } });
  const { recordId } = await determine();
  const { rows } = await platform.owner.query('SELECT prior_notice FROM record WHERE record_id = $1', [recordId]);
  expect(rows[0].prior_notice).toMatchObject({ responseConsidered: '2020-03-16' });
});

test('期限已过: decided when nothing is left of the period, the case ends without a record, and the subject is told', async () => {
  await serve();
  platform.clock.set('2021-03-01T01:00:00Z');
  const before = await caseView(platform.context, platform.actors['policeDeterminer']!, id);
  expect(before.periodEndedOn).toBeNull();
  platform.clock.set('2021-03-02T01:00:00Z');
  const onItsLastDay = await caseView(platform.context, platform.actors['policeDeterminer']!, id);
  expect(onItsLastDay).toMatchObject({ state: 'notice-served', periodEndedOn: '2021-03-02' });
  expect(await determine()).toMatchObject({ state: 'lapsed', recordId: null, dueOn: null });
  const { rows } = await platform.owner.query('SELECT FROM record WHERE batch_id = $1', [id.split('-')[0]]);
  expect(rows).toEqual([]);
  const { rows: told } = await platform.owner.query(
    "SELECT title, text FROM subject_notice WHERE about_id = $1 AND kind = 'case.determine'",
    [id],
  );
  expect(told).toMatchObject([{ title: '期限已过，不予记录', text: expect.stringContaining('2021-03-02') }]);
  const after = await caseView(platform.context, platform.actors['policeDeterminer']!, id);
  expect(after).toMatchObject({ state: 'lapsed', periodEndedOn: '2021-03-02', recordId: null });
  expect(after.available.every(({ available }) => !available)).toBe(true);
  const { rows: counted } = await platform.owner.query(
    'SELECT state, due_on, checked_on::text FROM case_state WHERE batch_id = $1',
    [id.split('-')[0]],
  );
  expect(counted).toEqual([{ state: 'lapsed', due_on: null, checked_on: '2020-03-16' }]);
});

test('a day before the period is over it is recorded, for the day that is left', async () => {
  await serve();
  platform.clock.set('2021-03-01T01:00:00Z');
  const { recordId, state } = await determine();
  expect(state).toBe('determined');
  const { rows } = await platform.owner.query(
    'SELECT valid_from::text, valid_until::text FROM record WHERE record_id = $1',
    [recordId],
  );
  expect(rows).toEqual([{ valid_from: '2021-03-01', valid_until: '2021-03-02' }]);
});

test('a notice of tomorrow, or a response before the notice, is a mistake', async () => {
  const tomorrow = { action: 'serve-notice', payload: { servedOn: '2020-03-17', serviceMethod: 'direct' } };
  await expect(act('policeReviewer', tomorrow)).rejects.toThrow(/不能晚于今天/);
  await serve();
  const early = { action: 'receive-response', payload: { receivedOn: '2020-03-15', summary: '提前答复' } };
  await expect(act('policeReviewer', early)).rejects.toThrow(/不能早于告知书送达日期/);
});

test('a notice dated back before the review would end the window before anybody was told', async () => {
  const before = { action: 'serve-notice', payload: { servedOn: '2020-03-02', serviceMethod: 'direct' } };
  await expect(act('policeReviewer', before)).rejects.toThrow(/不能早于审核日期（2020-03-16）/);
  platform.clock.set('2020-03-18T01:00:00Z');
  expect(await serve()).toMatchObject({ state: 'notice-served', dueOn: '2020-03-23' });
});

test('no-derived-adverse: the database refuses an adverse record without its case', async () => {
  await expect(
    platform.asApplication(
      `INSERT INTO record SELECT subject_key, fact_key, fact_key, subject_type, 'adverse', kind, version, kind, matter, occurred_on, reporting_department,
         competent_department, reporter_id, now(), occurred_on, NULL, NULL, NULL, NULL, decision,
         '{"number":"1","servedOn":"2020-01-01","serviceMethod":"direct","windowEndsOn":"2020-01-02"}', batch_id, row_number
       FROM submission WHERE batch_id = $1`,
      [id.split('-')[0]],
    ),
  ).rejects.toThrow(/no-derived-adverse/);
});
