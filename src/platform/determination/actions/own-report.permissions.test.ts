/** Who may take which step on what a person reported themself: the person the reporter's, officers the others, nobody both. */
import { expect, test } from 'vitest';
import type { CaseState } from '#contracts/vocabulary.ts';
import { after, goodCase, may, officer } from '../../../../tests/support/cases.ts';
import { inventedCitizen } from '../../../../tests/support/people.ts';
import { testKeyring } from '../../../../tests/support/systems.ts';
import { type Applicant, applicantOf } from '../../access/index.ts';
import { ACTION_NAMES, ACTIONS } from '../actions/index.ts';

const person = (order: number, assistedBy?: ReturnType<typeof officer>): Applicant =>
  applicantOf({ keyring: testKeyring }, inventedCitizen('本人', '1985-06-15', order), [], {
    ...(assistedBy ? { assistedBy } : {}),
  });
const own = (assistedBy: string | null = null) => {
  const { subjectKey } = person(1);
  return goodCase({
    ...{ subjectKey, reporterId: subjectKey, reportingDepartment: 'health-commission' },
    ownReport: { place: 'jinshui', statements: [], submittedAt: new Date(0), assistedBy },
  });
};

const REPORTERS_OWN = ['correct', 'withdraw'] as const;

test.each(REPORTERS_OWN)('%s: the person, until it is decided', (action) => {
  expect(may(action, own(), person(1))).toBe('yes');
  expect(may(action, after(own(), 'return'), person(1))).toBe('yes');
  expect(may(action, after(own(), 'review'), person(1))).toBe('yes');
  expect(may(action, after(own(), 'review', 'determine'), person(1))).toBe('closed');
});

test.each(REPORTERS_OWN)('%s: neither another person nor any officer, whatever their roles', (action) => {
  expect(may(action, own(), person(2))).toBe('not-reporter');
  const all = officer('all', 'health-commission', 'reporter', 'reviewer', 'determiner', 'assistant');
  expect(may(action, own(), all)).toBe('own-report');
});

test.each(REPORTERS_OWN)('%s: not in what a department reported about the person', (action) => {
  const { subjectKey } = person(1);
  expect(may(action, goodCase({ subjectKey }), person(1))).toBe('not-reporter');
});

test('a person takes no officer’s step in any state', () => {
  for (const action of ACTION_NAMES)
    for (const [state, part] of Object.entries(ACTIONS[action].from) as [CaseState, string][]) {
      if (part === 'reporter') continue;
      const view = state === 'reviewed' ? after(own(), 'review') : own();
      expect(['not-reporter', 'state'], `${action} in ${state}`).toContain(may(action, view, person(1)));
    }
});

test('who worked the keys at the counter neither reviews nor determines, but may help to mend', () => {
  const assistant = officer('assistant', 'health-commission', 'assistant', 'reviewer', 'determiner');
  expect(may('review', own('assistant'), assistant)).toBe('four-eyes');
  expect(may('determine', after(own('assistant'), 'review'), assistant)).toBe('four-eyes');
  expect(may('correct', after(own('assistant'), 'return'), person(1, assistant))).toBe('yes');
  // who returned it as reviewer does not then mend it for the person
  const reviewer = officer('the-reviewer', 'health-commission', 'assistant', 'reviewer');
  expect(may('correct', after(own(), 'return'), person(1, reviewer))).toBe('four-eyes');
});
