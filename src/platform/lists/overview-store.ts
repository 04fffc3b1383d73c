/** SQL behind the lists' screens: counts of nominations, what may still be nominated, rounds, the other side of a conflict. */

import { sql } from 'kysely';
import type { NominableQuery, RoundQuery } from '#contracts/lists.ts';
import type { ListId } from '#kernel/policy/policy.ts';
import type { GroundRef, KindRef } from '#kernel/policy/refs.ts';
import type { PlatformTx } from '../database.ts';
import { groundsOf, LISTABLE } from './listable.ts';
import type { FoundConflict, Nominating } from './rules.ts';

export interface NominationCount {
  department_id: string;
  zone: string | null;
  nominated: number;
  in_force: number;
}

export async function countNominations(
  tx: PlatformTx,
  list: ListId,
  departments: readonly string[] | null,
  on: string,
): Promise<NominationCount[]> {
  const { rows } = await sql<NominationCount>`
    SELECT n.department_id, n.zone, count(*)::int AS nominated, count(f.record_id)::int AS in_force
    FROM nomination n
    LEFT JOIN record_in_force(${on}::date) f ON f.subject_key = n.subject_key AND f.record_id = n.record_id
      AND (f.disclosed_until IS NULL OR f.disclosed_until >= ${on}::date)
    WHERE n.list = ${list} AND (${departments}::text[] IS NULL OR n.department_id = ANY (${departments}::text[]))
    GROUP BY n.department_id, n.zone ORDER BY n.department_id, n.zone NULLS LAST`.execute(tx);
  return rows;
}

/** What each department determined that the list has a ground for and nobody has nominated: what may still be expected of it. */
export async function countNominable(
  tx: PlatformTx,
  scope: Scope,
): Promise<{ department_id: string; waiting: number }[]> {
  const { rows } = await sql<{ department_id: string; waiting: number }>`
    SELECT r.determining_department AS department_id, count(*)::int AS waiting ${nominable(scope)}
    GROUP BY 1 ORDER BY 1`.execute(tx);
  return rows;
}

interface RoundRow {
  id: string;
  opened_at: Date;
  notice_from: string;
  notice_until: string;
  entries: number;
  undecided: number;
  signed: number;
  edition: number | null;
  newest: boolean;
}

/** Newest first; the counts are of the rounds of one page only. */
export async function listRounds(tx: PlatformTx, list: ListId, { before, limit }: RoundQuery): Promise<RoundRow[]> {
  const { rows } = await sql<RoundRow>`
    WITH page AS (
      SELECT * FROM list_round WHERE list = ${list} AND (${before ?? null}::bigint IS NULL OR id < ${before ?? null}::bigint)
      ORDER BY id DESC LIMIT ${limit + 1})
    SELECT page.id, page.opened_at, page.notice_from, page.notice_until, e.number AS edition,
      (SELECT count(*)::int FROM list_entry l WHERE l.round_id = page.id) AS entries,
      (SELECT count(*)::int FROM (
        SELECT DISTINCT ON (d.subject_key, d.record_id) d.decision FROM list_entry_decision d WHERE d.round_id = page.id
        ORDER BY d.subject_key, d.record_id, d.sequence DESC) last
        WHERE last.decision IN ('conflict-found', 'objection')) AS undecided,
      (SELECT count(*)::int FROM list_sign_off o WHERE o.round_id = page.id) AS signed,
      page.id = (SELECT max(id) FROM list_round WHERE list = ${list}) AS newest
    FROM page LEFT JOIN edition e ON e.round_id = page.id ORDER BY page.id DESC`.execute(tx);
  return rows;
}

export interface NominableScope {
  readonly list: ListId;
  readonly departments: readonly string[];
  readonly grounds: readonly Nominating[];
  readonly on: string;
}

interface NominableRow {
  record_id: string;
  batch_id: string;
  row_number: number;
  uscc: string;
  name: string;
  ground: GroundRef;
  matter: string;
  determined_at: Date;
}

type Scope = Omit<NominableScope, 'departments'> & { readonly departments: readonly string[] | null };

/** `departments` null: all that the transaction may see. */
const nominable = ({ list, departments, grounds, on }: Scope) => sql`
  FROM record_in_force(${on}::date) r
  JOIN ${groundsOf(grounds)} ON g.kind = r.kind
  WHERE r.subject_type = 'organisation' AND ${LISTABLE}
    AND (${departments}::text[] IS NULL OR r.determining_department = ANY (${departments}::text[]))
    AND NOT EXISTS (SELECT FROM nomination n WHERE n.subject_key = r.subject_key AND n.record_id = r.record_id AND n.list = ${list})`;

/** Determined by these departments, in force, of a kind the list has a ground for, and not nominated yet. Organisations only. */
export async function listNominable(
  tx: PlatformTx,
  scope: NominableScope,
  { batch, after, limit }: NominableQuery,
): Promise<NominableRow[]> {
  const [afterBatch, afterRow] = after?.split('-') ?? [];
  const { rows } = await sql<NominableRow>`
    SELECT r.record_id, r.batch_id, r.row_number, r.uscc, r.organisation_name AS name, g.ground, r.matter, r.determined_at
    ${nominable(scope)}
      AND (${batch ?? null}::bigint IS NULL OR r.batch_id = ${batch ?? null}::bigint)
      AND (${afterBatch ?? null}::bigint IS NULL OR (r.batch_id, r.row_number) > (${afterBatch ?? null}::bigint, ${afterRow ?? null}::integer))
    ORDER BY r.batch_id, r.row_number LIMIT ${limit + 1}`.execute(tx);
  return rows;
}

const BATCHES_SHOWN = 100;

export async function nominableBatches(
  tx: PlatformTx,
  scope: NominableScope,
): Promise<{ batch_id: string; waiting: number }[]> {
  const { rows } = await sql<{ batch_id: string; waiting: number }>`
    SELECT r.batch_id, count(*)::int AS waiting ${nominable(scope)}
    GROUP BY r.batch_id ORDER BY r.batch_id DESC LIMIT ${BATCHES_SHOWN}`.execute(tx);
  return rows;
}

export interface OtherSide {
  readonly conflict: FoundConflict['conflict'];
  readonly departmentId: string;
  readonly matter: string;
  readonly kind: KindRef;
  readonly on: string;
}

/** What the nominations of these organisations conflict with, by `code conflict`. */
export async function otherSides(
  tx: PlatformTx,
  codes: readonly string[],
  opposed: readonly ListId[],
  on: string,
): Promise<ReadonlyMap<string, OtherSide[]>> {
  if (codes.length === 0) return new Map();
  const { rows } = await sql<OtherSide & { uscc: string }>`
    WITH live AS MATERIALIZED (
      SELECT r.* FROM record_in_force(${on}::date) r
      WHERE r.uscc = ANY (${codes}::text[]) AND (r.disclosed_until IS NULL OR r.disclosed_until >= ${on}::date))
    SELECT y.uscc, 'adverse-in-force' AS conflict, y.determining_department AS "departmentId", y.matter, y.kind,
      (y.determined_at AT TIME ZONE 'Asia/Shanghai')::date AS "on" FROM live y WHERE y.polarity = 'adverse'
    UNION ALL
    SELECT y.uscc, 'on-both-lists', n.department_id, y.matter, y.kind, (n.at AT TIME ZONE 'Asia/Shanghai')::date
    FROM live y JOIN nomination n ON n.subject_key = y.subject_key AND n.record_id = y.record_id AND n.list = ANY (${opposed}::text[])
    UNION ALL
    SELECT y.uscc, 'objection-open', c.department_id, c.reason, y.kind, c.effective_on
    FROM live y JOIN LATERAL (
      SELECT c.* FROM record_change c WHERE c.subject_key = y.subject_key AND c.record_id = y.record_id
        AND c.change IN ('objection-opened', 'objection-closed') ORDER BY c.sequence DESC LIMIT 1) c ON c.change = 'objection-opened'`.execute(
    tx,
  );
  return Map.groupBy(rows, ({ uscc, conflict }) => `${uscc} ${conflict}`);
}

export async function findEdition(tx: PlatformTx, list: ListId, number: number) {
  return tx.selectFrom('edition').selectAll().where('list', '=', list).where('number', '=', number).executeTakeFirst();
}
