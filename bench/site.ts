/**
 * How fast the public site answers over a million organisations: a look-up by code at 50 connections and a search by two to six characters
 * of a name at 10, each beside a bare Fastify handler with one look-up by primary key through `pg`, in the same run on the same data.
 *
 *   npm run bench:site [-- --organisations 100000] [--seconds 15]
 */
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type FilledSite, firstLine, openFilledSite, runScript, type Served } from './filled-site.ts';
import { inventedCode, inventedName } from './invented-organisations.ts';

const { values } = parseArgs({
  options: {
    organisations: { type: 'string', default: '1000000' },
    /** of load on each server, for each of the two questions */
    seconds: { type: 'string', default: '15' },
  },
});
const organisations = Number(values.organisations);
const seconds = Number(values.seconds);
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
  const site = await openFilledSite(organisations);
  try {
    say(`filled in ${site.secondsToFill.toFixed(0)} s`);
    const codes = write(site, 'codes', (index) => `/api/site/v1/organisations/${inventedCode(anyOf(index))}`);
    const names = write(site, 'names', (index) => {
      const part = partOf(inventedName(anyOf(index)), index);
      return `/search?q=${encodeURIComponent(part)}`;
    });
    const ports = { site: await site.serve('site'), bare: await site.serve('bare') };
    await compare('look-up by code, 50 connections', ports, { site: codes, bare: codes }, 50);
    await compare('search by name, 10 connections', ports, { site: names, bare: codes }, 10);
  } finally {
    await site.close();
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

function write({ folder }: FilledSite, name: string, path: (index: number) => string): string {
  const file = join(folder, name);
  writeFileSync(file, Array.from({ length: PATHS }, (_, index) => `${path(index)}\n`).join(''));
  return file;
}

/** The two in turn, several times over: what else the machine does meanwhile then falls on both. Of each the round in the middle counts. */
async function compare(
  what: string,
  ports: Readonly<Record<Served, number>>,
  paths: Readonly<Record<Served, string>>,
  connections: number,
): Promise<void> {
  const ask = async (which: Served, duration: number): Promise<Outcome> => {
    const request = {
      port: ports[which],
      paths: paths[which],
      connections,
      seconds: duration,
      most: MOST_REQUESTS,
    };
    return JSON.parse(await firstLine(runScript('site-load.ts', request))) as Outcome;
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

function line(name: string, { requests, failed, perSecond, p50, p99, longest }: Outcome): void {
  const milliseconds = (value: number) => `${value.toFixed(1)} ms`;
  say(
    `  ${name}  ${Math.round(perSecond).toLocaleString('en-US').padStart(7)} requests/s   p50 ${milliseconds(p50)}, p99 ${milliseconds(p99)}, longest ${milliseconds(longest)}   ${requests} answered${failed > 0 ? `, ${failed} NOT with 200` : ''}`,
  );
}

await main();
