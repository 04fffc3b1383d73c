/** Every action the log knows, each as a look or as an act: whoever adds one decides here, or it does not compile. */
import type { ActionName } from '#contracts/case-actions.ts';
import type { RightsActionName } from '#contracts/rights.ts';
import type {
  AccountChange,
  AppointmentDecision,
  AttemptOutcome,
  EntryDecision,
  RecordChange,
} from '#contracts/vocabulary.ts';

/** Somebody is shown what is held about a subject. The log's column `look` is set where that is not the subject. */
const LOOKS = [
  'audit.exported',
  'audit.person_searched',
  'batch.annotated_fetched',
  'batch.original_rows_viewed',
  'batch.previewed',
  'batch.rows_viewed',
  'case.notice-printed',
  'case.viewed',
  'counter.act_viewed',
  'counter.appeared',
  'evidence.listed',
  'evidence.viewed',
  'organisation.viewed',
  'own-data.report_verified',
  'own-data.seen_at_counter',
  'request.viewed',
  'subject.revealed',
  'subject.viewed',
] as const;

export type Look = (typeof LOOKS)[number];

/** Something is done, or a list is read that shows nobody's data. */
export type Act =
  | `appointment.${AppointmentDecision | 'proposed'}`
  | `audit.${'anomalies_viewed' | 'searched' | 'verified'}`
  | `batch.${'completed' | 'determined' | 'processing' | 'received' | 'received_again' | 'refused' | 'reopened' | 'resumed' | 'reviewed' | 'rows_merged' | 'waiting' | 'withdrawn'}`
  | `case.${ActionName}`
  | `counter.${'code_offered' | 'code_wrong' | 'confirmed' | 'desk_offered' | 'figures_viewed' | 'prepared' | 'refused'}`
  | `delegation.${'given' | 'revoked'}`
  | `delivery.${AttemptOutcome | 'resent'}`
  | `directory.${'imported' | 'sent'}`
  | 'edition.published'
  | `enactment.${AppointmentDecision | 'acknowledged' | 'proposed'}`
  | 'event.declared'
  | `evidence.${'added' | 'deleted' | 'passed_on' | 'restored' | 'vouched' | 'withdrawn'}`
  | `exchange.${'differs' | 'epoch-begun' | 'halted' | 'mended' | 'reconciled' | 'told-again'}`
  | 'file.expired'
  | `list.${`entry_${EntryDecision}` | 'nominated' | 'round_opened' | 'signed_off'}`
  | `machine.${'dismissed' | 'registered'}`
  | `officer.${'appointed' | 'dismissed' | 'roles_changed' | 'sessions_ended'}`
  | `own-data.${'copied' | 'report_issued' | 'seen'}`
  | `own-report.${'begun' | 'deleted' | 'expired' | 'submitted'}`
  | `provider.${'confirmed' | 'declined' | 'proposed'}`
  | 'punctuality.told'
  | `record.${RecordChange | 'disclosed' | 'expired'}`
  | `request.${RightsActionName | 'asked'}`
  | `session.${'ended' | 'refused' | 'started'}`
  | `subscription.${AccountChange}`;

export type AuditAction = Look | Act;

const looks: ReadonlySet<string> = new Set(LOOKS);

export const isLook = (action: AuditAction): boolean => looks.has(action);
