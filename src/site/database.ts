/** The site's tables as Kysely sees them. The SQL in ./migrations is the source; `tests/database-types.pg.test.ts` holds these against it. */

import type { ColumnType, Generated, Kysely, Transaction } from 'kysely';
import type { ChangeKind, Polarity, PunctualityStep, SignedAs, WithdrawalReason } from '#contracts/vocabulary.ts';
import type { ListId } from '#kernel/policy/policy.ts';
import type { ClauseRef, EventRef, GroundRef, KindRef } from '#kernel/policy/refs.ts';

type Position = ColumnType<string, number, number>;

export interface InboxMessageTable {
  message_id: string;
  type: string;
  position: Position;
  received_at: Date;
}

export interface InboxEpochTable {
  sender: string;
  epoch: number;
  position: Position;
  record_id: string;
  received_at: Date;
}

export interface ListTable {
  id: ListId;
  notice: string;
  polarity: Polarity;
  title: string;
  title_en: string;
  plain_title: string;
  plain_title_en: string;
}

export interface EditionTable {
  list: ListId;
  number: number;
  position: Position;
  title: string;
  clause: ClauseRef;
  published_on: string;
  notice_from: string;
  notice_until: string;
  event: EventRef;
  event_effective_on: string;
  event_document_number: string;
  entry_count: number;
  digest: string;
  received_at: Date;
}

export interface EditionSignatureTable {
  list: ListId;
  number: number;
  sequence: number;
  department: string;
  signed_as: SignedAs;
  signed_on: string;
}

export interface EntryColumns {
  sequence: number;
  entry_id: string;
  record_id: string;
  uscc: string;
  name: string;
  ground: GroundRef;
  ground_title: string;
  matter: string;
  department: string;
  zone: string | null;
  determined_on: string;
  valid_until: string | null;
  document_type: string | null;
  document_number: string | null;
  document_authority: string | null;
  document_date: string | null;
}

export interface EditionEntryTable extends EntryColumns {
  list: ListId;
  number: number;
}

export interface EditionMemberTable {
  list: ListId;
  number: number;
  entry_id: string;
  sequence: number;
  change: Exclude<ChangeKind, 'removed'> | 'kept';
}

export interface NoticeTable {
  round_id: string;
  list: ListId;
  position: Position;
  title: string;
  notice_from: string;
  notice_until: string;
  received_at: Date;
}

export interface NoticeEntryTable extends EntryColumns {
  round_id: string;
}

export interface EntryMarkTable {
  entry_id: string;
  position: Position;
  objection_open: boolean;
}

/** Why something left, as the public is told; null: it is not. */
type ToldReason = Exclude<WithdrawalReason, 'held'> | null;

export interface WithdrawnEntryTable {
  entry_id: string;
  position: Position;
  effective_on: string;
  reason: ToldReason;
}

export interface GoodRecordTable {
  uscc: string;
  record_id: string;
  position: Position;
  name: string;
  kind: KindRef;
  clause: ClauseRef;
  title: string;
  matter: string;
  department: string;
  area: string | null;
  occurred_on: string;
  determined_on: string;
  valid_from: string;
  valid_until: string | null;
  objection_open: boolean;
}

export interface WithdrawnRecordTable {
  record_id: string;
  position: Position;
  effective_on: string;
  reason: ToldReason;
}

export interface OrganisationTable {
  uscc: string;
  name: string;
  search_name: string;
  initials: string;
  area: string | null;
  registered_on: string | null;
  registered: boolean;
  noted: boolean;
  position: Position;
}

export interface OrganisationChangeTable {
  uscc: string;
  changed_at: Date;
}

export interface SubscriptionTable {
  uscc: string;
  subscription_id: string;
  address: string;
  host: string;
  created_at: Date;
  confirmed_at: Date | null;
  lost: Generated<number>;
}

export interface OrganisationReportTable {
  uscc: string;
  code_hash: string;
  issued_at: Date;
  content_digest: string;
  items: string[];
}

export interface PunctualityMonthTable {
  month: string;
  position: Position;
}

export interface PunctualityTable {
  month: string;
  step: PunctualityStep;
  department: string | null;
  kept: number;
  missed: number;
}

export interface NoticeTurnTable {
  round_id: string;
  turn: 'begun' | 'ended';
  at: Date;
}

export interface PublicationStateTable {
  single: Generated<boolean>;
  version: ColumnType<string, number, number>;
  changed_at: Date;
}

export interface SiteDatabase {
  list: ListTable;
  inbox_message: InboxMessageTable;
  inbox_epoch: InboxEpochTable;
  edition: EditionTable;
  edition_signature: EditionSignatureTable;
  edition_entry: EditionEntryTable;
  edition_member: EditionMemberTable;
  notice: NoticeTable;
  notice_entry: NoticeEntryTable;
  entry_mark: EntryMarkTable;
  withdrawn_entry: WithdrawnEntryTable;
  good_record: GoodRecordTable;
  withdrawn_record: WithdrawnRecordTable;
  organisation: OrganisationTable;
  publication_state: PublicationStateTable;
  organisation_change: OrganisationChangeTable;
  subscription: SubscriptionTable;
  organisation_report: OrganisationReportTable;
  punctuality_month: PunctualityMonthTable;
  punctuality: PunctualityTable;
  notice_turn: NoticeTurnTable;
}

declare const siteTx: unique symbol;

/** Stores that write take it first, so a statement that uses the outer handle inside a transaction does not type-check. */
export type SiteTx = Transaction<SiteDatabase> & { readonly [siteTx]: true };

/** Reading is public and needs no transaction. */
export type SiteReader = Kysely<SiteDatabase>;
