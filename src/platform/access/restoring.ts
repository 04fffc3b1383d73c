/** Use cases of restoring: one administrator proposes that somebody dismissed, or a department's system, comes back; another confirms. */
import type { Appointment } from '#contracts/appointments.ts';
import { requireMay } from '#kernel/refusal/may.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { localDateAt } from '#kernel/time/local-date.ts';
import type { PlatformContext } from '../context.ts';
import type { PlatformTx } from '../database.ts';
import { type Actor, ROLES, type Role } from './actor.ts';
import { mayRestore } from './appointment-rules.ts';
import { addProposed, requireFits, requireOthersAccount } from './appointments.ts';
import { requireDepartment } from './departments.ts';
import { mayGive, mayReceive, whetherStaysAway } from './rules.ts';
import { MACHINE_ACCOUNT, officerOf } from './service.ts';
import {
  findMachineClientById,
  lockAppointments,
  type OfficerRow,
  roleCameFrom,
  rolesHandedOn,
  rolesTakenOver,
} from './store.ts';
import { transact } from './transaction.ts';

/** The same officer again, with the account and the history there are; in which roles is said anew. */
export async function restore(
  context: PlatformContext,
  actor: Actor,
  officerId: string,
  asked: readonly Role[],
): Promise<Appointment> {
  const roles = ROLES.filter((role) => asked.includes(role));
  return transact(context.database, actor, async (tx) => {
    await lockAppointments(tx);
    const row = await officerOf(tx, context, actor, officerId);
    requireMay(mayRestore(actor, row, row.external_id.startsWith(MACHINE_ACCOUNT), roles));
    return proposeRestored(tx, context, actor, row, roles);
  });
}

/** A department's system: what it may do never changes, so nothing is named. */
export async function restoreMachine(context: PlatformContext, actor: Actor, clientId: string): Promise<Appointment> {
  return transact(context.database, actor, async (tx) => {
    await lockAppointments(tx);
    const client = await findMachineClientById(tx, clientId);
    if (!client) throw new Problem('not_found');
    const row = await officerOf(tx, context, actor, client.officer_id);
    requireMay(mayRestore(actor, row, true, ['reporter']));
    return proposeRestored(tx, context, actor, row, ['reporter']);
  });
}

async function proposeRestored(
  tx: PlatformTx,
  context: PlatformContext,
  actor: Actor,
  row: OfficerRow,
  roles: readonly Role[],
): Promise<Appointment> {
  const { policy, clock } = context;
  requireDepartment(context, row.department_id);
  requireMay(mayGive(policy, actor, roles, row.department_id));
  requireMay(mayReceive(row, await roleCameFrom(tx, actor.id, 'administrator')));
  requireMay(whetherStaysAway(row.name, roles, await rolesHandedOn(tx, row.id, actor.id)));
  await requireOthersAccount(tx, actor, row.external_id);
  // what was held before ended with the dismissal; what is taken over by then would count
  await requireFits(tx, context, roles, row.department_id, await rolesTakenOver(tx, row.id, localDateAt(clock())));
  return addProposed(tx, context, actor, {
    ...{ kind: 'restore', officer_id: row.id, department_id: row.department_id, roles: [...roles] },
    ...{ name: null, client_name: null },
  });
}
