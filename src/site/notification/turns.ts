/** When a public notice begins to be shown and when its period is over, those who follow a code it proposes are told; dates make it so, not messages. */
import { sql } from 'kysely';
import { localDateAt } from '#kernel/time/local-date.ts';
import { type SiteContext, transact } from '../context.ts';
import type { SiteTx } from '../database.ts';
import { lockPublication, nextState } from '../inbox/store.ts';
import { noticeOpen, noticeOver } from '../lists/shown.ts';
import { announce } from './changes.ts';

/**
 * Notes which notices have begun or ended since this was last asked, and answers the codes they propose; what was withdrawn meanwhile is
 * not among them. A notice that was over before anybody was told of it is not told of.
 */
export async function turnNotices(tx: SiteTx, today: string, at: Date): Promise<string[]> {
  const { rows } = await sql<{ uscc: string }>`
    WITH due AS (
      SELECT n.round_id, 'begun' AS turn FROM notice n
      WHERE ${noticeOpen('n', today)}
        AND NOT EXISTS (SELECT FROM notice_turn t WHERE t.round_id = n.round_id AND t.turn = 'begun')
      UNION ALL
      SELECT n.round_id, 'ended' FROM notice n JOIN notice_turn b ON b.round_id = n.round_id AND b.turn = 'begun'
      WHERE ${noticeOver('n', today)}
        AND NOT EXISTS (SELECT FROM notice_turn t WHERE t.round_id = n.round_id AND t.turn = 'ended')),
    noted AS (
      INSERT INTO notice_turn (round_id, turn, at) SELECT round_id, turn, ${at}::timestamptz FROM due RETURNING round_id)
    SELECT DISTINCT e.uscc FROM noted JOIN notice_entry e ON e.round_id = noted.round_id`.execute(tx);
  return rows.map((row) => row.uscc);
}

/** Hourly. Repeating it tells nobody twice. */
export async function tellOfNotices(context: SiteContext): Promise<void> {
  await transact(context, async (tx) => {
    await lockPublication(tx);
    const at = context.clock();
    const codes = await turnNotices(tx, localDateAt(at), at);
    if (codes.length > 0) await announce(tx, codes, at, await nextState(tx, at));
  });
}
