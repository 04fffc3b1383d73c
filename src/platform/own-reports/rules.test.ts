/** The day of one's own report: the same faults as in a department's table, in the words of a form. */
import { expect, test } from 'vitest';
import { toLocalDate } from '#kernel/time/local-date.ts';
import { inventedCitizen } from '../../../tests/support/people.ts';
import { zhengzhou } from '../../../tests/support/systems.ts';
import { dateFaults } from './rules.ts';

test.each([
  ['1900-01-01', 'date.invalid'],
  ['1899-12-30', 'date.invalid'],
  ['1970-01-01', 'date.invalid'],
  ['1985-06-15', 'date.invalid'],
  ['1984-06-15', 'date.invalid'],
  ['1990-06-15', 'subject.minor'],
  ['2020-06-02', 'date.future'],
  ['2020-02-30', 'date.invalid'],
  ['2003-06-15', undefined],
])('%s: %s', async (day, reason) => {
  const surroundings = {
    policy: await zhengzhou(),
    person: inventedCitizen('王芳', '1985-06-15'),
    today: toLocalDate('2020-06-01'),
  };
  expect(dateFaults(day, surroundings).map((fault) => fault.reason)).toEqual(reason ? [reason] : []);
});
