/** Reads `law/cn/calendars/*.yaml` into the working calendar. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { isLocalDate, type LocalDate } from '#kernel/time/local-date.ts';
import { CalendarUnknown, type WorkingCalendar, workingCalendar } from '#kernel/time/working-days.ts';

const Day = z.string().refine((text): text is LocalDate => isLocalDate(text), '应为 YYYY-MM-DD');
const Year = z.strictObject({
  year: z.number().int(),
  source: z.string().min(1),
  holidays: z.array(Day),
  makeUpDays: z.array(Day),
});

export const CALENDAR_FOLDER = join(import.meta.dirname, '..', '..', 'law', 'cn', 'calendars');

/** Working days a period may take that begins today: the longest in the pack, with room. */
const AHEAD = 30;

/** What to say at start when a period that begins now may end in a year without a calendar; null when none can. */
export function missingYear(calendar: WorkingCalendar, today: LocalDate): string | null {
  try {
    calendar.addWorkingDays(today, AHEAD);
    return null;
  } catch (error) {
    if (!(error instanceof CalendarUnknown)) throw error;
    return `${error.message}。补上之前，本单位的期限按周一至周五计算，跨年的陈述申辩期限暂不能起算。`;
  }
}

/** @throws Error naming the file and what is wrong with it */
export function loadCalendar(folder = CALENDAR_FOLDER): WorkingCalendar {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort();
  return workingCalendar(
    files.map((file) => {
      const year = Year.safeParse(parse(readFileSync(join(folder, file), 'utf8')));
      if (!year.success) throw new Error(`工作日历 ${file} 有误：${z.prettifyError(year.error)}`);
      for (const day of [...year.data.holidays, ...year.data.makeUpDays]) {
        if (!day.startsWith(String(year.data.year)))
          throw new Error(`工作日历 ${file} 有误：${day} 不在 ${year.data.year} 年`);
      }
      return year.data;
    }),
  );
}
