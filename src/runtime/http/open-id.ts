/** The OpenID Connect side of sign-in: authorization code flow with PKCE, and machines' access tokens. */
import { createRemoteJWKSet, type JWTPayload, customFetch as joseFetch, jwtVerify } from 'jose';
import * as oidc from 'openid-client';
import { Problem } from '#kernel/refusal/problem.ts';
import type { SignInSettings } from '../config.ts';
import type { SignInAttempt } from './sessions.ts';

/** What the provider vouches for: the ID token's claims with those of the userinfo endpoint. */
export type Claims = Readonly<Record<string, unknown>> & { readonly iss: string; readonly sub: string };

export interface OpenIdClient {
  readonly issuer: string;
  /** the provider's address to send the browser to, and what must be remembered until it comes back */
  begin(
    redirectUri: string,
    returnTo: string,
    /** whoever is signed in at the provider is to show again who they are: somebody signed out in this browser */
    askAnew?: boolean,
  ): Promise<{ address: string; attempt: SignInAttempt }>;
  /** @throws Problem `session.required` when the answer is not the one that was asked for */
  finish(address: URL, attempt: SignInAttempt): Promise<{ claims: Claims; idToken: string | undefined }>;
  /**
   * Where the browser ends the provider's own session (OpenID Connect RP-Initiated Logout 1.0) and comes back from to `returnTo`;
   * `unsupported` where the provider has no such address, `unreachable` where it cannot be asked.
   */
  signOutAddress(idToken: string | undefined, returnTo: string): Promise<URL | 'unsupported' | 'unreachable'>;
  /** claims of a valid access token that a machine obtained by client credentials */
  verifyMachine(token: string): Promise<JWTPayload & { readonly clientId: string }>;
}

/** Asymmetric only: a provider's client secret must never be able to sign somebody in. */
const ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA'];

export const openIdClient = (settings: SignInSettings): OpenIdClient => new ProviderClient(settings);

class ProviderClient implements OpenIdClient {
  readonly issuer: string;
  readonly #settings: SignInSettings;
  readonly #configuration: () => Promise<oidc.Configuration>;
  readonly #keys: () => Promise<ReturnType<typeof createRemoteJWKSet>>;

  constructor(settings: SignInSettings) {
    const request = reaching(settings);
    this.issuer = settings.issuer;
    this.#settings = settings;
    this.#configuration = once(() => discover(settings, request));
    this.#keys = once(async () => {
      const address = (await this.#configuration()).serverMetadata().jwks_uri;
      if (!address) throw new Error('the provider publishes no keys');
      return createRemoteJWKSet(new URL(address), { [joseFetch]: request });
    });
  }

  async begin(redirectUri: string, returnTo: string, askAnew = false) {
    const config = await reachable(this.#configuration);
    const { scope, prompt } = this.#settings;
    const attempt: SignInAttempt = {
      state: oidc.randomState(),
      nonce: oidc.randomNonce(),
      codeVerifier: oidc.randomPKCECodeVerifier(),
      returnTo,
    };
    const address = oidc.buildAuthorizationUrl(config, {
      redirect_uri: redirectUri,
      scope,
      state: attempt.state,
      nonce: attempt.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(attempt.codeVerifier),
      code_challenge_method: 'S256',
      ...(askAnew ? { prompt: 'login' } : prompt ? { prompt } : {}),
    });
    return { address: address.href, attempt };
  }

  async finish(address: URL, attempt: SignInAttempt) {
    const config = await reachable(this.#configuration);
    try {
      const tokens = await oidc.authorizationCodeGrant(config, address, {
        pkceCodeVerifier: attempt.codeVerifier,
        expectedState: attempt.state,
        expectedNonce: attempt.nonce,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (!claims) throw new Error('no ID token');
      const more = config.serverMetadata().userinfo_endpoint
        ? await oidc.fetchUserInfo(config, tokens.access_token, claims.sub)
        : {};
      return { claims: { ...more, ...claims }, idToken: tokens.id_token };
    } catch (cause) {
      throw new Problem('session.required', {
        said: {
          zh: '统一身份认证没有确认此次登录，请重新登录。',
          en: 'The sign-in was not confirmed. Sign in again.',
        },
        cause,
      });
    }
  }

  async signOutAddress(idToken: string | undefined, returnTo: string) {
    try {
      const config = await this.#configuration();
      if (!config.serverMetadata().end_session_endpoint) return 'unsupported';
      return oidc.buildEndSessionUrl(config, {
        post_logout_redirect_uri: returnTo,
        ...(idToken ? { id_token_hint: idToken } : {}),
      });
    } catch {
      return 'unreachable'; // this system's session is over all the same
    }
  }

  async verifyMachine(token: string) {
    const { issuer, audience } = this.#settings;
    try {
      const { payload } = await jwtVerify(token, await this.#keys(), {
        ...{ issuer, audience, algorithms: ALGORITHMS },
        requiredClaims: ['exp', 'sub'],
        clockTolerance: 30,
      });
      const clientId = payload['client_id'] ?? payload['azp'] ?? payload.sub;
      if (typeof clientId !== 'string') throw new Error('no client in token');
      return { ...payload, clientId };
    } catch (cause) {
      throw new Problem('session.required', {
        said: {
          zh: '访问令牌无效、已过期，或不是发给本系统的。请重新换取。',
          en: 'The access token is invalid, expired or not meant for this system. Get a new one.',
        },
        cause,
      });
    }
  }
}

async function discover(settings: SignInSettings, request: typeof fetch): Promise<oidc.Configuration> {
  const plain = settings.issuer.startsWith('http:');
  return oidc.discovery(new URL(settings.issuer), settings.clientId, settings.clientSecret, undefined, {
    [oidc.customFetch]: request as oidc.CustomFetch,
    ...(plain ? { execute: [oidc.allowInsecureRequests] } : {}),
  });
}

async function reachable(configuration: () => Promise<oidc.Configuration>): Promise<oidc.Configuration> {
  try {
    return await configuration();
  } catch (cause) {
    throw new Problem('unavailable', {
      said: {
        zh: '暂时联系不上统一身份认证，请稍后再登录。',
        en: 'The sign-in service cannot be reached. Try again later.',
      },
      cause,
    });
  }
}

/** A provider in this very process is asked over the loopback, whatever name the public knows it by. */
function reaching(settings: SignInSettings): typeof fetch {
  const { reachedAt, publicOrigin } = settings;
  if (!reachedAt) return fetch;
  const origins = new Set([new URL(settings.issuer).origin, publicOrigin]);
  return (input, init) => {
    const address = String(input instanceof Request ? input.url : input);
    const { origin } = new URL(address);
    return fetch(origins.has(origin) ? reachedAt + address.slice(origin.length) : address, init);
  };
}

/** Remembers success only: a provider that was down at the first sign-in is asked again at the second. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}
