/** The embedded server: what it is given of our environment, where it lies, and what it refuses to start on. */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PREFIX, placeOfClusters } from '../../../tests/support/cluster-place.ts';
import { type EmbeddedServer, startEmbedded } from './embedded.ts';

const asRoot = process.getuid?.() === 0;
const SOMEBODY = 54_321;
const settings = { fsync: 'off', shared_buffers: '32MB' };

let folder: string;
let started: EmbeddedServer[];

beforeEach(() => {
  folder = mkdtempSync(join(placeOfClusters(), PREFIX));
  chmodSync(folder, 0o755);
  started = [];
});
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const server of started) {
    await server.stop();
    rmSync(server.directory, { recursive: true, force: true });
  }
  rmSync(folder, { recursive: true, force: true });
});

async function start(directory = join(folder, 'postgres')): Promise<EmbeddedServer> {
  const server = await startEmbedded({ directory, settings });
  started.push(server);
  return server;
}

const mode = (path: string) => (statSync(path).mode & 0o7777).toString(8);

test('a program run in the database, by a superuser even, finds nothing of ours in its environment', async () => {
  for (const name of ['MASTER_KEY', 'OIDC_CLIENT_SECRET', 'PLATFORM_SITE_SECRETS', 'DATABASE_URL', 'ANYTHING_ELSE']) {
    vi.stubEnv(name, 'must-not-be-seen');
  }
  const server = await start();
  const client = new pg.Client({ connectionString: server.url('postgres') });
  await client.connect();
  await client.query(`CREATE TEMP TABLE seen (line text); COPY seen FROM PROGRAM 'env'`);
  const { rows } = await client.query<{ line: string }>('SELECT line FROM seen');
  await client.end();
  expect(rows.length).toBeGreaterThan(2);
  expect(rows.filter(({ line }) => line.includes('must-not-be-seen'))).toEqual([]);
  if (process.platform === 'linux')
    expect(readFileSync(`/proc/${server.pid}/environ`, 'utf8')).not.toContain('must-not-be-seen');
});

test('two starts at once on one new folder make one server; what lies there is closed to others', async () => {
  const directory = join(folder, 'postgres');
  const [one, two] = await Promise.all([start(directory), start(directory)]);
  expect(one.pid).toBe(two.pid);
  expect(mode(one.directory)).toBe(asRoot ? '711' : '700');
  expect(readdirSync(one.directory).sort()).toEqual(['data', 'password', 'server.log']);
  expect(['data', 'password', 'server.log'].map((name) => mode(join(one.directory, name)))).toEqual([
    '700',
    '600',
    '600',
  ]);
});

test('what an earlier version left open is closed at the next start', async () => {
  const first = await start();
  await first.stop();
  chmodSync(first.directory, 0o755);
  for (const name of ['password', 'server.log']) chmodSync(join(first.directory, name), 0o644);
  const second = await start();
  expect(mode(second.directory)).toBe(asRoot ? '711' : '700');
  expect(['password', 'server.log'].map((name) => mode(join(second.directory, name)))).toEqual(['600', '600']);
});

test('a lock of a start that was killed does not hold up the next', async () => {
  const directory = join(folder, 'postgres');
  mkdirSync(directory);
  const dead = Number(execFileSync(process.execPath, ['-e', 'console.log(process.pid)'], { encoding: 'utf8' }));
  writeFileSync(join(directory, 'starting'), `${dead}.left-behind`);
  await start(directory);
  expect(existsSync(join(directory, 'starting'))).toBe(false);
});

test.each(['password', 'server.log', 'data'])(
  'a link in place of %s is refused before anything is believed',
  async (name) => {
    const directory = join(folder, 'postgres');
    mkdirSync(directory);
    mkdirSync(join(folder, 'elsewhere'));
    writeFileSync(join(folder, 'chosen'), 'chosen-by-somebody');
    symlinkSync(join(folder, name === 'data' ? 'elsewhere' : 'chosen'), join(directory, name));
    await expect(startEmbedded({ directory, settings })).rejects.toThrow('符号链接');
  },
);

test.runIf(asRoot)('a folder, a password, data of somebody else are refused', async () => {
  const theirs = (path: string) => chownSync(path, SOMEBODY, SOMEBODY);
  const directory = join(folder, 'postgres');
  mkdirSync(directory);
  theirs(directory);
  await expect(startEmbedded({ directory, settings })).rejects.toThrow(`${directory} 属于系统账号 54321`);
  chownSync(directory, 0, 0);
  writeFileSync(join(directory, 'password'), 'chosen-by-somebody');
  theirs(join(directory, 'password'));
  await expect(startEmbedded({ directory, settings })).rejects.toThrow('password 属于系统账号 54321');
  rmSync(join(directory, 'password'));
  mkdirSync(join(directory, 'data'));
  theirs(join(directory, 'data'));
  await expect(startEmbedded({ directory, settings })).rejects.toThrow('data 属于系统账号 54321');
});

test.runIf(asRoot)(
  "where the server's account cannot enter, the stand-in has a name nobody could prepare, and is found again",
  async () => {
    const temporary = join(folder, 'temporary');
    mkdirSync(temporary);
    chmodSync(temporary, 0o1777);
    vi.stubEnv('TMPDIR', temporary);
    const closed = join(folder, 'closed');
    mkdirSync(closed, { mode: 0o700 });
    const directory = join(closed, 'postgres');
    // what an earlier version would have used, made by somebody else, with a password of their choice
    const predictable = join(temporary, `xinheng${directory.replaceAll(/[^A-Za-z0-9]+/g, '-')}`);
    mkdirSync(predictable);
    writeFileSync(join(predictable, 'password'), 'chosen-by-somebody');
    for (const path of [predictable, join(predictable, 'password')]) chownSync(path, SOMEBODY, SOMEBODY);
    const first = await start(directory);
    expect(first.directory).not.toBe(predictable);
    expect(first.directory.startsWith(join(temporary, 'xinheng-postgres-'))).toBe(true);
    expect(mode(first.directory)).toBe('711');
    await first.stop();
    const second = await start(directory);
    expect(second.directory).toBe(first.directory);
    await second.stop();
    chownSync(first.directory, SOMEBODY, SOMEBODY);
    await expect(startEmbedded({ directory, settings })).rejects.toThrow('属于系统账号 54321');
    rmSync(first.directory, { recursive: true });
    await expect(startEmbedded({ directory, settings })).rejects.toThrow('该目录已不存在');
  },
);
