import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { addDays, type LocalDate, toLocalDate } from '#kernel/time/local-date.ts';
import { CalendarUnknown, workingCalendar } from '#kernel/time/working-days.ts';
import { loadCalendar, missingYear } from './calendars.ts';

const calendar = loadCalendar();
const oracle = createRequire(import.meta.url)('chinese-days') as { isWorkday(date: string): boolean };

test('the calendars say what the State Council arranged for 2020', () => {
  for (const worked of ['2020-01-19', '2020-02-03', '2020-04-26'])
    expect(calendar.isWorkingDay(toLocalDate(worked))).toBe(true);
  for (const off of ['2020-01-24', '2020-01-31', '2020-02-02', '2020-05-04'])
    expect(calendar.isWorkingDay(toLocalDate(off))).toBe(false);
});

test('every day agrees with an independent calendar', () => {
  for (let date = toLocalDate('2019-01-01'); date < '2027-01-01'; date = addDays(date, 1)) {
    expect(calendar.isWorkingDay(date), date).toBe(oracle.isWorkday(date));
  }
});

test('working days are counted from the day after', () => {
  expect(calendar.addWorkingDays(toLocalDate('2020-01-17'), 5)).toBe('2020-01-23'); // 19 January was worked
  expect(calendar.addWorkingDays(toLocalDate('2020-01-23'), 1)).toBe('2020-02-03');
  expect(calendar.addWorkingDays(toLocalDate('2020-02-14'), 0)).toBe('2020-02-14');
  expect(calendar.workingDaysBetween(toLocalDate('2020-01-17'), toLocalDate('2020-02-03'))).toBe(6);
});

test('counting forward and counting between agree', () => {
  let date: LocalDate = toLocalDate('2020-01-01');
  for (let i = 0; i < 200; i++, date = addDays(date, 3)) {
    for (const count of [1, 3, 5, 7, 20]) {
      expect(calendar.workingDaysBetween(date, calendar.addWorkingDays(date, count))).toBe(count);
    }
  }
});

test('what binds the office alone is counted with weekdays until the calendar is there, and by the calendar before', () => {
  const provisional = calendar.provisional();
  expect(provisional.addWorkingDays(toLocalDate('2030-12-27'), 5)).toBe('2031-01-03');
  expect(provisional.workingDaysBetween(toLocalDate('2030-12-27'), toLocalDate('2031-01-03'))).toBe(5);
  expect(provisional.isWorkingDay(toLocalDate('2031-01-04'))).toBe(false);
  expect(provisional.addWorkingDays(toLocalDate('2020-01-17'), 5)).toBe('2020-01-23');
  expect(provisional.provisional()).toBe(provisional);
});

test('a start that periods may outrun says so', () => {
  expect(missingYear(calendar, toLocalDate('2020-05-06'))).toBeNull();
  expect(missingYear(workingCalendar([]), toLocalDate('2020-05-06'))).toContain('没有 2020 年的工作日历');
});

test('a year without a calendar is said, not guessed', () => {
  expect(() => calendar.isWorkingDay(toLocalDate('2031-01-01'))).toThrow(CalendarUnknown);
});
