/**
 * Sign-in of one system, for people (a session cookie) and machines (a bearer token): puts who asks on every request
 * below it, refuses what another site's page sends with our cookie, and brings the /auth routes.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { Problem } from '#kernel/problems.ts';
import type { Claims, OpenIdClient } from './open-id.ts';
import { sendProblem, toProblem } from './problems.ts';
import type { Sessions } from './sessions.ts';

export type SignInEvent = 'session.started' | 'session.ended' | 'session.refused';

/** What differs between the officers' system and the citizens'. */
export interface Door<Holder extends object> {
  /** who may come in; throws a Problem saying why not */
  admit(claims: Claims): Promise<Holder>;
  /** puts the session's holder on the request; false: no longer allowed in */
  recognise(request: FastifyRequest, holder: Holder): Promise<boolean>;
  /** puts a machine on the request; absent where machines have no business */
  recogniseMachine?(request: FastifyRequest, clientId: string, issuer: string): Promise<void>;
  /** adds the event to the system's audit */
  audit(
    event: SignInEvent,
    request: FastifyRequest,
    who: { holder?: Holder; claims?: Claims; reason?: string },
  ): Promise<void>;
  readonly me: z.ZodType;
  describe(request: FastifyRequest): unknown;
}

export interface SignInOptions<Holder extends object> {
  /** below it lie the /auth routes and /me */
  readonly prefix: string;
  /** the cookies' own name, so that an officer and a citizen may be signed in beside each other */
  readonly cookie: 'platform' | 'points' | 'my' | 'provider';
  readonly client: OpenIdClient;
  readonly sessions: Sessions<Holder>;
  readonly door: Door<Holder>;
  readonly publicUrl: string;
}

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Registers the hook and routes in `scope` itself: every route registered in it afterwards is behind the door. */
export function signIn<Holder extends object>(scope: FastifyInstance, options: SignInOptions<Holder>): void {
  const { prefix, cookie, client, sessions, door, publicUrl } = options;
  const app = scope.withTypeProvider<ZodTypeProvider>();
  const cookies = cookieNames(cookie, publicUrl);
  const redirectUri = `${publicUrl}${prefix}/auth/callback`;

  scope.addHook('onRequest', async (request) => {
    const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (bearer !== undefined) {
      if (!door.recogniseMachine)
        throw new Problem('session.required', {
          detail: '此系统只供本人登录使用。',
          detailEn: 'This system is for people signing in themselves.',
        });
      const { clientId } = await client.verifyMachine(bearer);
      return door.recogniseMachine(request, clientId, client.issuer);
    }
    const token = request.cookies[cookies.session];
    if (!token) return;
    const holder = await sessions.find(token);
    if (!holder || !(await door.recognise(request, holder))) return;
    refuseForeignPage(request, publicUrl);
  });

  app.get(
    `${prefix}/auth/sign-in`,
    {
      schema: {
        tags: ['sign-in'],
        summary: '登录：转到统一身份认证',
        querystring: z.object({
          returnTo: z.string().max(500).optional().describe('登录后回到的页面，只能是本站路径'),
        }),
      },
    },
    async (request, reply) => {
      // cookies belong to one name; by the name alone, for behind a proxy this request may say http for what was https
      if (request.host !== new URL(publicUrl).host) return reply.redirect(publicUrl + request.url);
      const { address, attempt } = await client.begin(redirectUri, localPath(request.query.returnTo));
      reply.setCookie(cookies.attempt, await sessions.begin(attempt), { ...cookies.options, maxAge: 600 });
      return reply.redirect(address);
    },
  );

  app.get(
    `${prefix}/auth/callback`,
    { schema: { tags: ['sign-in'], summary: '登录：自统一身份认证返回', querystring: z.looseObject({}) } },
    async (request, reply) => {
      const attemptToken = request.cookies[cookies.attempt];
      reply.clearCookie(cookies.attempt, cookies.options);
      const attempt = attemptToken ? await sessions.takeAttempt(attemptToken) : null;
      if (!attempt)
        return refuse(
          request,
          reply,
          new Problem('session.required', {
            detail: '此次登录已失效或不是从本浏览器发起，请重新登录。',
            detailEn: 'This sign-in is over or did not begin in this browser. Sign in again.',
          }),
        );
      let claims: Claims | undefined;
      try {
        claims = await client.finish(new URL(request.url, publicUrl), attempt);
        const holder = await door.admit(claims);
        const token = await sessions.start(holder);
        await door.audit('session.started', request, { holder, claims });
        reply.setCookie(cookies.session, token, cookies.options);
      } catch (error) {
        return refuse(request, reply, toProblem(error, request), claims);
      }
      return reply.redirect(attempt.returnTo);
    },
  );

  async function refuse(request: FastifyRequest, reply: FastifyReply, problem: Problem, claims?: Claims) {
    if (problem.status >= 500) request.log.error({ err: problem }, '登录未完成');
    await door.audit('session.refused', request, { ...(claims ? { claims } : {}), reason: problem.code });
    return sendProblem(request, reply, problem);
  }

  app.post(
    `${prefix}/auth/sign-out`,
    { schema: { tags: ['sign-in'], summary: '退出登录', response: { 204: z.null() } } },
    async (request, reply) => {
      const token = request.cookies[cookies.session];
      const holder = token ? await sessions.find(token) : null;
      if (token && holder) {
        await sessions.end(token);
        await door.audit('session.ended', request, { holder });
      }
      reply.clearCookie(cookies.session, cookies.options);
      return reply.code(204).send(null);
    },
  );

  app.get(
    `${prefix}/me`,
    { schema: { tags: ['sign-in'], summary: '当前登录者', response: { 200: door.me } } },
    async (request) => door.describe(request),
  );
}

/**
 * A page of another site can make the browser send our cookie, but cannot set a header of its own nor claim our origin:
 * a change by cookie needs one or the other. (SameSite=Lax stands before this; older browsers ignore it.)
 */
function refuseForeignPage(request: FastifyRequest, publicUrl: string): void {
  if (READING.has(request.method)) return;
  const { origin } = request.headers;
  if (origin === undefined ? request.headers['x-xinheng-csrf'] !== undefined : origin === publicUrl) return;
  throw new Problem('permission.denied', {
    detail: '此请求不是从本系统的页面发出的，已拦下。程序调用请带请求头 x-xinheng-csrf: 1。',
    detailEn: 'The request did not come from a page of this system. Programs send the header x-xinheng-csrf: 1.',
  });
}

interface CookieNames {
  readonly session: string;
  readonly attempt: string;
  readonly options: { path: string; httpOnly: true; sameSite: 'lax'; secure: boolean };
}

/** With https the `__Host-` prefix makes browsers hold that no other host or path can have set the cookie. */
function cookieNames(name: string, publicUrl: string): CookieNames {
  const secure = publicUrl.startsWith('https:');
  const prefix = secure ? '__Host-' : '';
  return {
    session: `${prefix}xinheng-${name}`,
    attempt: `${prefix}xinheng-${name}-sign-in`,
    options: { path: '/', httpOnly: true, sameSite: 'lax', secure },
  };
}

/** Only a path of this site: never an address that an attacker put into the link. */
export function localPath(path: string | undefined): string {
  return path !== undefined && /^\/(?![/\\])[^\\\s]*$/.test(path) ? path : '/';
}
