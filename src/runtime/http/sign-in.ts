/**
 * Sign-in of one system, for people (a session cookie) and machines (a bearer token): puts who asks on every request
 * below it, refuses what another site's page sends with our cookie, and brings the /auth routes.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { SignedOut } from '#contracts/sign-in.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { SIGN_IN_LIMIT } from './limits.ts';
import type { Claims, OpenIdClient } from './open-id.ts';
import { sendProblem, toProblem } from './problems.ts';
import type { Sessions, SignInAttempt } from './sessions.ts';
import { SignInCookies } from './sign-in-cookies.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** why the caller's token or page is refused; told once the request has been counted */
    refusal: unknown;
  }
}

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

/** Page of each door that the browser comes back to from the provider's sign-out; to be registered there. */
const HOME = { platform: '/console/', my: '/my/', points: '/my/', provider: '/provider/' } as const;

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Registers the hook and routes in `scope` itself: every route registered in it afterwards is behind the door. */
export function signIn<Holder extends object>(scope: FastifyInstance, options: SignInOptions<Holder>): void {
  const { prefix, client, sessions, door, publicUrl } = options;
  const app = scope.withTypeProvider<ZodTypeProvider>();
  const cookies = new SignInCookies(options.cookie, publicUrl, client.issuer);
  const redirectUri = `${publicUrl}${prefix}/auth/callback`;

  scope.decorateRequest('refusal', null);
  // the limits look after this hook, and count who was recognised; a refusal waits until they have
  scope.addHook('onRequest', async (request) => {
    await recognise(request).catch((error: unknown) => {
      request.refusal = error;
    });
  });
  scope.addHook('preParsing', async (request) => {
    if (request.refusal !== null) throw request.refusal;
  });
  // what a person or a system is told behind a door is theirs: no cache, shared or in the browser, keeps it
  scope.addHook('onSend', async (_request, reply) => {
    reply.header('cache-control', 'no-store');
  });

  async function recognise(request: FastifyRequest): Promise<void> {
    const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (bearer !== undefined) {
      if (!door.recogniseMachine)
        throw new Problem('session.required', {
          said: { zh: '此系统只供本人登录使用。', en: 'This system is for people signing in themselves.' },
        });
      const { clientId } = await client.verifyMachine(bearer);
      await door.recogniseMachine(request, clientId, client.issuer);
      request.countedAs = `client ${clientId}`;
      return;
    }
    const token = cookies.session(request);
    if (!token) return;
    const holder = await sessions.find(token);
    if (!holder || !(await door.recognise(request, holder))) return;
    request.countedAs = `session ${token}`;
    refuseForeignPage(request, publicUrl);
  }

  app.get(
    `${prefix}/auth/sign-in`,
    {
      config: SIGN_IN_LIMIT,
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
      const { address, attempt } = await client.begin(
        redirectUri,
        localPath(request.query.returnTo),
        cookies.signedOut(request),
      );
      cookies.setAttempt(request, reply, attempt.state, await sessions.begin(attempt));
      return reply.redirect(address);
    },
  );

  app.get(
    `${prefix}/auth/callback`,
    {
      config: SIGN_IN_LIMIT,
      schema: { tags: ['sign-in'], summary: '登录：自统一身份认证返回', querystring: z.looseObject({}) },
    },
    async (request, reply) => {
      const attempt = await takeAttempt(request, reply, new URL(request.url, publicUrl).searchParams.get('state'));
      if (!attempt)
        return refuse(
          request,
          reply,
          new Problem('session.required', {
            said: {
              zh: '此次登录已失效或不是从本浏览器发起，请重新登录。',
              en: 'This sign-in is over or did not begin in this browser. Sign in again.',
            },
          }),
        );
      let claims: Claims | undefined;
      try {
        const answer = await client.finish(new URL(request.url, publicUrl), attempt);
        ({ claims } = answer);
        const holder = await door.admit(claims);
        const token = await sessions.start(holder, answer.idToken);
        await door.audit('session.started', request, { holder, claims });
        await endSession(request); // the browser forgets its earlier session here: nobody else shall find it open
        cookies.setSession(reply, token);
        cookies.clearSignedOut(request, reply);
      } catch (error) {
        return refuse(request, reply, toProblem(error, request), claims);
      }
      return reply.redirect(attempt.returnTo);
    },
  );

  async function takeAttempt(
    request: FastifyRequest,
    reply: FastifyReply,
    state: string | null,
  ): Promise<SignInAttempt | null> {
    let fitting: SignInAttempt | null = null;
    for (const token of cookies.takeAttempts(request, reply, state ?? undefined)) {
      const attempt = await sessions.takeAttempt(token);
      if (attempt?.state === state) fitting = attempt;
    }
    return fitting;
  }

  /** Ends the session of the request's cookie; answers the provider's word it began with. */
  async function endSession(request: FastifyRequest): Promise<{ idToken: string | undefined } | null> {
    const token = cookies.session(request);
    const session = token ? await sessions.open(token) : null;
    if (!token || !session) return null;
    await sessions.end(token);
    await door.audit('session.ended', request, { holder: session.holder });
    return { idToken: session.idToken };
  }

  async function refuse(request: FastifyRequest, reply: FastifyReply, problem: Problem, claims?: Claims) {
    if (problem.status >= 500) request.log.error({ err: problem }, '登录未完成');
    await door.audit('session.refused', request, { ...(claims ? { claims } : {}), reason: problem.code });
    return sendProblem(request, reply, problem);
  }

  app.post(
    `${prefix}/auth/sign-out`,
    {
      schema: {
        tags: ['sign-in'],
        summary: '退出登录：结束本系统的登录，并指出在哪里结束统一身份认证的登录',
        response: { 200: SignedOut },
      },
    },
    async (request, reply) => {
      const ended = await endSession(request);
      for (const token of cookies.takeAttempts(request, reply, undefined)) await sessions.takeAttempt(token);
      cookies.clearSession(reply);
      if (ended === null) return { continueAt: null, notice: null };
      cookies.markSignedOut(reply);
      return signedOut(await client.signOutAddress(ended.idToken, publicUrl + HOME[options.cookie]));
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
    said: {
      zh: '此请求不是从本系统的页面发出的，已拦下。程序调用请带请求头 x-xinheng-csrf: 1。',
      en: 'The request did not come from a page of this system. Programs send the header x-xinheng-csrf: 1.',
    },
  });
}

/** Where the provider's session goes on, the person is told: on a shared computer the next one could come in by it. */
function signedOut(address: URL | 'unsupported' | 'unreachable'): SignedOut {
  if (address instanceof URL) return { continueAt: address.href, notice: null };
  const why =
    address === 'unsupported'
      ? { zh: '统一身份认证不提供退出', en: 'The sign-in service offers no sign-out' }
      : { zh: '暂时联系不上统一身份认证', en: 'The sign-in service cannot be reached now' };
  return {
    continueAt: null,
    notice: {
      zh: `已退出本系统。${why.zh}，其登录可能仍在：在公用电脑上请关闭浏览器。`,
      en: `You are signed out here. ${why.en}; it may still know you: on a shared computer close the browser.`,
    },
  };
}

/** Only a path of this site: never an address that an attacker put into the link. */
export function localPath(path: string | undefined): string {
  return path !== undefined && /^\/(?![/\\])[^\\\s]*$/.test(path) ? path : '/';
}
