/** The points system's own log as sealing and verifying need it; that somebody verified is itself in it. */
import { sql } from 'kysely';
import type { AuditVerification, TreeHead, VerifyQuery } from '#contracts/audit.ts';
import type { LogContext } from '#log/log-context.ts';
import type { LogMemory } from '#log/log-memory.ts';
import { recordCheckpoint, verifyLog } from '#log/verify.ts';
import { writeAudit } from './audit.ts';
import { type PointsContext, transact } from './context.ts';

export type PointsLogContext = Pick<PointsContext, 'database' | 'keyring' | 'clock'> & {
  readonly logMemory?: LogMemory;
};

const FIELDS = sql`e.actor_kind, e.actor_id, e.action, e.look::text, e.purpose, e.detail::text, e.request_id`;

export function pointsLog({ database, keyring, clock, logMemory }: PointsLogContext): LogContext {
  return {
    ...{ keyring, clock, logMemory, fields: FIELDS },
    inTransaction: (work) => transact({ database }, work),
    inOneSnapshot: (work) => database.transaction().setIsolationLevel('repeatable read').execute(work),
  };
}

/** Adds the settled entries since the last checkpoint to the tree; answers the newest head, null while the log is empty. */
export const sealPointsLog = (context: PointsLogContext): Promise<TreeHead | null> =>
  recordCheckpoint(pointsLog(context));

/** @returns what does not fit, entry by entry and row by row (072) */
export async function verifyPointsLog(context: PointsLogContext, asked: VerifyQuery = {}): Promise<AuditVerification> {
  const result = await verifyLog(pointsLog(context), asked);
  await transact(context, (tx) =>
    writeAudit(tx, {
      at: context.clock(),
      action: 'audit.verified',
      actor: { job: 'audit.verify' },
      about: null,
      detail: { fits: result.fits, entries: result.entries, rows: result.rows },
    }),
  );
  return result;
}
