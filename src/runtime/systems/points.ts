/** Puts the points system together: context, the doors of citizens and of providers, routes, deliveries to the platform. */
import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { Kysely } from 'kysely';
import { vouchedSubject } from '#kernel/identity/vouched-person.ts';
import { LogKeeper } from '#log/log-keeper.ts';
import { HeadFile } from '#log/log-memory.ts';
import { standingStill } from '#log/one-instant.ts';
import {
  accountRoutes,
  benefitRoutes,
  type CitizenClaims,
  deliver,
  noteRules,
  type PointsContext,
  type PointsDatabase,
  pointsInboxRoutes,
  pointsLog,
  providerRoutes,
  sealPointsLog,
  sweepCodes,
  tellHolders,
} from '#points/index.ts';
import type { SignInSettings } from '../config.ts';
import { signedSender } from '../exchange/signed-sender.ts';
import { citizenDoor } from '../http/citizen-door.ts';
import { openIdClient } from '../http/open-id.ts';
import { type ProviderSession, providerDoor } from '../http/provider-door.ts';
import { aboutOf, documentOf, Sessions, sessionOwner } from '../http/sessions.ts';
import { signIn } from '../http/sign-in.ts';
import { openDatabase, openPool } from '../postgres/pool.ts';
import { uuid7 } from '../uuid.ts';
import { type AssembledSystem, CITIZEN_SESSION, inboxOf, type Parts, PROVIDER_SESSION } from './system.ts';

const PREFIX = '/api/points';

export function assemblePoints(parts: Parts): AssembledSystem {
  const { config, policy, keyring } = parts;
  const clock = standingStill(parts.clock);
  const { points: citizens, provider: providers } = parts.signIn;
  if (!citizens || !providers) throw new RangeError('the points system needs sign-in settings');
  const pool = openPool(parts.databaseUrl('points', 'web'));
  const background = openPool(parts.databaseUrl('points', 'worker'), 2);
  const signInPool = openPool(parts.databaseUrl('points', 'sign-in'));
  const signIns = openDatabase<PointsDatabase>(signInPool);
  const pools = [pool, background, signInPool];
  const database = openDatabase<PointsDatabase>(pool);
  const context: PointsContext = { database, policy, keyring, clock, newId: () => uuid7(parts.clock()), randomBytes };
  const working = openDatabase<PointsDatabase>(background);
  const keeper = new LogKeeper(
    pointsLog({ ...context, database: working }),
    new HeadFile(config.dataDirectory, 'points-log-head.json'),
  );
  const send = signedSender({
    endpoints: { platform: { url: inboxOf(config, 'platform'), secrets: config.secrets.platformPointsSecrets } },
    clock: parts.wallClock,
  });
  return {
    name: 'points',
    pool,
    background,
    pools,
    async prepare() {
      for (const one of [database, working]) keeper.watch(one);
      await noteRules({ ...context, database: working });
      await keeper.seal();
    },
    rulesChanged: async () => void (await noteRules({ ...context, database: working })),
    async mount(scope) {
      scope.decorateRequest('citizen', null);
      scope.decorateRequest('citizenPass', null);
      scope.decorateRequest('provider', null);
      // each door in a scope of its own, so that neither cookie opens the other's routes
      await scope.register((own) =>
        citizensDoor(own, parts, { context, signIns, receiving: { ...context, database: working } }, citizens),
      );
      await scope.register((own) => providersDoor(own, parts, { context, signIns }, providers));
    },
    tasks(connections) {
      const working = { ...context, database: openDatabase<PointsDatabase>(connections) };
      keeper.watch(working.database);
      return {
        'audit.checkpoint': async () => void (await sealPointsLog(working)),
        'benefits.sweep-codes': async () => void (await sweepCodes(working)),
        // the hourly one also asks whether the two are in step, so that a restore is noticed where nothing happens
        'exchange.deliver': async (payload) => void (await deliver(working, send, '_cron' in Object(payload))),
        'rules.tell': async (_payload, { abortSignal }) => void (await tellHolders(working, { signal: abortSignal })),
      };
    },
    hourly: ['audit.checkpoint', 'benefits.sweep-codes', 'exchange.deliver'],
    close: async () => {
      await keeper.stop();
      await Promise.all(pools.map((one) => one.end()));
    },
  };
}

interface Doors {
  readonly context: PointsContext;
  /** entered with the login that knows who is signed in */
  readonly signIns: Kysely<PointsDatabase>;
}

interface CitizensDoors extends Doors {
  /** of background work: what the platform tells is written by its login alone */
  readonly receiving: PointsContext;
}

async function citizensDoor(
  scope: FastifyInstance,
  { config, wallClock }: Parts,
  { context, signIns, receiving }: CitizensDoors,
  settings: SignInSettings,
): Promise<void> {
  signIn(scope, {
    prefix: PREFIX,
    cookie: 'points',
    client: openIdClient(settings),
    sessions: new Sessions<CitizenClaims>(signIns, CITIZEN_SESSION, wallClock, {
      whose: (citizen) => sessionOwner(context.keyring, 'points', documentOf(citizen)),
      entering: (citizen, token) => ({ about: aboutOf(token, vouchedSubject(context.keyring, citizen)) }),
    }),
    door: citizenDoor(context),
    publicUrl: config.publicUrl,
  });
  const own = { context, prefix: PREFIX };
  await scope.register(accountRoutes, own);
  await scope.register(benefitRoutes, own);
  const inboxSecrets = config.secrets.platformPointsSecrets;
  await scope.register(pointsInboxRoutes, { context: receiving, prefix: PREFIX, inboxSecrets, wallClock });
}

/** Staff and systems of those who offer benefits. */
async function providersDoor(
  scope: FastifyInstance,
  { config, wallClock }: Parts,
  { context, signIns }: Doors,
  settings: SignInSettings,
): Promise<void> {
  const prefix = `${PREFIX}/provider`;
  signIn(scope, {
    prefix,
    cookie: 'provider',
    client: openIdClient(settings),
    sessions: new Sessions<ProviderSession>(signIns, PROVIDER_SESSION, wallClock, {
      table: 'provider_session',
      whose: ({ issuer, subject }) => sessionOwner(context.keyring, 'provider', `${issuer} ${subject}`),
    }),
    door: providerDoor(context),
    publicUrl: config.publicUrl,
  });
  await scope.register(providerRoutes, { context, prefix });
}
