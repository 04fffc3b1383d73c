/** What the three systems have in common once they are put together: routes, jobs, connections. */
import type { FastifyInstance } from 'fastify';
import type { TaskList } from 'graphile-worker';
import type { Pool } from 'pg';
import type { Law } from '#kernel/floor/law.ts';
import type { Policies } from '#kernel/policy/in-force.ts';
import type { Policy } from '#kernel/policy/policy.ts';
import type { Keyring } from '#kernel/seal/keyring.ts';
import type { WorkingCalendar } from '#kernel/time/working-days.ts';
import type { Config, SignInOfSystems } from '../config.ts';
import type { LoginKind, System } from '../postgres/systems.ts';
import type { RulesInForce } from '../rules-in-force.ts';

/** What a system is made of; opened once and shared by all that run in this process. */
export interface Parts {
  readonly config: Config;
  readonly policy: Policy;
  /** what stands over it */
  readonly law: Law;
  readonly policies: Policies;
  /** what is enacted; none where the platform, which knows, runs elsewhere, or where the folder runs as it is written */
  readonly rules?: RulesInForce | undefined;
  /** brings `rules` to what the database says, at once */
  readonly learnRules: () => Promise<void>;
  readonly calendar: WorkingCalendar;
  readonly keyring: Keyring;
  /** the business clock; the demo's can be set forward */
  readonly clock: () => Date;
  /** what sessions and signatures age by */
  readonly wallClock: () => Date;
  readonly signIn: SignInOfSystems;
  /** connection string of one of the system's logins */
  readonly databaseUrl: (system: System, kind: LoginKind) => string;
}

export interface AssembledSystem {
  readonly name: System;
  /** Registers sign-in, routes and the API document in `scope`. */
  mount(scope: FastifyInstance): Promise<void>;
  /** Once, after the schema is current and before the first request. */
  prepare(): Promise<void>;
  /** After another version began: what the tables say of the rules is brought up to them. Repeating it changes nothing. */
  rulesChanged?(): Promise<void>;
  /** the background jobs, done over the connections that whoever runs them has for it */
  readonly tasks: (connections: Pool) => TaskList;
  /** tasks that run every hour */
  readonly hourly: readonly string[];
  /** how many jobs at once, where that is not the usual few */
  readonly concurrency?: number;
  readonly pool: Pool;
  /** the worker login's, for what a start or a request sets off beside the jobs */
  readonly background: Pool;
  /** tells the database by how much the business clock is ahead of the wall clock; it moves in a demo only */
  noteClock?(): Promise<void>;
  /** all that requests are answered with, `pool` among them */
  readonly pools: readonly Pool[];
  close(): Promise<void>;
}

export const inboxOf = (config: Config, system: System): string => `${config.systemUrls[system]}/api/${system}/inbox`;

export const PLATFORM_SESSION = { idleMinutes: 60, absoluteMinutes: 12 * 60 } as const;
export const PROVIDER_SESSION = { idleMinutes: 120, absoluteMinutes: 12 * 60 } as const;
export const CITIZEN_SESSION = { idleMinutes: 30, absoluteMinutes: 4 * 60 } as const;
