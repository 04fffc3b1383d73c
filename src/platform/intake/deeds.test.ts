/** Rows about deeds outside the days the notice is about are refused, whatever else is right with them. */
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Policy } from '#kernel/policy/policy.ts';
import { toLocalDate } from '#kernel/time/local-date.ts';
import { inventedResidentId, inventedUscc } from '../../../tests/support/people.ts';
import { loadPolicy } from '../../runtime/policy.ts';
import { neverCollectScreen } from './never-collect.ts';
import { type CheckedRow, rowChecker } from './rules.ts';

let policy: Policy;
beforeAll(async () => {
  policy = await loadPolicy(join(import.meta.dirname, '../../../cities/zhengzhou'));
});

const WOMAN = inventedResidentId('1985-03-07', 2);
const PERSON = {
  name: '王芳',
  sex: '女',
  documentType: '居民身份证',
  documentNumber: WOMAN,
  kind: '1.3',
  matter: '社区卡点值守32天',
  occurredOn: '2020-02-01',
  remark: '',
  decisionType: '',
  decisionNumber: '',
  decisionAuthority: '',
  decisionDate: '',
  legalBasis: '',
};
const ORGANISATION = {
  name: '测试食品有限公司',
  uscc: inventedUscc(7),
  kind: '3.2.1',
  matter: '承担隔离点餐饮保障任务',
  recommender: '市商务局',
  occurredOn: '2020-03-01',
  zone: '',
  remark: '',
  decisionType: '',
  decisionNumber: '',
  decisionAuthority: '',
  decisionDate: '',
  legalBasis: '',
};

function check(kind: 'individuals' | 'organisations', cells: Record<string, string>): CheckedRow {
  const fields = Object.keys(cells);
  const columns = Object.fromEntries(fields.map((field, column) => [field, column]));
  const context = {
    policy,
    receivedOn: toLocalDate('2026-05-01'),
    neverCollect: neverCollectScreen(policy),
  };
  return rowChecker(kind, columns, context)({ rowNumber: 2, cells: fields.map((field) => cells[field]!) });
}
describe('deeds within the days the notice is about', () => {
  test.each([
    ['2003-06-14', ['date.outside_notice']],
    ['2010-05-01', ['date.outside_notice']],
    ['2019-12-31', ['date.outside_notice']],
    ['2020-01-01', []],
    ['2023-01-07', []],
    ['2023-01-08', ['date.outside_notice']],
  ])('%s: %j', (occurredOn, reasons) => {
    expect(check('individuals', { ...PERSON, occurredOn }).reasons).toEqual(reasons);
    expect(check('organisations', { ...ORGANISATION, occurredOn }).reasons).toEqual(reasons);
  });
  test('a decision comes after what it is about: never before the first day, often after the last', () => {
    const decided = (decisionDate: string, occurredOn = '') =>
      check('individuals', {
        ...{ ...PERSON, kind: '2', matter: '拒不执行决定', occurredOn, decisionType: '行政处罚决定书', decisionDate },
        ...{
          decisionNumber: '郑公（测）行罚决字〔2020〕0001号',
          decisionAuthority: '郑州市公安局',
          legalBasis: '治安管理处罚法第五十条',
        },
      }).reasons;
    expect(decided('2019-12-31')).toEqual(['date.outside_notice']);
    expect(decided('2020-03-01', '2019-12-31')).toEqual(['date.outside_notice']);
    expect(decided('2024-03-01', '2022-12-31')).toEqual([]);
    expect(decided('2024-03-01')).toEqual([]);
  });
});
