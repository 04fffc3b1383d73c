/** The public site (信用公示网站): what the runtime may use of it. */
export type { SiteContext } from './context.ts';
export type { SiteDatabase } from './database.ts';
export { type SiteInboxOptions, siteInboxRoutes } from './inbox/routes.ts';
export { noteEarlierEntries } from './inbox/service.ts';
export { noteLists } from './lists/known-lists.ts';
export { notePublicKinds } from './lists/public-kinds.ts';
export { handshake, type Notifier, tellSubscriber, tidy } from './notification/service.ts';
export { tellOfNotices } from './notification/turns.ts';
export { type PublicSiteOptions, publicSite } from './public-site.ts';
export { type PublicationKey, publicationKey } from './publication/key.ts';
