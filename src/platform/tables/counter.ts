/** Of the counter: what was done or prepared there for somebody, and the word on what waited. */
import type { Generated } from 'kysely';
import type { CounterActKind, CounterMeans } from '#contracts/vocabulary.ts';
import type { LogEntryId } from './columns.ts';

export interface CounterActTable {
  subject_key: string;
  act_id: string;
  person_key: string;
  kind: CounterActKind;
  about_type: 'case' | 'request' | 'own-data';
  about_id: string;
  fact_key: string | null;
  request_id: string | null;
  content_digest: Buffer;
  sealed: Buffer | null;
  identity_proof: string;
  authority_proof: string | null;
  officer_id: string;
  department_id: string;
  desk: number;
  at: Date;
  expires_at: Date | null;
  noted_at: Generated<Date>;
  audit_id: LogEntryId;
}

export interface CounterOutcomeTable {
  subject_key: string;
  act_id: string;
  outcome: 'confirmed' | 'refused';
  means: CounterMeans;
  officer_id: string | null;
  evidence_id: string | null;
  at: Date;
  noted_at: Generated<Date>;
  audit_id: LogEntryId;
}
