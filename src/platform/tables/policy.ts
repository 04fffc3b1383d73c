/** Of policy: what is enacted, and the kinds the notices in force name. */
import type { Generated } from 'kysely';
import type { AppointmentDecision, EnactmentKind, FactBasis, Polarity, SubjectType } from '#contracts/vocabulary.ts';
import type { PolicyData } from '#kernel/policy/policy.ts';
import type { KindRef } from '#kernel/policy/refs.ts';
import type { DateColumn, Json, LogEntryId } from './columns.ts';

export interface EnactedKindTable {
  kind: KindRef;
  version: number;
  subject_type: SubjectType;
  polarity: Polarity;
  fact_basis: FactBasis;
}

export interface EnactmentTable {
  scope: string;
  version: number;
  from_day: DateColumn;
  until_day: DateColumn | null;
  digest: string;
  compiled: Json<PolicyData>;
  source_digest: string;
  floor_digest: string | null;
  rehearsal: Json<object | null>;
  map: Json<object | null>;
  proposed_by: string | null;
  confirmed_by: string | null;
  at: Generated<Date>;
}

export interface EnactmentProposalTable {
  proposal_id: string;
  kind: EnactmentKind;
  from_day: DateColumn;
  items: Json<object>;
  rehearsal: Json<object>;
  digest: string;
  proposed_by: string;
  proposed_at: Date;
  audit_id: LogEntryId;
}

export interface EnactmentDecisionTable {
  proposal_id: string;
  decision: AppointmentDecision;
  decided_by: string;
  decided_at: Date;
  audit_id: LogEntryId;
}

export interface EnactmentRepealTable {
  scope: string;
  until_day: DateColumn;
  proposed_by: string;
  confirmed_by: string;
}

export interface EnactmentNotedTable {
  scope: string;
  version: number;
  noted: Json<object>;
}

export interface EnactmentAcknowledgedTable {
  scope: string;
  version: number;
  officer_id: string;
  at: Date;
  audit_id: LogEntryId;
}
