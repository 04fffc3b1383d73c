/** review and determine: what each leaves in the database, and the record that comes of it. */

import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPlatform, type TestPlatform } from '../../../../tests/support/platform.ts';
import { ref } from '../../../../tests/support/refs.ts';
import { caseView, performAction } from '../index.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await createPlatform();
});
afterAll(() => platform?.close());

const review = { action: 'review', payload: { note: '材料齐全' }, idempotencyKey: 'review-0001' } as const;
const determine = { action: 'determine', payload: {}, idempotencyKey: 'determine-0001' } as const;

test('reviewed, then determined: a record with the dates of its kind', async () => {
  const { context, actors, owner, report } = platform;
  const id = await report();
  expect(await performAction(context, actors['healthReviewer']!, id, review)).toEqual({
    ...{ caseId: id, action: 'review', sequence: 1, state: 'reviewed' },
    ...{ dueOn: '2020-03-23', recordId: null },
  });
  const outcome = await performAction(context, actors['healthDeterminer']!, id, determine);
  expect(outcome).toMatchObject({ state: 'determined', sequence: 2 });

  const { rows } = await owner.query('SELECT *, valid_from::text FROM record WHERE record_id = $1', [outcome.recordId]);
  expect(rows[0]).toMatchObject({
    ...{ kind: ref('1.1'), polarity: 'good', valid_from: '2020-03-16', valid_until: null, disclosed_until: null },
    ...{ determined_by: actors['healthDeterminer']!.id, determining_department: 'health-commission', decision: null },
  });
  const { rows: audit } = await owner.query(
    'SELECT action, actor_id FROM audit_entry WHERE object_id = $1 ORDER BY id',
    [id],
  );
  expect(audit).toEqual([
    { action: 'case.review', actor_id: actors['healthReviewer']!.id },
    { action: 'case.determine', actor_id: actors['healthDeterminer']!.id },
  ]);
});

test('nobody without a points account is delivered anywhere', async () => {
  const { rows } = await platform.owner.query('SELECT count(*)::int AS n FROM outbox');
  expect(rows[0].n).toBe(0);
});

test('a person with an open account: the record goes to points in the same transaction', async () => {
  const { context, actors, owner, report } = platform;
  const id = await report();
  await owner.query(
    `INSERT INTO points_subscription SELECT subject_key, 1, 'opened', 'receipt-1', 'message-1', $2 FROM submission WHERE batch_id = $1`,
    [id.split('-')[0], context.clock()],
  );
  await performAction(context, actors['healthReviewer']!, id, review);
  const { recordId } = await performAction(context, actors['healthDeterminer']!, id, determine);
  const { rows } = await owner.query('SELECT recipient, type, data FROM outbox');
  expect(rows).toMatchObject([
    {
      recipient: 'points',
      type: 'xinheng.record.published',
      data: { recordId, kind: ref('1.1'), objectionOpen: false },
    },
  ]);
});

test('refused actions leave nothing', async () => {
  const { context, actors, owner, report } = platform;
  const id = await report();
  await expect(performAction(context, actors['healthDeterminer']!, id, determine)).rejects.toMatchObject({
    code: 'action.not_available',
    clause: ref('1.0'),
    extra: { because: 'state' },
  });
  const { rows } = await owner.query('SELECT count(*)::int AS n FROM audit_entry WHERE object_id = $1', [id]);
  expect(rows[0].n).toBe(0);
});

test('the view says what may be done next, and why not the rest', async () => {
  const { context, actors, report } = platform;
  const id = await report();
  const { available } = await caseView(context, actors['healthReviewer']!, id);
  expect(
    available
      .filter((item) => item.available)
      .map((item) => item.action)
      .sort(),
  ).toEqual(['refuse', 'return', 'review']);
});
