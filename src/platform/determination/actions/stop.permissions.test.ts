/** Who may send a case back: the reviewer before the review, the determiner after it. */
import { expect, test } from 'vitest';
import { after, goodCase, may, officer } from '../../../../tests/support/cases.ts';

const reviewer = officer('r', 'health-commission', 'reviewer');
const determiner = officer('d', 'health-commission', 'determiner');

test.each(['return', 'refuse'] as const)('%s: by state and part', (action) => {
  expect(may(action, goodCase(), reviewer)).toBe('yes');
  expect(may(action, goodCase(), determiner)).toBe('role');
  expect(may(action, after(goodCase(), 'review'), determiner)).toBe('yes');
  expect(may(action, after(goodCase(), 'review'), reviewer)).toBe('role');
  expect(may(action, after(goodCase(), 'return'), reviewer)).toBe('state');
});

test.each(['return', 'refuse'] as const)('%s: never by the reporter, another department or a machine', (action) => {
  expect(may(action, goodCase(), officer('the-reporter', 'health-commission', 'reporter', 'reviewer'))).toBe(
    'four-eyes',
  );
  expect(may(action, goodCase(), officer('x', 'commerce-bureau', 'reviewer'))).toBe('jurisdiction');
  expect(may(action, goodCase(), { ...reviewer, kind: 'machine' })).toBe('officer-only');
});
