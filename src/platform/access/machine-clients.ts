/** Use cases of departments' own systems: each acts as an officer entry of its own, by access token instead of a session. */
import type { MachineClient } from '#contracts/officers.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { writeAudit } from '../audit.ts';
import type { PlatformContext } from '../context.ts';
import { type Actor, ROLES } from './actor.ts';
import { departmentsSeen } from './jurisdiction.ts';
import { administers } from './rules.ts';
import {
  endMachineClient,
  endOfficer,
  findMachineClientById,
  listMachineClients,
  type MachineClientRow,
} from './store.ts';
import { transact } from './transaction.ts';

export async function machineClients(context: PlatformContext, actor: Actor): Promise<MachineClient[]> {
  const rows = await transact(context.database, actor, (tx) =>
    listMachineClients(tx, departmentsSeen(actor, context.policy)),
  );
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
