/** What every points route shares: its context, and the citizen that sign-in has put on the request. */
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { VouchedPerson } from '#kernel/identity/vouched-person.ts';
import { Problem } from '#kernel/problems.ts';
import type { PointsContext } from './context.ts';

/** A folder's `routes.ts` exports one of these. */
export type PointsRoutes = FastifyPluginAsyncZod<{ context: PointsContext }>;

/** What the city's sign-in vouches for; used to compute the subject key, never stored. */
export type CitizenClaims = VouchedPerson;

declare module 'fastify' {
  interface FastifyRequest {
    /** set by sign-in; null for a caller who is not signed in as a citizen with a verified identity */
    citizen: CitizenClaims | null;
  }
}

export function requireCitizen(request: FastifyRequest): CitizenClaims {
  if (!request.citizen) throw new Problem('session.required');
  return request.citizen;
}
