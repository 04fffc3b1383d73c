/** What caches are told of an answer, by what its endpoint declares (docs/decisions/013). */
import type { FastifyReply } from 'fastify';
import type { Caching, Endpoint } from '#contracts/endpoint.ts';

/** Caches in front may answer for this long without asking; nothing withdrawn is shown longer. */
const SHARED_SECONDS = 5;

const CACHE_CONTROL: Readonly<Record<Caching, string>> = {
  never: 'no-store',
  /**
   * A browser asks every time (and is mostly told that nothing changed); a shared cache asks once in SHARED_SECONDS whatever the
   * crowd. `must-revalidate`: with the site out of reach nobody shows an old copy, which may hold what was withdrawn.
   */
  shared: `public, max-age=0, s-maxage=${SHARED_SECONDS}, must-revalidate`,
  own: 'private, no-cache',
  day: 'public, max-age=86400',
  year: 'public, max-age=31536000, immutable',
};

/** Behind a door: nowhere, whatever else is true of the answer. */
const cachingOf = ({ who, caching }: Endpoint): Caching => (who.door === 'anybody' ? (caching ?? 'never') : 'never');

/** Refusals say so themselves; where it leads on to is decided anew each time, unless nothing may be kept at all. */
export function keepAsDeclared(reply: FastifyReply, endpoint: Endpoint, leadsOn: boolean): void {
  const caching = cachingOf(endpoint);
  if (leadsOn && caching !== 'never') return;
  reply.header('cache-control', CACHE_CONTROL[caching]);
  if (caching === 'own') reply.header('vary', 'cookie');
}
