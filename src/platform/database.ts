/** The platform's tables as Kysely sees them; the SQL in ./migrations is the source, this mirrors it. */
import type { ColumnType, Generated, GeneratedAlways, Transaction } from 'kysely';
import type {
  AccountChange,
  ActorKind,
  AttemptOutcome,
  BatchState,
  DepartmentLevel,
  DirectoryVerdict,
  EntryDecision,
  EvidenceForm,
  EvidenceMediaType,
  FileKind,
  ListName,
  NoticeMatter,
  Part,
  Polarity,
  Recipient,
  RecordChange,
  RegistrationChange,
  RegistrationDecision,
  RightsChannel,
  RightsKind,
  SignedAs,
  StoreFault,
  SubjectType,
  SubmissionVerdict,
} from '#contracts/vocabulary.ts';

/** `date` columns travel as `YYYY-MM-DD` text, never as a Date with a time zone. */
type DateColumn = ColumnType<string, string, string>;
type JsonText<T> = null extends T ? string | null : string;
type Json<T extends object | null> = ColumnType<T, JsonText<T>, JsonText<T>>;

export interface Decision {
  type: string;
  number: string;
  authority: string;
  date: string;
  legalBasis: string;
}

export interface PriorNotice {
  number: string;
  servedOn: string;
  serviceMethod: string;
  windowEndsOn: string;
  responseConsidered: string | null;
}

export interface DepartmentTable {
  id: string;
  name: string;
  parent_id: string | null;
  level: DepartmentLevel;
  functions: string[];
  division: string | null;
  zone: string | null;
  /** the body whose administrators appoint in the whole city */
  credit_office: ColumnType<boolean, boolean | undefined>;
}

export interface OfficerTable {
  id: string;
  issuer: string;
  external_id: string;
  name: string;
  department_id: string;
  roles: string[];
  active_from: Date;
  active_until: Date | null;
}

export interface DelegationTable {
  id: string;
  department_id: string;
  from_officer: string;
  to_officer: string;
  role: string;
  starts_on: DateColumn;
  ends_on: DateColumn;
  reason: string;
  given_by: string;
  given_at: Date;
  revoked_by: string | null;
  revoked_at: Date | null;
}

export interface MachineClientTable {
  client_id: string;
  issuer: string;
  name: string;
  department_id: string;
  officer_id: string;
  scopes: string[];
  active_until: Date | null;
  /** officer who registered it; null: set up with the installation */
  registered_by: string | null;
}

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

export interface StoredFileTable {
  sha256: Buffer;
  bytes: string | number;
  stored_at: Date;
  delete_after: Date;
}

export interface BatchTable {
  id: GeneratedAlways<string>;
  file_kind: FileKind;
  assumed_kind: Generated<string | null>;
  file_sha256: Buffer;
  file_name: string;
  file_bytes: string | number;
  department_id: string;
  reporter_id: string | null;
  received_at: Date;
  state: BatchState;
  format: string | null;
  encoding: string | null;
  header: Json<object | null>;
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
  kind: string;
  matter: string;
  occurred_on: DateColumn;
  reporting_department: string;
  competent_department: string;
  reporter_id: string;
  uscc: string | null;
  organisation_name: string | null;
  recommender: string | null;
  zone: string | null;
  sealed: Buffer | null;
  decision: Json<Decision | null>;
  reasons: string[] | null;
  remarks: string[] | null;
}

export interface BatchFindingTable {
  batch_id: string;
  row_number: number;
  verdict: 'rejected' | 'duplicate';
  reasons: string[];
  remarks: string[] | null;
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

export interface CaseParticipantTable {
  subject_key: string;
  fact_key: string;
  officer_id: string;
  part: Part;
}

export interface CaseActionTable {
  subject_key: string;
  fact_key: string;
  sequence: number;
  action: string;
  part: Part | null;
  actor_id: string | null;
  department_id: string | null;
  at: Date;
  idempotency_key: string;
  payload: Json<object>;
  sealed: Buffer | null;
  on_behalf_of: string | null;
}

export interface CaseStateTable {
  subject_key: string;
  fact_key: string;
  sequence: number;
  state: string;
  competent_department: string;
  reporting_department: string;
  batch_id: string;
  row_number: number;
  due_on: DateColumn | null;
  check_due_on: DateColumn | null;
  checked_on: DateColumn | null;
}

export interface RecordTable {
  subject_key: string;
  record_id: string;
  subject_type: SubjectType;
  polarity: Polarity;
  kind: string;
  clause: string;
  matter: string;
  occurred_on: DateColumn;
  reporting_department: string;
  determining_department: string;
  determined_by: string;
  determined_at: Date;
  valid_from: DateColumn;
  valid_until: DateColumn | null;
  disclosed_until: DateColumn | null;
  uscc: string | null;
  organisation_name: string | null;
  sealed: Buffer | null;
  decision: Json<Decision | null>;
  prior_notice: Json<PriorNotice | null>;
  batch_id: string;
  row_number: number;
}

export interface RecordChangeTable {
  subject_key: string;
  record_id: string;
  sequence: number;
  change: RecordChange;
  effective_on: DateColumn;
  reason: string;
  basis: string;
  actor_id: string;
  department_id: string;
  at: Date;
  payload: Json<object>;
}

export interface RecordExpiryTable {
  subject_key: string;
  record_id: string;
  at: Date;
}

export interface DeclaredEventTable {
  event: string;
  effective_on: DateColumn;
  document_number: string;
  declared_by: string;
  at: Date;
}

export interface NominationTable {
  subject_key: string;
  record_id: string;
  list: ListName;
  ground: string;
  department_id: string;
  zone: string | null;
  nominated_by: string;
  at: Date;
}

export interface ListRoundTable {
  id: GeneratedAlways<string>;
  list: ListName;
  opened_by: string;
  opened_at: Date;
  notice_from: DateColumn;
  notice_until: DateColumn;
  digest: Buffer;
}

export interface ListEntryTable {
  round_id: string;
  subject_key: string;
  record_id: string;
  uscc: string;
  name: string;
  ground: string;
  department_id: string;
  zone: string | null;
  matter: string;
  determined_on: DateColumn;
  valid_until: DateColumn | null;
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
}

export interface ListSignOffTable {
  round_id: string;
  department_id: string;
  officer_id: string;
  signed_as: SignedAs;
  digest: Buffer;
  at: Date;
}

export interface EditionTable {
  list: ListName;
  number: number;
  round_id: string;
  published_at: Date;
  published_by: string;
  manifest: Json<object>;
  digest: Buffer;
}

export interface OutboxTable {
  id: string;
  position: GeneratedAlways<string>;
  recipient: Recipient;
  type: string;
  subject_key: string | null;
  data: Json<object>;
  created_at: Date;
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

/** Written by the runtime's sessions; access lists and ends them. */
export interface SessionTable {
  token_hash: Buffer;
  holder: Buffer;
  officer_id: string;
  started_at: Date;
  seen_at: Date;
}

/** Citizens and representatives: sealed, nobody but the cookie's owner opens it. */
export type ApplicantSessionTable = Omit<SessionTable, 'officer_id'>;

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
}

export type EvidenceOwnerKind = 'case' | 'own-report' | 'request';
export type EvidenceBy = 'officer' | 'machine' | 'citizen';

export interface EvidenceTable {
  subject_key: string;
  evidence_id: string;
  kind: string | null;
  note: string | null;
  form: EvidenceForm;
  media_type: EvidenceMediaType | null;
  sha256: Buffer | null;
  bytes: number | null;
  pages: number | null;
  added_at: Date;
  added_by_kind: EvidenceBy;
  added_by: string;
  department_id: string | null;
}

export interface EvidenceOwnerTable {
  subject_key: string;
  owner_kind: EvidenceOwnerKind;
  owner_id: string;
  evidence_id: string;
  departments: string[];
}

export interface EvidenceWithdrawalTable {
  subject_key: string;
  evidence_id: string;
  at: Date;
  by_kind: EvidenceBy | 'system';
  by_id: string;
  reason: string;
}

export interface EvidenceDeletionTable {
  subject_key: string;
  evidence_id: string;
  at: Date;
  because: 'retention' | 'withdrawn';
}

export interface RightsRequestTable {
  subject_key: string;
  request_id: string;
  kind: RightsKind;
  subject_type: SubjectType;
  fact_key: string;
  batch_id: string;
  row_number: number;
  record_kind: string;
  department_id: string;
  channel: RightsChannel;
  asked_by: string;
  on_behalf_of: string | null;
  opened_at: Date;
  statement: string;
  wanted: Json<object>;
  idempotency_key: string;
}

export interface RightsParticipantTable {
  subject_key: string;
  request_id: string;
  officer_id: string;
  part: 'asker' | 'assessor' | 'decider' | 'reviewer' | 'releaser';
}

export interface RightsActionTable {
  subject_key: string;
  request_id: string;
  sequence: number;
  action: string;
  part: RightsParticipantTable['part'] | null;
  actor_id: string;
  department_id: string | null;
  on_behalf_of: string | null;
  at: Date;
  idempotency_key: string;
  payload: Json<object>;
  late: Generated<boolean>;
  due_on: string | null;
}

export interface PunctualityCountTable {
  month: string;
  rule: number;
  outbox_id: string;
  at: Date;
}

export interface RightsStateTable {
  subject_key: string;
  request_id: string;
  kind: RightsRequestTable['kind'];
  fact_key: string;
  department_id: string;
  handled_by: string;
  state: string;
  sequence: number;
  opened_on: DateColumn;
  due_on: DateColumn | null;
  ended_on: DateColumn | null;
  late: Generated<boolean>;
}

export interface ReliefHoldTable {
  subject_key: string;
  fact_key: string;
  request_id: string;
  held_from: DateColumn;
  held_until: DateColumn;
  at: Date;
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

export interface ProviderProposalTable {
  proposal_id: string;
  provider_id: string;
  sequence: number;
  change: RegistrationChange;
  registration: ColumnType<object | null, string | null, never>;
  reason: string | null;
  proposed_by: string;
  proposed_at: Date;
}

export interface ProviderDecisionTable {
  proposal_id: string;
  decision: RegistrationDecision;
  reason: string | null;
  decided_by: string;
  decided_at: Date;
}

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
}

export interface PlatformDatabase {
  department: DepartmentTable;
  officer: OfficerTable;
  machine_client: MachineClientTable;
  delegation: DelegationTable;
  audit_entry: AuditEntryTable;
  audit_checkpoint: AuditCheckpointTable;
  session: SessionTable;
  applicant_session: ApplicantSessionTable;
  full_report: FullReportTable;
  evidence: EvidenceTable;
  evidence_owner: EvidenceOwnerTable;
  evidence_withdrawal: EvidenceWithdrawalTable;
  evidence_deletion: EvidenceDeletionTable;
  rights_request: RightsRequestTable;
  rights_participant: RightsParticipantTable;
  rights_action: RightsActionTable;
  rights_state: RightsStateTable;
  punctuality_count: PunctualityCountTable;
  relief_hold: ReliefHoldTable;
  subject_notice: SubjectNoticeTable;
  stored_file: StoredFileTable;
  batch: BatchTable;
  submission: SubmissionTable;
  batch_finding: BatchFindingTable;
  organisation_directory: OrganisationDirectoryTable;
  case_participant: CaseParticipantTable;
  case_action: CaseActionTable;
  case_state: CaseStateTable;
  record: RecordTable;
  record_change: RecordChangeTable;
  record_expiry: RecordExpiryTable;
  declared_event: DeclaredEventTable;
  nomination: NominationTable;
  list_round: ListRoundTable;
  list_entry: ListEntryTable;
  list_entry_decision: ListEntryDecisionTable;
  list_sign_off: ListSignOffTable;
  edition: EditionTable;
  outbox: OutboxTable;
  delivery_attempt: DeliveryAttemptTable;
  points_subscription: PointsSubscriptionTable;
  site_disclosure: SiteDisclosureTable;
  directory_piece: DirectoryPieceTable;
  provider_proposal: ProviderProposalTable;
  provider_decision: ProviderDecisionTable;
  own_report_draft: OwnReportDraftTable;
  own_report: OwnReportTable;
}

declare const platformTx: unique symbol;

/**
 * A transaction in which the actor's jurisdiction is set. Stores take it first, so a statement that uses the outer
 * handle inside a transaction does not type-check. Only `transact` (access) makes one.
 */
export type PlatformTx = Transaction<PlatformDatabase> & { readonly [platformTx]: true };
