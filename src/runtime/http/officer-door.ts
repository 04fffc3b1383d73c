/** The platform's door: officers by session, departments' systems by access token. */
import { createHash } from 'node:crypto';
import type { Me } from '#contracts/officers.ts';
import { officerSignIn } from '#contracts/platform.ts';
import {
  type Actor,
  admitOfficer,
  atDoor,
  departmentsSeen,
  machineActor,
  officerActor,
  Pass,
  restingOf,
  systemActor,
} from '#platform/access/index.ts';
import { writeAudit } from '#platform/audit.ts';
import type { PlatformContext } from '#platform/context.ts';
import { serve } from '#platform/http/serve.ts';
import type { Door } from './door.ts';

export interface OfficerSession {
  readonly officerId: string;
}

export function officerDoor(context: PlatformContext): Door<OfficerSession> {
  return {
    admit: async ({ iss, sub }) => ({ officerId: await admitOfficer(context, iss, sub) }),
    async recognise(request, { officerId }, token) {
      request.actor = await officerActor(context, officerId, request.id, new Pass('officer', token));
      return request.actor !== null;
    },
    async recogniseMachine(request, clientId, issuer, token) {
      request.actor = await machineActor(context, issuer, clientId, request.id, new Pass('machine', token));
    },
    async audit(event, request, { holder, claims, reason }) {
      const known = holder ? await officerActor(context, holder.officerId, request.id) : null;
      const actor: Actor = known ?? { ...systemActor('access.sign-in'), requestId: request.id };
      await atDoor(context.database, (tx) =>
        writeAudit(tx, actor, {
          at: context.clock(),
          action: event,
          objectType: 'sign-in',
          objectId: holder?.officerId ?? (claims ? accountDigest(claims) : 'unknown'),
          detail: reason ? { reason } : {},
        }),
      );
    },
    serve: (app, ways) => serve(app, officerSignIn, { ...ways, 'GET /me': ({ caller }) => describe(context, caller) }),
  };
}

async function describe(context: PlatformContext, actor: Actor): Promise<Me> {
  const { policy } = context;
  const seen = departmentsSeen(actor, policy);
  const department = actor.departmentId === null ? undefined : policy.findDepartment(actor.departmentId);
  return {
    kind: actor.kind === 'machine' ? 'machine' : 'officer',
    id: actor.id,
    name: actor.name,
    roles: [...actor.roles],
    standsIn: (actor.standsIn ?? []).map(({ role, officerName, until }) => ({ role, officer: officerName, until })),
    resting: await restingOf(context, actor),
    department: department ? { id: department.id, name: department.name } : null,
    departments: seen === '*' ? '*' : [...seen],
  };
}

/** Who tried, recognisable when it happens again, without keeping an account that may be any citizen's. */
function accountDigest({ iss, sub }: { iss: string; sub: string }): string {
  return createHash('sha256').update(`${iss} ${sub}`).digest('hex').slice(0, 16);
}
