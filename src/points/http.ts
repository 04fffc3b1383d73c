/** What every points route shares: its context, and the citizen that sign-in has put on the request. */
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { Problem } from '#kernel/problems.ts';
import type { PointsContext } from './context.ts';

/** A folder's `routes.ts` exports one of these. */
export type PointsRoutes = FastifyPluginAsyncZod<{ context: PointsContext }>;

/** What the city's sign-in vouches for after checking the person's document; used to compute the subject key, never stored. */
export interface CitizenClaims {
  readonly name: string;
  /** one of the document types, e.g. `resident-id` */
  readonly documentType: string;
  readonly documentNumber: string;
  /** `YYYY-MM-DD` */
  readonly birthDate: string;
}

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
