/** Makes the databases of this installation ready: starts or finds the server, creates what is missing, migrates. */
import pg from 'pg';
import type { Keyring } from '#kernel/seal/keyring.ts';
import type { Config, DatabaseUrls } from '../config.ts';
import { ConfigError } from '../config-error.ts';
import { systemKeyring } from '../keyring.ts';
import { passwordOf, type Secrets } from '../secrets.ts';
import { startEmbedded } from './embedded.ts';
import { type Belonging, checkInstallation, marksOf, requireOurs } from './installation.ts';
import { type Login, requireOurLogin } from './logins.ts';
import { migrate, type Noting } from './migrate.ts';
import { movePeople } from './move-people.ts';
import { refuseNeverReleased } from './never-released.ts';
import { requirePartitions } from './partitions.ts';
import { ensureDatabase } from './pool.ts';
import { closeOtherDatabases } from './roles.ts';
import { type LoginKind, loginKindsOf, type System } from './systems.ts';
import { inTurn } from './turn.ts';

export interface Databases {
  /** connection string of one of a system's logins */
  url(system: System, kind?: LoginKind): string;
  /** one that may act as the owner of a system's tables, for commands that prepare or rotate; absent where only the application's is given */
  ownerUrl(system: System): string | undefined;
  /** stops the server if it is ours */
  stop(): Promise<void>;
}

export type Keyrings = (system: System) => Keyring;

export interface Opening {
  /** a service has opened it already; a command opens it where it has to prepare something */
  readonly keyrings?: Keyrings;
  readonly log?: (message: string) => void;
  /** what is noted in a system's tables as their owner, once they are there */
  readonly notes?: Partial<Record<System, Noting>>;
}

/** For a service, which keeps its embedded server to itself. */
export async function openDatabases(config: Config, opening: Opening): Promise<Databases> {
  return open(config, opening, (directory) => {
    throw new ConfigError(
      `数据目录 ${directory} 正被另一个运行中的信衡使用。请先停止它；要同时运行两份，请用环境变量 DATA_DIR 和 PORT 为这一份另指目录和端口。`,
    );
  });
}

/** For a single command: joins the embedded server of a running service, else starts one and stops it afterwards. */
export async function joinDatabases(config: Config): Promise<Databases> {
  return open(config, {}, () => undefined);
}

async function open(config: Config, opening: Opening, inUse: (directory: string) => void): Promise<Databases> {
  const { databases, systems } = config;
  switch (databases.kind) {
    case 'embedded': {
      const server = await startEmbedded({ directory: databases.directory, port: databases.port });
      const admin = server.url('postgres');
      const answer = (stop: () => Promise<void>): Databases => ({
        url: (system, kind = 'web') => applicationUrl(admin, system, kind, config.secrets),
        ownerUrl: (system) => databaseUrl(admin, system),
        stop,
      });
      const leave = await claim(admin);
      if (!leave) {
        inUse(databases.directory);
        return answer(async () => {});
      }
      const stop = async () => {
        await leave();
        await server.stop();
      };
      try {
        await prepareServer(admin, config, opening, true);
        return answer(stop);
      } catch (error) {
        await stop();
        throw error;
      }
    }
    case 'server': {
      const { url } = databases;
      await explain(url, () => prepareServer(url, config, opening, false));
      return {
        url: (system, kind = 'web') => applicationUrl(url, system, kind, config.secrets),
        ownerUrl: (system) => databaseUrl(url, system),
        stop: async () => {},
      };
    }
    case 'separate': {
      const { urls } = databases;
      // all are looked at before the first is changed
      for (const system of systems) await look(system, urls[system], config, opening);
      for (const system of systems) await prepareSeparate(system, urls[system], config, opening);
      return {
        url(system, kind = 'web') {
          const given = urls[system];
          if (!given) throw new RangeError(`no database for ${system}`);
          return separateUrl(system, kind, given, config.secrets);
        },
        ownerUrl: (system) => urls[system]?.owner ?? undefined,
        stop: async () => {},
      };
    }
  }
}

/**
 * The embedded server belongs to one process, which stops it at its end: a second start on the same folder must not.
 * The claim is a lock in the server itself, so a killed process leaves none behind. Undefined: another process has it.
 */
async function claim(url: string): Promise<(() => Promise<void>) | undefined> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  const { rows } = await client.query<{ mine: boolean }>(
    "SELECT pg_try_advisory_lock(hashtext('xinheng installation')) AS mine",
  );
  if (!rows[0]?.mine) {
    await client.end();
    return undefined;
  }
  return () => client.end();
}

/** Three databases on one server, each entered by a login of its own that owns nothing in it. */
async function prepareServer(adminUrl: string, config: Config, opening: Opening, embedded: boolean): Promise<void> {
  const { systems, secrets, dataDirectory } = config;
  const keyrings = opening.keyrings ?? keyringsOf(config);
  await inTurn(adminUrl, opening.log ?? silent, async () => {
    // all are looked at before the first is changed
    const belongings = new Map<System, Belonging>();
    for (const system of await existing(adminUrl, systems)) {
      const url = databaseUrl(adminUrl, system);
      const marks = marksOf(keyrings(system), system);
      const belonging = await withClient(url, async (admin) => {
        const found = await requireOurs(admin, marks, dataDirectory);
        await requirePartitions(admin, config.partitions);
        if (found === 'unmarked' && !embedded)
          await requireOurLogin(admin, url, loginOf(system, 'web', secrets), secrets.earlierDatabasePassword);
        return found;
      });
      belongings.set(system, belonging);
    }
    if (embedded) await withClient(adminUrl, closeOtherDatabases);
    for (const system of systems) await ensureDatabase(adminUrl, databaseOf(system));
    for (const system of systems) {
      await migrate(system, databaseUrl(adminUrl, system), loginsOf(system, secrets), {
        marks: marksOf(keyrings(system), system),
        moved: movedWith(system, keyrings(system)),
        adoptable: embedded || (belongings.get(system) ?? 'fresh') !== 'fresh',
        strict: true,
        dataDirectory,
        partitions: config.partitions,
        note: opening.notes?.[system],
      });
    }
  });
}

async function existing(adminUrl: string, systems: readonly System[]): Promise<readonly System[]> {
  const { rows } = await withClient(adminUrl, (admin) =>
    admin.query<{ name: string }>('SELECT datname AS name FROM pg_database WHERE datname = ANY ($1)', [
      systems.map(databaseOf),
    ]),
  );
  return systems.filter((system) => rows.some(({ name }) => name === databaseOf(system)));
}

const silent = () => {};

/** The keyrings say which installation this is; a command that only joins a running service needs none. Each is opened once. */
export function keyringsOf({ dataDirectory, secrets: { masterKey }, demo }: Config): Keyrings {
  const opened = new Map<System, Keyring>();
  return (system) => {
    const known = opened.get(system);
    if (known) return known;
    const keyring = systemKeyring({ dataDirectory, masterKey, createMissing: demo }, system);
    opened.set(system, keyring);
    return keyring;
  };
}

const movedWith = (system: System, keyring: Keyring): Noting | undefined =>
  system === 'points' ? (owner) => movePeople(owner, keyring) : undefined;

const databaseOf = (system: System): string => `xinheng_${system}`;

/** The web login's name ends with nothing more: it is the one people know. */
const suffixOf = (kind: LoginKind): string => (kind === 'web' ? '' : `_${kind.replaceAll('-', '_')}`);

const loginOf = (system: System, kind: LoginKind, secrets: Secrets): Login => ({
  name: `xinheng_${system}_app${suffixOf(kind)}`,
  password: passwordOf(secrets, system, kind),
  kinds: [kind],
});

const loginsOf = (system: System, secrets: Secrets): Login[] =>
  loginKindsOf(system).map((kind) => loginOf(system, kind, secrets));

function databaseUrl(adminUrl: string, system: System): string {
  const url = new URL(adminUrl);
  url.pathname = `/${databaseOf(system)}`;
  return url.href;
}

function applicationUrl(adminUrl: string, system: System, kind: LoginKind, secrets: Secrets): string {
  const url = new URL(databaseUrl(adminUrl, system));
  const { name, password } = loginOf(system, kind, secrets);
  url.username = name;
  url.password = encodeURIComponent(password);
  return url.href;
}

async function look(
  system: System,
  urls: DatabaseUrls | undefined,
  { dataDirectory, partitions }: Config,
  { keyrings }: Opening,
): Promise<void> {
  if (!urls) return;
  const url = urls.owner ?? urls.application;
  const looking = async (client: pg.Client) => {
    if (keyrings) await requireOurs(client, marksOf(keyrings(system), system), dataDirectory);
    else await refuseNeverReleased(client, dataDirectory);
    await requirePartitions(client, partitions);
  };
  await explain(url, () => withClient(url, looking));
}

async function prepareSeparate(
  system: System,
  urls: DatabaseUrls | undefined,
  config: Config,
  { keyrings, log = silent, notes }: Opening,
): Promise<void> {
  if (!urls) return;
  const { owner, application } = urls;
  const keyring = keyrings?.(system);
  const marks = keyring && marksOf(keyring, system);
  if (!owner) {
    if (marks) await explain(application, () => checkInstallation(application, marks, config.dataDirectory));
    return;
  }
  const logins = separateLogins(system, urls, config.secrets);
  await explain(owner, () =>
    inTurn(owner, log, async () => {
      if (marks) await withClient(owner, (client) => requireOurs(client, marks, config.dataDirectory));
      const { dataDirectory, partitions } = config;
      const moved = keyring && movedWith(system, keyring);
      await migrate(system, owner, logins, { marks, moved, dataDirectory, partitions, note: notes?.[system] });
    }),
  );
}

/**
 * An address somebody gave; else, where the owner may make logins, one beside the web login's, whose password comes from the master key;
 * else the web login's own, which whoever made the database has then let do everything.
 */
function separateUrl(system: System, kind: LoginKind, urls: DatabaseUrls, secrets: Secrets): string {
  const { application, worker, signIn, owner } = urls;
  const given = { web: application, worker, 'sign-in': signIn }[kind];
  if (given) return given;
  if (!owner) return application;
  const url = new URL(application);
  url.username += suffixOf(kind);
  url.password = encodeURIComponent(passwordOf(secrets, system, kind));
  return url.href;
}

/** Two addresses may name the same login: it is then for both. */
function separateLogins(system: System, urls: DatabaseUrls, secrets: Secrets): Login[] {
  const logins = new Map<string, Login & { kinds: LoginKind[] }>();
  for (const kind of loginKindsOf(system)) {
    const { username, password } = new URL(separateUrl(system, kind, urls, secrets));
    const name = decodeURIComponent(username);
    const login = logins.get(name) ?? { name, password: decodeURIComponent(password), kinds: [] };
    login.kinds.push(kind);
    logins.set(name, login);
  }
  return [...logins.values()];
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => {});
  }
}

async function explain<T>(url: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { hostname, port, pathname } = new URL(url);
    const code = (error as { code?: string }).code ?? '';
    if (!/^(ECONNREFUSED|ENOTFOUND|ETIMEDOUT|28P01|28000|3D000)$/.test(code)) throw error;
    throw new ConfigError(
      `连不上数据库 ${hostname}:${port || 5432}${pathname}（${code}）。请核对 DATABASE_URL 的主机、端口、用户和口令。`,
      { cause: error },
    );
  }
}
