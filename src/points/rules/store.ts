/** All SQL about the rules in force and about accounts in bulk. Read in the order of the key, a chunk at a time. */
import { sql } from 'kysely';
import type { Contribution } from '#kernel/policy/points-engine.ts';
import type { PointsRules } from '#kernel/policy/points-rules.ts';
import type { PointsReader, PointsTx } from '../database.ts';

export interface Enactment {
  readonly sequence: string;
  readonly digest: string;
  readonly rules: PointsRules;
  readonly toldUntil: string | null;
  readonly finished: boolean;
}

/** The newest ones first; the second is what the first replaced. */
export async function newestEnactments(tx: PointsTx, limit: number): Promise<Enactment[]> {
  const rows = await tx.selectFrom('rules_enactment').selectAll().orderBy('sequence', 'desc').limit(limit).execute();
  return rows.map((row) => ({
    sequence: row.sequence,
    digest: row.digest,
    rules: row.rules as unknown as PointsRules,
    toldUntil: row.told_until,
    finished: row.finished_at !== null,
  }));
}

/** `finished` at once for the first rules of all: nobody had others before. */
export async function addEnactment(
  tx: PointsTx,
  enactment: { readonly digest: string; readonly rules: PointsRules; readonly at: Date; readonly finished: boolean },
): Promise<string> {
  const row = await tx
    .insertInto('rules_enactment')
    .values({
      digest: enactment.digest,
      rules: JSON.stringify(enactment.rules),
      enacted_at: enactment.at,
      finished_at: enactment.finished ? enactment.at : null,
    })
    .returning('sequence')
    .executeTakeFirstOrThrow();
  return row.sequence;
}

/** Two processes that start at the same instant enact once. */
export async function lockEnactments(tx: PointsTx): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(20200214)`.execute(tx);
}

/** Moves the checkpoint from where the chunk began; false when somebody else moved it meanwhile. */
export async function advance(
  tx: PointsTx,
  sequence: string,
  from: string | null,
  to: {
    readonly until: string | null;
    readonly accounts: number;
    readonly noticed: number;
    readonly finishedAt: Date | null;
  },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('rules_enactment')
    .set({
      // the key of somebody: it stays only as long as somebody is still to be told
      ...(to.finishedAt !== null ? { told_until: null } : to.until === null ? {} : { told_until: to.until }),
      accounts: sql<string>`accounts + ${to.accounts}`,
      noticed: sql<string>`noticed + ${to.noticed}`,
      finished_at: to.finishedAt,
    })
    .where('sequence', '=', sequence)
    .where(sql<boolean>`told_until IS NOT DISTINCT FROM ${from}::uuid`)
    .where('finished_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export interface BulkAccount {
  readonly subjectKey: string;
  readonly contributions: readonly Contribution[];
}

/** The next accounts after a key, each with what counts for it. */
export async function nextAccounts(reader: PointsReader, after: string | null, limit: number): Promise<BulkAccount[]> {
  const { rows } = await sql<{ subject_key: string; contributions: Contribution[] }>`
    WITH accounts AS (
      SELECT a.subject_key FROM account a WHERE (${after}::uuid IS NULL OR a.subject_key > ${after}::uuid)
      ORDER BY a.subject_key LIMIT ${limit})
    SELECT a.subject_key, coalesce((
      SELECT json_agg(json_build_object('recordId', c.record_id, 'kind', c.kind, 'validFrom', c.valid_from::text,
        'validUntil', c.valid_until::text, 'objectionOpen', c.objection_open) ORDER BY c.record_id)
      FROM contribution c WHERE c.subject_key = a.subject_key AND c.kind IS NOT NULL), '[]') AS contributions
    FROM accounts a ORDER BY a.subject_key`.execute(reader);
  return rows.map((row) => ({ subjectKey: row.subject_key, contributions: row.contributions }));
}

/** One per change and holder, however often it is tried. Fails when one of the accounts was closed meanwhile: read the chunk again. */
export async function addNotices(
  tx: PointsTx,
  enactment: string,
  at: Date,
  notices: readonly { readonly subjectKey: string; readonly noticeId: string }[],
): Promise<void> {
  if (notices.length === 0) return;
  await tx
    .insertInto('account_notice')
    .values(
      notices.map(({ subjectKey, noticeId }) => ({
        subject_key: subjectKey,
        notice_id: noticeId,
        enactment,
        at,
        read_at: null,
      })),
    )
    .onConflict((conflict) => conflict.columns(['subject_key', 'enactment']).doNothing())
    .execute();
}

/** A change as it was enacted, with the rules it replaced. */
export async function findEnactment(tx: PointsTx, sequence: string) {
  const rows = await tx
    .selectFrom('rules_enactment')
    .select(['sequence', 'rules', 'enacted_at'])
    .where('sequence', '<=', sequence)
    .orderBy('sequence', 'desc')
    .limit(2)
    .execute();
  const [now, before] = rows;
  if (!now || !before || now.sequence !== sequence) return undefined;
  return {
    at: now.enacted_at,
    before: before.rules as unknown as PointsRules,
    after: now.rules as unknown as PointsRules,
  };
}
