/**
 * The platform's tables as Kysely sees them, by domain in ./tables. The SQL in ./migrations is the source; `tests/database-types.pg.test.ts`
 * holds these against the migrated database.
 */
import type { Transaction } from 'kysely';
import type { AuditCheckpointTable, AuditDigestFormatTable, AuditDigestTable } from '#log/tables.ts';
import type {
  ApplicantSessionTable,
  AppointmentDecisionTable,
  AppointmentProposalTable,
  DelegationTable,
  DepartmentTable,
  MachineClientTable,
  OfficerRoleTable,
  OfficerTable,
  RolesApartTable,
  SessionTable,
} from './tables/access.ts';
import type { FullReportTable, OwnReportDraftTable, OwnReportTable, SubjectNoticeTable } from './tables/applicants.ts';
import type { AuditEntryTable } from './tables/audit.ts';
import type { CounterActTable, CounterOutcomeTable } from './tables/counter.ts';
import type { CaseActionTable, CaseParticipantTable, CaseStateTable } from './tables/determination.ts';
import type {
  EvidenceDeletionTable,
  EvidenceOwnerTable,
  EvidenceTable,
  EvidenceWithdrawalTable,
} from './tables/evidence.ts';
import type {
  DeliveryAttemptTable,
  DirectoryPieceTable,
  ExchangeEpochTable,
  InboxEpochTable,
  OutboxDueTable,
  OutboxTable,
  PointsSubscriptionTable,
  PunctualityCountTable,
  RecipientStandingTable,
  SiteDisclosureTable,
} from './tables/exchange.ts';
import type {
  BatchFindingTable,
  BatchMentionTable,
  BatchTable,
  OrganisationDirectoryTable,
  StoredFileTable,
  SubmissionTable,
} from './tables/intake.ts';
import type {
  DeclaredEventTable,
  EditionEntryTable,
  EditionTable,
  EntryEndTable,
  EntryTable,
  ListEntryDecisionTable,
  ListEntryTable,
  ListRoundTable,
  ListSignOffTable,
  ListTable,
  NominationTable,
} from './tables/lists.ts';
import type {
  EnactedKindTable,
  EnactmentAcknowledgedTable,
  EnactmentDecisionTable,
  EnactmentNotedTable,
  EnactmentProposalTable,
  EnactmentRepealTable,
  EnactmentTable,
} from './tables/policy.ts';
import type { ProviderDecisionTable, ProviderProposalTable } from './tables/providers.ts';
import type { RecordChangeTable, RecordExpiryTable, RecordTable } from './tables/registry.ts';
import type {
  ReliefHoldTable,
  RightsActionTable,
  RightsParticipantTable,
  RightsRequestTable,
  RightsStateTable,
} from './tables/rights.ts';

export type * from './tables/access.ts';
export type * from './tables/applicants.ts';
export type * from './tables/audit.ts';
export type * from './tables/counter.ts';
export type * from './tables/determination.ts';
export type * from './tables/evidence.ts';
export type * from './tables/exchange.ts';
export type * from './tables/intake.ts';
export type * from './tables/lists.ts';
export type * from './tables/policy.ts';
export type * from './tables/providers.ts';
export type * from './tables/registry.ts';
export type * from './tables/rights.ts';

export interface PlatformDatabase {
  department: DepartmentTable;
  officer: OfficerTable;
  officer_role: OfficerRoleTable;
  appointment_proposal: AppointmentProposalTable;
  appointment_decision: AppointmentDecisionTable;
  roles_apart: RolesApartTable;
  machine_client: MachineClientTable;
  delegation: DelegationTable;
  audit_entry: AuditEntryTable;
  audit_checkpoint: AuditCheckpointTable;
  audit_digest: AuditDigestTable;
  audit_digest_format: AuditDigestFormatTable;
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
  enacted_kind: EnactedKindTable;
  enactment: EnactmentTable;
  enactment_acknowledged: EnactmentAcknowledgedTable;
  enactment_decision: EnactmentDecisionTable;
  enactment_noted: EnactmentNotedTable;
  enactment_proposal: EnactmentProposalTable;
  enactment_repeal: EnactmentRepealTable;
  submission: SubmissionTable;
  batch_finding: BatchFindingTable;
  batch_mention: BatchMentionTable;
  organisation_directory: OrganisationDirectoryTable;
  counter_act: CounterActTable;
  counter_outcome: CounterOutcomeTable;
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
  exchange_epoch: ExchangeEpochTable;
  edition_entry: EditionEntryTable;
  entry: EntryTable;
  entry_end: EntryEndTable;
  list: ListTable;
  outbox: OutboxTable;
  outbox_due: OutboxDueTable;
  recipient_standing: RecipientStandingTable;
  inbox_epoch: InboxEpochTable;
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
