/**
 * Delegations for absence: an officer, or an administrator for them, names a colleague of the same department who takes over one
 * role for a while. The colleague acts under the own name, on behalf of the absent one; four-eyes counts who acts.
 */
import {
  DelegableRole,
  type Delegation,
  type DelegationPage,
  type DelegationQuery,
  NewDelegation,
  type OwnDelegations,
} from '#contracts/officers.ts';
import { firstRefusal, requireMay } from '#kernel/refusal/may.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { type LocalDate, localDateAt, toLocalDate } from '#kernel/time/local-date.ts';
import { writeAudit } from '../audit.ts';
import type { PlatformContext } from '../context.ts';
import type { PlatformTx } from '../database.ts';
import { screened } from '../screened.ts';
import { type Actor, ROLES, type Role } from './actor.ts';
import {
  mayDelegateFor,
  mayStandIn,
  whetherForOthers,
  whetherFree,
  whetherPeriod,
  whetherReachesSomebodyElse,
} from './delegation-rules.ts';
import {
  addDelegation,
  colleaguesOf,
  type DelegationRow,
  delegationsAbout,
  endDelegation,
  findDelegation,
  listDelegations,
  lockDelegations,
  overlapping,
} from './delegation-store.ts';
import { whetherTogether } from './roles-apart.ts';
import { administers, mayGive } from './rules.ts';
import { departmentsAsked } from './service.ts';
import { findOfficer, lockAppointments, type OfficerRow, roleCameFrom, rolesAtHome, rolesTakenOver } from './store.ts';
import { transact } from './transaction.ts';

export async function ownDelegations(context: PlatformContext, actor: Actor): Promise<OwnDelegations> {
  if (actor.kind !== 'officer' || actor.departmentId === null) throw new Problem('permission.denied');
  const { departmentId } = actor;
  const now = context.clock();
  return transact(context.database, actor, async (tx) => {
    const self = await findOfficer(tx, actor.id);
    const about = await delegationsAbout(tx, actor.id, now);
    const shown = about.map((row) => describe(context, actor, row));
    return {
      today: localDateAt(now),
      given: shown.filter(({ from }) => from.id === actor.id),
      received: shown.filter(({ to }) => to.id === actor.id),
      roles: DelegableRole.options.filter((role) => self && rolesAtHome(self).includes(role)),
      colleagues: (await colleaguesOf(tx, departmentId, actor.id, now)).map(({ roles, ...one }) => ({
        ...one,
        roles: ROLES.filter((role) => roles.includes(role)),
      })),
    };
  });
}

export async function delegations(
  context: PlatformContext,
  actor: Actor,
  query: DelegationQuery,
): Promise<DelegationPage> {
  const now = context.clock();
  const rows = await transact(context.database, actor, (tx) =>
    listDelegations(
      tx,
      departmentsAsked(context, actor, query.department),
      { ...query, limit: query.limit + 1 },
      localDateAt(now),
      now,
    ),
  );
  const items = rows.slice(0, query.limit).map((row) => describe(context, actor, row));
  return { items, before: rows.length > query.limit ? (items.at(-1)?.id ?? null) : null };
}

/**
 * The same again (a double click) answers with the one there is.
 * @throws Problem `permission.denied`, `not_found`, `delegation.refused` saying which rule stands against it
 */
export async function delegate(context: PlatformContext, actor: Actor, asked: NewDelegation): Promise<Delegation> {
  if (actor.kind !== 'officer') throw new Problem('permission.denied');
  const { reason } = screened(context.policy, NewDelegation, asked);
  const now = context.clock();
  const today = localDateAt(now);
  requireMay(whetherPeriod(toLocalDate(asked.startsOn), toLocalDate(asked.endsOn), today));
  return transact(context.database, actor, async (tx) => {
    const from = await absentOfficer(tx, context, actor, asked.from ?? actor.id);
    const to = await findOfficer(tx, asked.to);
    if (!to)
      throw new Problem('delegation.refused', {
        said: { zh: '没有这位经办人。', en: 'There is no such officer.' },
      });
    await lockDelegations(tx, from.department_id);
    await lockAppointments(tx);
    const others = await overlapping(tx, { ...asked, departmentId: from.department_id }, now);
    const same = others.find(
      (row) =>
        row.from_officer === from.id &&
        row.to_officer === to.id &&
        row.role === asked.role &&
        row.starts_on === asked.startsOn &&
        row.ends_on === asked.endsOn,
    );
    if (same) return describe(context, actor, same);
    requireMay(firstRefusal(mayStandIn(from, to, asked.role, now), whetherFree(from, to, asked.role, others)));
    await requireReachesSomebodyElse(tx, context, actor, from, to, asked.role);
    const beside = [...to.posts.map(({ role }) => role), ...(await rolesTakenOver(tx, to.id, today))];
    requireMay(whetherTogether(context.policy, beside as Role[], [asked.role]));
    const id = context.newId();
    await addDelegation(tx, {
      id,
      department_id: from.department_id,
      from_officer: from.id,
      to_officer: to.id,
      role: asked.role,
      starts_on: asked.startsOn,
      ends_on: asked.endsOn,
      reason,
      given_by: actor.id,
      given_at: now,
    });
    await writeAudit(tx, actor, {
      at: now,
      action: 'delegation.given',
      objectType: 'officer',
      objectId: from.id,
      detail: { delegation: id, to: to.id, role: asked.role, startsOn: asked.startsOn, endsOn: asked.endsOn },
    });
    return describe(context, actor, (await findDelegation(tx, id, now))!);
  });
}

/** Ends one early: the absent officer, the one who stands in, or an administrator. Again: nothing more happens. */
export async function revokeDelegation(context: PlatformContext, actor: Actor, id: string): Promise<Delegation> {
  const now = context.clock();
  return transact(context.database, actor, async (tx) => {
    const row = await findDelegation(tx, id, now);
    if (!row || !concerns(context, actor, row)) throw new Problem('not_found');
    if (await endDelegation(tx, id, actor.id, now)) {
      await writeAudit(tx, actor, {
        at: now,
        action: 'delegation.revoked',
        objectType: 'officer',
        objectId: row.from_officer,
        detail: { delegation: id, to: row.to_officer, role: row.role },
      });
    }
    return describe(context, actor, (await findDelegation(tx, id, now))!);
  });
}

/** The actor, or with an administrator's hand another officer of the jurisdiction. */
async function absentOfficer(
  tx: PlatformTx,
  { policy }: PlatformContext,
  actor: Actor,
  officerId: string,
): Promise<OfficerRow> {
  requireMay(mayDelegateFor(actor, officerId));
  const row = await findOfficer(tx, officerId);
  if (!row || (officerId !== actor.id && !administers(policy, actor, row.department_id)))
    throw new Problem('not_found');
  return row;
}

/** No delegation brings its giver, or whom the role came from, a role they did not have. */
async function requireReachesSomebodyElse(
  tx: PlatformTx,
  { policy }: PlatformContext,
  actor: Actor,
  from: OfficerRow,
  to: OfficerRow,
  role: Role,
): Promise<void> {
  requireMay(whetherForOthers(actor.id, from, to));
  const forOthers = from.id !== actor.id;
  if (forOthers) requireMay(mayGive(policy, actor, [role], from.department_id));
  const givers = await roleCameFrom(tx, from.id, role);
  if (forOthers) givers.push(...(await roleCameFrom(tx, actor.id, 'administrator')));
  requireMay(whetherReachesSomebodyElse(from, to, givers));
}

const concerns = ({ policy }: PlatformContext, actor: Actor, row: DelegationRow): boolean =>
  row.from_officer === actor.id || row.to_officer === actor.id || administers(policy, actor, row.department_id);

function describe(context: PlatformContext, actor: Actor, row: DelegationRow): Delegation {
  const today = localDateAt(context.clock());
  const standing = standingOf(row, today);
  return {
    id: row.id,
    departmentId: row.department_id,
    departmentName: context.policy.findDepartment(row.department_id)?.name ?? row.department_id,
    from: { id: row.from_officer, name: row.from_name },
    to: { id: row.to_officer, name: row.to_name },
    role: DelegableRole.parse(row.role),
    startsOn: row.starts_on,
    endsOn: row.ends_on,
    reason: row.reason,
    givenBy: row.given_by_name ?? row.given_by,
    givenAt: row.given_at.toISOString(),
    revokedAt: row.revoked_at?.toISOString() ?? null,
    standing,
    mayRevoke: (standing === 'running' || standing === 'coming') && concerns(context, actor, row),
  };
}

function standingOf(row: DelegationRow, today: LocalDate): Delegation['standing'] {
  if (row.revoked_at !== null) return 'revoked';
  if (row.ends_on < today) return 'ended';
  if (!row.holds) return 'lapsed';
  return row.starts_on > today ? 'coming' : 'running';
}
