/** Puts the public site together: pages, open data, inbox. It has no sign-in: everything on it is for everybody. */

import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { standingStill } from '#log/one-instant.ts';
import {
  handshake,
  type Notifier,
  noteEarlierEntries,
  publicationKey,
  publicSite,
  type SiteContext,
  type SiteDatabase,
  siteInboxRoutes,
  tellOfNotices,
  tellSubscriber,
  tidy,
} from '#site/index.ts';
import { publicPost } from '../exchange/public-post.ts';
import { openDatabase, openPool, openPreparedPool } from '../postgres/pool.ts';
import type { AssembledSystem, Parts } from './system.ts';

/** Subscribers' machines may be slow; each of them holds up only its own. */
const MESSAGES_AT_ONCE = 8;

/** What was enacted, as it is at each question; of a process without the platform, what its folder says. */
const versionsOf =
  (rules: Parts['rules'], policy: Parts['policy']): NonNullable<SiteContext['versions']> =>
  () =>
    rules
      ? rules.all.map((one) => ({ policy: rules.floored(one), from: one.fromDay }))
      : policy.notices().map((one) => ({ policy: one, from: one.effectiveFrom }));

export function assembleSite(parts: Parts): AssembledSystem {
  const { config, policy, law, rules, clock, wallClock } = parts;
  const pool = openPool(parts.databaseUrl('site', 'web'));
  const prepared = openPreparedPool(parts.databaseUrl('site', 'web'));
  const background = openPool(parts.databaseUrl('site', 'worker'), 2);
  const database = openDatabase<SiteDatabase>(pool);
  const context: SiteContext = {
    ...{ database, prepared, policy, law, versions: versionsOf(rules, policy), clock: standingStill(clock) },
    demo: config.demo,
  };
  // what is shown is written by background work alone, deliveries included
  const receiving: SiteContext = { ...context, database: openDatabase<SiteDatabase>(background) };
  const key = publicationKey(config.secrets.publicationKey);
  const post = publicPost({ clock: wallClock });
  return {
    name: 'site',
    pool,
    background,
    pools: [pool, prepared, background],
    prepare: () => noteEarlierEntries(receiving),
    async mount(scope) {
      const inboxSecrets = config.secrets.platformSiteSecrets;
      await scope.register(siteInboxRoutes, { context: receiving, inboxSecrets, wallClock, prefix: '/api/site' });
      await scope.register(publicSite, {
        ...{ context, key, wallClock, newId: randomUUID },
        publicUrl: config.publicUrl,
        folder: join(tmpdir(), `xinheng-open-data-${randomUUID()}`),
        requestsPerMinute: config.rateLimitPerMinute,
      });
    },
    tasks(connections) {
      const working: SiteContext = { ...context, database: openDatabase<SiteDatabase>(connections) };
      const notifier: Notifier = { context: working, key, publicUrl: config.publicUrl, newId: randomUUID };
      return {
        'notification.confirm': (payload) => handshake(notifier, payload, post),
        'notification.send': (payload, { job }) =>
          tellSubscriber(notifier, payload, post, job.attempts >= job.max_attempts),
        'notification.notices': () => tellOfNotices(working),
        'notification.tidy': () => tidy(notifier),
      };
    },
    hourly: ['notification.notices', 'notification.tidy'],
    concurrency: MESSAGES_AT_ONCE,
    close: async () => {
      await Promise.all([pool.end(), prepared.end(), background.end()]);
    },
  };
}
