/** A row of a person and one of an organisation in which nothing is wrong, and the check of one with something changed. */
import type { Policy } from '#kernel/policy/policy.ts';
import { toLocalDate } from '#kernel/time/local-date.ts';
import { neverCollectScreen } from '#platform/intake/never-collect.ts';
import { type CheckedRow, rowChecker } from '#platform/intake/rules.ts';
import { inventedResidentId, inventedUscc } from './people.ts';

export const WOMAN = inventedResidentId('1985-03-07', 2);
export const PERSON = {
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
export const ORGANISATION = {
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

/** @param receivedOn the day the table comes in */
export function checkedRow(
  policy: Policy,
  receivedOn: string,
  kind: 'individuals' | 'organisations',
  cells: Record<string, string>,
  departmentId?: string,
): CheckedRow {
  const fields = Object.keys(cells);
  const columns = Object.fromEntries(fields.map((field, column) => [field, column]));
  const context = {
    policy,
    departmentId,
    receivedOn: toLocalDate(receivedOn),
    neverCollect: neverCollectScreen(policy),
  };
  return rowChecker(kind, columns, context)({ rowNumber: 2, cells: fields.map((field) => cells[field]!) });
}
