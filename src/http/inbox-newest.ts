/** SQL of how far a system has what another tells it: the newest record of each epoch from each sender. The three systems have the table alike. */
import { type QueryExecutorProvider, sql } from 'kysely';
import { markOf, type NewestRecord, newerOf } from '#contracts/envelope.ts';

/** The newest record there is of a sender; deliveries of one sender are taken one after the other. @param tx of whichever system */
export async function lockNewest(tx: QueryExecutorProvider, sender: string): Promise<NewestRecord | null> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`inbox of ${sender}`}, 0))`.execute(tx);
  const { rows } = await sql<{ epoch: number; position: string; record_id: string }>`
    SELECT epoch, position::text AS position, record_id FROM inbox_epoch WHERE sender = ${sender} ORDER BY epoch DESC LIMIT 1`.execute(
    tx,
  );
  const [row] = rows;
  return row ? { epoch: row.epoch, position: Number(row.position), id: row.record_id } : null;
}

/** Answers the newest there is now: a record that comes late, below the newest, moves nothing. */
export async function noteNewest(
  tx: QueryExecutorProvider,
  sender: string,
  known: NewestRecord | null,
  told: { readonly id: string; readonly position: number } | undefined,
  at: Date,
): Promise<NewestRecord | null> {
  const newest = newerOf(known, told ? markOf(told) : null);
  if (newest === null || newest === known) return known;
  const { epoch, position, id } = newest;
  await sql`INSERT INTO inbox_epoch (sender, epoch, position, record_id, received_at) VALUES (${sender}, ${epoch}, ${position}, ${id}, ${at})
    ON CONFLICT (sender, epoch) DO UPDATE SET position = excluded.position, record_id = excluded.record_id, received_at = excluded.received_at`.execute(
    tx,
  );
  return newest;
}
