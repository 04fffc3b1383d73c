/** Of intake: stored files, batches, submissions and findings, the directory of organisations. */

import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type {
  BatchState,
  DirectoryVerdict,
  FileKind,
  StoreFault,
  SubjectType,
  SubmissionVerdict,
} from '#contracts/vocabulary.ts';
import type { KindRef } from '#kernel/policy/refs.ts';
import type { BigInteger, DateColumn, FreeJson, FreeText, Json, LogEntryId } from './columns.ts';
import type { Decision } from './registry.ts';

export interface StoredFileTable {
  sha256: Buffer;
  bytes: BigInteger;
  stored_at: Date;
  delete_after: Date;
}

export interface BatchTable {
  id: GeneratedAlways<string>;
  notice: string;
  file_kind: FileKind;
  assumed_kind: Generated<KindRef | null>;
  file_sha256: Buffer;
  file_name: FreeText;
  file_bytes: BigInteger;
  department_id: string;
  reporter_id: string | null;
  received_at: Date;
  state: BatchState;
  format: string | null;
  encoding: string | null;
  header: FreeJson<object | null>;
  rows_done: Generated<number>;
  bytes_done: ColumnType<string, number | undefined, number>;
  accepted: Generated<number>;
  duplicate: Generated<number>;
  suspect: Generated<number>;
  rejected: Generated<number>;
  refusal: Json<object | null>;
  completed_at: Date | null;
  channel: Generated<'file' | 'own-upload'>;
  corrects: Generated<string | null>;
  cut_numbers_last: Generated<boolean>;
  waiting_since: Generated<Date | null>;
  waiting_because: Generated<StoreFault | null>;
}

export interface SubmissionTable {
  subject_key: string;
  fact_key: string;
  batch_id: string;
  row_number: number;
  subject_type: SubjectType;
  verdict: SubmissionVerdict;
  kind: KindRef;
  version: number;
  matter: FreeText;
  occurred_on: DateColumn;
  reporting_department: string;
  competent_department: string;
  reporter_id: string;
  uscc: string | null;
  organisation_name: FreeText | null;
  recommender: FreeText | null;
  zone: string | null;
  sealed: Buffer | null;
  decision: FreeJson<Decision | null>;
  reasons: string[] | null;
  remarks: string[] | null;
  audit_id: LogEntryId;
}

export interface BatchFindingTable {
  batch_id: string;
  row_number: number;
  verdict: 'rejected' | 'duplicate';
  reasons: string[];
  remarks: string[] | null;
  audit_id: LogEntryId;
}

export interface BatchMentionTable {
  subject_key: string;
  batch_id: string;
  audit_id: LogEntryId;
}

export interface OrganisationDirectoryTable {
  uscc: string;
  name: string;
  comparison_name: string;
  registered_on: DateColumn | null;
  organisation_type: string | null;
  area: string | null;
  zone: string | null;
  verdict: DirectoryVerdict;
  source: string;
  imported_at: Date;
  revision: ColumnType<string, never, never>;
}
