/** Writes the audit: in the transaction of the change, and before the data of a look leaves the database. */
import type { PointsTx } from './database.ts';

export type PointsAction =
  | 'account.opened'
  | 'account.closed'
  | 'account.viewed'
  | 'account.exported'
  | 'benefits.viewed'
  | 'history.viewed'
  | 'notices.viewed'
  | 'contribution.received'
  | 'contribution.withdrawn'
  | 'delivery.acknowledged'
  | 'delivery.refused'
  | 'delivery.failed'
  | 'delivery.withheld';

export interface PointsAuditEntry {
  readonly at: Date;
  readonly action: PointsAction;
  /** `owner`: the person themself; else the name of the job */
  readonly actor: 'owner' | { readonly job: string };
  readonly accountId: string | null;
  readonly purpose?: string;
  /** never anything about a person: no subject key, no matter */
  readonly detail?: object;
  readonly requestId?: string | undefined;
}

export async function writeAudit(tx: PointsTx, entry: PointsAuditEntry): Promise<void> {
  const owner = entry.actor === 'owner';
  await tx
    .insertInto('audit_entry')
    .values({
      at: entry.at,
      actor_kind: owner ? 'citizen' : 'system',
      actor_id: entry.actor === 'owner' ? (entry.accountId ?? 'unknown') : entry.actor.job,
      action: entry.action,
      purpose: entry.purpose ?? null,
      account_id: entry.accountId,
      detail: JSON.stringify(entry.detail ?? {}),
      request_id: entry.requestId ?? null,
    })
    .execute();
}
