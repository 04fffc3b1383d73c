/** Puts the points system together: context, citizens' sign-in, routes, deliveries to the platform. */
import {
  accountRoutes,
  deliver,
  noteRules,
  type PointsContext,
  type PointsDatabase,
  pointsInboxRoutes,
  tellHolders,
} from '#points/index.ts';
import { signedSender } from '../exchange/signed-sender.ts';
import { citizenDoor } from '../http/citizen-door.ts';
import { openIdClient } from '../http/open-id.ts';
import { Sessions } from '../http/sessions.ts';
import { signIn } from '../http/sign-in.ts';
import { openDatabase, openPool } from '../postgres/pool.ts';
import { uuid7 } from '../uuid.ts';
import { type AssembledSystem, CITIZEN_SESSION, inboxOf, type Parts } from './system.ts';

export function assemblePoints(parts: Parts): AssembledSystem {
  const { config, policy, keyring, clock } = parts;
  const settings = parts.signIn.points;
  if (!settings) throw new RangeError('the points system needs sign-in settings');
  const pool = openPool(parts.databaseUrl('points'));
  const database = openDatabase<PointsDatabase>(pool);
  const context: PointsContext = { database, policy, keyring, clock, newId: () => uuid7(clock()) };
  const secrets = config.secrets.platformPointsSecrets;
  const send = signedSender({
    endpoints: { platform: { url: inboxOf(config, 'platform'), secrets } },
    clock: parts.wallClock,
  });
  return {
    name: 'points',
    pool,
    prepare: async () => void (await noteRules(context)),
    async mount(scope) {
      scope.decorateRequest('citizen', null);
      signIn(scope, {
        prefix: '/api/points',
        cookie: 'points',
        client: openIdClient(settings),
        sessions: new Sessions(database, CITIZEN_SESSION, parts.wallClock),
        door: citizenDoor(context),
        publicUrl: config.publicUrl,
      });
      const prefix = '/api/points';
      await scope.register(accountRoutes, { context, prefix });
      await scope.register(pointsInboxRoutes, { context, inboxSecrets: secrets, wallClock: parts.wallClock, prefix });
    },
    tasks: {
      'exchange.deliver': async (payload) =>
        void (await deliver(context, (payload as { outboxId: string }).outboxId, send)),
      'rules.tell': async (_payload, { abortSignal }) => void (await tellHolders(context, { signal: abortSignal })),
    },
    hourly: [],
    close: () => pool.end(),
  };
}
