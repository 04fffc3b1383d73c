/** Supervision: what the credit office and the auditor see of the whole city's work, in counts. */
import type { Supervision, SupervisionQuery } from '#contracts/supervision.ts';
import { Problem } from '#kernel/problems.ts';
import { REASONS } from '#kernel/reasons.ts';
import { addMonths, daysBetween, localDateAt, startOfDay, toLocalDate } from '#kernel/time/local-date.ts';
import { type Actor, hasRole } from '../access/actor.ts';
import { transact } from '../access/transaction.ts';
import type { PlatformContext } from '../context.ts';
import { countReasons, countReported, countRights, countWaiting, listEditionCounts } from './store.ts';

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
    const waiting = await countWaiting(tx);
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
          ...wordsOf(reason),
          rows,
          share: rejectedRows === 0 ? 0 : Math.min(1, rows / rejectedRows),
        })),
      },
      waiting: waiting.map(({ competent_department, cases, returned, oldest }) => ({
        departmentId: competent_department,
        department: nameOf(competent_department),
        cases,
        returned,
        oldestReceivedOn: oldest && localDateAt(oldest),
        oldestDays: oldest && Math.max(0, daysBetween(localDateAt(oldest), today)),
      })),
      rights: rights.map(({ department_id, ...counts }) => ({
        ...counts,
        departmentId: department_id,
        department: nameOf(department_id),
      })),
      editions: editions.map(({ published_on, ...edition }) => ({ ...edition, publishedOn: published_on })),
    };
  });
}

/** A reason that a later version no longer knows is shown by its code. */
function wordsOf(code: string): { zh: string; en: string } {
  const known = (REASONS as Readonly<Record<string, { zh: string; en: string } | undefined>>)[code];
  return known ? { zh: known.zh, en: known.en } : { zh: code, en: code };
}
