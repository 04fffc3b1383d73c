/** objection-marked, on paper: the full report says of each record, case and entry that an objection is open, and of no other. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { OwnData } from '#contracts/own-data.ts';
import { loadPolicy } from '#runtime/policy.ts';
import { reportBlocks } from './report-paper.ts';

const policy = await loadPolicy(join(import.meta.dirname, '../../../cities/zhengzhou'));
const MARK = '有异议，处理中';

const record = { recordId: 'r', caseId: '1-2', matter: '记录', standing: 'in-force', objectionOpen: false };
const data = (type: 'person' | 'organisation', marked: boolean) =>
  ({
    ...{ asOf: '2020-03-16T01:00:00Z', subject: { type, name: '某某', number: '*' } },
    records: [
      { ...record, ...{ title: '一', determiningDepartment: '市公安局', determinedOn: '2020-03-16' } },
      { ...record, matter: '有异议的', objectionOpen: marked },
    ],
    cases: [
      {
        caseId: '1-2',
        title: '一',
        matter: '事项',
        state: 'determined',
        objectionOpen: marked,
        receivedOn: '2020-03-10',
      },
    ],
    lists: [{ title: '名单', number: 1, ground: '一', standing: 'listed', objectionOpen: marked, matters: [] }],
    ...{ deliveries: [], consents: [], fullReports: { year: 2020, used: 0, allowed: 2 } },
  }) as unknown as OwnData;

test.each([
  ['person', 2], // a person stands on no list
  ['organisation', 3],
] as const)('of a %s', (type, marks) => {
  const said = (marked: boolean) =>
    JSON.stringify(
      reportBlocks(
        { data: data(type, marked), looks: [], issuedAt: new Date('2020-03-16T01:00:00Z'), ordinal: 1 },
        policy,
      ),
    ).split(MARK).length - 1;
  expect(said(true)).toBe(marks);
  expect(said(false)).toBe(0);
});
