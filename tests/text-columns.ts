/**
 * Every column of text or JSON, and why nothing stands in it that may not be kept. A column whose values the database itself bounds (a closed
 * set, a fixed form, a key of another table) needs no line. See tests/text-columns.pg.test.ts.
 */

export type System = 'platform' | 'points' | 'site';
type Columns = Readonly<Record<string, readonly string[]>>;

/**
 * What people type, with the place of its screen. At the platform these are the columns of the types `FreeText` and `FreeJson`, which take
 * nothing unscreened.
 */
export const TYPED: Readonly<Record<System, Readonly<Record<string, string>>>> = {
  platform: {
    'appointment_proposal.client_name': 'access/appointments.ts proposeNew',
    'appointment_proposal.name': 'access/appointments.ts proposeNew',
    'batch.file_name': 'intake/file-name.ts: replaced where it may not be kept',
    'batch.header': 'intake/header-to-keep.ts: columns and sheets whose title may not be kept are named by their place',
    'case_action.payload':
      'determination/service.ts the request, prepare.ts what the log says: reasons, notes, corrected facts, the decision',
    'declared_event.document_number': 'lists/nominations.ts declareEvent',
    'delegation.reason': 'access/delegations.ts delegate',
    'evidence.note': 'evidence/service.ts requireLabel, addOnce',
    'evidence_withdrawal.reason': 'evidence/service.ts withdrawEvidence',
    'list_entry_decision.reason': 'lists/rounds.ts decide, openRound; lists/objections.ts',
    'machine_client.name': 'access/appointments.ts proposeNew, carried over by the confirmation',
    'officer.name': 'access/appointments.ts proposeNew; access/host.ts beginWithAdministrator',
    'provider_decision.reason': 'providers/service.ts decideProposal',
    'provider_proposal.reason': 'providers/service.ts proposeWithdrawal',
    'provider_proposal.registration':
      'providers/rules.ts checkRegistration, service.ts: names, labels, offers, conditions',
    'record_change.payload': 'registry/service.ts applyChange: corrected facts',
    'record_change.reason': 'registry/service.ts applyChange',
    'rights_action.payload': 'rights/service.ts act, actAsApplicant: questions, reasoning, remedies, statements',
    'rights_request.statement': 'rights/asking.ts open',
    'submission.decision': 'intake/rules.ts, each row; merged by COPY',
    'submission.matter': 'intake/rules.ts, each row; own-reports/hand-in.ts',
    'submission.organisation_name': 'intake/rules.ts, each row; merged by COPY',
    'submission.recommender': 'intake/rules.ts, each row; merged by COPY',
  },
  points: {},
  site: {
    'subscription.address': 'site/notification/address.ts: an https address without an identity number',
  },
};

/** What the platform composes itself of screened texts, ids, days and its own words. */
const COMPOSED: Columns = {
  platform: [
    ...['audit_entry.detail', 'audit_entry.purpose', 'batch.refusal', 'delivery_attempt.detail', 'edition.manifest'],
    ...['exchange_epoch.reason', 'outbox.data', 'record_change.basis', 'subject_notice.text', 'subject_notice.title'],
    ...['full_report.masked_name', 'rights_request.wanted', 'record.prior_notice'],
  ],
  points: ['audit_entry.detail', 'audit_entry.purpose', 'delivery_attempt.detail', 'exchange_epoch.reason'],
  site: [],
};

/** Copied within the database from a column that took it screened. */
const COPIED: Columns = {
  platform: [
    ...[
      'record.decision',
      'record.matter',
      'record.organisation_name',
      'list_entry.matter',
      'list_entry.name',
      'entry.name',
    ],
  ],
  points: ['verification.provider_name'],
  site: [],
};

/** From the register of organisations, which is public; its names are checked as names of organisations (intake/directory.ts). */
const REGISTER: Columns = {
  platform: ['area', 'comparison_name', 'name', 'organisation_type', 'source', 'uscc', 'zone'].map(
    (column) => `organisation_directory.${column}`,
  ),
  points: [],
  site: ['area', 'initials', 'name', 'search_name'].map((column) => `organisation.${column}`),
};

/** From the enacted policy: no request writes it. */
const POLICY: Columns = {
  platform: [
    ...['department.division', 'department.functions', 'department.id', 'department.name', 'department.zone'],
    ...[
      'enacted_disclosure.notice',
      'enacted_document_type.type',
      'enacted_ground.ground',
      'enacted_period.notice',
      'enacted_period.timer',
    ],
    ...['enacted_competence.kind', 'enacted_competence.department', 'enacted_public_kind.kind'],
    ...['list.gate_event', 'list.legal_basis'],
    ...['enacted_kind.kind', 'enactment.compiled', 'enactment.map', 'enactment.rehearsal', 'enactment.scope'],
    'enactment_repeal.scope',
    ...['list.id', 'list.notice', 'list.plain_title', 'list.plain_title_en', 'list.title', 'list.title_en'],
  ],
  points: [
    'enacted_benefit.benefit',
    'consent_text.digest',
    'consent_text.text',
    'consent_text.version',
    'rules_enactment.digest',
    'rules_enactment.rules',
  ],
  site: [
    ...['list.id', 'list.notice', 'list.plain_title', 'list.plain_title_en', 'list.title', 'list.title_en'],
    'public_kind.kind',
  ],
};

/** By a signed delivery of the platform, which screened it; the site's door asks again for identity numbers (site/inbox). */
const DELIVERED: Columns = {
  platform: [],
  points: [
    ...['benefit_offer.conditions', 'benefit_offer.conditions_en', 'benefit_offer.title', 'benefit_offer.title_en'],
    ...[
      'benefit_offer.areas',
      'contribution.department',
      'contribution.matter',
      'contribution.title',
      'provider.name',
      'provider.uscc',
    ],
  ],
  site: [
    ...['edition.event_document_number', 'edition.title', 'edition_signature.department', 'notice.title'],
    ...['area', 'department', 'matter', 'name', 'title'].map((column) => `good_record.${column}`),
    ...['edition_entry', 'notice_entry'].flatMap((table) =>
      [
        'department',
        'document_authority',
        'document_number',
        'document_type',
        'ground_title',
        'matter',
        'name',
        'zone',
      ].map((column) => `${table}.${column}`),
    ),
    'punctuality.department',
  ],
};

/** Ids, codes, states, digests and keys that the platform writes itself or looks up before it writes them. */
const CODES: Columns = {
  platform: [
    ...[
      'audit_digest.keys',
      'audit_digest_format.columns',
      'audit_digest_format.key_columns',
      'audit_digest_format.table_name',
    ],
    ...['action', 'actor_id', 'department_id', 'object_id', 'object_type', 'request_id'].map(
      (one) => `audit_entry.${one}`,
    ),
    ...['batch.assumed_kind', 'batch.encoding', 'batch.format', 'batch.notice'],
    ...['batch_finding.reasons', 'batch_finding.remarks', 'submission.reasons', 'submission.remarks'],
    // kinds of proof are the pack's ids
    ...['counter_act.about_id', 'counter_act.authority_proof', 'counter_act.identity_proof'],
    // a family and a system of two closed lists: runtime/http/browser-family.ts
    ...['applicant_session.browser', 'session.browser'],
    ...['case_action.action', 'case_action.department_id', 'case_action.part'],
    ...['case_state.competent_department', 'case_state.reporting_department', 'declared_event.event'],
    ...['entry.ground', 'entry.uscc', 'evidence.added_by', 'evidence.department_id', 'evidence.kind'],
    ...['evidence_owner.departments', 'evidence_owner.owner_id', 'evidence_withdrawal.by_id', 'full_report.uscc'],
    ...['inbox_epoch.sender', 'job_kind.kind', 'task_claim.task', 'installation.fingerprint'],
    ...[
      'list_entry.department_id',
      'list_entry.ground',
      'list_entry.uscc',
      'list_entry.zone',
      'list_sign_off.department_id',
    ],
    ...['nomination.department_id', 'nomination.ground', 'nomination.zone'],
    ...[
      'outbox.notice',
      'outbox.type',
      'outbox_due.recipient',
      'own_report.department_id',
      'own_report.place',
      'own_report.statements',
    ],
    ...['points_subscription.message_id', 'points_subscription.receipt_id'],
    ...['record.clause', 'record.determining_department', 'record.kind', 'record.reporting_department', 'record.uscc'],
    ...['record_change.department_id', 'rights_action.action', 'rights_action.department_id', 'rights_action.part'],
    ...['rights_request.department_id', 'rights_request.record_kind'],
    ...['rights_state.department_id', 'rights_state.handled_by', 'rights_state.kind', 'rights_state.state'],
    ...['subject_notice.about_id', 'subject_notice.kind'],
    ...[
      'submission.competent_department',
      'submission.kind',
      'submission.reporting_department',
      'submission.uscc',
      'submission.zone',
    ],
  ],
  points: [
    ...[
      'audit_digest.keys',
      'audit_digest_format.columns',
      'audit_digest_format.key_columns',
      'audit_digest_format.table_name',
    ],
    ...['provider_session.browser', 'session.browser'],
    ...['action', 'actor_id', 'request_id'].map((one) => `audit_entry.${one}`),
    ...['benefit_code.benefit', 'benefit_offer.benefit', 'provider_day.benefit', 'verification.benefit'],
    ...[
      'closing_receipt.consent_receipt_id',
      'closing_receipt.receipt_id',
      'consent_receipt.receipt_id',
      'outbox.receipt_id',
    ],
    ...['contribution.clause', 'contribution.kind', 'inbox_epoch.sender', 'installation.fingerprint', 'job_kind.kind'],
    ...['outbox.notice', 'outbox.type'],
  ],
  site: [
    ...[
      'edition.clause',
      'edition.event',
      'edition_entry.ground',
      'notice_entry.ground',
      'good_record.clause',
      'good_record.kind',
    ],
    ...[
      'inbox_epoch.sender',
      'inbox_message.message_id',
      'inbox_message.type',
      'installation.fingerprint',
      'job_kind.kind',
    ],
    ...['notice.round_id', 'organisation_change.uscc', 'organisation_report.items', 'organisation_report.uscc'],
    ...['subscription.host', 'subscription.uscc'],
  ],
};

/** Named by the caller, of a form that takes no prose (contracts/given-values.ts requestKey) or no identity number and no forbidden words (account-name.ts, screenedAccount). */
const BY_FORM: Columns = {
  platform: [
    ...[
      'case_action.idempotency_key',
      'rights_action.idempotency_key',
      'rights_request.idempotency_key',
      'own_report_draft.save_key',
    ],
    ...['appointment_proposal.client_id', 'appointment_proposal.external_id', 'appointment_proposal.issuer'],
    ...['machine_client.client_id', 'machine_client.issuer', 'officer.external_id', 'officer.issuer'],
  ],
  points: [],
  site: [],
};

/** Of a sign-in that has begun: drawn at random, or an address of this product; gone after it, or ten minutes later. */
const SIGN_IN: Columns = {
  platform: ['code_verifier', 'nonce', 'return_to', 'state'].map((one) => `sign_in_attempt.${one}`),
  points: ['code_verifier', 'nonce', 'return_to', 'state'].map((one) => `sign_in_attempt.${one}`),
  site: [],
};

/** By reason, all that nobody types as they please. */
export const WITHOUT_SCREEN: Readonly<Record<string, Columns>> = {
  ...{ COMPOSED, COPIED, REGISTER, POLICY, DELIVERED, CODES, BY_FORM, SIGN_IN },
};
