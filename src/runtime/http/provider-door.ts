import { providerSignIn } from '#contracts/points-system.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { writeDoorAudit } from '#points/audit.ts';
import type { PointsContext } from '#points/context.ts';
import { serve } from '#points/http.ts';
import { admitProvider, findProvider, providerSelf } from '#points/index.ts';
import type { Door } from './door.ts';

/** The provider's own name for the account; which provider it speaks for is asked at every request. */
export interface ProviderSession {
  readonly issuer: string;
  readonly subject: string;
}

export function providerDoor(context: PointsContext): Door<ProviderSession> {
  return {
    async admit({ iss, sub }) {
      await admitProvider(context, { kind: 'staff', issuer: iss, subject: sub });
      return { issuer: iss, subject: sub };
    },
    async recognise(request, session) {
      request.provider = await findProvider(context, { kind: 'staff', ...session }, request.id);
      return request.provider !== null;
    },
    async recogniseMachine(request, clientId, issuer) {
      request.provider = await findProvider(context, { kind: 'machine', issuer, subject: clientId }, request.id);
      if (!request.provider)
        throw new Problem('provider.unknown_account', {
          said: {
            zh: `客户端 ${clientId} 未登记或已停用。`,
            en: `The client ${clientId} is not registered or no longer active.`,
          },
        });
    },
    async audit(event, request, { reason }) {
      const actor = { kind: 'provider', id: request.provider?.providerId ?? 'unknown' } as const;
      await writeDoorAudit(context.database, {
        at: context.clock(),
        action: event,
        actor,
        reason,
        requestId: request.id,
      });
    },
    serve: (app, ways) =>
      serve(app, providerSignIn, { ...ways, 'GET /me': ({ caller }) => providerSelf(context, caller) }),
  };
}
