/** How requests of an endpoint are counted, for the rate limit, where not with everything else the caller asks. */
import { normalizeIP } from '@fastify/rate-limit';
import type { FastifyContextConfig, FastifyInstance, FastifyRequest, preHandlerAsyncHookHandler } from 'fastify';
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

/** What a route carries of how it is counted: configuration for the limits of the frame, or the counter of its group. */
interface Counted {
  readonly config: FastifyContextConfig;
  readonly onRequest?: preHandlerAsyncHookHandler;
}

/** @throws RangeError where nobody says how many the group may have, or two say it differently: found at the start */
export function limitOf(
  app: FastifyInstance,
  address: Address,
  limit: Limit | undefined,
  perMinute: PerMinute = {},
): Counted {
  if (limit === undefined) return { config: {} };
  if (limit === 'uncounted') return { config: { asset: true } };
  if (limit === 'address') return { config: { rateLimit: { keyGenerator: byAddress } } };
  if ('perMinute' in limit) return { config: { rateLimit: { max: limit.perMinute, timeWindow: MINUTE_MILLISECONDS } } };
  const max = perMinute[limit.group];
  if (max === undefined) throw new RangeError(`${address} is counted as ${limit.group}: say how many a minute`);
  return { config: { rateLimit: false }, onRequest: groupCounter(app, limit.group, max) };
}

interface Group {
  readonly max: number;
  readonly counter: preHandlerAsyncHookHandler;
}

/** By server, since the routes of a group stand in several scopes of one. */
const GROUPS = new WeakMap<object, Map<string, Group>>();

/**
 * One counter for all routes of a group. Left to its configuration, the limiter counts each route by itself: its `groupId` goes into
 * the key only, and every route has a store of its own.
 */
function groupCounter(app: FastifyInstance, group: string, max: number): preHandlerAsyncHookHandler {
  const groups = GROUPS.get(app.server) ?? new Map<string, Group>();
  GROUPS.set(app.server, groups);
  const known = groups.get(group) ?? {
    max,
    counter: app.rateLimit({ max, timeWindow: MINUTE_MILLISECONDS }),
  };
  if (known.max !== max) throw new RangeError(`${group} may have ${known.max} a minute or ${max}: say one`);
  groups.set(group, known);
  return known.counter;
}
