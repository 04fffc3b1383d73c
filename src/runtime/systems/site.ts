/** Puts the public site together: pages, open data, inbox. It has no sign-in: everything on it is for everybody. */
import {
  noteEarlierEntries,
  type SiteContext,
  type SiteDatabase,
  siteInboxRoutes,
  siteOpenData,
  sitePages,
} from '#site/index.ts';
import { openDatabase, openPool } from '../postgres/pool.ts';
import type { AssembledSystem, Parts } from './system.ts';

export function assembleSite(parts: Parts): AssembledSystem {
  const { config, policy, clock } = parts;
  const pool = openPool(parts.databaseUrl('site'));
  const context: SiteContext = { database: openDatabase<SiteDatabase>(pool), pool, policy, clock, demo: config.demo };
  return {
    name: 'site',
    pool,
    prepare: () => noteEarlierEntries(context),
    async mount(scope) {
      const prefix = '/api/site';
      await scope.register(siteInboxRoutes, {
        context,
        inboxSecrets: config.secrets.platformSiteSecrets,
        wallClock: parts.wallClock,
        prefix,
      });
      await scope.register(siteOpenData, { context, prefix });
      await scope.register(sitePages, { context });
    },
    tasks: {},
    hourly: [],
    close: () => pool.end(),
  };
}
