/**
 * The closed sets of words the product speaks in: states, verdicts, decisions, parts, document and subject types. Each is said once, as
 * data; schemas, tables, rules and pages read it here, and `tests/vocabulary.test.ts` finds a second telling. No schema stands here, so
 * pages may import the words themselves. Names are the glossary's.
 */

export * from '#kernel/vocabulary.ts';

// intake (报送)

export const FILE_KINDS = ['individuals', 'organisations'] as const;
export type FileKind = (typeof FILE_KINDS)[number];

/** `report`: our own table. `penalty`, `licence`: the national "double publicity" forms, second version. */
export const FORM_KINDS = ['report', 'penalty', 'licence'] as const;
export type FormKind = (typeof FORM_KINDS)[number];

export const BATCH_STATES = ['received', 'processing', 'completed', 'refused', 'withdrawn'] as const;
export type BatchState = (typeof BATCH_STATES)[number];

/** 处理结果: what became of a row. */
export const ROW_VERDICTS = ['accepted', 'suspect', 'duplicate', 'rejected'] as const;
export type RowVerdict = (typeof ROW_VERDICTS)[number];

/** Rows that became a submission. */
export const SUBMISSION_VERDICTS = ['accepted', 'suspect'] as const;
export type SubmissionVerdict = (typeof SUBMISSION_VERDICTS)[number];

/** Of a code in the directory. */
export const DIRECTORY_VERDICTS = ['valid', 'suspect'] as const;
export type DirectoryVerdict = (typeof DIRECTORY_VERDICTS)[number];

/** What can be wrong with our own store: each is ours to put right, and some are gone by themselves in a moment. */
export const STORE_FAULTS = ['missing', 'damaged', 'key-missing', 'full', 'unreachable'] as const;
export type StoreFault = (typeof STORE_FAULTS)[number];

// determination (认定) and registry (归集)

export const CASE_STATES = [
  'reported',
  'corrected',
  'returned',
  'reviewed',
  'notice-served',
  'response-received',
  'response-considered',
  'determined',
  'lapsed',
  'withdrawn',
  'refused',
] as const;
export type CaseState = (typeof CASE_STATES)[number];

/** four-eyes: three parts in a case, by three officers. */
export const PARTS = ['reporter', 'reviewer', 'determiner'] as const;
export type Part = (typeof PARTS)[number];

/** What a batch as a whole waits for. */
export const BATCH_STEPS = ['review', 'determine'] as const;
export type BatchStep = (typeof BATCH_STEPS)[number];

/** Whose queue: of the department that decides, or of the one that reported. */
export const QUEUE_SIDES = ['competent', 'reporting'] as const;
export type QueueSide = (typeof QUEUE_SIDES)[number];

export const EVIDENCE_FORMS = ['file', 'paper'] as const;
export type EvidenceForm = (typeof EVIDENCE_FORMS)[number];

export const EVIDENCE_MEDIA_TYPES = ['image/jpeg', 'application/pdf'] as const;
export type EvidenceMediaType = (typeof EVIDENCE_MEDIA_TYPES)[number];

export const RECORD_CHANGES = [
  'corrected',
  'repaired',
  'revoked',
  'objection-opened',
  'objection-closed',
  'held',
  'released',
] as const;
export type RecordChange = (typeof RECORD_CHANGES)[number];

// rights (权益保障)

export const RIGHTS_KINDS = ['objection', 'repair', 'relief'] as const;
export type RightsKind = (typeof RIGHTS_KINDS)[number];

export const RIGHTS_STATES = [
  'open',
  'with-provider',
  'assessed',
  'returned',
  'granted',
  'refused',
  'withdrawn',
  'review-open',
  'review-granted',
  'review-refused',
] as const;
export type RightsState = (typeof RIGHTS_STATES)[number];

/** 核查意见. */
export const OPINIONS = ['support', 'oppose'] as const;
export type Opinion = (typeof OPINIONS)[number];

export const RIGHTS_DECISIONS = ['granted', 'refused'] as const;
export type RightsDecision = (typeof RIGHTS_DECISIONS)[number];

/** How a request came: by the applicant, over the counter, or of the department's own accord. */
export const RIGHTS_CHANNELS = ['own', 'assisted', 'department'] as const;
export type RightsChannel = (typeof RIGHTS_CHANNELS)[number];

/** What is done for somebody at a counter (窗口代办). */
export const COUNTER_ACTS = [
  'objection',
  'repair',
  'relief',
  'supplement',
  'ask-review',
  'own-report',
  'mend-report',
  'withdraw-report',
  'paper-proof',
  'withdraw',
  'respond',
  'full-report',
  'see-held',
] as const;
export type CounterActKind = (typeof COUNTER_ACTS)[number];

/** Of these, what waits for the person's word. */
export const COUNTER_WAITING = [
  'objection',
  'repair',
  'relief',
  'withdraw',
  'respond',
  'full-report',
  'see-held',
] as const;
export type CounterWaiting = (typeof COUNTER_WAITING)[number];

export const COUNTER_STATES = ['waiting', 'confirmed', 'refused', 'expired'] as const;
export type CounterState = (typeof COUNTER_STATES)[number];

export const COUNTER_MEANS = ['own-page', 'code', 'second-officer'] as const;
export type CounterMeans = (typeof COUNTER_MEANS)[number];

/** What a notice to a subject is about. */
export const NOTICE_MATTERS = ['case', 'request', 'report'] as const;
export type NoticeMatter = (typeof NOTICE_MATTERS)[number];

// lists (名单)

export const ENTRY_DECISIONS = ['conflict-found', 'objection', 'kept', 'struck'] as const;
export type EntryDecision = (typeof ENTRY_DECISIONS)[number];

export const ENTRY_STATUSES = ['proposed', 'open', 'kept', 'struck'] as const;
export type EntryStatus = (typeof ENTRY_STATUSES)[number];

export const SIGNED_AS = ['office', 'department'] as const;
export type SignedAs = (typeof SIGNED_AS)[number];

// exchange (推送)

/** Why something leaves the public site. */
export const WITHDRAWAL_REASONS = ['repaired', 'revoked', 'expired', 'corrected', 'held'] as const;
export type WithdrawalReason = (typeof WITHDRAWAL_REASONS)[number];

/** Why an entry's time on its list ended. `left-out`: the next edition went without it. */
export const ENTRY_ENDINGS = [...WITHDRAWAL_REASONS, 'struck', 'left-out'] as const;
export type EntryEnding = (typeof ENTRY_ENDINGS)[number];

/** How an entry or good record ended, as the public is told; `withdrawn`: and nothing more. */
export const ENDING_CLASSES = ['expired', 'repaired', 'revoked', 'corrected', 'left-out', 'withdrawn'] as const;
export type EndingClass = (typeof ENDING_CLASSES)[number];

/** Of one attempt to deliver; `withheld`: deliberately not sent. */
export const ATTEMPT_OUTCOMES = ['acknowledged', 'failed', 'refused', 'withheld', 'lost'] as const;
export type AttemptOutcome = (typeof ATTEMPT_OUTCOMES)[number];

/** Of a points account, as the platform is told. */
export const ACCOUNT_CHANGES = ['opened', 'closed'] as const;
export type AccountChange = (typeof ACCOUNT_CHANGES)[number];

export const PUNCTUALITY_STEPS = ['check', 'request'] as const;
export type PunctualityStep = (typeof PUNCTUALITY_STEPS)[number];

// access (经办人), audit (留痕), providers (优惠服务单位)

export const ACTOR_KINDS = ['officer', 'machine', 'system', 'citizen', 'anonymous'] as const;
export type ActorKind = (typeof ACTOR_KINDS)[number];

export const OFFICER_STANDINGS = ['active', 'dismissed', 'all'] as const;
export type OfficerStanding = (typeof OFFICER_STANDINGS)[number];

/** What is proposed: a new officer, roles for one there is, or a department's system. */
export const APPOINTMENT_KINDS = ['officer', 'roles', 'machine', 'restore'] as const;
export type AppointmentKind = (typeof APPOINTMENT_KINDS)[number];
export const APPOINTMENT_DECISIONS = ['confirmed', 'declined', 'withdrawn'] as const;
export type AppointmentDecision = (typeof APPOINTMENT_DECISIONS)[number];
export const APPOINTMENT_STANDINGS = ['open', ...APPOINTMENT_DECISIONS, 'lapsed'] as const;
export type AppointmentStanding = (typeof APPOINTMENT_STANDINGS)[number];

/** What is proposed of the rules: new versions, or the end of a notice. */
export const ENACTMENT_KINDS = ['enact', 'repeal'] as const;
export type EnactmentKind = (typeof ENACTMENT_KINDS)[number];
/** What a rehearsal speaks of. */
export const REHEARSED = ['body', 'case', 'entry', 'list', 'request', 'points', 'check'] as const;

export const REGISTRATION_CHANGES = ['register', 'alter', 'withdraw'] as const;
export type RegistrationChange = (typeof REGISTRATION_CHANGES)[number];

export const REGISTRATION_DECISIONS = ['confirmed', 'declined'] as const;
export type RegistrationDecision = (typeof REGISTRATION_DECISIONS)[number];

// open data (开放数据)

export const DATASETS = ['entries', 'changes', 'records', 'record-changes', 'withdrawals', 'punctuality'] as const;
export type Dataset = (typeof DATASETS)[number];

export const FILE_FORMATS = ['csv', 'json', 'xlsx'] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];
