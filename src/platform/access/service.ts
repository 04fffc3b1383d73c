/** Use cases of access: who is let in as whom, and who appoints officers. */
import type { MachineClient, NewMachineClient, NewOfficer, Officer } from '#contracts/officers.ts';
import { Problem } from '#kernel/problems.ts';
import type { PlatformContext } from '../context.ts';
import type { PlatformTx } from '../database.ts';
import { writeAudit } from '../oversight/audit.ts';
import { type Actor, inJurisdiction, ROLES, type Role, systemActor } from './actor.ts';
import {
  addMachineClient,
  addOfficer,
  anyAdministrator,
  endOfficer,
  findMachineClient,
  findOfficer,
  findOfficerBySubject,
  listOfficers,
  type OfficerRow,
  putDepartments,
} from './store.ts';
import { transact } from './transaction.ts';

const door = systemActor('access.sign-in');

/** These see the whole city; everybody else their own department and those below it. */
const CITY_WIDE: readonly Role[] = ['credit-office', 'auditor'];

/** The officer behind a provider's account. @throws Problem `officer.unknown` when nobody appointed it, or no longer. */
export async function admitOfficer(context: PlatformContext, issuer: string, externalId: string): Promise<string> {
  return transact(context.database, door, async (tx) => {
    const row = await findOfficerBySubject(tx, issuer, externalId);
    if (!row) throw new Problem('officer.unknown');
    if (!active(row, context.clock())) throw new Problem('officer.unknown', { detail: '该经办人的登记已停用。' });
    return row.id;
  });
}

/** The actor for an officer who signed in earlier; null when the appointment has ended since. */
export async function officerActor(
  context: PlatformContext,
  officerId: string,
  requestId: string,
): Promise<Actor | null> {
  return transact(context.database, door, async (tx) => {
    const row = await findOfficer(tx, officerId);
    return row && active(row, context.clock()) ? actorOf(context, row, requestId) : null;
  });
}

/** The actor for a department's own system: its officer entry, with no more than the client's own scopes. */
export async function machineActor(
  context: PlatformContext,
  issuer: string,
  clientId: string,
  requestId: string,
): Promise<Actor> {
  return transact(context.database, door, async (tx) => {
    const client = await findMachineClient(tx, issuer, clientId);
    const now = context.clock();
    const officer =
      client && (client.active_until === null || client.active_until > now)
        ? await findOfficer(tx, client.officer_id)
        : undefined;
    if (!client || !officer || !active(officer, now)) {
      throw new Problem('officer.unknown', { detail: `客户端 ${clientId} 未登记或已停用。` });
    }
    const actor = actorOf(context, officer, requestId);
    return {
      ...actor,
      kind: 'machine',
      name: client.name,
      roles: actor.roles.filter((role) => client.scopes.includes(role)),
    };
  });
}

function active(row: OfficerRow, now: Date): boolean {
  return row.active_from <= now && (row.active_until === null || row.active_until > now);
}

function actorOf(context: PlatformContext, row: OfficerRow, requestId: string): Actor {
  const roles = ROLES.filter((role) => row.roles.includes(role));
  const cityAdministrator = roles.includes('administrator') && row.department_id === context.policy.creditOffice;
  const cityWide = cityAdministrator || roles.some((role) => CITY_WIDE.includes(role));
  return {
    kind: 'officer',
    id: row.id,
    name: row.name,
    departmentId: row.department_id,
    roles,
    departments: cityWide ? '*' : context.policy.departmentsUnder(row.department_id),
    requestId,
  };
}

export async function officers(context: PlatformContext, actor: Actor): Promise<Officer[]> {
  return transact(context.database, actor, async (tx) =>
    (await listOfficers(tx, actor.departments)).map((row) => toOfficer(context, row)),
  );
}

/** An administrator appoints; nobody gives themself a part in a case this way, because four-eyes is held per officer entry. */
export async function appoint(
  context: PlatformContext,
  actor: Actor,
  issuer: string,
  officer: NewOfficer,
): Promise<Officer> {
  return transact(context.database, actor, (tx) => appointIn(tx, context, actor, issuer, officer));
}

async function appointIn(
  tx: PlatformTx,
  context: PlatformContext,
  actor: Actor,
  issuer: string,
  officer: NewOfficer,
): Promise<Officer> {
  requireDepartment(context, actor, officer.departmentId);
  const at = context.clock();
  const row: OfficerRow = {
    id: context.newId(),
    issuer: officer.issuer ?? issuer,
    external_id: officer.externalId,
    name: officer.name,
    department_id: officer.departmentId,
    roles: [...new Set(officer.roles)],
    active_from: at,
    active_until: null,
  };
  if (!(await addOfficer(tx, row))) throw new Problem('officer.exists');
  await writeAudit(tx, actor, {
    at,
    action: 'officer.appointed',
    objectType: 'officer',
    objectId: row.id,
    detail: { department: row.department_id, roles: row.roles },
  });
  return toOfficer(context, row);
}

export async function dismiss(context: PlatformContext, actor: Actor, officerId: string): Promise<void> {
  await transact(context.database, actor, async (tx) => {
    const row = await findOfficer(tx, officerId);
    if (!row || !inJurisdiction(actor, row.department_id)) throw new Problem('not_found');
    if (row.active_until !== null) return;
    const at = context.clock();
    await endOfficer(tx, officerId, at);
    await writeAudit(tx, actor, { at, action: 'officer.dismissed', objectType: 'officer', objectId: officerId });
  });
}

/** Registers a department's own system together with the officer entry it acts as. */
export async function registerMachine(
  context: PlatformContext,
  actor: Actor,
  issuer: string,
  client: NewMachineClient,
): Promise<MachineClient> {
  return transact(context.database, actor, async (tx) => {
    const from = client.issuer ?? issuer;
    const officer = await appointIn(tx, context, actor, from, {
      externalId: `client:${client.clientId}`,
      name: client.name.slice(0, 50),
      departmentId: client.departmentId,
      roles: client.scopes,
    });
    const row = {
      client_id: client.clientId,
      issuer: from,
      name: client.name,
      department_id: client.departmentId,
      officer_id: officer.id,
      scopes: [...client.scopes],
      active_until: null,
    };
    if (!(await addMachineClient(tx, row)))
      throw new Problem('officer.exists', { detail: `客户端 ${client.clientId} 已登记。` });
    return {
      clientId: row.client_id,
      name: row.name,
      departmentId: row.department_id,
      officerId: officer.id,
      scopes: client.scopes,
      activeUntil: null,
    };
  });
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
    await appointIn(tx, context, actor, issuer, {
      externalId: person.subject,
      name: person.name,
      departmentId: context.policy.creditOffice,
      roles: ['administrator'],
    });
  });
}

/** Brings the department table to what the policy pack says; parents first, as the pack orders them by reference. */
export async function refreshDepartments(context: PlatformContext): Promise<void> {
  const { departments } = context.policy;
  const rank = (id: string): number => {
    const parent = departments.find((department) => department.id === id)?.parent;
    return parent === undefined ? 0 : 1 + rank(parent);
  };
  const rows = departments
    .toSorted((a, b) => rank(a.id) - rank(b.id))
    .map((department) => ({
      id: department.id,
      name: department.name,
      parent_id: department.parent ?? null,
      level: department.level,
      functions: [...department.functions],
      division: department.division ?? null,
      zone: department.zone ?? null,
    }));
  await transact(context.database, systemActor('access.departments'), (tx) => putDepartments(tx, rows));
}

function requireDepartment(context: PlatformContext, actor: Actor, departmentId: string): void {
  if (!context.policy.findDepartment(departmentId)) {
    throw new Problem('request.invalid', { detail: `政策包中没有单位 ${departmentId}。` });
  }
  if (!inJurisdiction(actor, departmentId)) throw new Problem('jurisdiction.denied');
}

function toOfficer(context: PlatformContext, row: OfficerRow): Officer {
  return {
    id: row.id,
    issuer: row.issuer,
    externalId: row.external_id,
    name: row.name,
    departmentId: row.department_id,
    departmentName: context.policy.findDepartment(row.department_id)?.name ?? row.department_id,
    roles: ROLES.filter((role) => row.roles.includes(role)),
    activeFrom: row.active_from.toISOString(),
    activeUntil: row.active_until?.toISOString() ?? null,
  };
}
