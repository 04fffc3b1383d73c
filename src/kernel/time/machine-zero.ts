/** Days that nobody meant: what programs make of an empty or lost date. */
import type { LocalDate } from './local-date.ts';

/**
 * `spreadsheet-zero`: Excel counts days from 1900 (or 1904), so that an empty cell or a small number becomes a day of 1899, 1900 or
 * 1 January 1904. `epoch`: programs count from 1970; zero, seconds taken for milliseconds, or a time zone make it a day of
 * that year or the last one of 1969.
 */
export type MachineZero = 'spreadsheet-zero' | 'epoch';

/** Of the day of a deed or a decision; undefined for a day that may be meant. Days of birth are not asked. */
export function machineZero(date: LocalDate): MachineZero | undefined {
  if (date < '1901' || date === '1904-01-01') return 'spreadsheet-zero';
  return date.startsWith('1970') || date === '1969-12-31' ? 'epoch' : undefined;
}
