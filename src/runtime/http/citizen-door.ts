/** The points system's door: citizens whose identity document the city's sign-in has checked. Machines have no business here. */
import { citizenSignIn } from '#contracts/points-system.ts';
import { maskNumber } from '#kernel/identity/masking.ts';
import { writeDoorAudit } from '#points/audit.ts';
import type { PointsContext } from '#points/context.ts';
import { type CitizenClaims, serve } from '#points/http.ts';
import type { Door } from './door.ts';
import { verifiedPerson } from './verified-identity.ts';

export function citizenDoor(context: Pick<PointsContext, 'database' | 'clock'>): Door<CitizenClaims> {
  return {
    async admit(claims) {
      return verifiedPerson(claims);
    },
    async recognise(request, citizen, token) {
      request.citizen = citizen;
      request.citizenPass = () => token;
      return true;
    },
    /** Names nobody: this system's log knows accounts only, and at the door there may be none yet. */
    async audit(event, request, { reason }) {
      const actor = { kind: 'citizen', id: 'unknown' } as const;
      await writeDoorAudit(context.database, {
        at: context.clock(),
        action: event,
        actor,
        reason,
        requestId: request.id,
      });
    },
    serve: (app, ways) =>
      serve(app, citizenSignIn, {
        ...ways,
        'GET /me': ({ caller: { citizen } }) => ({
          name: citizen.name,
          documentNumber: maskNumber(citizen.documentNumber),
        }),
      }),
  };
}
