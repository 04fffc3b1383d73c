/** four-eyes: in one case an officer has exactly one part, whatever two do at the same instant. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPlatform, type TestPlatform } from '../../../tests/support/platform.ts';
import { performAction } from './index.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await createPlatform();
});
afterAll(() => platform?.close());

const review = (key: string) => ({ action: 'review' as const, payload: {}, idempotencyKey: `review-${key}` });
const determine = (key: string) => ({ action: 'determine' as const, payload: {}, idempotencyKey: `determine-${key}` });

test('three officers take a case from report to record', async () => {
  const { context, actors, report } = platform;
  const id = await report();
  await expect(performAction(context, actors['healthReviewer']!, id, review('a'))).resolves.toMatchObject({
    state: 'reviewed',
    sequence: 1,
  });
  const outcome = await performAction(context, actors['healthDeterminer']!, id, determine('a'));
  expect(outcome).toMatchObject({ state: 'determined', sequence: 2 });
  expect(outcome.recordId).toBeTruthy();
});
