/** Of the registry: effective records and what became of them. */

import type { Polarity, RecordChange, SubjectType } from '#contracts/vocabulary.ts';
import type { ClauseRef, KindRef } from '#kernel/policy/refs.ts';
import type { DateColumn, FreeJson, FreeText, Json, LogEntryId } from './columns.ts';

export interface Decision {
  type: string;
  number: string;
  authority: string;
  date: string;
  legalBasis: string;
}

export interface PriorNotice {
  number: string;
  servedOn: string;
  serviceMethod: string;
  windowEndsOn: string;
  responseConsidered: string | null;
}

export interface RecordTable {
  subject_key: string;
  record_id: string;
  case_key: string;
  subject_type: SubjectType;
  polarity: Polarity;
  kind: KindRef;
  version: number;
  clause: ClauseRef;
  matter: string;
  occurred_on: DateColumn;
  reporting_department: string;
  determining_department: string;
  determined_by: string;
  determined_at: Date;
  valid_from: DateColumn;
  valid_until: DateColumn | null;
  disclosed_until: DateColumn | null;
  uscc: string | null;
  organisation_name: string | null;
  decision: Json<Decision | null>;
  prior_notice: Json<PriorNotice | null>;
  batch_id: string;
  row_number: number;
  audit_id: LogEntryId;
}

export interface RecordChangeTable {
  subject_key: string;
  record_id: string;
  sequence: number;
  change: RecordChange;
  effective_on: DateColumn;
  reason: FreeText;
  basis: string;
  actor_id: string;
  department_id: string;
  at: Date;
  payload: FreeJson<object>;
  audit_id: LogEntryId;
}

export interface RecordExpiryTable {
  subject_key: string;
  record_id: string;
  at: Date;
  audit_id: LogEntryId;
}
