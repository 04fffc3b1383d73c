/** SQL of subscriptions and changes. */
import { type Selectable, sql } from 'kysely';
import type { ListId } from '#kernel/policy/policy.ts';
import type { SiteReader, SiteTx, SubscriptionTable } from '../database.ts';

export type Subscription = Selectable<SubscriptionTable>;

export async function addSubscription(
  tx: SiteTx,
  subscription: Pick<Subscription, 'uscc' | 'subscription_id' | 'address' | 'host' | 'created_at'>,
): Promise<void> {
  const { uscc, subscription_id, address, host, created_at } = subscription;
  await tx.insertInto('subscription').values({ uscc, subscription_id, address, host, created_at }).execute();
}

/** Two requests for one code and address go one after the other: the second finds what the first made. */
export async function lockAddress(tx: SiteTx, uscc: string, address: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`${uscc} ${address}`}, 0))`.execute(tx);
}

/** Takes the place of one that was never confirmed: nobody can keep an address from subscribing by asking first. */
export async function dropUnconfirmed(tx: SiteTx, uscc: string, address: string): Promise<void> {
  await tx
    .deleteFrom('subscription')
    .where('uscc', '=', uscc)
    .where('address', '=', address)
    .where('confirmed_at', 'is', null)
    .execute();
}

export async function isSubscribed(tx: SiteTx, uscc: string, address: string): Promise<boolean> {
  const row = await tx
    .selectFrom('subscription')
    .select('subscription_id')
    .where('uscc', '=', uscc)
    .where('address', '=', address)
    .executeTakeFirst();
  return row !== undefined;
}

export async function countSubscriptions(tx: SiteTx, host: string): Promise<{ host: number; all: number }> {
  const { rows } = await sql<{ host: number; all: number }>`
    SELECT count(*) FILTER (WHERE host = ${host})::int AS host, count(*)::int AS all FROM subscription`.execute(tx);
  return rows[0] ?? { host: 0, all: 0 };
}

export async function findSubscription(
  database: SiteReader | SiteTx,
  uscc: string,
  id: string,
): Promise<Subscription | undefined> {
  return database
    .selectFrom('subscription')
    .selectAll()
    .where('uscc', '=', uscc)
    .where('subscription_id', '=', id)
    .executeTakeFirst();
}

export async function confirmSubscription(tx: SiteTx, uscc: string, id: string, at: Date): Promise<void> {
  await tx
    .updateTable('subscription')
    .set({ confirmed_at: at })
    .where('uscc', '=', uscc)
    .where('subscription_id', '=', id)
    .where('confirmed_at', 'is', null)
    .execute();
}

export async function removeSubscription(tx: SiteTx, uscc: string, id: string): Promise<void> {
  await tx.deleteFrom('subscription').where('uscc', '=', uscc).where('subscription_id', '=', id).execute();
}

export async function setLost(tx: SiteTx, uscc: string, id: string, lost: number): Promise<void> {
  await tx
    .updateTable('subscription')
    .set({ lost })
    .where('uscc', '=', uscc)
    .where('subscription_id', '=', id)
    .where('lost', '<>', lost)
    .execute();
}

export async function addChanges(tx: SiteTx, usccs: readonly string[], at: Date): Promise<void> {
  await sql`
    INSERT INTO organisation_change (uscc, changed_at) SELECT DISTINCT uscc, ${at}::timestamptz FROM unnest(${usccs}::text[]) AS uscc
    ON CONFLICT DO NOTHING`.execute(tx);
}

/** Newest first. */
export async function listChanges(database: SiteReader, uscc: string, after: Date, limit: number): Promise<Date[]> {
  const rows = await database
    .selectFrom('organisation_change')
    .select('changed_at')
    .where('uscc', '=', uscc)
    .where('changed_at', '>', after)
    .orderBy('changed_at', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => row.changed_at);
}

/** One job for each subscription: a further change before it ran makes it one message, not two. */
export async function enqueueMessages(tx: SiteTx, usccs: readonly string[], at: Date, version: string): Promise<void> {
  await sql`
    SELECT enqueue('notification.send',
      payload := json_build_object('uscc', uscc, 'subscriptionId', subscription_id, 'changedAt', ${at.toISOString()}::text,
        'messageId', 'change_' || ${version}::text || '_' || subscription_id),
      key := 'notify:' || subscription_id, queue := 'notify:' || host)
    FROM subscription WHERE uscc = ANY (${usccs}::text[]) AND confirmed_at IS NOT NULL`.execute(tx);
}

export async function enqueueHandshake(tx: SiteTx, { uscc, subscription_id, host }: Subscription): Promise<void> {
  const payload = JSON.stringify({ uscc, subscriptionId: subscription_id });
  await sql`
    SELECT enqueue('notification.confirm', payload := ${payload}::json, key := ${`confirm:${subscription_id}`},
      queue := ${`notify:${host}`})`.execute(tx);
}

export async function removeOld(
  tx: SiteTx,
  { changesBefore, unconfirmedBefore }: { changesBefore: Date; unconfirmedBefore: Date },
): Promise<void> {
  await tx.deleteFrom('organisation_change').where('changed_at', '<', changesBefore).execute();
  await tx
    .deleteFrom('subscription')
    .where('confirmed_at', 'is', null)
    .where('created_at', '<', unconfirmedBefore)
    .execute();
}

/** Codes of registered organisations about which this piece of the directory says something else. */
export async function findRenamed(
  tx: SiteTx,
  organisations: readonly { readonly uscc: string; readonly name: string }[],
): Promise<string[]> {
  const { rows } = await sql<{ uscc: string }>`
    SELECT known.uscc FROM jsonb_to_recordset(${JSON.stringify(organisations.map(({ uscc, name }) => ({ uscc, name })))}::jsonb)
      AS told (uscc text, name text) JOIN organisation known USING (uscc) WHERE known.name <> told.name`.execute(tx);
  return rows.map((row) => row.uscc);
}

/** Codes of the edition before `number`: with a new one, what is shown about them changes as well. */
export async function findCodesBefore(tx: SiteTx, list: ListId, number: number): Promise<string[]> {
  const { rows } = await sql<{ uscc: string }>`
    SELECT uscc FROM edition_entry WHERE list = ${list}
      AND number = (SELECT max(number) FROM edition WHERE list = ${list} AND number < ${number})`.execute(tx);
  return rows.map((row) => row.uscc);
}
