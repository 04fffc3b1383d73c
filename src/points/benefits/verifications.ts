/** What a person is told about the checks on them: for the list on their screen and for the export. */
import type { OwnVerification } from '#contracts/benefits.ts';
import type { Policy } from '#kernel/policy/policy.ts';
import type { listVerifications } from './store.ts';

export function describeVerifications(
  policy: Policy,
  verifications: Awaited<ReturnType<typeof listVerifications>>,
): OwnVerification[] {
  return verifications.map(({ id, at, provider, benefit, qualifies: answer }) => ({
    ...{ id, provider, benefit },
    at: at.toISOString(),
    ...titlesOf(policy, benefit),
    answer: answer ? ('yes' as const) : ('no' as const),
  }));
}

/** An id of an earlier pack may stand in a list of the past. */
export function titlesOf(policy: Policy, id: string): { title: string; titleEn: string } {
  const benefit = policy.benefits.find((one) => one.id === id);
  return { title: benefit?.title ?? id, titleEn: benefit?.titleEn ?? id };
}
