/**
 * The closed sets of words that policy packs are written in: subjects, polarities, levels, ways of disclosure. Each is said here once;
 * what the contracts add (states, verdicts, decisions) stands in `contracts/vocabulary.ts`, the door through which all others read both.
 */

export const SUBJECT_TYPES = ['person', 'organisation'] as const;
export type SubjectType = (typeof SUBJECT_TYPES)[number];

/** Ways by which information comes in (报送渠道): those that the product has; a notice says which of them it opens, and by which clause. */
export const CHANNELS = ['department-summary', 'own-upload', 'zone-collection'] as const;
export type ChannelId = (typeof CHANNELS)[number];

/** Of identity documents; `identity/documents.ts` tells which numbers they bear. */
export const DOCUMENT_TYPES = [
  'resident-id',
  'residence-permit',
  'hk-macao-permit',
  'taiwan-permit',
  'permanent-residence',
  'passport',
] as const;
export type DocumentType = (typeof DOCUMENT_TYPES)[number];

export const SEXES = ['male', 'female'] as const;
export type Sex = (typeof SEXES)[number];

/** Good information and adverse information (良好信息、不良信息). */
/** What a notice says it rests on; of these only an ordinary document cannot carry an adverse list. */
export const BASIS_KINDS = [
  'law',
  'administrative-regulation',
  'local-regulation',
  'standing-committee-decision',
  'document',
] as const;
export type BasisKind = (typeof BASIS_KINDS)[number];

export const POLARITIES = ['good', 'adverse'] as const;
export type Polarity = (typeof POLARITIES)[number];

/** Of measures: incentives and restrictions (激励、惩戒). */
export const MEASURE_POLARITIES = ['incentive', 'restriction'] as const;
export type MeasurePolarity = (typeof MEASURE_POLARITIES)[number];

export const DEPARTMENT_LEVELS = ['city', 'department', 'district', 'zone', 'office'] as const;
export type DepartmentLevel = (typeof DEPARTMENT_LEVELS)[number];

/** `authorities`: shared among authorities only. `authorisation`: only with the subject's consent. */
export const DISCLOSURE_MODES = ['public', 'authorities', 'authorisation'] as const;
export type DisclosureMode = (typeof DISCLOSURE_MODES)[number];

/** `batch`: a clean batch may be determined at once. */
export const APPROVALS = ['batch', 'case'] as const;
export type Approval = (typeof APPROVALS)[number];

/** How grave law knows dishonesty to be (信用修复管理办法). */
export const GRAVITIES = ['minor', 'general', 'serious'] as const;
export type Gravity = (typeof GRAVITIES)[number];

/** What makes two reports the same fact. */
export const FACT_BASES = ['matter-and-date', 'decision-number'] as const;
export type FactBasis = (typeof FACT_BASES)[number];

export const DURATION_UNITS = ['working-days', 'days', 'months', 'years'] as const;
export type DurationUnit = (typeof DURATION_UNITS)[number];

/** The systems the platform delivers to. */
export const RECIPIENTS = ['points', 'site'] as const;
export type Recipient = (typeof RECIPIENTS)[number];

export const ENTERPRISE_SIZES = ['micro', 'small', 'medium'] as const;
export type EnterpriseSize = (typeof ENTERPRISE_SIZES)[number];

/** Of a provider: people who sign in, and programs. */
export const ACCOUNT_KINDS = ['staff', 'machine'] as const;
export type AccountKind = (typeof ACCOUNT_KINDS)[number];

/** Why a record adds nothing to an account. */
export const NOT_COUNTED_REASONS = [
  'not-begun',
  'expired',
  'withdrawn',
  'same-fact',
  'no-rule',
  'cap-reached',
] as const;
export type NotCountedReason = (typeof NOT_COUNTED_REASONS)[number];

/** Of what is found in a pack: an error stops the start. */
export const SEVERITIES = ['error', 'warning'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Which language something is said in. */
export const LANGUAGES = ['zh', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** How one place of the rules, or one line of a list, differs between two versions. */
export const CHANGE_KINDS = ['added', 'removed', 'changed'] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];
