/** The OpenAPI documents as text, made from the assembled routes without a database, a provider or a port. */

import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { FastifyInstance, RouteOptions } from 'fastify';
import { onlyPolicy } from '#kernel/policy/in-force.ts';
import { createKeyring, openKeyring } from '#kernel/seal/keyring.ts';
import { ASSEMBLE } from '../application.ts';
import { loadCalendar } from '../calendars.ts';
import type { Config, SignInSettings } from '../config.ts';
import { DEFAULT_POLICY_FOLDER } from '../default-policy.ts';
import { loadLaw } from '../law.ts';
import { loadCity } from '../policy.ts';
import { SYSTEMS, type System } from '../postgres/migrate.ts';
import type { Parts } from '../systems/system.ts';
import { browsableApi, describeApi } from './api-document.ts';
import { createServer } from './server.ts';

export async function apiDocuments(): Promise<Record<System, string>> {
  const parts = await unconnectedParts();
  const documents: Partial<Record<System, string>> = {};
  for (const name of SYSTEMS) {
    const { document, close } = await unconnectedServer(name, parts);
    documents[name] = `${JSON.stringify(document(), null, 2)}\n`;
    await close();
  }
  return documents as Record<System, string>;
}

/** One system's assembled routes, ready to be asked; whatever needs the database or the provider fails. `onRoute` hears of each. */
export async function unconnectedServer(
  name: System,
  parts: Parts,
  onRoute?: (route: RouteOptions) => void,
): Promise<{ server: FastifyInstance; document(): object; close(): Promise<void> }> {
  const system = ASSEMBLE[name](parts);
  const server = await createServer({ trustProxy: false, rateLimitPerMinute: 1000, secure: false, logger: false });
  let document: object = {};
  await server.register(async (scope) => {
    if (onRoute) scope.addHook('onRoute', onRoute);
    await describeApi(scope, name);
    await system.mount(scope);
    await browsableApi(scope, name);
    scope.addHook('onReady', async () => {
      document = scope.swagger();
    });
  });
  await server.ready();
  return {
    server,
    document: () => document,
    async close() {
      await server.close();
      await system.close();
    },
  };
}

/** Connections are opened at the first query, the provider is asked at the first sign-in: neither happens here. */
export async function unconnectedParts(): Promise<Parts> {
  const root = join(import.meta.dirname, '..', '..', '..');
  const master = randomBytes(32);
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  const url = 'http://localhost:8080';
  const signIn = (system: System): SignInSettings => ({
    issuer: `${url}/idp`,
    clientId: 'none',
    clientSecret: 'none',
    scope: 'openid',
    audience: `${url}/api/${system}`,
  });
  const config: Config = {
    demo: false,
    systems: SYSTEMS,
    host: '127.0.0.1',
    port: 8080,
    publicUrl: url,
    trustProxy: false,
    rateLimitPerMinute: 1000,
    dataDirectory: join(root, 'var'),
    policyDirectory: DEFAULT_POLICY_FOLDER,
    policyAsWritten: false,
    calendarDirectory: join(root, 'law', 'cn', 'calendars'),
    databases: { kind: 'separate', urls: {} },
    signIn: {
      platform: signIn('platform'),
      my: signIn('platform'),
      points: signIn('points'),
      provider: signIn('points'),
    },
    systemUrls: { platform: url, points: url, site: url },
    secrets: {
      masterKey: master.toString('base64'),
      platformPointsSecrets: [secret],
      platformSiteSecrets: [secret],
      publicationKey: randomBytes(32).toString('base64'),
      databasePasswords: { platform: '', points: '', site: '' },
    },
    firstAdministrator: null,
  };
  const policy = await loadCity(config.policyDirectory);
  return {
    config,
    policy,
    law: await loadLaw(),
    policies: onlyPolicy(policy),
    learnRules: async () => {},
    calendar: loadCalendar(config.calendarDirectory),
    keyring: openKeyring(master, createKeyring(master, 'aes-256-gcm', randomBytes)),
    clock: () => new Date(),
    wallClock: () => new Date(),
    signIn: config.signIn,
    databaseUrl: (system) => `postgresql://nobody@127.0.0.1:1/${system}`,
  };
}
