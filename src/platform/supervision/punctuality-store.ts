/** SQL of punctuality: deadlines whose last day lies in a month, counted where the rows are; and which months were told. */
import { type Insertable, sql } from 'kysely';
import type { PlatformTx, PunctualityCountTable } from '../database.ts';

const PUNCTUALITY_LOCK = 20_200_217;

/** Two who count at once would tell a month twice. */
export async function lockPunctuality(tx: PlatformTx): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(${PUNCTUALITY_LOCK}::bigint)`.execute(tx);
}

/** When anything was first received; null before that. By the index `batch_by_receipt`. */
export async function findFirstReceipt(tx: PlatformTx): Promise<Date | null> {
  const { rows } = await sql<{ first: Date | null }>`SELECT min(received_at) AS first FROM batch`.execute(tx);
  return rows[0]?.first ?? null;
}

export async function listCountedMonths(tx: PlatformTx, rule: number): Promise<string[]> {
  const rows = await tx.selectFrom('punctuality_count').select('month').where('rule', '=', rule).execute();
  return rows.map((row) => row.month);
}

export async function addPunctualityCount(tx: PlatformTx, count: Insertable<PunctualityCountTable>): Promise<void> {
  await tx.insertInto('punctuality_count').values(count).execute();
}

export interface DueRow {
  /** id */
  readonly department: string;
  readonly kept: number;
  readonly missed: number;
}

interface Period {
  readonly first: string;
  readonly last: string;
}

/** See `checks_due`: one pass over the narrow table of states, and over the key of the submissions of that time. */
export async function countChecksDue(
  tx: PlatformTx,
  { first, last }: Period,
  received: { readonly from: Date; readonly before: Date },
): Promise<DueRow[]> {
  const { rows } = await sql<DueRow>`
    SELECT department, kept::int AS kept, missed::int AS missed
    FROM checks_due(${first}::date, ${last}::date, ${received.from}, ${received.before})
    WHERE kept + missed > 0`.execute(tx);
  return rows;
}

/** See `steps_due`: who was late is counted where it was late (docs/decisions/023). */
export async function countStepsDue(tx: PlatformTx, { first, last }: Period): Promise<DueRow[]> {
  const { rows } = await sql<DueRow>`
    SELECT department, kept::int AS kept, missed::int AS missed FROM steps_due(${first}::date, ${last}::date)`.execute(
    tx,
  );
  return rows;
}
