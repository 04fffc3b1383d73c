/** The platform as it is operated: `xinheng serve platform` in a process of its own, with a sign-in provider and a machine that reports. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createProbe } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type pg from 'pg';
import { createFirstKeys } from '#runtime/first-keys.ts';
import { insertOfficer } from './officers.ts';

const ROOT = join(import.meta.dirname, '../..');
const CLIENT = 'reporting-system';
/** Generous: two seconds are promised, and the machine that runs the tests may be three times slower. */
const PATIENCE_MILLISECONDS = 8_000;

export interface Provider {
  readonly issuer: string;
  token(audience: string): Promise<string>;
  close(): void;
}

/** Publishes its keys and nothing else: enough for the token of a machine. */
export async function tokenProvider(): Promise<Provider> {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const key = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'ES256', use: 'sig' };
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(request.url === '/keys' ? { keys: [key] } : { issuer, jwks_uri: `${issuer}/keys` }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    issuer,
    token: (audience) =>
      new SignJWT({ client_id: CLIENT })
        .setProtectedHeader({ alg: 'ES256', kid: 'one' })
        .setIssuer(issuer)
        .setSubject(CLIENT)
        .setAudience(audience)
        .setExpirationTime('2h')
        .sign(privateKey),
    close: () => server.closeAllConnections() ?? server.close(),
  };
}

/** Lets the machine report for the health commission. */
export async function registerReporter(owner: pg.Client, issuer: string): Promise<void> {
  const departmentId = 'health-commission';
  const externalId = `client:${CLIENT}`;
  const id = await insertOfficer(owner, { departmentId, roles: ['reporter'], name: '报送系统', issuer, externalId });
  await owner.query(
    `INSERT INTO machine_client (client_id, issuer, name, department_id, officer_id, scopes)
     VALUES ($1, $2, '报送系统', 'health-commission', $3, '{reporter}')`,
    [CLIENT, issuer, id],
  );
}

export interface Serving {
  readonly url: string;
  readonly pid: number;
  /** what it has written so far */
  log(): string;
  readonly exited: boolean;
  /** a response, or undefined when none came in good time */
  ask(
    path: string,
  ): Promise<{ status: number; retryAfter: string | null; body: string; milliseconds: number } | undefined>;
  stop(): Promise<number | null>;
}

export interface ServingOptions {
  readonly databaseUrl: string;
  readonly ownerUrl?: string;
  readonly issuer: string;
  /** of an earlier process, to share its keys and files */
  readonly directory?: string;
}

export function servingDirectory(): { readonly path: string; readonly masterKey: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'xinheng-serving-'));
  const masterKey = randomBytes(32).toString('base64');
  createFirstKeys({ DATA_DIR: path, MASTER_KEY: masterKey }, ['platform'], 'aes-256-gcm');
  return { path, masterKey, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Started; whether it serves yet is asked at `/ready`. */
export async function serve(
  directory: { readonly path: string; readonly masterKey: string },
  options: ServingOptions,
): Promise<Serving> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  const child = spawn(process.execPath, [join(ROOT, 'bin/xinheng.mjs'), 'serve', 'platform'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      PORT: String(port),
      PUBLIC_URL: url,
      DATA_DIR: directory.path,
      MASTER_KEY: directory.masterKey,
      PLATFORM_DATABASE_URL: options.databaseUrl,
      ...(options.ownerUrl ? { PLATFORM_OWNER_DATABASE_URL: options.ownerUrl } : {}),
      POINTS_URL: 'http://127.0.0.1:9',
      SITE_URL: 'http://127.0.0.1:9',
      OIDC_ISSUER: options.issuer,
      OIDC_CLIENT_ID: 'platform',
      OIDC_CLIENT_SECRET: 'none',
      PLATFORM_POINTS_SECRETS: secret,
      PLATFORM_SITE_SECRETS: secret,
      RATE_LIMIT_PER_MINUTE: '100000',
    },
  });
  let written = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (written += text.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  return {
    url,
    pid: child.pid!,
    log: () => written,
    get exited() {
      return gone(child);
    },
    async ask(path) {
      const begun = performance.now();
      try {
        const response = await fetch(url + path, { signal: AbortSignal.timeout(PATIENCE_MILLISECONDS) });
        const body = await response.text();
        const milliseconds = Math.round(performance.now() - begun);
        return { status: response.status, retryAfter: response.headers.get('retry-after'), body, milliseconds };
      } catch {
        return undefined;
      }
    },
    async stop() {
      if (!gone(child)) child.kill('SIGTERM');
      const code = await Promise.race([ended, sleep(30_000, undefined, { ref: false })]);
      if (!gone(child)) child.kill('SIGKILL');
      return code ?? child.exitCode;
    },
  };
}

const gone = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;

export async function ready(serving: Serving, patienceMilliseconds = 60_000): Promise<void> {
  for (const deadline = Date.now() + patienceMilliseconds; Date.now() < deadline; await sleep(100)) {
    if (serving.exited) throw new Error(`ended while starting:\n${serving.log()}`);
    if ((await serving.ask('/ready'))?.status === 200) return;
  }
  throw new Error(`not ready:\n${serving.log()}`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createProbe();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
