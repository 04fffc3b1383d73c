/** Of rights: requests, their logs and states, holds. */

import type { Generated } from 'kysely';
import type { RightsChannel, RightsKind, SubjectType } from '#contracts/vocabulary.ts';
import type { KindRef } from '#kernel/policy/refs.ts';
import type { DateColumn, FreeJson, FreeText, Json, LogEntryId } from './columns.ts';

export interface RightsRequestTable {
  subject_key: string;
  request_id: string;
  kind: RightsKind;
  subject_type: SubjectType;
  fact_key: string;
  batch_id: string;
  row_number: number;
  record_kind: KindRef;
  department_id: string;
  channel: RightsChannel;
  asked_by: string;
  on_behalf_of: string | null;
  opened_at: Date;
  statement: FreeText;
  wanted: Json<object>;
  idempotency_key: string;
  counter_act: string | null;
  audit_id: LogEntryId;
}

export interface RightsParticipantTable {
  subject_key: string;
  request_id: string;
  officer_id: string;
  part: 'asker' | 'assessor' | 'decider' | 'reviewer' | 'releaser' | 'counter';
  audit_id: LogEntryId;
}

export interface RightsActionTable {
  subject_key: string;
  request_id: string;
  sequence: number;
  action: string;
  part: RightsParticipantTable['part'] | null;
  actor_id: string;
  department_id: string | null;
  on_behalf_of: string | null;
  at: Date;
  idempotency_key: string;
  payload: FreeJson<object>;
  late: Generated<boolean>;
  due_on: string | null;
  counter_act: Generated<string | null>;
  audit_id: LogEntryId;
}

export interface RightsStateTable {
  subject_key: string;
  request_id: string;
  kind: RightsRequestTable['kind'];
  fact_key: string;
  department_id: string;
  handled_by: string;
  state: string;
  sequence: number;
  opened_on: DateColumn;
  due_on: DateColumn | null;
  ended_on: DateColumn | null;
  late: Generated<boolean>;
}

export interface ReliefHoldTable {
  subject_key: string;
  fact_key: string;
  request_id: string;
  held_from: DateColumn;
  held_until: DateColumn;
  at: Date;
  audit_id: LogEntryId;
}
