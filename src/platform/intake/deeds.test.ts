/** Rows about deeds outside the days the notice is about are refused, whatever else is right with them. */
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Policy } from '#kernel/policy/policy.ts';
import { checkedRow, ORGANISATION, PERSON } from '../../../tests/support/checked-row.ts';
import { loadPolicy } from '../../runtime/policy.ts';

let policy: Policy;
beforeAll(async () => {
  policy = await loadPolicy(join(import.meta.dirname, '../../../cities/zhengzhou'));
});

const check = (kind: 'individuals' | 'organisations', cells: Record<string, string>) =>
  checkedRow(policy, '2026-05-01', kind, cells);

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
