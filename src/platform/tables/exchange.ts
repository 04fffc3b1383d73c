/** Of exchange: what is sent, how it went, and what the other systems know. */
import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type { AccountChange, AttemptOutcome, Recipient } from '#contracts/vocabulary.ts';
import type { BigInteger, Json, LogEntryId } from './columns.ts';

export interface OutboxTable {
  id: string;
  position: GeneratedAlways<string>;
  epoch: GeneratedAlways<number>;
  recipient: Recipient;
  type: string;
  subject_key: string | null;
  notice: string;
  version: number;
  data: Json<object>;
  created_at: Date;
  audit_id: LogEntryId;
}

export interface ExchangeEpochTable {
  epoch: number;
  begun_at: Date;
  reason: string;
}

export interface OutboxDueTable {
  recipient: Recipient;
  position: ColumnType<string, string, never>;
  bytes: number;
  tries: Generated<number>;
  not_before: Date | null;
}

export interface RecipientStandingTable {
  recipient: Recipient;
  position: ColumnType<string | null, never, number | null>;
  record_id: string | null;
  reconciling: boolean;
  halted_at: Date | null;
}

export interface InboxEpochTable {
  sender: string;
  epoch: number;
  position: BigInteger;
  record_id: string;
  received_at: Date;
}

export interface DeliveryAttemptTable {
  outbox_id: string;
  attempt: number;
  at: Date;
  outcome: AttemptOutcome;
  detail: string | null;
}

export interface PointsSubscriptionTable {
  subject_key: string;
  sequence: ColumnType<string, number, never>;
  change: AccountChange;
  receipt_id: string;
  message_id: string;
  at: Date;
  audit_id: LogEntryId;
}

export interface SiteDisclosureTable {
  subject_key: string;
  record_id: string;
  at: Date;
}

export interface DirectoryPieceTable {
  up_to: ColumnType<string, string, never>;
  outbox_id: string | null;
  organisations: number;
  at: Date;
}

export interface PunctualityCountTable {
  month: string;
  rule: number;
  outbox_id: string;
  at: Date;
}
