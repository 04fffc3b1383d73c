/** Who may serve notice, take the response and consider it: who works on the case does not decide it. */
import { expect, test } from 'vitest';
import { adverseCase, after, goodCase, may, officer } from '../../../../tests/support/cases.ts';

const reviewer = officer('r', 'public-security-bureau', 'reviewer');
const determiner = officer('d', 'public-security-bureau', 'determiner');
const reviewed = after(adverseCase(), 'review');
const served = after(reviewed, 'serve-notice');
const heard = after(served, 'receive-response');

test('serve-notice: a reviewer, after the review, on adverse information only', () => {
  expect(may('serve-notice', adverseCase(), reviewer)).toBe('state');
  expect(may('serve-notice', reviewed, reviewer)).toBe('yes');
  expect(may('serve-notice', reviewed, determiner)).toBe('role');
  expect(may('serve-notice', served, reviewer)).toBe('state');
  expect(may('serve-notice', after(goodCase(), 'review'), officer('r', 'health-commission', 'reviewer'))).toBe(
    'good-information',
  );
});

test('receive-response: a reviewer, until the determination', () => {
  expect(may('receive-response', reviewed, reviewer)).toBe('state');
  expect(may('receive-response', served, reviewer)).toBe('yes');
  expect(may('receive-response', after(heard, 'consider-response'), reviewer)).toBe('yes');
  expect(may('receive-response', served, determiner)).toBe('role');
});

test('consider-response: a determiner who did not work on the case', () => {
  expect(may('consider-response', served, determiner)).toBe('state');
  expect(may('consider-response', heard, determiner)).toBe('yes');
  expect(may('consider-response', heard, reviewer)).toBe('role');
  expect(
    may('consider-response', heard, officer('the-reviewer', 'public-security-bureau', 'reviewer', 'determiner')),
  ).toBe('four-eyes');
});

test('none of them by a machine or another department', () => {
  const other = officer('x', 'health-commission', 'reviewer', 'determiner');
  for (const [action, view] of [
    ['serve-notice', reviewed],
    ['receive-response', served],
    ['consider-response', heard],
  ] as const) {
    expect(may(action, view, { ...other, kind: 'machine' }), action).toBe('officer-only');
    expect(may(action, view, other), action).toBe('jurisdiction');
  }
});
