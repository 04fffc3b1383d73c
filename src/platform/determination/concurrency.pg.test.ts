/** Two at the same instant: the same click twice, two officers, one officer in two parts. Repeated, because races are. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ActionRequest } from '#contracts/case-actions.ts';
import { isProblem } from '#kernel/refusal/problem.ts';
import { createPlatform, type TestPlatform } from '../../../tests/support/platform.ts';
import { determineBatch, performAction, reviewBatch } from './index.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await createPlatform();
});
afterAll(() => platform?.close());

const ROUNDS = 15;
const request = (action: 'review' | 'determine', key: string) =>
  ({ action, payload: {}, idempotencyKey: `key-${key}` }) as const;
const code = (work: Promise<unknown>) =>
  work.then(
    () => 'ok',
    (error: unknown) => (isProblem(error) ? error.code : Promise.reject(error)),
  );

test('a double click: one action, two equal answers', async () => {
  const { context, actors, owner, report } = platform;
  for (let round = 0; round < ROUNDS; round++) {
    const id = await report();
    const click = () => performAction(context, actors['healthReviewer']!, id, request('review', `double-${round}`));
    const answers = await Promise.all([click(), click(), click()]);
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
    const { rows } = await owner.query(
      'SELECT count(*)::int AS n FROM case_action a JOIN submission s USING (subject_key, fact_key) WHERE s.batch_id = $1',
      [id.split('-')[0]],
    );
    expect(rows[0].n).toBe(1);
  }
});

test('the same key for something else is refused', async () => {
  const { context, actors, report } = platform;
  const id = await report();
  await performAction(context, actors['healthReviewer']!, id, request('review', 'reused'));
  const other = { action: 'return', payload: { reason: '材料不全' }, idempotencyKey: 'key-reused' } as const;
  await expect(performAction(context, actors['healthReviewer']!, id, other)).rejects.toMatchObject({
    code: 'idempotency.reused',
  });
  await expect(performAction(context, actors['healthAll']!, id, request('review', 'reused'))).rejects.toMatchObject({
    code: 'idempotency.reused',
  });
});

let oddSubject = 901; // men
test.each([
  ['another name', { person: { name: '张甲', sex: 'male' } }, { person: { name: '张乙', sex: 'male' } }],
  ['a name more', { matter: '支援武汉' }, { matter: '支援武汉', person: { name: '张乙', sex: 'male' } }],
  ['a field less', { matter: '支援武汉', occurredOn: '2020-02-21' }, { matter: '支援武汉' }],
])('the same key with %s is another request', async (_, first, second) => {
  const { context, actors, report } = platform;
  const id = await report({ subject: oddSubject });
  oddSubject += 2;
  const ask = (payload: object) =>
    performAction(context, actors['healthReporter']!, id, {
      ...{ action: 'correct', payload: { reason: '笔误', ...payload }, idempotencyKey: 'key-content' },
    } as Parameters<typeof performAction>[3]);
  const answer = await ask(first);
  expect(await ask(first)).toEqual(answer);
  await expect(ask(second)).rejects.toMatchObject({ code: 'idempotency.reused' });
});

test('nobody can take the key that a batch approval gives its actions', () => {
  const taken = { action: 'review', payload: {}, idempotencyKey: 'batch-determine:5' };
  expect(ActionRequest.safeParse(taken).success).toBe(false);
  expect(ActionRequest.safeParse({ ...taken, idempotencyKey: 'key-batch-determine:5' }).success).toBe(true);
});

test('two reviewers at the same instant: one reviews, the other is told to look again', async () => {
  const { context, actors, report } = platform;
  for (let round = 0; round < ROUNDS; round++) {
    const id = await report();
    const results = await Promise.all(
      (['healthReviewer', 'healthAll'] as const).map((who) =>
        code(
          performAction(context, actors[who]!, id, { ...request('review', `${who}-${round}`), expectedSequence: 0 }),
        ),
      ),
    );
    expect(results.sort()).toEqual(['case.conflict', 'ok']);
  }
});

test('one officer in two parts at the same instant: only one part, whichever comes first', async () => {
  const { context, actors, report } = platform;
  for (let round = 0; round < ROUNDS; round++) {
    const id = await report();
    const both = actors['healthAll']!;
    const results = await Promise.all([
      code(performAction(context, both, id, request('review', `parts-a-${round}`))),
      code(performAction(context, both, id, request('determine', `parts-b-${round}`))),
    ]);
    expect(results[0]).toBe('ok');
    expect(['four_eyes.violated', 'action.not_available']).toContain(results[1]);
  }
});

test('four-eyes holds in the database itself', async () => {
  const { actors, asApplication, report } = platform;
  const id = await report();
  const part = (officer: string, name: string) =>
    asApplication(
      `INSERT INTO case_participant SELECT subject_key, fact_key, $2::uuid, $3 FROM submission WHERE batch_id = $1`,
      [id.split('-')[0], actors[officer]!.id, name],
      actors[officer],
    );
  await expect(part('healthReporter', 'reviewer')).rejects.toThrow(/four-eyes/);
  await part('healthAll', 'reviewer');
  await expect(part('healthAll', 'determiner')).rejects.toMatchObject({
    constraint: expect.stringMatching(/^case_participant_pkey_p\d+$/),
  });
});

test('a batch and single cases of it at the same time: every case reviewed once', async () => {
  const { context, actors, owner, report } = platform;
  const first = await report();
  const ids = [first];
  for (let row = 0; row < 20; row++) ids.push(await report({ sameBatchAs: first }));
  const batchId = first.split('-')[0]!;
  const [batch, ...singles] = await Promise.all([
    reviewBatch(context, actors['healthReviewer']!, batchId),
    ...ids
      .slice(0, 8)
      .map((id) => code(performAction(context, actors['healthAll']!, id, request('review', `single-${id}`)))),
  ]);
  const { rows } = await owner.query(
    `SELECT count(*)::int AS n, count(DISTINCT a.fact_key)::int AS cases FROM case_action a JOIN submission s USING (subject_key, fact_key) WHERE s.batch_id = $1`,
    [batchId],
  );
  expect(rows[0]).toEqual({ n: 21, cases: 21 });
  expect(batch.done + singles.filter((result) => result === 'ok').length).toBe(21);
});

test('two officers approve the same batch at once: nothing doubled', async () => {
  const { context, actors, owner, report } = platform;
  const first = await report();
  for (let row = 0; row < 10; row++) await report({ sameBatchAs: first });
  const batchId = first.split('-')[0]!;
  await reviewBatch(context, actors['healthReviewer']!, batchId);
  const outcomes = await Promise.all([
    determineBatch(context, actors['healthDeterminer']!, batchId),
    determineBatch(context, actors['healthAll']!, batchId),
  ]);
  expect(outcomes.map(({ done }) => done).sort()).toEqual([0, 11]);
  const { rows } = await owner.query('SELECT count(*)::int AS n FROM record WHERE batch_id = $1', [batchId]);
  expect(rows[0].n).toBe(11);
});
