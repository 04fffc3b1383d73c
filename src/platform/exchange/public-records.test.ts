/** Which records of organisations are for everybody, and where the pack says an organisation is. */

import { expect, test } from 'vitest';
import { inventedUscc } from '../../../tests/support/people.ts';
import { ref } from '../../../tests/support/refs.ts';
import { zhengzhou } from '../../../tests/support/systems.ts';
import { areaOf, type DeliverableRecord, isPublicRecord, organisationRecord } from './rules.ts';

const policy = await zhengzhou();
const record = (changes: Partial<DeliverableRecord> = {}): DeliverableRecord => ({
  subjectKey: '11111111-1111-1111-1111-111111111111',
  recordId: '22222222-2222-2222-2222-222222222222',
  subjectType: 'organisation',
  polarity: 'good',
  kind: ref('3.2.4'),
  clause: ref('3.2.4'),
  matter: '捐赠医用防护物资一批',
  determiningDepartment: 'civil-affairs-bureau',
  occurredOn: '2020-03-01',
  determinedOn: '2020-05-08',
  validFrom: '2020-05-08',
  validUntil: '2022-05-08',
  disclosedUntil: '2021-05-08',
  objectionOpen: false,
  uscc: inventedUscc(1),
  organisationName: '测试公司',
  ...changes,
});

test.each([
  ['a good one of a public kind', {}, true],
  ['a person’s', { subjectType: 'person', uscc: null, kind: ref('1.2') }, false],
  ['an adverse one, although its kind is public', { polarity: 'adverse', kind: ref('3.3.1') }, false],
  ['a sole trader’s', { uscc: `92${inventedUscc(1).slice(2)}` }, false],
  ['one without a code', { uscc: null }, false],
  ['a person’s that bears a code', { subjectType: 'person' }, false],
] as const)('%s', (_what, changes, open) => expect(isPublicRecord(record(changes), policy)).toBe(open));

test('one of a kind that the catalogue does not disclose to the public', () => {
  const kind = policy.kind(ref('3.2.4'));
  const undisclosed = {
    ...policy,
    kind: () => ({ ...kind, lifecycle: { ...kind.lifecycle, disclosureMode: 'authorities' as const } }),
  };
  expect(isPublicRecord(record(), undisclosed as typeof policy)).toBe(false);
});

test('none where the notice passes nothing on to the site', () => {
  const kept = { ...policy, deliveries: policy.deliveries.filter(({ to }) => to !== 'site') };
  expect(isPublicRecord(record(), kept)).toBe(false);
});

test('is shown no longer than either of its two periods', () => {
  expect(organisationRecord(record(), null, policy)).toMatchObject({
    validUntil: '2021-05-08',
    department: '市民政局',
  });
});

test.each([
  ['its zone goes before everything', { zone: 'airport', area: '中牟县' }, 'airport'],
  ['a zone by its name', { zone: '郑东新区' }, 'zhengdong'],
  ['a zone the pack does not know', { zone: 'elsewhere' }, null],
  ['the registry’s division', { zone: null, area: '河南省郑州市金水区' }, '410105'],
  ['the registry’s zone', { zone: null, area: '高新区' }, 'gaoxin'],
  ['the division of its code', { zone: null, uscc: '91410122MX0000019C' }, '410122'],
  ['elsewhere', { zone: null, area: '平顶山' }, null],
])('where it is: %s', (_what, organisation, area) =>
  expect(areaOf(policy, { uscc: inventedUscc(1), ...organisation })).toBe(area),
);
