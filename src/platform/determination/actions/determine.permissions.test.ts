/** Who may determine a case, and when: the window of an adverse case counted in working days. */

import { expect, test } from 'vitest';
import { adverseCase, after, availability, goodCase, may, officer } from '../../../../tests/support/cases.ts';
import { ref } from '../../../../tests/support/refs.ts';

const health = officer('d', 'health-commission', 'determiner');
const police = officer('d', 'public-security-bureau', 'determiner');
const on = (day: string) => new Date(`${day}T12:00:00+08:00`);

test('a determiner of the competent department, once reviewed', () => {
  expect(may('determine', goodCase(), health)).toBe('state');
  expect(may('determine', after(goodCase(), 'review'), health)).toBe('yes');
  expect(may('determine', after(goodCase(), 'review', 'determine'), health)).toBe('closed');
});

test('not the reviewer, not the reporter', () => {
  const both = (id: string) => officer(id, 'health-commission', 'reporter', 'reviewer', 'determiner');
  expect(may('determine', after(goodCase(), 'review'), both('the-reviewer'))).toBe('four-eyes');
  expect(may('determine', after(goodCase(), 'review'), both('the-reporter'))).toBe('four-eyes');
});

test('not after an edit: it resets the approval', () => {
  expect(may('determine', after(goodCase(), 'review', 'correct'), health)).toBe('state');
});

test('no role, other department, machine', () => {
  const reviewed = after(goodCase(), 'review');
  expect(may('determine', reviewed, officer('x', 'health-commission', 'reviewer'))).toBe('role');
  expect(may('determine', reviewed, police)).toBe('jurisdiction');
  expect(may('determine', reviewed, { ...health, kind: 'machine' })).toBe('officer-only');
});

test('adverse: not without notice', () => {
  const refusal = availability('determine', after(adverseCase(), 'review'), police);
  expect(refusal).toMatchObject({ ok: false, because: 'notice-missing', clause: ref('2') });
});

test('adverse: not while the window runs, five working days across a weekend', () => {
  const served = after(adverseCase(), 'review', 'serve-notice');
  for (const day of ['2020-03-16', '2020-03-21', '2020-03-23'])
    expect(may('determine', served, police, on(day)), day).toBe('window-running');
  expect(may('determine', served, police, on('2020-03-24'))).toBe('yes');
});

test('adverse: a response must be considered, then the window need not be over', () => {
  const heard = after(adverseCase(), 'review', 'serve-notice', 'receive-response');
  expect(may('determine', heard, police, on('2020-04-30'))).toBe('response-open');
  expect(may('determine', after(heard, 'consider-response'), police, on('2020-03-18'))).toBe('yes');
});

test('adverse: a correction or return voids the notice', () => {
  const again = after(adverseCase(), 'review', 'serve-notice', 'return', 'correct', 'review');
  expect(may('determine', again, police, on('2020-04-30'))).toBe('notice-missing');
});

test('adverse: not without its decision document', () => {
  const reviewed = after(adverseCase(), 'review', 'serve-notice');
  const without = { ...reviewed, facts: { ...reviewed.facts, decision: null } };
  expect(may('determine', without, police, on('2020-04-30'))).toBe('decision-missing');
});

test('who registered the department’s system counts as who reported what it handed in', () => {
  const registrar = officer('registrar', 'health-commission', 'determiner');
  const reported = goodCase({ reportingSystemBy: 'registrar' });
  expect(may('determine', after(reported, 'review'), registrar)).toBe('four-eyes');
  expect(may('determine', after(reported, 'review'), health)).toBe('yes');
});
