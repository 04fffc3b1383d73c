/** Supervision: what the credit office and the auditor see of the whole city's work, in counts. */
import type { Supervision, SupervisionQuery } from '#contracts/supervision.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { addMonths, daysBetween, localDateAt, startOfDay, toLocalDate } from '#kernel/time/local-date.ts';
import { type Actor, hasRole } from '../access/actor.ts';
import { transact } from '../access/transaction.ts';
import type { PlatformContext } from '../context.ts';
import { overdueBefore } from '../determination/index.ts';
import { reasonWords } from './reason-words.ts';
import { countReasons, countReported, countRights, countWaiting, listEditionCounts, type WaitingRow } from './store.ts';
import { territoriesOf } from './territories.ts';

export async function supervision(
  context: PlatformContext,
  actor: Actor,
  { months }: SupervisionQuery,
): Promise<Supervision> {
  if (!hasRole(actor, 'credit-office', 'auditor')) throw new Problem('permission.denied');
  const { policy } = context;
  const today = localDateAt(context.clock());
  const from = addMonths(toLocalDate(`${today.slice(0, 7)}-01`), 1 - months);
  const since = startOfDay(from);
  const nameOf = (id: string) => policy.findDepartment(id)?.name ?? id;
  return transact(context.database, actor, async (tx) => {
    const reported = await countReported(tx, since);
    const reasons = await countReasons(tx, since);
    const counted = await countWaiting(tx, { today, overdueBefore: overdueBefore(today, context), since: from });
    const rights = await countRights(tx, since, today);
    const editions = await listEditionCounts(tx);
    const rejectedRows = reported.reduce((total, { rejected }) => total + rejected, 0);
    return {
      today,
      from,
      reported: reported.map(({ department_id, ...counts }) => ({
        ...counts,
        departmentId: department_id,
        department: nameOf(department_id),
      })),
      rejected: {
        rows: rejectedRows,
        reasons: reasons.map(({ reason, rows }) => ({
          code: reason,
          ...reasonWords(reason),
          rows,
          share: rejectedRows === 0 ? 0 : Math.min(1, rows / rejectedRows),
        })),
      },
      waiting: summed(counted)
        .filter(({ cases, returned, kept, missed }) => cases + returned + kept + missed > 0)
        .map(({ department, oldest, ...counts }) => ({
          ...counts,
          departmentId: department,
          department: nameOf(department),
          oldestReceivedOn: oldest && localDateAt(oldest),
          oldestDays: oldest && Math.max(0, daysBetween(localDateAt(oldest), today)),
        })),
      territories: territoriesOf(policy, reported, counted),
      rights: rights.map(({ department_id, ...counts }) => ({
        ...counts,
        departmentId: department_id,
        department: nameOf(department_id),
      })),
      editions: editions.map(({ published_on, ...edition }) => ({ ...edition, publishedOn: published_on })),
    };
  });
}

type Counted = Omit<WaitingRow, 'competent_department' | 'reporting_department'> & { readonly department: string };

/** By competent department; most overdue first, then who has waited longest. */
function summed(rows: readonly WaitingRow[]): Counted[] {
  const total = (of: readonly WaitingRow[], field: 'cases' | 'returned' | 'overdue' | 'kept' | 'missed') =>
    of.reduce((sum, row) => sum + row[field], 0);
  return [...Map.groupBy(rows, (row) => row.competent_department)]
    .map(([department, of]) => ({
      department,
      cases: total(of, 'cases'),
      returned: total(of, 'returned'),
      overdue: total(of, 'overdue'),
      kept: total(of, 'kept'),
      missed: total(of, 'missed'),
      oldest: of.reduce<Date | null>(
        (least, { oldest }) => (oldest && (!least || oldest < least) ? oldest : least),
        null,
      ),
    }))
    .sort(
      (a, b) =>
        b.overdue - a.overdue ||
        (a.oldest?.getTime() ?? Number.MAX_SAFE_INTEGER) - (b.oldest?.getTime() ?? Number.MAX_SAFE_INTEGER) ||
        (a.department < b.department ? -1 : 1),
    );
}
