/** All SQL about accounts, the consent they rest on and what is left after they close. */

import { sql } from 'kysely';
import type { ClauseRef, KindRef } from '#kernel/policy/refs.ts';
import { purgeTrail } from '../audit.ts';
import { purgeBenefits } from '../benefits/store.ts';
import type { ConsentText } from '../consent/text.ts';
import type { PointsTx } from '../database.ts';

/** Opening, closing and receiving about one person happen one after the other. */
export async function lockSubject(tx: PointsTx, subjectKey: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${subjectKey}, 0))`.execute(tx);
}

export async function findAccount(tx: PointsTx, subjectKey: string) {
  return tx
    .selectFrom('account')
    .innerJoin('consent_receipt', 'consent_receipt.receipt_id', 'account.receipt_id')
    .select([
      'account.subject_key as subjectKey',
      'account.opened_at as openedAt',
      'consent_receipt.receipt_id as receiptId',
      'consent_receipt.text_version as textVersion',
      'consent_receipt.given_at as givenAt',
    ])
    .where('account.subject_key', '=', subjectKey)
    .executeTakeFirst();
}
export type Account = NonNullable<Awaited<ReturnType<typeof findAccount>>>;

/** Keeps the words that were agreed to; the same version with other words is a mistake of the programmer and stops here. */
export async function keepConsentText(tx: PointsTx, text: ConsentText): Promise<void> {
  await tx
    .insertInto('consent_text')
    .values({ version: text.version, text: text.text, digest: text.digest })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const kept = await tx
    .selectFrom('consent_text')
    .select('digest')
    .where('version', '=', text.version)
    .executeTakeFirst();
  if (kept?.digest !== text.digest) throw new Error(`授权说明 ${text.version} 的文字已改动，版本号须随之更新`);
}

export async function findConsentText(tx: PointsTx, version: string) {
  return tx.selectFrom('consent_text').selectAll().where('version', '=', version).executeTakeFirst();
}

export interface NewAccount {
  readonly subjectKey: string;
  readonly receiptId: string;
  readonly textVersion: string;
  readonly at: Date;
}

export async function addAccount(tx: PointsTx, account: NewAccount): Promise<void> {
  await tx
    .insertInto('consent_receipt')
    .values({
      receipt_id: account.receiptId,
      subject_key: account.subjectKey,
      text_version: account.textVersion,
      given_at: account.at,
    })
    .execute();
  await tx
    .insertInto('account')
    .values({
      subject_key: account.subjectKey,
      receipt_id: account.receiptId,
      opened_at: account.at,
    })
    .execute();
}

/** Deletes everything about the person; only the closing receipt, written beside it, remains. */
export async function purgeAccount(tx: PointsTx, subjectKey: string): Promise<void> {
  await purgeBenefits(tx, subjectKey);
  await purgeTrail(tx, subjectKey);
  await tx.deleteFrom('contribution').where('subject_key', '=', subjectKey).execute();
  await tx.deleteFrom('account_notice').where('subject_key', '=', subjectKey).execute();
  await tx.deleteFrom('account').where('subject_key', '=', subjectKey).execute();
  await tx.deleteFrom('consent_receipt').where('subject_key', '=', subjectKey).execute();
}

export interface ClosingReceipt {
  readonly receiptId: string;
  readonly subjectKey: string;
  readonly consentReceiptId: string;
  readonly textVersion: string;
  readonly consentedAt: Date;
  readonly closedAt: Date;
}

export async function addClosingReceipt(tx: PointsTx, receipt: ClosingReceipt): Promise<void> {
  await tx
    .insertInto('closing_receipt')
    .values({
      receipt_id: receipt.receiptId,
      subject_key: receipt.subjectKey,
      consent_receipt_id: receipt.consentReceiptId,
      text_version: receipt.textVersion,
      consented_at: receipt.consentedAt,
      closed_at: receipt.closedAt,
    })
    .execute();
}

/** What counts and is shown: everything received and not withdrawn, oldest first. */
export async function listContributions(tx: PointsTx, subjectKey: string) {
  const rows = await tx
    .selectFrom('contribution')
    .selectAll()
    .where('subject_key', '=', subjectKey)
    .where('kind', 'is not', null)
    .orderBy('determined_on')
    .orderBy('record_id')
    .execute();
  return rows.map((row) => ({
    recordId: row.record_id,
    ...{ kind: row.kind as KindRef, clause: row.clause as ClauseRef },
    title: row.title ?? '',
    matter: row.matter ?? '',
    polarity: row.polarity ?? 'good',
    department: row.department ?? '',
    occurredOn: row.occurred_on ?? '',
    determinedOn: row.determined_on ?? '',
    validFrom: row.valid_from ?? '',
    validUntil: row.valid_until,
    objectionOpen: row.objection_open ?? false,
  }));
}
export type Contribution = Awaited<ReturnType<typeof listContributions>>[number];

/** What the holder was told of changes of the rules, the newest first. */
export async function listNotices(tx: PointsTx, subjectKey: string) {
  return tx
    .selectFrom('account_notice')
    .selectAll()
    .where('subject_key', '=', subjectKey)
    .orderBy('at', 'desc')
    .orderBy('notice_id', 'desc')
    .execute();
}

/** False when there is no such notice of theirs. Read once is read: the first time stays. */
export async function markNoticeRead(tx: PointsTx, subjectKey: string, noticeId: string, at: Date): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('account_notice')
    .set({ read_at: sql<Date>`coalesce(read_at, ${at})` })
    .where('subject_key', '=', subjectKey)
    .where('notice_id', '=', noticeId)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}
