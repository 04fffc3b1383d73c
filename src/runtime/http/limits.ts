/**
 * Whom a request is counted against: a signed-in session or a department's system by itself, everybody else by address. A cookie or
 * token that opens nothing counts as its address, so that invented ones bring no fresh allowance.
 */
import { normalizeIP } from '@fastify/rate-limit';
import type { FastifyRequest } from 'fastify';

declare module 'fastify' {
  interface FastifyRequest {
    /** set by sign-in once it has verified who asks */
    countedAs: string | null;
  }
  interface FastifyContextConfig {
    /** a file of the pages themselves, the same for everybody: never counted */
    asset?: boolean;
  }
}

/** A subscriber's line has one IPv4 address, and as many as it likes within one /64. */
export const byAddress = (request: FastifyRequest): string => normalizeIP(request.ip ?? '');

export const bySession = (request: FastifyRequest): string => request.countedAs ?? byAddress(request);

/** Limit of the routes of sign-in: an allowance of their own, by address, so that a busy office can still sign in. */
export const SIGN_IN_LIMIT = { rateLimit: { keyGenerator: byAddress } };
