/**
 * Whom a request is counted against: a signed-in session or a department's system by itself, everybody else by address. A cookie or
 * token that opens nothing counts as its address, so that invented ones bring no fresh allowance.
 */
import type { FastifyRequest } from 'fastify';
import { byAddress } from '#http/limits.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** set by sign-in once it has verified who asks */
    countedAs: string | null;
  }
}

export const bySession = (request: FastifyRequest): string => request.countedAs ?? byAddress(request);
