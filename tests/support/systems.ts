/** The three systems as a test needs them: own databases, the real pack, one clock that the test moves, real HTTP on loopback. */

import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Kysely } from 'kysely';
import pg from 'pg';
import { onlyPolicy } from '#kernel/policy/in-force.ts';
import type { Policy } from '#kernel/policy/policy.ts';
import { createKeyring, openKeyring } from '#kernel/seal/keyring.ts';
import { createPairing } from '#kernel/seal/pairing.ts';
import type { PlatformContext } from '#platform/context.ts';
import type { PlatformDatabase } from '#platform/database.ts';
import type { PointsContext } from '#points/context.ts';
import type { PointsDatabase } from '#points/database.ts';
import { loadCalendar } from '#runtime/calendars.ts';
import { createServer } from '#runtime/http/server.ts';
import { loadLaw } from '#runtime/law.ts';
import { loadPolicy } from '#runtime/policy.ts';
import type { System } from '#runtime/postgres/migrate.ts';
import { openDatabase, openPool, openPreparedPool } from '#runtime/postgres/pool.ts';
import { uuid7 } from '#runtime/uuid.ts';
import type { SiteContext } from '#site/context.ts';
import type { SiteDatabase } from '#site/database.ts';
import { createTestDatabase } from './database.ts';

export interface Clock {
  (): Date;
  set(instant: string): void;
  /** days, hours and so on in milliseconds */
  forward(milliseconds: number): void;
}

export function testClock(start: string): Clock {
  let now = new Date(start);
  return Object.assign(() => now, {
    set: (instant: string) => {
      now = new Date(instant);
    },
    forward: (milliseconds: number) => {
      now = new Date(now.getTime() + milliseconds);
    },
  });
}

export const MINUTE = 60_000;
export const DAY = 24 * 60 * MINUTE;

let policy: Promise<Policy> | undefined;
export const zhengzhou = (): Promise<Policy> => {
  policy ??= loadPolicy(join(import.meta.dirname, '../../cities/zhengzhou'));
  return policy;
};

const master = randomBytes(32);
const pairing = createPairing('aes-256-gcm', randomBytes);
const ring = () => openKeyring(master, createKeyring(master, 'aes-256-gcm', randomBytes), pairing);
/** the platform's */
export const testKeyring = ring();
export const pointsKeyring = ring();

export interface Opened<Schema> {
  readonly database: Kysely<Schema>;
  readonly pool: pg.Pool;
  /** of the application's account */
  readonly url: string;
  /** a connection of the tables' owner: for set-up and for looking at everything */
  readonly owner: pg.Client;
  close(): Promise<void>;
}

async function open<Schema>(system: System): Promise<Opened<Schema>> {
  const test = await createTestDatabase(system);
  const pool = openPool(test.url);
  const owner = new pg.Client({ connectionString: test.ownerUrl });
  await owner.connect();
  return {
    database: openDatabase<Schema>(pool),
    pool,
    url: test.url,
    owner,
    close: async () => {
      await owner.end();
      await pool.end();
      await test.drop();
    },
  };
}

export async function openPlatform(clock: Clock): Promise<Opened<PlatformDatabase> & { context: PlatformContext }> {
  const opened = await open<PlatformDatabase>('platform');
  const context: PlatformContext = {
    database: opened.database,
    policy: await zhengzhou(),
    policies: onlyPolicy(await zhengzhou()),
    calendar: loadCalendar(),
    keyring: testKeyring,
    clock,
    newId: () => uuid7(clock()),
    randomBytes,
  };
  return { ...opened, context };
}

export async function openPoints(clock: Clock): Promise<Opened<PointsDatabase> & { context: PointsContext }> {
  const opened = await open<PointsDatabase>('points');
  const context: PointsContext = {
    database: opened.database,
    policy: await zhengzhou(),
    keyring: pointsKeyring,
    clock,
    newId: () => uuid7(clock()),
    randomBytes,
  };
  return { ...opened, context };
}

export async function openSite(clock: Clock): Promise<Opened<SiteDatabase> & { context: SiteContext }> {
  const opened = await open<SiteDatabase>('site');
  const prepared = openPreparedPool(opened.url);
  const close = async () => {
    await prepared.end();
    await opened.close();
  };
  return {
    ...opened,
    close,
    context: { database: opened.database, prepared, policy: await zhengzhou(), law: await loadLaw(), clock },
  };
}

/** The product's own HTTP frame, without sign-in: a test puts the caller on the request itself. */
export async function testServer(): Promise<FastifyInstance> {
  return createServer({ trustProxy: false, rateLimitPerMinute: 1_000_000, secure: false, logger: false });
}

export const newSecret = () => `whsec_${randomBytes(32).toString('base64')}`;
