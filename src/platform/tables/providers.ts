/** Of providers of benefits: what is registered by one and confirmed by another. */
import type { ColumnType } from 'kysely';
import type { RegistrationChange, RegistrationDecision } from '#contracts/vocabulary.ts';
import type { LogEntryId } from './columns.ts';

export interface ProviderProposalTable {
  proposal_id: string;
  provider_id: string;
  sequence: number;
  change: RegistrationChange;
  registration: ColumnType<object | null, string | null, never>;
  reason: string | null;
  proposed_by: string;
  proposed_at: Date;
  audit_id: LogEntryId;
}

export interface ProviderDecisionTable {
  proposal_id: string;
  decision: RegistrationDecision;
  reason: string | null;
  decided_by: string;
  decided_at: Date;
  audit_id: LogEntryId;
}
