/** The points system's door for providers of benefits: staff by session, their systems by access token. Nobody is named in it. */
import { ProviderMe } from '#contracts/benefits.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import type { PointsContext } from '#points/context.ts';
import { requireProvider } from '#points/http.ts';
import { admitProvider, findProvider, providerSelf } from '#points/index.ts';
import type { Door } from './sign-in.ts';

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
      await context.database
        .insertInto('audit_entry')
        .values({
          at: context.clock(),
          actor_kind: 'provider',
          actor_id: request.provider?.providerId ?? 'unknown',
          action: event,
          purpose: null,
          account_id: null,
          detail: JSON.stringify(reason ? { reason } : {}),
          request_id: request.id,
        })
        .execute();
    },
    me: ProviderMe,
    describe: (request) => providerSelf(context, requireProvider(request)),
  };
}
