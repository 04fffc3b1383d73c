/** The platform's real routes, as the runtime assembles them, over a test's database; the test says who calls. */

import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Actor, Applicant } from '#platform/access/index.ts';
import type { Config } from '#runtime/config.ts';
import { DEFAULT_POLICY_FOLDER } from '#runtime/default-policy.ts';
import { describeApi } from '#runtime/http/api-document.ts';
import { loadLaw } from '#runtime/law.ts';
import { assemblePlatform } from '#runtime/systems/platform.ts';
import type { TestPlatform } from './platform.ts';
import { newSecret, testServer } from './systems.ts';

const PUBLIC_URL = 'http://localhost:8080';
const SIGN_IN = {
  issuer: `${PUBLIC_URL}/idp`,
  clientId: 'none',
  clientSecret: 'none',
  scope: 'openid',
  audience: `${PUBLIC_URL}/api/platform`,
};

export async function platformForCalls(
  { context, owner }: TestPlatform,
  applicationPassword: string,
  /** absent: whoever the door recognises by cookie or token */
  caller?: () => Actor | Applicant | null,
): Promise<{ server: FastifyInstance; dataDirectory: string; close(): Promise<void> }> {
  const directory = mkdtempSync(join(tmpdir(), 'xinheng-access-'));
  const url = new URL(`postgresql://${owner.host}:${owner.port}/${owner.database}`);
  url.username = 'app_platform';
  url.password = applicationPassword;
  const { policy, policies, calendar, keyring, clock } = context;
  const config = configuration(directory, applicationPassword);
  const system = assemblePlatform({
    ...{ config, policy, law: await loadLaw(), policies, calendar, keyring, clock },
    learnRules: async () => {},
    wallClock: () => new Date(),
    signIn: config.signIn,
    databaseUrl: () => url.href,
  });
  const server = await testServer();
  await server.register(async (scope) => {
    await describeApi(scope, 'platform');
    await system.mount(scope);
    if (!caller) return;
    // after the door, which finds neither cookie nor token
    scope.addHook('preValidation', async (request) => {
      const who = caller();
      request.actor = who?.kind === 'applicant' ? null : who;
      request.applicant = who?.kind === 'applicant' ? who : null;
    });
  });
  await server.ready();
  return {
    server,
    dataDirectory: directory,
    async close() {
      await server.close();
      await system.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** A platform alone, as somebody might run it; nothing it names outside of itself is there. */
function configuration(directory: string, applicationPassword: string): Config {
  const secret = newSecret();
  return {
    ...{ demo: false, systems: ['platform'], host: '127.0.0.1', port: 8080, publicUrl: PUBLIC_URL },
    ...{ trustProxy: false, rateLimitPerMinute: 1_000_000 },
    ...{ dataDirectory: directory, policyDirectory: DEFAULT_POLICY_FOLDER, policyAsWritten: false },
    calendarDirectory: '',
    databases: { kind: 'separate', urls: {} },
    signIn: { platform: SIGN_IN, my: SIGN_IN, points: null, provider: null },
    systemUrls: { platform: PUBLIC_URL, points: PUBLIC_URL, site: PUBLIC_URL },
    secrets: {
      masterKey: randomBytes(32).toString('base64'),
      platformPointsSecrets: [secret],
      platformSiteSecrets: [secret],
      publicationKey: randomBytes(32).toString('base64'),
      databasePasswords: { platform: applicationPassword, points: applicationPassword, site: applicationPassword },
    },
    firstAdministrator: null,
  };
}
