/**
 * Bounds every body the server takes, whatever route it is for: its size before it is read, the bytes in flight over all connections, the
 * sender's pace; and what is still sent after the answer. A route says what kind of body it takes (src/http/body-route.ts).
 */
import { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { BODY_KINDS, type BodyHandling, type BodyKind } from '#http/body-route.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { BodyMeter, type Pace } from './body-meter.ts';
import { InFlight, type Share } from './in-flight.ts';

export interface BodyLimits {
  readonly kinds: Readonly<Record<BodyKind, Share & Pace>>;
  /** what may still come after the answer, before the connection is cut: a client that is sending has to get round to reading it */
  readonly unread: { readonly bytes: number; readonly milliseconds: number };
}

const MEBIBYTE = 1 << 20;
const SECOND = 1_000;
/** 200 bytes a second: below the slowest line anybody reports over */
const VILLAGE_LINE = { leastBytes: 4_096, periodMilliseconds: 20 * SECOND } as const;

export const BODY_LIMITS: BodyLimits = {
  kinds: {
    form: { bytes: 128 * MEBIBYTE, perAddress: 32 * MEBIBYTE, ...VILLAGE_LINE, wholeMilliseconds: 60 * SECOND },
    // a signature is good for five minutes: a body that takes longer would be refused anyhow
    delivery: { bytes: 256 * MEBIBYTE, perAddress: 128 * MEBIBYTE, ...VILLAGE_LINE, wholeMilliseconds: 300 * SECOND },
    memory: { bytes: 256 * MEBIBYTE, perAddress: 256 * MEBIBYTE, ...VILLAGE_LINE, wholeMilliseconds: 0 },
    disk: { bytes: 4096 * MEBIBYTE, perAddress: 4096 * MEBIBYTE, ...VILLAGE_LINE, wholeMilliseconds: 0 },
  },
  unread: { bytes: 2 * MEBIBYTE, milliseconds: 2 * SECOND },
};

const BUSY_SECONDS = 5;

declare module 'fastify' {
  interface FastifyInstance {
    bodiesInFlight: InFlight;
  }
}

const FORM: BodyHandling = { kind: 'form', tooLarge: () => new Problem('request.too_large') };

export function limitBodies(app: FastifyInstance, limits: BodyLimits = BODY_LIMITS): void {
  const inFlight = new InFlight(limits.kinds);
  const meters = new WeakMap<FastifyRequest, BodyMeter>();
  const accounts = new WeakMap<FastifyRequest, { close(): void }>();
  let closing = false;
  app.decorate('bodiesInFlight', inFlight);
  app.addHook('preClose', async () => {
    closing = true;
  });

  // after the doors and the rate limit, before anybody has read a byte
  app.addHook('preParsing', async (request, reply, payload) => {
    if (!hasBody(request)) return payload;
    const { kind, tooLarge } = request.routeOptions.config?.body ?? FORM;
    const mostBytes = request.routeOptions.bodyLimit ?? app.initialConfig.bodyLimit ?? MEBIBYTE;
    const declared = Number(request.headers['content-length'] ?? 0);
    if (declared > mostBytes) throw tooLarge();
    if (!inFlight.fits(kind, request.ip, declared)) throw noRoom(reply);
    const account = inFlight.open(kind, request.ip);
    accounts.set(request, account);
    reply.raw.once('close', () => account.close());
    const meter = new BodyMeter(request.raw, {
      pace: limits.kinds[kind],
      ...{ mostBytes, tooLarge, take: account.take },
      noRoom: () => noRoom(reply),
    });
    meters.set(request, meter);
    return meter;
  });

  app.addHook('onSend', async (request) => {
    meters.get(request)?.destroy();
    dropTheRest(request.raw, limits.unread, () => closing);
  });
  // a request that came without a connection (a test) closes nothing
  app.addHook('onResponse', async (request) => accounts.get(request)?.close());
}

const hasBody = ({ headers }: FastifyRequest): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

function noRoom(reply: FastifyReply): Problem {
  reply.header('retry-after', String(BUSY_SECONDS));
  return new Problem('unavailable', {
    said: {
      zh: `正在接收的内容较多，这次没有收下。请 ${BUSY_SECONDS} 秒后再试。`,
      en: `Much is being received at present; this was not taken. Try again in ${BUSY_SECONDS} seconds.`,
    },
  });
}

/**
 * Reads on for a moment and throws it away: cut at once, a client that is still sending would never see the answer. Then the connection
 * goes, with whatever else might come.
 */
function dropTheRest(request: unknown, { bytes, milliseconds }: BodyLimits['unread'], closing: () => boolean): void {
  if (!(request instanceof IncomingMessage) || request.complete || request.destroyed) return;
  let left = bytes;
  const cut = () => request.socket.destroy();
  const timer = setTimeout(cut, milliseconds);
  request.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) cut();
  });
  request.once('close', () => clearTimeout(timer));
  request.once('end', () => {
    clearTimeout(timer);
    // it was not idle when the server closed the idle ones, and would keep the server from ending
    if (closing()) request.socket.end();
  });
  request.resume();
}

/** The same for all kinds: for a test, which cannot wait as long or send as much. */
export function bodyLimits(change: Partial<Share & Pace>, unread = BODY_LIMITS.unread): BodyLimits {
  const kinds = Object.fromEntries(BODY_KINDS.map((kind) => [kind, { ...BODY_LIMITS.kinds[kind], ...change }]));
  return { kinds: kinds as BodyLimits['kinds'], unread };
}
