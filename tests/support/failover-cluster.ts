/** Two PostgreSQL servers under Patroni with etcd, and HAProxy before them, on the loopback: programs of the system, data of their own. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface FailoverCluster {
  readonly startMilliseconds: number;
  /** through HAProxy, as the superuser */
  url(database: string): string;
  /** name of the server that is the primary now */
  primary(): Promise<string | undefined>;
  killNode(): Promise<void>;
  killServer(): Promise<void>;
  freezeNode(): Promise<void>;
  switchOver(): Promise<void>;
  stop(): Promise<void>;
}

const PASSWORD = 'drill-superuser';
const NODES = ['a', 'b'] as const;
type Node = (typeof NODES)[number];

const programs = () => ['patroni', 'haproxy', 'etcd'].filter((name) => find(name) === undefined);

export function missingPrograms(): string[] {
  return [...programs(), ...(serverFolder() ? [] : ['postgresql (15 or newer)'])];
}

function find(name: string): string | undefined {
  return ['/usr/bin', '/usr/sbin', '/usr/local/bin']
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));
}

function serverFolder(): string | undefined {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root)
    ? readdirSync(root)
        .map(Number)
        .filter((version) => version >= 15)
    : [];
  const newest = Math.max(...versions);
  const folder = join(root, String(newest), 'bin');
  return existsSync(join(folder, 'initdb')) ? folder : undefined;
}

export async function startFailoverCluster(): Promise<FailoverCluster> {
  const begun = performance.now();
  const directory = mkdtempSync(join(tmpdir(), 'xinheng-failover-'));
  const account = serverAccount();
  chmodSync(directory, 0o755);
  const processes: ChildProcess[] = [];
  const run = (name: string, program: string, args: readonly string[]) => {
    const log = openSync(join(directory, `${name}.log`), 'a');
    const child = spawn(find(program)!, args, { stdio: ['ignore', log, log], cwd: directory, ...account });
    processes.push(child);
    return child;
  };
  const [etcd, peer, balancer, restA, restB, portA, portB] = await freePorts(7);
  const nodes = {
    a: { name: 'a', rest: restA!, port: portA!, data: join(directory, 'a') },
    b: { name: 'b', rest: restB!, port: portB!, data: join(directory, 'b') },
  };
  const own = (path: string) => account.uid !== undefined && chownSync(path, account.uid, account.gid!);
  const stop = async () => {
    for (const node of NODES) signal('SIGKILL', membersOf(nodes[node].data, patroni[node]));
    for (const child of processes) child.kill('SIGKILL');
    await sleep(300);
    rmSync(directory, { recursive: true, force: true });
  };
  own(directory);
  const patroni: Partial<Record<Node, ChildProcess>> = {};
  try {
    run('etcd', 'etcd', [
      ...['--name', 'drill', '--data-dir', join(directory, 'etcd'), '--unsafe-no-fsync'],
      ...['--listen-client-urls', `http://127.0.0.1:${etcd}`, '--advertise-client-urls', `http://127.0.0.1:${etcd}`],
      ...[
        '--listen-peer-urls',
        `http://127.0.0.1:${peer}`,
        '--initial-advertise-peer-urls',
        `http://127.0.0.1:${peer}`,
      ],
      ...['--initial-cluster', `drill=http://127.0.0.1:${peer}`],
    ]);
    for (const node of NODES) {
      const file = join(directory, `${node}.yml`);
      writeFileSync(file, JSON.stringify(patroniConfig(nodes[node], etcd!), null, 2)); // JSON is YAML
      mkdirSync(nodes[node].data, { mode: 0o700 });
      own(nodes[node].data);
      own(file);
      patroni[node] = run(`patroni-${node}`, 'patroni', [file]);
      await until(
        () => answers(nodes[node].rest, '/health'),
        90_000,
        () => tail(directory, `patroni-${node}.log`),
      );
    }
    writeFileSync(join(directory, 'haproxy.cfg'), balancerConfig(balancer!, nodes));
    run('haproxy', 'haproxy', ['-f', join(directory, 'haproxy.cfg'), '-db']);
    // the standby is synchronous: only then is nothing acknowledged lost with the primary
    await until(
      async () => (await answers(nodes.a.rest, '/synchronous')) || (await answers(nodes.b.rest, '/synchronous')),
      60_000,
      () => tail(directory, 'patroni-b.log'),
    );
    await until(
      () => listens(balancer!),
      20_000,
      () => tail(directory, 'haproxy.log'),
    );
  } catch (error) {
    await stop();
    throw error;
  }
  const primary = async (): Promise<Node | undefined> => {
    for (const node of NODES) if (await answers(nodes[node].rest, '/primary')) return node;
    return undefined;
  };
  const current = async () => {
    const node = await primary();
    if (!node) throw new Error('there is no primary');
    return node;
  };
  return {
    startMilliseconds: performance.now() - begun,
    url: (database) => `postgresql://postgres:${PASSWORD}@127.0.0.1:${balancer}/${database}`,
    primary,
    async killNode() {
      const node = await current();
      signal('SIGKILL', membersOf(nodes[node].data, patroni[node]));
    },
    async killServer() {
      signal('SIGKILL', membersOf(nodes[await current()].data));
    },
    async freezeNode() {
      const node = await current();
      signal('SIGSTOP', membersOf(nodes[node].data, patroni[node]));
    },
    async switchOver() {
      const leader = await current();
      const response = await fetch(`http://127.0.0.1:${nodes[leader].rest}/switchover`, {
        method: 'POST',
        body: JSON.stringify({ leader }),
      });
      if (!response.ok) throw new Error(`switchover: ${response.status} ${await response.text()}`);
    },
    stop,
  };
}

interface NodePlace {
  readonly name: string;
  readonly rest: number;
  readonly port: number;
  readonly data: string;
}

/** As docs/operations.md asks for it, with the shortest times Patroni takes. */
function patroniConfig({ name, rest, port, data }: NodePlace, etcd: number) {
  const local = (login: string, database: string) => `host ${database} ${login} 127.0.0.1/32 scram-sha-256`;
  return {
    scope: 'drill',
    name,
    restapi: { listen: `127.0.0.1:${rest}`, connect_address: `127.0.0.1:${rest}` },
    etcd3: { host: `127.0.0.1:${etcd}` },
    bootstrap: {
      dcs: {
        ttl: 20,
        loop_wait: 3,
        retry_timeout: 5,
        primary_start_timeout: 0,
        master_start_timeout: 0,
        synchronous_mode: true,
        postgresql: {
          use_pg_rewind: true,
          parameters: { max_connections: 100, shared_buffers: '64MB', synchronous_commit: 'on' },
        },
      },
      initdb: [{ encoding: 'UTF8' }, { locale: 'C.UTF-8' }],
      pg_hba: [local('replicator', 'replication'), local('all', 'all')],
    },
    postgresql: {
      listen: `127.0.0.1:${port}`,
      connect_address: `127.0.0.1:${port}`,
      data_dir: join(data, 'data'),
      bin_dir: serverFolder(),
      pgpass: join(data, 'pgpass'),
      authentication: {
        superuser: { username: 'postgres', password: PASSWORD },
        replication: { username: 'replicator', password: PASSWORD },
        rewind: { username: 'rewind', password: PASSWORD },
      },
      parameters: { unix_socket_directories: data },
    },
  };
}

function balancerConfig(port: number, nodes: Readonly<Record<Node, NodePlace>>): string {
  const servers = NODES.map((node) => {
    const { name, port: server, rest } = nodes[node];
    return `  server ${name} 127.0.0.1:${server} check port ${rest}`;
  });
  return `global
  maxconn 400
defaults
  mode tcp
  timeout connect 3s
  timeout client 30m
  timeout server 30m
  timeout check 2s
listen postgres
  bind 127.0.0.1:${port}
  option httpchk GET /primary
  http-check expect status 200
  default-server inter 1s fall 2 rise 1 on-marked-down shutdown-sessions
${servers.join('\n')}
`;
}

function serverAccount(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

/** The server with all its sessions, and its Patroni where asked for. */
function membersOf(data: string, patroni?: ChildProcess): number[] {
  const pids = patroni?.pid === undefined ? [] : [patroni.pid];
  try {
    const postmaster = Number(readFileSync(join(data, 'data', 'postmaster.pid'), 'utf8').split('\n')[0]);
    const children = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
      .split('\n')
      .map((line) => line.trim().split(/\s+/).map(Number))
      .flatMap(([pid, parent]) => (pid !== undefined && parent === postmaster ? [pid] : []));
    pids.push(postmaster, ...children);
  } catch {
    // not running
  }
  return pids;
}

function signal(name: NodeJS.Signals, pids: readonly number[]): void {
  for (const pid of pids) {
    try {
      process.kill(pid, name);
    } catch {
      // gone meanwhile
    }
  }
}

async function answers(port: number, path: string): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}${path}`, { signal: AbortSignal.timeout(1_000) })).ok;
  } catch {
    return false;
  }
}

async function listens(port: number): Promise<boolean> {
  const { default: pg } = await import('pg');
  const client = new pg.Client({
    connectionString: `postgresql://postgres:${PASSWORD}@127.0.0.1:${port}/postgres`,
    connectionTimeoutMillis: 2_000,
  });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
}

async function until(holds: () => Promise<boolean>, patience: number, explain: () => string): Promise<void> {
  for (const deadline = Date.now() + patience; !(await holds()); await sleep(200)) {
    if (Date.now() > deadline) throw new Error(`the cluster does not start:\n${explain()}`);
  }
}

const tail = (directory: string, file: string) =>
  readFileSync(join(directory, file), 'utf8').split('\n').slice(-25).join('\n');

/** All at once, so that no two are the same. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<ReturnType<typeof createServer>>((resolve) => {
          const server = createServer();
          server.listen(0, '127.0.0.1', () => resolve(server));
        }),
    ),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
