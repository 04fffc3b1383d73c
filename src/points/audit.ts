/** Writes the audit: in the transaction of the change, and before the data of a look leaves the database. */
import { sql } from 'kysely';
import { noteEntry } from '#log/log-watch.ts';
import type { PointsReader, PointsTx } from './database.ts';

/** Somebody else than the holder was told something about them. */
const LOOKS: ReadonlySet<string> = new Set<PointsAction>(['benefit.verified']);

export type PointsAction =
  | 'account.opened'
  | 'account.closed'
  | 'account.viewed'
  | 'account.exported'
  | 'benefit.code_shown'
  | 'benefit.code_taken_back'
  | 'benefit.verified'
  | 'benefits.viewed'
  | 'history.viewed'
  | 'notices.viewed'
  | 'contribution.received'
  | 'contribution.withdrawn'
  | 'delivery.acknowledged'
  | 'delivery.refused'
  | 'delivery.failed'
  | 'delivery.withheld'
  | 'delivery.lost'
  | 'audit.verified'
  | 'exchange.epoch-begun'
  | 'exchange.halted'
  | 'exchange.told-again'
  | 'provider.received'
  | 'provider.withdrawn';

export interface PointsAuditEntry {
  readonly at: Date;
  readonly action: PointsAction;
  /** `owner`: the person themself; else a provider's id, or the name of the job */
  readonly actor: 'owner' | { readonly provider: string } | { readonly job: string };
  /**
   * whose account it is about, for as long as there is one: kept beside the log, never in it, and only where the person's own list
   * shall show it. Null for what closes the account, and for what is about nobody.
   */
  readonly about: string | null;
  readonly purpose?: string;
  /** never anything about a person: no subject key, no receipt, no matter */
  readonly detail?: object;
  readonly requestId?: string | undefined;
}

export async function writeAudit(tx: PointsTx, entry: PointsAuditEntry): Promise<void> {
  await writeAudits(tx, [entry]);
}

/** Several at once, in order; at most some thousands. */
export async function writeAudits(tx: PointsTx, entries: readonly PointsAuditEntry[]): Promise<void> {
  const column = <T>(of: (entry: PointsAuditEntry) => T) => entries.map(of);
  const { rows } = await sql<{ id: string }>`
    INSERT INTO audit_entry (at, actor_kind, actor_id, action, look, purpose, detail, request_id)
    SELECT at, actor_kind, actor_id, action, look, purpose, detail, request_id
    FROM unnest(${column(({ at }) => at)}::timestamptz[], ${column((entry) => actorOf(entry).actor_kind)}::text[],
      ${column((entry) => actorOf(entry).actor_id)}::text[], ${column(({ action }) => action)}::text[],
      ${column(({ action }) => LOOKS.has(action))}::boolean[], ${column(({ purpose }) => purpose ?? null)}::text[],
      ${column(({ detail }) => JSON.stringify(detail ?? {}))}::jsonb[], ${column(({ requestId }) => requestId ?? null)}::text[])
      WITH ORDINALITY AS e (at, actor_kind, actor_id, action, look, purpose, detail, request_id, place)
    ORDER BY place RETURNING id`.execute(tx);
  for (const { id } of rows) noteEntry(tx, id);
  // numbers are given out in the order of the rows
  const numbers = rows.map(({ id }) => BigInt(id)).sort((a, b) => (a < b ? -1 : 1));
  const trail = entries.flatMap(({ about }, place) =>
    about === null ? [] : [{ subject_key: about, entry_id: String(numbers[place]) }],
  );
  if (trail.length > 0) await tx.insertInto('account_trail').values(trail).execute();
}

/** The entries about an account holder, oldest first. */
export async function listTrail(tx: PointsTx, subjectKey: string) {
  return tx
    .selectFrom('account_trail as t')
    .innerJoin('audit_entry as e', 'e.id', 't.entry_id')
    .select(['e.at', 'e.actor_kind as actorKind', 'e.action', 'e.purpose'])
    .where('t.subject_key', '=', subjectKey)
    .orderBy('e.id')
    .execute();
}

/** What ties entries of the log to an account holder leaves with the account; the entries stay. */
export async function purgeTrail(tx: PointsTx, subjectKey: string): Promise<void> {
  await tx.deleteFrom('account_trail').where('subject_key', '=', subjectKey).execute();
}

export interface DoorAuditEntry {
  readonly at: Date;
  /** what happened at the door: sign-in, sign-out, a refusal */
  readonly action: string;
  readonly actor:
    | { readonly kind: 'citizen'; readonly id: 'unknown' }
    | { readonly kind: 'provider'; readonly id: string };
  readonly reason?: string | undefined;
  readonly requestId: string;
}

/** Of a door. No change is made there, so there is no transaction to be in; an account there may not be yet. */
export async function writeDoorAudit(database: PointsReader, entry: DoorAuditEntry): Promise<void> {
  await database
    .insertInto('audit_entry')
    .values({
      at: entry.at,
      actor_kind: entry.actor.kind,
      actor_id: entry.actor.id,
      action: entry.action,
      look: false,
      purpose: null,
      detail: JSON.stringify(entry.reason ? { reason: entry.reason } : {}),
      request_id: entry.requestId,
    })
    .execute();
}

function actorOf({ actor }: PointsAuditEntry) {
  if (actor === 'owner') return { actor_kind: 'citizen' as const, actor_id: 'holder' };
  if ('provider' in actor) return { actor_kind: 'provider' as const, actor_id: actor.provider };
  return { actor_kind: 'system' as const, actor_id: actor.job };
}
