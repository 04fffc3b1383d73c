/** Which requests are shown, as the address says it. Pure. */
import type { RightsKind } from '#contracts/rights.ts';
import { KINDS } from '../../parts/rights-words.ts';
import { STANDINGS, type Standing } from './words.ts';

/** As a type, so that it fits an address. */
export type RequestFilter = { readonly kind: RightsKind | undefined; readonly standing: Standing };

/** The queue as its address says it. */
export function requestFilter(address: Readonly<Record<string, string | undefined>>): RequestFilter {
  const { kind, standing } = address;
  return {
    kind: kind !== undefined && kind in KINDS ? (kind as RightsKind) : undefined,
    standing: standing !== undefined && standing in STANDINGS ? (standing as Standing) : 'waiting',
  };
}
