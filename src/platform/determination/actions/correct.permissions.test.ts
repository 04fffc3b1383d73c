/** Who may correct or withdraw a report: the department that reported it. */
import { expect, test } from 'vitest';
import { adverseCase, after, goodCase, may, officer } from '../../../../tests/support/cases.ts';

const reporter = officer('x', 'airport-credit-office', 'reporter');

test.each(['correct', 'withdraw'] as const)('%s: a reporter of the reporting department or its superior', (action) => {
  expect(may(action, goodCase(), reporter)).toBe('yes');
  expect(may(action, goodCase(), officer('x', 'airport', 'reporter'))).toBe('yes');
  expect(may(action, goodCase(), officer('x', 'health-commission', 'reporter'))).toBe('jurisdiction');
  expect(may(action, goodCase(), officer('x', 'airport-credit-office', 'reviewer'))).toBe('role');
});

test.each(['correct', 'withdraw'] as const)('%s: a department’s own system may', (action) => {
  expect(may(action, goodCase(), { ...reporter, kind: 'machine' })).toBe('yes');
  expect(may(action, goodCase(), { ...reporter, kind: 'system' })).toBe('role');
});

test.each(['correct', 'withdraw'] as const)('%s: not by who reviewed it', (action) => {
  const both = officer('the-reviewer', 'airport-credit-office', 'reporter', 'reviewer');
  expect(may(action, after(goodCase(), 'review'), both)).toBe('four-eyes');
});

test('withdrawn: the end; the fact can be reported anew', () => {
  const withdrawn = after(goodCase(), 'withdraw');
  expect(may('correct', withdrawn, reporter)).toBe('closed');
  expect(may('review', withdrawn, officer('r', 'health-commission', 'reviewer'))).toBe('closed');
});

test('once notice was served the reporter cannot edit, only withdraw', () => {
  const served = after(adverseCase({ reportingDepartment: 'airport-credit-office' }), 'review', 'serve-notice');
  expect(may('correct', served, reporter)).toBe('state');
  expect(may('withdraw', served, reporter)).toBe('yes');
});

test('neither after the determination', () => {
  const determined = after(goodCase(), 'review', 'determine');
  expect(may('correct', determined, reporter)).toBe('closed');
  expect(may('withdraw', determined, reporter)).toBe('closed');
});
