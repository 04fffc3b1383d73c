/** How requests of an endpoint are counted, for the rate limit, where not with everything else the caller asks. */
import { normalizeIP } from '@fastify/rate-limit';
import type { FastifyRequest } from 'fastify';
import type { Address, Limit } from '#contracts/endpoint.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** a file of the pages themselves, the same for everybody: never counted */
    asset?: boolean;
  }
}

/** How many a minute there may be in each group that endpoints name. */
export type PerMinute = Readonly<Record<string, number>>;

const MINUTE_MILLISECONDS = 60_000;

/** A subscriber's line has one IPv4 address, and as many as it likes within one /64. */
export const byAddress = (request: FastifyRequest): string => normalizeIP(request.ip ?? '');

/** @throws RangeError where nobody says how many the group may have: found at the start */
export function limitOf(address: Address, limit: Limit | undefined, perMinute: PerMinute = {}) {
  if (limit === undefined) return {};
  if (limit === 'uncounted') return { asset: true };
  if (limit === 'address') return { rateLimit: { keyGenerator: byAddress } };
  if ('perMinute' in limit) return { rateLimit: { max: limit.perMinute, timeWindow: MINUTE_MILLISECONDS } };
  const max = perMinute[limit.group];
  if (max === undefined) throw new RangeError(`${address} is counted as ${limit.group}: say how many a minute`);
  return { rateLimit: { max, timeWindow: MINUTE_MILLISECONDS, groupId: limit.group } };
}
