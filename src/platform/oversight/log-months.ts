/** The log is cut by month; each month's table is there before its first entry (migration 0006). */
import { sql } from 'kysely';
import { localDateAt } from '#kernel/time/local-date.ts';
import type { PlatformContext } from '../context.ts';

/** The month of today and the three after it. While somebody keeps the log busy nothing is made: the next hour tries again. */
export async function prepareLogMonths({
  database,
  clock,
}: Pick<PlatformContext, 'database' | 'clock'>): Promise<void> {
  await sql`SELECT prepare_log_months(${localDateAt(clock())}::date)`.execute(database);
}
