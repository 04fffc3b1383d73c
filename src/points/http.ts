/** What every points route shares: its context, and the citizen that sign-in has put on the request. */
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { AccountKind } from '#contracts/vocabulary.ts';
import { endpointServer } from '#http/serve.ts';
import { type VouchedPerson, vouchedSubject } from '#kernel/identity/vouched-person.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import type { Holder, PointsContext } from './context.ts';

/** A folder's `routes.ts` exports one of these. */
export type PointsRoutes = FastifyPluginAsyncZod<{ context: PointsContext }>;

/** What the city's sign-in vouches for; used to compute the subject key, never stored. */
export type CitizenClaims = VouchedPerson;

declare module 'fastify' {
  interface FastifyRequest {
    /** set by sign-in; null for a caller who is not signed in as a citizen with a verified identity */
    citizen: CitizenClaims | null;
    /** the token of the citizen's session, which their transactions enter by */
    citizenPass: (() => string) | null;
    /** set by the providers' sign-in; null for everybody else */
    provider: SignedInProvider | null;
  }
}

/** A provider of benefits as its account is registered; of the account itself nothing is kept. */
export interface SignedInProvider {
  readonly providerId: string;
  readonly name: string;
  readonly kind: AccountKind;
  readonly requestId: string;
}

export function requireCitizen(request: FastifyRequest): CitizenClaims {
  if (!request.citizen) throw new Problem('session.required');
  return request.citizen;
}

export function requireProvider(request: FastifyRequest): SignedInProvider {
  if (!request.provider) throw new Problem('session.required');
  return request.provider;
}

/** An account holder's call: who, and the request it came with, for the log. */
export interface Caller {
  readonly citizen: CitizenClaims;
  readonly pass?: () => string;
  readonly requestId?: string;
}

/** Whose account the caller's own would be. */
export const holderOf = ({ keyring }: Pick<PointsContext, 'keyring'>, { citizen, pass }: Caller): Holder => ({
  subjectKey: vouchedSubject(keyring, citizen),
  pass,
});

/** The points system's doors, as endpoints name them. */
export const serve = endpointServer({
  citizens: (request): Caller => ({
    citizen: requireCitizen(request),
    requestId: request.id,
    ...(request.citizenPass ? { pass: request.citizenPass } : {}),
  }),
  providers: requireProvider,
  anybody: () => null,
});
