/** Use cases of departments' own systems: each acts as an officer entry of its own, by access token instead of a session. */
import type { MachineClient, NewMachineClient } from '#contracts/officers.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { writeAudit } from '../audit.ts';
import type { PlatformContext } from '../context.ts';
import { screenedText } from '../screened.ts';
import { type Actor, ROLES } from './actor.ts';
import { administers } from './rules.ts';
import { appointIn, MACHINE_ACCOUNT } from './service.ts';
import {
  addMachineClient,
  endMachineClient,
  endOfficer,
  findMachineClientById,
  listMachineClients,
  type MachineClientRow,
} from './store.ts';
import { transact } from './transaction.ts';

export async function machineClients(context: PlatformContext, actor: Actor): Promise<MachineClient[]> {
  const rows = await transact(context.database, actor, (tx) => listMachineClients(tx, actor.departments));
  return rows.map(toMachineClient);
}

/** Its tokens open nothing from the next request on. */
export async function dismissMachine(context: PlatformContext, actor: Actor, clientId: string): Promise<void> {
  await transact(context.database, actor, async (tx) => {
    const row = await findMachineClientById(tx, clientId);
    if (!row || !administers(context.policy, actor, row.department_id)) throw new Problem('not_found');
    if (row.active_until !== null) return;
    const at = context.clock();
    await endMachineClient(tx, clientId, at);
    await endOfficer(tx, row.officer_id, at);
    await writeAudit(tx, actor, {
      at,
      action: 'machine.dismissed',
      objectType: 'officer',
      objectId: row.officer_id,
      detail: { client: clientId },
    });
  });
}

function toMachineClient(row: MachineClientRow): MachineClient {
  return {
    clientId: row.client_id,
    name: row.name,
    departmentId: row.department_id,
    officerId: row.officer_id,
    scopes: ROLES.filter((role) => row.scopes.includes(role)),
    activeUntil: row.active_until?.toISOString() ?? null,
  };
}

/**
 * Registers a department's own system together with the officer entry it acts as. Who registers it may know its secret: four-eyes
 * counts them as the reporter of what it hands in.
 */
export async function registerMachine(
  context: PlatformContext,
  actor: Actor,
  issuer: string,
  client: NewMachineClient,
): Promise<MachineClient> {
  return transact(context.database, actor, async (tx) => {
    const from = client.issuer ?? issuer;
    const officer = await appointIn(tx, context, actor, from, {
      externalId: `${MACHINE_ACCOUNT}${client.clientId}`,
      name: client.name.slice(0, 50),
      departmentId: client.departmentId,
      roles: client.scopes,
    });
    const row = {
      client_id: client.clientId,
      issuer: from,
      name: screenedText(context.policy, client.name),
      department_id: client.departmentId,
      officer_id: officer.id,
      scopes: [...client.scopes],
      active_until: null,
      registered_by: actor.id,
    };
    if (!(await addMachineClient(tx, row)))
      throw new Problem('officer.exists', {
        said: { zh: `客户端 ${client.clientId} 已登记。`, en: `The client ${client.clientId} is registered already.` },
      });
    return toMachineClient(row);
  });
}
