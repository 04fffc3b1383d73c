/** What a change of a record says besides its reason: the last day of a hold, or the facts as they are from then on, whole. */
import { z } from 'zod';
import { CorrectedFacts } from '#contracts/rights.ts';
import type { Policy } from '#kernel/policy/policy.ts';
import { ownWords, screenedJson } from '../screened.ts';

export const ChangePayload = CorrectedFacts.extend({
  until: z.iso.date().optional(),
  organisationName: CorrectedFacts.shape.organisationName.nullable(),
});

/** What is said of a record that is under hold from its first instant: relief was granted before it (4.4). */
export const alreadyHeld = (policy: Policy, until: string) => ({
  reason: ownWords('已决定暂不纳入'),
  payload: screenedJson(policy, ChangePayload, { until }),
});
