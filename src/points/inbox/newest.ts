/** SQL of how far this system has what another tells it: the newest record of each epoch from each sender. */
import { sql } from 'kysely';
import { markOf, type NewestRecord, newerOf } from '#contracts/envelope.ts';
import type { PointsTx } from '../database.ts';

/** The newest record there is of a sender; deliveries of one sender are taken one after the other. */
export async function lockNewest(tx: PointsTx, sender: string): Promise<NewestRecord | null> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`inbox of ${sender}`}, 0))`.execute(tx);
  const row = await tx
    .selectFrom('inbox_epoch')
    .select(['epoch', 'position', 'record_id'])
    .where('sender', '=', sender)
    .orderBy('epoch', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? { epoch: row.epoch, position: Number(row.position), id: row.record_id } : null;
}

/** Answers the newest there is now: a record that comes late, below the newest, moves nothing. */
export async function noteNewest(
  tx: PointsTx,
  sender: string,
  known: NewestRecord | null,
  told: { readonly id: string; readonly position: number } | undefined,
  at: Date,
): Promise<NewestRecord | null> {
  const newest = newerOf(known, told ? markOf(told) : null);
  if (newest === null || newest === known) return known;
  const { epoch, position, id } = newest;
  const values = { position, record_id: id, received_at: at };
  await tx
    .insertInto('inbox_epoch')
    .values({ sender, epoch, ...values })
    .onConflict((conflict) => conflict.columns(['sender', 'epoch']).doUpdateSet(values))
    .execute();
  return newest;
}
