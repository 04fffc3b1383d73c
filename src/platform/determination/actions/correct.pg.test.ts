/** correct and withdraw: an edit resets approvals; the person corrected stays sealed; one fact stays one record. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inventedResidentId } from '../../../../tests/support/people.ts';
import { createPlatform, type TestPlatform } from '../../../../tests/support/platform.ts';
import { caseView, performAction, reveal } from '../index.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await createPlatform();
});
afterAll(() => platform?.close());

let keys = 0;
const key = () => ({ idempotencyKey: `correct-${++keys}` });
const act = (who: string, id: string, request: object) =>
  performAction(platform.context, platform.actors[who]!, id, { ...request, ...key() } as Parameters<
    typeof performAction
  >[3]);
const decision = (changed: object) => ({
  ...{ type: 'penalty', number: '郑卫罚〔2020〕12号', authority: '市卫生健康委', date: '2020-03-02' },
  ...{ legalBasis: '行政处罚法第三十三条', ...changed },
});
const correct = (payload: object) => ({ action: 'correct', payload: { reason: '笔误', ...payload } });

test('an edit after the review sends the case back to its beginning, with a day by which it is to be checked', async () => {
  const id = await platform.report();
  await act('healthReviewer', id, { action: 'review', payload: {} });
  expect(await act('healthReporter', id, correct({ matter: '支援武汉医疗队' }))).toMatchObject({
    state: 'corrected',
    dueOn: '2020-03-23',
  });
  await expect(act('healthDeterminer', id, { action: 'determine', payload: {} })).rejects.toMatchObject({
    code: 'action.not_available',
  });
  expect((await caseView(platform.context, platform.actors['healthReviewer']!, id)).matter).toBe('支援武汉医疗队');
});

test('a corrected name is sealed: it is in no payload and no audit entry', async () => {
  const { owner, context, actors } = platform;
  const id = await platform.report({ subject: 501 });
  await act('healthReporter', id, correct({ person: { name: '张更正', sex: 'male' } }));
  expect(await reveal(context, actors['healthReviewer']!, id, '核对更正后的姓名')).toMatchObject({ name: '张更正' });
  const { rows } = await owner.query(
    "SELECT 1 FROM case_action WHERE payload::text LIKE '%更正%' AND action = 'correct' AND payload::text LIKE '%张%' UNION ALL SELECT 1 FROM audit_entry WHERE detail::text LIKE '%张更正%'",
  );
  expect(rows).toEqual([]);
});

test.each([
  [{ person: { name: '张更正', sex: 'female' } }, /性别与身份证号码不一致/],
  [{ matter: '确诊新冠肺炎' }, /疾病和病史.*依法不得采集/],
  [{ matter: `与赵某${inventedResidentId('1985-06-15', 3)}一起值守` }, /写有身份证号码/],
  [{ decision: decision({ legalBasis: '行政处罚法第三十三条，当事人信仰佛教' }) }, /依法不得采集/],
  [{ decision: decision({ authority: `赵某${inventedResidentId('1985-06-15', 3)}` }) }, /写有身份证号码/],
  [{ decision: decision({ number: '郑卫罚〔2020〕12号（血型A型）' }) }, /依法不得采集/],
  [{ occurredOn: '2020-03-17' }, /不能晚于今天/],
  [{ organisationName: '某某有限公司' }, /没有单位名称/],
  [{ occurredOn: '0001-01-01' }, /不是有效的日期/],
  // adults-only: the person of these cases was born on 1985-06-15
  [{ occurredOn: '2003-06-14' }, /未满18周岁/],
  // what no row may say, no correction may
  [{ occurredOn: '1985-06-15' }, /不晚于本人的出生日期/],
  // grown up by then, and long before the notice
  [{ occurredOn: '2010-05-01' }, /只适用于/],
  [{ occurredOn: '1900-01-01' }, /不是实际日期/],
  [{ occurredOn: '1970-01-01' }, /空白日期/],
  [{ person: { name: '张XX', sex: 'male' } }, /姓名不规范/],
  [{ person: { name: '张三、李四', sex: 'male' } }, /姓名不规范/],
  [{ person: { name: '张三 李四', sex: 'male' } }, /姓名不规范/],
])('refused: %j', async (payload, message) => {
  const id = await platform.report({ subject: 511 + keys * 2 });
  await expect(act('healthReporter', id, correct(payload))).rejects.toThrow(message);
});

test('one-fact-one-record: a case corrected into a fact that is on record already cannot be determined', async () => {
  const first = await platform.report({ subject: 701, matter: '值守甲卡点' });
  const second = await platform.report({ subject: 701, matter: '值守乙卡点' });
  for (const id of [first, second]) {
    if (id === second) await act('healthReporter', id, correct({ matter: '值守甲卡点。' }));
    await act('healthReviewer', id, { action: 'review', payload: {} });
  }
  await act('healthDeterminer', first, { action: 'determine', payload: {} });
  await expect(act('healthDeterminer', second, { action: 'determine', payload: {} })).rejects.toMatchObject({
    code: 'case.conflict',
    message: expect.stringContaining('已有认定记录'),
  });
});

test('withdrawn is the end of a case', async () => {
  const id = await platform.report();
  const withdrawn = await act('healthReporter', id, { action: 'withdraw', payload: { reason: '报送有误' } });
  expect(withdrawn).toMatchObject({ state: 'withdrawn' });
  await expect(act('healthReporter', id, correct({ matter: '支援武汉' }))).rejects.toMatchObject({
    extra: { because: 'closed' },
  });
});

test('a batch taken back as a whole: its cases are withdrawn', async () => {
  const id = await platform.report();
  await platform.owner.query("UPDATE batch SET state = 'withdrawn' WHERE id = $1", [id.split('-')[0]]);
  await expect(act('healthReviewer', id, { action: 'review', payload: {} })).rejects.toMatchObject({
    code: 'action.not_available',
  });
});

test('a case of a file that is still being read has to wait', async () => {
  const id = await platform.report();
  await platform.owner.query("UPDATE batch SET state = 'processing' WHERE id = $1", [id.split('-')[0]]);
  await expect(act('healthReviewer', id, { action: 'review', payload: {} })).rejects.toMatchObject({
    code: 'batch.not_ready',
  });
});
