/** Of the audit: its entries, and the hash tree over them. */
import type { ColumnType, GeneratedAlways } from 'kysely';
import type { ActorKind } from '#contracts/vocabulary.ts';
import type { Json } from './columns.ts';

export interface AuditEntryTable {
  id: ColumnType<string, never, never>;
  at: Date;
  actor_kind: ActorKind;
  actor_id: string;
  department_id: string | null;
  action: string;
  look: boolean;
  purpose: string | null;
  subject_key: string | null;
  object_type: string;
  object_id: string;
  detail: Json<object>;
  request_id: string | null;
}

export interface AuditCheckpointTable {
  size: ColumnType<string, number, never>;
  first_entry: string;
  last_entry: string;
  entry_ids: string[];
  leaves: Buffer;
  peaks: Buffer;
  root: Buffer;
  key_version: number;
  seal: Buffer;
  at: Date;
}

/** Written by the tables' own triggers (keep_in_log) only, read by verification. */
export interface AuditDigestTable {
  audit_id: string;
  id: GeneratedAlways<string>;
  format: number;
  rows: number;
  digests: Buffer;
  keys: string[] | null;
}

export interface AuditDigestFormatTable {
  format: GeneratedAlways<number>;
  table_name: string;
  columns: string[];
  key_columns: string[];
}
