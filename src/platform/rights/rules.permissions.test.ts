/** Who may take which step of a request, as a table a person can read. */

import { describe, expect, test } from 'vitest';
import type { RightsActionName, RightsKind } from '#contracts/rights.ts';
import { loadCalendar } from '#runtime/calendars.ts';
import { officer } from '../../../tests/support/cases.ts';
import { inventedCitizen } from '../../../tests/support/people.ts';
import { ref } from '../../../tests/support/refs.ts';
import { testKeyring as keyring, zhengzhou } from '../../../tests/support/systems.ts';
import { type Actor, type Applicant, applicantOf, systemActor } from '../access/index.ts';
import { applyRightsAction, openRequest, TRANSITIONS } from './fold.ts';
import type { Asked, RequestView, RightsAction } from './request.ts';
import { mayAct, mayChangeProof } from './rules.ts';

const policy = await zhengzhou();
const rules = { policy, calendar: loadCalendar() };
const NOW = new Date('2020-03-16T01:00:00Z');
const PERSON = applicantOf({ keyring }, inventedCitizen('本人', '1985-06-15', 1), []);

const PEOPLE: Readonly<Record<string, Actor | Applicant>> = {
  person: PERSON,
  stranger: applicantOf({ keyring }, inventedCitizen('他人', '1985-06-15', 2), []),
  office: officer('office', 'credit-office', 'credit-office'),
  'city reviewer': officer('city-reviewer', 'credit-office', 'reviewer', 'determiner'),
  reviewer: officer('reviewer', 'health-commission', 'reviewer'),
  determiner: officer('determiner', 'health-commission', 'determiner'),
  reporter: officer('reporter', 'health-commission', 'reporter'),
  'other determiner': officer('other', 'public-security-bureau', 'determiner'),
  auditor: officer('auditor', 'credit-office', 'auditor'),
  assistant: officer('assistant', 'credit-office', 'assistant'),
  job: systemActor('job'),
};

function request(kind: RightsKind, ...done: RightsActionName[]): RequestView {
  const asked: Asked = {
    ...{ subjectKey: PERSON.subjectKey, requestId: 'request', kind, subjectType: 'person', factKey: 'fact' },
    ...{ batchId: '1', rowNumber: 2, recordKind: ref('1.1'), departmentId: 'health-commission', channel: 'own' },
    ...{ askedBy: PERSON.subjectKey, openedAt: NOW, statement: '…', wanted: {} },
  };
  return done.reduce((view, action) => {
    const { part } = TRANSITIONS[action];
    const outcome = action === 'decide' ? (kind === 'relief' ? 'granted' : 'refused') : 'granted';
    return applyRightsAction(view, {
      ...{ sequence: view.sequence + 1, action, part, actorId: part ?? PERSON.subjectKey, departmentId: null, at: NOW },
      ...{ idempotencyKey: '', payload: { outcome, reasoning: '…' } },
    } as unknown as RightsAction);
  }, openRequest(asked));
}

const may = (action: RightsActionName, view: RequestView, who: string, determinedBy: string | null = null) => {
  const answer = mayAct(action, view, PEOPLE[who]!, { determinedBy }, NOW, rules);
  return answer.ok ? 'yes' : answer.because;
};

const TABLE: readonly [RightsActionName, RequestView, readonly string[]][] = [
  ['ask-provider', request('objection'), ['office']],
  ['assess', request('objection'), ['office']],
  ['assess', request('objection', 'ask-provider'), ['reviewer', 'determiner']],
  ['decide', request('objection', 'assess'), ['office']],
  ['decide-review', request('objection', 'assess', 'decide', 'ask-review'), ['office']],
  ['assess', request('repair'), ['reviewer', 'determiner']],
  ['return', request('repair'), ['determiner']],
  ['decide', request('repair', 'assess'), ['determiner']],
  ['decide', request('relief', 'assess'), ['determiner']],
  ['release', request('relief', 'assess', 'decide'), ['determiner']],
  ['supplement', request('repair'), ['person']],
  ['withdraw', request('objection'), ['person']],
  ['ask-review', request('repair', 'assess', 'decide'), ['person']],
];

describe.each(TABLE)('%s', (action, view, allowed) => {
  test(`of ${view.asked.kind} at ${view.state}: ${allowed.join(', ')}, nobody else`, () => {
    const answers = Object.keys(PEOPLE).filter((who) => may(action, view, who) === 'yes');
    expect(answers).toEqual(Object.keys(PEOPLE).filter((who) => allowed.includes(who)));
  });
});

test('who determined the record neither assesses nor decides an objection to it, nor reviews anything about it', () => {
  expect(may('assess', request('objection', 'ask-provider'), 'determiner', 'determiner')).toBe('own-determination');
  expect(may('decide', request('objection', 'assess'), 'office', 'office')).toBe('own-determination');
  expect(may('decide-review', request('repair', 'assess', 'decide', 'ask-review'), 'office', 'office')).toBe(
    'own-determination',
  );
  // repair contests nothing: who determined may judge whether the duty was met
  expect(may('decide', request('repair', 'assess'), 'determiner', 'determiner')).toBe('yes');
});

test('a decision before anybody has checked says what must come first', () => {
  expect(may('decide', request('repair'), 'determiner')).toBe('assess-first');
  expect(may('decide', request('repair', 'assess', 'decide'), 'determiner')).toBe('state');
  expect(may('ask-provider', request('relief'), 'office')).toBe('not-this-kind');
});

test('one officer has one part in a request, whatever roles they hold', () => {
  const both = { ...officer('the-assessor', 'health-commission', 'reviewer', 'determiner') };
  const assessed = request('repair', 'assess');
  const view = { ...assessed, participants: new Map([[both.id, 'assessor' as const]]) };
  expect(assessed.participants.size).toBe(1);
  const answer = mayAct('decide', view, both, { determinedBy: null }, NOW, rules);
  expect(answer.ok ? 'yes' : answer.because).toBe('four-eyes');
});

test('an officer of the body who holds no role for the step is told so', () => {
  expect(may('decide', request('repair', 'assess'), 'reviewer')).toBe('role');
  expect(may('assess', request('repair'), 'reporter')).toBe('role');
});

test('what a department began of its own motion is not the subject’s to stop', () => {
  const own = request('objection');
  expect(may('withdraw', own, 'person')).toBe('yes');
  expect(may('withdraw', { ...own, asked: { ...own.asked, channel: 'department' } }, 'person')).toBe('applicant-only');
});

test('a review is asked for within its time, and a hold is released once', () => {
  const decided = request('repair', 'assess', 'decide');
  const late = mayAct('ask-review', decided, PERSON, { determinedBy: null }, new Date('2021-03-16T01:00:00Z'), rules);
  expect(late.ok ? 'yes' : late.because).toBe('window-over');
  const held = request('relief', 'assess', 'decide');
  expect(may('release', { ...held, releasedAt: NOW }, 'determiner')).toBe('already-released');
});

test('proof changes while a request is open, and not when it is settled', () => {
  expect(mayChangeProof(request('repair')).ok).toBe(true);
  expect(mayChangeProof(request('repair', 'assess', 'decide'))).toMatchObject({ ok: false, because: 'ended' });
  expect(mayChangeProof(request('objection', 'withdraw'))).toMatchObject({ ok: false, because: 'ended' });
});
