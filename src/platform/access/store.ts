/** SQL of access: officers and machine clients. */
import { sql } from 'kysely';
import type { OfficerQuery } from '#contracts/officers.ts';
import type { DepartmentLevel } from '#contracts/vocabulary.ts';
import type { PlatformTx } from '../database.ts';
import type { ScreenedText } from '../screened.ts';

interface Registered {
  readonly id: string;
  readonly issuer: string;
  readonly external_id: string;
  readonly name: string;
  readonly department_id: string;
  readonly active_from: Date;
  readonly active_until: Date | null;
}

export interface OfficerRow extends Registered {
  /** roles whose end nobody has recorded, each with its department */
  readonly posts: readonly { readonly role: string; readonly departmentId: string }[];
}

/** The roles an officer holds where registered. */
export const rolesAtHome = ({ department_id, posts }: OfficerRow): string[] =>
  posts.filter(({ departmentId }) => departmentId === department_id).map(({ role }) => role);

const officerRows = (tx: PlatformTx) =>
  tx
    .selectFrom('officer')
    .selectAll('officer')
    .select(
      sql<{ role: string; departmentId: string }[]>`(
        SELECT coalesce(jsonb_agg(jsonb_build_object('role', r.role, 'departmentId', r.department_id) ORDER BY r.id), '[]')
        FROM officer_role r WHERE r.officer_id = officer.id AND r.ended_at IS NULL)`.as('posts'),
    );

export function findOfficer(tx: PlatformTx, id: string): Promise<OfficerRow | undefined> {
  return officerRows(tx).where('id', '=', id).executeTakeFirst();
}

export interface Jurisdiction {
  readonly roles: { readonly role: string; readonly department: string; readonly delegation: string | null }[];
}

/** What the officer sees and in which roles they act, where: own ones and those taken over. */
export async function jurisdictionOf(tx: PlatformTx, officerId: string, at: Date): Promise<Jurisdiction> {
  const { rows } = await sql<Jurisdiction>`
    SELECT roles FROM jurisdiction_of(${officerId}::uuid, ${at}::timestamptz)`.execute(tx);
  return rows[0]!;
}

export function findOfficerBySubject(
  tx: PlatformTx,
  issuer: string,
  externalId: string,
): Promise<OfficerRow | undefined> {
  return officerRows(tx).where('issuer', '=', issuer).where('external_id', '=', externalId).executeTakeFirst();
}

/** By department, name and id; after the officer `after`. `departments` empty finds nobody. */
export function listOfficers(
  tx: PlatformTx,
  departments: '*' | readonly string[],
  { name, standing, after, limit }: Omit<OfficerQuery, 'department'>,
  now: Date,
): Promise<OfficerRow[]> {
  let query = officerRows(tx).orderBy('department_id').orderBy('name').orderBy('id').limit(limit);
  if (departments !== '*') query = query.where('department_id', '=', sql<string>`ANY(${[...departments]})`);
  if (name !== undefined) query = query.where(sql<boolean>`strpos(name, ${name}) > 0`);
  if (standing === 'active')
    query = query.where((eb) => eb.or([eb('active_until', 'is', null), eb('active_until', '>', now)]));
  if (standing === 'dismissed') query = query.where('active_until', '<=', now);
  if (after !== undefined)
    query = query.where(
      sql<boolean>`(department_id, name, id) > (SELECT department_id, name, id FROM officer WHERE id = ${after})`,
    );
  return query.execute();
}

/** @param given by whom, from when; the installation's own have no giver */
export async function giveRoles(
  tx: PlatformTx,
  { id, departmentId }: { readonly id: string; readonly departmentId: string },
  roles: readonly string[],
  given: { readonly by: string | null; readonly at: Date },
): Promise<void> {
  if (roles.length === 0) return;
  await tx
    .insertInto('officer_role')
    .values(
      roles.map((role) => ({
        ...{ officer_id: id, department_id: departmentId, role },
        ...{ held_from: given.at, proposed_by: given.by },
      })),
    )
    .execute();
}

export async function endRoles(
  tx: PlatformTx,
  { id, departmentId }: { readonly id: string; readonly departmentId: string },
  roles: readonly string[],
  ended: { readonly by: string; readonly at: Date },
): Promise<void> {
  if (roles.length === 0) return;
  await tx
    .updateTable('officer_role')
    .set({ ended_at: ended.at, ended_by: ended.by })
    .where('officer_id', '=', id)
    .where('department_id', '=', departmentId)
    .where('role', 'in', roles)
    .where('ended_at', 'is', null)
    .execute();
}

export async function countActiveOfficers(tx: PlatformTx, now: Date): Promise<Map<string, number>> {
  const rows = await tx
    .selectFrom('officer')
    .select(['department_id', sql<number>`count(*)::int`.as('officers')])
    .where((eb) => eb.or([eb('active_until', 'is', null), eb('active_until', '>', now)]))
    .groupBy('department_id')
    .execute();
  return new Map(rows.map(({ department_id, officers }) => [department_id, officers]));
}

/** False when this account of the provider is an officer already. */
export async function addOfficer(tx: PlatformTx, row: Registered & { readonly name: ScreenedText }): Promise<boolean> {
  const added = await tx
    .insertInto('officer')
    .values(row)
    .onConflict((conflict) => conflict.columns(['issuer', 'external_id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return added !== undefined;
}

/** Who gave the officer this role, who made the giver an administrator, and so on; none of them gets a role through it. */
export async function roleCameFrom(tx: PlatformTx, officerId: string, role: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`SELECT role_came_from(${officerId}::uuid, ${role}) AS id`.execute(tx);
  return rows.map(({ id }) => id);
}

/** Whether an account of a provider is an officer already, in office or not. */
export async function accountTaken(tx: PlatformTx, issuer: string, externalId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('officer')
    .select('id')
    .where('issuer', '=', issuer)
    .where('external_id', '=', externalId)
    .executeTakeFirst();
  return row !== undefined;
}

/** Whether one of these officers uses this account of any provider. */
export async function usesAccount(tx: PlatformTx, officers: readonly string[], externalId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('officer')
    .select('id')
    .where('id', '=', sql<string>`ANY(${[...officers]}::uuid[])`)
    .where('external_id', '=', externalId)
    .executeTakeFirst();
  return row !== undefined;
}

/** Who administers a department and could end a role of this officer there, by name. */
export async function administratorsOver(tx: PlatformTx, departmentId: string, officerId: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    SELECT o.name FROM officer o WHERE o.id IN (SELECT administrators_over(${departmentId})) AND o.id <> ${officerId}::uuid
    ORDER BY o.department_id, o.name, o.id LIMIT 5`.execute(tx);
  return rows.map(({ name }) => name);
}

/** Roles that would come from one officer to another as soon as the first has them: delegations that are not revoked. */
export async function rolesHandedOn(tx: PlatformTx, from: string, to: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('delegation')
    .select('role')
    .where('from_officer', '=', from)
    .where('to_officer', '=', to)
    .where('revoked_at', 'is', null)
    .execute();
  return rows.map(({ role }) => role);
}

/** Roles that an officer stands in for, now or from a later day. */
export async function rolesTakenOver(tx: PlatformTx, officerId: string, today: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('delegation')
    .select('role')
    .where('to_officer', '=', officerId)
    .where('revoked_at', 'is', null)
    .where('ends_on', '>=', today)
    .execute();
  return rows.map(({ role }) => role);
}

/** Appointments change one at a time: two that each look allowed must not give each other something. */
export async function lockAppointments(tx: PlatformTx): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(20200303)`.execute(tx);
}

export async function endOfficer(tx: PlatformTx, id: string, at: Date): Promise<void> {
  await tx.updateTable('officer').set({ active_until: at }).where('id', '=', id).execute();
}

export async function anyAdministrator(tx: PlatformTx): Promise<boolean> {
  const { rows } = await sql<{ any: boolean }>`SELECT any_administrator() AS any`.execute(tx);
  return rows[0]?.any === true;
}

export interface MachineClientRow {
  readonly client_id: string;
  readonly issuer: string;
  readonly name: string;
  readonly department_id: string;
  readonly officer_id: string;
  readonly scopes: string[];
  readonly active_until: Date | null;
  readonly registered_by: string | null;
}

export function findMachineClient(
  tx: PlatformTx,
  issuer: string,
  clientId: string,
): Promise<MachineClientRow | undefined> {
  return tx
    .selectFrom('machine_client')
    .selectAll()
    .where('issuer', '=', issuer)
    .where('client_id', '=', clientId)
    .executeTakeFirst();
}

/**
 * Notes that the sign-in has verified a system's access token: for some minutes its transactions enter by it. The sign-in looks at the
 * token anew at every request, so that the row never has to outlive one by long.
 */
export async function keepMachineSession(tx: PlatformTx, clientId: string, token: string): Promise<void> {
  const { rows } = await sql`
    INSERT INTO machine_session (token_hash, client_id, ends_at)
    VALUES (sha256(convert_to(${token}, 'UTF8')), ${clientId}, now() + interval '5 minutes')
    ON CONFLICT (token_hash) DO UPDATE SET ends_at = excluded.ends_at WHERE machine_session.ends_at < now() + interval '2 minutes'
    RETURNING 1`.execute(tx);
  if (rows.length > 0) await sql`DELETE FROM machine_session WHERE ends_at < now()`.execute(tx);
}

export function findMachineClientById(tx: PlatformTx, clientId: string): Promise<MachineClientRow | undefined> {
  return tx.selectFrom('machine_client').selectAll().where('client_id', '=', clientId).executeTakeFirst();
}

export function listMachineClients(tx: PlatformTx, departments: '*' | readonly string[]): Promise<MachineClientRow[]> {
  const all = tx.selectFrom('machine_client').selectAll().orderBy('department_id').orderBy('client_id');
  return (departments === '*' ? all : all.where('department_id', '=', sql<string>`ANY(${[...departments]})`)).execute();
}

export async function endMachineClient(tx: PlatformTx, clientId: string, at: Date): Promise<void> {
  await tx.updateTable('machine_client').set({ active_until: at }).where('client_id', '=', clientId).execute();
}

interface DepartmentRow {
  readonly id: string;
  readonly name: string;
  readonly parent_id: string | null;
  readonly level: DepartmentLevel;
  readonly functions: string[];
  readonly division: string | null;
  readonly zone: string | null;
  readonly credit_office: boolean;
  readonly audit_office: boolean;
}

/** The pack's departments; one that left the pack is retired and stays, because history names it. Answers all that are retired. */
export async function putDepartments(
  tx: PlatformTx,
  departments: readonly DepartmentRow[],
  today: string,
): Promise<(DepartmentRow & { retired_on: string })[]> {
  await tx
    .updateTable('department')
    .set({ retired_on: today, credit_office: false, audit_office: false })
    .where(
      'id',
      'not in',
      departments.map(({ id }) => id),
    )
    .where('retired_on', 'is', null)
    .execute();
  for (const department of departments) {
    const { id, ...rest } = department;
    await tx
      .insertInto('department')
      .values(department)
      .onConflict((conflict) => conflict.column('id').doUpdateSet({ ...rest, retired_on: null }))
      .execute();
  }
  return tx
    .selectFrom('department')
    .selectAll()
    .where('retired_on', 'is not', null)
    .orderBy('id')
    .$narrowType<{ retired_on: string }>()
    .execute();
}

/** What officers are called, by id: for logs that name who acted. */
export async function officerNames(tx: PlatformTx, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.selectFrom('officer').select(['id', 'name']).where('id', 'in', ids).execute();
  return new Map(rows.map((row) => [row.id, row.name]));
}
