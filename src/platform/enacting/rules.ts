/**
 * Who may propose, confirm and withdraw what the rules shall be, and for which day. Pure. It is the credit office's act, by its own role:
 * administrators appoint people and make no rules, and whoever makes rules appoints nobody (082).
 */
import type { Rehearsal } from '#contracts/enactments.ts';
import { firstRefusal, type May, no, titled, YES } from '#kernel/refusal/may.ts';
import { addDays, type LocalDate } from '#kernel/time/local-date.ts';
import { type Actor, hasRole } from '../access/actor.ts';

/** Tomorrow: every process then knows the version before it begins, and nobody is bound by rules of the same morning. */
export const earliestDay = (today: LocalDate): LocalDate => addDays(today, 1);

const notAvailable = (because: string, zh: string, en: string): May =>
  no(because, { problem: 'action.not_available', said: { zh, en } });

export const whetherOffice = (actor: Actor): May =>
  hasRole(actor, 'credit-office')
    ? YES
    : no('office', {
        problem: 'permission.denied',
        said: {
          zh: '规则由信用主管部门的经办人提出和确认，您没有这一岗位。',
          en: 'Rules are proposed and confirmed by officers of the credit office; you hold no such role.',
        },
      });

export const whetherInTime = (day: LocalDate, today: LocalDate): May =>
  day >= earliestDay(today)
    ? YES
    : no('past', {
        problem: 'request.invalid',
        said: {
          zh: `施行日期最早为 ${earliestDay(today)}：规则不溯及既往，也不在当日生效。请另定日期。`,
          en: `The earliest day is ${earliestDay(today)}: rules do not reach back, nor begin on the day itself. Choose another day.`,
        },
      });

export const whetherSound = ({ obstacles }: Rehearsal): May =>
  obstacles.length === 0
    ? YES
    : no('obstacles', {
        problem: 'action.not_available',
        said: {
          zh: `还不能施行：${obstacles.map(({ name, zh }) => `${name}：${zh}`).join('；')}。`,
          en: `It cannot be enacted yet: ${obstacles.map(({ name, en }) => `${name}: ${en}`).join('; ')}.`,
        },
        extra: { obstacles },
      });

export interface Standing {
  readonly proposedBy: string;
  readonly fromDay: LocalDate;
  readonly decision: string | null;
}

/** What each decision asks of who takes it; the folder and the data are looked at when it is taken. */
export function mayDecide(actor: Actor, proposal: Standing, today: LocalDate) {
  const { proposedBy, fromDay, decision } = proposal;
  const own = proposedBy === actor.id;
  const open =
    decision === null ? YES : notAvailable('decided', '该提案已经办结。', 'This proposal has ended already.');
  const another = own ? no('four-eyes', titled('four_eyes.violated')) : YES;
  const inTime =
    fromDay > today
      ? YES
      : notAvailable(
          'late',
          `施行日期 ${fromDay} 已到，不能再确认；请撤回后另定日期提出。`,
          `Its day, ${fromDay}, has come; withdraw it and propose it anew for a later day.`,
        );
  return {
    confirmed: firstRefusal(whetherOffice(actor), open, another, inTime),
    declined: firstRefusal(whetherOffice(actor), open, another),
    withdrawn: firstRefusal(
      whetherOffice(actor),
      open,
      own ? YES : notAvailable('own', '只有提出人可以撤回。', 'Only whoever proposed it withdraws it.'),
    ),
  };
}

/** Of what the installation enacted, which nobody confirmed: two administrators of the credit office. */
export const ACKNOWLEDGED_BY = 2;

export const whetherAdministersCity = (actor: Actor, creditOffice: string): May =>
  actor.posts.some(({ role, departmentId }) => role === 'administrator' && departmentId === creditOffice)
    ? YES
    : no('administrator', {
        problem: 'action.not_available',
        said: {
          zh: '首次施行由信用主管部门的管理员确认。',
          en: 'The first enactment is acknowledged by administrators of the credit office.',
        },
      });
