/** Use cases of appointments: an administrator proposes an officer, roles or a system; another confirms or declines. */
import type { Appointment, AppointmentList, AppointmentQuery, RolesChange } from '#contracts/appointments.ts';
import type { Permitted } from '#contracts/lists.ts';
import { type NewMachineClient, type NewOfficer, OfficerRole } from '#contracts/officers.ts';
import type { AppointmentDecision } from '#contracts/vocabulary.ts';
import { type May, requireMay } from '#kernel/refusal/may.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { localDateAt } from '#kernel/time/local-date.ts';
import { writeAudit } from '../audit.ts';
import type { PlatformContext } from '../context.ts';
import type { PlatformTx } from '../database.ts';
import { screenedAccount, screenedText } from '../screened.ts';
import { type Actor, postsIn, ROLES, type Role } from './actor.ts';
import {
  lapsesAt,
  mayConfirm,
  mayDecline,
  mayWithdraw,
  standingOf,
  whetherEnough,
  whetherNothingWaits,
} from './appointment-rules.ts';
import {
  type AppointmentRow,
  addDecision,
  addProposal,
  anyWaiting,
  countAdministrators,
  findAppointment,
  listAppointments,
} from './appointment-store.ts';
import { requireDepartment } from './departments.ts';
import { departmentsSeen } from './jurisdiction.ts';
import { whetherInPlace, whetherTogether } from './roles-apart.ts';
import { administers, mayAlterPost, mayGive, mayReceive, whetherStaysAway } from './rules.ts';
import { active, MACHINE_ACCOUNT, officerOf, toOfficer } from './service.ts';
import {
  accountTaken,
  endRoles,
  findMachineClientById,
  lockAppointments,
  type OfficerRow,
  roleCameFrom,
  rolesAtHome,
  rolesHandedOn,
  rolesTakenOver,
  usesAccount,
} from './store.ts';
import { transact } from './transaction.ts';

/** Proposals older than this have lapsed (`appointment-rules.ts`). */
const openSince = (now: Date) => new Date(now.getTime() - (lapsesAt({ proposed_at: now }).getTime() - now.getTime()));

/** @throws Problem `officer.exists`, `jurisdiction.denied`, `permission.denied`, `action.not_available` */
export async function propose(
  context: PlatformContext,
  actor: Actor,
  issuer: string,
  officer: NewOfficer,
): Promise<Appointment> {
  if (officer.externalId.startsWith(MACHINE_ACCOUNT))
    throw new Problem('request.invalid', {
      said: {
        zh: `账号编号不能以 ${MACHINE_ACCOUNT} 开头，这样的编号留给单位系统；单位系统请在“单位系统”中登记。`,
        en: `Accounts beginning with ${MACHINE_ACCOUNT} are departments’ systems; register those as such.`,
      },
    });
  return transact(context.database, actor, (tx) => proposeNew(tx, context, actor, issuer, officer));
}

/** A department's own system, together with the officer entry it acts as. Who proposes it may know its secret: four-eyes counts them. */
export async function proposeMachine(
  context: PlatformContext,
  actor: Actor,
  issuer: string,
  client: NewMachineClient,
): Promise<Appointment> {
  return transact(context.database, actor, async (tx) => {
    if (await findMachineClientById(tx, client.clientId))
      throw new Problem('officer.exists', {
        said: { zh: `客户端 ${client.clientId} 已登记。`, en: `The client ${client.clientId} is registered already.` },
      });
    const officer: NewOfficer = {
      ...(client.issuer === undefined ? {} : { issuer: client.issuer }),
      externalId: `${MACHINE_ACCOUNT}${client.clientId}`,
      name: client.name.slice(0, 50),
      departmentId: client.departmentId,
      roles: client.scopes,
    };
    return proposeNew(tx, context, actor, issuer, officer, client);
  });
}

async function proposeNew(
  tx: PlatformTx,
  context: PlatformContext,
  actor: Actor,
  issuer: string,
  officer: NewOfficer,
  client?: NewMachineClient,
): Promise<Appointment> {
  const { departmentId } = officer;
  const typed = {
    external_id: screenedAccount(context.policy, officer.externalId),
    name: screenedText(context.policy, officer.name),
    client_name: client ? screenedText(context.policy, client.name) : null,
  };
  const roles = ROLES.filter((role) => officer.roles.includes(role));
  requireDepartment(context, departmentId);
  requireMay(mayGive(context.policy, actor, roles, departmentId));
  await lockAppointments(tx);
  await requireFits(tx, context, roles, departmentId, []);
  await requireOthersAccount(tx, actor, officer.externalId);
  if (await accountTaken(tx, officer.issuer ?? issuer, officer.externalId)) throw new Problem('officer.exists');
  return addProposed(tx, context, actor, {
    ...{ kind: client ? 'machine' : 'officer', officer_id: context.newId(), department_id: departmentId, roles },
    ...{ issuer: officer.issuer ?? issuer, ...typed },
    ...(client ? { client_id: client.clientId } : {}),
  });
}

/** That two accounts of a provider are one person cannot be seen; that it is the very same account can, whatever issuer is named. */
export async function requireOthersAccount(tx: PlatformTx, actor: Actor, externalId: string): Promise<void> {
  const selves = [actor.id, ...(await roleCameFrom(tx, actor.id, 'administrator'))];
  if (await usesAccount(tx, selves, externalId))
    throw new Problem('permission.denied', {
      said: {
        zh: '该账号是您本人的，或者是登记您的管理员的，不能由您再登记一次；请由另一位管理员办理。',
        en: 'This account is your own, or that of an administrator your post came from; another administrator registers it.',
      },
    });
}

/** Where roles are held, what they meet, and whether anything but another administrator is open. */
export async function requireFits(
  tx: PlatformTx,
  { policy }: PlatformContext,
  roles: readonly Role[],
  departmentId: string,
  beside: readonly string[],
): Promise<void> {
  requireMay(whetherInPlace(policy, roles, departmentId));
  requireMay(whetherTogether(policy, beside as Role[], roles));
  requireMay(whetherEnough((await countAdministrators(tx)).all, roles));
}

type Proposed = Omit<Parameters<typeof addProposal>[1], 'proposal_id' | 'proposed_by' | 'proposed_at'>;

export async function addProposed(
  tx: PlatformTx,
  context: PlatformContext,
  actor: Actor,
  proposed: Proposed,
): Promise<Appointment> {
  const at = context.clock();
  const same = {
    departmentId: proposed.department_id,
    roles: proposed.roles,
    ...(proposed.external_id === undefined ? { officerId: proposed.officer_id } : { externalId: proposed.external_id }),
  };
  requireMay(whetherNothingWaits(await anyWaiting(tx, same, openSince(at))));
  const id = context.newId();
  await addProposal(tx, { ...proposed, proposal_id: id, proposed_by: actor.id, proposed_at: at });
  await writeAudit(tx, actor, {
    ...{ at, action: 'appointment.proposed', objectType: 'officer', objectId: proposed.officer_id },
    detail: { proposal: id, department: proposed.department_id, roles: proposed.roles },
  });
  return describe(tx, context, actor, (await findAppointment(tx, id))!);
}

/** What is taken away ends from the officer's next request on; what is added waits for another administrator. */
export async function changeRoles(
  context: PlatformContext,
  actor: Actor,
  officerId: string,
  roles: readonly Role[],
): Promise<RolesChange> {
  requireMay(mayAlterPost(actor, officerId));
  return transact(context.database, actor, async (tx) => {
    await lockAppointments(tx);
    const row = await changeable(tx, context, actor, officerId);
    const held = rolesAtHome(row);
    const changed = ROLES.filter((role) => roles.includes(role));
    const added = changed.filter((role) => !held.includes(role));
    const ended = held.filter((role) => !changed.some((one) => one === role));
    if (added.length > 0) await requireMayAdd(tx, context, actor, row, added, ended);
    await endSome(tx, context, actor, row, ended);
    const appointment =
      added.length > 0
        ? await addProposed(tx, context, actor, {
            ...{ kind: 'roles', officer_id: officerId, department_id: row.department_id, roles: added },
            ...{ name: null, client_name: null },
          })
        : null;
    const stay = held.filter((role) => !ended.includes(role));
    const elsewhere = row.posts.filter(({ departmentId }) => departmentId !== row.department_id);
    const posts = [...postsIn(row.department_id, stay as Role[]), ...elsewhere];
    return { officer: toOfficer(context, { ...row, posts }), appointment };
  });
}

async function endSome(
  tx: PlatformTx,
  context: PlatformContext,
  actor: Actor,
  row: OfficerRow,
  ended: readonly string[],
): Promise<void> {
  if (ended.length === 0) return;
  const at = context.clock();
  const held = rolesAtHome(row);
  await endRoles(tx, { id: row.id, departmentId: row.department_id }, ended, { by: actor.id, at });
  await writeAudit(tx, actor, {
    ...{ at, action: 'officer.roles_changed', objectType: 'officer', objectId: row.id },
    detail: { from: held, to: held.filter((role) => !ended.includes(role)) },
  });
}

async function changeable(
  tx: PlatformTx,
  context: PlatformContext,
  actor: Actor,
  officerId: string,
): Promise<OfficerRow> {
  const row = await officerOf(tx, context, actor, officerId);
  if (row.external_id.startsWith(MACHINE_ACCOUNT))
    throw new Problem('action.not_available', {
      said: {
        zh: '这是单位系统，只能报送，不能变更岗位。',
        en: 'This is a department’s system; it reports and holds no other role.',
      },
    });
  if (!active(row, context.clock()))
    throw new Problem('action.not_available', {
      said: {
        zh: '该经办人已停用，不能变更岗位。',
        en: 'This officer is no longer active; roles cannot be changed.',
      },
    });
  return row;
}

/** Taking roles away needs none of this: less is always possible. */
async function requireMayAdd(
  tx: PlatformTx,
  context: PlatformContext,
  actor: Actor,
  row: OfficerRow,
  added: readonly Role[],
  ended: readonly string[],
): Promise<void> {
  requireMay(mayGive(context.policy, actor, added, row.department_id));
  requireMay(mayReceive(row, await roleCameFrom(tx, actor.id, 'administrator')));
  requireMay(whetherStaysAway(row.name, added, await rolesHandedOn(tx, row.id, actor.id)));
  const stay = row.posts.filter(
    ({ role, departmentId }) => departmentId !== row.department_id || !ended.includes(role),
  );
  const taken = await rolesTakenOver(tx, row.id, localDateAt(context.clock()));
  await requireFits(tx, context, added, row.department_id, [...stay.map(({ role }) => role), ...taken]);
}

export async function appointments(
  context: PlatformContext,
  actor: Actor,
  { standing }: AppointmentQuery,
): Promise<AppointmentList> {
  return transact(context.database, actor, async (tx) => {
    const since = openSince(context.clock());
    const rows = await listAppointments(tx, departmentsSeen(actor, context.policy), standing, since);
    const items: Appointment[] = [];
    for (const row of rows) items.push(await describe(tx, context, actor, row));
    return { items, administrators: (await countAdministrators(tx)).all };
  });
}

/** @throws Problem `not_found`, `four_eyes.violated`, `permission.denied`, `action.not_available`, `officer.exists` */
export async function decide(
  context: PlatformContext,
  actor: Actor,
  id: string,
  decision: AppointmentDecision,
): Promise<Appointment> {
  return transact(context.database, actor, async (tx) => {
    await lockAppointments(tx);
    const row = await findAppointment(tx, id);
    if (!row || !(administers(context.policy, actor, row.department_id) || row.proposed_by === actor.id))
      throw new Problem('not_found');
    requireMay((await mayDecide(tx, context, actor, row))[decision]);
    const at = context.clock();
    await addDecision(tx, { id, decision, by: actor.id, at });
    await writeAudit(tx, actor, {
      ...{ at, action: `appointment.${decision}`, objectType: 'officer', objectId: row.officer_id },
      detail: { proposal: id, department: row.department_id, roles: row.roles },
    });
    return describe(tx, context, actor, (await findAppointment(tx, id))!);
  });
}

async function mayDecide(
  tx: PlatformTx,
  { policy, clock }: PlatformContext,
  actor: Actor,
  row: AppointmentRow,
): Promise<Readonly<Record<AppointmentDecision, May>>> {
  const now = clock();
  const came = await roleCameFrom(tx, actor.id, 'administrator');
  const administrators = (await countAdministrators(tx)).all;
  return {
    confirmed: mayConfirm(policy, actor, row, { came, administrators, now }),
    declined: mayDecline(policy, actor, row, now),
    withdrawn: mayWithdraw(actor, row, now),
  };
}

const permitted = (may: May): Permitted =>
  may.ok ? { available: true } : { available: false, ...may.said, clause: may.clause ?? null };

async function describe(
  tx: PlatformTx,
  context: PlatformContext,
  actor: Actor,
  row: AppointmentRow,
): Promise<Appointment> {
  const { confirmed, declined, withdrawn } = await mayDecide(tx, context, actor, row);
  return {
    id: row.proposal_id,
    kind: row.kind,
    officerId: row.officer_id,
    name: row.receiver,
    externalId: row.external_id,
    clientId: row.client_id,
    departmentId: row.department_id,
    departmentName: context.policy.findDepartment(row.department_id)?.name ?? row.department_id,
    roles: row.roles.map((role) => OfficerRole.parse(role)),
    proposedBy: row.proposer,
    proposedAt: row.proposed_at.toISOString(),
    lapsesAt: lapsesAt(row).toISOString(),
    standing: standingOf(row, context.clock()),
    decidedBy: row.decider,
    decidedAt: row.decided_at?.toISOString() ?? null,
    may: { confirm: permitted(confirmed), decline: permitted(declined), withdraw: permitted(withdrawn) },
  };
}
