/** The public site as it is served, for a test: the product's own HTTP frame over the site of the test. */
import { randomBytes, randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { SiteContext } from '#site/context.ts';
import { type PublicSiteOptions, publicationKey, publicSite } from '#site/index.ts';
import { testServer } from './systems.ts';

export const PUBLIC_URL = 'https://credit.test';

export async function siteServer(
  context: SiteContext,
  changes: Partial<PublicSiteOptions> = {},
  server?: FastifyInstance,
): Promise<FastifyInstance> {
  const app = server ?? (await testServer());
  await app.register(publicSite, {
    context,
    publicUrl: PUBLIC_URL,
    folder: join(tmpdir(), `xinheng-test-${randomUUID()}`),
    key: publicationKey(randomBytes(32).toString('base64')),
    newId: randomUUID,
    requestsPerMinute: 1_000_000,
    wallClock: () => new Date(),
    ...changes,
  });
  return app;
}
