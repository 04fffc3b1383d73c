/**
 * How fast the public site answers over a million organisations: a look-up by code at 50 connections and a search by two to six characters
 * of a name at 10, each beside a bare Fastify handler with one look-up by primary key through `pg`, in the same run on the same data.
 *
 *   npm run bench:site [-- --organisations 100000] [--seconds 8]
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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
    seconds: { type: 'string', default: '8' },
  },
});
const organisations = Number(values.organisations);
const seconds = Number(values.seconds);
const folder = mkdtempSync(join(tmpdir(), 'xinheng-bench-site-'));
const policyFolder = join(import.meta.dirname, '..', 'policies', 'zhengzhou-2020-2');
const say = (line: string) => process.stdout.write(`${line}\n`);
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
    const bare = (connections: number) => measure('bare', url.href, codes, connections);
    compare('look-up by code, 50 connections', await measure('site', url.href, codes, 50), await bare(50));
    compare('search by name, 10 connections', await measure('site', url.href, names, 10), await bare(10));
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

async function measure(which: 'site' | 'bare', url: string, paths: string, connections: number): Promise<Outcome> {
  const server = run('site-server.ts', { which, url, policy: policyFolder });
  try {
    const port = Number(new URL(await firstLine(server)).port);
    const load = (duration: number) =>
      firstLine(run('site-load.ts', { port, connections, seconds: duration, most: MOST_REQUESTS, paths }));
    await load(3); // until what is compiled and cached when first used is compiled and cached
    return JSON.parse(await load(seconds)) as Outcome;
  } finally {
    server.kill('SIGTERM');
  }
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

function compare(what: string, site: Outcome, bare: Outcome): void {
  say('');
  say(what);
  line('site', site);
  line('bare', bare);
  say(`  ratio ${(site.perSecond / bare.perSecond).toFixed(2)} of the bare handler's requests/s`);
}

function line(name: string, { requests, failed, perSecond, p50, p99, longest }: Outcome): void {
  const milliseconds = (value: number) => `${value.toFixed(1)} ms`;
  say(
    `  ${name}  ${Math.round(perSecond).toLocaleString('en-US').padStart(7)} requests/s   p50 ${milliseconds(p50)}, p99 ${milliseconds(p99)}, longest ${milliseconds(longest)}   ${requests} answered${failed > 0 ? `, ${failed} NOT with 200` : ''}`,
  );
}

await main();
