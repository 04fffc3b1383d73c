/** A database of 0.1, at whatever migration and in whatever system, is refused with one message, and nothing on its server is changed. */
import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { PREFIX, placeOfClusters } from '../../../tests/support/cluster-place.ts';
import { everythingOn, FOLDER_OF_0_1, makeNeverReleased, STAGES } from '../../../tests/support/never-released.ts';
import { readConfig } from '../config.ts';
import { joinDatabases, keyringsOf, openDatabases } from './databases.ts';
import { type EmbeddedServer, freePort, startEmbedded } from './embedded.ts';
import { migrate } from './migrate.ts';
import { SYSTEMS, type System } from './systems.ts';

/** A server of its own: roles belong to the whole server. */
let folder: string;
let server: EmbeddedServer;
const QUICK = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', shared_buffers: '64MB' };

beforeAll(async () => {
  folder = mkdtempSync(join(placeOfClusters(), PREFIX));
  chmodSync(folder, 0o755);
  server = await startEmbedded({ directory: join(folder, 'postgres'), settings: QUICK });
});
afterAll(async () => {
  await server?.stop();
  for (const path of [folder, server?.directory]) if (path) rmSync(path, { recursive: true, force: true });
});
afterEach(async () => {
  const client = new pg.Client({ connectionString: server.url('postgres') });
  await client.connect();
  const { rows: databases } = await client.query(`SELECT datname FROM pg_database WHERE datname LIKE 'xinheng%'`);
  for (const { datname } of databases) await client.query(`DROP DATABASE ${datname} WITH (FORCE)`);
  const { rows: roles } = await client.query(
    `SELECT rolname FROM pg_roles WHERE rolname LIKE 'xinheng%' OR rolname LIKE 'entering%' ORDER BY rolname DESC`,
  );
  for (const { rolname } of roles) await client.query(`DROP ROLE ${rolname}`);
  await client.end();
});

let count = 0;
function dataFolder(): string {
  const made = join(folder, `data-${count++}`);
  mkdirSync(made);
  for (const [name, text] of Object.entries(FOLDER_OF_0_1)) writeFileSync(join(made, name), text, { mode: 0o600 });
  return made;
}

function starting(data: string, environment: Record<string, string> = { DATABASE_URL: server.url('postgres') }) {
  const config = readConfig({ DATA_DIR: data, ...environment }, { demo: true });
  return {
    service: () => openDatabases(config, { keyrings: keyringsOf(config) }),
    command: () => joinDatabases(config),
  };
}

/** Doors that nobody comes to: the start ends before. */
const OPERATION = {
  PUBLIC_URL: 'https://credit.example.org',
  ...{ PLATFORM_URL: 'https://platform.example.org', SITE_URL: 'https://site.example.org' },
  ...{ OIDC_ISSUER: 'https://id.example.org', OIDC_CLIENT_ID: 'credit', OIDC_CLIENT_SECRET: 'a-secret' },
};

const refusalOf = (system: System) =>
  new RegExp(
    `^数据库 xinheng_${system} 是 0\\.1 版建立的[\\s\\S]*没有改动任何内容[\\s\\S]*DATA_DIR[\\s\\S]*DATABASE_URL`,
  );

async function expectUntouched(start: () => Promise<unknown>, system: System): Promise<void> {
  const before = await everythingOn(server.url('postgres'));
  await expect(start()).rejects.toMatchObject({
    name: 'ConfigError',
    message: expect.stringMatching(refusalOf(system)),
  });
  expect(await everythingOn(server.url('postgres'))).toEqual(before);
}

describe.each(SYSTEMS)('a database of 0.1: %s', (system) => {
  test.each(STAGES)('%s: alone on the server, no other database is made either', async (stage) => {
    await makeNeverReleased(server.url('postgres'), system, { stage });
    await expectUntouched(starting(dataFolder()).service, system);
    await expectUntouched(starting(dataFolder()).command, system);
  });

  test('beside two of today that are ours', async () => {
    const data = dataFolder();
    const databases = await starting(data).service();
    await databases.stop();
    await asSuperuser(`DROP DATABASE xinheng_${system} WITH (FORCE)`);
    await makeNeverReleased(server.url('postgres'), system, { stage: 'newest migration' });
    await expectUntouched(starting(data).service, system);
  });

  test('beside two empty ones, entered by logins that were given', async () => {
    for (const other of SYSTEMS) {
      if (other !== system) await asSuperuser(`CREATE DATABASE xinheng_${other}`);
    }
    await makeNeverReleased(server.url('postgres'), system, { stage: 'newest migration', login: `entering_${system}` });
    for (const other of SYSTEMS) {
      if (other !== system)
        await asSuperuser(`CREATE ROLE entering_${other} LOGIN PASSWORD 'entering_${other}' IN ROLE pg_monitor`);
    }
    const application = Object.fromEntries(
      SYSTEMS.map((one) => [`${one.toUpperCase()}_DATABASE_URL`, urlOf(one, `entering_${one}`)]),
    );
    const owner = Object.fromEntries(
      SYSTEMS.map((one) => [`${one.toUpperCase()}_OWNER_DATABASE_URL`, server.url(`xinheng_${one}`)]),
    );
    for (const environment of [application, { ...application, ...owner }]) {
      await expectUntouched(starting(dataFolder(), environment).service, system);
      await expectUntouched(starting(dataFolder(), environment).command, system);
    }
  });

  test('handed to the migrations themselves', async () => {
    await makeNeverReleased(server.url('postgres'), system, { stage: 'before owners' });
    await expectUntouched(() => migrate(system, server.url(`xinheng_${system}`)), system);
  });

  function urlOf(one: System, login: string): string {
    const url = new URL(server.url(`xinheng_${one}`));
    url.username = url.password = login;
    return url.href;
  }
});

test('what is looked at above would show a change: a start on empty databases', async () => {
  const before = await everythingOn(server.url('postgres'));
  await starting(dataFolder()).service();
  expect(await everythingOn(server.url('postgres'))).not.toEqual(before);
});

describe('the whole way of a start, on a data folder of 0.1 with its embedded server', () => {
  test.each([
    ['npm start', ['src/runtime/demo/main.ts']],
    ['xinheng serve', ['bin/xinheng.mjs', 'serve']],
    ['xinheng serve points', ['bin/xinheng.mjs', 'serve', 'points']],
  ])('%s: that one message, not zero, and the folder is as it was', async (_, program) => {
    const data = dataFolder();
    chmodSync(data, 0o755);
    const everything = await inside(data, async (url) => {
      for (const system of SYSTEMS) await makeNeverReleased(url, system, { stage: 'newest migration' });
      return everythingOn(url);
    });
    const ended = await run(program, data);
    expect(ended).toMatchObject({ code: 2 });
    // before it a start may warn of a year without a calendar
    const said = ended.errors.trimEnd().split('\n').slice(-3).join('\n');
    expect(said).toMatch(refusalOf(program.at(-1) === 'points' ? 'points' : 'platform'));
    expect(said).toContain(data);
    expect(ended.errors.split('没有改动任何内容')).toHaveLength(2);
    expect(ended.errors).not.toMatch(/^\s+at /m);
    for (const [name, text] of Object.entries(FOLDER_OF_0_1)) expect(readFileSync(join(data, name), 'utf8')).toBe(text);
    expect(await inside(data, everythingOn)).toEqual(everything);
  });

  async function inside<T>(data: string, work: (url: string) => Promise<T>): Promise<T> {
    const embedded = await startEmbedded({ directory: join(data, 'postgres'), settings: QUICK });
    try {
      return await work(embedded.url('postgres'));
    } finally {
      await embedded.stop();
    }
  }

  async function run(program: readonly string[], data: string): Promise<{ code: number | null; errors: string }> {
    const root = join(import.meta.dirname, '..', '..', '..');
    const { PATH = '', HOME = '' } = process.env;
    const child = spawn(process.execPath, program as string[], {
      cwd: root,
      env: { PATH, HOME, DATA_DIR: data, PORT: String(await freePort()), ...OPERATION },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let errors = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors += text;
    });
    const code = await new Promise<number | null>((resolve) => void child.on('close', resolve));
    return { code, errors };
  }
});

async function asSuperuser(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server.url('postgres') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
