/** Every operation of the points system, as a citizen, a provider, its machine and nobody, with hostile values: refused, never failed. */
import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accountDigest } from '#kernel/identity/account-digest.ts';
import { closeAccount, openAccount } from '#points/accounts/service.ts';
import { consentText } from '#points/consent/text.ts';
import type { SignedInProvider } from '#points/http.ts';
import { accountRoutes, benefitRoutes, findProvider, pointsInboxRoutes, providerRoutes } from '#points/index.ts';
import { example } from '../access/schema-example.ts';
import { receiveAtPoints as receive } from '../support/inbox.ts';
import { inventedCitizen, inventedUscc } from '../support/people.ts';
import { newSecret, openPoints, testClock, testServer } from '../support/systems.ts';
import { type Attempt, attemptsOn, dice } from './attempts.ts';
import { attemptAll } from './faults.ts';
import { HOSTILE_HEADERS } from './hostile-values.ts';
import { operationsOf, SEED, SOME } from './operations.ts';

const ISSUER = 'https://sign-in.test';
const PREFIX = '/api/points';
const clock = testClock('2020-05-20T02:00:00Z');
const holder = inventedCitizen('持有人', '1985-06-15', 511);
/** sign-in and who is signed in are the doors', tested beside sign-in */
const operations = operationsOf('points').filter(
  ({ name }) => !/\/auth\/|\/me$/.test(name) || name.endsWith('accounts/me'),
);

let points: Awaited<ReturnType<typeof openPoints>>;
let server: FastifyInstance;
let provider: SignedInProvider | null = null;
let signedIn = true;

beforeAll(async () => {
  points = await openPoints(clock);
  const { context } = points;
  await receive(context, {
    ...{ specversion: '1.0', id: randomUUID(), source: '/platform', time: clock().toISOString() },
    type: 'xinheng.provider.published',
    data: {
      ...{ position: 1, providerId: randomUUID(), name: '图书馆', uscc: inventedUscc(51) },
      accounts: [{ kind: 'staff', digest: accountDigest('staff', ISSUER, 'staff') }],
      offers: [
        {
          ...{ offerId: randomUUID(), benefit: 'library', title: '免押金借书', conditions: '出示核验码', areas: [] },
          ...{ validFrom: '2020-05-01', validUntil: null },
        },
      ],
    },
  });
  provider = await findProvider(context, { kind: 'staff', issuer: ISSUER, subject: 'staff' }, 'fuzz');
  server = await testServer();
  server.decorateRequest('citizen', null);
  server.decorateRequest('provider', null);
  await server.register(async (scope) => {
    scope.addHook('onRequest', async (request: FastifyRequest) => {
      request.citizen = signedIn ? holder : null;
    });
    await scope.register(accountRoutes, { context, prefix: PREFIX });
    await scope.register(benefitRoutes, { context, prefix: PREFIX });
    await scope.register(pointsInboxRoutes, { context, inboxSecrets: [newSecret()], prefix: PREFIX });
  });
  await server.register(async (scope) => {
    scope.addHook('onRequest', async (request: FastifyRequest) => {
      request.provider = signedIn ? provider : null;
    });
    await scope.register(providerRoutes, { context, prefix: `${PREFIX}/provider` });
  });
  await server.ready();
});

afterAll(async () => {
  await server?.close();
  await points?.close();
});

describe.each(operations)('$name', (operation) => {
  test('refuses, and never fails', async () => {
    const { context } = points;
    await closeAccount(context, { citizen: holder }).catch(() => undefined);
    await openAccount(
      context,
      { citizen: holder },
      { consent: true, textVersion: consentText(context.policy).version },
    );
    const url = operation.path.replaceAll(/\{\w+\}/g, () => randomUUID());
    const body = operation.body ? { body: example(operation.body.schema) as object, type: operation.body.type } : {};
    const attempts = attemptsOn(operation, { url, ...body }, SOME * 2, dice(SEED));
    signedIn = true;
    expect(await attemptAll(server, attempts)).toEqual([]);
    signedIn = false;
    expect(await attemptAll(server, attempts.slice(0, 20))).toEqual([]);
  });
});

test('hostile headers at every door', async () => {
  signedIn = false;
  const attempts = ['accounts/me', 'benefits', 'provider/offers', 'inbox'].flatMap((door) =>
    HOSTILE_HEADERS.map((headers): Attempt => {
      const delivery = door === 'inbox';
      return {
        method: delivery ? 'POST' : 'GET',
        url: `${PREFIX}/${door}`,
        headers,
        ...(delivery ? { payload: '{}' } : {}),
      };
    }),
  );
  expect(await attemptAll(server, attempts)).toEqual([]);
});
