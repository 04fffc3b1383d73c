/** The rules of a day as they would be with the act, and without it. Pure. */
import type { Policy } from '#kernel/policy/policy.ts';
import { together } from '#kernel/policy/together.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { addDays, type LocalDate } from '#kernel/time/local-date.ts';
import { type Enactment, type Enactments, enactedOn } from '../policy/index.ts';
import type { Draft } from './drafts.ts';
import type { EnactingContext } from './overview.ts';
import type { Rehearsing } from './rehearsal.ts';

/** With the drafts in force from the day. */
export function amending(enacting: EnactingContext, drafts: readonly Draft[], day: LocalDate): Rehearsing {
  const { rules, context } = enacting;
  const added = drafts.flatMap(({ policy, version, digest }): (Enactment & { readonly floored: Policy })[] =>
    policy
      ? [
          {
            ...{ notice: policy.id, version, fromDay: day, untilDay: null, digest, first: false },
            policy,
            floored: policy,
          },
        ]
      : [],
  );
  const [first, ...more] = [...rules.all, ...added];
  const after = first ? on([first, ...more], day, enacting) : context.policy;
  return { ...both(enacting, day), after, amended: new Set(added.map(({ notice }) => notice)) };
}

/** Without the notice from the day on. @throws Problem `action.not_available` for the only one in force */
export function repealing(enacting: EnactingContext, notice: string, day: LocalDate): Rehearsing {
  const { rules } = enacting;
  const [first, ...more] = rules.all.map((one) =>
    one.notice === notice ? { ...one, untilDay: addDays(day, -1) } : one,
  );
  const left = first ? enactedOn([first, ...more], day).filter((one) => one.notice !== notice) : [];
  if (!first || left.length === 0)
    throw new Problem('action.not_available', {
      said: {
        zh: '这是唯一现行的通知，机构、级别和期限都在其中，不能没有；请先施行接替它的通知。',
        en: 'This is the only notice in force, and the city’s bodies, levels and periods stand in it; enact its successor first.',
      },
    });
  return { ...both(enacting, day), after: on([first, ...more], day, enacting), amended: new Set() };
}

function both(enacting: EnactingContext, day: LocalDate): Pick<Rehearsing, 'before' | 'day' | 'calendar'> {
  const { rules, context } = enacting;
  const [first, ...more] = rules.all;
  return { before: first ? on([first, ...more], day, enacting) : context.policy, day, calendar: context.calendar };
}

function on(all: Enactments, day: LocalDate, { rules }: EnactingContext): Policy {
  const rulesOf = (one: Enactment & { readonly floored?: Policy }) => one.floored ?? rules.floored(one);
  const [first, ...more] = enactedOn(all, day);
  return together([rulesOf(first), ...more.map(rulesOf)]);
}
