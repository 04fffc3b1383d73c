/** Which requests are shown, as the address says it. Pure. */
import type { RightsKind } from '#contracts/rights.ts';
import type { RequestSearch } from './search.ts';
import type { Standing } from './words.ts';

/** As a type, so that it fits an address. */
export type RequestFilter = { readonly kind: RightsKind | undefined; readonly standing: Standing };

/** The queue as its address says it. */
export const requestFilter = ({ kind, standing = 'waiting' }: RequestSearch): RequestFilter => ({ kind, standing });
