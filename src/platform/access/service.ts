/** Use cases of access: who is let in as whom, and who appoints officers. */
import { type Officer, type OfficerPage, type OfficerQuery, OfficerRole } from '#contracts/officers.ts';
import { requireMay } from '#kernel/refusal/may.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import type { Said } from '#kernel/refusal/said.ts';
import { localDateAt } from '#kernel/time/local-date.ts';
import { writeAudit } from '../audit.ts';
import type { PlatformContext } from '../context.ts';
import type { PlatformTx } from '../database.ts';
import { type Actor, ROLES, type Role } from './actor.ts';
import { type DelegationRow, standInsOf } from './delegation-store.ts';
import { departmentsSeen, inJurisdiction, type Seen } from './jurisdiction.ts';
import type { Pass } from './pass.ts';
import { ownPosts, withWhoEnds } from './resting.ts';
import { whyRests } from './roles-apart.ts';
import { administers, mayAlterPost } from './rules.ts';
import {
  endOfficer,
  findMachineClient,
  findOfficer,
  findOfficerBySubject,
  type Jurisdiction,
  jurisdictionOf,
  keepMachineSession,
  listOfficers,
  type OfficerRow,
  rolesAtHome,
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
  { roles }: Jurisdiction,
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
    requestId,
    standsIn,
  };
}

/** The register of officers the actor may see, a page at a time. */
export async function officers(context: PlatformContext, actor: Actor, query: OfficerQuery): Promise<OfficerPage> {
  return transact(context.database, actor, async (tx) => {
    const rows = await listOfficers(
      tx,
      departmentsAsked(context, actor, query.department),
      { ...query, limit: query.limit + 1 },
      context.clock(),
    );
    const items = rows.slice(0, query.limit).map((row) => toOfficer(context, row));
    return {
      items: await withWhoEnds(tx, items),
      after: rows.length > query.limit ? (items.at(-1)?.id ?? null) : null,
    };
  });
}

/** The departments asked for, as far as they lie within what the actor sees in the roles that were asked for at the door. */
export function departmentsAsked({ policy }: PlatformContext, actor: Actor, department: string | undefined): Seen {
  if (department === undefined) return departmentsSeen(actor, policy);
  const under = policy.findDepartment(department) ? policy.departmentsUnder(department) : [department];
  return under.filter((id) => inJurisdiction(actor, id, policy));
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

const resting = (said: Said | undefined) => (said ? { ...said, endedBy: [] } : null);

export function toOfficer(context: PlatformContext, row: OfficerRow): Officer {
  return {
    id: row.id,
    issuer: row.issuer,
    externalId: row.external_id,
    name: row.name,
    departmentId: row.department_id,
    departmentName: context.policy.findDepartment(row.department_id)?.name ?? row.department_id,
    roles: ROLES.filter((role) => rolesAtHome(row).includes(role)),
    posts: ownPosts(row).map((one, _, held) => ({
      role: OfficerRole.parse(one.role),
      departmentId: one.departmentId,
      departmentName: context.policy.findDepartment(one.departmentId)?.name ?? one.departmentId,
      // a dismissed officer acts in no role: nothing of theirs rests
      rests: row.active_until === null ? resting(whyRests(context.policy, held, one)) : null,
    })),
    activeFrom: row.active_from.toISOString(),
    activeUntil: row.active_until?.toISOString() ?? null,
  };
}
