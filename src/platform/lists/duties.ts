/**
 * Who of the people around a list may do what, and what one person may not do twice: put a doubt on record and settle it,
 * nominate an entry and decide on it, open a round and publish it. The database holds the same (migration 0013).
 */
import type { Policy } from '#kernel/policy/policy.ts';
import { type May, no, YES } from '#kernel/refusal/may.ts';
import { type Actor, hasRole } from '../access/actor.ts';
import { actsFor } from '../access/jurisdiction.ts';
import type { OpenedRound } from './opened-round.ts';
import type { ListEntry, StoredDecision } from './store.ts';

/** An objection comes to the credit office, to the department that nominated, or to whoever helps at the counter. */
export function mayRecord(
  actor: Actor,
  policy: Policy,
  { list }: Pick<OpenedRound, 'list'>,
  nominating: readonly string[],
): May {
  const { clause } = list;
  if (actor.kind !== 'officer' || !hasRole(actor, 'credit-office', 'assistant', 'determiner')) {
    return no('role', {
      problem: 'permission.denied',
      clause,
      said: {
        zh: '异议由信用主管部门、推荐单位的认定人员或窗口协助人员登记。',
        en: 'Objections are recorded by the credit office, by a determining officer of the nominating department or by counter staff.',
      },
    });
  }
  if (hasRole(actor, 'credit-office', 'assistant')) return YES;
  if (!nominating.some((department) => actsFor(actor, department, policy, 'determiner'))) {
    return no('jurisdiction', {
      problem: 'jurisdiction.denied',
      clause,
      said: {
        zh: '该条目不是本单位推荐的；其他单位收到异议的，请转信用主管部门或推荐单位登记。',
        en: 'Your department did not nominate this entry; pass the objection on to the credit office or to the nominating department.',
      },
    });
  }
  return YES;
}

/** The role alone; what one did about an entry before is asked by `mayDecideOn`. */
export function mayDecide(actor: Actor, { list }: Pick<OpenedRound, 'list'>): May {
  if (actor.kind === 'officer' && hasRole(actor, 'credit-office')) return YES;
  return no('role', {
    problem: 'permission.denied',
    clause: list.clause,
    said: { zh: '是否列入由信用主管部门决定。', en: 'The credit office decides what is listed.' },
  });
}

export function mayDecideOn(actor: Actor, opened: OpenedRound, entry: ListEntry): May {
  const { clause } = opened.list.signOff;
  const made = opened.decisions.get(entry.recordId) ?? [];
  if (made.some((line) => line.actorId === actor.id && isOwnDoubt(line, opened))) {
    return no('own-doubt', {
      problem: 'four_eyes.violated',
      clause,
      said: {
        zh: '该条目的异议或冲突由您登记，须由信用主管部门另一位经办人决定。',
        en: 'You recorded the objection or conflict about this entry; another officer of the credit office decides.',
      },
    });
  }
  if (opened.nominators.get(entry.recordId)?.includes(actor.id)) {
    return no('own-nomination', {
      problem: 'four_eyes.violated',
      clause,
      said: {
        zh: '该条目由您推荐，须由信用主管部门另一位经办人决定。',
        en: 'You nominated this entry; another officer of the credit office decides.',
      },
    });
  }
  return YES;
}

/** What the platform found itself when the round was opened stands under the opener's name and is not the opener's doubt. */
function isOwnDoubt({ decision, at }: StoredDecision, { row }: OpenedRound): boolean {
  return decision === 'objection' || (decision === 'conflict-found' && at.getTime() !== row.opened_at.getTime());
}

/** Both duties of one list never meet in one person (3.1): who nominated an entry of the round does not carry the round on. */
export function whetherNominatedNone(
  actor: Actor,
  { nominators, list }: Pick<OpenedRound, 'nominators' | 'list'>,
): May {
  if (![...nominators.values()].some((officers) => officers.includes(actor.id))) return YES;
  return no('own-nomination', {
    problem: 'four_eyes.violated',
    clause: list.signOff.clause,
    said: {
      zh: '本轮名单中有您（或者您代理的、代理您的人）推荐的条目：推荐人不会签、不发布同一份名单，须由另一位经办人办理；本单位没有另一位的，由上级单位的认定人员会签。',
      en: 'You, or whoever you stand in for or who stands in for you, nominated an entry of this round: who nominates neither signs nor publishes the same list. Another officer does, or where there is none, a determining officer of the superior department.',
    },
  });
}

export function mayPublish(actor: Actor, opened: Pick<OpenedRound, 'row' | 'list' | 'nominators'>): May {
  const { row, list } = opened;
  const { clause } = list.signOff;
  if (actor.kind !== 'officer' || !hasRole(actor, 'credit-office')) {
    return no('role', {
      problem: 'permission.denied',
      clause,
      said: { zh: '名单由信用主管部门发布。', en: 'The credit office publishes the list.' },
    });
  }
  if (row.opened_by === actor.id) {
    return no('opened-oneself', {
      problem: 'four_eyes.violated',
      clause,
      said: {
        zh: '本轮公示由您开始，须由信用主管部门另一位经办人发布。',
        en: 'You opened this round; another officer of the credit office publishes it.',
      },
    });
  }
  return whetherNominatedNone(actor, opened);
}
