/** A day on the calendar, without a time zone: what laws and deadlines count in. */
import { withoutTextMarks } from '../identity/text.ts';
import { inDigits } from './written-day.ts';

declare const localDate: unique symbol;
/** `YYYY-MM-DD`; compares as text */
export type LocalDate = string & { readonly [localDate]: true };

const DAY = 86_400_000;
/** The country keeps one time, UTC+8, without summer time. */
const UTC_OFFSET = 8 * 3_600_000;
/** dates of birth on record reach back this far */
const FIRST_YEAR = 1800;
const LAST_YEAR = 9999;

/** undefined when the three numbers are no day of the calendar (30 February) */
export function dateOf(year: number, month: number, day: number): LocalDate | undefined {
  if (!Number.isInteger(year) || year < FIRST_YEAR || year > LAST_YEAR) return undefined;
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month))) return undefined;
  return format(year, month, day);
}

/** @throws RangeError when the text is not exactly `YYYY-MM-DD` of the calendar */
export function toLocalDate(text: string): LocalDate {
  const date = isLocalDate(text) ? text : undefined;
  if (!date) throw new RangeError(`not a date: ${text}`);
  return date;
}

export function isLocalDate(text: string): text is LocalDate {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  return match !== null && dateOf(Number(match[1]), Number(match[2]), Number(match[3])) !== undefined;
}

/** The day it is here at an instant. */
export function localDateAt(instant: Date): LocalDate {
  return new Date(instant.getTime() + UTC_OFFSET).toISOString().slice(0, 10) as LocalDate;
}

/** The instant at which a day begins here. */
export function startOfDay(date: LocalDate): Date {
  return new Date(serial(date) * DAY - UTC_OFFSET);
}

export type ParsedDate =
  | {
      readonly ok: true;
      readonly date: LocalDate /** written otherwise than `YYYY-MM-DD` */;
      readonly normalised: boolean;
    }
  | { readonly ok: false; readonly reason: 'date.missing' | 'date.invalid' };

const FORMS =
  /^(\d{4})(?:-(\d{1,2})-(\d{1,2})|\/(\d{1,2})\/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})|年(\d{1,2})月(\d{1,2})[日号]|(\d{2})(\d{2}))(?:[T ]*(?:(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?|24:00(?::00)?))?$/;
/** Excel's day numbers of 1954 to 2064: a number outside is a mistake, not a date. */
const SERIALS = { first: 20_000, last: 60_000 };

/**
 * Reads a date as departments write it (DOMAIN.md §5): `2020-03-05`, `2020/3/5`, `2020.3.5`, `2020年3月5日`, `20200305`,
 * `二〇二〇年三月五日`, full-width digits, a time after it, marks of a text cell around it, or an Excel day number of the 1900 system.
 */
export function parseDate(text: string): ParsedDate {
  if (EXACT.test(text) && isLocalDate(text)) return { ok: true, date: text, normalised: false };
  const clean = inDigits(withoutTextMarks(text).normalize('NFKC').trim())
    .replaceAll(/(?<=\d)\s*[‐‑‒–—−]+\s*(?=\d)/gu, '-')
    .replaceAll(/\s+/g, ' ') // by itself first: blanks before something that is not there would be tried from each of them
    .replaceAll(/ ?([年月日号./-]) ?/g, '$1')
    .replace(/(?<=\d)[.。]$/u, '');
  if (clean === '') return { ok: false, reason: 'date.missing' };
  if (/^\d{5}(\.\d+)?$/.test(clean)) {
    const number = Math.floor(Number(clean));
    if (number < SERIALS.first || number > SERIALS.last) return { ok: false, reason: 'date.invalid' };
    return { ok: true, date: fromSerial(number - EXCEL_EPOCH), normalised: true };
  }
  const match = FORMS.exec(clean);
  if (!match) return { ok: false, reason: 'date.invalid' };
  const [month, day] = match.slice(2).filter((part) => part !== undefined);
  const date = dateOf(Number(match[1]), Number(month), Number(day));
  return date ? { ok: true, date, normalised: true } : { ok: false, reason: 'date.invalid' };
}
const EXACT = /^\d{4}-\d{2}-\d{2}$/;
/** Excel counts 1900-01-01 as 1 and believes in 29 February 1900; from March 1900 on the two errors make this offset. */
const EXCEL_EPOCH = 25_569;

export function addDays(date: LocalDate, days: number): LocalDate {
  return fromSerial(serial(date) + days);
}

/** Months end where the month ends: three months from 30 November is the last day of February (DOMAIN.md §2). */
export function addMonths(date: LocalDate, months: number): LocalDate {
  const { year, month, day } = parts(date);
  const index = year * 12 + (month - 1) + months;
  const targetYear = Math.floor(index / 12);
  const targetMonth = (index % 12) + 1;
  return format(targetYear, targetMonth, Math.min(day, daysInMonth(targetYear, targetMonth)));
}

export function addYears(date: LocalDate, years: number): LocalDate {
  return addMonths(date, years * 12);
}

/** Days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return serial(to) - serial(from);
}

/** Full years of age: a birthday counts from its own day; 29 February has its birthday on 1 March of common years. */
export function ageOn(birth: LocalDate, on: LocalDate): number {
  const years = Number(on.slice(0, 4)) - Number(birth.slice(0, 4));
  return on.slice(5) >= birth.slice(5) ? years : years - 1;
}

/** ISO: 1 Monday … 7 Sunday */
export function weekday(date: LocalDate): number {
  return ((((serial(date) + 3) % 7) + 7) % 7) + 1;
}

function parts(date: LocalDate) {
  return { year: Number(date.slice(0, 4)), month: Number(date.slice(5, 7)), day: Number(date.slice(8, 10)) };
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function format(year: number, month: number, day: number): LocalDate {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}` as LocalDate;
}

/** days since 1970-01-01 */
function serial(date: LocalDate): number {
  const { year, month, day } = parts(date);
  return Date.UTC(year, month - 1, day) / DAY;
}

function fromSerial(days: number): LocalDate {
  return new Date(days * DAY).toISOString().slice(0, 10) as LocalDate;
}
