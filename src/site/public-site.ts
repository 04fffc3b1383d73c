/** Everything of the site that is for everybody: pages and open data. Nothing here knows who asks. */
import type { FastifyPluginAsync } from 'fastify';
import { answerForCaches } from './answers/caching.ts';
import type { SiteContext } from './context.ts';
import { Proposals } from './notices/proposals.ts';
import { feedRoutes } from './notification/feed-routes.ts';
import { subscriptionRoutes } from './notification/routes.ts';
import { Library } from './opendata/library.ts';
import { publishedKey, siteOpenData } from './opendata/routes.ts';
import { sitePages } from './pages/routes.ts';
import { fingerprintOf, type PublicationKey } from './publication/key.ts';
import { reportFormRoutes, reportRoutes } from './reports/routes.ts';
import { Finder } from './search/finder.ts';

export interface PublicSiteOptions {
  readonly context: SiteContext;
  /** origin under which people know the site, without a trailing slash; never what a request claims */
  readonly publicUrl: string;
  /** for data files; belongs to this process alone */
  readonly folder: string;
  readonly newId: () => string;
  /** a test's subscribers are on this machine */
  readonly loopback?: boolean;
  readonly key: PublicationKey;
  /** one address may ask so often; files, which cost more, a twentieth of it */
  readonly requestsPerMinute: number;
  /** what caches and signatures go by: a demo's clock jumps */
  readonly wallClock: () => Date;
}

const API_PREFIX = '/api/site';
/** Where the pages of each language begin. */
const LANGUAGES = ['', '/en'];

export const publicSite: FastifyPluginAsync<PublicSiteOptions> = async (app, options) => {
  const { context, publicUrl, key, wallClock } = options;
  const library = new Library({ context, publicUrl }, options.folder);
  app.addHook('onClose', () => library.close());
  await answerForCaches(app);
  const proposals = new Proposals(context);
  const filesPerMinute = Math.max(10, Math.ceil(options.requestsPerMinute / 20));
  await app.register(siteOpenData, { library, key, proposals, filesPerMinute, wallClock, prefix: API_PREFIX });
  const notifier = { context, publicUrl, key, newId: options.newId, loopback: options.loopback === true };
  const subscriptionsPerMinute = Math.max(5, Math.ceil(options.requestsPerMinute / 120));
  await app.register(subscriptionRoutes, { notifier, subscriptionsPerMinute, prefix: API_PREFIX });
  const reporter = { context, publicUrl, key, finder: new Finder(context) };
  const reports = { reporter, reportsPerMinute: subscriptionsPerMinute };
  for (const prefix of LANGUAGES) await app.register(reportFormRoutes, { ...reports, prefix });
  await app.register(reportRoutes, { ...reports, prefix: API_PREFIX });
  await app.register(feedRoutes, { source: { context, publicUrl }, proposals });
  await app.register(publishedKey, { key });
  await app.register(sitePages, { context, publicUrl, proposals, fingerprint: fingerprintOf(key.publicKey) });
};
