/** Of the audit: its entries, and the hash tree over them. */
import type { ColumnType, GeneratedAlways } from 'kysely';
import type { ActorKind } from '#contracts/vocabulary.ts';
import type { Json } from './columns.ts';

export interface AuditEntryTable {
  id: GeneratedAlways<string>;
  at: Date;
  actor_kind: ActorKind;
  actor_id: string;
  department_id: string | null;
  action: string;
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
