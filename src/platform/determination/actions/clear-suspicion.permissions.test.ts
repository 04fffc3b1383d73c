/** Who may clear a suspicion. */
import { expect, test } from 'vitest';
import { after, goodCase, may, officer, suspectCase } from '../../../../tests/support/cases.ts';

const reviewer = officer('r', 'health-commission', 'reviewer');

test('a reviewer, once, on a suspect case', () => {
  expect(may('clear-suspicion', suspectCase(), reviewer)).toBe('yes');
  expect(may('clear-suspicion', after(suspectCase(), 'clear-suspicion'), reviewer)).toBe('not-suspect');
  expect(may('clear-suspicion', goodCase(), reviewer)).toBe('not-suspect');
});

test('not the reporter of it, not a determiner, not another department', () => {
  expect(
    may('clear-suspicion', suspectCase(), officer('the-reporter', 'health-commission', 'reporter', 'reviewer')),
  ).toBe('four-eyes');
  expect(may('clear-suspicion', suspectCase(), officer('x', 'health-commission', 'determiner'))).toBe('role');
  expect(may('clear-suspicion', suspectCase(), officer('x', 'industry-bureau', 'reviewer'))).toBe('jurisdiction');
});
