/**
 * What only the host does, over a connection of the tables' owner: the first administrator of an installation, and one more while there
 * are fewer than two. No login of the application can: whoever has the host answers for it, and the log has an entry.
 */
import { type Kysely, sql } from 'kysely';
import type { Policy } from '#kernel/policy/policy.ts';
import { requireMay } from '#kernel/refusal/may.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { writeAudit } from '../audit.ts';
import type { PlatformDatabase, PlatformTx } from '../database.ts';
import { screenedAccount, screenedText } from '../screened.ts';
import { systemActor } from './actor.ts';
import { lapsesAt, mayConfirmOnHost } from './appointment-rules.ts';
import {
  type AppointmentRow,
  addDecision,
  countAdministrators,
  findAppointment,
  listAppointments,
} from './appointment-store.ts';
import { addOfficer, anyAdministrator, giveRoles, lockAppointments } from './store.ts';
import { transact } from './transaction.ts';

export interface Host {
  /** of the tables' owner */
  readonly database: Kysely<PlatformDatabase>;
  readonly clock: () => Date;
  readonly newId: () => string;
}

/** A proposal as whoever has the host sees it: whom, with which account, by whom. */
export type HostProposal = Pick<
  AppointmentRow,
  'proposal_id' | 'receiver' | 'external_id' | 'proposer' | 'proposed_at'
>;

/** For an installation without an administrator: the one the configuration names. False where there is one. */
export async function beginWithAdministrator(
  { database, clock, newId }: Host,
  policy: Policy,
  person: { readonly issuer: string; readonly subject: string; readonly name: string },
): Promise<boolean> {
  const actor = systemActor('access.first-administrator');
  return transact(database, actor, async (tx) => {
    await lockAppointments(tx);
    if (await anyAdministrator(tx)) return false;
    const at = clock();
    const id = newId();
    const departmentId = await creditOffice(tx);
    const row = {
      id,
      issuer: person.issuer,
      external_id: screenedAccount(policy, person.subject),
      name: screenedText(policy, person.name),
      department_id: departmentId,
    };
    if (!(await addOfficer(tx, { ...row, active_from: at, active_until: null }))) throw new Problem('officer.exists');
    await giveRoles(tx, { id, departmentId }, ['administrator'], { by: null, at });
    await writeAudit(tx, actor, {
      ...{ at, action: 'officer.appointed', objectType: 'officer', objectId: id },
      detail: { department: departmentId, roles: ['administrator'] },
    });
    return true;
  });
}

/** What waits to be confirmed on the host, and how many administrators of the city are in office. */
export async function waitingOnHost({
  database,
  clock,
}: Host): Promise<{ readonly proposals: HostProposal[]; readonly administrators: number }> {
  return transact(database, systemActor('access.host'), async (tx) => {
    const now = clock();
    const since = new Date(2 * now.getTime() - lapsesAt({ proposed_at: now }).getTime());
    const facts = { administratorsOfCity: (await countAdministrators(tx)).ofCity, now };
    const office = { creditOffice: await creditOffice(tx) };
    const open = await listAppointments(tx, '*', 'open', since);
    return {
      proposals: open.filter((row) => mayConfirmOnHost(office, row, facts).ok),
      administrators: facts.administratorsOfCity,
    };
  });
}

/** @throws Problem `not_found`, `action.not_available` with the reason */
export async function confirmOnHost({ database, clock }: Host, id: string): Promise<HostProposal> {
  const actor = systemActor('access.host');
  return transact(database, actor, async (tx) => {
    await lockAppointments(tx);
    const row = await findAppointment(tx, id);
    if (!row) throw new Problem('not_found');
    const at = clock();
    const { ofCity } = await countAdministrators(tx);
    requireMay(
      mayConfirmOnHost({ creditOffice: await creditOffice(tx) }, row, { administratorsOfCity: ofCity, now: at }),
    );
    await addDecision(tx, { id, decision: 'confirmed', by: null, at });
    await writeAudit(tx, actor, {
      ...{ at, action: 'appointment.confirmed', objectType: 'officer', objectId: row.officer_id },
      detail: { proposal: id, department: row.department_id, roles: row.roles, onHost: true },
    });
    return row;
  });
}

async function creditOffice(tx: PlatformTx): Promise<string> {
  const { rows } = await sql<{
    id: string;
  }>`SELECT id FROM department WHERE is_credit_office(id) AND retired_on IS NULL`.execute(tx);
  if (rows.length !== 1)
    throw new RangeError('the credit office is not in the database yet: the first start brings it');
  return rows[0]!.id;
}
