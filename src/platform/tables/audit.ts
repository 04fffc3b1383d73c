/** Of the audit: its entries. */
import type { ColumnType } from 'kysely';
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
