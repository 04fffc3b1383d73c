/** The points system's tables as Kysely sees them. The SQL in ./migrations is the source; `tests/database-types.pg.test.ts` holds these against it. */

import type { ColumnType, Generated, GeneratedAlways, JSONColumnType, Kysely, Transaction } from 'kysely';
import type { AccountKind, AttemptOutcome, Polarity } from '#contracts/vocabulary.ts';
import type { ClauseRef, KindRef } from '#kernel/policy/refs.ts';
import type { AuditCheckpointTable, AuditDigestFormatTable, AuditDigestTable } from '#log/tables.ts';

/** `date` columns travel as `YYYY-MM-DD` text, never as a Date with a time zone. */
type Day = ColumnType<string, string, string>;
type DayOrNull = ColumnType<string | null, string | null, string | null>;

/** Given by the database: the log entry of the transaction that wrote the row. */
type LogEntryId = ColumnType<string, never, never>;

export interface ConsentTextTable {
  version: string;
  text: string;
  digest: string;
  audit_id: LogEntryId;
}

export interface ConsentReceiptTable {
  receipt_id: string;
  subject_key: string;
  text_version: string;
  given_at: Date;
}

export interface AccountTable {
  subject_key: string;
  receipt_id: string;
  opened_at: Date;
}

export interface ContributionTable {
  subject_key: string;
  record_id: string;
  position: ColumnType<string, number, number>;
  received_at: Date;
  kind: KindRef | null;
  clause: ClauseRef | null;
  title: string | null;
  matter: string | null;
  polarity: Polarity | null;
  department: string | null;
  occurred_on: DayOrNull;
  determined_on: DayOrNull;
  valid_from: DayOrNull;
  valid_until: DayOrNull;
  objection_open: boolean | null;
}

export interface ClosingReceiptTable {
  receipt_id: string;
  subject_key: string;
  consent_receipt_id: string;
  text_version: string;
  consented_at: Date;
  closed_at: Date;
  audit_id: LogEntryId;
}

export interface OutboxTable {
  id: string;
  position: GeneratedAlways<string>;
  epoch: GeneratedAlways<number>;
  type: 'xinheng.account.opened' | 'xinheng.account.closed';
  receipt_id: string;
  notice: string;
  version: number;
  created_at: Date;
  audit_id: LogEntryId;
}

export interface ExchangeEpochTable {
  epoch: number;
  begun_at: Date;
  reason: string;
}

export interface OutboxDueTable {
  position: ColumnType<string, string, never>;
  tries: Generated<number>;
  not_before: Date | null;
}

export interface RecipientStandingTable {
  recipient: 'platform';
  position: ColumnType<string | null, never, number | null>;
  record_id: string | null;
  reconciling: boolean;
  halted_at: Date | null;
}

export interface InboxEpochTable {
  sender: string;
  epoch: number;
  position: ColumnType<string, number, number>;
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

export interface AuditEntryTable {
  id: ColumnType<string, never, never>;
  at: Date;
  actor_kind: 'citizen' | 'provider' | 'system';
  actor_id: string;
  action: string;
  look: boolean;
  purpose: string | null;
  detail: JSONColumnType<object, string, string>;
  request_id: string | null;
}

export interface AccountTrailTable {
  subject_key: string;
  entry_id: string;
}

export interface ProviderTable {
  provider_id: string;
  position: ColumnType<string, number, number>;
  received_at: Date;
  /** null with the code once the registration is withdrawn */
  name: string | null;
  uscc: string | null;
}

export interface ProviderAccountTable {
  digest: Buffer;
  provider_id: string;
  kind: AccountKind;
}

export interface BenefitOfferTable {
  offer_id: string;
  provider_id: string;
  benefit: string;
  title: string;
  title_en: string | null;
  conditions: string;
  conditions_en: string | null;
  areas: string[];
  valid_from: Day;
  valid_until: DayOrNull;
}

export interface BenefitCodeTable {
  subject_key: string;
  code_hash: Buffer;
  benefit: string;
  provider_id: string | null;
  given_at: Date;
  expires_at: Date;
}

export interface VerificationTable {
  subject_key: string;
  verification_id: string;
  at: Date;
  provider_name: string;
  benefit: string;
  qualifies: boolean;
}

export interface ProviderDayTable {
  provider_id: string;
  day: Day;
  benefit: string;
  confirmed: number;
}

export interface ProviderMissTable {
  provider_id: string;
  at: Date;
}

export interface RulesEnactmentTable {
  sequence: GeneratedAlways<string>;
  digest: string;
  rules: JSONColumnType<object, string, string>;
  enacted_at: Date;
  told_until: string | null;
  accounts: Generated<string>;
  noticed: Generated<string>;
  finished_at: Date | null;
}

export interface AccountNoticeTable {
  subject_key: string;
  notice_id: string;
  enactment: string;
  at: Date;
  read_at: Date | null;
}

export interface PointsDatabase {
  rules_enactment: RulesEnactmentTable;
  account_notice: AccountNoticeTable;
  consent_text: ConsentTextTable;
  consent_receipt: ConsentReceiptTable;
  account: AccountTable;
  contribution: ContributionTable;
  closing_receipt: ClosingReceiptTable;
  outbox: OutboxTable;
  exchange_epoch: ExchangeEpochTable;
  outbox_due: OutboxDueTable;
  recipient_standing: RecipientStandingTable;
  inbox_epoch: InboxEpochTable;
  delivery_attempt: DeliveryAttemptTable;
  audit_entry: AuditEntryTable;
  audit_checkpoint: AuditCheckpointTable;
  audit_digest: AuditDigestTable;
  audit_digest_format: AuditDigestFormatTable;
  account_trail: AccountTrailTable;
  provider: ProviderTable;
  provider_account: ProviderAccountTable;
  benefit_offer: BenefitOfferTable;
  benefit_code: BenefitCodeTable;
  verification: VerificationTable;
  provider_day: ProviderDayTable;
  provider_miss: ProviderMissTable;
}

/** Reading in bulk that changes nothing and needs no transaction. */
export type PointsReader = Kysely<PointsDatabase>;

declare const pointsTx: unique symbol;

/** Stores take it first, so a statement that uses the outer handle inside a transaction does not type-check. */
export type PointsTx = Transaction<PointsDatabase> & { readonly [pointsTx]: true };
