/** How a provider stands, read off its proposals: the newest confirmed one is in force, at most one is waiting. */
import type { Provider } from '#contracts/providers.ts';
import type { StoredProposal } from './store.ts';

export interface ProviderStanding {
  readonly providerId: string;
  readonly inForce: StoredProposal | undefined;
  readonly pending: StoredProposal | undefined;
  readonly proposals: readonly StoredProposal[];
}

export function standings(proposals: readonly StoredProposal[]): ProviderStanding[] {
  return [...Map.groupBy(proposals, ({ providerId }) => providerId)].map(([providerId, own]) => ({
    providerId,
    inForce: own.findLast(({ decision }) => decision === 'confirmed'),
    pending: own.find(({ decision }) => decision === null),
    proposals: own,
  }));
}

export function describeProvider(standing: ProviderStanding, viewerId: string): Provider {
  const { providerId, inForce, pending } = standing;
  return {
    providerId,
    standing: standingOf(standing),
    registration: inForce?.registration ?? null,
    since: inForce?.decidedAt?.toISOString() ?? null,
    pending: pending
      ? {
          proposalId: pending.proposalId,
          change: pending.change,
          registration: pending.registration,
          reason: pending.reason,
          proposedBy: pending.proposerName,
          proposedAt: pending.proposedAt.toISOString(),
          own: pending.proposedBy === viewerId,
        }
      : null,
  };
}

function standingOf({ inForce, pending }: ProviderStanding): Provider['standing'] {
  if (inForce) return inForce.change === 'withdraw' ? 'withdrawn' : 'registered';
  return pending ? 'proposed' : 'declined';
}
