/** Starts that meet: two of one installation wait for each other, another installation is refused, databases without a mark are taken over. */
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { PREFIX, placeOfClusters } from '../../../tests/support/cluster-place.ts';
import { faultyDefiners, openToEverybody, ownedByOthers, privilegesOf } from '../../../tests/support/privileges.ts';
import { makeUnmarkedDatabases } from '../../../tests/support/unmarked-databases.ts';
import { readConfig } from '../config.ts';
import { type Databases, keyringsOf, openDatabases } from './databases.ts';
import { type EmbeddedServer, startEmbedded } from './embedded.ts';
import { ownerOf, rolesFor } from './roles.ts';
import { loginKindsOf, SYSTEMS, type System } from './systems.ts';

/** A server of its own: roles belong to the whole server, and these tests make and break them. */
let folder: string;
let server: EmbeddedServer;

beforeAll(async () => {
  folder = mkdtempSync(join(placeOfClusters(), PREFIX));
  chmodSync(folder, 0o755);
  server = await startEmbedded({
    directory: join(folder, 'postgres'),
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', shared_buffers: '64MB' },
  });
});
afterAll(async () => {
  await server?.stop();
  for (const path of [folder, server?.directory]) if (path) rmSync(path, { recursive: true, force: true });
});
afterEach(async () => {
  await asSuperuser('postgres', async (client) => {
    const { rows: databases } = await client.query(`SELECT datname FROM pg_database WHERE datname LIKE 'xinheng%'`);
    for (const { datname } of databases) await client.query(`DROP DATABASE ${datname} WITH (FORCE)`);
    const { rows: roles } = await client.query(
      `SELECT rolname FROM pg_roles WHERE rolname NOT LIKE 'pg\\_%' AND rolname <> 'postgres' ORDER BY rolname LIKE 'xinheng%' DESC`,
    );
    for (const { rolname } of roles) await client.query(`DROP ROLE ${client.escapeIdentifier(rolname)}`);
  });
});

async function asSuperuser<T>(database: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  return withClient(server.url(database), work);
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

let count = 0;
/** The folder of an installation, or of a further process of `sharing`: its keyring and master key, and nothing else. */
function dataFolder(sharing?: { folder: string }): string {
  const made = join(folder, `data-${count++}`);
  mkdirSync(made);
  for (const name of sharing ? ['keyring.json', 'pairing.json', 'points'] : [])
    cpSync(join(sharing!.folder, name), join(made, name), { recursive: true });
  return made;
}

interface Installation {
  readonly folder: string;
  readonly masterKey: string;
  readonly passwords: Readonly<Record<System, string>>;
  open(): Promise<Databases>;
}

function installation(data: string, environment: Record<string, string> = {}): Installation {
  const config = readConfig({ DATABASE_URL: server.url('postgres'), DATA_DIR: data, ...environment }, { demo: true });
  const keyrings = keyringsOf(config);
  for (const system of SYSTEMS) keyrings(system);
  return {
    folder: data,
    masterKey: config.secrets.masterKey,
    passwords: config.secrets.databasePasswords,
    open: () => openDatabases(config, { keyrings }),
  };
}

const works = async (databases: Databases) => {
  for (const system of SYSTEMS) {
    await withClient(databases.url(system), (client) => client.query('SELECT count(*) FROM installation'));
    for (const kind of loginKindsOf(system))
      await withClient(databases.url(system, kind), async (client) => {
        const roles = `SELECT array_agg(roleid::regrole::text) AS roles FROM pg_auth_members WHERE member = current_user::regrole`;
        const { rows } = await client.query<{ roles: string[] }>(roles);
        expect(rows[0]?.roles.toSorted()).toEqual(rolesFor(system, [kind]).toSorted());
      });
  }
};

const loginNames = (system: System) =>
  loginKindsOf(system).map((kind) => `xinheng_${system}_app${kind === 'web' ? '' : `_${kind.replaceAll('-', '_')}`}`);

/** What must hold however the databases came about. */
async function expectSound(): Promise<void> {
  for (const system of SYSTEMS) {
    await asSuperuser(`xinheng_${system}`, async (client) => {
      expect(await faultyDefiners(client)).toEqual([]);
      expect(await ownedByOthers(client, `xinheng_${system}_owner`)).toEqual([]);
      expect(await openToEverybody(client)).toEqual([]);
      expect(await privilegesOf(client, `xinheng_${system}`, 'graphile_worker')).not.toContain(
        '_private_jobs: TRUNCATE',
      );
      expect(await privilegesOf(client, `xinheng_${system}`, 'graphile_worker')).not.toContain('_private_jobs: INSERT');
      for (const login of loginNames(system)) {
        const { rows } = await client.query(
          `SELECT d.name, has_database_privilege($1, d.name, 'CONNECT') AS enters, has_database_privilege($1, d.name, 'TEMPORARY') AS temporary, has_database_privilege('public', d.name, 'CONNECT')
           OR has_database_privilege('public', d.name, 'TEMPORARY') AS open
         FROM unnest(ARRAY['xinheng_platform', 'xinheng_points', 'xinheng_site']) AS d(name)`,
          [login],
        );
        expect(rows, login).toEqual(
          SYSTEMS.map((other) => ({
            name: `xinheng_${other}`,
            enters: other === system,
            temporary: other === system && system === 'platform' && !login.endsWith('sign_in'),
            open: false,
          })),
        );
      }
    });
  }
}

describe('two starts at the same moment', () => {
  test('on an empty server, then on what they made: both come up, five times', async () => {
    const data = dataFolder();
    for (let round = 0; round < 5; round++) {
      const first = installation(data);
      const second = installation(dataFolder(first), { MASTER_KEY: first.masterKey });
      const both = await Promise.all([first.open(), second.open()]);
      for (const databases of both) await works(databases);
      if (round % 2 === 0) continue;
      // every other round begins with nothing again
      await asSuperuser('postgres', async (client) => {
        for (const system of SYSTEMS) await client.query(`DROP DATABASE xinheng_${system} WITH (FORCE)`);
        for (const system of SYSTEMS)
          await client.query(
            `DROP ROLE ${[...loginNames(system), ...rolesFor(system, loginKindsOf(system)), ownerOf(system)].join(', ')}`,
          );
      });
    }
    await installation(data).open();
    await expectSound();
  });

  test('a process on another machine that shares keyring and master key arrives at the same passwords', async () => {
    const first = installation(dataFolder());
    const databases = await first.open();
    const second = installation(dataFolder(first), { MASTER_KEY: first.masterKey });
    expect(second.passwords).toEqual(first.passwords);
    await works(await second.open());
    await works(databases);
  });
});

describe('another installation on the same server', () => {
  test('is refused before it changes anything, and the first goes on', async () => {
    const databases = await installation(dataFolder()).open();
    const before = await passwordsStored();
    await expect(installation(dataFolder()).open()).rejects.toThrow(
      /属于另一套信衡[\s\S]*没有改动任何内容[\s\S]*DATABASE_URL/,
    );
    expect(await passwordsStored()).toEqual(before);
    await works(databases);
  });

  test('of two that start at once on an empty server one gets it', async () => {
    const started = await Promise.allSettled([installation(dataFolder()).open(), installation(dataFolder()).open()]);
    const refused = started.filter((one) => one.status === 'rejected');
    expect(refused.map((one) => String(one.reason))).toEqual([expect.stringContaining('属于另一套信衡')]);
    for (const one of started) if (one.status === 'fulfilled') await works(one.value);
  });

  test('never gets the password of a login it did not make', async () => {
    await asSuperuser('postgres', (client) =>
      client.query(`CREATE ROLE xinheng_site_app LOGIN PASSWORD 'somebody else''s'`),
    );
    const before = await passwordsStored();
    await expect(installation(dataFolder()).open()).rejects.toThrow(/xinheng_site_app[\s\S]*没有改动/);
    expect((await passwordsStored())['xinheng_site_app']).toBe(before['xinheng_site_app']);
  });

  test('is refused with logins of its own on databases of the first, too', async () => {
    const first = installation(dataFolder());
    const databases = await first.open();
    const urls = Object.fromEntries(
      SYSTEMS.map((system) => [`${system.toUpperCase()}_DATABASE_URL`, databases.url(system)]),
    );
    await expect(installation(dataFolder(), urls).open()).rejects.toThrow('属于另一套信衡');
    const owners = Object.fromEntries(
      SYSTEMS.map((system) => [`${system.toUpperCase()}_OWNER_DATABASE_URL`, server.url(`xinheng_${system}`)]),
    );
    await expect(installation(dataFolder(), { ...urls, ...owners }).open()).rejects.toThrow('属于另一套信衡');
    const same = installation(dataFolder(first), { MASTER_KEY: first.masterKey, ...urls, ...owners });
    await works(await same.open());
  });

  async function passwordsStored(): Promise<Record<string, string>> {
    const rows = await asSuperuser('postgres', (client) =>
      client.query(`SELECT rolname, rolpassword FROM pg_authid WHERE rolname LIKE 'xinheng%app'`),
    );
    return Object.fromEntries(rows.rows.map((row) => [row.rolname, row.rolpassword]));
  }
});

describe('databases of the superuser, without a mark', () => {
  const SHARED = 'one-password-for-all';

  test('are taken over with their data: owners, grants, a password each; a second start changes nothing more', async () => {
    await makeUnmarkedDatabases(server.url('postgres'), SHARED);
    await asSuperuser('xinheng_platform', async (client) => {
      await client.query(`INSERT INTO department (id, name, level) VALUES ('ours', '甲局', 'department')`);
      await client.query(`SELECT graphile_worker.add_job('intake.process', '{"batchId": "1"}')`);
      expect(await faultyDefiners(client)).not.toEqual([]);
    });
    const data = dataFolder();
    writeFileSync(join(data, 'secrets.json'), JSON.stringify({ databasePassword: SHARED }));
    await works(await installation(data).open());
    await expectSound();
    for (const system of SYSTEMS)
      await expect(withClient(loginUrl(system, SHARED), async () => {})).rejects.toMatchObject({ code: '28P01' });
    await withClient(loginUrl('platform', installation(data).passwords.platform), async (client) => {
      expect((await client.query('SELECT name FROM department')).rows).toEqual([{ name: '甲局' }]);
    });
    await asSuperuser('xinheng_platform', async (client) => {
      expect((await client.query('SELECT task_identifier AS task FROM graphile_worker.jobs')).rows).toEqual([
        { task: 'intake.process' },
      ]);
    });
    const before = await shape();
    await works(await installation(data).open());
    expect(await shape()).toEqual(before);
  });

  test('whose login had become more than a login: what it gained is taken back', async () => {
    await makeUnmarkedDatabases(server.url('postgres'), SHARED);
    await asSuperuser('postgres', (client) =>
      client.query(
        `ALTER ROLE xinheng_points_app SUPERUSER CREATEROLE; GRANT pg_execute_server_program, xinheng_platform TO xinheng_points_app;
         ALTER ROLE xinheng_points CREATEROLE; GRANT pg_read_server_files TO xinheng_points`,
      ),
    );
    await works(await installation(dataFolder(), { DATABASE_PASSWORD: SHARED }).open());
    await asSuperuser('postgres', async (client) => {
      const { rows } = await client.query(
        `SELECT rolsuper, rolcreaterole, ARRAY(SELECT roleid::regrole::text FROM pg_auth_members WHERE member = r.oid ORDER BY 1) AS roles FROM pg_roles r WHERE rolname IN ('xinheng_points', 'xinheng_points_app') ORDER BY rolname`,
      );
      expect(rows).toEqual([
        { rolsuper: false, rolcreaterole: false, roles: [] },
        { rolsuper: false, rolcreaterole: false, roles: ['xinheng_points', 'xinheng_points_web'] },
      ]);
    });
    await expectSound();
  });

  test('of somebody else, whose password we do not know, are refused untouched', async () => {
    await makeUnmarkedDatabases(server.url('postgres'), SHARED);
    await expect(installation(dataFolder()).open()).rejects.toThrow(/xinheng_platform_app[\s\S]*DATABASE_PASSWORD/);
    for (const system of SYSTEMS) await withClient(loginUrl(system, SHARED), (client) => client.query('SELECT 1'));
    await asSuperuser('xinheng_platform', async (client) => {
      expect((await client.query('SELECT FROM installation')).rowCount).toBe(0);
    });
  });

  function loginUrl(system: System, password: string): string {
    const url = new URL(server.url(`xinheng_${system}`));
    url.username = `xinheng_${system}_app`;
    url.password = password;
    return url.href;
  }

  async function shape(): Promise<unknown> {
    return asSuperuser('xinheng_platform', async (client) => ({
      relations: (
        await client.query(
          'SELECT relname, relowner, relacl::text FROM pg_class WHERE relnamespace IN (2200, (SELECT oid FROM pg_namespace WHERE nspname = $1)) ORDER BY 1',
          ['graphile_worker'],
        )
      ).rows,
      functions: (
        await client.query(
          'SELECT oid::regprocedure::text AS name, proowner, proconfig, prosecdef, proacl::text FROM pg_proc WHERE pronamespace <> 11 ORDER BY 1',
        )
      ).rows,
      roles: (await client.query('SELECT rolname, rolpassword, rolsuper, rolcanlogin FROM pg_authid ORDER BY 1')).rows,
      databases: (await client.query('SELECT datname, datacl::text FROM pg_database ORDER BY 1')).rows,
    }));
  }
});

describe('an administrator of the server who is no superuser', () => {
  test('may make databases and roles: enough for everything, now and at the next start', async () => {
    await asSuperuser('postgres', (client) =>
      client.query(`CREATE ROLE administrator LOGIN CREATEDB CREATEROLE PASSWORD 'administrator'`),
    );
    const url = new URL(server.url('postgres'));
    url.username = url.password = 'administrator';
    const data = dataFolder();
    const open = () => installation(data, { DATABASE_URL: url.href }).open();
    await works(await open());
    await works(await open());
    await expectSound();
  });

  test('without the right to make roles is told the statements that it lacks', async () => {
    await asSuperuser('postgres', (client) =>
      client.query(`CREATE ROLE administrator LOGIN CREATEDB PASSWORD 'administrator'`),
    );
    const url = new URL(server.url('postgres'));
    url.username = url.password = 'administrator';
    await expect(installation(dataFolder(), { DATABASE_URL: url.href }).open()).rejects.toThrow(
      /CREATE ROLE xinheng_platform_owner NOLOGIN/,
    );
  });
});

test('a password never stands in the server log, not even of a statement that failed', async () => {
  const one = installation(dataFolder());
  await asSuperuser('postgres', (client) => client.query(`ALTER SYSTEM SET log_statement = 'all'`));
  await asSuperuser('postgres', (client) => client.query('SELECT pg_reload_conf()'));
  try {
    await works(await one.open());
  } finally {
    await asSuperuser('postgres', (client) => client.query('ALTER SYSTEM RESET log_statement'));
    await asSuperuser('postgres', (client) => client.query('SELECT pg_reload_conf()'));
  }
  const log = readFileSync(join(server.directory, 'server.log'), 'utf8');
  expect(log).toContain('CREATE ROLE "xinheng_site_app"');
  for (const system of SYSTEMS) expect(log).not.toContain(one.passwords[system]);
});
