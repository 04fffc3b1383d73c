/** Of lists: which there are, events, nominations, rounds with their decisions and signatures, editions, and the entries they are made of. */
import type { Generated, GeneratedAlways } from 'kysely';
import type { EntryDecision, EntryEnding, Polarity, SignedAs } from '#contracts/vocabulary.ts';
import type { ListId } from '#kernel/policy/policy.ts';
import type { EventRef, GroundRef } from '#kernel/policy/refs.ts';
import type { DateColumn, FreeText, Json, LogEntryId } from './columns.ts';

export interface DeclaredEventTable {
  event: EventRef;
  effective_on: DateColumn;
  document_number: FreeText;
  declared_by: string;
  at: Date;
  audit_id: LogEntryId;
}

export interface NominationTable {
  subject_key: string;
  record_id: string;
  list: ListId;
  ground: GroundRef;
  department_id: string;
  zone: string | null;
  nominated_by: string;
  at: Date;
  audit_id: LogEntryId;
}

export interface ListRoundTable {
  id: GeneratedAlways<string>;
  list: ListId;
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
  entry_id: string;
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
  reason: FreeText;
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
  list: ListId;
  number: number;
  round_id: string;
  published_at: Date;
  published_by: string;
  manifest: Json<object>;
  digest: Buffer;
  audit_id: LogEntryId;
}

export interface ListTable {
  id: ListId;
  notice: string;
  polarity: Polarity;
  title: string;
  title_en: string;
  plain_title: string;
  plain_title_en: string;
  legal_basis: string | null;
  gate_event: EventRef | null;
  notice_days: Generated<number>;
  basis_from: DateColumn | null;
  basis_until: DateColumn | null;
}

export interface EntryTable {
  subject_key: string;
  entry_id: string;
  list: ListId;
  record_id: string;
  listing: number;
  uscc: string;
  name: string;
  ground: GroundRef;
  first_listed_on: DateColumn;
  valid_until: DateColumn | null;
  audit_id: LogEntryId;
}

export interface EntryEndTable {
  subject_key: string;
  entry_id: string;
  ended_on: DateColumn;
  why: EntryEnding;
  at: Date;
  audit_id: LogEntryId;
}

export interface EditionEntryTable {
  subject_key: string;
  entry_id: string;
  list: ListId;
  number: number;
  audit_id: LogEntryId;
}
