/** What the server knows of its tables is refreshed after a step that changed much of them, so that the next is planned for what is there. */
import { type Kysely, sql } from 'kysely';
import type { PlatformDatabase } from './database.ts';

/** rows from which on a step counts as large */
export const MUCH = 2000;

/** The application owns no table and may refresh none but these (migration 0019). Whoever else is at it, does it for all. */
export async function refreshStatistics(
  database: Kysely<PlatformDatabase>,
  about: 'submissions' | 'cases' | 'directory',
): Promise<void> {
  await sql`SELECT refresh_statistics(${about})`.execute(database);
}
