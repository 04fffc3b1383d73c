/**
 * How fast the public site answers over a million organisations: a look-up by code at 50 connections and a search by two to six characters
 * of a name at 10, each beside a bare Fastify handler with one look-up by primary key through `pg`, in the same run on the same data.
 *
 *   npm run bench:site [-- --organisations 100000] [--seconds 15]
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadPolicy } from '#runtime/policy.ts';
import { startEmbedded } from '#runtime/postgres/embedded.ts';
import { migrate } from '#runtime/postgres/migrate.ts';
import { ensureDatabase } from '#runtime/postgres/pool.ts';
import { inventedCode, inventedName } from './invented-organisations.ts';
import { fillSite } from './site-fill.ts';

const { values } = parseArgs({
  options: {
    organisations: { type: 'string', default: '1000000' },
    /** of load on each server, for each of the two questions */
    seconds: { type: 'string', default: '15' },
  },
});
const organisations = Number(values.organisations);
const seconds = Number(values.seconds);
const folder = mkdtempSync(join(tmpdir(), 'xinheng-bench-site-'));
chmodSync(folder, 0o755); // as root, the database server runs under another account that must get in
const policyFolder = join(import.meta.dirname, '..', 'policies', 'zhengzhou-2020-2');
const say = (line: string) => process.stdout.write(`${line}\n`);
const ROUNDS = 5;
const PATHS = 20_000;
const MOST_REQUESTS = 2_000_000;

interface Outcome {
  readonly requests: number;
  readonly failed: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly longest: number;
}

async function main(): Promise<void> {
  say(`${organisations.toLocaleString('en-US')} organisations · ${cpus().length} processors · Node ${process.version}`);
  const server = await startEmbedded({ directory: join(folder, 'postgres') });
  try {
    await ensureDatabase(server.url('postgres'), 'site');
    await migrate('site', server.url('site'), { name: 'bench_application', password: 'bench' });
    const started = performance.now();
    const policy = await loadPolicy(policyFolder);
    await fillSite(server.url('site'), policy, {
      organisations,
      records: Math.ceil(organisations / 100),
      listed: Math.ceil(organisations / 1000),
    });
    say(`filled in ${((performance.now() - started) / 1000).toFixed(0)} s`);
    const url = new URL(server.url('site'));
    url.username = 'bench_application';
    url.password = 'bench';
    const codes = write('codes', (index) => `/api/site/v1/organisations/${inventedCode(anyOf(index))}`);
    const names = write(
      'names',
      (index) => `/search?q=${encodeURIComponent(partOf(inventedName(anyOf(index)), index))}`,
    );
    const servers = { site: await serve('site', url.href), bare: await serve('bare', url.href) };
    try {
      await compare('look-up by code, 50 connections', servers, { site: codes, bare: codes }, 50);
      await compare('search by name, 10 connections', servers, { site: names, bare: codes }, 10);
    } finally {
      for (const one of Object.values(servers)) one.child.kill('SIGTERM');
    }
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Spread over all organisations, the same ones in every run. */
const anyOf = (index: number) => (index * 7_368_787) % organisations;

/** Two to six neighbouring characters, wherever in the name: what people remember of one. */
function partOf(name: string, index: number): string {
  const length = 2 + (index % 5);
  const from = (index * 31) % Math.max(1, name.length - length + 1);
  return name.slice(from, from + length);
}

function write(name: string, path: (index: number) => string): string {
  const file = join(folder, name);
  writeFileSync(file, Array.from({ length: PATHS }, (_, index) => `${path(index)}\n`).join(''));
  return file;
}

interface Served {
  readonly child: ChildProcess;
  readonly port: number;
}

async function serve(which: 'site' | 'bare', url: string): Promise<Served> {
  const child = run('site-server.ts', { which, url, policy: policyFolder });
  return { child, port: Number(new URL(await firstLine(child)).port) };
}

/** The two in turn, several times over: what else the machine does meanwhile then falls on both. Of each the round in the middle counts. */
async function compare(
  what: string,
  servers: { readonly site: Served; readonly bare: Served },
  paths: { readonly site: string; readonly bare: string },
  connections: number,
): Promise<void> {
  const ask = async (which: 'site' | 'bare', duration: number): Promise<Outcome> => {
    const request = {
      port: servers[which].port,
      paths: paths[which],
      connections,
      seconds: duration,
      most: MOST_REQUESTS,
    };
    return JSON.parse(await firstLine(run('site-load.ts', request))) as Outcome;
  };
  const rounds: { site: Outcome; bare: Outcome }[] = [];
  for (const which of ['site', 'bare'] as const) await ask(which, 2); // until what is compiled when first used is compiled
  for (let round = 0; round < ROUNDS; round++) {
    rounds.push({ site: await ask('site', seconds / ROUNDS), bare: await ask('bare', seconds / ROUNDS) });
  }
  const [site, bare] = [middle(rounds.map((round) => round.site)), middle(rounds.map((round) => round.bare))];
  say('');
  say(what);
  line('site', site);
  line('bare', bare);
  say(`  ratio ${(site.perSecond / bare.perSecond).toFixed(2)} of the bare handler's requests/s`);
}

function middle(outcomes: Outcome[]): Outcome {
  const sorted = outcomes.toSorted((one, other) => one.perSecond - other.perSecond);
  return sorted[Math.floor(sorted.length / 2)] as Outcome;
}

const run = (script: string, request: object): ChildProcess =>
  spawn(process.execPath, [join(import.meta.dirname, script), JSON.stringify(request)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (piece: Buffer) => {
      text += piece.toString();
      const end = text.indexOf('\n');
      if (end >= 0) resolve(text.slice(0, end));
    });
    child.once('exit', (code) => reject(new Error(`ended with ${code} before it said anything`)));
  });
}

function line(name: string, { requests, failed, perSecond, p50, p99, longest }: Outcome): void {
  const milliseconds = (value: number) => `${value.toFixed(1)} ms`;
  say(
    `  ${name}  ${Math.round(perSecond).toLocaleString('en-US').padStart(7)} requests/s   p50 ${milliseconds(p50)}, p99 ${milliseconds(p99)}, longest ${milliseconds(longest)}   ${requests} answered${failed > 0 ? `, ${failed} NOT with 200` : ''}`,
  );
}

await main();
