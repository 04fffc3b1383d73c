/** SQL of kept deadlines: puts in what the platform counted, reads it by month and by department. */
import { sql } from 'kysely';
import type { PunctualityPublished } from '#contracts/exchange.ts';
import type { PunctualityStep } from '#contracts/vocabulary.ts';
import type { SiteReader, SiteTx } from '../database.ts';

/** The month as it was counted last: a newer count takes the place of the older one whole, an older one changes nothing. */
export async function putPunctuality(tx: SiteTx, { position, month, counts }: PunctualityPublished): Promise<void> {
  const { rows } = await sql<{ month: string }>`
    INSERT INTO punctuality_month AS known (month, position) VALUES (${month}, ${position})
    ON CONFLICT (month) DO UPDATE SET position = excluded.position WHERE known.position < excluded.position
    RETURNING month`.execute(tx);
  if (rows.length === 0) return;
  await tx.deleteFrom('punctuality').where('month', '=', month).execute();
  if (counts.length === 0) return;
  await tx
    .insertInto('punctuality')
    .values(counts.map(({ step, department, kept, missed }) => ({ month, step, department, kept, missed })))
    .execute();
}

export interface PunctualityRow {
  /** `YYYY-MM` */
  readonly month: string;
  readonly step: PunctualityStep;
  /** null: the departments with too few to be told apart */
  readonly department: string | null;
  readonly kept: number;
  readonly missed: number;
}

/** Newest month first; within it the department with most deadlines first, the others together last. */
export async function listPunctuality(database: SiteReader, from = ''): Promise<PunctualityRow[]> {
  return database
    .selectFrom('punctuality')
    .selectAll()
    .where('month', '>=', from)
    .orderBy('month', 'desc')
    .orderBy('step')
    .orderBy(sql`department IS NULL`)
    .orderBy(sql`kept + missed`, 'desc')
    .orderBy('department')
    .execute();
}

/** Months that were counted, newest first, with figures to show or without. */
export async function listMonths(database: SiteReader, limit: number): Promise<string[]> {
  const rows = await database
    .selectFrom('punctuality_month')
    .select('month')
    .orderBy('month', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => row.month);
}
