/** What every route of the public site shares: it is for everybody, and nothing is asked about who reads. */
import type { EndpointMap } from '#contracts/endpoint.ts';
import { endpointServer, type Handlers } from '#http/serve.ts';

export type SiteHandlers<Map extends EndpointMap> = Handlers<Map, { anybody: null }>;

/** The site's one door. Deliveries come through their own (http/inbox-route.ts). */
export const serve = endpointServer<{ anybody: null }>({ anybody: () => null });
