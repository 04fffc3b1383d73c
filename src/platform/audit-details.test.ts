/** No entry of the log can say a name, a number of somebody, or a sentence that nobody screened. */
import { describe, expect, test } from 'vitest';
import { writtenDetail } from './audit-details.ts';

const UUID = '01890a5d-ac96-774b-bcce-b302099a8057';
const written = (action: Parameters<typeof writtenDetail>[0], detail: object, who: object = {}) =>
  JSON.parse(writtenDetail(action, detail, who));

test('what an action notes is kept as it is, undefined fields left out, beside on whose behalf it was done', () => {
  expect(written('case.review', { sequence: 3, state: 'reviewed' })).toEqual({ sequence: 3, state: 'reviewed' });
  expect(written('batch.rows_viewed', { after: 0, limit: 50, verdict: undefined }, { roles: ['reviewer'] })).toEqual({
    ...{ after: 0, limit: 50, roles: ['reviewer'] },
  });
  const standing = { onBehalfOfOfficer: UUID, delegation: UUID };
  expect(written('case.review', { sequence: 3 }, standing)).toEqual({ sequence: 3, ...standing });
  // the roles of an appointment are its own, the delegation of a delegation too
  const appointment = { proposal: UUID, department: 'health-commission', roles: ['reviewer'] };
  expect(written('appointment.proposed', appointment)).toEqual(appointment);
  expect(written('delegation.given', { delegation: UUID, to: UUID, role: 'reviewer' })).toMatchObject({ to: UUID });
});

describe.each([
  ['a name', '张测试'],
  ['an identity number', '410199198506150014'],
  ['an identity number, in parts', '410199-19850615-0014'],
  ['an old one', '410199850615001'],
  ['a telephone number', '13800000000'],
  ['a sentence', '与值班表一致，当事人曾确诊'],
  ['a sentence in English', 'was seen at the clinic'],
])('%s', (_what, value) => {
  test.each([
    ['where an id belongs', 'list.signed_off', { roundId: value, signedAs: 'office', digest: 'a'.repeat(64) }],
    ['where a word of ours belongs', 'batch.waiting', { because: value }],
    ['in a list', 'officer.roles_changed', { from: [value], to: [] }],
    ['as the name of a field', 'batch.determined', { done: 1, leftOut: { [value]: 1 } }],
    ['as a kind of proof', 'counter.appeared', { identityProof: value, window: 3 }],
    ['in a field that the action does not have', 'case.viewed', { remark: value }],
    ['in who acts', 'case.review', { sequence: 1, onBehalfOf: value }],
  ] as const)('is not written %s, nor repeated in the refusal', (_where, action, detail) => {
    const refused = () => writtenDetail(action, detail, {});
    expect(refused).toThrow(/log: .* does not note that/);
    try {
      refused();
    } catch (error) {
      expect(String(error)).not.toContain(value);
    }
  });
});

test('a text stands only where a screened one is asked for, and no longer than it may be', () => {
  expect(written('batch.withdrawn', { reason: '报送的表格有误', rows: 3 })).toEqual({
    reason: '报送的表格有误',
    rows: 3,
  });
  expect(() => writtenDetail('batch.withdrawn', { reason: '长'.repeat(501), rows: 3 }, {})).toThrow();
});
