/** SQL of lists from the round on: rounds with their entries, decisions and sign-offs, editions. */
import { sql } from 'kysely';
import type { SignedAs } from '#contracts/vocabulary.ts';
import type { BusinessCode } from '#kernel/identity/uscc.ts';
import type { ListId } from '#kernel/policy/policy.ts';
import { countedAs } from '../access/index.ts';
import type { PlatformTx } from '../database.ts';
import type { ScreenedText } from '../screened.ts';
import type { Candidate, DecisionLine } from './rules.ts';

/** One change of a list at a time: editions are numbered without gaps. */
export async function lockList(tx: PlatformTx, list: ListId): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(20200301, hashtext(${list}))`.execute(tx);
}

export interface NewRound {
  readonly list: ListId;
  readonly openedBy: string;
  readonly at: Date;
  readonly noticeFrom: string;
  readonly noticeUntil: string;
  readonly digest: string;
}

export async function addRound(tx: PlatformTx, round: NewRound): Promise<string> {
  const row = await tx
    .insertInto('list_round')
    .values({
      list: round.list,
      opened_by: round.openedBy,
      opened_at: round.at,
      notice_from: round.noticeFrom,
      notice_until: round.noticeUntil,
      digest: Buffer.from(round.digest, 'hex'),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

export type ListEntry = Pick<
  Candidate,
  | 'subjectKey'
  | 'recordId'
  | 'entryId'
  | 'uscc'
  | 'name'
  | 'ground'
  | 'departmentId'
  | 'zone'
  | 'matter'
  | 'determinedOn'
  | 'validUntil'
>;

const ROWS_PER_INSERT = 2_000;

export async function addEntries(tx: PlatformTx, roundId: string, entries: readonly ListEntry[]): Promise<void> {
  for (let start = 0; start < entries.length; start += ROWS_PER_INSERT) {
    await tx
      .insertInto('list_entry')
      .values(
        entries.slice(start, start + ROWS_PER_INSERT).map((entry) => ({
          round_id: roundId,
          subject_key: entry.subjectKey,
          record_id: entry.recordId,
          entry_id: entry.entryId,
          uscc: entry.uscc,
          name: entry.name,
          ground: entry.ground,
          department_id: entry.departmentId,
          zone: entry.zone,
          matter: entry.matter,
          determined_on: entry.determinedOn,
          valid_until: entry.validUntil,
        })),
      )
      .execute();
  }
}

export async function findRound(tx: PlatformTx, roundId: string) {
  if (!/^[1-9]\d{0,9}$/.test(roundId)) return undefined;
  return tx.selectFrom('list_round').selectAll().where('id', '=', roundId).executeTakeFirst();
}

export async function newestRoundId(tx: PlatformTx, list: ListId): Promise<string | undefined> {
  const row = await tx
    .selectFrom('list_round')
    .select('id')
    .where('list', '=', list)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.id;
}

export async function listEntries(tx: PlatformTx, roundId: string): Promise<ListEntry[]> {
  const rows = await tx
    .selectFrom('list_entry')
    .selectAll()
    .where('round_id', '=', roundId)
    .orderBy('department_id')
    .orderBy('uscc')
    .orderBy('record_id')
    .execute();
  return rows.map((row) => ({
    subjectKey: row.subject_key,
    recordId: row.record_id,
    entryId: row.entry_id,
    // a round of before may name a sole trader: it comes into no edition any more, and its digest stays
    uscc: row.uscc as BusinessCode,
    name: row.name,
    ground: row.ground,
    departmentId: row.department_id,
    zone: row.zone,
    matter: row.matter,
    determinedOn: row.determined_on,
    validUntil: row.valid_until,
  }));
}

export type StoredDecision = DecisionLine & {
  readonly recordId: string;
  readonly sequence: number;
  readonly actorId: string;
  readonly at: Date;
};

export async function listDecisions(tx: PlatformTx, roundId: string): Promise<ReadonlyMap<string, StoredDecision[]>> {
  const rows = await tx
    .selectFrom('list_entry_decision')
    .selectAll()
    .where('round_id', '=', roundId)
    .orderBy('record_id')
    .orderBy('sequence')
    .execute();
  return Map.groupBy(
    rows.map((row) => ({
      recordId: row.record_id,
      sequence: row.sequence,
      decision: row.decision,
      reason: row.reason,
      actorId: row.actor_id,
      at: row.at,
    })),
    (row) => row.recordId,
  );
}

/** Who nominated each entry of a round, by record. */
export async function listNominators(
  tx: PlatformTx,
  roundId: string,
  list: ListId,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await tx
    .selectFrom('list_entry')
    .innerJoin('nomination', (join) =>
      join
        .onRef('nomination.subject_key', '=', 'list_entry.subject_key')
        .onRef('nomination.record_id', '=', 'list_entry.record_id'),
    )
    .select(['list_entry.record_id', 'nomination.nominated_by'])
    .where('list_entry.round_id', '=', roundId)
    .where('nomination.list', '=', list)
    .execute();
  const counted = await countedAs(tx, [...new Set(rows.map((row) => row.nominated_by))]);
  return new Map(rows.map((row) => [row.record_id, counted.get(row.nominated_by) ?? [row.nominated_by]]));
}

export async function addDecision(
  tx: PlatformTx,
  roundId: string,
  entry: { readonly subjectKey: string; readonly recordId: string },
  decision: Omit<DecisionLine, 'reason'> & {
    readonly sequence: number;
    readonly reason: ScreenedText;
    readonly actorId: string;
    readonly at: Date;
  },
): Promise<void> {
  await tx
    .insertInto('list_entry_decision')
    .values({
      round_id: roundId,
      subject_key: entry.subjectKey,
      record_id: entry.recordId,
      sequence: decision.sequence,
      decision: decision.decision,
      reason: decision.reason,
      actor_id: decision.actorId,
      at: decision.at,
    })
    .execute();
}

export async function listSignOffs(tx: PlatformTx, roundId: string) {
  return tx.selectFrom('list_sign_off').selectAll().where('round_id', '=', roundId).orderBy('at').execute();
}

/** False when the department has signed already. */
export async function addSignOff(
  tx: PlatformTx,
  signOff: {
    roundId: string;
    departmentId: string;
    officerId: string;
    signedAs: SignedAs;
    digest: Buffer;
    at: Date;
  },
): Promise<boolean> {
  const result = await tx
    .insertInto('list_sign_off')
    .values({
      round_id: signOff.roundId,
      department_id: signOff.departmentId,
      officer_id: signOff.officerId,
      signed_as: signOff.signedAs,
      digest: signOff.digest,
      at: signOff.at,
    })
    .onConflict((conflict) => conflict.columns(['round_id', 'department_id']).doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

export async function findEditionOfRound(tx: PlatformTx, roundId: string) {
  return tx.selectFrom('edition').selectAll().where('round_id', '=', roundId).executeTakeFirst();
}

export async function lastEditionNumber(tx: PlatformTx, list: ListId): Promise<number> {
  const row = await tx
    .selectFrom('edition')
    .select((select) => select.fn.max('number').as('number'))
    .where('list', '=', list)
    .executeTakeFirst();
  return row?.number ?? 0;
}

export async function addEdition(
  tx: PlatformTx,
  edition: {
    list: ListId;
    number: number;
    roundId: string;
    publishedAt: Date;
    publishedBy: string;
    manifest: object;
    digest: string;
  },
): Promise<void> {
  await tx
    .insertInto('edition')
    .values({
      list: edition.list,
      number: edition.number,
      round_id: edition.roundId,
      published_at: edition.publishedAt,
      published_by: edition.publishedBy,
      manifest: JSON.stringify(edition.manifest),
      digest: Buffer.from(edition.digest, 'hex'),
    })
    .execute();
}

export async function listEditions(tx: PlatformTx, list: ListId) {
  return tx.selectFrom('edition').selectAll().where('list', '=', list).orderBy('number', 'desc').execute();
}

/** The newest round of each list that holds the record and has not become an edition. */
export async function openRoundsOf(
  tx: PlatformTx,
  subjectKey: string,
  recordId: string,
): Promise<{ roundId: string; list: ListId }[]> {
  const { rows } = await sql<{ id: string; list: ListId }>`
    SELECT r.id, r.list FROM list_entry e JOIN list_round r ON r.id = e.round_id
    WHERE e.subject_key = ${subjectKey} AND e.record_id = ${recordId}
      AND r.id = (SELECT max(n.id) FROM list_round n WHERE n.list = r.list)
      AND NOT EXISTS (SELECT FROM edition d WHERE d.round_id = r.id)
    ORDER BY r.id`.execute(tx);
  return rows.map(({ id, list }) => ({ roundId: id, list }));
}

export interface DoubtedEntry {
  readonly subjectKey: string;
  readonly roundId: string;
  readonly recordId: string;
}

/** Whether anything is open about the entry besides objections that were asked for as requests (the database holds the same). */
export async function othersDoubt(tx: PlatformTx, { subjectKey, roundId, recordId }: DoubtedEntry): Promise<boolean> {
  const { rows } = await sql<{ doubted: boolean }>`
    SELECT others_doubt(${subjectKey}, ${roundId}, ${recordId}) AS doubted`.execute(tx);
  return rows[0]!.doubted;
}
