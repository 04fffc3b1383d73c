/** The platform's doors: the actor or applicant that sign-in has put on the request, or the refusal to let somebody in. */
import type { FastifyRequest } from 'fastify';
import { Problem } from '#kernel/refusal/problem.ts';
import { type Actor, actingIn, hasRole, type Role, roleMissing } from '../access/actor.ts';
import type { Applicant } from '../access/applicant.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** set by sign-in (session cookie or bearer token); null for a caller who is not signed in */
    actor: Actor | null;
    /** set by the citizens' sign-in; null for a caller who is not signed in with a verified identity */
    applicant: Applicant | null;
  }
}

/** The signed-in actor; with roles given, one who holds at least one of them. */
export function requireActor(request: FastifyRequest, ...roles: Role[]): Actor {
  if (!request.actor) throw new Problem('session.required');
  if (roles.length > 0 && !hasRole(request.actor, ...roles))
    throw new Problem('permission.denied', { said: roleMissing(roles, request.actor.roles) });
  return roles.length > 0 ? actingIn(request.actor, ...roles) : request.actor;
}

/** Who acts for themself, below /my. */
export function requireApplicant(request: FastifyRequest): Applicant {
  if (!request.applicant) throw new Problem('session.required');
  return request.applicant;
}
