/**
 * A policy that remembers what earlier versions and repealed notices named: whoever has a row of them finds its kind, list, event and
 * clause by id. Nothing new comes to these: no search by id finds them (`findKind`, `findList`) and none is listed.
 */
import type { Policy } from './policy.ts';
import { noticeOfRef } from './refs.ts';

/** @param earlier every version that was enacted, in the order they came into force */
export function withEarlier(policy: Policy, earlier: readonly Policy[]): Policy {
  const newestFirst = earlier.toReversed();
  const all = [policy, ...newestFirst];
  const find = <T extends { readonly id: string }>(items: (one: Policy) => readonly T[], id: string): T | undefined => {
    for (const one of all) {
      const found = items(one).find((item) => item.id === id);
      if (found) return found;
    }
    return undefined;
  };
  const ofNotice = (id: string) => earlier.filter((one) => one.id === id);
  const remembering: Policy = {
    ...policy,
    notices: () => notices,
    noticeOf(ref) {
      const id = ref.includes('/') ? noticeOfRef(ref) : ref;
      return notices.find((one) => one.id === id) ?? newestFirst.find((one) => one.id === id) ?? policy.noticeOf(ref);
    },
    kind: (id) => policy.findKind(id) ?? find(({ catalogue }) => catalogue, id) ?? policy.kind(id),
    list: (id) => policy.findList(id) ?? find(({ lists }) => lists, id) ?? policy.list(id),
    event: (id) => find(({ events }) => events, id) ?? policy.event(id),
    clause: (id) => find(({ clauses }) => clauses, id) ?? policy.clause(id),
  };
  const parts = policy.notices();
  const notices: readonly Policy[] =
    parts.length > 1 ? parts.map((one) => withEarlier(one, ofNotice(one.id))) : [remembering];
  return remembering;
}
