/** Starts the chosen systems in one process on one port: databases, routes, jobs; and stops them in the opposite order. */

import { createServer as createProbe } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { Problem } from '#kernel/refusal/problem.ts';
import { type LocalDate, localDateAt } from '#kernel/time/local-date.ts';
import type { WorkingCalendar } from '#kernel/time/working-days.ts';
import type { Host } from '#platform/access/index.ts';
import { loadCalendar, missingYear } from './calendars.ts';
import type { Config } from './config.ts';
import { ConfigError } from './config-error.ts';
import { whenDatabaseServes } from './database-wait.ts';
import { type Folder, notingOf, policyInForce, readFolder } from './enacted-policy.ts';
import { asHost, beginAdministration } from './host.ts';
import { browsableApi, describeApi } from './http/api-document.ts';
import { probes } from './http/probes.ts';
import { createServer } from './http/server.ts';
import { type Jobs, startJobs } from './jobs.ts';
import { notedPolicy } from './noted-policy.ts';
import { type Databases, type Keyrings, keyringsOf, openDatabases } from './postgres/databases.ts';
import { asOwner, type System } from './postgres/migrate.ts';
import { takePulse } from './postgres/pulse.ts';
import { closeDataDirectory } from './private-folder.ts';
import type { RulesInForce } from './rules-in-force.ts';
import { type RulesWatch, watchRules } from './rules-watch.ts';
import { assemblePlatform } from './systems/platform.ts';
import { assemblePoints } from './systems/points.ts';
import { assembleSite } from './systems/site.ts';
import type { AssembledSystem, Parts } from './systems/system.ts';

type HostWay = <T>(work: (host: Host) => Promise<T>) => Promise<T>;

export interface Application {
  readonly server: FastifyInstance;
  readonly systems: readonly AssembledSystem[];
  /** Whether another version of the rules began: at once, where a demo's clock jumped. */
  lookAtRules(): Promise<void>;
  /** what whoever has the host does, in the process that runs there */
  readonly host: HostWay;
  stop(): Promise<void>;
}

/** What the demo brings along: its own clock, its own provider. */
export interface Surroundings {
  readonly clock?: () => Date;
  readonly signIn?: Config['signIn'];
  /** a login that may act as the owner of the platform's tables, where the configuration gives none (a test's city) */
  readonly ownerUrl?: string | undefined;
  /** more routes, outside the three systems */
  mount?(server: FastifyInstance): void;
  readonly log?: (message: string) => void;
  /** aborted when somebody stops the service while it is still starting */
  readonly signal?: AbortSignal;
}

export const ASSEMBLE: Readonly<Record<System, (parts: Parts) => AssembledSystem>> = {
  platform: assemblePlatform,
  points: assemblePoints,
  site: assembleSite,
};

/** How many jobs of one system run at once; a large file is one job. */
const JOB_CONCURRENCY = 2;

export async function startApplication(config: Config, surroundings: Surroundings = {}): Promise<Application> {
  const log = surroundings.log ?? ((message: string) => console.error(message));
  const undo: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (let step = undo.pop(); step; step = undo.pop()) {
      await step().catch((error: unknown) =>
        log(`停止时出错：${error instanceof Error ? error.message : String(error)}`),
      );
    }
  };
  try {
    await requireFreePort(config); // before the database starts: the commonest mistake should be told at once
    const folder = await readFolder(config.policyDirectory, config.moreNotices);
    const calendar = loadCalendar(config.calendarDirectory);
    const clock = surroundings.clock ?? (() => new Date());
    tellMissingYear(calendar, clock, log);
    const keyrings = ownKeyrings(config);
    const notes = notesOf(folder, config, localDateAt(clock()));
    const waiting = { config, log, signal: surroundings.signal };
    const databases = await whenDatabaseServes(waiting, () => openDatabases(config, { keyrings, log, notes }));
    undo.push(() => databases.stop());
    const inForce = await whenDatabaseServes(waiting, () => policyInForce(config, databases, folder, { clock, log }));
    const parts: Omit<Parts, 'keyring' | 'learnRules'> = {
      ...{ config, ...inForce, law: folder.law, calendar, clock },
      wallClock: () => new Date(),
      signIn: surroundings.signIn ?? config.signIn,
      databaseUrl: databases.url,
    };
    const watching: RulesWatch[] = []; // once there is something to look at
    const learnRules = async () => watching[0]?.learn();
    const systems = config.systems.map((name) => ASSEMBLE[name]({ ...parts, learnRules, keyring: keyrings(name) }));
    for (const system of systems) undo.push(() => system.close());
    for (const system of systems) await whenDatabaseServes(waiting, () => system.prepare());
    const ownerUrl = databases.ownerUrl('platform') ?? surroundings.ownerUrl;
    await whenDatabaseServes(waiting, () => beginAdministration(parts, ownerUrl, log));
    const watch = watchRules({ rules: inForce.rules, systems, note: noteElsewhere(databases, config), log });
    undo.push(() => watch.stop());
    watching.push(watch);
    const pulses = pulsesOf(systems, databases, log);
    undo.push(() => Promise.all(pulses.map(({ pulse }) => pulse.stop())));

    const server = await createServer({
      trustProxy: config.trustProxy,
      rateLimitPerMinute: config.rateLimitPerMinute,
      secure: config.publicUrl.startsWith('https:'),
    });
    undo.push(() => server.close());
    probes(server, pulses);
    await mountSystems(server, systems);
    surroundings.mount?.(server);
    await listen(server, config);

    const jobs = systems.map((system) => jobsOf(system, databases.url(system.name, 'worker'), log));
    undo.push(() => Promise.all(jobs.map((one) => one.stop())));
    return { server, systems, lookAtRules: watch.look, host: hostWay(ownerUrl, clock), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The platform comes first, and says what is enacted; where it runs elsewhere, or nothing is enacted yet, the folder is what the others note. */
function notesOf(folder: Folder, { policyAsWritten }: Config, today: LocalDate): ReturnType<typeof notedPolicy> {
  const policies = folder.packs.map(({ policy }) => policy);
  const ofPlatform = notingOf(folder, policyAsWritten, today, (enacted) => policies.push(...enacted));
  return { ...notedPolicy(policies), platform: ofPlatform };
}

/** What points system and site note of new versions, where this process has their owners' connections; else their next start by an owner does. */
function noteElsewhere(databases: Databases, { systems }: Config): (rules: RulesInForce) => Promise<void> {
  return async (rules) => {
    const notes = notedPolicy(rules.all.map((one) => rules.floored(one)));
    for (const system of systems) {
      const url = system === 'platform' ? undefined : databases.ownerUrl(system);
      if (url) await asOwner(system, url, async (owner) => notes[system]?.(owner));
    }
  };
}

function tellMissingYear(calendar: WorkingCalendar, clock: () => Date, log: (message: string) => void): void {
  const missing = missingYear(calendar, localDateAt(clock()));
  if (missing) log(missing);
}

function hostWay(ownerUrl: string | undefined, clock: () => Date): HostWay {
  return async (work) => {
    if (!ownerUrl) throw new ConfigError('需要平台数据库的属主账号。');
    return asHost(ownerUrl, clock, work);
  };
}

/** Each system's keys, only of those that run here, and with them the folder closed to others. */
function ownKeyrings(config: Config): Keyrings {
  const keyrings = keyringsOf(config);
  for (const system of config.systems) keyrings(system);
  closeDataDirectory(config.dataDirectory);
  return keyrings;
}

function pulsesOf(systems: readonly AssembledSystem[], databases: Databases, log: (message: string) => void) {
  return systems.map(({ name, pools }) => {
    const onSilence = () => log(`[${name}] 数据库没有应答，已断开原有连接，恢复后自动重连。`);
    return { name, pulse: takePulse({ url: databases.url(name), pools, onSilence }) };
  });
}

/** Each system in a scope of its own: its sign-in, its API document, its routes. */
export async function mountSystems(server: FastifyInstance, systems: readonly AssembledSystem[]): Promise<void> {
  server.get('/favicon.ico', async (_request, reply) => reply.code(204).send());
  // an unknown address below /api is a problem document, not the site's page
  server.all('/api/*', async () => {
    throw new Problem('not_found');
  });
  for (const system of systems) {
    await server.register(async (scope) => {
      await describeApi(scope, system.name);
      await system.mount(scope);
      await browsableApi(scope, system.name);
    });
  }
}

function jobsOf(system: AssembledSystem, url: string, log: (message: string) => void): Jobs {
  const { name, tasks, hourly, concurrency = JOB_CONCURRENCY } = system;
  return startJobs({ system: name, url, tasks, hourly, concurrency, log });
}

async function listen(server: FastifyInstance, config: Config): Promise<void> {
  try {
    await server.listen({ host: config.host, port: config.port });
  } catch (error) {
    throw explainListening(error, config);
  }
}

function requireFreePort(config: Config): Promise<void> {
  return new Promise((free, taken) => {
    const probe = createProbe();
    probe.once('error', (error) => taken(explainListening(error, config)));
    probe.listen({ host: config.host, port: config.port }, () => probe.close(() => free()));
  });
}

function explainListening(error: unknown, { host, port }: Config): unknown {
  switch ((error as { code?: string }).code) {
    case 'EADDRINUSE':
      return new ConfigError(
        `端口 ${port} 已被其他程序占用。请先停止该程序，或用环境变量 PORT 换一个端口，例如：PORT=${port + 1} npm start`,
      );
    case 'EACCES':
      return new ConfigError(`没有使用端口 ${port} 的权限。请用环境变量 PORT 换一个 1024 以上的端口。`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new ConfigError(
        `本机没有地址 ${host}。请核对环境变量 HOST（只供本机访问用 127.0.0.1，供其他机器访问用 0.0.0.0）。`,
      );
    default:
      return error;
  }
}
