/** The platform's own log as sealing and verifying need it; that somebody verified is itself in it. */
import { sql } from 'kysely';
import type { AuditVerification, TreeHead, VerifyQuery } from '#contracts/audit.ts';
import type { LogContext } from '#log/log-context.ts';
import { recordCheckpoint as sealNow, verifyLog } from '#log/verify.ts';
import { type Actor, systemActor } from '../access/actor.ts';
import { readAtOneMoment, transact } from '../access/transaction.ts';
import { writeAudit } from '../audit.ts';
import type { PlatformContext } from '../context.ts';

export type OversightContext = Pick<PlatformContext, 'database' | 'keyring' | 'clock' | 'logMemory'>;

const FIELDS = sql`e.actor_kind, e.actor_id, e.department_id, e.action, e.look::text, e.purpose, e.subject_key::text, e.object_type, e.object_id,
  e.detail::text, e.request_id`;

export function platformLog({ database, keyring, clock, logMemory }: OversightContext): LogContext {
  return {
    ...{ keyring, clock, logMemory, fields: FIELDS },
    inTransaction: (work) => transact(database, systemActor('audit.checkpoint'), work),
    inOneSnapshot: (work) => readAtOneMoment(database, systemActor('audit.verify'), work),
  };
}

/** Adds the settled entries since the last checkpoint to the tree; answers the newest head, null while the log is empty. */
export const recordCheckpoint = (context: OversightContext): Promise<TreeHead | null> => sealNow(platformLog(context));

/** @returns what does not fit, entry by entry and row by row (054) */
export async function verifyAudit(
  context: OversightContext,
  actor: Actor,
  asked: VerifyQuery = {},
): Promise<AuditVerification> {
  const result = await verifyLog(platformLog(context), asked);
  await transact(context.database, actor, async (tx) => {
    await writeAudit(tx, actor, {
      at: context.clock(),
      action: 'audit.verified',
      objectType: 'audit',
      objectId: result.head ? `${result.head.size}:${result.head.root}` : 'empty',
      detail: { fits: result.fits, entries: result.entries, rows: result.rows, first: result.first?.entryId ?? null },
    });
  });
  return result;
}
