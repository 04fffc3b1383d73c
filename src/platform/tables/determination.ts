/** Of determination: the log of each case, who had which part, and the state it folds to. */
import type { Generated } from 'kysely';
import type { Part } from '#contracts/vocabulary.ts';
import type { DateColumn, FreeJson, LogEntryId } from './columns.ts';

export interface CaseParticipantTable {
  subject_key: string;
  fact_key: string;
  officer_id: string;
  /** `counter`: worked the keys for the party */
  part: Part | 'counter';
  audit_id: LogEntryId;
}

export interface CaseActionTable {
  subject_key: string;
  fact_key: string;
  sequence: number;
  action: string;
  part: Part | null;
  actor_id: string | null;
  department_id: string | null;
  at: Date;
  idempotency_key: string;
  payload: FreeJson<object>;
  sealed: Buffer | null;
  on_behalf_of: string | null;
  counter_act: Generated<string | null>;
  audit_id: LogEntryId;
}

export interface CaseStateTable {
  subject_key: string;
  fact_key: string;
  sequence: number;
  state: string;
  competent_department: string;
  reporting_department: string;
  batch_id: string;
  row_number: number;
  due_on: DateColumn | null;
  check_due_on: DateColumn | null;
  checked_on: DateColumn | null;
}
