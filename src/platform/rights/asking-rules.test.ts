/** When repair may be asked for: by the milder of the rules of the decision's day and of the day of asking, of the grade that each gives it. */
import { expect, test } from 'vitest';
import { toLocalDate } from '#kernel/time/local-date.ts';
import { loadCalendar } from '#runtime/calendars.ts';
import { zhengzhou } from '../../../tests/support/systems.ts';
import { askingTime, mayAsk, maySpare, type Target } from './asking-rules.ts';

const policy = await zhengzhou();
const rules = { policy, calendar: loadCalendar() };
const kind = policy.catalogue.find(({ id }) => id.endsWith('/3.3.2'))!;
const of = (decidedOn: string, decisionType: string): Target => ({
  ...{ polarity: 'adverse', subjectType: 'organisation', recordKind: kind.id, decisionType },
  ...{ determinedOn: toLocalDate(decidedOn), decidedOn: toLocalDate(decidedOn), heldFrom: null },
  ...{ caseEnded: false, recordEnded: false, objectionOpen: false, held: false },
});
const asked = (decidedOn: string, decisionType: string, today: string) => {
  const target = of(decidedOn, decisionType);
  const { from, until } = askingTime('repair', target, toLocalDate(today), rules);
  return { from, until, may: mayAsk('repair', target, toLocalDate(today), rules).ok };
};

test('a warning is minor from the day the law says so on, also one of before', () => {
  expect(asked('2026-03-20', 'warning', '2026-03-31')).toEqual({ from: '2026-06-20', until: '2029-03-20', may: false });
  expect(asked('2026-03-20', 'warning', '2026-04-01')).toEqual({ from: '2026-03-20', until: '2026-06-20', may: true });
  expect(asked('2026-04-01', '给予警告的行政处罚决定书', '2026-04-01').may).toBe(true);
});

test('another penalty keeps the grade of its kind, and the shorter maximum of the day of asking', () => {
  expect(asked('2026-03-20', '行政处罚决定书', '2026-04-01')).toEqual({
    ...{ from: '2026-06-20', until: '2027-03-20', may: false },
  });
});

test('relief is for enterprises of the sizes that the notice names', () => {
  const relief = { ...policy.relief!, sizes: ['micro', 'small'] as const };
  const narrow = { policy: { ...policy, relief } };
  expect(maySpare('small', narrow)).toEqual({ ok: true });
  expect(maySpare('medium', narrow)).toMatchObject({ ok: false, because: 'size-not-named' });
  expect(maySpare('medium', rules)).toEqual({ ok: true });
});
