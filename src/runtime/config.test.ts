/** What is wrong with a configuration is said all at once, by name, without showing what is secret. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loopbackOrigin, readConfig } from './config.ts';
import { ConfigError } from './config-error.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'xinheng-config-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const demo = (environment: Record<string, string> = {}) =>
  readConfig({ DATA_DIR: directory, ...environment }, { demo: true });
const live = (environment: Record<string, string> = {}) =>
  readConfig({ DATA_DIR: directory, ...environment }, { demo: false });
const message = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as Error).message;
  }
  throw new Error('was not refused');
};

const LIVE = {
  OIDC_ISSUER: 'https://id.example',
  OIDC_CLIENT_ID: 'xinheng',
  OIDC_CLIENT_SECRET: 'secret',
  MASTER_KEY: Buffer.alloc(32, 1).toString('base64'),
  PLATFORM_POINTS_SECRETS: `whsec_${Buffer.alloc(32, 2).toString('base64')}`,
  PLATFORM_SITE_SECRETS: `whsec_${Buffer.alloc(32, 3).toString('base64')}`,
};

describe('the demo', () => {
  test('needs nothing, and makes its secrets once', () => {
    const first = demo();
    expect(first).toMatchObject({ port: 8080, publicUrl: 'http://localhost:8080', databases: { kind: 'embedded' } });
    expect(demo().secrets).toEqual(first.secrets);
    expect(JSON.parse(readFileSync(join(directory, 'secrets.json'), 'utf8'))).toEqual(first.secrets);
  });

  test('a broken secrets file stops the start instead of being replaced', () => {
    writeFileSync(join(directory, 'secrets.json'), '{"masterKey": ');
    expect(message(demo)).toContain('secrets.json');
    expect(readFileSync(join(directory, 'secrets.json'), 'utf8')).toBe('{"masterKey": ');
  });
});

describe('wrong values', () => {
  test('are all named at once', () => {
    const text = message(() => demo({ PORT: '99999', PUBLIC_URL: 'http://a.example/path', TRUST_PROXY: 'maybe' }));
    for (const name of ['PORT', 'PUBLIC_URL', 'TRUST_PROXY']) expect(text).toContain(name);
    expect(text).toContain('99999');
    for (const PARTITIONS of ['0', '257', '4.5', 'many'])
      expect(message(() => demo({ PARTITIONS }))).toContain('1 到 256');
    expect(demo({ PARTITIONS: '4' }).partitions).toBe(4);
    expect(demo().partitions).toBeUndefined();
  });

  test('a secret is never shown', () => {
    const text = message(() => demo({ DATABASE_URL: 'mysql://root:hunter2@host/x', MASTER_KEY: 'hunter3' }));
    expect(text).toContain('DATABASE_URL');
    expect(text).not.toContain('hunter');
    expect(message(() => demo({ MASTER_KEY: 'hunter3' }))).not.toContain('hunter');
  });
});

describe('in operation', () => {
  test('complete settings are accepted; the points system signs in at the same provider unless it has its own', () => {
    const config = live(LIVE);
    expect(config.signIn.points).toMatchObject({ issuer: 'https://id.example', scope: 'openid profile identity' });
    expect(live({ ...LIVE, POINTS_OIDC_ISSUER: 'https://citizens.example' }).signIn.points?.issuer).toBe(
      'https://citizens.example',
    );
  });

  test.each(['OIDC_ISSUER', 'OIDC_CLIENT_SECRET', 'MASTER_KEY', 'PLATFORM_SITE_SECRETS'] as const)(
    '%s is asked for',
    (name) => {
      const { [name]: _, ...rest } = LIVE;
      expect(message(() => live(rest))).toContain(name);
    },
  );

  test('one system alone must be told where the others are', () => {
    const site = (more: Record<string, string> = {}) =>
      readConfig({ DATA_DIR: directory, ...LIVE, ...more }, { demo: false, systems: ['site'] });
    expect(message(() => site())).toContain('PLATFORM_URL');
    const config = site({
      PLATFORM_URL: 'http://10.0.0.1:8080',
      POINTS_URL: 'http://10.0.0.2:8080',
      SITE_URL: 'http://10.0.0.3:8080',
    });
    expect(config.signIn).toEqual({ platform: null, my: null, points: null, provider: null });
  });

  test('databases are given for every system or for none', () => {
    const one = { ...LIVE, PLATFORM_DATABASE_URL: 'postgresql://a:b@h/p' };
    expect(message(() => live(one))).toContain('POINTS_DATABASE_URL、SITE_DATABASE_URL');
    expect(live({ ...LIVE, DATABASE_URL: 'postgresql://a:b@h/postgres' }).databases).toMatchObject({ kind: 'server' });
  });
});

test.each([
  ['127.0.0.1', 'http://127.0.0.1:80'],
  ['0.0.0.0', 'http://127.0.0.1:80'],
  ['::', 'http://127.0.0.1:80'],
  ['::1', 'http://[::1]:80'],
])('a server on %s reaches itself at %s', (host, origin) => {
  expect(loopbackOrigin({ host, port: 80 })).toBe(origin);
});

test('the worked example of an external provider in docs/operations.md is one the configuration takes as it stands', () => {
  const text = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'operations.md'), 'utf8');
  const lines = /```sh\n(PUBLIC_URL=[^`]+)```/.exec(text)![1]!.trim().split('\n');
  const example = Object.fromEntries(lines.map((line) => [line.split('=', 1)[0]!, line.slice(line.indexOf('=') + 1)]));
  const { OIDC_ISSUER: _issuer, OIDC_CLIENT_ID: _id, OIDC_CLIENT_SECRET: _secret, ...secrets } = LIVE;
  const { signIn, publicUrl } = live({ ...secrets, ...example });
  expect(signIn).toMatchObject({
    platform: { issuer: example['OIDC_ISSUER'], clientId: 'xinheng-platform', audience: `${publicUrl}/api/platform` },
    my: { issuer: example['OIDC_ISSUER'], clientId: 'xinheng-my', scope: 'openid profile identity organisations' },
    points: { clientId: 'xinheng-points', scope: 'openid profile identity' },
    provider: { clientId: 'xinheng-points', scope: 'openid' },
  });
  for (const callback of ['platform/auth', 'platform/my/auth', 'points/auth', 'points/provider/auth'])
    expect(text).toContain(`\`${publicUrl}/api/${callback}/callback\``);
});

test('TRUST_PROXY is a number of proxies or their addresses; what it should be is said', () => {
  expect(demo().trustProxy).toBe(false);
  expect(demo({ TRUST_PROXY: 'true' }).trustProxy).toBe(1);
  expect(demo({ TRUST_PROXY: '10.0.0.0/8, loopback' }).trustProxy).toEqual(['10.0.0.0/8', 'loopback']);
  expect(message(() => demo({ TRUST_PROXY: '0.0.0.0/0' }))).toMatch(/TRUST_PROXY：须为 false、前面反向代理的层数/);
});

test('OIDC_PROMPT falls back as the other variables do, and can be lifted at one door', () => {
  const prompts = (environment: Record<string, string>) => {
    const { platform, my, points, provider } = live({ ...LIVE, ...environment }).signIn;
    return [platform, my, points, provider].map((door) => door?.prompt);
  };
  const none = undefined;
  expect(prompts({})).toEqual([none, none, none, none]);
  expect(prompts({ OIDC_PROMPT: 'login' })).toEqual(['login', 'login', 'login', 'login']);
  expect(prompts({ OIDC_PROMPT: 'login', POINTS_OIDC_PROMPT: 'off' })).toEqual(['login', none, none, none]);
  expect(
    prompts({ OIDC_PROMPT: 'login', MY_OIDC_PROMPT: 'select_account consent', POINTS_OIDC_PROMPT: 'off' }),
  ).toEqual(['login', 'select_account consent', none, none]);
  expect(prompts({ PROVIDER_OIDC_PROMPT: 'login' })).toEqual([none, none, none, 'login']);
  for (const wrong of ['none', 'login none', 'Login', 'login  consent'])
    expect(
      message(() => live({ ...LIVE, MY_OIDC_PROMPT: wrong })),
      wrong,
    ).toContain('MY_OIDC_PROMPT');
});
