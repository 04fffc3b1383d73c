/**
 * How everything public is answered: compressed, with a strong entity tag of its own for each encoding. For how long caches may keep it,
 * each endpoint declares (contracts/endpoint.ts, docs/decisions/013).
 */
import { hash } from 'node:crypto';
import compress from '@fastify/compress';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

const ENCODINGS = ['br', 'gzip'] as const;

/** Strong: other content, other tag. */
export const tagOf = (content: string | Buffer): string => `"${hash('sha256', content, 'base64url').slice(0, 27)}"`;

/** Call on the scope of the public routes, before they are registered. */
export async function answerForCaches(scope: FastifyInstance): Promise<void> {
  scope.addHook('onSend', async (request, reply, payload) => prepare(request, reply, payload));
  await scope.register(compress, { encodings: [...ENCODINGS], threshold: 256, globalDecompression: false });
  // hooks of a route run after those of the scope, in the order they were added: this one sees what compression made of the answer
  scope.addHook('onRoute', (route) => {
    const given = route.onSend === undefined ? [] : [route.onSend].flat();
    route.onSend = [...given, async (_request, reply, payload) => finish(reply, payload)];
  });
}

/** Files, feeds and answers for programs are read by pages of any origin; none of them knows who asks. */
const FOR_ANY_ORIGIN = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'ETag, Link, Repr-Digest, Content-Disposition, Retry-After',
};

const isPage = (reply: FastifyReply): boolean =>
  /^text\/(html|css)/.test(String(reply.getHeader('content-type') ?? ''));

function prepare(request: FastifyRequest, reply: FastifyReply, payload: unknown): unknown {
  if (request.method !== 'GET' && request.method !== 'HEAD') return payload;
  if (!isPage(reply)) reply.headers(FOR_ANY_ORIGIN);
  if (reply.statusCode !== 200) {
    if (reply.statusCode >= 400) reply.header('cache-control', 'no-store');
    return payload;
  }
  varyByEncoding(reply);
  if (!reply.hasHeader('etag') && (typeof payload === 'string' || Buffer.isBuffer(payload))) {
    reply.header('etag', tagOf(payload));
  }
  const tag = String(reply.getHeader('etag') ?? '');
  const asked = request.headers['if-none-match'];
  const known = asked === undefined ? unchangedSince(request, reply, tag) : knownTag(asked, tag);
  return known === undefined ? payload : notModified(reply, known, payload);
}

/** Counts only for a reader that names no tag (RFC 9110, 13.1.3). */
function unchangedSince(request: FastifyRequest, reply: FastifyReply, tag: string): string | undefined {
  const changed = Date.parse(String(reply.getHeader('last-modified') ?? ''));
  const since = Date.parse(request.headers['if-modified-since'] ?? '');
  return changed <= since ? tag : undefined;
}

/**
 * Says since when the content is as it is, where that is certain: not within the last two seconds, for HTTP dates know no parts of a
 * second and a second change in the same one would go unseen; and never in the future.
 */
export function lastModified(instants: readonly Date[], wallClock: () => Date): { 'last-modified'?: string } {
  const latest = Math.max(...instants.map((instant) => instant.getTime()));
  return latest + 2_000 <= wallClock().getTime() ? { 'last-modified': new Date(latest).toUTCString() } : {};
}

/** 304 with the tag the reader holds; whoever was to send the content need not. */
function notModified(reply: FastifyReply, tag: string, payload: unknown): null {
  if (payload !== null && typeof payload === 'object' && 'destroy' in payload)
    (payload as { destroy(): void }).destroy();
  reply.code(304).header('etag', tag);
  for (const name of ['content-type', 'content-length', 'content-disposition']) reply.removeHeader(name);
  return null;
}

/** A compressed answer is other bytes, so a strong tag of the plain ones would not be true of it. */
function finish(reply: FastifyReply, payload: unknown): unknown {
  const encoding = reply.getHeader('content-encoding');
  const tag = reply.getHeader('etag');
  if (typeof encoding !== 'string' || encoding === 'identity' || typeof tag !== 'string') return payload;
  if (!tag.endsWith(`-${encoding}"`)) reply.header('etag', tag.replace(/"$/, `-${encoding}"`));
  reply.removeHeader('repr-digest'); // of the plain bytes
  return payload;
}

function varyByEncoding(reply: FastifyReply): void {
  const vary = [reply.getHeader('vary') ?? []].flat().map(String).join(', ');
  if (!/accept-encoding/i.test(vary))
    reply.header('vary', vary === '' ? 'accept-encoding' : `${vary}, accept-encoding`);
}

/**
 * The tag of the reader's that stands for this content, in whatever encoding the reader holds it; undefined when none does.
 * @param field `If-None-Match` @param tag of the plain content
 */
export function knownTag(field: string | undefined, tag: string): string | undefined {
  if (field === undefined || tag === '') return undefined;
  const bare = tag.slice(1, -1);
  const accepted = new Set([bare, ...ENCODINGS.map((encoding) => `${bare}-${encoding}`)]);
  for (const [, inner = ''] of field.matchAll(/(?:W\/)?"([^"]*)"/g)) if (accepted.has(inner)) return `"${inner}"`;
  return field.trim() === '*' ? tag : undefined;
}
