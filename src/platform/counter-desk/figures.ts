/** Figures of the counter: how what binds people was confirmed, by body, and where second officers confirm unusually much. Nobody is named as a party. */
import type { z } from 'zod';
import type { CounterFigures, CounterFiguresQuery } from '#contracts/counter.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { addDays, addMonths, localDateAt, startOfDay, toLocalDate } from '#kernel/time/local-date.ts';
import { type Actor, hasRole } from '../access/actor.ts';
import { officerNames } from '../access/index.ts';
import { transact } from '../access/transaction.ts';
import { writeAudit } from '../audit.ts';
import type { PlatformContext } from '../context.ts';
import { countActs, countPairs } from '../counter/index.ts';
import { outlyingBodies, outlyingPairs } from './outliers.ts';

/** Of the last three months where nothing is said. */
export async function counterFigures(
  context: PlatformContext,
  actor: Actor,
  query: z.infer<typeof CounterFiguresQuery>,
): Promise<CounterFigures> {
  if (!hasRole(actor, 'credit-office', 'auditor')) throw new Problem('permission.denied');
  const now = context.clock();
  const until = query.until === undefined ? localDateAt(now) : toLocalDate(query.until);
  const from = query.from === undefined ? addMonths(until, -3) : toLocalDate(query.from);
  const [since, before] = [startOfDay(from), startOfDay(addDays(until, 1))];
  const nameOf = (id: string) => context.policy.findDepartment(id)?.name ?? id;
  return transact(context.database, actor, async (tx) => {
    await writeAudit(tx, actor, {
      ...{ at: now, action: 'counter.figures_viewed', objectType: 'audit', objectId: 'counter' },
      detail: { from, until },
    });
    const bodies = await countActs(tx, since, before, now);
    const pairs = await countPairs(tx, since, before);
    const names = await officerNames(tx, [...new Set(pairs.flatMap(({ assistant, second }) => [assistant, second]))]);
    const [oddBodies, oddPairs] = [outlyingBodies(bodies), outlyingPairs(pairs)];
    return {
      ...{ from, until },
      bodies: bodies.map((body) => ({
        ...{ departmentId: body.department_id, department: nameOf(body.department_id) },
        ...{ acts: body.acts, prepared: body.prepared, byPerson: body.by_person, bySecondOfficer: body.by_second },
        ...{ refused: body.refused, expired: body.expired, outlier: oddBodies.has(body) },
      })),
      pairs: pairs.map((pair) => ({
        department: nameOf(pair.department_id),
        assistant: names.get(pair.assistant) ?? pair.assistant,
        second: names.get(pair.second) ?? pair.second,
        ...{ confirmed: pair.confirmed, outlier: oddPairs.has(pair) },
      })),
    };
  });
}
