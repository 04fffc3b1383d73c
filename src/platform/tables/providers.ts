/** Of providers of benefits: what is registered by one and confirmed by another. */
import type { RegistrationChange, RegistrationDecision } from '#contracts/vocabulary.ts';
import type { FreeJson, FreeText, LogEntryId } from './columns.ts';

export interface ProviderProposalTable {
  proposal_id: string;
  provider_id: string;
  sequence: number;
  change: RegistrationChange;
  registration: FreeJson<object | null>;
  reason: FreeText | null;
  proposed_by: string;
  proposed_at: Date;
  audit_id: LogEntryId;
}

export interface ProviderDecisionTable {
  proposal_id: string;
  decision: RegistrationDecision;
  reason: FreeText | null;
  decided_by: string;
  decided_at: Date;
  audit_id: LogEntryId;
}
