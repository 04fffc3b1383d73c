/** What administrators give one another, as the tests of who reaches what by their own act need it: one proposes, a second confirms. */
import { randomUUID } from 'node:crypto';
import type { Appointment } from '#contracts/appointments.ts';
import type { DelegableRole, NewMachineClient, NewOfficer, Officer } from '#contracts/officers.ts';
import type { Actor, Role } from '#platform/access/actor.ts';
import { changeRoles, decide, propose, proposeMachine } from '#platform/access/appointments.ts';
import { delegate } from '#platform/access/delegations.ts';
import { officerActor } from '#platform/access/service.ts';
import type { TestPlatform } from './platform.ts';

export const ISSUER = 'https://sign-in.test';

/** The platform is asked for at each call: it is there only once a file's set-up has run. */
export function appointments(platform: () => TestPlatform) {
  const seconds = new WeakMap<TestPlatform, Promise<Actor>>();
  /** An administrator of the city whose post came from nobody: whoever else proposes, this one confirms. */
  const second = (): Promise<Actor> => {
    const known = seconds.get(platform()) ?? platform().officer('credit-office', 'administrator');
    seconds.set(platform(), known);
    return known;
  };
  const confirmed = async ({ id }: Pick<Appointment, 'id'>, by?: Actor): Promise<Appointment> =>
    decide(platform().context, by ?? (await second()), id, 'confirmed');
  /** As the next request would recognise this officer. */
  async function now({ id }: { id: string }): Promise<Actor> {
    return (await officerActor(platform().context, id, 'request'))!;
  }
  async function appoint(by: Actor, officer: NewOfficer, confirmer?: Actor): Promise<{ id: string }> {
    const { officerId } = await confirmed(await propose(platform().context, by, ISSUER, officer), confirmer);
    return { id: officerId };
  }
  const appointed = async (by: Actor, departmentId: string, ...roles: Role[]): Promise<Actor> =>
    now(await appoint(by, { externalId: randomUUID(), name: '某', departmentId, roles }));
  async function give(by: Actor, to: Pick<Actor, 'id'>, ...roles: Role[]): Promise<Pick<Officer, 'roles'>> {
    const { officer, appointment } = await changeRoles(platform().context, by, to.id, roles);
    if (appointment) await confirmed(appointment);
    const { posts } = await now(to);
    return { roles: appointment ? posts.map(({ role }) => role) : officer.roles };
  }
  async function registered(by: Actor, client: NewMachineClient): Promise<{ officerId: string }> {
    return confirmed(await proposeMachine(platform().context, by, ISSUER, client));
  }
  const standIn = (by: Actor, from: Actor, to: Actor, role: DelegableRole) =>
    delegate(platform().context, by, {
      ...{ from: from.id, to: to.id, role, startsOn: '2020-03-16', endsOn: '2020-03-20', reason: '外出培训' },
    });
  return { now, second, confirmed, appoint, appointed, give, registered, standIn };
}
