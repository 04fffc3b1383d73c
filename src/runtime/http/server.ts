/**
 * The HTTP frame every system stands in: security headers, limits, request ids, problems, Zod validation in Chinese.
 * It knows no route; the systems bring theirs (see ../systems).
 */
import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import cookie from '@fastify/cookie';
import helmet, { type FastifyHelmetOptions } from '@fastify/helmet';
import rateLimit, { type RateLimitPluginOptions } from '@fastify/rate-limit';
import fastify, { type FastifyHttpOptions, type FastifyInstance, type FastifyServerOptions } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { Problem } from '#kernel/refusal/problem.ts';
import { type TrustProxy, trusting } from '../trust-proxy.ts';
import { type BodyLimits, limitBodies } from './body-limits.ts';
import { bySession } from './limits.ts';
import { presentsDelivery } from './presents-delivery.ts';
import { answerProblems, sendProblem, toProblem } from './problems.ts';
import { findUnstorable, requireStorableText } from './storable-text.ts';
import { validationMessage } from './validation-messages.ts';

export interface ServerOptions {
  /** `X-Forwarded-…` is believed of this many proxies in front, or of these addresses; false: of nobody */
  readonly trustProxy: TrustProxy | boolean;
  readonly rateLimitPerMinute: number;
  /** served over https: tell browsers to insist on it */
  readonly secure: boolean;
  readonly logger?: FastifyServerOptions['logger'];
  /** what bodies are bounded by; absent: BODY_LIMITS */
  readonly bodyLimits?: BodyLimits;
}

/** JSON bodies; file uploads are streams and have their own, larger limit where they are read. */
const JSON_BODY_LIMIT = 1024 * 1024;

/** Far beyond what an honest client needs, so that none is held for ever; bodies are timed by their pace (body-limits.ts). */
const HEADERS_MILLISECONDS = 30_000;
const REQUEST_MILLISECONDS = 2 * 3_600_000;
const SILENT_SOCKET_MILLISECONDS = 15 * 60_000;
const LOOK_EVERY_MILLISECONDS = 5_000;
const MOST_CONNECTIONS = 4_000;
const REQUESTS_PER_CONNECTION = 10_000;

/** callers remembered at once: addresses and sessions; the least recent is forgotten first */
const COUNTED_AT_ONCE = 50_000;

export async function createServer(options: ServerOptions): Promise<FastifyInstance> {
  z.config({ ...z.locales.zhCN(), customError: validationMessage });
  const app = fastify(frame(options));
  app.server.headersTimeout = HEADERS_MILLISECONDS;
  app.server.maxConnections = MOST_CONNECTIONS;
  limitBodies(app, options.bodyLimits);
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  answerProblems(app);
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  app.addHook('preValidation', async ({ body, query, params }) => {
    requireStorableText('提交内容', body);
    requireStorableText('查询参数', query);
    if (findUnstorable(params) !== undefined) throw new Problem('not_found');
  });
  await app.register(helmet, securityHeaders(options));
  await app.register(cookie);
  app.decorateRequest('countedAs', null);
  await app.register(rateLimit, countedRequests(options));
  // a file comes as it is and is read as a stream by the route that takes it
  app.addContentTypeParser('application/octet-stream', (_request, payload, done) => done(null, payload));
  return app;
}

function frame({ trustProxy, logger }: ServerOptions): FastifyHttpOptions<Server> {
  return {
    trustProxy: trusting(trustProxy),
    bodyLimit: JSON_BODY_LIMIT,
    logger: logger ?? { level: 'warn', redact: ['req.headers.authorization', 'req.headers.cookie'] },
    genReqId: () => randomUUID(),
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: false },
    // an address that cannot even be decoded never reaches a route
    frameworkErrors: (error, request, reply) => sendProblem(request, reply, toProblem(error, request)),
    // a 200,000-row file over a village line takes its time
    requestTimeout: REQUEST_MILLISECONDS,
    connectionTimeout: SILENT_SOCKET_MILLISECONDS,
    maxRequestsPerSocket: REQUESTS_PER_CONNECTION,
    http: { connectionsCheckingInterval: LOOK_EVERY_MILLISECONDS },
  };
}

function securityHeaders({ secure }: ServerOptions): FastifyHelmetOptions {
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        baseUri: ["'none'"],
        objectSrc: ["'none'"],
        imgSrc: ["'self'", 'data:'],
        frameAncestors: ["'none'"],
        formAction: ["'self'"],
      },
    },
    strictTransportSecurity: secure ? { maxAge: 31_536_000 } : false,
    referrerPolicy: { policy: 'same-origin' },
  };
}

function countedRequests({ rateLimitPerMinute }: ServerOptions): RateLimitPluginOptions {
  return {
    max: rateLimitPerMinute,
    timeWindow: 60_000,
    cache: COUNTED_AT_ONCE,
    keyGenerator: bySession,
    allowList: (request) => request.routeOptions.config.asset === true || presentsDelivery(request),
    errorResponseBuilder: (_request, context) =>
      new Problem('request.too_many', {
        said: {
          zh: `每分钟至多 ${context.max} 次，请 ${Math.ceil(context.ttl / 1000)} 秒后再试。`,
          en: `At most ${context.max} a minute; try again in ${Math.ceil(context.ttl / 1000)} seconds.`,
        },
      }),
  };
}
