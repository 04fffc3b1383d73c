/** one-fact-one-record: a record's id is the key of the fact itself, as it stands after corrections and without any doubt. */
import type { Policy } from '#kernel/policy/policy.ts';
import { uuidOf } from '#kernel/seal/subject-key.ts';
import { factDecision, factKey } from '../fact.ts';
import type { CaseView } from './case.ts';

/**
 * For a clean case this is its own fact key. A suspect or corrected case, or one reported again after it was withdrawn,
 * arrives at the key of the fact it finally states, so that the database refuses a second record of it.
 */
export function recordIdOf({ submission, facts }: CaseView, policy: Policy): string {
  return uuidOf(
    factKey({
      subjectKey: submission.subjectKey,
      kind: submission.kind,
      occurredOn: facts.occurredOn,
      matter: facts.matter,
      decision: factDecision(policy, policy.kind(submission.kind), facts.decision),
    }),
  );
}
