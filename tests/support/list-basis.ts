/** The same city, with what its adverse lists rest on changed: not recorded, ended, not begun. */

import { onlyPolicy } from '#kernel/policy/in-force.ts';
import type { ListBasis } from '#kernel/policy/list-basis.ts';
import type { Policy, SubjectList } from '#kernel/policy/policy.ts';
import { withQuestions } from '#kernel/policy/questions.ts';
import { toLocalDate } from '#kernel/time/local-date.ts';
import { noteLists } from '#platform/lists/index.ts';

type Owner = Parameters<typeof noteLists>[0];

export const NO_BASIS: ListBasis = { recorded: false, citation: null };
export const ENDED_BASIS: ListBasis = {
  recorded: true,
  citation: '（测试用决定）',
  from: toLocalDate('2020-01-01'),
  until: toLocalDate('2020-03-01'),
};
export const COMING_BASIS: ListBasis = { recorded: true, citation: '（测试用决定）', from: toLocalDate('2030-01-01') };

export function restingOn(policy: Policy, legalBasis: ListBasis): Policy {
  const changed = (list: SubjectList): SubjectList =>
    list.polarity === 'adverse' ? { ...list, requires: { ...list.requires, legalBasis } } : list;
  return withQuestions({ ...policy, lists: policy.lists.map(changed) });
}

/** The context that goes by it, once the database was told as well. */
export async function notedOn<Context extends { readonly policy: Policy }>(
  owner: Owner,
  context: Context,
  legalBasis: ListBasis,
): Promise<Context> {
  const policy = restingOn(context.policy, legalBasis);
  await noteLists(owner, policy);
  return { ...context, policy, policies: onlyPolicy(policy) };
}
