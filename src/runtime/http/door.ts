/** What a door is: who may come in by it, how they are known afterwards, and what its sign-in needs. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { signInEndpoints } from '#contracts/sign-in.ts';
import type { Handlers } from '#http/serve.ts';
import type { Claims, OpenIdClient } from './open-id.ts';
import type { Sessions } from './sessions.ts';
import type { SignInCookies } from './sign-in-cookies.ts';

export type SignInEvent = 'session.started' | 'session.ended' | 'session.refused';

/** The way in and out, the same at every door. */
export type SignInWays = Omit<Handlers<ReturnType<typeof signInEndpoints>['all'], { anybody: null }>, 'GET /me'>;

/** What differs between the officers' system and the citizens'. */
export interface Door<Holder extends object> {
  /** who may come in; throws a Problem saying why not */
  admit(claims: Claims): Promise<Holder>;
  /** puts the session's holder on the request; false: no longer allowed in */
  recognise(request: FastifyRequest, holder: Holder, token: string): Promise<boolean>;
  /** puts a machine on the request, which `token` was issued to; absent where machines have no business */
  recogniseMachine?(request: FastifyRequest, clientId: string, issuer: string, token: string): Promise<void>;
  /** adds the event to the system's audit */
  audit(
    event: SignInEvent,
    request: FastifyRequest,
    who: { holder?: Holder; claims?: Claims; reason?: string },
  ): Promise<void>;
  /** serves the addresses of sign-in, and at /me who is signed in */
  serve(app: FastifyInstance, ways: SignInWays): void;
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

/** A door with the cookies it knows its people by. */
export interface DoorWithCookies<Holder extends object> extends SignInOptions<Holder> {
  readonly cookies: SignInCookies;
}
