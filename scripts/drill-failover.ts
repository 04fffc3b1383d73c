/**
 * A drill on this machine: PostgreSQL under Patroni (two servers, etcd) behind HAProxy, the platform as it is operated, an intake going on;
 * then the primary is lost. What must hold: the same process, nothing but 202 and 503, nothing acknowledged lost.
 *
 *   npm run drill:failover -- [power|server|freeze|switchover …]     (all of them without an argument; about a minute each)
 *
 * Needs Debian's patroni, haproxy, etcd-server and postgresql (15 or newer); as root it runs the servers as `postgres`.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { migrate } from '../src/runtime/postgres/migrate.ts';
import { ensureDatabase } from '../src/runtime/postgres/pool.ts';
import { type FailoverCluster, missingPrograms, startFailoverCluster } from '../tests/support/failover-cluster.ts';
import { type IntakeLoad, reportFiles, type Settled, settled } from '../tests/support/intake-load.ts';
import {
  ready,
  registerReporter,
  type Serving,
  serve,
  servingDirectory,
  tokenProvider,
} from '../tests/support/serving.ts';

const WAYS = {
  power: { says: 'SIGKILL to the primary and its Patroni, as when a machine loses its power', lose: 'killNode' },
  server: { says: 'SIGKILL to the primary alone; its Patroni lives', lose: 'killServer' },
  freeze: { says: 'SIGSTOP to the primary and its Patroni, as when a machine hangs', lose: 'freezeNode' },
  switchover: { says: 'a switchover by the administrator', lose: 'switchOver' },
} as const;
type Way = keyof typeof WAYS;

const missing = missingPrograms();
if (missing.length > 0) {
  console.log(
    `skipped: not installed: ${missing.join(', ')} (Debian: apt-get install patroni haproxy etcd-server postgresql)`,
  );
  process.exit(0);
}
const asked = process.argv.slice(2);
const unknown = asked.filter((way) => !(way in WAYS));
if (unknown.length > 0)
  throw new RangeError(`no such drill: ${unknown.join(', ')}; there are ${Object.keys(WAYS).join(', ')}`);

let failed = false;
for (const way of (asked.length > 0 ? asked : Object.keys(WAYS)) as Way[]) failed = !(await drill(way)) || failed;
process.exit(failed ? 1 : 0);

async function drill(way: Way): Promise<boolean> {
  console.log(`\n${way}: ${WAYS[way].says}`);
  const undo: (() => unknown)[] = [];
  try {
    const cluster = await startFailoverCluster();
    undo.push(() => cluster.stop());
    console.log(`  cluster up after ${seconds(cluster.startMilliseconds)}, primary ${await cluster.primary()}`);
    const ownerUrl = cluster.url('platform');
    await ensureDatabase(cluster.url('postgres'), 'platform');
    await migrate('platform', ownerUrl, { name: 'app_platform', password: 'application' });
    const provider = await tokenProvider();
    undo.push(() => provider.close());
    const databaseUrl = new URL(ownerUrl);
    databaseUrl.username = 'app_platform';
    databaseUrl.password = 'application';
    const directory = servingDirectory();
    undo.push(() => directory.remove());
    const serving = await serve(directory, { databaseUrl: databaseUrl.href, ownerUrl, issuer: provider.issuer });
    undo.push(() => serving.stop());
    await ready(serving);
    const owner = await connected(ownerUrl); // only now are there departments
    await registerReporter(owner, provider.issuer);
    await owner.end();
    const token = await provider.token(`${serving.url}/api/platform`);
    return await failOver(way, cluster, serving, reportFiles(serving.url, token), () => connected(ownerUrl));
  } finally {
    for (const step of undo.reverse()) await step();
  }
}

async function failOver(
  way: Way,
  cluster: FailoverCluster,
  serving: Serving,
  load: IntakeLoad,
  owner: () => Promise<pg.Client>,
): Promise<boolean> {
  await until(() => load.acknowledged.size >= 15, 60_000);
  const watch = probe(serving);
  const before = { primary: await cluster.primary(), files: load.acknowledged.size };
  const lost = performance.now();
  await cluster[WAYS[way].lose]();
  await until(async () => (await cluster.primary()) !== before.primary && watch.readyAgain() !== undefined, 120_000);
  const at = load.acknowledged.size;
  await until(() => load.acknowledged.size >= at + 15, 60_000);
  await load.stop();
  const probes = await watch.stop();
  const result = await settled(owner, load.acknowledged, 120_000);
  report({ load, probes, result, lost, before, serving, primary: await cluster.primary() });
  const other = [...load.statuses.keys()].filter((status) => status !== 202 && status !== 503);
  const holds = !serving.exited && other.length === 0 && result.wrong.length === 0 && probes.live === 0;
  console.log(holds ? '  holds' : `  DOES NOT HOLD\n${serving.log().slice(-4_000)}`);
  return holds;
}

interface Probes {
  /** moments of the change, of performance.now() */
  readonly notReady: number | undefined;
  readonly ready: number | undefined;
  /** of `/ready` and `/live`, in milliseconds */
  readonly slowest: number;
  /** how often `/live` was not answered 200 */
  readonly live: number;
}

/** What a balancer sees. */
function probe(serving: Serving): { readyAgain(): number | undefined; stop(): Promise<Probes> } {
  let stopping = false;
  let notReady: number | undefined;
  let again: number | undefined;
  let slowest = 0;
  let live = 0;
  const done = (async () => {
    for (; !stopping; await sleep(200)) {
      const [answer, alive] = await Promise.all([serving.ask('/ready'), serving.ask('/live')]);
      const now = performance.now();
      if (alive?.status !== 200) live++;
      slowest = Math.max(
        slowest,
        answer?.milliseconds ?? Number.POSITIVE_INFINITY,
        alive?.milliseconds ?? Number.POSITIVE_INFINITY,
      );
      if (answer?.status === 200) {
        if (notReady !== undefined) again ??= now;
      } else {
        notReady ??= now;
        again = undefined;
      }
    }
  })();
  return {
    readyAgain: () => again,
    async stop() {
      stopping = true;
      await done;
      return { notReady, ready: again, slowest, live };
    },
  };
}

function report(of: {
  readonly load: IntakeLoad;
  readonly probes: Probes;
  readonly result: Settled;
  readonly lost: number;
  readonly before: { readonly primary: string | undefined; readonly files: number };
  readonly serving: Serving;
  readonly primary: string | undefined;
}): void {
  const { load, probes, result, lost, before, serving, primary } = of;
  const since = (moment: number | undefined) => (moment === undefined ? 'never' : `after ${seconds(moment - lost)}`);
  const statuses = [...load.statuses].map(([status, times]) => `${times} × ${status}`).join(', ');
  console.log(
    `  primary ${before.primary} → ${primary}; process ${serving.pid} ${serving.exited ? 'ended' : 'is the same'}`,
  );
  console.log(
    `  not ready ${since(probes.notReady)}, ready again ${since(probes.ready)}; slowest probe ${probes.slowest} ms`,
  );
  console.log(`  answers ${statuses}; longest pause between two files ${seconds(load.longestPause)}`);
  console.log(
    `  acknowledged ${load.acknowledged.size} files (${before.files} before), through ${result.batches} with ${result.rows} rows` +
      `${result.wrong.length > 0 ? `; WRONG: ${result.wrong.join('; ')}` : ', none lost'}`,
  );
}

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  return client;
}

async function until(holds: () => boolean | Promise<boolean>, patience: number): Promise<void> {
  for (const deadline = Date.now() + patience; !(await holds()); await sleep(100)) {
    if (Date.now() > deadline) throw new Error('this took too long');
  }
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1_000).toFixed(1)} s`;
}
