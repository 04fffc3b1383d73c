/** All SQL of benefits: offers in force, the codes people show, what became of them, and each provider's figures. */
import { sql } from 'kysely';
import type { PointsTx } from '../database.ts';

/** Offers of registered providers that are valid on a day, by provider and title. */
export async function listOffers(tx: PointsTx, today: string) {
  const rows = await tx
    .selectFrom('benefit_offer as o')
    .innerJoin('provider as p', 'p.provider_id', 'o.provider_id')
    .selectAll('o')
    .select('p.name')
    .where('o.valid_from', '<=', today)
    .where((row) => row.or([row('o.valid_until', 'is', null), row('o.valid_until', '>=', today)]))
    .orderBy('p.name')
    .orderBy('o.title')
    .orderBy('o.offer_id')
    .execute();
  return rows.map((row) => ({
    offerId: row.offer_id,
    provider: { id: row.provider_id, name: row.name ?? '' },
    benefit: row.benefit,
    title: row.title,
    titleEn: row.title_en,
    conditions: row.conditions,
    conditionsEn: row.conditions_en,
    areas: row.areas,
    validFrom: row.valid_from,
    validUntil: row.valid_until,
  }));
}

/** Which benefits a provider offers on a day. */
export async function benefitsOffered(tx: PointsTx, providerId: string, today: string): Promise<Set<string>> {
  const offers = await listOffers(tx, today);
  return new Set(offers.filter(({ provider }) => provider.id === providerId).map(({ benefit }) => benefit));
}

export interface NewCode {
  readonly subjectKey: string;
  readonly codeHash: Buffer;
  readonly benefit: string;
  readonly providerId: string | null;
  readonly givenAt: Date;
  readonly expiresAt: Date;
}

/** One live code per person: a new one takes the place of the one before. */
export async function putCode(tx: PointsTx, code: NewCode): Promise<void> {
  const values = {
    code_hash: code.codeHash,
    benefit: code.benefit,
    provider_id: code.providerId,
    given_at: code.givenAt,
    expires_at: code.expiresAt,
  };
  await tx
    .insertInto('benefit_code')
    .values({ subject_key: code.subjectKey, ...values })
    .onConflict((conflict) => conflict.column('subject_key').doUpdateSet(values))
    .execute();
}

export async function findCode(tx: PointsTx, subjectKey: string, now: Date) {
  return tx
    .selectFrom('benefit_code')
    .select('expires_at as expiresAt')
    .where('subject_key', '=', subjectKey)
    .where('expires_at', '>', now)
    .executeTakeFirst();
}

export async function removeCode(tx: PointsTx, subjectKey: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('benefit_code')
    .where('subject_key', '=', subjectKey)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/** What nobody showed in time; one statement, whenever the next code is given and every hour. */
export async function removeExpiredCodes(tx: PointsTx, now: Date): Promise<void> {
  await tx.deleteFrom('benefit_code').where('expires_at', '<=', now).execute();
}

export interface Question {
  readonly codeHash: Buffer;
  readonly benefit: string;
  readonly providerId: string;
  readonly now: Date;
}

/** Taken out as it is read: of two scans at the same instant one finds it. Only for the provider and benefit it was given for. */
export async function takeCode(tx: PointsTx, { codeHash, benefit, providerId, now }: Question): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('benefit_code')
    .where('code_hash', '=', codeHash)
    .where('benefit', '=', benefit)
    .where((code) => code.or([code('provider_id', 'is', null), code('provider_id', '=', providerId)]))
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/** Whose live code it is, for whatever provider and benefit it was given. */
export async function findHolder(tx: PointsTx, { codeHash, now }: Question): Promise<string | undefined> {
  const row = await tx
    .selectFrom('benefit_code')
    .select('subject_key')
    .where('code_hash', '=', codeHash)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return row?.subject_key;
}

export interface NewVerification {
  readonly subjectKey: string;
  readonly id: string;
  readonly at: Date;
  readonly providerName: string;
  readonly benefit: string;
  readonly qualifies: boolean;
}

export async function addVerification(tx: PointsTx, verification: NewVerification): Promise<void> {
  await tx
    .insertInto('verification')
    .values({
      subject_key: verification.subjectKey,
      verification_id: verification.id,
      at: verification.at,
      provider_name: verification.providerName,
      benefit: verification.benefit,
      qualifies: verification.qualifies,
    })
    .execute();
}

/** Newest first; a person has as many as they showed codes. */
export async function listVerifications(tx: PointsTx, subjectKey: string) {
  const rows = await tx
    .selectFrom('verification')
    .selectAll()
    .where('subject_key', '=', subjectKey)
    .orderBy('at', 'desc')
    .orderBy('verification_id', 'desc')
    .execute();
  return rows.map((row) => ({
    id: row.verification_id,
    at: row.at,
    provider: row.provider_name,
    benefit: row.benefit,
    qualifies: row.qualifies,
  }));
}

/** Codes and what became of them leave with the account. */
export async function purgeBenefits(tx: PointsTx, subjectKey: string): Promise<void> {
  await tx.deleteFrom('benefit_code').where('subject_key', '=', subjectKey).execute();
  await tx.deleteFrom('verification').where('subject_key', '=', subjectKey).execute();
}

export async function countConfirmed(tx: PointsTx, providerId: string, day: string, benefit: string): Promise<void> {
  await sql`
    INSERT INTO provider_day (provider_id, day, benefit, confirmed) VALUES (${providerId}, ${day}, ${benefit}, 1)
    ON CONFLICT (provider_id, day, benefit) DO UPDATE SET confirmed = provider_day.confirmed + 1`.execute(tx);
}

/** A provider's days, newest first; 400 cover a year of one benefit. */
export async function listDays(tx: PointsTx, providerId: string) {
  return tx
    .selectFrom('provider_day')
    .select(['day', 'benefit', 'confirmed'])
    .where('provider_id', '=', providerId)
    .orderBy('day', 'desc')
    .orderBy('benefit')
    .limit(400)
    .execute();
}

/** Those since `since`; older ones are forgotten on the way. */
export async function countMisses(tx: PointsTx, providerId: string, since: Date): Promise<number> {
  await tx.deleteFrom('provider_miss').where('provider_id', '=', providerId).where('at', '<=', since).execute();
  const row = await tx
    .selectFrom('provider_miss')
    .select(({ fn }) => fn.countAll<string>().as('misses'))
    .where('provider_id', '=', providerId)
    .executeTakeFirstOrThrow();
  return Number(row.misses);
}

export async function addMiss(tx: PointsTx, providerId: string, at: Date): Promise<void> {
  await tx.insertInto('provider_miss').values({ provider_id: providerId, at }).execute();
}
