/** Of lists: events, nominations, rounds with their decisions and signatures, editions. */

import type { GeneratedAlways } from 'kysely';
import type { EntryDecision, ListName, SignedAs } from '#contracts/vocabulary.ts';
import type { EventRef, GroundRef } from '#kernel/policy/refs.ts';
import type { DateColumn, Json, LogEntryId } from './columns.ts';

export interface DeclaredEventTable {
  event: EventRef;
  effective_on: DateColumn;
  document_number: string;
  declared_by: string;
  at: Date;
  audit_id: LogEntryId;
}

export interface NominationTable {
  subject_key: string;
  record_id: string;
  list: ListName;
  ground: GroundRef;
  department_id: string;
  zone: string | null;
  nominated_by: string;
  at: Date;
  audit_id: LogEntryId;
}

export interface ListRoundTable {
  id: GeneratedAlways<string>;
  list: ListName;
  opened_by: string;
  opened_at: Date;
  notice_from: DateColumn;
  notice_until: DateColumn;
  digest: Buffer;
  audit_id: LogEntryId;
}

export interface ListEntryTable {
  round_id: string;
  subject_key: string;
  record_id: string;
  uscc: string;
  name: string;
  ground: GroundRef;
  department_id: string;
  zone: string | null;
  matter: string;
  determined_on: DateColumn;
  valid_until: DateColumn | null;
  audit_id: LogEntryId;
}

export interface ListEntryDecisionTable {
  round_id: string;
  subject_key: string;
  record_id: string;
  sequence: number;
  decision: EntryDecision;
  reason: string;
  actor_id: string;
  at: Date;
  audit_id: LogEntryId;
}

export interface ListSignOffTable {
  round_id: string;
  department_id: string;
  officer_id: string;
  signed_as: SignedAs;
  digest: Buffer;
  at: Date;
  audit_id: LogEntryId;
}

export interface EditionTable {
  list: ListName;
  number: number;
  round_id: string;
  published_at: Date;
  published_by: string;
  manifest: Json<object>;
  digest: Buffer;
  audit_id: LogEntryId;
}
