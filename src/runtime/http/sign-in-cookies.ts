/** The cookies of one door: the session's, one for each attempt to sign in, and the mark that somebody signed out here. */
import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Tabs that may be on their way to the provider at once; the earliest is given up for one more. */
const MOST_ATTEMPTS = 6;
const ATTEMPT_SECONDS = 600;
/** longer than any provider keeps its session */
const SIGNED_OUT_SECONDS = 30 * 24 * 3600;

const digest = (text: string, length: number) =>
  createHash('sha256').update(String(text)).digest('hex').slice(0, length);

export class SignInCookies {
  readonly #session: string;
  readonly #attempt: string;
  readonly #signedOut: string;
  readonly #options: { path: string; httpOnly: true; sameSite: 'lax'; secure: boolean };

  /** With https the `__Host-` prefix makes browsers hold that no other host or path can have set a cookie. */
  constructor(door: string, publicUrl: string, issuer: string) {
    const secure = publicUrl.startsWith('https:');
    const prefix = secure ? '__Host-' : '';
    this.#session = `${prefix}xinheng-${door}`;
    this.#attempt = `${this.#session}-sign-in-`;
    // doors of one provider share it: it is the provider's session that is not to be trusted
    this.#signedOut = `${prefix}xinheng-signed-out-${digest(issuer, 8)}`;
    this.#options = { path: '/', httpOnly: true, sameSite: 'lax', secure };
  }

  session(request: FastifyRequest): string | undefined {
    return request.cookies[this.#session] || undefined;
  }

  setSession(reply: FastifyReply, token: string): void {
    reply.setCookie(this.#session, token, this.#options);
  }

  clearSession(reply: FastifyReply): void {
    reply.clearCookie(this.#session, this.#options);
  }

  /** Each attempt has a cookie named after its state: two tabs do not overwrite each other's. */
  setAttempt(request: FastifyRequest, reply: FastifyReply, state: string, token: string): void {
    reply.setCookie(this.#attemptOf(state), token, { ...this.#options, maxAge: ATTEMPT_SECONDS });
    const earlier = this.#attempts(request); // browsers send what is older first
    for (const name of earlier.slice(0, Math.max(0, earlier.length + 1 - MOST_ATTEMPTS))) this.#clear(reply, name);
  }

  /**
   * The tokens an answer with this state may claim, and their cookies cleared: its own attempt's; for an answer nobody here asked
   * for, all there are, so that none can be tried a second time.
   */
  takeAttempts(request: FastifyRequest, reply: FastifyReply, state: string | undefined): string[] {
    const own = state === undefined ? undefined : this.#attemptOf(state);
    const names = own !== undefined && request.cookies[own] ? [own] : this.#attempts(request);
    for (const name of names) this.#clear(reply, name);
    return names.map((name) => request.cookies[name] ?? '').filter((token) => token !== '');
  }

  signedOut(request: FastifyRequest): boolean {
    return request.cookies[this.#signedOut] !== undefined;
  }

  markSignedOut(reply: FastifyReply): void {
    reply.setCookie(this.#signedOut, '1', { ...this.#options, maxAge: SIGNED_OUT_SECONDS });
  }

  clearSignedOut(request: FastifyRequest, reply: FastifyReply): void {
    if (this.signedOut(request)) this.#clear(reply, this.#signedOut);
  }

  #attemptOf(state: string): string {
    return this.#attempt + digest(state, 12);
  }

  #attempts(request: FastifyRequest): string[] {
    return Object.keys(request.cookies).filter((name) => name.startsWith(this.#attempt));
  }

  #clear(reply: FastifyReply, name: string): void {
    reply.clearCookie(name, this.#options);
  }
}
