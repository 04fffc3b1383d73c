/** What is wrong with a payload: a day that cannot be, and whatever else an action refuses of what it is given. */
import { Problem } from '#kernel/refusal/problem.ts';
import type { Said } from '#kernel/refusal/said.ts';
import { isLocalDate, type LocalDate } from '#kernel/time/local-date.ts';
import { DAY_FAULT_TEXTS, dayFault } from '../../possible-day.ts';

/** @throws Problem `request.invalid` for what is no day, is still to come, or lies where nothing can have happened */
export function requirePast(date: string, today: LocalDate, what: Said): LocalDate {
  if (!isLocalDate(date))
    invalid(`${what.zh} ${date} 不是有效的日期。`, `${what.en}, ${date}, is no day of the calendar.`);
  if (date > today)
    invalid(`${what.zh}不能晚于今天（${today}）。`, `${what.en} cannot be later than today (${today}).`);
  const impossible = dayFault(date);
  if (impossible)
    invalid(`${what.zh}：${DAY_FAULT_TEXTS[impossible].zh}`, `${what.en}: ${DAY_FAULT_TEXTS[impossible].en}`);
  return date;
}

/** @throws Problem `request.invalid` */
export function invalid(zh: string, en: string): never {
  throw new Problem('request.invalid', { said: { zh, en } });
}
