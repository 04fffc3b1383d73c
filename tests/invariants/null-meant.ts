/**
 * A CHECK is true for NULL: whoever leaves the column out passes. Every CHECK of the three databases that reads a column which may be NULL,
 * and why that is meant.
 */
type Reasons = Readonly<Record<string, string>>;

const OPTIONAL_BROWSER = 'a session of before the column, or of a browser that says nothing';
const OF_BEFORE = 'a session of before the column: it is found by nobody, and ends by itself';
const ASKS = 'asks for NULL itself: IS NULL, IS DISTINCT FROM or coalesce, so it is true or false';
const UNTOLD = 'NULL: why is not told to the public, or it left before the column was there';
const NO_END = 'NULL: without an end';

export const NULL_MEANT: Readonly<Record<'platform' | 'points' | 'site', Reasons>> = {
  platform: {
    'applicant_session.applicant_session_browser_check': OPTIONAL_BROWSER,
    'applicant_session.applicant_session_whose_check': OF_BEFORE,
    'appointment_decision.appointment_decision_check': ASKS,
    'appointment_proposal.appointment_of_somebody_new': ASKS,
    'appointment_proposal.appointment_proposal_check1': ASKS,
    'appointment_proposal.appointment_restores': ASKS,
    'audit_digest.audit_digest_check1': 'more than 1,000 rows of a statement are counted, not named',
    'audit_entry.look_names_whose': ASKS,
    'audit_entry.look_says_why': ASKS,
    'batch.batch_waiting_because_check': 'NULL: it does not wait; waits_while_processing ties it to waiting_since',
    'batch.file_has_reporter': ASKS,
    'batch.refused_for_the_files_fault': ASKS,
    'batch.waits_while_processing': ASKS,
    'case_action.case_action_check': ASKS,
    'case_action.case_action_has_its_part': ASKS,
    'counter_act.counter_act_about': ASKS,
    'counter_act.counter_act_authority': ASKS,
    'counter_act.counter_act_sealed': ASKS,
    'counter_act.counter_act_waits': ASKS,
    'counter_act.counter_act_window': 'NULL: an act that waits for nobody; counter_act_waits says which',
    'counter_outcome.counter_outcome_form': ASKS,
    'counter_outcome.counter_outcome_means': ASKS,
    'delegation.delegation_check2': ASKS,
    'enactment.enacted_by_two': 'both NULL in the first enactment alone: first_enacted_by_installation',
    'enactment.enactment_check': NO_END,
    'enactment.enactment_floor_digest_check': 'NULL: an enactment from before the law was compiled',
    'enactment.first_enacted_by_installation': ASKS,
    'evidence.evidence_bytes_check': 'NULL: kept on paper; evidence_check1 ties it to the file',
    'evidence.evidence_check': ASKS,
    'evidence.evidence_check1': ASKS,
    'evidence.evidence_check2': ASKS,
    'evidence.evidence_media_type_check': 'NULL: kept on paper; evidence_check1 ties it to the file',
    'evidence.evidence_pages_check': 'NULL: kept on paper; evidence_check1 ties it to the file',
    'evidence.evidence_sha256_check': 'NULL: kept on paper; evidence_check ties it to the form',
    'machine_client.machine_two_people': 'NULL: set up with the installation; triggers refuse it to the application',
    'officer_role.officer_role_end': ASKS,
    'officer_role.officer_role_not_to_oneself':
      'NULL: set up with the installation; triggers refuse it to the application',
    'officer_role.officer_role_period': NO_END,
    'officer_role.officer_role_two_people': 'NULL: set up with the installation; triggers refuse it to the application',
    'outbox.outbox_names_its_person': ASKS,
    'provider_decision.provider_decision_check': ASKS,
    'provider_proposal.provider_proposal_check': ASKS,
    'provider_proposal.provider_proposal_check1': ASKS,
    'recipient_standing.recipient_standing_check': 'counts NULLs: both or none',
    'record.adverse_document_says_what': ASKS,
    'record.adverse_needs_document': ASKS,
    'record.record_check': ASKS,
    'record.record_check1': ASKS,
    'rights_action.rights_action_has_its_part': ASKS,
    'session.session_browser_check': OPTIONAL_BROWSER,
    'session.session_whose_check': OF_BEFORE,
    'subject_notice.subject_notice_about_type_check':
      'NULL: about nothing in particular; subject_notice_check ties it to the id',
    'subject_notice.subject_notice_check': ASKS,
    'submission.submission_check': ASKS,
    'submission.submission_check1': ASKS,
    'submission.submission_check2': ASKS,
  },
  points: {
    'audit_digest.audit_digest_check1': 'more than 1,000 rows of a statement are counted, not named',
    'contribution.contribution_polarity_check': 'NULL: withdrawn; withdrawn_says_nothing ties it to the others',
    'contribution.withdrawn_says_nothing': 'counts NULLs: all or none',
    'provider.provider_uscc_check': 'NULL: withdrawn; withdrawn_provider_says_nothing ties it to the name',
    'provider.withdrawn_provider_says_nothing': 'counts NULLs: both or none',
    'provider_session.provider_session_browser_check': OPTIONAL_BROWSER,
    'provider_session.provider_session_whose_check': OF_BEFORE,
    'recipient_standing.recipient_standing_check': 'counts NULLs: both or none',
    'rules_enactment.told_while_telling': ASKS,
    'session.session_browser_check': OPTIONAL_BROWSER,
    'session.session_whose_check': OF_BEFORE,
  },
  site: {
    'edition_entry.edition_entry_check': 'counts NULLs: all or none; of an adverse list has_document asks for all',
    'notice_entry.notice_entry_check':
      'counts NULLs: all or none; no notice of an adverse list is told (list_told_as_signed)',
    'withdrawn_entry.withdrawn_entry_reason_check': UNTOLD,
    'withdrawn_record.withdrawn_record_reason_check': UNTOLD,
  },
};
