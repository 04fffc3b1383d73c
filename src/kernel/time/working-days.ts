/** Working days as the State Council arranges them year by year: holidays on weekdays, make-up days at weekends. */
import type { Said } from '../refusal/said.ts';
import { addDays, type LocalDate, weekday } from './local-date.ts';

/** One file of `law/cn/calendars/`. */
export interface CalendarYear {
  readonly year: number;
  /** the State Council's notice */
  readonly source: string;
  /** days off that would be working days */
  readonly holidays: readonly LocalDate[];
  /** Saturdays and Sundays that are worked */
  readonly makeUpDays: readonly LocalDate[];
}

export interface WorkingCalendar {
  /** @throws CalendarUnknown for a year it has no arrangement for */
  isWorkingDay(date: LocalDate): boolean;
  /**
   * The `count`-th working day after `start`; `start` itself is not counted (the day a notice is served does not run).
   * A count of 0 gives `start`.
   */
  addWorkingDays(start: LocalDate, count: number): LocalDate;
  /** Working days after `from` up to and including `to`; 0 when `to` is not later. */
  workingDaysBetween(from: LocalDate, to: LocalDate): number;
  /**
   * The same calendar, in which every Monday to Friday of a year without an arrangement is a working day: never throws, and a period ends
   * rather too early. For what binds the office. What somebody else may rely on is counted with the calendar itself.
   */
  provisional(): WorkingCalendar;
}

export class CalendarUnknown extends Error {
  override readonly name = 'CalendarUnknown';
  readonly said: Said;

  constructor(year: string) {
    const zh = `没有 ${year} 年的工作日历，请在 law/cn/calendars/ 补充国务院办公厅当年的放假安排`;
    super(zh);
    this.said = {
      zh,
      en: `There is no working calendar of ${year}: add that year's arrangement of holidays to law/cn/calendars/.`,
    };
  }
}

export function workingCalendar(years: readonly CalendarYear[]): WorkingCalendar {
  const known = new Set(years.map(({ year }) => year));
  const holidays = new Set(years.flatMap((year) => year.holidays));
  const makeUpDays = new Set(years.flatMap((year) => year.makeUpDays));
  const arranged = (date: LocalDate): boolean => makeUpDays.has(date) || (weekday(date) <= 5 && !holidays.has(date));
  const provisional: WorkingCalendar = { ...countingBy(arranged), provisional: () => provisional };
  const certain = countingBy((date) => {
    if (known.has(Number(date.slice(0, 4)))) return arranged(date);
    throw new CalendarUnknown(date.slice(0, 4));
  });
  return { ...certain, provisional: () => provisional };
}

function countingBy(isWorkingDay: (date: LocalDate) => boolean): Omit<WorkingCalendar, 'provisional'> {
  return {
    isWorkingDay,
    addWorkingDays(start, count) {
      if (!Number.isInteger(count) || count < 0)
        throw new RangeError('count of working days must be a whole number, 0 or more');
      let date = start;
      for (let left = count; left > 0; ) {
        date = addDays(date, 1);
        if (isWorkingDay(date)) left -= 1;
      }
      return date;
    },
    workingDaysBetween(from, to) {
      let count = 0;
      for (let date = addDays(from, 1); date <= to; date = addDays(date, 1)) if (isWorkingDay(date)) count += 1;
      return count;
    },
  };
}
