/** return, refuse and clear-suspicion: the reason is kept, and shown to whoever opens the case. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPlatform, type TestPlatform } from '../../../../tests/support/platform.ts';
import { caseView, performAction } from '../index.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await createPlatform();
});
afterAll(() => platform?.close());

test.each(['return', 'refuse'] as const)('%s: with its reason', async (action) => {
  const { context, actors, report } = platform;
  const id = await report();
  const outcome = await performAction(context, actors['healthReviewer']!, id, {
    ...{ action, payload: { reason: '缺少派出单位证明' } },
    idempotencyKey: `stop-${action}`,
  });
  expect(outcome.state).toBe(action === 'return' ? 'returned' : 'refused');
  const { actions } = await caseView(context, actors['healthDeterminer']!, id);
  expect(actions).toMatchObject([
    { action, payload: { reason: '缺少派出单位证明' }, officer: actors['healthReviewer']!.name },
  ]);
});

test('clear-suspicion: names the registry evidence, and the case can go on to a record of the undoubted fact', async () => {
  const { context, actors, report } = platform;
  const id = await report({ kind: '3.2.1', verdict: 'suspect', organisationName: '郑州新名称有限公司' });
  await performAction(context, actors['healthReviewer']!, id, {
    action: 'clear-suspicion',
    payload: { registryEvidence: '国家企业信用信息公示系统 2020-03-16 查询', reason: '2020 年 1 月更名' },
    idempotencyKey: 'clear-0001',
  });
  await performAction(context, actors['healthReviewer']!, id, {
    action: 'review',
    payload: {},
    idempotencyKey: 'clear-0002',
  });
  const { recordId } = await performAction(context, actors['healthDeterminer']!, id, {
    ...{ action: 'determine', payload: {} },
    idempotencyKey: 'clear-0003',
  });
  const { rows } = await platform.owner.query('SELECT fact_key FROM submission WHERE batch_id = $1', [
    id.split('-')[0],
  ]);
  expect(recordId).not.toBe(rows[0].fact_key);
});
