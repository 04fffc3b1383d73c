/** Sign-in in two tabs, sign-out at the provider, and what a shared computer remembers: every door, the real provider, real cookies. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { enactPack } from '../../../tests/support/city.ts';
import { createTestDatabase, type TestDatabase } from '../../../tests/support/database.ts';
import { type Demo, startDemo } from '../demo/start-demo.ts';
import { freePort } from '../postgres/embedded.ts';
import { SYSTEMS } from '../postgres/migrate.ts';

let databases: TestDatabase[];
let demo: Demo;
let directory: string;
let platform: pg.Client;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'xinheng-two-tabs-'));
  databases = await Promise.all(SYSTEMS.map(createTestDatabase));
  const urls = Object.fromEntries(
    SYSTEMS.map((system, index) => [`${system.toUpperCase()}_DATABASE_URL`, databases[index]!.url]),
  );
  await enactPack(databases[0]!.ownerUrl);
  demo = await startDemo(
    { ...urls, PORT: String(await freePort()), DATA_DIR: directory },
    { ownerUrl: databases[0]!.ownerUrl },
  );
  platform = new pg.Client({ connectionString: databases[0]!.ownerUrl });
  await platform.connect();
});
afterAll(async () => {
  await platform?.end();
  await demo?.stop();
  await Promise.all((databases ?? []).map((database) => database.drop()));
  rmSync(directory, { recursive: true, force: true });
});

interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly path: string;
}

/** One browser: all its tabs share the cookies, by name and path as browsers keep them; each follows its own redirects. */
class Browser {
  cookies: Cookie[] = [];

  async go(address: string, init: RequestInit = {}): Promise<Response> {
    const url = new URL(address, demo.publicUrl);
    const sent = this.cookies.filter(({ path }) => url.pathname.startsWith(path));
    const cookie = sent.map(({ name, value }) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { redirect: 'manual', ...init, headers: { ...init.headers, cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = line.split(';', 1)[0]!.split('=');
      const path = /;\s*path=([^;]+)/i.exec(line)?.[1] ?? '/';
      const kept = this.cookies.filter((one) => one.name !== name || one.path !== path);
      const gone = value === '' || /expires=Thu, 01 Jan 1970/i.test(line);
      this.cookies = gone ? kept : [...kept, { name, value, path }];
    }
    return response;
  }

  /** Follows redirects until the provider asks who it is, or the trip ends. */
  async follow(address: string): Promise<{ asked: boolean; path: string; response: Response }> {
    let path = address;
    for (let step = 0; step < 12; step++) {
      let response = await this.go(path);
      // the provider changes accounts by a page that sends itself off
      if (response.status === 200 && path.includes('/idp/')) response = await this.send(await response.text());
      const location = response.headers.get('location');
      const next = location === null ? null : new URL(location, demo.publicUrl);
      if (next === null) return { asked: false, path, response };
      path = next.pathname + next.search;
      if (path.startsWith('/idp/choose/')) return { asked: true, path, response };
      if (!path.startsWith('/idp/') && !path.startsWith('/api/')) return { asked: false, path, response };
    }
    throw new Error('round in circles');
  }

  begin(door: string, returnTo = '/my/') {
    return this.follow(`${door}/auth/sign-in?returnTo=${encodeURIComponent(returnTo)}`);
  }

  async choose(chooser: string, account: string) {
    const chosen = await this.go(`${chooser}/${account}`, { method: 'POST' });
    return this.follow(chosen.headers.get('location')!);
  }

  async signIn(door: string, account: string) {
    const { asked, path } = await this.begin(door);
    return asked ? this.choose(path, account) : undefined;
  }

  async me(door: string): Promise<number> {
    return (await this.go(`${door}/me`)).status;
  }

  async signOut(door: string): Promise<{ continueAt: string | null; notice: { zh: string } | null }> {
    const answer = await this.go(`${door}/auth/sign-out`, { method: 'POST', headers: { 'x-xinheng-csrf': '1' } });
    expect(answer.status).toBe(200);
    return (await answer.json()) as never;
  }

  /** The provider's page, sent off as the browser does; answers where it leads. */
  async finishAtProvider(address: string): Promise<string> {
    return (await this.send(await (await this.go(address)).text())).headers.get('location')!;
  }

  async send(page: string): Promise<Response> {
    // the provider's own page brings the script in itself, the demo's page names a file
    expect(page).toMatch(/submit\(\)|<script src="\/idp\/submit\.js">/);
    const fields = [...page.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g)];
    const body = new URLSearchParams(fields.map(([, name, value]) => [name!, value!]));
    return this.go(/action="([^"]+)"/.exec(page)![1]!, { method: 'POST', body });
  }

  attempts(door: string): string[] {
    const name = { '/api/platform': 'platform', '/api/platform/my': 'my', '/api/points': 'points' }[door];
    return this.cookies.map((one) => one.name).filter((one) => one.startsWith(`xinheng-${name}-sign-in-`));
  }
}

const DOORS = [
  ['officers', '/api/platform', 'administrator'],
  ['citizens at the platform', '/api/platform/my', 'citizen-joined'],
  ['citizens at the points system', '/api/points', 'citizen-joined'],
] as const;

describe.each(DOORS)('%s', (_name, door, account) => {
  test('two tabs sign in at once, in either order, and both arrive where they were going', async () => {
    for (const order of [
      [0, 1],
      [1, 0],
    ] as const) {
      const browser = new Browser();
      const tabs = [await browser.begin(door, '/my/first'), await browser.begin(door, '/my/second')];
      expect(tabs.map(({ asked }) => asked)).toEqual([true, true]);
      for (const index of order) {
        const { path } = await browser.choose(tabs[index]!.path, account);
        expect(path).toBe(['/my/first', '/my/second'][index]);
        expect(await browser.me(door)).toBe(200);
      }
      expect(browser.attempts(door)).toEqual([]);
    }
  });

  test('a tab’s answer works once, and not in another browser', async () => {
    const browser = new Browser();
    const { path } = await browser.begin(door);
    const chosen = await browser.go(`${path}/${account}`, { method: 'POST' });
    let address = chosen.headers.get('location')!;
    while (!address.includes('/auth/callback')) address = (await browser.go(address)).headers.get('location')!;
    expect((await new Browser().go(address)).status).toBe(401);
    expect((await browser.go(address)).status).toBe(302);
    expect((await browser.go(address)).status).toBe(401);
    expect(await browser.me(door)).toBe(200);
  });

  test('a browser keeps a bounded number of attempts, the newest', async () => {
    const browser = new Browser();
    const first = await browser.begin(door);
    for (let tab = 0; tab < 9; tab++) await browser.go(`${door}/auth/sign-in`);
    expect(browser.attempts(door)).toHaveLength(6);
    const last = await browser.begin(door);
    expect((await browser.choose(first.path, account)).response.status).toBe(401);
    // whoever asks for what nobody asked for ends what was under way, and can begin anew
    expect(browser.attempts(door)).toEqual([]);
    expect((await browser.choose(last.path, account)).response.status).toBe(401);
    await browser.signIn(door, account);
    expect(await browser.me(door)).toBe(200);
  });

  test('signing in again leaves no earlier session behind', async () => {
    const browser = new Browser();
    await browser.signIn(door, account);
    const earlier = new Browser();
    earlier.cookies = browser.cookies;
    const again = await browser.begin(door);
    if (again.asked) await browser.choose(again.path, account);
    expect(await browser.me(door)).toBe(200);
    expect(await earlier.me(door)).toBe(401);
  });

  test('signing out ends the provider’s session too: the browser comes back, and is asked who it is', async () => {
    const browser = new Browser();
    await browser.signIn(door, account);
    const { continueAt, notice } = await browser.signOut(door);
    expect(notice).toBeNull();
    const address = new URL(continueAt!);
    expect(address.pathname).toBe('/idp/session/end');
    expect(address.searchParams.get('id_token_hint')).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
    const home = address.searchParams.get('post_logout_redirect_uri')!;
    expect(home).toBe(`${demo.publicUrl}${door === '/api/platform' ? '/console/' : '/my/'}`);
    expect(await browser.me(door)).toBe(401);
    expect(await browser.finishAtProvider(continueAt!)).toBe(home);
    browser.cookies = browser.cookies.filter(({ name }) => !name.startsWith('xinheng-signed-out-'));
    for (const [, other] of DOORS) expect((await browser.begin(other)).asked, other).toBe(true);
  });

  test('even where the browser never gets to the provider, no door of it lets the next one in unasked', async () => {
    const browser = new Browser();
    await browser.signIn(door, account);
    await browser.signOut(door);
    for (const [, other] of DOORS) expect((await browser.begin(other)).asked, other).toBe(true);
    // once somebody has shown who they are it is as before: the points system takes over from /my
    await browser.signIn('/api/platform/my', 'citizen-not-joined');
    expect((await browser.begin('/api/points')).asked).toBe(false);
    expect(await browser.me('/api/points')).toBe(200);
  });

  test('signing out ends what another tab had under way', async () => {
    const browser = new Browser();
    const tab = await browser.begin(door);
    await browser.signIn(door, account);
    await browser.signOut(door);
    expect((await browser.choose(tab.path, account)).response.status).toBe(401);
    expect(await browser.me(door)).toBe(401);
  });
});

test('the provider’s word is kept sealed: no row of a session shows it', async () => {
  const browser = new Browser();
  await browser.signIn('/api/platform/my', 'citizen-joined');
  const { rows } = await platform.query('SELECT holder FROM applicant_session');
  expect(rows.length).toBeGreaterThan(0);
  for (const { holder } of rows) expect(holder.toString('latin1')).not.toMatch(/eyJ|idToken/);
});

test('who was not signed in is signed out without a word to the provider', async () => {
  expect(await new Browser().signOut('/api/platform')).toEqual({ continueAt: null, notice: null });
});
