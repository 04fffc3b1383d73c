/** The exchange (推送): what other domains and the runtime may use of it. */

export { DeliveryFailed, deliver, pendingDeliveries, reconcile, resend } from './deliver.ts';
export { receive } from './inbox.ts';
export {
  deliverEdition,
  deliverNotice,
  deliverPunctuality,
  deliverRecord,
  deliverRecords,
  withdrawRecord,
} from './publish.ts';
export { type ExchangeRoutesOptions, exchangeRoutes } from './routes.ts';
export type { DeliverableRecord, Withdrawal } from './rules.ts';
export { discloseEarlierRecords, sendDirectory } from './site.ts';
export { DIRECTORY_LOCK } from './site-store.ts';
export { holdSubscriptions } from './store.ts';
