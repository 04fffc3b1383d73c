/**
 * What stands open and what does not, before anybody presses a button: every answer is the refusal of the very rule that
 * would refuse, so the two cannot say different things.
 */

import type { z } from 'zod';
import type { Gate, GateName, Permitted, Round } from '#contracts/lists.ts';
import { isProblem, PROBLEMS, Problem } from '#kernel/problems.ts';
import type { Said } from '#kernel/refusal/said.ts';
import type { LocalDate } from '#kernel/time/local-date.ts';
import { type Actor, hasRole } from '../access/actor.ts';
import type { PlatformContext } from '../context.ts';
import type { PlatformTx } from '../database.ts';
import { requireMayDecide, requireMayPublish, requireMayRecord, requireStandsApart } from './duties.ts';
import {
  liveEntries,
  type OpenedRound,
  requireCurrent,
  requireEntries,
  requireEvent,
  requireNoneFresh,
  requireNoneOpen,
  requireNoticeOver,
  requireSignatures,
} from './opened-round.ts';
import { requireBasis } from './rules.ts';
import type { ListEntry } from './store.ts';

/** Why `check` refuses; undefined when it does not. Anything but a refusal is thrown on. */
export async function refusalOf(check: () => unknown): Promise<Problem | undefined> {
  try {
    await check();
    return undefined;
  } catch (error) {
    if (isProblem(error)) return error;
    throw error;
  }
}

export async function permitted(check: () => unknown, clause: string | null = null): Promise<Permitted> {
  const refusal = await refusalOf(check);
  if (!refusal) return { available: true };
  return { available: false, ...wordsOf(refusal), clause: refusal.clause ?? clause };
}

function wordsOf({ code, said }: Problem): Said {
  const { zh, en, remedy } = PROBLEMS[code];
  return said ?? { zh: `${zh}。${remedy}`, en: `${en}.` };
}

/** Everything publication asks, in the order in which it asks. */
export async function gatesOf(
  tx: PlatformTx,
  { policy }: PlatformContext,
  opened: OpenedRound,
  today: LocalDate,
): Promise<Gate[]> {
  const { list } = opened;
  const { live, fresh } = await liveEntries(tx, opened, today);
  const checks: readonly [z.infer<typeof GateName>, string, () => unknown][] = [
    ['current', list.clause, () => requireCurrent(tx, opened)],
    ['event', policy.event(list.gateEvent).clause, () => requireEvent(tx, policy, list, today)],
    ['notice', list.clause, () => requireNoticeOver(opened, today)],
    [
      'conflicts',
      list.clause,
      () => {
        requireNoneOpen(opened);
        requireNoneFresh(opened, fresh);
      },
    ],
    ['entries', list.clause, () => requireEntries(opened, live)],
    ['basis', list.clause, () => requireBasis(list, live)],
    ['signatures', list.signOff.clause, () => requireSignatures(policy, opened)],
  ];
  const gates: Gate[] = [];
  for (const [gate, clause, check] of checks) {
    const refusal = await refusalOf(check);
    gates.push({
      gate,
      open: refusal === undefined,
      ...(refusal ? wordsOf(refusal) : { zh: null, en: null }),
      clause: refusal?.clause ?? clause,
    });
  }
  return gates;
}

/** Joint sign-off: answers whether the officer signs as the office. */
export async function requireMaySign(
  tx: PlatformTx,
  actor: Actor,
  opened: OpenedRound,
  today: LocalDate,
): Promise<boolean> {
  await requireCurrent(tx, opened);
  const { clause } = opened.list.signOff;
  const office = actor.departmentId === opened.list.signOff.office;
  if (actor.kind !== 'officer' || !hasRole(actor, office ? 'credit-office' : 'determiner')) {
    throw new Problem('permission.denied', {
      clause,
      said: {
        zh: '由市信用办经办人和推荐单位的认定人员会签。',
        en: 'Signed by the credit office and by determining officers of the nominating departments.',
      },
    });
  }
  if (!office && !opened.entries.some((entry) => entry.departmentId === actor.departmentId)) {
    throw new Problem('jurisdiction.denied', {
      clause,
      said: {
        zh: '本单位没有推荐列入该名单的条目，无需会签。',
        en: 'Your department nominated nothing on this list and need not sign.',
      },
    });
  }
  requireNoticeOver(opened, today);
  requireNoneOpen(opened);
  return office;
}

function requireNotSigned(actor: Actor, { signOffs }: OpenedRound): void {
  if (signOffs.some((signed) => signed.department_id === actor.departmentId)) {
    throw new Problem('action.not_available', { said: { zh: '本单位已会签。', en: 'Your department has signed.' } });
  }
}

export async function permissionsOf(
  tx: PlatformTx,
  { policy }: PlatformContext,
  actor: Actor,
  opened: OpenedRound,
  gates: readonly Gate[],
  today: LocalDate,
): Promise<Round['may']> {
  const { clause } = opened.list;
  const shut = gates.find(({ open }) => !open);
  return {
    object: await permitted(async () => {
      requireMayRecord(
        actor,
        policy,
        opened,
        opened.entries.map((entry) => entry.departmentId),
      );
      await requireCurrent(tx, opened);
    }, clause),
    decide: await permitted(async () => {
      requireMayDecide(actor, opened);
      await requireCurrent(tx, opened);
    }, clause),
    sign: await permitted(async () => {
      await requireMaySign(tx, actor, opened, today);
      requireNotSigned(actor, opened);
    }, opened.list.signOff.clause),
    publish: await permitted(() => {
      requireMayPublish(actor, opened);
      if (shut)
        throw new Problem('action.not_available', {
          said: shut.zh === null || shut.en === null ? undefined : { zh: shut.zh, en: shut.en },
          clause: shut.clause ?? undefined,
        });
    }),
  };
}

/** What differs for one entry from what the actor may in the round; null when nothing does. */
export async function permissionsOnEntry(
  { policy }: PlatformContext,
  actor: Actor,
  opened: OpenedRound,
  entry: ListEntry,
  inRound: Round['may'],
): Promise<Round['entries'][number]['may']> {
  const object = inRound.object.available
    ? await permitted(() => requireMayRecord(actor, policy, opened, [entry.departmentId]))
    : inRound.object;
  const decide = inRound.decide.available
    ? await permitted(() => requireStandsApart(actor, opened, entry))
    : inRound.decide;
  const same = object.available === inRound.object.available && decide.available === inRound.decide.available;
  return same ? null : { object, decide };
}
