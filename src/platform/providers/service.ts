/** Proposing, confirming and withdrawing a provider: one use case = one transaction with its audit entry and its message. */
import {
  DecideProposal,
  type ProposalMade,
  type Provider,
  type ProviderList,
  ProviderRegistration,
  WithdrawProvider,
} from '#contracts/providers.ts';
import { firstRefusal, requireMay } from '#kernel/refusal/may.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { localDateAt } from '#kernel/time/local-date.ts';
import type { Actor } from '../access/actor.ts';
import { transact } from '../access/transaction.ts';
import { writeAudit } from '../audit.ts';
import type { PlatformContext } from '../context.ts';
import type { PlatformTx } from '../database.ts';
import { addMessage } from '../exchange/outbox.ts';
import { screened, screenedJson } from '../screened.ts';
import {
  areasOf,
  checkRegistration,
  mayDecide,
  providerMessage,
  whetherNothingPending,
  whetherOwnAccounts,
  whetherRegistered,
  whetherUndecided,
} from './rules.ts';
import { describeProvider, type ProviderStanding, standings } from './standing.ts';
import { addDecision, addProposal, findProviderOf, listProposals, lockProviders } from './store.ts';

export async function listProviders(context: PlatformContext, actor: Actor): Promise<ProviderList> {
  const { policy } = context;
  const today = localDateAt(context.clock());
  const proposals = await transact(context.database, actor, (tx) => listProposals(tx));
  return {
    items: standings(proposals).map((standing) => describeProvider(standing, actor.id)),
    benefits: policy.benefits.map(({ id, title, titleEn, threshold }) => ({
      ...{ id, title, titleEn },
      level: policy.levelById(threshold, today).title,
    })),
    areas: areasOf(policy),
  };
}

/** A new provider, or with `providerId` another registration in place of the one in force. */
export async function proposeRegistration(
  context: PlatformContext,
  actor: Actor,
  issuer: string,
  request: ProviderRegistration,
  providerId?: string,
): Promise<ProposalMade> {
  return transact(context.database, actor, async (tx) => {
    await lockProviders(tx);
    const all = standings(await listProposals(tx));
    const known = providerId === undefined ? undefined : all.find((one) => one.providerId === providerId);
    if (providerId !== undefined && !known) throw new Problem('provider.not_found');
    if (known) requireMay(whetherNothingPending(known.pending !== undefined));
    const registration = checkRegistration(request, {
      policy: context.policy,
      newId: context.newId,
      issuer,
      known: offersOf(known),
    });
    requireMay(whetherOwnAccounts(registration, inForceElsewhere(all, providerId)));
    return propose(tx, context, actor, {
      providerId: providerId ?? context.newId(),
      sequence: (known?.proposals.length ?? 0) + 1,
      change: known && isRegistered(known) ? 'alter' : 'register',
      registration: screenedJson(context.policy, ProviderRegistration, registration),
      reason: null,
    });
  });
}

export async function proposeWithdrawal(
  context: PlatformContext,
  actor: Actor,
  providerId: string,
  request: WithdrawProvider,
): Promise<ProposalMade> {
  const { reason } = screened(context.policy, WithdrawProvider, request);
  return transact(context.database, actor, async (tx) => {
    await lockProviders(tx);
    const [known] = standings(await listProposals(tx, providerId));
    if (!known) throw new Problem('provider.not_found');
    requireMay(whetherNothingPending(known.pending !== undefined));
    requireMay(whetherRegistered(isRegistered(known)));
    return propose(tx, context, actor, {
      providerId,
      sequence: known.proposals.length + 1,
      change: 'withdraw',
      registration: null,
      reason,
    });
  });
}

/** Confirmed by another officer it is in force, and the points system is told by the outbox row of the same transaction. */
export async function decideProposal(
  context: PlatformContext,
  actor: Actor,
  proposalId: string,
  request: DecideProposal,
): Promise<Provider> {
  const { decision, reason } = screened(context.policy, DecideProposal, request);
  if (decision === 'declined' && reason === undefined)
    throw new Problem('request.invalid', {
      said: { zh: '不同意登记的，请写明原因。', en: 'Give the reason when declining.' },
    });
  return transact(context.database, actor, async (tx) => {
    await lockProviders(tx);
    const providerId = await findProviderOf(tx, proposalId);
    const all = standings(await listProposals(tx));
    const known = all.find((one) => one.providerId === providerId);
    const proposal = known?.proposals.find((one) => one.proposalId === proposalId);
    if (!known || !proposal) throw new Problem('provider.not_found');
    requireMay(firstRefusal(mayDecide(actor, proposal.proposedBy, decision), whetherUndecided(proposal.decision)));
    const at = context.clock();
    const { registration } = proposal;
    if (decision === 'confirmed' && registration)
      requireMay(whetherOwnAccounts(registration, inForceElsewhere(all, known.providerId)));
    await addDecision(tx, {
      proposal_id: proposalId,
      decision,
      reason: reason ?? null,
      decided_by: actor.id,
      decided_at: at,
    });
    // after the decision: the database lets nothing be told that nobody has confirmed
    if (decision === 'confirmed') {
      if (registration)
        await addMessage(tx, context, 'xinheng.provider.published', providerMessage(known.providerId, registration));
      else await addMessage(tx, context, 'xinheng.provider.withdrawn', { providerId: known.providerId });
    }
    await writeAudit(tx, actor, {
      at,
      action: `provider.${decision}`,
      objectType: 'provider',
      objectId: known.providerId,
      detail: { proposalId, change: proposal.change },
    });
    const [now] = standings(await listProposals(tx, known.providerId));
    return describeProvider(now!, actor.id);
  });
}

const isRegistered = ({ inForce }: ProviderStanding): boolean => inForce !== undefined && inForce.change !== 'withdraw';

const offersOf = (standing: ProviderStanding | undefined): ReadonlySet<string> =>
  new Set(standing?.proposals.flatMap(({ registration }) => registration?.offers.map(({ offerId }) => offerId) ?? []));

const inForceElsewhere = (all: readonly ProviderStanding[], providerId: string | undefined) =>
  all.flatMap((one) => (one.providerId !== providerId && one.inForce?.registration ? [one.inForce.registration] : []));

async function propose(
  tx: PlatformTx,
  context: PlatformContext,
  actor: Actor,
  proposal: Omit<Parameters<typeof addProposal>[1], 'proposalId' | 'proposedBy' | 'proposedAt'>,
): Promise<ProposalMade> {
  const [proposalId, at] = [context.newId(), context.clock()];
  await addProposal(tx, { ...proposal, proposalId, proposedBy: actor.id, proposedAt: at });
  await writeAudit(tx, actor, {
    at,
    action: 'provider.proposed',
    objectType: 'provider',
    objectId: proposal.providerId,
    detail: { proposalId, change: proposal.change },
  });
  return { providerId: proposal.providerId, proposalId };
}
