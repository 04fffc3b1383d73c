import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  addMonths,
  ageOn,
  dateOf,
  daysBetween,
  isLocalDate,
  localDateAt,
  parseDate,
  startOfDay,
  toLocalDate,
  weekday,
} from './local-date.ts';

const day = fc
  .date({ min: new Date('1950-01-01T00:00:00Z'), max: new Date('2064-01-01T00:00:00Z'), noInvalidDate: true })
  .map((date) => toLocalDate(date.toISOString().slice(0, 10)));

describe('parseDate', () => {
  test.each([
    ['2020-03-05', '2020-03-05', false],
    ['2020/3/5', '2020-03-05', true],
    ['2020.3.5', '2020-03-05', true],
    ['2020年3月5日', '2020-03-05', true],
    [' 2020 年 3 月 5 日 ', '2020-03-05', true],
    ['２０２０－０３－０５', '2020-03-05', true],
    ['2020—03—05', '2020-03-05', true],
    ['2020.03.05.', '2020-03-05', true],
    ['20200305', '2020-03-05', true],
    ['2020-03-05 00:00:00', '2020-03-05', true],
    ['43895', '2020-03-05', true],
    ['43895.5', '2020-03-05', true],
    ['2020-02-29', '2020-02-29', false],
  ])('%s is %s', (text, date, normalised) => {
    expect(parseDate(text)).toEqual({ ok: true, date, normalised });
  });

  test.each([
    '2020-02-30',
    '2019-02-29',
    '2020-13-01',
    '昨天',
    '2020',
    '3/5/2020',
    '5',
    '99999',
    '2020-3',
    '0000-00-00',
    '20201301',
  ])('%s is no date', (text) => expect(parseDate(text)).toEqual({ ok: false, reason: 'date.invalid' }));

  test.each(['', '  ', '\u3000'])('blank is missing', (text) => {
    expect(parseDate(text)).toEqual({ ok: false, reason: 'date.missing' });
  });

  test('every form of a day gives that day', () => {
    fc.assert(
      fc.property(day, (date) => {
        const [year, month, dayOfMonth] = date.split('-').map(Number);
        const forms = [
          date,
          `${year}/${month}/${dayOfMonth}`,
          `${year}.${month}.${dayOfMonth}`,
          `${year}年${month}月${dayOfMonth}日`,
          date.replaceAll('-', ''),
        ];
        if (date > '1955-01-01') forms.push(String(daysBetween(toLocalDate('1970-01-01'), date) + 25_569));
        for (const form of forms) expect(parseDate(form)).toMatchObject({ ok: true, date });
      }),
    );
  });

  test('whatever the text, the answer is a real day or a reason', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const result = parseDate(text);
        if (result.ok) expect(isLocalDate(result.date)).toBe(true);
      }),
    );
  });
});

describe('arithmetic', () => {
  test('three months from 30 November end on the last day of February', () => {
    expect(addMonths(toLocalDate('2019-11-30'), 3)).toBe('2020-02-29');
    expect(addMonths(toLocalDate('2020-11-30'), 3)).toBe('2021-02-28');
    expect(addMonths(toLocalDate('2020-01-31'), -2)).toBe('2019-11-30');
  });

  test('days add up and come back', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -20_000, max: 20_000 }), (date, days) => {
        const moved = addDays(date, days);
        expect(daysBetween(date, moved)).toBe(days);
        expect(addDays(moved, -days)).toBe(date);
        expect((((weekday(date) - 1 + days) % 7) + 7) % 7).toBe(weekday(moved) - 1);
      }),
    );
  });

  test('adding months never leaves the month meant', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 240 }), (date, months) => {
        const moved = addMonths(date, months);
        const index = (text: string) => Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7));
        expect(index(moved) - index(date)).toBe(months);
      }),
    );
  });

  test('age counts from the birthday', () => {
    expect(ageOn(toLocalDate('2002-02-10'), toLocalDate('2020-02-09'))).toBe(17);
    expect(ageOn(toLocalDate('2002-02-10'), toLocalDate('2020-02-10'))).toBe(18);
    expect(ageOn(toLocalDate('2000-02-29'), toLocalDate('2018-02-28'))).toBe(17);
    expect(ageOn(toLocalDate('2000-02-29'), toLocalDate('2018-03-01'))).toBe(18);
  });

  test('a day begins at midnight here, which is 16:00 UTC the day before', () => {
    expect(startOfDay(toLocalDate('2020-02-13')).toISOString()).toBe('2020-02-12T16:00:00.000Z');
    expect(localDateAt(new Date('2020-02-12T15:59:59.999Z'))).toBe('2020-02-12');
    expect(localDateAt(new Date('2020-02-12T16:00:00Z'))).toBe('2020-02-13');
  });

  test('30 February is no day', () => {
    expect(dateOf(2020, 2, 30)).toBeUndefined();
    expect(() => toLocalDate('2020-02-30')).toThrow(RangeError);
  });
});
