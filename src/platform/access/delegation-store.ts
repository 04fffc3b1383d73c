/** SQL of delegations for absence. */
import { sql } from 'kysely';
import type { DelegationQuery } from '#contracts/officers.ts';
import type { PlatformTx } from '../database.ts';
import type { ScreenedText } from '../screened.ts';

export interface DelegationRow {
  id: string;
  department_id: string;
  from_officer: string;
  to_officer: string;
  role: string;
  starts_on: string;
  ends_on: string;
  reason: string;
  given_by: string;
  given_at: Date;
  revoked_at: Date | null;
  from_name: string;
  to_name: string;
  given_by_name: string | null;
  /** both still appointed, in that department, the absent one with that role */
  holds: boolean;
}

/** Delegations of a department change one at a time: the rules look at all of them. */
export async function lockDelegations(tx: PlatformTx, departmentId: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(20200302, hashtext(${departmentId}))`.execute(tx);
}

const described = (now: Date) => sql`
  SELECT d.id, d.department_id, d.from_officer, d.to_officer, d.role, d.starts_on, d.ends_on, d.reason, d.given_by, d.given_at,
    d.revoked_at, a.name AS from_name, b.name AS to_name, g.name AS given_by_name,
    (a.active_until IS NULL OR a.active_until > ${now}) AND (b.active_until IS NULL OR b.active_until > ${now})
      AND belongs_to(b.id, d.department_id)
      AND EXISTS (SELECT FROM officer_role r WHERE r.officer_id = a.id AND r.department_id = d.department_id AND r.role = d.role
        AND r.held_from <= ${now} AND (r.held_until IS NULL OR r.held_until > ${now}) AND r.ended_at IS NULL) AS holds
  FROM delegation d JOIN officer a ON a.id = d.from_officer JOIN officer b ON b.id = d.to_officer
  LEFT JOIN officer g ON g.id = d.given_by`;

/** What an officer has taken over and may use on a day. */
export async function standInsOf(
  tx: PlatformTx,
  officerId: string,
  today: string,
  now: Date,
): Promise<DelegationRow[]> {
  const { rows } = await sql<DelegationRow>`
    SELECT * FROM (${described(now)}
      WHERE d.to_officer = ${officerId}::uuid AND d.revoked_at IS NULL AND d.starts_on <= ${today}::date AND d.ends_on >= ${today}::date) running
    WHERE holds ORDER BY given_at`.execute(tx);
  return rows;
}

export async function delegationsAbout(tx: PlatformTx, officerId: string, now: Date): Promise<DelegationRow[]> {
  const { rows } = await sql<DelegationRow>`
    ${described(now)} WHERE d.from_officer = ${officerId}::uuid OR d.to_officer = ${officerId}::uuid
    ORDER BY d.ends_on DESC, d.id LIMIT 100`.execute(tx);
  return rows;
}

export async function findDelegation(tx: PlatformTx, id: string, now: Date): Promise<DelegationRow | undefined> {
  const { rows } = await sql<DelegationRow>`${described(now)} WHERE d.id = ${id}::uuid`.execute(tx);
  return rows[0];
}

/** The latest given first. */
export async function listDelegations(
  tx: PlatformTx,
  departments: '*' | readonly string[],
  { standing, before, limit }: Omit<DelegationQuery, 'department'>,
  today: string,
  now: Date,
): Promise<DelegationRow[]> {
  const everywhere = departments === '*';
  const { rows } = await sql<DelegationRow>`
    ${described(now)}
    WHERE (${everywhere} OR d.department_id = ANY (${everywhere ? [] : [...departments]}::text[]))
      AND (${standing} = 'all' OR (d.revoked_at IS NULL AND d.ends_on >= ${today}::date))
      AND (${before ?? null}::uuid IS NULL OR (d.given_at, d.id) < (SELECT x.given_at, x.id FROM delegation x WHERE x.id = ${before ?? null}::uuid))
    ORDER BY d.given_at DESC, d.id DESC LIMIT ${limit}`.execute(tx);
  return rows;
}

/** Open ones of a department that overlap a period. */
export async function overlapping(
  tx: PlatformTx,
  { departmentId, startsOn, endsOn }: { departmentId: string; startsOn: string; endsOn: string },
  now: Date,
): Promise<DelegationRow[]> {
  const { rows } = await sql<DelegationRow>`
    ${described(now)}
    WHERE d.department_id = ${departmentId} AND d.revoked_at IS NULL
      AND d.starts_on <= ${endsOn}::date AND d.ends_on >= ${startsOn}::date`.execute(tx);
  return rows;
}

export async function addDelegation(
  tx: PlatformTx,
  row: {
    id: string;
    department_id: string;
    from_officer: string;
    to_officer: string;
    role: string;
    starts_on: string;
    ends_on: string;
    reason: ScreenedText;
    given_by: string;
    given_at: Date;
  },
): Promise<void> {
  await tx.insertInto('delegation').values(row).execute();
}

/** False when it was revoked already. */
export async function endDelegation(tx: PlatformTx, id: string, by: string, at: Date): Promise<boolean> {
  const ended = await tx
    .updateTable('delegation')
    .set({ revoked_by: by, revoked_at: at })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return ended.numUpdatedRows > 0n;
}

export async function colleaguesOf(
  tx: PlatformTx,
  departmentId: string,
  except: string,
  now: Date,
): Promise<{ id: string; name: string; roles: string[] }[]> {
  return tx
    .selectFrom('officer')
    .select(['id', 'name'])
    .select(
      sql<string[]>`ARRAY(SELECT r.role FROM officer_role r
        WHERE r.officer_id = officer.id AND r.department_id = officer.department_id AND r.ended_at IS NULL)`.as(
        'roles',
      ),
    )
    .where('department_id', '=', departmentId)
    .where('id', '<>', except)
    .where('external_id', 'not like', 'client:%')
    .where((eb) => eb.or([eb('active_until', 'is', null), eb('active_until', '>', now)]))
    .orderBy('name')
    .orderBy('id')
    .limit(500)
    .execute();
}

/** With whom each officer counts as one today, themself first: whoever stands in for them, and for whom they stand in (four-eyes). */
export async function countedAs(
  tx: PlatformTx,
  officers: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await sql<{ officer: string; selves: string[] }>`
    SELECT o.id AS officer, ARRAY(SELECT counts_as(o.id)) AS selves FROM unnest(${[...officers]}::uuid[]) AS o (id)`.execute(
    tx,
  );
  return new Map(rows.map(({ officer, selves }) => [officer, selves]));
}
