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
import { balancerConfig, etcdArguments, type NodePlace, patroniConfig, SUPERUSER_PASSWORD } from './failover-config.ts';

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
  const [etcd, peer, balancer, restA, restB, portA, portB] = (await freePorts(7)) as SevenPorts;
  const cluster = new FailoverCluster(balancer, { a: { rest: restA, port: portA }, b: { rest: restB, port: portB } });
  try {
    await cluster.start(etcd, peer);
  } catch (error) {
    await cluster.stop();
    throw error;
  }
  cluster.startMilliseconds = performance.now() - begun;
  return cluster;
}

type SevenPorts = [number, number, number, number, number, number, number];

export class FailoverCluster {
  startMilliseconds = Number.NaN;
  readonly #directory = mkdtempSync(join(tmpdir(), 'xinheng-failover-'));
  readonly #account = serverAccount();
  readonly #processes: ChildProcess[] = [];
  readonly #patroni: Partial<Record<Node, ChildProcess>> = {};
  readonly #balancer: number;
  readonly #nodes: Readonly<Record<Node, NodePlace>>;

  constructor(balancer: number, ports: Readonly<Record<Node, Pick<NodePlace, 'rest' | 'port'>>>) {
    this.#balancer = balancer;
    this.#nodes = {
      a: { name: 'a', ...ports.a, data: join(this.#directory, 'a') },
      b: { name: 'b', ...ports.b, data: join(this.#directory, 'b') },
    };
    chmodSync(this.#directory, 0o755);
    this.#own(this.#directory);
  }

  /** One after the other: etcd, the servers, the balancer. */
  async start(etcd: number, peer: number): Promise<void> {
    this.#run('etcd', 'etcd', etcdArguments(join(this.#directory, 'etcd'), etcd, peer));
    for (const node of NODES) await this.#startNode(node, etcd);
    const balancing = join(this.#directory, 'haproxy.cfg');
    writeFileSync(balancing, balancerConfig(this.#balancer, Object.values(this.#nodes)));
    this.#run('haproxy', 'haproxy', ['-f', balancing, '-db']);
    // the standby is synchronous: only then is nothing acknowledged lost with the primary
    await until(
      async () => (await this.#answers('a', '/synchronous')) || (await this.#answers('b', '/synchronous')),
      60_000,
      () => this.#tail('patroni-b.log'),
    );
    await until(
      () => listens(this.url('postgres')),
      20_000,
      () => this.#tail('haproxy.log'),
    );
  }

  /** through HAProxy, as the superuser */
  url(database: string): string {
    return `postgresql://postgres:${SUPERUSER_PASSWORD}@127.0.0.1:${this.#balancer}/${database}`;
  }

  /** name of the server that is the primary now */
  async primary(): Promise<Node | undefined> {
    for (const node of NODES) if (await this.#answers(node, '/primary')) return node;
    return undefined;
  }

  async killNode(): Promise<void> {
    const node = await this.#current();
    signal('SIGKILL', membersOf(this.#nodes[node].data, this.#patroni[node]));
  }

  async killServer(): Promise<void> {
    signal('SIGKILL', membersOf(this.#nodes[await this.#current()].data));
  }

  async freezeNode(): Promise<void> {
    const node = await this.#current();
    signal('SIGSTOP', membersOf(this.#nodes[node].data, this.#patroni[node]));
  }

  async switchOver(): Promise<void> {
    const leader = await this.#current();
    const response = await fetch(`http://127.0.0.1:${this.#nodes[leader].rest}/switchover`, {
      method: 'POST',
      body: JSON.stringify({ leader }),
    });
    if (!response.ok) throw new Error(`switchover: ${response.status} ${await response.text()}`);
  }

  async stop(): Promise<void> {
    for (const node of NODES) signal('SIGKILL', membersOf(this.#nodes[node].data, this.#patroni[node]));
    for (const child of this.#processes) child.kill('SIGKILL');
    await sleep(300);
    rmSync(this.#directory, { recursive: true, force: true });
  }

  async #startNode(node: Node, etcd: number): Promise<void> {
    const place = this.#nodes[node];
    const file = join(this.#directory, `${node}.yml`);
    writeFileSync(file, JSON.stringify(patroniConfig(place, etcd, serverFolder()), null, 2)); // JSON is YAML
    mkdirSync(place.data, { mode: 0o700 });
    this.#own(place.data);
    this.#own(file);
    this.#patroni[node] = this.#run(`patroni-${node}`, 'patroni', [file]);
    await until(
      () => this.#answers(node, '/health'),
      90_000,
      () => this.#tail(`patroni-${node}.log`),
    );
  }

  #run(name: string, program: string, args: readonly string[]): ChildProcess {
    const log = openSync(join(this.#directory, `${name}.log`), 'a');
    const child = spawn(find(program)!, args, {
      ...{ stdio: ['ignore', log, log], cwd: this.#directory },
      ...this.#account,
    });
    this.#processes.push(child);
    return child;
  }

  #own(path: string): void {
    const { uid, gid } = this.#account;
    if (uid !== undefined) chownSync(path, uid, gid!);
  }

  #answers(node: Node, path: string): Promise<boolean> {
    return answers(this.#nodes[node].rest, path);
  }

  async #current(): Promise<Node> {
    const node = await this.primary();
    if (!node) throw new Error('there is no primary');
    return node;
  }

  #tail(file: string): string {
    return readFileSync(join(this.#directory, file), 'utf8').split('\n').slice(-25).join('\n');
  }
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

async function listens(url: string): Promise<boolean> {
  const { default: pg } = await import('pg');
  const client = new pg.Client({
    connectionString: url,
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
