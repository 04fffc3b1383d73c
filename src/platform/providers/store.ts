/** All SQL of providers: proposals, how they ended, and what is registered as a result. */
import { type Insertable, sql } from 'kysely';
import type { PlatformTx, ProviderDecisionTable, ProviderProposalTable } from '../database.ts';
import type { ScreenedJson, ScreenedText } from '../screened.ts';
import type { CheckedRegistration } from './rules.ts';

/** One registration after the other: two providers never end up with the same account. A few a week; waiting costs nothing. */
export async function lockProviders(tx: PlatformTx): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended('provider', 0))`.execute(tx);
}

export interface StoredProposal {
  readonly proposalId: string;
  readonly providerId: string;
  readonly sequence: number;
  readonly change: ProviderProposalTable['change'];
  readonly registration: CheckedRegistration | null;
  readonly reason: string | null;
  readonly proposedBy: string;
  readonly proposerName: string;
  readonly proposedAt: Date;
  readonly decision: ProviderDecisionTable['decision'] | null;
  readonly decidedAt: Date | null;
}

/** Every proposal ever made, in the order of each provider's. A city has some hundreds of providers. */
export async function listProposals(tx: PlatformTx, providerId?: string): Promise<StoredProposal[]> {
  const rows = await tx
    .selectFrom('provider_proposal as p')
    .innerJoin('officer as o', 'o.id', 'p.proposed_by')
    .leftJoin('provider_decision as d', 'd.proposal_id', 'p.proposal_id')
    .selectAll('p')
    .select(['o.name as proposer_name', 'd.decision', 'd.decided_at'])
    .$if(providerId !== undefined, (query) => query.where('p.provider_id', '=', providerId!))
    .orderBy('p.provider_id')
    .orderBy('p.sequence')
    .execute();
  return rows.map((row) => ({
    proposalId: row.proposal_id,
    providerId: row.provider_id,
    sequence: row.sequence,
    change: row.change,
    registration: row.registration as CheckedRegistration | null,
    reason: row.reason,
    proposedBy: row.proposed_by,
    proposerName: row.proposer_name,
    proposedAt: row.proposed_at,
    decision: row.decision,
    decidedAt: row.decided_at,
  }));
}

export async function findProviderOf(tx: PlatformTx, proposalId: string): Promise<string | undefined> {
  const row = await tx
    .selectFrom('provider_proposal')
    .select('provider_id')
    .where('proposal_id', '=', proposalId)
    .executeTakeFirst();
  return row?.provider_id;
}

export interface NewProposal
  extends Pick<StoredProposal, 'proposalId' | 'providerId' | 'sequence' | 'change' | 'proposedBy' | 'proposedAt'> {
  readonly registration: ScreenedJson | null;
  readonly reason: ScreenedText | null;
}

export async function addProposal(tx: PlatformTx, proposal: NewProposal): Promise<void> {
  await tx
    .insertInto('provider_proposal')
    .values({
      proposal_id: proposal.proposalId,
      provider_id: proposal.providerId,
      sequence: proposal.sequence,
      change: proposal.change,
      registration: proposal.registration,
      reason: proposal.reason,
      proposed_by: proposal.proposedBy,
      proposed_at: proposal.proposedAt,
    })
    .execute();
}

export async function addDecision(tx: PlatformTx, decision: Insertable<ProviderDecisionTable>): Promise<void> {
  await tx.insertInto('provider_decision').values(decision).execute();
}
