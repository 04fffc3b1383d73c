/** Of applicants: what they report themselves, are told, and take home. */
import type { ColumnType, Generated } from 'kysely';
import type { NoticeMatter, SubjectType } from '#contracts/vocabulary.ts';
import type { DateColumn, LogEntryId } from './columns.ts';

export interface OwnReportDraftTable {
  subject_key: string;
  report_id: string;
  version: number;
  save_key: string;
  sealed: Buffer;
  started_at: Date;
  saved_at: Date;
  expires_on: DateColumn;
}

export interface OwnReportTable {
  subject_key: string;
  fact_key: string;
  report_id: string;
  batch_id: string;
  row_number: number;
  department_id: string;
  place: string;
  statements: ColumnType<{ id: string; version: string }[], string, never>;
  submitted_at: Date;
  assisted_by: string | null;
  audit_id: LogEntryId;
}

export interface SubjectNoticeTable {
  subject_key: string;
  notice_id: string;
  at: Date;
  kind: string;
  title: string;
  text: string;
  about_type: NoticeMatter | null;
  about_id: string | null;
  read_at: Date | null;
}

export interface FullReportTable {
  subject_key: string;
  year: number;
  ordinal: number;
  report_id: string;
  code_hash: Buffer;
  subject_type: SubjectType;
  masked_name: string;
  uscc: string | null;
  issued_at: Date;
  file_sha256: Buffer;
  content_sha256: Buffer;
  counter_act: Generated<string | null>;
  audit_id: LogEntryId;
}
