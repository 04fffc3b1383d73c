/** What administrators give one another, as the tests of who reaches what by their own act need it. */
import { randomUUID } from 'node:crypto';
import type { DelegableRole } from '#contracts/officers.ts';
import type { Actor, Role } from '#platform/access/actor.ts';
import { delegate } from '#platform/access/delegations.ts';
import { appoint, officerActor } from '#platform/access/service.ts';
import type { TestPlatform } from './platform.ts';

export const ISSUER = 'https://sign-in.test';

/** The platform is asked for at each call: it is there only once a file's set-up has run. */
export function appointments(platform: () => TestPlatform) {
  /** As the next request would recognise this officer. */
  async function now({ id }: { id: string }): Promise<Actor> {
    return (await officerActor(platform().context, id, 'request'))!;
  }
  const appointed = async (by: Actor, departmentId: string, ...roles: Role[]): Promise<Actor> =>
    now(await appoint(platform().context, by, ISSUER, { externalId: randomUUID(), name: '某', departmentId, roles }));
  const standIn = (by: Actor, from: Actor, to: Actor, role: DelegableRole) =>
    delegate(platform().context, by, {
      ...{ from: from.id, to: to.id, role, startsOn: '2020-03-16', endsOn: '2020-03-20', reason: '外出培训' },
    });
  return { now, appointed, standIn };
}
