/**
 * The demo's OpenID Connect provider, standing in for the city's own: same protocol, but anybody may choose any account
 * and there are no passwords. Mounted under /idp in demo mode only.
 */
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { exportJWK, generateKeyPair } from 'jose';
import Provider, { errors } from 'oidc-provider';
import MemoryAdapter from 'oidc-provider/lib/adapters/memory_adapter.js';
import { Problem } from '#kernel/refusal/problem.ts';
import { SCOPES, type SignInOfSystems, type SignInSettings } from '../config.ts';
import { writePrivate } from '../secrets.ts';
import {
  CHOOSER_STYLE,
  CHOOSER_STYLE_PATH,
  chooserPage,
  SUBMIT_PATH,
  SUBMIT_SCRIPT,
  signOutPage,
} from './account-chooser.ts';
import { DEMO_MACHINE, DEMO_PROVIDER_MACHINE, type DemoAccount } from './accounts.ts';

export const IDENTITY_PROVIDER_PATH = '/idp';

/** A name of its own tells the provider that keeping everything in memory is meant: a restart of the demo may forget. */
class InMemory extends MemoryAdapter {}

interface ProviderKeys {
  /** as whom the provider vouched first: officers are known by it, so it stays when the demo moves to another port */
  readonly issuer: string;
  readonly jwks: { readonly keys: object[] };
  readonly cookieKey: string;
  readonly platformSecret: string;
  readonly mySecret: string;
  readonly pointsSecret: string;
  readonly machineSecret: string;
  readonly providerSecret: string;
  readonly providerMachineSecret: string;
}

export interface DemoMachineLogin {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly tokenUrl: string;
}

export interface DemoIdentityProvider {
  readonly settings: { readonly [Door in keyof SignInOfSystems]: SignInSettings };
  readonly machine: DemoMachineLogin;
  /** a benefit provider's system, at the points system */
  readonly providerMachine: DemoMachineLogin;
  mount(app: FastifyInstance): void;
}

/** `reachedAt`: origin under which this process reaches itself. */
export async function demoIdentityProvider(options: {
  readonly publicUrl: string;
  readonly reachedAt: string;
  readonly keysFile: string;
  readonly accounts: readonly DemoAccount[];
}): Promise<DemoIdentityProvider> {
  const { publicUrl, reachedAt } = options;
  const address = publicUrl + IDENTITY_PROVIDER_PATH;
  const keys = await loadKeys(options.keysFile, address);
  const { issuer } = keys;
  const settings = (door: keyof SignInOfSystems, clientSecret: string): SignInSettings => ({
    issuer,
    clientId: `xinheng-${door}`,
    clientSecret,
    scope: SCOPES[door],
    audience: `${publicUrl}/api/${door === 'points' || door === 'provider' ? 'points' : 'platform'}`,
    reachedAt,
    publicOrigin: new URL(publicUrl).origin,
  });
  const systems = {
    // whoever opens a door chooses anew; /my leads on to the points system, which takes the same person without asking again
    platform: { ...settings('platform', keys.platformSecret), prompt: 'login' },
    my: { ...settings('my', keys.mySecret), prompt: 'login' },
    points: settings('points', keys.pointsSecret),
    provider: { ...settings('provider', keys.providerSecret), prompt: 'login' },
  };
  const provider = new Provider(issuer, configuration(keys, systems, publicUrl, options.accounts));
  provider.proxy = true; // host and protocol come from our own configuration, see `canonical`
  return {
    settings: systems,
    machine: { clientId: DEMO_MACHINE.clientId, clientSecret: keys.machineSecret, tokenUrl: `${address}/token` },
    providerMachine: {
      clientId: DEMO_PROVIDER_MACHINE.clientId,
      clientSecret: keys.providerMachineSecret,
      tokenUrl: `${address}/token`,
    },
    mount: (app) => mount(app, provider, publicUrl, options.accounts),
  };
}

function configuration(
  keys: ProviderKeys,
  systems: DemoIdentityProvider['settings'],
  publicUrl: string,
  accounts: readonly DemoAccount[],
): object {
  return {
    adapter: InMemory, // a restart signs everybody out of the provider, not out of the systems
    clients: clientsOf(keys, systems, publicUrl),
    jwks: keys.jwks,
    cookies: { keys: [keys.cookieKey] },
    claims: {
      openid: ['sub'],
      profile: ['name'],
      identity: ['document_type', 'document_number', 'birthdate'],
      organisations: ['organisations'],
    },
    scopes: ['openid', 'profile', 'identity', 'organisations'],
    pkce: { required: () => true },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: async (context: LogoutContext, form: string) => {
          context.body = signOutPage(form, context.oidc.entities.IdTokenHint !== undefined);
        },
      },
      clientCredentials: { enabled: true },
      resourceIndicators: resourcesOf(systems),
    },
    ttl: {
      AccessToken: 600,
      AuthorizationCode: 60,
      ClientCredentials: 600,
      Grant: 3600,
      IdToken: 600,
      Interaction: 600,
      Session: 3600,
    },
    interactions: { url: (_context: unknown, { uid }: { uid: string }) => `${IDENTITY_PROVIDER_PATH}/choose/${uid}` },
    findAccount: async (_context: unknown, id: string) => {
      const account = accounts.find((one) => one.id === id);
      return account ? { accountId: id, claims: async () => claimsOf(account) } : undefined;
    },
    loadExistingGrant: async (context: GrantContext) => grantOwnSystem(context),
  };
}

/** The four doors, and the two systems of a department and of a provider. */
function clientsOf(keys: ProviderKeys, systems: DemoIdentityProvider['settings'], publicUrl: string): object[] {
  const person = (door: keyof SignInOfSystems, path: string, page: string) => ({
    client_id: systems[door].clientId,
    client_secret: systems[door].clientSecret,
    redirect_uris: [`${publicUrl}/api/${path}/auth/callback`],
    post_logout_redirect_uris: [publicUrl + page],
    response_types: ['code'],
    grant_types: ['authorization_code'],
    token_endpoint_auth_method: 'client_secret_post',
  });
  const machine = (clientId: string, secret: string) => ({
    client_id: clientId,
    client_secret: secret,
    redirect_uris: [],
    response_types: [],
    grant_types: ['client_credentials'],
    token_endpoint_auth_method: 'client_secret_post',
  });
  return [
    person('platform', 'platform', '/console/'),
    person('my', 'platform/my', '/my/'),
    person('points', 'points', '/my/'),
    person('provider', 'points/provider', '/provider/'),
    machine(DEMO_MACHINE.clientId, keys.machineSecret),
    machine(DEMO_PROVIDER_MACHINE.clientId, keys.providerMachineSecret),
  ];
}

/** Where a machine's token is good: at its own system, unless it asks for the other. */
function resourcesOf(systems: DemoIdentityProvider['settings']): object {
  const audiences: Readonly<Record<string, string>> = {
    [DEMO_MACHINE.clientId]: systems.platform.audience,
    [DEMO_PROVIDER_MACHINE.clientId]: systems.provider.audience,
  };
  return {
    enabled: true,
    getResourceServerInfo: async (_context: unknown, resource: string) => {
      if (!Object.values(audiences).includes(resource)) throw new errors.InvalidTarget();
      return {
        scope: 'report',
        audience: resource,
        accessTokenFormat: 'jwt',
        accessTokenTTL: 600,
        jwt: { sign: { alg: 'RS256' } },
      };
    },
    defaultResource: async (_context: unknown, client: { clientId: string }, one: unknown) =>
      one ?? audiences[client.clientId],
  };
}

interface LogoutContext {
  body: string;
  /** the hint is there when one of our own systems sends the browser, with the word it got from here */
  readonly oidc: { readonly entities: { readonly IdTokenHint?: object } };
}

interface GrantContext {
  readonly oidc: {
    readonly provider: Provider;
    readonly client: { readonly clientId: string };
    readonly session: { readonly accountId: string };
    readonly params: Readonly<Record<string, string>>;
  };
}

/** Our own systems need no consent page: they ask for what they cannot work without. */
async function grantOwnSystem({ oidc }: GrantContext) {
  const grant = new oidc.provider.Grant({ accountId: oidc.session.accountId, clientId: oidc.client.clientId });
  grant.addOIDCScope(oidc.params['scope'] ?? 'openid');
  await grant.save();
  return grant;
}

function claimsOf(account: DemoAccount): object {
  const { id: sub, name } = account;
  if (account.kind !== 'citizen') return { sub, name };
  const { documentType: document_type, documentNumber: document_number, birthDate: birthdate, organisations } = account;
  return { sub, name, document_type, document_number, birthdate, organisations };
}

function mount(app: FastifyInstance, provider: Provider, publicUrl: string, accounts: readonly DemoAccount[]): void {
  const handle = provider.callback();
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null)); // the provider reads bodies itself

    scope.get<{ Params: { uid: string } }>(
      `${IDENTITY_PROVIDER_PATH}/choose/:uid`,
      { schema: { hide: true } as object },
      async (request, reply) => {
        const { params } = await interaction(provider, request, reply);
        const kind = ACCOUNTS_AT[String(params['client_id'])];
        const offered = accounts.filter((account) => account.kind === kind);
        return reply
          .type('text/html; charset=utf-8')
          .header('cache-control', 'no-store')
          .send(chooserPage(request.url, offered));
      },
    );

    scope.post<{ Params: { uid: string; account: string } }>(
      `${IDENTITY_PROVIDER_PATH}/choose/:uid/:account`,
      { schema: { hide: true } as object },
      async (request, reply) => {
        await interaction(provider, request, reply);
        const account = accounts.find((one) => one.id === request.params.account);
        if (!account) throw new Problem('not_found');
        const next = await provider.interactionResult(request.raw, reply.raw, { login: { accountId: account.id } });
        return reply.redirect(next, 303);
      },
    );

    scope.get(CHOOSER_STYLE_PATH, { schema: { hide: true } as object }, async (_request, reply) =>
      reply.type('text/css; charset=utf-8').send(CHOOSER_STYLE),
    );
    scope.get(SUBMIT_PATH, { schema: { hide: true } as object }, async (_request, reply) =>
      reply.type('text/javascript; charset=utf-8').send(SUBMIT_SCRIPT),
    );

    const pass = async (request: FastifyRequest, reply: FastifyReply) => {
      reply.hijack();
      allowOwnScripts(reply);
      handle(canonical(request, publicUrl), reply.raw);
    };
    scope.route({
      method: ['GET', 'POST', 'OPTIONS'],
      url: `${IDENTITY_PROVIDER_PATH}/*`,
      schema: { hide: true } as object,
      handler: pass,
    });
  });
}

/** The provider's page between two accounts sends its form by a script in it; it names that script itself, where scripts have a rule. */
function allowOwnScripts({ raw }: FastifyReply): void {
  const policy = raw.getHeader('content-security-policy');
  if (policy !== undefined) raw.setHeader('content-security-policy', `${String(policy)};script-src 'self'`);
}

/** Which accounts the chooser offers, by the client that asks. */
const ACCOUNTS_AT: Readonly<Record<string, DemoAccount['kind']>> = {
  'xinheng-platform': 'officer',
  'xinheng-my': 'citizen',
  'xinheng-points': 'citizen',
  'xinheng-provider': 'provider',
};

async function interaction(provider: Provider, request: FastifyRequest, reply: FastifyReply) {
  try {
    return await provider.interactionDetails(request.raw, reply.raw);
  } catch (cause) {
    throw new Problem('session.required', {
      said: {
        zh: '此次登录已失效，请回到要登录的页面重新开始。',
        en: 'This sign-in is over. Go back to the page you came from and begin again.',
      },
      cause,
    });
  }
}

/** The provider builds its addresses from the request: it gets the configured ones, never what a client claims. */
function canonical(request: FastifyRequest, publicUrl: string) {
  const { raw } = request;
  const { protocol, host } = new URL(publicUrl);
  raw.headers.host = host;
  raw.headers['x-forwarded-host'] = host;
  raw.headers['x-forwarded-proto'] = protocol.replace(':', '');
  const mounted = raw as typeof raw & { originalUrl?: string };
  mounted.originalUrl = raw.url ?? '';
  raw.url = (raw.url ?? '').slice(IDENTITY_PROVIDER_PATH.length) || '/';
  return raw;
}

/** Made once; with new keys nobody's session would survive a restart. */
async function loadKeys(file: string, issuer: string): Promise<ProviderKeys> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk = await exportJWK(privateKey);
  const kid = createHash('sha256').update(String(jwk.n)).digest('base64url').slice(0, 16);
  const secret = () => randomBytes(32).toString('base64url');
  const made: ProviderKeys = {
    issuer,
    jwks: { keys: [{ ...jwk, kid, alg: 'RS256', use: 'sig' }] },
    cookieKey: secret(),
    platformSecret: secret(),
    mySecret: secret(),
    pointsSecret: secret(),
    machineSecret: secret(),
    providerSecret: secret(),
    providerMachineSecret: secret(),
  };
  // what an earlier version of the demo made is kept; what it did not know yet is added
  const kept: Partial<ProviderKeys> = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const keys = { ...made, ...kept };
  writePrivate(file, `${JSON.stringify(keys, null, 2)}\n`);
  return keys;
}
