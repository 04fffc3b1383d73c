/** Until when each step of a request has to be taken, and by whom it is handled meanwhile. Pure. */
import { endOfPeriod } from '#kernel/policy/duration.ts';
import type { Policy, RequiredTimer } from '#kernel/policy/policy.ts';
import { localId } from '#kernel/policy/refs.ts';
import { addDays, type LocalDate, localDateAt } from '#kernel/time/local-date.ts';
import type { WorkingCalendar } from '#kernel/time/working-days.ts';
import type { RequestView } from './request.ts';
import { WAITING } from './request.ts';

export interface Rules {
  readonly policy: Policy;
  readonly calendar: WorkingCalendar;
}

export interface Clock {
  readonly title: string;
  readonly titleEn: string;
  readonly endsOn: LocalDate;
  readonly citation: string;
  /** null: still running or not yet over */
  readonly met: boolean | null;
}

/** Nobody's objection waits for next year's calendar: until it is there, the office's time is counted without its holidays. */
function endOf(timer: RequiredTimer, from: Date, { policy, calendar }: Rules): LocalDate {
  const day = localDateAt(from);
  return endOfPeriod(day, policy.timerOn(timer, day), calendar.provisional());
}

/** The last day of the step the request is at; null when nobody has to act, or the applicant has. */
export function dueOn(view: RequestView, rules: Rules): LocalDate | null {
  const { asked, state } = view;
  switch (state) {
    case 'open':
      return endOf(FIRST[asked.kind], view.runsFrom, rules);
    case 'with-provider':
      return earlier(
        endOf('objection-provider-part', view.providerAskedAt ?? view.runsFrom, rules),
        endOf('objection-with-provider', view.runsFrom, rules),
      );
    case 'assessed':
      return endOf(view.providerAskedAt ? 'objection-with-provider' : FIRST[asked.kind], view.runsFrom, rules);
    case 'review-open':
      return endOf('review-decision', view.reviewAskedAt ?? view.runsFrom, rules);
    default:
      return null;
  }
}

const FIRST = { objection: 'objection-own', repair: 'repair-decision', relief: 'relief-decision' } as const;
const earlier = (a: LocalDate, b: LocalDate): LocalDate => (a < b ? a : b);

/** Whose turn it is. A review goes to the body above the department, else to the credit office (河南省社会信用条例 28). */
export function handledBy({ asked, state }: RequestView, policy: Policy): string {
  if (state === 'review-open' || state === 'review-granted' || state === 'review-refused')
    return reviewBody(asked.departmentId, policy);
  if (asked.kind !== 'objection') return asked.departmentId;
  return state === 'with-provider' ? asked.departmentId : policy.creditOffice;
}

export function reviewBody(departmentId: string, policy: Policy): string {
  return policy.findDepartment(departmentId)?.parent ?? policy.creditOffice;
}

/** Last day on which a review of the decision can be asked for. */
export function reviewUntil(view: RequestView, rules: Rules): LocalDate | null {
  return view.decidedAt === null ? null : endOf('review-window', view.decidedAt, rules);
}

/**
 * The last day of decisions that have to be carried out everywhere by now (条例 42, 43): what was granted then and is not acknowledged by
 * every recipient is overdue.
 */
export function executedSince(today: LocalDate, { policy, calendar }: Rules): LocalDate {
  const endsOn = (timer: RequiredTimer, day: LocalDate) =>
    endOfPeriod(day, policy.timerOn(timer, day), calendar.provisional());
  let day = addDays(today, -1);
  while (earlier(endsOn('repair-execution', day), endsOn('revocation-removal', day)) >= today) day = addDays(day, -1);
  return day;
}

/**
 * Every period the law or the pack sets for this request, with whether it was kept. `carriedOutAt`: when the last recipient
 * acknowledged what a granted request changes; null while one has not, undefined where nothing is carried out.
 */
export function clocksOf(view: RequestView, rules: Rules, carriedOutAt?: Date | null): Clock[] {
  const { policy } = rules;
  const clock = (timer: RequiredTimer, from: Date, done: Date | null): Clock => {
    const day = localDateAt(from);
    const { citation } = policy.timerOn(timer, day);
    const endsOn = endOf(timer, from, rules);
    const { title = timer, titleEn = title } = policy.timers.find(({ id }) => localId(id) === timer) ?? {};
    return { title, titleEn, endsOn, citation, met: done === null ? null : localDateAt(done) <= endsOn };
  };
  const { asked, runsFrom, providerAskedAt, answeredAt, reviewAskedAt, decidedAt } = view;
  const first = providerAskedAt ? 'objection-with-provider' : FIRST[asked.kind];
  const reviewed = reviewAskedAt !== null;
  const execution = view.decision?.remedy?.change === 'revoked' ? 'revocation-removal' : 'repair-execution';
  return [
    ...(providerAskedAt ? [clock('objection-provider-part', providerAskedAt, answeredAt)] : []),
    clock(first, runsFrom, reviewed ? reviewAskedAt : decidedAt),
    ...(reviewAskedAt ? [clock('review-decision', reviewAskedAt, WAITING.has(view.state) ? null : decidedAt)] : []),
    ...(decidedAt && carriedOutAt !== undefined ? [clock(execution, decidedAt, carriedOutAt)] : []),
  ];
}
