/** The exchange (推送): what other domains and the runtime may use of it. */

export { deliver } from './deliver.ts';
export { pendingDeliveries, resend } from './deliveries.ts';
export { beginEpoch, deliverAndMend } from './epoch.ts';
export {
  deliverEdition,
  deliverNotice,
  deliverPunctuality,
  deliverRecord,
  deliverRecords,
  withdrawRecord,
} from './publish.ts';
export { reconcile } from './reconcile.ts';
export { type ExchangeRoutesOptions, exchangeRoutes } from './routes.ts';
export type { DeliverableRecord, Withdrawal } from './rules.ts';
export { discloseEarlierRecords, sendDirectory } from './site.ts';
export { DIRECTORY_LOCK } from './site-store.ts';
export { holdSubscriptions } from './store.ts';
