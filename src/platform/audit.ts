/** Writes the audit: in the transaction of the change, and before the data of a look leaves the database. */
import { sql } from 'kysely';
import { noteEntry } from '#log/log-watch.ts';
import { type Actor, onBehalfOf, type Role } from './access/actor.ts';
import type { Applicant } from './access/applicant.ts';
import { type Act, type AuditAction, isLook } from './audit-actions.ts';
import { type DetailOf, writtenDetail } from './audit-details.ts';
import type { PlatformTx } from './database.ts';

export interface AuditEntry<Action extends AuditAction = AuditAction> {
  readonly at: Date;
  readonly action: Action;
  readonly objectType:
    | 'batch'
    | 'case'
    | 'record'
    | 'list'
    | 'edition'
    | 'event'
    | 'directory'
    | 'delivery'
    | 'sign-in'
    | 'audit'
    | 'officer'
    | 'own-data'
    | 'provider'
    | 'enactment'
    | 'own-report'
    | 'evidence'
    | 'request'
    | 'counter-act';
  readonly objectId: string;
  readonly subjectKey?: string;
  /** why a person's data was looked at; every look has one */
  readonly purpose?: string;
  /** what the action notes besides: its own fields, checked when they are written */
  readonly detail?: DetailOf<Action>;
}

/** What is done, not looked at: a look is written by `writeLook`, which answers what opens. */
export type ActEntry<Action extends Act = Act> = AuditEntry<Action>;

/** Adds one entry inside the caller's transaction; if it cannot be written, nothing happens. @throws RangeError for a detail that is none */
export async function writeAudit<Action extends Act>(
  tx: PlatformTx,
  who: Actor | Applicant,
  entry: ActEntry<Action>,
): Promise<void> {
  await writeEntries(tx, who, [entry]);
}

/** Several at once, in order; at most some thousands. */
export async function writeAudits(tx: PlatformTx, who: Actor | Applicant, entries: readonly ActEntry[]): Promise<void> {
  await writeEntries(tx, who, entries);
}

/** Looks and acts alike, a look with the roles it is taken in: for this file and `audit-look.ts`. */
export async function writeEntries(
  tx: PlatformTx,
  who: Actor | Applicant,
  entries: readonly AuditEntry[],
  roles: { readonly roles?: readonly Role[] } = {},
): Promise<void> {
  const actor = who.kind === 'applicant' ? loggedAs(who) : { ...who, detail: standingIn(who) };
  const column = <T>(of: (entry: AuditEntry) => T) => entries.map(of);
  // as columns, so that five hundred entries are one short statement and not thousands of parameters
  const { rows: written } = await sql<{ id: string }>`
    INSERT INTO audit_entry (at, actor_kind, actor_id, department_id, action, look, purpose, subject_key, object_type, object_id, detail, request_id)
    SELECT e.at, ${actor.kind}, ${actor.id}, ${actor.departmentId}, e.action, e.look, e.purpose, e.subject_key, e.object_type, e.object_id,
      e.detail, ${actor.requestId ?? null}
    FROM unnest(${column(({ at }) => at)}::timestamptz[], ${column(({ action }) => action)}::text[],
      ${column(({ action }) => isLook(action) && actor.kind !== 'citizen')}::boolean[], ${column(({ purpose }) => purpose ?? null)}::text[],
      ${column(({ subjectKey }) => subjectKey ?? null)}::uuid[], ${column(({ objectType }) => objectType)}::text[],
      ${column(({ objectId }) => objectId)}::text[], ${column(({ action, detail }) => writtenDetail(action, detail, { ...actor.detail, ...roles }))}::jsonb[])
      WITH ORDINALITY AS e (at, action, look, purpose, subject_key, object_type, object_id, detail, place)
    ORDER BY e.place
    RETURNING id`.execute(tx);
  for (const { id } of written) noteEntry(tx, id);
}

/**
 * On behalf of whom, where the act needed a role taken over for an absence. Where the caller did not say by which role it is
 * done, all that the officer has taken over are named: the log says rather too much than too little.
 */
function standingIn(actor: Actor): object {
  const { standsIn = [], actsIn } = actor;
  const absent = onBehalfOf(actor);
  if (absent) return { onBehalfOfOfficer: absent.officerId, delegation: absent.delegationId };
  if (actsIn || standsIn.length === 0) return {};
  return {
    standsInFor: standsIn.map(({ officerId, delegationId }) => ({ officer: officerId, delegation: delegationId })),
  };
}

/** By themself a person is named by subject key; at the counter the officer is named, and for whom (assisted channel). */
function loggedAs({ subjectKey, assistedBy, requestId }: Applicant) {
  if (assistedBy) return { ...assistedBy, requestId, detail: { onBehalfOf: subjectKey } };
  return { kind: 'citizen' as const, id: subjectKey, departmentId: null, requestId, detail: {} };
}
