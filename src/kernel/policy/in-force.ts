/**
 * Which rules a row goes by: those of its notice, in the version it was made under, whatever is in force for new ones. A city has several
 * notices in force, and each in several versions one after another (078); whoever has a case, record, list or edition in hand asks here.
 */
import type { Policy } from './policy.ts';
import { noticeOfRef } from './refs.ts';

/** A row says it by its kind (`2020-2/1.1`) or by the notice itself. */
export type MadeUnder =
  | { readonly kind: string; readonly version: number }
  | { readonly notice: string; readonly version: number };

export interface Policies {
  /** @throws RangeError for a notice or version that is not enacted here */
  at(row: MadeUnder): Policy;
  /** every one of them */
  all(): readonly Policy[];
}

/** Every version of every notice that was enacted, and an error for all others. */
export function policiesOf(enacted: readonly Policy[]): Policies {
  const known = new Map(enacted.map((policy) => [`${policy.id} ${policy.version}`, policy]));
  return {
    all: () => [...known.values()],
    at(row) {
      const notice = 'notice' in row ? row.notice : noticeOfRef(row.kind);
      const policy = known.get(`${notice} ${row.version}`);
      if (policy) return policy;
      throw new RangeError(`notice "${notice}" version ${row.version} is not enacted here`);
    },
  };
}

/** Of what is in force alone: for whoever has no older versions. */
export const onlyPolicy = (policy: Policy): Policies => policiesOf(policy.notices());
