/** Sessions as an administrator sees them: whose, since when, last used when. Ending one signs that browser out at once. */
import { sql } from 'kysely';
import type { OfficerSession } from '#contracts/officers.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { writeAudit } from '../audit.ts';
import type { PlatformContext } from '../context.ts';
import type { Actor } from './actor.ts';
import { officerOf } from './service.ts';
import { transact } from './transaction.ts';

export interface SessionAges {
  readonly idleMinutes: number;
  readonly absoluteMinutes: number;
}

interface Surroundings {
  readonly context: PlatformContext;
  readonly sessionLimits: SessionAges;
  readonly wallClock: () => Date;
}

const MINUTE = 60_000;

/** Those that still open something, newest first. The id is the digest of a random token: it opens nothing. */
export async function officerSessions(
  { context, sessionLimits, wallClock }: Surroundings,
  actor: Actor,
  officerId: string,
): Promise<OfficerSession[]> {
  const now = wallClock().getTime();
  return transact(context.database, actor, async (tx) => {
    await officerOf(tx, context, actor, officerId);
    const { rows } = await sql<{ id: string; started_at: Date; seen_at: Date }>`
      SELECT * FROM sessions_of(${officerId}::uuid)
      WHERE seen_at >= ${new Date(now - sessionLimits.idleMinutes * MINUTE)}
        AND started_at >= ${new Date(now - sessionLimits.absoluteMinutes * MINUTE)}
      ORDER BY started_at DESC`.execute(tx);
    return rows.map(({ id, started_at, seen_at }) => ({
      id,
      startedAt: started_at.toISOString(),
      seenAt: seen_at.toISOString(),
    }));
  });
}

/** Ends one session, or all of the officer's. @throws Problem `not_found` when that one is not theirs, or already over */
export async function endSessions(
  { context }: Surroundings,
  actor: Actor,
  officerId: string,
  session: string | undefined,
): Promise<number> {
  return transact(context.database, actor, async (tx) => {
    await officerOf(tx, context, actor, officerId);
    const one = session === undefined ? null : Buffer.from(session, 'hex');
    const { rows } = await sql<{ ended: string }>`
      SELECT end_sessions_of(${officerId}::uuid, ${one}::bytea) AS ended`.execute(tx);
    const ended = Number(rows[0]?.ended ?? 0);
    if (session !== undefined && ended === 0)
      throw new Problem('not_found', {
        said: { zh: '该登录已经结束，请刷新查看。', en: 'This session has ended. Reload.' },
      });
    if (ended > 0)
      await writeAudit(tx, actor, {
        at: context.clock(),
        action: 'officer.sessions_ended',
        objectType: 'officer',
        objectId: officerId,
        detail: { ended },
      });
    return ended;
  });
}
