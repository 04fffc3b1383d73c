/** The grade by the kind of decision: by its day, by id or title, and never for what the kind does not name. */
import { expect, test } from 'vitest';
import { toLocalDate } from '#kernel/time/local-date.ts';
import { zhengzhou } from '../../../tests/support/systems.ts';
import { gradeOn, unpublished } from './grade.ts';

const policy = await zhengzhou();
const kind = policy.catalogue.find(({ id }) => id.endsWith('/3.3.1'))!;
const good = policy.catalogue.find(({ polarity }) => polarity === 'good')!;
const on = toLocalDate('2026-04-01');

test.each([
  ['warning', '2026-04-01', 'minor'],
  ['给予警告的行政处罚决定书', '2026-04-01', 'minor'],
  ['simple-procedure', '2026-04-01', 'minor'],
  ['warning', '2026-03-31', 'general'],
  ['penalty', '2026-04-01', 'general'],
  ['群众投诉', '2026-04-01', 'general'],
  [undefined, '2026-04-01', 'general'],
])('%s on %s is %s', (type, day, grade) => expect(gradeOn(kind, type, toLocalDate(day))).toBe(grade));

test('good information has no grade, and nothing of it is kept from a list', () => {
  expect(gradeOn(good, 'warning', on)).toBeUndefined();
  expect(unpublished(policy, good, on)).toEqual([]);
});

test('what is minor by the rules of its day or of today stands on no list', () => {
  const of = (type: string, date: string, today: string) =>
    unpublished(policy, kind, toLocalDate(today)).some(
      (one) => one.type === type && one.from <= date && date <= one.until,
    );
  expect(of('warning', '2026-04-01', '2026-04-02')).toBe(true);
  expect(of('warning', '2022-04-01', '2022-05-01')).toBe(false);
  expect(of('warning', '2022-04-01', '2026-04-01')).toBe(true);
  expect(of('给予警告的行政处罚决定书', '2022-04-01', '2026-04-01')).toBe(true);
  expect(of('penalty', '2026-04-01', '2026-04-02')).toBe(false);
});
