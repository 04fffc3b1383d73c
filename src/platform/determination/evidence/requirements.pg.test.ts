/** What is missing, as an officer reads it, step by step: it agrees with what `rules.ts` allows. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ActionRequest } from '#contracts/case-actions.ts';
import { createPlatform, type TestPlatform } from '../../../../tests/support/platform.ts';
import { caseView, performAction } from '../index.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await createPlatform();
});
afterAll(() => platform?.close());

async function missing(who: string, id: string): Promise<string[]> {
  const { requirements } = await caseView(platform.context, platform.actors[who]!, id);
  return requirements.filter(({ met }) => met === false).map((requirement) => requirement.id);
}
let keys = 0;
async function act(who: string, id: string, request: Pick<ActionRequest, 'action' | 'payload'>): Promise<void> {
  const asked = { ...request, idempotencyKey: `requirement-${++keys}` } as ActionRequest;
  await performAction(platform.context, platform.actors[who]!, id, asked);
}

test('an adverse case, from report to determination', async () => {
  const id = await platform.report({ kind: '2', reporter: platform.actors['policeReporter']! });
  expect(await missing('policeReviewer', id)).toEqual(['reviewed', 'notice', 'heard', 'determined']);
  await act('policeReviewer', id, { action: 'review', payload: {} });
  expect(await missing('policeReviewer', id)).toEqual(['notice', 'heard', 'determined']);
  await act('policeReviewer', id, {
    action: 'serve-notice',
    payload: { servedOn: '2020-03-16', serviceMethod: 'direct' },
  });
  expect(await missing('policeReviewer', id)).toEqual(['heard', 'determined']);
  await act('policeReviewer', id, {
    action: 'receive-response',
    payload: { receivedOn: '2020-03-16', summary: '认为事实有出入' },
  });
  expect(await missing('policeReviewer', id)).toEqual(['heard', 'determined']);
  await act('policeDeterminer', id, { action: 'consider-response', payload: { reasoning: '经核对，事实清楚' } });
  expect(await missing('policeReviewer', id)).toEqual(['determined']);
  await act('policeDeterminer', id, { action: 'determine', payload: {} });
  expect(await missing('policeReviewer', id)).toEqual([]);
});

test('a decision that is not named, a suspicion not cleared; certificates the platform does not hold are not called missing', async () => {
  const bare = await platform.report({ kind: '2', reporter: platform.actors['policeReporter']!, decision: null });
  expect(await missing('policeReviewer', bare)).toContain('decision');
  const suspect = await platform.report({ kind: '3.2.1', verdict: 'suspect' });
  expect(await missing('healthReviewer', suspect)).toEqual(['suspicion-cleared', 'reviewed', 'determined']);
  const { requirements } = await caseView(platform.context, platform.actors['healthReviewer']!, suspect);
  expect(requirements.filter(({ met }) => met === null).length).toBeGreaterThan(0);
});
