/** Use cases of access: who is let in as whom, and who appoints officers. */
import {
  type NewOfficer,
  type Officer,
  type OfficerPage,
  type OfficerQuery,
  OfficerRole,
} from '#contracts/officers.ts';
import { requireMay } from '#kernel/refusal/may.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { localDateAt } from '#kernel/time/local-date.ts';
import { writeAudit } from '../audit.ts';
import type { PlatformContext } from '../context.ts';
import type { PlatformTx } from '../database.ts';
import { screenedAccount, screenedText } from '../screened.ts';
import { type Actor, postsIn, ROLES, type Role, systemActor } from './actor.ts';
import { type DelegationRow, standInsOf } from './delegation-store.ts';
import { requireDepartment } from './departments.ts';
import { inJurisdiction } from './jurisdiction.ts';
import type { Pass } from './pass.ts';
import { administers, mayAlterPost, mayGive, mayReceive, whetherStaysAway } from './rules.ts';
import {
  addOfficer,
  anyAdministrator,
  endOfficer,
  endRoles,
  findMachineClient,
  findOfficer,
  findOfficerBySubject,
  giveRoles,
  type Jurisdiction,
  jurisdictionOf,
  keepMachineSession,
  listOfficers,
  lockAppointments,
  type OfficerRow,
  roleCameFrom,
  rolesAtHome,
  rolesHandedOn,
  usesAccount,
} from './store.ts';
import { atDoor, transact } from './transaction.ts';

/** how the account of a machine's officer entry begins */
export const MACHINE_ACCOUNT = 'client:';

/** The officer behind a provider's account. @throws Problem `officer.unknown` when nobody appointed it, or no longer. */
export async function admitOfficer(context: PlatformContext, issuer: string, externalId: string): Promise<string> {
  return atDoor(context.database, async (tx) => {
    const row = await findOfficerBySubject(tx, issuer, externalId);
    if (!row) throw new Problem('officer.unknown');
    if (!active(row, context.clock()))
      throw new Problem('officer.unknown', {
        said: { zh: '该经办人的登记已停用。', en: 'This officer is no longer active.' },
      });
    return row.id;
  });
}

/** The actor for an officer who signed in earlier; null when the appointment has ended since. */
export async function officerActor(
  context: PlatformContext,
  officerId: string,
  requestId: string,
  pass?: Pass,
): Promise<Actor | null> {
  return atDoor(context.database, async (tx) => {
    const row = await findOfficer(tx, officerId);
    const now = context.clock();
    if (!row || !active(row, now)) return null;
    const actor = actorOf(
      row,
      requestId,
      await jurisdictionOf(tx, row.id, now),
      await standInsOf(tx, row.id, localDateAt(now), now),
    );
    return pass ? { ...actor, pass } : actor;
  });
}

/** The actor for a department's own system: its officer entry, with no more than the client's own scopes. */
export async function machineActor(
  context: PlatformContext,
  issuer: string,
  clientId: string,
  requestId: string,
  pass?: Pass,
): Promise<Actor> {
  return atDoor(context.database, async (tx) => {
    const client = await findMachineClient(tx, issuer, clientId);
    const now = context.clock();
    const officer =
      client && (client.active_until === null || client.active_until > now)
        ? await findOfficer(tx, client.officer_id)
        : undefined;
    if (!client || !officer || !active(officer, now)) {
      throw new Problem('officer.unknown', {
        said: {
          zh: `客户端 ${clientId} 未登记或已停用。`,
          en: `The client ${clientId} is not registered or no longer active.`,
        },
      });
    }
    const actor = actorOf(officer, requestId, await jurisdictionOf(tx, officer.id, now));
    if (pass) await keepMachineSession(tx, clientId, pass.token);
    return {
      ...actor,
      ...(pass ? { pass } : {}),
      kind: 'machine',
      name: client.name,
      roles: actor.roles.filter((role) => client.scopes.includes(role)),
      posts: actor.posts.filter(({ role }) => client.scopes.includes(role)),
    };
  });
}

export function active(row: Pick<OfficerRow, 'active_from' | 'active_until'>, now: Date): boolean {
  return row.active_from <= now && (row.active_until === null || row.active_until > now);
}

function actorOf(
  row: OfficerRow,
  requestId: string,
  { everywhere, departments, roles }: Jurisdiction,
  taken: readonly DelegationRow[] = [],
): Actor {
  const posts = roles.map(({ role, department }) => ({ role: role as Role, departmentId: department }));
  const standsIn = taken
    .filter(({ id }) => roles.some(({ delegation }) => delegation === id))
    .map((one) => ({
      role: one.role as Role,
      departmentId: one.department_id,
      delegationId: one.id,
      officerId: one.from_officer,
      officerName: one.from_name,
      until: one.ends_on,
    }));
  return {
    kind: 'officer',
    id: row.id,
    name: row.name,
    departmentId: row.department_id,
    roles: ROLES.filter((role) => posts.some((post) => post.role === role)),
    posts,
    departments: everywhere ? '*' : departments,
    requestId,
    standsIn,
  };
}

/** The register of officers the actor may see, a page at a time. */
export async function officers(context: PlatformContext, actor: Actor, query: OfficerQuery): Promise<OfficerPage> {
  const rows = await transact(context.database, actor, (tx) =>
    listOfficers(
      tx,
      departmentsAsked(context, actor, query.department),
      { ...query, limit: query.limit + 1 },
      context.clock(),
    ),
  );
  const items = rows.slice(0, query.limit).map((row) => toOfficer(context, row));
  return { items, after: rows.length > query.limit ? (items.at(-1)?.id ?? null) : null };
}

/** The departments asked for, as far as they lie within the actor's own. */
export function departmentsAsked(
  { policy }: PlatformContext,
  actor: Actor,
  department: string | undefined,
): '*' | readonly string[] {
  if (department === undefined) return actor.departments;
  const under = policy.findDepartment(department) ? policy.departmentsUnder(department) : [department];
  return under.filter((id) => inJurisdiction(actor, id));
}

/** An administrator appoints; nobody gives themself a part in a case this way, because four-eyes is held per officer entry. */
export async function appoint(
  context: PlatformContext,
  actor: Actor,
  issuer: string,
  officer: NewOfficer,
): Promise<Officer> {
  if (officer.externalId.startsWith(MACHINE_ACCOUNT))
    throw new Problem('request.invalid', {
      said: {
        zh: `账号编号不能以 ${MACHINE_ACCOUNT} 开头，这样的编号留给单位系统；单位系统请在“单位系统”中登记。`,
        en: `Accounts beginning with ${MACHINE_ACCOUNT} are departments’ systems; register those as such.`,
      },
    });
  return transact(context.database, actor, (tx) => appointIn(tx, context, actor, issuer, officer));
}

/** @throws Problem `officer.exists`, `jurisdiction.denied`, `permission.denied` */
export async function appointIn(
  tx: PlatformTx,
  context: PlatformContext,
  actor: Actor,
  issuer: string,
  officer: NewOfficer,
): Promise<Officer> {
  requireDepartment(context, officer.departmentId);
  requireMay(mayGive(context.policy, actor, officer.roles, officer.departmentId));
  await lockAppointments(tx);
  const selves = [actor.id, ...(await roleCameFrom(tx, actor.id, 'administrator'))];
  // that two accounts of a provider are one person cannot be seen; that it is the very same account can, whatever issuer is named
  if (await usesAccount(tx, selves, officer.externalId))
    throw new Problem('permission.denied', {
      said: {
        zh: '该账号是您本人的，或者是登记您的管理员的，不能由您再登记一次；请由另一位管理员办理。',
        en: 'This account is your own, or that of an administrator your post came from; another administrator registers it.',
      },
    });
  return addAppointed(tx, context, actor, issuer, officer);
}

async function addAppointed(
  tx: PlatformTx,
  context: PlatformContext,
  actor: Actor,
  issuer: string,
  officer: NewOfficer,
): Promise<Officer> {
  const at = context.clock();
  const roles = [...new Set(officer.roles)];
  const row = {
    id: context.newId(),
    issuer: officer.issuer ?? issuer,
    external_id: screenedAccount(context.policy, officer.externalId),
    name: screenedText(context.policy, officer.name),
    department_id: officer.departmentId,
    active_from: at,
    active_until: null,
  };
  if (!(await addOfficer(tx, row))) throw new Problem('officer.exists');
  const home = { id: row.id, departmentId: row.department_id };
  await giveRoles(tx, home, roles, { by: actor.kind === 'officer' ? actor.id : null, at });
  await writeAudit(tx, actor, {
    at,
    action: 'officer.appointed',
    objectType: 'officer',
    objectId: row.id,
    detail: { department: row.department_id, roles },
  });
  return toOfficer(context, { ...row, posts: postsIn(row.department_id, roles) });
}

export async function dismiss(context: PlatformContext, actor: Actor, officerId: string): Promise<void> {
  requireMay(mayAlterPost(actor, officerId));
  await transact(context.database, actor, async (tx) => {
    const row = await officerOf(tx, context, actor, officerId);
    if (row.active_until !== null) return;
    const at = context.clock();
    await endOfficer(tx, officerId, at);
    await writeAudit(tx, actor, { at, action: 'officer.dismissed', objectType: 'officer', objectId: officerId });
  });
}

/** Roles change from the officer's next request on; what was done before stays with the officer entry. */
export async function changeRoles(
  context: PlatformContext,
  actor: Actor,
  officerId: string,
  roles: readonly Role[],
): Promise<Officer> {
  requireMay(mayAlterPost(actor, officerId));
  return transact(context.database, actor, async (tx) => {
    await lockAppointments(tx);
    const row = await officerOf(tx, context, actor, officerId);
    if (row.external_id.startsWith(MACHINE_ACCOUNT))
      throw new Problem('action.not_available', {
        said: {
          zh: '这是单位系统，只能报送，不能变更岗位。',
          en: 'This is a department’s system; it reports and holds no other role.',
        },
      });
    const at = context.clock();
    if (!active(row, at))
      throw new Problem('action.not_available', {
        said: {
          zh: '该经办人已停用，不能变更岗位。',
          en: 'This officer is no longer active; roles cannot be changed.',
        },
      });
    const held = rolesAtHome(row);
    const changed = ROLES.filter((role) => roles.includes(role));
    const added = changed.filter((role) => !held.includes(role));
    await requireMayAdd(tx, context, actor, row, added);
    const home = { id: officerId, departmentId: row.department_id };
    const ended = held.filter((role) => !changed.some((one) => one === role));
    await endRoles(tx, home, ended, { by: actor.id, at });
    await giveRoles(tx, home, added, { by: actor.id, at });
    await writeAudit(tx, actor, {
      at,
      action: 'officer.roles_changed',
      objectType: 'officer',
      objectId: officerId,
      detail: { from: held, to: changed },
    });
    const elsewhere = row.posts.filter(({ departmentId }) => departmentId !== row.department_id);
    return toOfficer(context, { ...row, posts: [...postsIn(row.department_id, changed), ...elsewhere] });
  });
}

/** Taking roles away needs none of this: less is always possible. */
async function requireMayAdd(
  tx: PlatformTx,
  context: PlatformContext,
  actor: Actor,
  row: OfficerRow,
  added: readonly Role[],
): Promise<void> {
  if (added.length === 0) return;
  requireMay(mayGive(context.policy, actor, added, row.department_id));
  requireMay(mayReceive(row, await roleCameFrom(tx, actor.id, 'administrator')));
  requireMay(whetherStaysAway(row.name, added, await rolesHandedOn(tx, row.id, actor.id)));
}

/** The officer of a department the actor administers. @throws Problem `not_found` also for one outside it */
export async function officerOf(
  tx: PlatformTx,
  { policy }: PlatformContext,
  actor: Actor,
  officerId: string,
): Promise<OfficerRow> {
  const row = await findOfficer(tx, officerId);
  if (!row || !administers(policy, actor, row.department_id)) throw new Problem('not_found');
  return row;
}

/** For an installation without an administrator: the one the configuration names. Does nothing once there is one. */
export async function appointFirstAdministrator(
  context: PlatformContext,
  issuer: string,
  person: { readonly subject: string; readonly name: string },
): Promise<void> {
  const actor = systemActor('access.first-administrator');
  await transact(context.database, actor, async (tx) => {
    if (await anyAdministrator(tx)) return;
    await addAppointed(tx, context, actor, issuer, {
      externalId: person.subject,
      name: person.name,
      departmentId: context.policy.creditOffice,
      roles: ['administrator'],
    });
  });
}

function toOfficer(context: PlatformContext, row: OfficerRow): Officer {
  return {
    id: row.id,
    issuer: row.issuer,
    externalId: row.external_id,
    name: row.name,
    departmentId: row.department_id,
    departmentName: context.policy.findDepartment(row.department_id)?.name ?? row.department_id,
    roles: ROLES.filter((role) => rolesAtHome(row).includes(role)),
    posts: row.posts.map(({ role, departmentId }) => ({
      role: OfficerRole.parse(role),
      departmentId,
      departmentName: context.policy.findDepartment(departmentId)?.name ?? departmentId,
    })),
    activeFrom: row.active_from.toISOString(),
    activeUntil: row.active_until?.toISOString() ?? null,
  };
}
