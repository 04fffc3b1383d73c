/** Delegations for absence: for how long, between whom, and that none brings a role back to whom it came from. Pure. */
import type { DelegableRole } from '#contracts/officers.ts';
import { type May, no, YES } from '#kernel/refusal/may.ts';
import { addMonths, type LocalDate } from '#kernel/time/local-date.ts';
import type { Actor } from './actor.ts';
import type { DelegationRow } from './delegation-store.ts';
import { active, MACHINE_ACCOUNT } from './service.ts';
import { type OfficerRow, rolesAtHome } from './store.ts';

/** Longer than this is no absence: then somebody is appointed. */
const MOST_MONTHS = 12;

const refused = (because: string, zh: string, en: string): May =>
  no(because, { problem: 'delegation.refused', said: { zh, en } });

export function whetherPeriod(startsOn: LocalDate, endsOn: LocalDate, today: LocalDate): May {
  if (endsOn < startsOn) return refused('order', '结束日期早于开始日期。', 'It ends before it begins.');
  if (startsOn < today) return refused('past', '不能补登已经过去的代理。', 'A delegation cannot begin in the past.');
  if (endsOn > addMonths(startsOn, MOST_MONTHS))
    return refused(
      'too-long',
      `一次代理最长${MOST_MONTHS}个月；更久的请由管理员登记岗位。`,
      'A delegation lasts twelve months at most; for longer, have the role given by appointment.',
    );
  return YES;
}

/** One's own duties; another's only an administrator. */
export function mayDelegateFor(actor: Actor, officerId: string): May {
  if (officerId === actor.id || actor.roles.includes('administrator')) return YES;
  return no('own-duties-only', {
    problem: 'permission.denied',
    said: {
      zh: '只能为本人登记代理；为他人登记由管理员办理。',
      en: 'You can delegate your own duties only; an administrator does it for others.',
    },
  });
}

/** A colleague of the same department who does not hold the role yet. */
export function mayStandIn(from: OfficerRow, to: OfficerRow, role: DelegableRole, now: Date): May {
  if (from.id === to.id) return refused('oneself', '不能委托给自己。', 'Nobody stands in for themself.');
  if (!active(from, now))
    return refused('absent-dismissed', `${from.name}已停用。`, 'The absent officer is dismissed.');
  if (!active(to, now))
    return refused('colleague-dismissed', `${to.name}已停用，不能代理。`, 'The colleague is dismissed.');
  if (to.external_id.startsWith(MACHINE_ACCOUNT) || from.external_id.startsWith(MACHINE_ACCOUNT))
    return refused('system', '单位系统不能代理，也不能被代理。', 'A system neither stands in nor is stood in for.');
  if (to.department_id !== from.department_id)
    return refused('department', '只能委托给同一单位的同事。', 'Only a colleague of the same department can stand in.');
  if (!rolesAtHome(from).includes(role))
    return refused(
      'not-held',
      `${from.name}没有这一岗位；代理来的岗位不能再转托。`,
      'The absent officer does not hold this role; a role taken over is not handed on.',
    );
  if (rolesAtHome(to).includes(role))
    return refused(
      'held-already',
      `${to.name}本来就有这一岗位，可以直接办理，无需代理。`,
      'The colleague holds this role already and needs no delegation.',
    );
  return YES;
}

/** Beside what is delegated in the same period. */
export function whetherFree(
  from: OfficerRow,
  to: OfficerRow,
  role: DelegableRole,
  others: readonly DelegationRow[],
): May {
  if (others.some((row) => row.from_officer === to.id))
    return refused(
      'colleague-absent',
      `${to.name}这段时间自己也请人代理，不能再代理他人。`,
      'The colleague is absent in that period.',
    );
  if (others.some((row) => row.to_officer === from.id))
    return refused(
      'stands-in',
      `${from.name}这段时间正代理他人，须先结束那一项代理。`,
      'The officer stands in for somebody in that period; that delegation has to end first.',
    );
  if (others.some((row) => row.from_officer === from.id && row.role === role))
    return refused(
      'taken',
      `${from.name}的这一岗位在这段时间已有人代理。`,
      'Somebody stands in for this role in that period already.',
    );
  return YES;
}

export function whetherForOthers(actorId: string, from: OfficerRow, to: OfficerRow): May {
  if (from.id === actorId || to.id !== actorId) return YES;
  return refused(
    'to-oneself',
    '不能为他人登记由您本人代理；请由本人登记，或者由另一位管理员办理。',
    'You cannot name yourself to stand in for somebody else: they do it, or another administrator.',
  );
}

/** @param givers from whom the role, and the post of the administrator who registers this, came */
export function whetherReachesSomebodyElse(from: OfficerRow, to: OfficerRow, givers: readonly string[]): May {
  if (!givers.includes(to.id)) return YES;
  return refused(
    'came-from',
    `${from.name}的这一岗位（或者办理登记的管理员岗位）来自${to.name}的登记，不能再由对方代理；请换一位同事。`,
    `The role, or the post of the administrator who registers this, came from ${to.name}; somebody else stands in.`,
  );
}
