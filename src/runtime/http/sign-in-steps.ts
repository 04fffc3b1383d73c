/** The way in and out of one door: to the identity provider, back from it, and away. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { OwnSessions, SignedOut } from '#contracts/sign-in.ts';
import type { Elsewhere } from '#http/answer.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { browserFamily } from './browser-family.ts';
import type { DoorWithCookies } from './door.ts';
import type { Claims } from './open-id.ts';
import { toProblem } from './problems.ts';
import type { SignInAttempt } from './sessions.ts';

/** Page of each door that the browser comes back to from the provider's sign-out; to be registered there. */
const HOME = { platform: '/console/', my: '/my/', points: '/my/', provider: '/provider/' } as const;

const notOurs = () =>
  new Problem('session.required', {
    said: {
      zh: '此次登录已失效或不是从本浏览器发起，请重新登录。',
      en: 'This sign-in is over or did not begin in this browser. Sign in again.',
    },
  });

export class SignInSteps<Holder extends object> {
  readonly #at: DoorWithCookies<Holder>;

  constructor(at: DoorWithCookies<Holder>) {
    this.#at = at;
  }

  /** Leads to the provider. */
  async begin(request: FastifyRequest, reply: FastifyReply, returnTo: string | undefined): Promise<Elsewhere> {
    const { publicUrl, prefix, client, cookies, sessions } = this.#at;
    // cookies belong to one name; by the name alone, for behind a proxy this request may say http for what was https
    if (request.host !== new URL(publicUrl).host) return { location: publicUrl + request.url, status: 302 };
    const { address, attempt } = await client.begin(
      `${publicUrl}${prefix}/auth/callback`,
      localPath(returnTo),
      cookies.signedOut(request),
    );
    cookies.setAttempt(request, reply, attempt.state, await sessions.begin(attempt));
    return { location: address, status: 302 };
  }

  /** Back from the provider: a session is begun, or it is said, and audited, why not. */
  async finish(request: FastifyRequest, reply: FastifyReply): Promise<Elsewhere> {
    const { publicUrl, client, cookies, sessions, door } = this.#at;
    const address = new URL(request.url, publicUrl);
    const attempt = await this.#takeAttempt(request, reply, address.searchParams.get('state'));
    if (!attempt) return this.#refuse(request, notOurs());
    let claims: Claims | undefined;
    try {
      const answer = await client.finish(address, attempt);
      ({ claims } = answer);
      const holder = await door.admit(claims);
      const token = await sessions.start(holder, answer.idToken, browserFamily(request.headers['user-agent']));
      await door.audit('session.started', request, { holder, claims });
      await this.#endSession(request); // the browser forgets its earlier session here: nobody else shall find it open
      cookies.setSession(reply, token);
      cookies.clearSignedOut(request, reply);
    } catch (error) {
      return this.#refuse(request, toProblem(error, request), claims);
    }
    return { location: attempt.returnTo, status: 302 };
  }

  /** Ends the session here, and says where the provider's is ended. */
  async end(request: FastifyRequest, reply: FastifyReply): Promise<SignedOut> {
    const { publicUrl, client, cookies, sessions, cookie } = this.#at;
    const ended = await this.#endSession(request);
    for (const token of cookies.takeAttempts(request, reply, undefined)) await sessions.takeAttempt(token);
    cookies.clearSession(reply);
    if (ended === null) return { continueAt: null, notice: null };
    cookies.markSignedOut(reply);
    return signedOut(await client.signOutAddress(ended.idToken, publicUrl + HOME[cookie]));
  }

  /** Where whoever asks is signed in. @throws Problem `session.required` */
  async ownSessions(request: FastifyRequest): Promise<OwnSessions> {
    const { sessions } = this.#at;
    const own = await sessions.own(this.#requireToken(request));
    if (own.length === 0) throw new Problem('session.required');
    return {
      items: own.map(({ startedAt, seenAt, ...one }) => ({
        ...one,
        startedAt: startedAt.toISOString(),
        seenAt: seenAt.toISOString(),
      })),
    };
  }

  /** @throws Problem `session.required`, `not_found` when that one is over already, or not theirs */
  async endOthers(request: FastifyRequest, id: string | undefined): Promise<{ ended: number }> {
    const { sessions, door } = this.#at;
    const token = this.#requireToken(request);
    const holder = await sessions.find(token);
    if (!holder) throw new Problem('session.required');
    const ended = await sessions.endOthers(token, id);
    if (id !== undefined && ended === 0)
      throw new Problem('not_found', {
        said: { zh: '该登录已经结束，请刷新查看。', en: 'This session has ended. Reload.' },
      });
    for (let one = 0; one < ended; one++)
      await door.audit('session.ended', request, { holder, reason: 'from-another-browser' });
    return { ended };
  }

  #requireToken(request: FastifyRequest): string {
    const token = this.#at.cookies.session(request);
    if (!token) throw new Problem('session.required');
    return token;
  }

  async #takeAttempt(
    request: FastifyRequest,
    reply: FastifyReply,
    state: string | null,
  ): Promise<SignInAttempt | null> {
    const { cookies, sessions } = this.#at;
    let fitting: SignInAttempt | null = null;
    for (const token of cookies.takeAttempts(request, reply, state ?? undefined)) {
      const attempt = await sessions.takeAttempt(token);
      if (attempt?.state === state) fitting = attempt;
    }
    return fitting;
  }

  /** Ends the session of the request's cookie; answers the provider's word it began with. */
  async #endSession(request: FastifyRequest): Promise<{ idToken: string | undefined } | null> {
    const { cookies, sessions, door } = this.#at;
    const token = cookies.session(request);
    const session = token ? await sessions.open(token) : null;
    if (!token || !session) return null;
    await sessions.end(token);
    await door.audit('session.ended', request, { holder: session.holder });
    return { idToken: session.idToken };
  }

  async #refuse(request: FastifyRequest, problem: Problem, claims?: Claims): Promise<never> {
    const who = { ...(claims ? { claims } : {}), reason: problem.code };
    await this.#at.door.audit('session.refused', request, who);
    throw problem;
  }
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
function localPath(path: string | undefined): string {
  return path !== undefined && /^\/(?![/\\])[^\\\s]*$/.test(path) ? path : '/';
}
