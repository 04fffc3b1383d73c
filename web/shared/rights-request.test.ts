import { expect, test } from 'vitest';
import { ApplicantActionRequest, RightsRequest } from '#contracts/rights.ts';
import { applicantStep, rightsRequest } from './rights-request.ts';

const ASKED = {
  caseId: '14-3',
  statement: '实际已按期履行。',
  idempotencyKey: '0190a1b2-0000-7000-8000-000000000001',
};
/** as a form holds them that was filled for another kind first */
const ALL = { commitment: true, size: 'small', until: '2020-12-31' } as const;

test('each kind takes from the form what it needs and nothing else', () => {
  expect(rightsRequest('objection', ASKED, ALL)).toEqual({ kind: 'objection', ...ASKED });
  expect(rightsRequest('repair', ASKED, ALL)).toEqual({ kind: 'repair', ...ASKED, commitment: true });
  expect(rightsRequest('relief', ASKED, ALL)).toEqual({ kind: 'relief', ...ASKED, size: 'small', until: '2020-12-31' });
});

test.each(['objection', 'repair', 'relief'] as const)('the platform takes %s as it is put together', (kind) => {
  expect(RightsRequest.safeParse(rightsRequest(kind, ASKED, ALL)).error).toBeUndefined();
});

test('a commitment that was not made is not made up', () => {
  expect(RightsRequest.safeParse(rightsRequest('repair', ASKED, {})).success).toBe(false);
  expect(RightsRequest.safeParse(rightsRequest('relief', ASKED, { size: 'micro' })).success).toBe(false);
});

test('words stand under the name the step calls them', () => {
  const known = { idempotencyKey: ASKED.idempotencyKey, expectedSequence: 3 };
  const withdraw = applicantStep('withdraw', '不再申请。', known);
  const supplement = applicantStep('supplement', '补交缴款凭证。', known);
  expect(withdraw).toEqual({ action: 'withdraw', payload: { reason: '不再申请。' }, ...known });
  expect(supplement).toEqual({ action: 'supplement', payload: { statement: '补交缴款凭证。' }, ...known });
  for (const step of [withdraw, supplement]) expect(ApplicantActionRequest.safeParse(step).error).toBeUndefined();
});
