/**
 * The one map from what a database refuses to what people are told. Two people may meet in the database after every rule said
 * yes: then its constraints decide, and this says in the domain's words what happened.
 */
import { Problem, type ProblemCode } from './problem.ts';
import type { Said } from './said.ts';

interface Refused {
  readonly problem: ProblemCode;
  /** where the words of the code alone would leave people guessing */
  readonly said?: Said;
}

const refused = (problem: ProblemCode, said?: Said): Refused => (said ? { problem, said } : { problem });

const RECORDED = refused('case.conflict', {
  zh: '同一事实已有认定记录，不能重复认定。',
  en: 'The same fact is on record already and is not determined twice.',
});

/** Violated constraints that are rules of the domain, by name; a test holds that each name exists in the schema. */
/** Said by the rule and, where it does not know, by the database. */
export const ONE_PERSON = {
  zh: '您代理的人，或者代理您的人，已经办理过这一事项的另一环节；代理双方在一件事项中按一人计，须由第三人办理。本单位人手不足的，由上级单位的经办人承担一个环节。',
  en: 'Whoever you stand in for, or who stands in for you, has another part in this matter already; the two count as one, and a third person does this. Where the department has too few people, an officer of the superior department takes a part.',
} as const;

export const CONSTRAINT_PROBLEMS: Readonly<Record<string, Refused>> = {
  four_eyes: refused('four_eyes.violated'),
  case_participant_pkey: refused('four_eyes.violated'),
  four_eyes_delegate: refused('four_eyes.violated', ONE_PERSON),
  // the action names a part the officer does not have: they took another one at the same instant
  case_action_subject_key_fact_key_actor_id_part_fkey: refused('four_eyes.violated'),
  case_action_pkey: refused('case.conflict'),
  case_action_subject_key_fact_key_idempotency_key_key: refused('case.conflict'),
  record_pkey: RECORDED,
  record_change_pkey: refused('case.conflict'),
  full_report_pkey: refused('case.conflict'),
  provider_four_eyes: refused('four_eyes.violated'),
  provider_proposal_order: refused('case.conflict'),
  provider_decided_once: refused('case.conflict'),
  rights_one_open: refused('rights.already_open'),
  rights_participant_pkey: refused('four_eyes.violated'),
  rights_action_subject_key_request_id_actor_id_part_fkey: refused('four_eyes.violated'),
  rights_action_pkey: refused('case.conflict'),
  rights_request_subject_key_idempotency_key_key: refused('case.conflict'),
  list_entry_decision_pkey: refused('case.conflict'),
  // held by triggers on lists (migration 0013); the rules that refuse before say the same words
  edition_four_eyes: refused('four_eyes.violated', {
    zh: '本轮公示由您开始，须由信用主管部门另一位经办人发布。',
    en: 'You opened this round; another officer of the credit office publishes it.',
  }),
  list_decision_four_eyes: refused('four_eyes.violated', {
    zh: '该条目由您推荐，或者异议、冲突由您登记，须由信用主管部门另一位经办人决定。',
    en: 'You nominated this entry or recorded the doubt about it; another officer of the credit office decides.',
  }),
  // held by statement triggers on submission and record; the rules that refuse before say the same words
  catalogue_only: refused('action.not_available', {
    zh: '信息类别不在现行通知的目录之内，或不适用于这类主体，不能记录。',
    en: 'The kind is not in the catalogue of a notice in force, or not for such a subject; it cannot be recorded.',
  }),
  record_subject_key_case_key_key: refused('case.conflict', {
    zh: '该事项已有认定记录，不能重复认定。',
    en: 'The case is on record already and is not determined twice.',
  }),
  // held by triggers on cases and records (migration 0026), where a statement came past the rules
  acts_in_person: refused('four_eyes.violated'),
  change_in_person: refused('four_eyes.violated'),
  batch_reporter: refused('four_eyes.violated'),
  claim_reporter: refused('four_eyes.violated'),
  acts_within_role: refused('jurisdiction.denied'),
  acts_in_own_name: refused('four_eyes.violated'),
  nomination_of_department: refused('action.not_available'),
  list_needs_basis: refused('list.basis_missing'),
  round_lasts: refused('action.not_available'),
  round_of_nominated: refused('action.not_available'),
  sign_off_of_body: refused('action.not_available'),
  edition_gates: refused('action.not_available'),
  entry_of_edition: refused('action.not_available'),
  message_needs_account: refused('action.not_available'),
  told_as_it_stands: refused('case.conflict'),
  list_told_as_signed: refused('case.conflict'),
  withdrawal_told: refused('case.conflict'),
  objection_marked: refused('case.conflict'),
  logged_in_own_name: refused('permission.denied'),
  change_is_decided: refused('four_eyes.violated'),
  hold_is_granted: refused('four_eyes.violated'),
  competence_enacted: refused('jurisdiction.denied'),
  only_public_told: refused('action.not_available'),
  record_follows_case: refused('case.conflict'),
  fact_recorded_once: RECORDED,
  record_of_decision: RECORDED,
  adverse_was_heard: refused('action.not_available'),
  adverse_document_says_what: refused('action.not_available'),
  adverse_needs_document: refused('action.not_available'),
  list_duties_apart: refused('four_eyes.violated'),
  enactment_reach: refused('permission.denied'),
  enactment_four_eyes: refused('four_eyes.violated'),
  enacted_by_two: refused('four_eyes.violated'),
  enactment_decided_once: refused('case.conflict'),
  enactment_not_in_the_past: refused('action.not_available', {
    zh: '施行日期已到或者已过，不能再确认；请撤回后另定日期提出。',
    en: 'Its day has come already; withdraw it and propose it anew for a later day.',
  }),
  enactment_follows: refused('case.conflict', {
    zh: '同一通知刚有新的版本施行，本提案已不是下一版；请撤回后重新提出。',
    en: 'Another version was enacted meanwhile; withdraw this and propose it anew.',
  }),
  enactment_repealed: refused('action.not_available', {
    zh: '该通知已经废止，不能再施行；新的规定请另立通知。',
    en: 'The notice is repealed and is not enacted again; write another notice.',
  }),
  enactment_of_installation: refused('action.not_available', {
    zh: '该版本已由两人施行，不需要再确认。',
    en: 'Two officers enacted this version; it needs no acknowledgement.',
  }),
  enactment_acknowledged_pkey: refused('action.not_available', {
    zh: '您已经确认过这一版。',
    en: 'You have acknowledged this version already.',
  }),
  appointment_reach: refused('permission.denied'),
  appointment_ended: refused('action.not_available'),
  appointment_four_eyes: refused('four_eyes.violated'),
  appointment_not_to_oneself: refused('permission.denied'),
  appointment_decided_once: refused('case.conflict'),
  appointment_lapsed: refused('action.not_available'),
  appointment_two_administrators: refused('action.not_available', {
    zh: '现任管理员不足两人，只能先提出增加一位管理员。',
    en: 'There are fewer than two administrators: propose another one first.',
  }),
  officer_issuer_external_id_key: refused('officer.exists'),
  machine_client_pkey: refused('officer.exists'),
  role_ended: refused('action.not_available'),
  officer_role_once: refused('case.conflict'),
  department_retired: refused('action.not_available', {
    zh: '该单位已经撤销，不再接收新的报送、经办人和岗位。',
    en: 'The department is retired: it takes no new batches, officers or roles.',
  }),
  roles_apart: refused('action.not_available', {
    zh: '这些岗位不能由一人兼任，或者不能设在该单位。',
    en: 'These roles never meet in one person, or are not held in this department.',
  }),
  machine_reach: refused('permission.denied'),
  delegation_reach: refused('delegation.refused'),
  delegation_not_to_oneself: refused('delegation.refused'),
  session_over: refused('session.required'),
  assisted_by: refused('permission.denied'),
  // held by triggers and functions of the counter (migration 0025)
  counter_act_pkey: refused('case.conflict'),
  case_action_counter_act: refused('case.conflict'),
  rights_action_counter_act: refused('case.conflict'),
  full_report_counter_act: refused('case.conflict'),
  rights_request_counter_act: refused('case.conflict'),
  counter_outcome_pkey: refused('case.conflict'),
  counter_act_office: refused('permission.denied'),
  counter_confirmed: refused('action.not_available', {
    zh: '这一办理须由本人确认，尚未确认或者与确认的内容不符，没有办理。',
    en: 'The person has to confirm this; it is not confirmed, or not what was confirmed, and was not done.',
  }),
  counter_second_officer: refused('four_eyes.violated', {
    zh: '第二人须未参与该事项，且与代办人之间没有代理关系；请由本单位其他经办人到场确认。',
    en: 'The second officer must have no part in the matter, and neither stands in for the other; another officer of the body confirms.',
  }),
};

/** A partition's constraint is its table's, with the partition's number behind it (runtime/postgres/partitions.ts). */
const OF_PARTITION = /_p\d+$/;

/** Two people at the same instant: PostgreSQL asks one of them to try again. */
const TRY_AGAIN = new Set(['40001', '40P01', '55P03']);

/** What a refusal of PostgreSQL means in the domain; undefined for what is no rule of it. */
export function problemOfConstraint(error: unknown): Problem | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  const { code, constraint, message } = error as { code: unknown; constraint?: string; message?: string };
  const rule = constraint?.replace(OF_PARTITION, '');
  const known = rule !== undefined && Object.hasOwn(CONSTRAINT_PROBLEMS, rule) ? CONSTRAINT_PROBLEMS[rule] : undefined;
  if (known) return new Problem(known.problem, { said: known.said, cause: error });
  if (code === '42501' && message?.includes('row-level security'))
    return new Problem('jurisdiction.denied', { cause: error });
  if (typeof code === 'string' && TRY_AGAIN.has(code)) return new Problem('case.conflict', { cause: error });
  return undefined;
}
