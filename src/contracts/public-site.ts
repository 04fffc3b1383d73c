/** All endpoints of the public site: below /api/site for programs and the platform, elsewhere for people. */
import { heldEndpoints, holdingsEndpoints, siteInbox } from './inbox.ts';
import { feedEndpoints, subscriptionEndpoints } from './notification.ts';
import {
  dataFileEndpoints,
  editionEndpoints,
  formerAddresses,
  publishedKeyFile,
  standingEndpoints,
} from './open-data-endpoints.ts';
import { pageEndpoints, pageFileEndpoints } from './site-pages.ts';
import { reportFormEndpoints, siteReportEndpoints } from './site-report.ts';

export const SITE = {
  ...dataFileEndpoints.all,
  ...editionEndpoints.all,
  ...holdingsEndpoints.all,
  ...heldEndpoints.all,
  ...siteInbox.all,
  ...siteReportEndpoints.all,
  ...standingEndpoints.all,
  ...subscriptionEndpoints.all,
};

/** Below /api/site as well, in no OpenAPI document. */
export const FORMER = formerAddresses.all;

/** In Chinese, and below /en in English. */
export const PAGES = { ...pageEndpoints.all, ...reportFormEndpoints.all };

/** Once, whatever the language. */
export const FILES = { ...feedEndpoints.all, ...pageFileEndpoints.all, ...publishedKeyFile.all };
