/** Puts the public site together: pages, open data, inbox. It has no sign-in: everything on it is for everybody. */
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  noteEarlierEntries,
  publicationKey,
  publicSite,
  type SiteContext,
  type SiteDatabase,
  siteInboxRoutes,
} from '#site/index.ts';
import { openDatabase, openPool } from '../postgres/pool.ts';
import type { AssembledSystem, Parts } from './system.ts';

export function assembleSite(parts: Parts): AssembledSystem {
  const { config, policy, clock, wallClock } = parts;
  const pool = openPool(parts.databaseUrl('site'));
  const context: SiteContext = { database: openDatabase<SiteDatabase>(pool), pool, policy, clock, demo: config.demo };
  const key = publicationKey(config.secrets.publicationKey);
  return {
    name: 'site',
    pool,
    prepare: () => noteEarlierEntries(context),
    async mount(scope) {
      const inboxSecrets = config.secrets.platformSiteSecrets;
      await scope.register(siteInboxRoutes, { context, inboxSecrets, wallClock, prefix: '/api/site' });
      await scope.register(publicSite, {
        ...{ context, key, wallClock },
        publicUrl: config.publicUrl,
        folder: join(tmpdir(), `xinheng-open-data-${randomUUID()}`),
        requestsPerMinute: config.rateLimitPerMinute,
      });
    },
    tasks: {},
    hourly: [],
    close: () => pool.end(),
  };
}
