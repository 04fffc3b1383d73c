/** All SQL of acts at a counter. Words on what waits are written by functions of the database, by whose session it is, and by nothing else. */
import { sql } from 'kysely';
import type { CounterActKind, CounterMeans } from '#contracts/vocabulary.ts';
import type { PlatformTx } from '../database.ts';

export interface NewAct {
  readonly subjectKey: string;
  readonly actId: string;
  readonly personKey: string;
  readonly kind: CounterActKind;
  readonly about: { readonly type: 'case' | 'request' | 'own-data'; readonly id: string };
  readonly factKey: string | null;
  readonly content: object;
  readonly sealed: Buffer | null;
  readonly identityProof: string;
  readonly authorityProof: string | null;
  readonly officerId: string;
  readonly departmentId: string;
  readonly window: number;
  readonly at: Date;
  readonly expiresAt: Date | null;
}

/** What the database compares the row with that does it: its own words for the content. */
const digestOf = (content: object) =>
  sql<Buffer>`sha256(convert_to((${JSON.stringify(content)}::jsonb)::text, 'UTF8'))`;

export async function insertAct(tx: PlatformTx, act: NewAct): Promise<void> {
  await tx
    .insertInto('counter_act')
    .values({
      subject_key: act.subjectKey,
      act_id: act.actId,
      person_key: act.personKey,
      kind: act.kind,
      about_type: act.about.type,
      about_id: act.about.id,
      fact_key: act.factKey,
      request_id: act.about.type === 'request' ? act.about.id : null,
      content_digest: digestOf(act.content),
      sealed: act.sealed,
      identity_proof: act.identityProof,
      authority_proof: act.authorityProof,
      officer_id: act.officerId,
      department_id: act.departmentId,
      desk: act.window,
      at: act.at,
      expires_at: act.expiresAt,
    })
    .execute();
}

export interface ActRow {
  readonly subject_key: string;
  readonly act_id: string;
  readonly person_key: string;
  readonly kind: CounterActKind;
  readonly about_type: 'case' | 'request' | 'own-data';
  readonly about_id: string;
  readonly fact_key: string | null;
  readonly sealed: Buffer | null;
  readonly identity_proof: string;
  readonly authority_proof: string | null;
  readonly officer_id: string;
  readonly department_id: string;
  readonly desk: number;
  readonly at: Date;
  readonly expires_at: Date | null;
  readonly outcome: 'confirmed' | 'refused' | null;
  readonly means: CounterMeans | null;
  readonly done: boolean;
  readonly form: boolean;
}

const acts = (tx: PlatformTx) =>
  tx
    .selectFrom('counter_act as a')
    .leftJoin('counter_outcome as o', (join) =>
      join.onRef('o.subject_key', '=', 'a.subject_key').onRef('o.act_id', '=', 'a.act_id'),
    )
    .select([
      'a.subject_key',
      'a.act_id',
      'a.person_key',
      'a.kind',
      'a.about_type',
      'a.about_id',
      'a.fact_key',
      'a.sealed',
      'a.identity_proof',
      'a.authority_proof',
      'a.officer_id',
      'a.department_id',
      'a.desk',
      'a.at',
      'a.expires_at',
      'o.outcome',
      'o.means',
      sql<boolean>`EXISTS (SELECT FROM case_action c WHERE c.subject_key = a.subject_key AND c.counter_act = a.act_id)
        OR EXISTS (SELECT FROM rights_request q WHERE q.subject_key = a.subject_key AND q.counter_act = a.act_id)
        OR EXISTS (SELECT FROM rights_action r WHERE r.subject_key = a.subject_key AND r.counter_act = a.act_id)
        OR EXISTS (SELECT FROM full_report f WHERE f.subject_key = a.subject_key AND f.counter_act = a.act_id)`.as(
        'done',
      ),
      sql<boolean>`EXISTS (SELECT FROM evidence_owner w JOIN evidence e ON e.subject_key = w.subject_key AND e.evidence_id = w.evidence_id
        WHERE w.subject_key = a.subject_key AND w.owner_kind = 'counter-act' AND w.owner_id = a.act_id::text AND e.kind = 'signed-form')`.as(
        'form',
      ),
    ]);

/** One of the acts this transaction sees. */
export async function findAct(tx: PlatformTx, actId: string): Promise<ActRow | undefined> {
  return acts(tx).where('a.act_id', '=', actId).executeTakeFirst();
}

/** Of a subject or of who appeared, the newest first. */
export async function actsOf(tx: PlatformTx, keys: readonly string[], limit: number): Promise<ActRow[]> {
  return acts(tx)
    .where((eb) => eb.or([eb('a.subject_key', 'in', [...keys]), eb('a.person_key', 'in', [...keys])]))
    .orderBy('a.at', 'desc')
    .orderBy('a.act_id', 'desc')
    .limit(limit)
    .execute();
}

/** False: it no longer waits, or too many numbers were asked for. */
export async function offerSecret(
  tx: PlatformTx,
  act: Pick<ActRow, 'subject_key' | 'act_id'>,
  use: 'code' | 'desk',
  digest: Buffer,
  at: Date,
): Promise<boolean> {
  const { rows } = await sql<{ offered: boolean }>`
    SELECT offer_counter_secret(${act.subject_key}, ${act.act_id}, ${use}, ${digest}, ${at}) AS offered`.execute(tx);
  return rows[0]?.offered ?? false;
}

export type Word = 'confirmed' | 'refused' | 'wrong' | 'spent' | 'over' | 'none' | 'no-form';

export async function wordByCode(
  tx: PlatformTx,
  act: Pick<ActRow, 'subject_key' | 'act_id'>,
  token: Buffer,
  at: Date,
): Promise<Word> {
  const { rows } = await sql<{ word: Word }>`
    SELECT confirm_by_code(${act.subject_key}, ${act.act_id}, ${token}, ${at}) AS word`.execute(tx);
  return rows[0]!.word;
}

export async function wordOnOwnPage(
  tx: PlatformTx,
  act: Pick<ActRow, 'subject_key' | 'act_id'>,
  answer: 'confirmed' | 'refused',
  at: Date,
): Promise<Word> {
  const { rows } = await sql<{ word: Word }>`
    SELECT answer_counter_act(${act.subject_key}, ${act.act_id}, ${answer}, ${at}) AS word`.execute(tx);
  return rows[0]!.word;
}

export async function findActAtDesk(tx: PlatformTx, token: Buffer, at: Date): Promise<ActRow | undefined> {
  const { rows } = await sql<{ act_id: string }>`SELECT act_id FROM counter_act_at_desk(${token}, ${at})`.execute(tx);
  return rows[0] && findAct(tx, rows[0].act_id);
}

export async function wordAtDesk(
  tx: PlatformTx,
  token: Buffer,
  answer: 'confirmed' | 'refused',
  at: Date,
): Promise<Word> {
  const { rows } = await sql<{ word: Word }>`SELECT confirm_at_desk(${token}, ${answer}, ${at}) AS word`.execute(tx);
  return rows[0]!.word;
}

/** relief-hidden: whether the person has just confirmed that this assistant sees what is under relief. */
export async function counterSeesHeld(tx: PlatformTx, subjectKey: string): Promise<boolean> {
  const { rows } = await sql<{ sees: boolean }>`SELECT counter_sees_held(${subjectKey}) AS sees`.execute(tx);
  return rows[0]?.sees ?? false;
}

/** Cases under a hold today that was not released: `batch-row`. */
export async function heldCases(tx: PlatformTx, subjectKey: string, today: string): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    SELECT s.batch_id || '-' || s.row_number AS id FROM relief_hold h
    JOIN submission s ON s.subject_key = h.subject_key AND s.fact_key = h.fact_key
    WHERE h.subject_key = ${subjectKey} AND h.held_until >= ${today}::date
      AND NOT EXISTS (SELECT FROM rights_action r WHERE r.subject_key = h.subject_key AND r.request_id = h.request_id AND r.action = 'release')`.execute(
    tx,
  );
  return new Set(rows.map(({ id }) => id));
}

/** When acts were over, for the retention of the forms signed for them: with their word, or when they no longer waited. */
export async function counterActsSettled(tx: PlatformTx, ids: readonly string[]): Promise<ReadonlyMap<string, Date>> {
  const { rows } = await sql<{ act_id: string; at: Date }>`
    SELECT a.act_id, coalesce(o.at, a.expires_at) AS at FROM counter_act a
    LEFT JOIN counter_outcome o ON o.subject_key = a.subject_key AND o.act_id = a.act_id
    WHERE a.act_id = ANY (${[...ids]}::uuid[])`.execute(tx);
  return new Map(rows.map(({ act_id, at }) => [act_id, at]));
}

export interface BodyCounts {
  readonly department_id: string;
  readonly acts: number;
  readonly prepared: number;
  readonly by_person: number;
  readonly by_second: number;
  readonly refused: number;
  readonly expired: number;
}

/** By body, for what was done or prepared since one instant and before another. */
export async function countActs(tx: PlatformTx, since: Date, before: Date, now: Date): Promise<BodyCounts[]> {
  const { rows } = await sql<BodyCounts>`
    SELECT a.department_id, count(*)::int AS acts, count(a.expires_at)::int AS prepared,
      count(*) FILTER (WHERE o.outcome = 'confirmed' AND o.means <> 'second-officer')::int AS by_person,
      count(*) FILTER (WHERE o.outcome = 'confirmed' AND o.means = 'second-officer')::int AS by_second,
      count(*) FILTER (WHERE o.outcome = 'refused')::int AS refused,
      count(*) FILTER (WHERE o.outcome IS NULL AND a.expires_at < ${now})::int AS expired
    FROM counter_act a LEFT JOIN counter_outcome o ON o.subject_key = a.subject_key AND o.act_id = a.act_id
    WHERE a.at >= ${since} AND a.at < ${before} GROUP BY 1 ORDER BY 2 DESC, 1`.execute(tx);
  return rows;
}

export interface PairCount {
  readonly department_id: string;
  readonly assistant: string;
  readonly second: string;
  readonly confirmed: number;
}

/** Who confirmed for whom, the most frequent first. */
export async function countPairs(tx: PlatformTx, since: Date, before: Date): Promise<PairCount[]> {
  const { rows } = await sql<PairCount>`
    SELECT a.department_id, a.officer_id AS assistant, o.officer_id AS second, count(*)::int AS confirmed
    FROM counter_act a JOIN counter_outcome o ON o.subject_key = a.subject_key AND o.act_id = a.act_id
    WHERE a.at >= ${since} AND a.at < ${before} AND o.means = 'second-officer' AND o.outcome = 'confirmed'
    GROUP BY 1, 2, 3 ORDER BY 4 DESC, 1, 2, 3 LIMIT 100`.execute(tx);
  return rows;
}

export async function wasToldSince(tx: PlatformTx, subjectKey: string, place: string, since: Date): Promise<boolean> {
  const row = await tx
    .selectFrom('subject_notice')
    .select('notice_id')
    .where('subject_key', '=', subjectKey)
    .where('kind', '=', 'counter.appeared')
    .where('at', '>=', since)
    .where(sql<boolean>`starts_with(text, ${place})`)
    .executeTakeFirst();
  return row !== undefined;
}
