/** Approving a batch: the clean good cases at once, the rest counted by reason. */

import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPlatform, type TestPlatform } from '../../../../tests/support/platform.ts';
import { ref } from '../../../../tests/support/refs.ts';
import { determineBatch, performAction, reviewBatch } from '../index.ts';
import { batchesWaiting, previewBatch } from './preview.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await createPlatform();
});
afterAll(() => platform?.close());

const counts = (outcome: { leftOut: { because: string; count: number }[] }) =>
  Object.fromEntries(outcome.leftOut.map(({ because, count }) => [because, count]));

test('only clean good cases; everything else is left out with the reason', async () => {
  const { context, actors, owner, report } = platform;
  const first = await report({ kind: '3.2.1' });
  const batchId = first.split('-')[0]!;
  const same = { sameBatchAs: first };
  await report({ ...same, kind: '3.2.1' });
  await report({ ...same, kind: '3.2.1', verdict: 'suspect' });
  await report({ ...same, kind: '3.3.1', competent: 'health-commission' });
  await report({ ...same, kind: '3.2.1', reporter: actors['healthAll']! });
  await report({ ...same, kind: '3.2.2', competent: 'industry-bureau' });
  const returned = await report({ ...same, kind: '3.2.1' });
  await performAction(context, actors['healthReviewer']!, returned, {
    action: 'return',
    payload: { reason: '材料不全' },
    idempotencyKey: 'batch-return',
  });

  const waiting = () => batchesWaiting(context, actors['healthReviewer']!, { step: 'review', limit: 20 });
  expect((await waiting()).items).toMatchObject([{ batchId, waiting: 5 }]);
  const preview = await previewBatch(context, actors['healthAll']!, batchId, 'review');
  expect(preview).toMatchObject({ ready: 2, step: 'review' });
  expect(preview.sample.map(({ caseId }) => caseId)).toContain(first);
  const looked = await owner.query("SELECT count(*)::int AS n FROM audit_entry WHERE action = 'batch.previewed'");
  expect(looked.rows[0].n).toBe(1);
  await expect(previewBatch(context, actors['healthReviewer']!, batchId, 'determine')).rejects.toMatchObject({
    code: 'permission.denied',
  });

  const reviewed = await reviewBatch(context, actors['healthAll']!, batchId);
  expect(counts(reviewed)).toEqual(counts(preview)); // a preview promises what then happens
  expect(reviewed.done).toBe(2);
  expect(counts(reviewed)).toEqual({ suspect: 1, 'case-by-case': 1, 'four-eyes': 1, jurisdiction: 1, closed: 1 });
  const toDetermine = await batchesWaiting(context, actors['healthDeterminer']!, { step: 'determine', limit: 20 });
  expect(toDetermine.items).toMatchObject([{ batchId, waiting: 2 }]);
  expect(counts(await determineBatch(context, actors['healthAll']!, batchId))).toMatchObject({
    'four-eyes': 2,
    state: 1,
  });

  const determined = await determineBatch(context, actors['healthDeterminer']!, batchId);
  expect(determined.done).toBe(2);
  const { rows } = await owner.query(
    `SELECT r.kind, r.clause, r.determined_by, s.fact_key = r.record_id AS own_key, c.state, c.sequence
     FROM record r JOIN submission s ON s.subject_key = r.subject_key AND s.row_number = r.row_number AND s.batch_id = r.batch_id
     JOIN case_state c ON c.subject_key = s.subject_key AND c.fact_key = s.fact_key WHERE r.batch_id = $1`,
    [batchId],
  );
  expect(rows).toHaveLength(2);
  for (const row of rows) {
    expect(row).toEqual({
      kind: ref('3.2.1'),
      clause: ref('3.2.1'),
      determined_by: actors['healthDeterminer']!.id,
      own_key: true,
      state: 'determined',
      sequence: 2,
    });
  }
});

test('one-fact-one-record: a fact reported again after it was withdrawn is left to the single case, which finds its own key', async () => {
  const { context, actors, owner, report } = platform;
  const withdrawn = await report({ subject: 801 });
  const again = await report({ subject: 801, matter: '另一事项' });
  await owner.query('ALTER TABLE submission DISABLE TRIGGER append_only_but_seal');
  await owner.query(
    `UPDATE submission n SET matter = w.matter, fact_key = md5(w.fact_key::text || ' withdrawn')::uuid
     FROM submission w WHERE w.batch_id = $1 AND n.batch_id = $2`,
    [withdrawn.split('-')[0], again.split('-')[0]],
  );
  await owner.query('ALTER TABLE submission ENABLE TRIGGER append_only_but_seal');
  await owner.query("UPDATE batch SET state = 'withdrawn' WHERE id = $1", [withdrawn.split('-')[0]]);
  expect(counts(await reviewBatch(context, actors['healthReviewer']!, again.split('-')[0]!))).toEqual({
    'reported-again': 1,
  });
  await performAction(context, actors['healthReviewer']!, again, {
    action: 'review',
    payload: {},
    idempotencyKey: 'again-review',
  });
  const determine = { action: 'determine', payload: {}, idempotencyKey: 'again-determine' } as const;
  const { recordId } = await performAction(context, actors['healthDeterminer']!, again, determine);
  const { rows } = await owner.query('SELECT fact_key FROM submission WHERE batch_id = $1', [withdrawn.split('-')[0]]);
  expect(recordId).toBe(rows[0].fact_key);
});

test('again: nothing more happens', async () => {
  const { context, actors, report } = platform;
  const id = await report();
  const batchId = id.split('-')[0]!;
  expect((await reviewBatch(context, actors['healthReviewer']!, batchId)).done).toBe(1);
  expect(await reviewBatch(context, actors['healthReviewer']!, batchId)).toMatchObject({
    done: 0,
    leftOut: [{ because: 'state', count: 1 }],
  });
});

test('a large batch is decided in parts: each stays decided, the next call goes on, and nobody decides a case twice', async () => {
  const { context, actors, owner, report } = platform;
  const first = await report();
  for (let more = 0; more < 6; more++) await report({ sameBatchAs: first });
  const batchId = first.split('-')[0]!;
  const review = (atMost: number) => reviewBatch(context, actors['healthReviewer']!, batchId, { atMost });
  expect(await review(3)).toMatchObject({ done: 3, left: 4, leftOut: [] });
  const together = await Promise.all([review(3), review(3)]);
  expect(together.map(({ done, left }) => [done, left]).sort()).toEqual([
    [1, 0],
    [3, 1],
  ]);
  expect(await review(3)).toMatchObject({ done: 0, left: 0, leftOut: [{ because: 'state', count: 7 }] });
  const determine = (atMost: number) => determineBatch(context, actors['healthDeterminer']!, batchId, { atMost });
  expect(await determine(5)).toMatchObject({ done: 5, left: 2 });
  expect(await determine(5)).toMatchObject({ done: 2, left: 0 });
  const { rows } = await owner.query('SELECT count(*)::int AS n FROM record WHERE batch_id = $1', [batchId]);
  expect(rows).toEqual([{ n: 7 }]);
  const { rows: entries } = await owner.query(
    "SELECT detail FROM audit_entry WHERE object_id = $1 AND action = 'batch.determined' ORDER BY id",
    [batchId],
  );
  expect(entries.map(({ detail }) => detail)).toEqual([
    { done: 5, left: 2, leftOut: {} },
    { done: 2, leftOut: { closed: 5 } },
  ]);
});

test('one audit entry says who approved how many', async () => {
  const { context, actors, owner, report } = platform;
  const batchId = (await report()).split('-')[0]!;
  await reviewBatch(context, actors['healthReviewer']!, batchId);
  const { rows } = await owner.query(
    "SELECT action, detail FROM audit_entry WHERE object_type = 'batch' AND object_id = $1",
    [batchId],
  );
  expect(rows).toEqual([{ action: 'batch.reviewed', detail: { done: 1, leftOut: {} } }]);
});

test.each([
  ['healthDeterminer', 'permission.denied'],
  ['creditOffice', 'permission.denied'],
  ['policeReviewer', 'batch.not_found'],
])('%s may not review a batch of the health commission: %s', async (who, problem) => {
  const batchId = (await platform.report()).split('-')[0]!;
  await expect(reviewBatch(platform.context, platform.actors[who]!, batchId)).rejects.toMatchObject({ code: problem });
});

test('a machine may not, and an unfinished batch may not', async () => {
  const { context, actors, owner, report } = platform;
  const batchId = (await report()).split('-')[0]!;
  await expect(reviewBatch(context, { ...actors['healthReviewer']!, kind: 'machine' }, batchId)).rejects.toMatchObject({
    code: 'permission.denied',
  });
  await owner.query("UPDATE batch SET state = 'processing' WHERE id = $1", [batchId]);
  await expect(reviewBatch(context, actors['healthReviewer']!, batchId)).rejects.toMatchObject({
    code: 'batch.not_ready',
  });
});

test('people with a points account are told, the others are not', async () => {
  const { context, actors, owner, report } = platform;
  const first = await report();
  await report({ sameBatchAs: first });
  const batchId = first.split('-')[0]!;
  await owner.query(
    `INSERT INTO points_subscription SELECT subject_key, 1, 'opened', 'receipt', 'message', $3 FROM submission WHERE batch_id = $1 AND row_number = $2`,
    [batchId, first.split('-')[1], context.clock()],
  );
  await reviewBatch(context, actors['healthReviewer']!, batchId);
  await determineBatch(context, actors['healthDeterminer']!, batchId);
  const { rows } = await owner.query(
    "SELECT o.subject_key = s.subject_key AS right_one FROM outbox o, submission s WHERE o.recipient = 'points' AND s.batch_id = $1 AND s.row_number = $2",
    [batchId, first.split('-')[1]],
  );
  expect(rows).toEqual([{ right_one: true }]);
});
