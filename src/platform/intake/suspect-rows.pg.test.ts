/** A row of a file that only a person can judge, from its way in to the record: no suspicion is a dead end, and none goes by unseen. */

import { afterAll, beforeAll, expect, test } from 'vitest';
import { body, openIntake, type TestIntake } from '../../../tests/support/intake.ts';
import { inventedResidentId } from '../../../tests/support/people.ts';
import { ref } from '../../../tests/support/refs.ts';
import type { Actor } from '../access/actor.ts';
import { performAction } from '../determination/index.ts';
import { processBatch } from './process.ts';
import { batchRows, receiveFile } from './service.ts';

let intake: TestIntake;
let reviewer: Actor;
let determiner: Actor;
beforeAll(async () => {
  intake = await openIntake();
  const competent = intake.context.policy.competentDepartmentFor(ref('1.3'), 'health-commission');
  reviewer = await intake.officer(competent, 'reviewer');
  determiner = await intake.officer(competent, 'determiner');
});
afterAll(() => intake?.close());

/** a genuine number that ends as one that a spreadsheet has cut */
function numberEndingInZeros(): string {
  for (let year = 1950; year < 1999; year++) {
    for (let order = 0; order < 1000; order += 100) {
      const id = inventedResidentId(`${year}-03-07`, order);
      if (id.endsWith('000')) return id;
    }
  }
  throw new Error('no number ends in 000');
}

let files = 0;
async function handIn(name: string, documentType: string, number: string, sex: string) {
  const content = [
    '姓名,性别,证件类型,证件号码,信息类别,具体事项,发生日期',
    `${name},${sex},${documentType},${number},1.3,社区卡点值守32天,2020-02-01`,
  ].join('\r\n');
  const file = { fileName: `报送${++files}.csv`, kind: 'individuals' as const };
  const { batchId } = await receiveFile(intake.context, intake.reporter, body(content), file);
  await processBatch(intake.context, batchId);
  const [row] = await batchRows(intake.context, intake.reporter, batchId, { after: 0, limit: 10 });
  return { batchId, caseId: `${batchId}-2`, row: row! };
}

test.each([
  ['a number that ends in 000', 'id.maybe_truncated', '王芳', '居民身份证', numberEndingInZeros(), ''],
  ['two names, perhaps', 'name.doubtful', '张三 李四', '居民身份证', inventedResidentId('1985-03-07', 11), '男'],
  [
    'a given name that is a post, too',
    'name.doubtful',
    '何书记',
    '居民身份证',
    inventedResidentId('1985-03-07', 13),
    '男',
  ],
  [
    'a character of names that also hides one',
    'name.doubtful',
    '王〇',
    '居民身份证',
    inventedResidentId('1985-03-07', 15),
    '男',
  ],
  ['a permit’s number that could be a day', 'document.maybe_date', '王芳', '台湾居民来往大陆通行证', '20200305', '女'],
])(
  '%s: not reviewed as it stands, cleared by an officer, determined by another',
  async (_what, reason, name, type, number, sex) => {
    const { batchId, caseId, row } = await handIn(name, type, number, sex);
    expect(row).toMatchObject({ verdict: 'suspect', reasons: [reason] });

    const review = { action: 'review', payload: {}, idempotencyKey: `review-${caseId}` } as const;
    const determine = { action: 'determine', payload: {}, idempotencyKey: `determine-${caseId}` } as const;
    await expect(performAction(intake.context, reviewer, caseId, review)).rejects.toMatchObject({
      code: 'action.not_available',
      extra: { because: 'suspicion-open' },
    });
    await expect(performAction(intake.context, determiner, caseId, determine)).rejects.toMatchObject({
      code: 'action.not_available',
    });

    const cleared = {
      action: 'clear-suspicion',
      payload: { registryEvidence: '已核对证件原件', reason: '与原件一致' },
      idempotencyKey: `clear-${caseId}`,
    } as const;
    await performAction(intake.context, reviewer, caseId, cleared);
    await performAction(intake.context, reviewer, caseId, review);
    expect((await performAction(intake.context, determiner, caseId, determine)).state).toBe('determined');

    const { rows } = await intake.owner.query(
      'SELECT kind, subject_type, determined_by FROM record WHERE batch_id = $1 AND row_number = 2',
      [batchId],
    );
    expect(rows).toEqual([{ kind: ref('1.3'), subject_type: 'person', determined_by: determiner.id }]);
  },
);
