/** All SQL of providers at the points system: registered, replaced as a whole, withdrawn; and whose an account is. */

import { sql } from 'kysely';
import type { ProviderPublished } from '#contracts/exchange.ts';
import type { HeldItem } from '#kernel/exchange/canonical-json.ts';
import type { PointsTx } from '../database.ts';

/** Two messages about one provider are taken one after the other. */
export async function lockProvider(tx: PointsTx, providerId: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${providerId}, 1))`.execute(tx);
}

export async function findProviderPosition(tx: PointsTx, providerId: string): Promise<number | undefined> {
  const row = await tx
    .selectFrom('provider')
    .select('position')
    .where('provider_id', '=', providerId)
    .executeTakeFirst();
  return row && Number(row.position);
}

/** The registration as a whole takes the place of the one before; `null` withdraws it. */
export async function putProvider(
  tx: PointsTx,
  provider: { readonly providerId: string; readonly position: number },
  registration: ProviderPublished | null,
  at: Date,
): Promise<void> {
  const { providerId, position } = provider;
  const values = {
    position,
    received_at: at,
    name: registration?.name ?? null,
    uscc: registration?.uscc ?? null,
  };
  await tx
    .insertInto('provider')
    .values({ provider_id: providerId, ...values })
    .onConflict((conflict) => conflict.column('provider_id').doUpdateSet(values))
    .execute();
  await tx.deleteFrom('provider_account').where('provider_id', '=', providerId).execute();
  await tx.deleteFrom('benefit_offer').where('provider_id', '=', providerId).execute();
  if (!registration) return;
  await tx
    .insertInto('provider_account')
    .values(
      registration.accounts.map(({ kind, digest }) => ({
        digest: Buffer.from(digest, 'hex'),
        provider_id: providerId,
        kind,
      })),
    )
    // an account that changed hands belongs to the newer registration, whichever of the two arrives first
    .onConflict((conflict) =>
      conflict
        .column('digest')
        .doUpdateSet({ provider_id: providerId })
        .where(
          sql<boolean>`(SELECT p.position FROM provider p WHERE p.provider_id = provider_account.provider_id) < ${position}`,
        ),
    )
    .execute();
  await tx
    .insertInto('benefit_offer')
    .values(
      registration.offers.map((offer) => ({
        offer_id: offer.offerId,
        provider_id: providerId,
        benefit: offer.benefit,
        title: offer.title,
        title_en: offer.titleEn ?? null,
        conditions: offer.conditions,
        conditions_en: offer.conditionsEn ?? null,
        areas: offer.areas,
        valid_from: offer.validFrom,
        valid_until: offer.validUntil,
      })),
    )
    .execute();
}

/** Whose account it is; undefined when no registered provider names it. */
export async function findProviderByAccount(tx: PointsTx, digest: string) {
  const row = await tx
    .selectFrom('provider_account as a')
    .innerJoin('provider as p', 'p.provider_id', 'a.provider_id')
    .select(['p.provider_id as providerId', 'p.name', 'a.kind'])
    .where('a.digest', '=', Buffer.from(digest, 'hex'))
    .where('p.name', 'is not', null)
    .executeTakeFirst();
  return row && { ...row, name: row.name ?? '' };
}

export async function listHeldProviders(tx: PointsTx): Promise<HeldItem[]> {
  const rows = await tx
    .selectFrom('provider')
    .select(['provider_id', 'position'])
    .where('name', 'is not', null)
    .execute();
  return rows.map((row) => ({ id: `provider/${row.provider_id}`, position: Number(row.position) }));
}
