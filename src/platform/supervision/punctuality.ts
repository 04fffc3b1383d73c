/** Tells the public site how the deadlines of each month were kept, once the month is over. */
import { type LocalDate, localDateAt } from '#kernel/time/local-date.ts';
import { systemActor } from '../access/actor.ts';
import { transact } from '../access/transaction.ts';
import { writeAudit } from '../audit.ts';
import type { PlatformContext } from '../context.ts';
import type { PlatformTx } from '../database.ts';
import { deliverPunctuality } from '../exchange/index.ts';
import {
  countableMonths,
  type DepartmentCount,
  firstDay,
  lastDay,
  type Month,
  monthOf,
  receivedFor,
  tellable,
} from './punctuality-rules.ts';
import {
  addPunctualityCount,
  countChecksDue,
  countStepsDue,
  findFirstReceipt,
  listCountedMonths,
  lockPunctuality,
} from './punctuality-store.ts';

/** Raised when it is counted otherwise than before: every month is then counted and told anew. */
export const COUNTING_RULE = 1;

const counter = systemActor('supervision.publish-punctuality');

/** Each month is one transaction and one message; answers how many were told. Repeating it tells nothing twice. */
export async function publishPunctuality(context: PlatformContext, rule: number = COUNTING_RULE): Promise<number> {
  for (let told = 0; ; told++) {
    const month = await transact(context.database, counter, async (tx) => {
      await lockPunctuality(tx);
      const first = await findFirstReceipt(tx);
      if (first === null) return undefined;
      const begun = localDateAt(first);
      const next = await findUncounted(tx, context, begun, rule);
      if (next !== undefined) await tellMonth(tx, context, { month: next, begun, rule });
      return next;
    });
    if (month === undefined) return told;
  }
}

async function findUncounted(
  tx: PlatformTx,
  context: PlatformContext,
  begun: LocalDate,
  rule: number,
): Promise<Month | undefined> {
  const counted = new Set(await listCountedMonths(tx, rule));
  const months = countableMonths(monthOf(begun), localDateAt(context.clock()));
  return months.find((month) => !counted.has(month));
}

interface Counting {
  readonly month: Month;
  /** day of the first receipt ever */
  readonly begun: LocalDate;
  readonly rule: number;
}

async function tellMonth(tx: PlatformTx, context: PlatformContext, { month, begun, rule }: Counting): Promise<void> {
  const counts = tellable(await countMonth(tx, context, month, begun));
  const outboxId = await deliverPunctuality(tx, context, { month, counts });
  const at = context.clock();
  await addPunctualityCount(tx, { month, rule, outbox_id: outboxId, at });
  await writeAudit(tx, counter, {
    at,
    action: 'punctuality.told',
    objectType: 'delivery',
    objectId: outboxId,
    detail: { month, rule, figures: counts.length },
  });
}

async function countMonth(
  tx: PlatformTx,
  context: PlatformContext,
  month: Month,
  begun: LocalDate,
): Promise<DepartmentCount[]> {
  const period = { first: firstDay(month), last: lastDay(month) };
  const checks = await countChecksDue(tx, period, receivedFor(month, begun, context));
  const steps = await countStepsDue(tx, period);
  const named = (step: DepartmentCount['step']) => (row: (typeof checks)[number]) => ({
    ...{ step, department: context.policy.findDepartment(row.department)?.name ?? row.department },
    ...{ kept: row.kept, missed: row.missed },
  });
  return [...checks.map(named('check')), ...steps.map(named('request'))];
}
