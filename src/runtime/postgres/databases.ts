/** Makes the databases of this installation ready: starts or finds the server, creates what is missing, migrates. */
import pg from 'pg';
import type { Config, DatabaseUrls } from '../config.ts';
import { ConfigError } from '../config-error.ts';
import { startEmbedded } from './embedded.ts';
import { migrate, type System } from './migrate.ts';
import { ensureDatabase } from './pool.ts';

export interface Databases {
  /** connection string of a system's application login */
  url(system: System): string;
  /** stops the server if it is ours */
  stop(): Promise<void>;
}

/** For a service, which keeps its embedded server to itself. */
export async function openDatabases(config: Config): Promise<Databases> {
  return open(config, (directory) => {
    throw new ConfigError(
      `数据目录 ${directory} 正被另一个运行中的信衡使用。请先停止它；要同时运行两份，请用环境变量 DATA_DIR 和 PORT 为这一份另指目录和端口。`,
    );
  });
}

/** For a single command: joins the embedded server of a running service, else starts one and stops it afterwards. */
export async function joinDatabases(config: Config): Promise<Databases> {
  return open(config, () => undefined);
}

async function open(config: Config, inUse: (directory: string) => void): Promise<Databases> {
  const { databases, systems } = config;
  switch (databases.kind) {
    case 'embedded': {
      const server = await startEmbedded({ directory: databases.directory, port: databases.port });
      const leave = await claim(server.url('postgres'));
      if (!leave) {
        inUse(databases.directory);
        const urls = applicationUrls(server.url('postgres'), systems, config.secrets.databasePassword);
        return { url: (system) => known(urls, system), stop: async () => {} };
      }
      const stop = async () => {
        await leave();
        await server.stop();
      };
      try {
        const urls = await prepareServer(server.url('postgres'), systems, config.secrets.databasePassword);
        return { url: (system) => known(urls, system), stop };
      } catch (error) {
        await stop();
        throw error;
      }
    }
    case 'server': {
      const urls = await prepareServer(databases.url, systems, config.secrets.databasePassword);
      return { url: (system) => known(urls, system), stop: async () => {} };
    }
    case 'separate': {
      for (const system of systems) await migrateSeparate(system, databases.urls[system]);
      return {
        url: (system) => known(new Map(systems.map((name) => [name, databases.urls[name]?.application ?? ''])), system),
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
async function prepareServer(
  adminUrl: string,
  systems: readonly System[],
  password: string,
): Promise<Map<System, string>> {
  for (const system of systems) {
    const name = databaseOf(system);
    await explain(adminUrl, () => ensureDatabase(adminUrl, name));
    const owner = new URL(adminUrl);
    owner.pathname = `/${name}`;
    await migrate(system, owner.href, { name: loginOf(system), password });
  }
  return applicationUrls(adminUrl, systems, password);
}

const databaseOf = (system: System): string => `xinheng_${system}`;
const loginOf = (system: System): string => `xinheng_${system}_app`;

function applicationUrls(adminUrl: string, systems: readonly System[], password: string): Map<System, string> {
  return new Map(
    systems.map((system) => {
      const application = new URL(adminUrl);
      application.pathname = `/${databaseOf(system)}`;
      application.username = loginOf(system);
      application.password = password;
      return [system, application.href];
    }),
  );
}

async function migrateSeparate(system: System, urls: DatabaseUrls | undefined): Promise<void> {
  if (!urls?.owner) return;
  const { owner, application } = urls;
  const { username, password } = new URL(application);
  const login = { name: decodeURIComponent(username), password: decodeURIComponent(password) };
  await explain(owner, () => migrate(system, owner, login));
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

function known(urls: ReadonlyMap<System, string>, system: System): string {
  const url = urls.get(system);
  if (!url) throw new RangeError(`no database for ${system}`);
  return url;
}
