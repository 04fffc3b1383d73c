/**
 * What stands open and what does not, before anybody presses a button: every answer is that of the very rule that would
 * refuse, so the two cannot say different things.
 */

import type { z } from 'zod';
import type { Gate, GateName, Permitted, Round } from '#contracts/lists.ts';
import type { Policy } from '#kernel/policy/policy.ts';
import { firstRefusal, type May, no, YES } from '#kernel/refusal/may.ts';
import type { LocalDate } from '#kernel/time/local-date.ts';
import { type Actor, hasRole, holdsIn } from '../access/actor.ts';
import { actsFor } from '../access/jurisdiction.ts';
import type { PlatformContext } from '../context.ts';
import type { PlatformTx } from '../database.ts';
import { mayDecide, mayDecideOn, mayPublish, mayRecord, whetherNominatedNone } from './duties.ts';
import {
  liveEntries,
  type OpenedRound,
  whetherAllSigned,
  whetherCurrent,
  whetherEventInEffect,
  whetherNoneFresh,
  whetherNoneOpen,
  whetherNoticeOver,
  whetherSomeLive,
} from './opened-round.ts';
import { whetherBasis } from './rules.ts';
import type { ListEntry } from './store.ts';

/** The answer of a rule as a page is told it; `clause` where the rule names none itself. */
export function permitted(may: May, clause: string | null = null): Permitted {
  return may.ok ? { available: true } : { available: false, ...may.said, clause: may.clause ?? clause };
}

/** Everything publication asks, in the order in which it asks. */
export async function gatesOf(
  tx: PlatformTx,
  { policy }: PlatformContext,
  opened: OpenedRound,
  today: LocalDate,
): Promise<Gate[]> {
  const { list } = opened;
  const { live, fresh } = await liveEntries(tx, policy, opened, today);
  const answers: readonly [z.infer<typeof GateName>, string, May][] = [
    ['current', list.clause, await whetherCurrent(tx, opened)],
    ['event', policy.event(list.gateEvent).clause, await whetherEventInEffect(tx, policy, list, today)],
    ['notice', list.clause, whetherNoticeOver(opened, today)],
    ['conflicts', list.clause, firstRefusal(whetherNoneOpen(opened), whetherNoneFresh(opened, fresh))],
    ['entries', list.clause, whetherSomeLive(opened, live)],
    ['basis', list.clause, whetherBasis(list, live, today)],
    ['signatures', list.signOff.clause, whetherAllSigned(policy, opened)],
  ];
  return answers.map(([gate, clause, may]) => ({
    gate,
    open: may.ok,
    ...(may.ok ? { zh: null, en: null } : may.said),
    clause: may.ok ? clause : (may.clause ?? clause),
  }));
}

/** Joint sign-off: as the credit office. */
const signsAsOffice = (actor: Actor, { list: { signOff } }: Pick<OpenedRound, 'list'>): boolean =>
  actor.departmentId === signOff.office || holdsIn(actor, signOff.office, 'credit-office');

/**
 * For which body the actor signs: the office, or the department that nominated and where they determine. A department with too few people
 * is helped by the one above: its determining officer signs for it.
 */
export function signsFor(actor: Actor, policy: Policy, opened: OpenedRound): string | undefined {
  if (signsAsOffice(actor, opened)) return opened.list.signOff.office;
  const nominating = [...new Set(opened.entries.map(({ departmentId }) => departmentId))];
  const below = nominating.filter((department) => actsFor(actor, department, policy, 'determiner'));
  const unsigned = below.find((department) => !opened.signOffs.some((signed) => signed.department_id === department));
  return nominating.find((department) => holdsIn(actor, department, 'determiner')) ?? unsigned ?? below[0];
}

/** Joint sign-off of a round that still goes on (`whetherCurrent`, asked before). */
export function maySign(actor: Actor, policy: Policy, opened: OpenedRound, today: LocalDate): May {
  const { clause } = opened.list.signOff;
  const office = signsAsOffice(actor, opened);
  const mayBe = office ? holdsIn(actor, opened.list.signOff.office, 'credit-office') : hasRole(actor, 'determiner');
  if (actor.kind !== 'officer' || !mayBe) {
    return no('role', {
      problem: 'permission.denied',
      clause,
      said: {
        zh: '由信用主管部门经办人和推荐单位的认定人员会签。',
        en: 'Signed by the credit office and by determining officers of the nominating departments.',
      },
    });
  }
  if (signsFor(actor, policy, opened) === undefined) {
    return no('jurisdiction', {
      problem: 'jurisdiction.denied',
      clause,
      said: {
        zh: '本单位没有推荐列入该名单的条目，无需会签。',
        en: 'Your department nominated nothing on this list and need not sign.',
      },
    });
  }
  return firstRefusal(whetherNominatedNone(actor, opened), whetherNoticeOver(opened, today), whetherNoneOpen(opened));
}

function whetherUnsigned(actor: Actor, policy: Policy, opened: OpenedRound): May {
  const department = signsFor(actor, policy, opened);
  if (!opened.signOffs.some((signed) => signed.department_id === department)) return YES;
  return no('signed', {
    problem: 'action.not_available',
    said: { zh: '本单位已会签。', en: 'Your department has signed.' },
  });
}

/** The first gate that is shut, as a refusal of publication. */
function whetherGatesOpen(gates: readonly Gate[]): May {
  const shut = gates.find(({ open }) => !open);
  if (shut?.zh == null || shut.en === null) return YES;
  const { gate, zh, en, clause } = shut;
  return no(gate, { problem: 'action.not_available', said: { zh, en }, clause: clause ?? undefined });
}

export async function permissionsOf(
  tx: PlatformTx,
  { policy }: PlatformContext,
  actor: Actor,
  opened: OpenedRound,
  gates: readonly Gate[],
  today: LocalDate,
): Promise<Round['may']> {
  const { clause, signOff } = opened.list;
  const current = await whetherCurrent(tx, opened);
  const nominating = opened.entries.map((entry) => entry.departmentId);
  return {
    object: permitted(firstRefusal(mayRecord(actor, policy, opened, nominating), current), clause),
    decide: permitted(firstRefusal(mayDecide(actor, opened), current), clause),
    sign: permitted(
      firstRefusal(current, maySign(actor, policy, opened, today), whetherUnsigned(actor, policy, opened)),
      signOff.clause,
    ),
    publish: permitted(firstRefusal(mayPublish(actor, opened), whetherGatesOpen(gates))),
  };
}

/** What differs for one entry from what the actor may in the round; null when nothing does. */
export function permissionsOnEntry(
  { policy }: PlatformContext,
  actor: Actor,
  opened: OpenedRound,
  entry: ListEntry,
  inRound: Round['may'],
): Round['entries'][number]['may'] {
  const object = inRound.object.available
    ? permitted(mayRecord(actor, policy, opened, [entry.departmentId]))
    : inRound.object;
  const decide = inRound.decide.available ? permitted(mayDecideOn(actor, opened, entry)) : inRound.decide;
  const same = object.available === inRound.object.available && decide.available === inRound.decide.available;
  return same ? null : { object, decide };
}
