/** The provider's pages that send themselves on: the browser must be allowed to run what they bring. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SignInSettings } from '../config.ts';
import { createServer } from '../http/server.ts';
import { freePort } from '../postgres/embedded.ts';
import { DEMO_ACCOUNTS } from './accounts.ts';
import { type DemoIdentityProvider, demoIdentityProvider } from './identity-provider.ts';

let directory: string;
let server: FastifyInstance;
let provider: DemoIdentityProvider;
let publicUrl: string;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'xinheng-provider-'));
  const port = await freePort();
  publicUrl = `http://127.0.0.1:${port}`;
  provider = await demoIdentityProvider({
    publicUrl,
    reachedAt: publicUrl,
    keysFile: join(directory, 'keys.json'),
    accounts: DEMO_ACCOUNTS,
  });
  server = await createServer({ trustProxy: false, rateLimitPerMinute: 1_000, secure: false });
  provider.mount(server);
  await server.listen({ host: '127.0.0.1', port });
});
afterAll(async () => {
  await server?.close();
  rmSync(directory, { recursive: true, force: true });
});

/** A browser as far as it is needed: keeps cookies, each for its path; goes where it is told by hand. */
function browser() {
  const kept = new Map<string, { readonly pair: string; readonly path: string }>();
  return async (address: string, form?: Readonly<Record<string, string>>): Promise<Response> => {
    const url = new URL(address, publicUrl);
    const cookies = [...kept.values()].filter(({ path }) => url.pathname.startsWith(path)).map(({ pair }) => pair);
    const answer = await fetch(url, {
      ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
      headers: { cookie: cookies.join('; ') },
      redirect: 'manual',
    });
    for (const line of answer.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split('; ');
      const path = attributes.find((one) => one.startsWith('path='))?.slice(5) ?? '/';
      const key = `${pair.split('=')[0]} ${path}`;
      if (pair.endsWith('=')) kept.delete(key);
      else kept.set(key, { pair, path });
    }
    return answer;
  };
}
type Go = ReturnType<typeof browser>;

/** Asks for a sign-in; the address of the page where one chooses who to be, and what the answer is redeemed with. */
async function begin(go: Go, { clientId }: SignInSettings, path: string) {
  const verifier = randomBytes(32).toString('base64url');
  const redirectUri = `${publicUrl}/api/${path}/auth/callback`;
  const asked = await go(
    `/idp/auth?${new URLSearchParams({
      ...{ client_id: clientId, redirect_uri: redirectUri, response_type: 'code', scope: 'openid', prompt: 'login' },
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    })}`,
  );
  return { chooser: asked.headers.get('location')!, verifier, redirectUri };
}

/** Follows the provider's own redirects; stops at a page or where it leads back to us. */
async function choose(go: Go, chooser: string, account: string): Promise<Response> {
  let answer = await go(`${chooser}/${account}`, {});
  for (let hops = 0; hops < 6; hops++) {
    const next = answer.headers.get('location');
    if (!next || !new URL(next, publicUrl).pathname.startsWith('/idp/')) return answer;
    answer = await go(next);
  }
  throw new Error('too many hops');
}

async function idToken({ clientId, clientSecret }: SignInSettings, answer: Response, verifier: string, uri: string) {
  const code = new URL(answer.headers.get('location')!).searchParams.get('code')!;
  const form = { grant_type: 'authorization_code', code, redirect_uri: uri, code_verifier: verifier };
  const body = new URLSearchParams({ ...form, client_id: clientId, client_secret: clientSecret });
  const told = await fetch(`${publicUrl}/idp/token`, { method: 'POST', body });
  return ((await told.json()) as { id_token: string }).id_token;
}

/** What the page's own policy keeps the browser from running; files are fetched as well. */
async function blocked(go: Go, page: string, policy: string): Promise<string[]> {
  const directive = (name: string) =>
    policy
      .split(';')
      .map((one) => one.trim().split(/\s+/))
      .find(([first]) => first === name)
      ?.slice(1);
  const allowed = directive('script-src') ?? directive('default-src') ?? [];
  const found: string[] = [];
  for (const [, attributes = '', inline = ''] of page.matchAll(/<script([^>]*)>([\s\S]*?)<\/script>/g)) {
    const source = /src="([^"]+)"/.exec(attributes)?.[1];
    const hash = `'sha256-${createHash('sha256').update(inline).digest('base64')}'`;
    const runs = source
      ? allowed.includes("'self'") && source.startsWith('/') && (await go(source)).status === 200
      : allowed.includes(hash);
    if (!runs) found.push(source ?? inline);
  }
  return found;
}

describe('a page that sends itself on', () => {
  test('between two tabs that choose two people', async () => {
    const go = browser();
    const first = await begin(go, provider.settings.platform, 'platform');
    const second = await begin(go, provider.settings.my, 'platform/my');
    expect((await choose(go, first.chooser, 'reporter')).headers.get('location')).toContain('/auth/callback?code=');
    const between = await choose(go, second.chooser, 'citizen-joined');
    const page = await between.text();
    expect(page).toContain('<script');
    expect(await blocked(go, page, between.headers.get('content-security-policy')!)).toEqual([]);
  });

  test('at the end of the session, sent there by one of our systems', async () => {
    const go = browser();
    const { platform } = provider.settings;
    const { chooser, verifier, redirectUri } = await begin(go, platform, 'platform');
    const hint = await idToken(platform, await choose(go, chooser, 'reporter'), verifier, redirectUri);
    const end = await go(
      `/idp/session/end?${new URLSearchParams({ post_logout_redirect_uri: `${publicUrl}/console/`, id_token_hint: hint })}`,
    );
    const page = await end.text();
    expect(page).toContain('<script');
    expect(await blocked(go, page, end.headers.get('content-security-policy')!)).toEqual([]);
    // somebody else's link signs nobody out without being asked
    expect(await (await go('/idp/session/end')).text()).not.toContain('<script');
  });
});
