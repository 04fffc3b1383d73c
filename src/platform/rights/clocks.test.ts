/** The clocks of a request on real working days: make-up Saturdays count, holidays do not, each day is the city's own. */

import { expect, test } from 'vitest';
import { withQuestions } from '#kernel/policy/questions.ts';
import { toLocalDate } from '#kernel/time/local-date.ts';
import { loadCalendar } from '#runtime/calendars.ts';
import { ref } from '../../../tests/support/refs.ts';
import { zhengzhou } from '../../../tests/support/systems.ts';
import { clocksOf, dueOn, executedSince, reviewUntil } from './clocks.ts';
import { openRequest } from './fold.ts';
import type { Asked, RequestView } from './request.ts';

const rules = { policy: await zhengzhou(), calendar: loadCalendar() };
const at = (instant: string) => new Date(`${instant}+08:00`);

function request(kind: Asked['kind'], openedAt: Date, more: Partial<RequestView> = {}): RequestView {
  const asked: Asked = {
    ...{ subjectKey: 's', requestId: 'r', kind, subjectType: 'person', factKey: 'f', batchId: '1', rowNumber: 2 },
    ...{ recordKind: ref('1.1'), departmentId: 'health-commission', channel: 'own', askedBy: 's', openedAt },
    ...{ statement: '…', wanted: {} },
  };
  return { ...openRequest(asked), ...more };
}

test.each([
  // a Wednesday before the five days off from 1 May; Saturday 9 May is worked
  ['objection', '2020-04-29T10:00:00', '2020-05-07'],
  ['objection', '2020-05-06T23:59:00', '2020-05-09'],
  ['objection', '2020-05-07T00:01:00', '2020-05-11'],
  // Sunday 26 April and Saturday 9 May are both worked
  ['repair', '2020-04-24T10:00:00', '2020-05-11'],
  ['relief', '2020-05-06T10:00:00', '2020-05-12'],
] as const)('%s asked at %s has to be dealt with by %s', (kind, asked, due) => {
  expect(dueOn(request(kind, at(asked)), rules)).toBe(due);
});

test('asked of the provider: three working days for its part, seven for the whole, whichever ends first', () => {
  const opened = at('2020-05-11T10:00:00');
  const asked = { state: 'with-provider', providerAskedAt: at('2020-05-12T10:00:00') } as const;
  expect(dueOn(request('objection', opened, asked), rules)).toBe('2020-05-15');
  const late = { state: 'with-provider', providerAskedAt: at('2020-05-19T10:00:00') } as const;
  expect(dueOn(request('objection', opened, late), rules)).toBe('2020-05-20');
  const answered = { state: 'assessed', providerAskedAt: asked.providerAskedAt } as const;
  expect(dueOn(request('objection', opened, answered), rules)).toBe('2020-05-20');
});

test('sent back to the applicant nobody else is late; what has ended has no last day', () => {
  expect(dueOn(request('repair', at('2020-05-11T10:00:00'), { state: 'returned' }), rules)).toBeNull();
  expect(dueOn(request('repair', at('2020-05-11T10:00:00'), { state: 'granted' }), rules)).toBeNull();
});

test('a review is asked for within fifteen days of the answer', () => {
  const decided = { state: 'refused', decidedAt: at('2020-05-11T10:00:00') } as const;
  expect(reviewUntil(request('objection', at('2020-05-06T10:00:00'), decided), rules)).toBe('2020-05-26');
});

test('carried out is what the last recipient acknowledged within one working day', () => {
  const view = request('repair', at('2020-05-06T10:00:00'), { state: 'granted', decidedAt: at('2020-05-08T10:00:00') });
  const execution = (carriedOutAt: Date | null | undefined) =>
    clocksOf(view, rules, carriedOutAt).find(({ title }) => title.includes('修复') && title.includes('执行'));
  expect(execution(undefined)).toBeUndefined();
  expect(execution(null)).toMatchObject({ endsOn: '2020-05-09', met: null });
  expect(execution(at('2020-05-09T20:00:00'))).toMatchObject({ met: true });
  expect(execution(at('2020-05-11T08:00:00'))).toMatchObject({ met: false });
});

test('a record that is revoked goes within the period of revocations, and whichever period ends first makes late', () => {
  const decidedAt = at('2020-05-08T10:00:00');
  const decision = { outcome: 'granted', reasoning: '…', remedy: { change: 'revoked' } } as const;
  const view = request('objection', at('2020-05-06T10:00:00'), { state: 'granted', decidedAt, decision });
  expect(clocksOf(view, rules, null).at(-1)).toMatchObject({ title: '依据撤销后停止披露', endsOn: '2020-05-09' });
  const slow = rules.policy.timers.map((timer) =>
    timer.id.endsWith('/repair-execution')
      ? { ...timer, value: [{ ...timer.value[0]!, value: { amount: 9, unit: 'days' as const } }] }
      : timer,
  );
  const policy = withQuestions({ ...rules.policy, timers: slow });
  expect(executedSince(toLocalDate('2020-05-10'), { ...rules, policy })).toBe('2020-05-08');
});

test('what was decided on that day or before has to be carried out by now', () => {
  // decided on Friday the 8th: the worked Saturday is its last day, so on Sunday it is overdue
  expect(executedSince(toLocalDate('2020-05-09'), rules)).toBe('2020-05-07');
  expect(executedSince(toLocalDate('2020-05-10'), rules)).toBe('2020-05-08');
});
