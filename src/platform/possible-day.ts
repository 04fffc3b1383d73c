/** Whether a day can be that of a deed or a decision: the same for a row, a form, a counter and a correction. */
import { deedsSaid, outsideDeeds } from '#kernel/policy/deeds.ts';
import type { Policy } from '#kernel/policy/policy.ts';
import type { RemarkCode } from '#kernel/reasons.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import type { LocalDate } from '#kernel/time/local-date.ts';
import { machineZero } from '#kernel/time/machine-zero.ts';

export type DayRemark = Extract<RemarkCode, 'date.spreadsheet_zero' | 'date.epoch' | 'date.before_birth'>;

/**
 * What is wrong with a day of the calendar that does not lie ahead; undefined for one that can be meant.
 * @param birthDate of the person it is about, where known: nobody does anything on the day of their birth or before
 */
export function dayFault(day: LocalDate, birthDate?: LocalDate): DayRemark | undefined {
  const zero = machineZero(day);
  if (zero) return zero === 'epoch' ? 'date.epoch' : 'date.spreadsheet_zero';
  return birthDate !== undefined && day <= birthDate ? 'date.before_birth' : undefined;
}

/** A corrected day is held to what a report is held to. @throws Problem `request.invalid` */
export function requireWithinDeeds(policy: Policy, occurredOn: LocalDate, decidedOn?: LocalDate): void {
  if (!outsideDeeds(policy, { occurredOn, decidedOn })) return;
  throw new Problem('request.invalid', { said: deedsSaid(policy), extra: { reason: 'date.outside_notice' } });
}

/** In the words of a form, where nobody sees columns and cells. */
export const DAY_FAULT_TEXTS: Readonly<Record<DayRemark, { readonly zh: string; readonly en: string }>> = {
  'date.before_birth': {
    zh: '日期不晚于本人的出生日期，请核对年份。',
    en: 'The day is not after the person’s birth: check the year.',
  },
  'date.spreadsheet_zero': {
    zh: '1900年及以前的日期不是实际日期，请核对年份。',
    en: 'A day of 1900 or before is not a real one: check the year.',
  },
  'date.epoch': {
    zh: '1970年的日期多为空白日期导出的结果，请填写实际日期。',
    en: 'A day of 1970 is what programs make of an empty date: enter the real one.',
  },
};
