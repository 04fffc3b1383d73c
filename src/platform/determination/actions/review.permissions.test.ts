/** Who may review a case, and when. */

import { expect, test } from 'vitest';
import type { Said } from '#kernel/refusal/said.ts';
import {
  adverseCase,
  after,
  availability,
  goodCase,
  may,
  officer,
  suspectCase,
} from '../../../../tests/support/cases.ts';

const reviewer = officer('r', 'health-commission', 'reviewer');

test('a reviewer of the competent department may', () => {
  expect(may('review', goodCase(), reviewer)).toBe('yes');
  expect(may('review', after(goodCase(), 'correct'), reviewer)).toBe('yes');
});

test('other roles may not', () => {
  for (const role of ['reporter', 'determiner', 'credit-office', 'auditor', 'administrator', 'assistant'] as const) {
    expect(may('review', goodCase(), officer('x', 'health-commission', role)), role).toBe('role');
  }
});

test('a reviewer of another department may not, even one that sees all departments', () => {
  expect(may('review', goodCase(), officer('x', 'public-security-bureau', 'reviewer'))).toBe('jurisdiction');
  const cityWide = officer('x', 'credit-office', 'reviewer', 'credit-office');
  expect(may('review', goodCase(), cityWide)).toBe('jurisdiction');
});

test('a reviewer of the superior department may', () => {
  const zone = goodCase({ competentDepartment: 'airport-credit-office' });
  expect(may('review', zone, officer('x', 'airport', 'reviewer'))).toBe('yes');
  expect(may('review', zone, officer('x', 'airport-xingang', 'reviewer'))).toBe('jurisdiction');
});

test('the reporter may not review, whatever roles they hold', () => {
  expect(
    may('review', goodCase({ reporterId: 'both' }), officer('both', 'health-commission', 'reporter', 'reviewer')),
  ).toBe('four-eyes');
});

test('a machine and a job may not', () => {
  expect(may('review', goodCase(), { ...reviewer, kind: 'machine' })).toBe('officer-only');
  expect(may('review', goodCase(), { ...reviewer, kind: 'system' })).toBe('officer-only');
});

test('a suspect case must be cleared first', () => {
  expect(may('review', suspectCase(), reviewer)).toBe('suspicion-open');
  expect(may('review', after(suspectCase(), 'clear-suspicion'), reviewer)).toBe('yes');
  expect(may('review', after(suspectCase(), 'clear-suspicion', 'correct'), reviewer)).toBe('suspicion-open');
});

test('an adverse claim without its whole decision document cannot pass', () => {
  const police = officer('p', 'public-security-bureau', 'reviewer');
  expect(may('review', adverseCase(), police)).toBe('yes');
  expect(may('review', adverseCase({ decision: null }), police)).toBe('decision-missing');
  for (const [field, value] of Object.entries({ type: '口头警告', number: ' ', authority: '', legalBasis: '' })) {
    const decision = { ...adverseCase().facts.decision!, [field]: value };
    expect(may('review', adverseCase({ decision }), police), field).toBe('decision-missing');
  }
});

test('not twice, and not after the end', () => {
  expect(may('review', after(goodCase(), 'review'), reviewer)).toBe('state');
  expect(may('review', after(goodCase(), 'return'), reviewer)).toBe('state');
  expect(may('review', after(goodCase(), 'review', 'determine'), reviewer)).toBe('closed');
});

test('a refusal says where the case stands and whose role it is, not only no', () => {
  const said = (view: Parameters<typeof availability>[1], who = reviewer) =>
    (availability('determine', view, who) as { said?: Said }).said?.zh;
  const determiner = officer('d', 'health-commission', 'determiner');
  expect(said(goodCase(), determiner)).toBe('该事项待审核，须先审核通过。');
  expect(said(after(goodCase(), 'correct'), determiner)).toContain('更正后待审核');
  expect(said(after(goodCase(), 'review'))).toBe('由认定岗位办理，您没有承担这一岗位。');
  const reviewed = after(adverseCase(), 'review');
  expect((availability('consider-response', reviewed, determiner) as { said?: Said }).said?.zh).toContain(
    '下一步是告知当事人',
  );
});
