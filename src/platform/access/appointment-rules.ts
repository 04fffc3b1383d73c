/**
 * Appointing takes two people: one proposes, another who could give it themself confirms. With fewer than two administrators nothing is
 * proposed but another one, and the host confirms. Pure; the database holds the same (migration 0024).
 */
import type { AppointmentStanding } from '#contracts/vocabulary.ts';
import type { Policy } from '#kernel/policy/policy.ts';
import { firstRefusal, type May, no, YES } from '#kernel/refusal/may.ts';
import type { Said } from '#kernel/refusal/said.ts';
import type { Actor, Role } from './actor.ts';
import type { AppointmentRow } from './appointment-store.ts';
import { administers, mayGive, mayReceive } from './rules.ts';
import type { OfficerRow } from './store.ts';

/** Nobody leaves a door ajar for long. */
const LAPSES_AFTER = 14 * 24 * 3600_000;
/** Two, so that whatever one of them wants another has to want as well. */
const ENOUGH = 2;

type Territory = Pick<Policy, 'creditOffice' | 'departmentsUnder'>;

export const lapsesAt = ({ proposed_at }: Pick<AppointmentRow, 'proposed_at'>): Date =>
  new Date(proposed_at.getTime() + LAPSES_AFTER);

export function standingOf(row: AppointmentRow, now: Date): AppointmentStanding {
  return row.decision ?? (lapsesAt(row) <= now ? 'lapsed' : 'open');
}

const refused = (because: string, said: Said): May => no(because, { problem: 'action.not_available', said });
const denied = (because: string, said: Said): May => no(because, { problem: 'permission.denied', said });

/** With fewer than two administrators only one act is open. */
export function whetherEnough(administrators: number, roles: readonly Role[]): May {
  if (administrators >= ENOUGH || (roles.length === 1 && roles[0] === 'administrator')) return YES;
  return refused('too-few', {
    zh: '现任管理员不足两人：只能先提出增加一位管理员，并在主机上运行 xinheng administrator confirm 确认；此后再登记其他岗位。',
    en: 'There are fewer than two administrators: propose another one first, confirmed on the host by “xinheng administrator confirm”; then the other roles.',
  });
}

function whetherOpen(row: AppointmentRow, now: Date): May {
  const standing = standingOf(row, now);
  if (standing === 'open') return YES;
  if (standing === 'lapsed')
    return refused('lapsed', {
      zh: '这项登记提出后两周内无人确认，已经作废；确有需要的请重新提出。',
      en: 'Nobody confirmed this within two weeks, so it has lapsed; propose it again if it is still needed.',
    });
  return refused('decided', { zh: '这项登记已经办结。', en: 'This has been dealt with.' });
}

/** @param came from whom the confirmer's own post came, however many steps back */
export function mayConfirm(
  policy: Territory,
  actor: Actor,
  row: AppointmentRow,
  facts: { readonly came: readonly string[]; readonly administrators: number; readonly now: Date },
): May {
  return firstRefusal(
    whetherOpen(row, facts.now),
    mayBeSecond(actor, row),
    facts.administrators < ENOUGH ? onHost() : YES,
    mayGive(policy, actor, row.roles as Role[], row.department_id),
    mayReceive({ id: row.officer_id, name: row.receiver }, facts.came),
    row.proposer_still
      ? YES
      : refused('proposer', {
          zh: '提出的人现在已经不能办理这项登记（停用、调岗，或者岗位不能兼任），须重新提出。',
          en: 'Whoever proposed this could no longer give it (dismissed, another post, or roles that never meet); it has to be proposed again.',
        }),
  );
}

function mayBeSecond(actor: Actor, row: AppointmentRow): May {
  if (row.officer_id === actor.id)
    return denied('oneself', {
      zh: '这项登记给您本人增加岗位，须由另一位管理员确认。',
      en: 'This gives you a role; another administrator confirms it.',
    });
  if (row.proposed_by !== actor.id) return YES;
  return no('four-eyes', {
    problem: 'four_eyes.violated',
    said: {
      zh: '这项登记由您提出，须由另一位管理员确认。',
      en: 'You proposed this; another administrator confirms it.',
    },
  });
}

const onHost = (): May =>
  refused('too-few', {
    zh: '现任管理员不足两人，须在主机上运行 xinheng administrator confirm 确认。',
    en: 'There are fewer than two administrators: it is confirmed on the host by “xinheng administrator confirm”.',
  });

export function mayDecline(policy: Territory, actor: Actor, row: AppointmentRow, now: Date): May {
  const own = row.proposed_by === actor.id || row.officer_id === actor.id;
  return firstRefusal(
    whetherOpen(row, now),
    administers(policy, actor, row.department_id) && !own
      ? YES
      : denied('decline', {
          zh: '不同意由该单位的另一位管理员办理。',
          en: 'Another administrator of the department declines.',
        }),
  );
}

export function mayWithdraw(actor: Actor, row: AppointmentRow, now: Date): May {
  return firstRefusal(
    whetherOpen(row, now),
    row.proposed_by === actor.id
      ? YES
      : denied('withdraw', { zh: '只能撤回自己提出的登记。', en: 'Only one’s own proposal is withdrawn.' }),
  );
}

/** Who was dismissed comes back as who they were; nobody brings themself back, and a system does nothing but report. */
export function mayRestore(
  actor: Actor,
  row: Pick<OfficerRow, 'id' | 'name' | 'active_until'>,
  isSystem: boolean,
  roles: readonly Role[],
): May {
  if (row.id === actor.id)
    return denied('oneself', {
      zh: '不能恢复本人的登记，请由另一位管理员办理。',
      en: 'Nobody restores themself: another administrator does.',
    });
  if (row.active_until === null)
    return refused('in-office', {
      zh: `${row.name}仍在岗，无需恢复；要变更岗位的，请用“岗位”。`,
      en: `${row.name} is in office and needs no restoring; change the roles instead.`,
    });
  if (isSystem && roles.some((role) => role !== 'reporter'))
    return refused('system', {
      zh: '这是单位系统，只能恢复报送。',
      en: 'This is a department’s system; it comes back to report and for nothing else.',
    });
  return YES;
}

/** One matter at a time: what is proposed already waits for its second person. */
export function whetherNothingWaits(waiting: boolean): May {
  if (!waiting) return YES;
  return refused('waiting', {
    zh: '同样的登记已经提出，正在等待另一位管理员确认。',
    en: 'The same has been proposed already and waits for another administrator.',
  });
}

/** On the host nothing but one more administrator of the city, while there are fewer than two. */
export function mayConfirmOnHost(
  policy: Pick<Policy, 'creditOffice'>,
  row: AppointmentRow,
  facts: { readonly administratorsOfCity: number; readonly now: Date },
): May {
  const isAdministrator = row.roles.length === 1 && row.roles[0] === 'administrator';
  return firstRefusal(
    whetherOpen(row, facts.now),
    isAdministrator && row.department_id === policy.creditOffice
      ? YES
      : refused('not-an-administrator', {
          zh: '在主机上只确认信用主管部门的管理员，其他登记由管理员在控制台确认。',
          en: 'On the host only administrators of the credit office are confirmed; everything else is confirmed in the console.',
        }),
    facts.administratorsOfCity < ENOUGH
      ? YES
      : refused('enough', {
          zh: '信用主管部门已有两位以上管理员，由他们在控制台确认。',
          en: 'The credit office has two administrators or more; they confirm in the console.',
        }),
  );
}
