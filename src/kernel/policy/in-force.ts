/**
 * Which rules a row goes by: those of the notice, in the version it was made under, whatever is in force for new ones. For now a city has
 * one notice in one version (060); whoever has a case, record, list or edition in hand asks all the same, so that more change nothing there.
 */
import type { Policy } from './policy.ts';

/** A row says it by its kind (`2020-2/1.1`) or by the notice itself. */
export type MadeUnder =
  | { readonly kind: string; readonly version: number }
  | { readonly notice: string; readonly version: number };

export interface Policies {
  /** @throws RangeError for a notice or version that is not enacted here */
  at(row: MadeUnder): Policy;
}

/** The one policy for every row of its notice and version, and an error for all others. */
export function onlyPolicy(policy: Policy): Policies {
  return {
    at(row) {
      const notice = 'notice' in row ? row.notice : row.kind.slice(0, Math.max(row.kind.indexOf('/'), 0));
      if (notice === policy.id && row.version === policy.version) return policy;
      throw new RangeError(`notice "${notice}" version ${row.version} is not enacted here`);
    },
  };
}
