/**
 * Triggers and CHECKs of the three databases that tests/invariants do not take away: by the trigger's function, or by the constraint, the test
 * that shows it refusing, or why nothing rests on it but order in the tables.
 */
type Shown = Readonly<Record<string, string>>;
type BySystem = Readonly<Record<'platform' | 'points' | 'site', Shown>>;

const ACCESS = 'src/platform/access/';
const APPEND_ONLY = 'src/platform/append-only.pg.test.ts';
const IN_LOG = 'tests/kept-rows.pg.test.ts';
const COUNTER = 'src/platform/counter-desk/counter-desk.statements.pg.test.ts';
const ENTRIES = 'src/platform/lists/entries.pg.test.ts';
const LISTABLE = 'src/platform/lists/listable.pg.test.ts';
const PUBLICATION = 'src/platform/lists/publication.pg.test.ts';
const ENACTING = 'src/platform/enacting/enacting.pg.test.ts';
const REACH = `${ACCESS}reaching-oneself.statements.pg.test.ts`;
const TWO = `${ACCESS}two-people.statements.pg.test.ts`;
const DELEGATES = `${ACCESS}delegates-count.pg.test.ts`;

/** Name of the function: where it is shown. `_in_log`: every function of that ending. */
export const FUNCTIONS: BySystem = {
  platform: {
    _in_log: IN_LOG,
    acts_in_own_name: 'tests/invariants/lists.pg.test.ts',
    appointment_carried_out: TWO,
    appointment_decided: TWO,
    appointment_proposed: TWO,
    appointment_within_reach: REACH,
    case_counts_delegates: DELEGATES,
    claim_has_its_reporter: 'tests/invariants/changes.pg.test.ts',
    confirmer_did_not_propose: 'src/platform/providers/providers.pg.test.ts',
    counter_act_has_authority: COUNTER,
    counter_act_is_told: COUNTER,
    counter_act_takes_part: COUNTER,
    counter_apart_from_entry: COUNTER,
    counter_apart_from_request: COUNTER,
    decider_stands_apart: PUBLICATION,
    delegation_apart: TWO,
    delegation_ends_once: `${ACCESS}delegations.pg.test.ts`,
    delegation_within_department: REACH,
    delegation_within_reach: REACH,
    department_from_pack: REACH,
    edition_names_entry: ENTRIES,
    enactment_acknowledged_by: ENACTING,
    enactment_carried_out: ENACTING,
    enactment_decided: ENACTING,
    enactment_proposed: ENACTING,
    enactment_follows: 'src/platform/policy/enactment.pg.test.ts',
    entry_decided_in_person: PUBLICATION,
    entry_ends_with_record: ENTRIES,
    file_kept_longer_only: 'no test takes it away yet; a file is deleted by its sweep alone',
    fits_its_list: ENTRIES,
    list_stays_what_it_is: ENTRIES,
    listed_once: ENTRIES,
    machine_within_reach: REACH,
    party_asks: COUNTER,
    party_moves_case: 'tests/attacks/in-another-name.pg.test.ts',
    party_reports: COUNTER,
    party_speaks_in_request: COUNTER,
    party_takes_report: COUNTER,
    refuse_change: APPEND_ONLY,
    refuse_change_but_of_seal: APPEND_ONLY,
    refuse_retired: `${ACCESS}departments.pg.test.ts`,
    rights_count_delegates: DELEGATES,
    role_apart: TWO,
    role_ended_by: REACH,
    role_ends_once: REACH,
    role_held_once: REACH,
    roles_apart_floor: TWO,
    round_opened_apart: 'no test takes it away yet; list_sign_off.duties_apart and edition.duties_apart are',
    takes_part_in_person: 'tests/invariants/changes.pg.test.ts',
  },
  points: {
    _in_log: 'src/points/log.pg.test.ts',
    benefit_is_enacted: 'tests/invariants/points-and-site.pg.test.ts',
    due_at_once: 'no test takes it away yet; of the platform’s outbox_due tests/attacks takes sooner_only away',
    logged_with_rows: 'src/points/log.pg.test.ts',
    refuse_change: 'src/points/log.pg.test.ts',
  },
  site: {
    list_stays_what_it_is: ENTRIES,
    refuse_change: 'src/site/site.pg.test.ts',
    text_names_nobody: 'tests/invariants/points-and-site.pg.test.ts',
  },
};

/** What a CHECK of this form holds is the shape of one value: words of a closed set, a sign, a length, a digest's form. */
export const SHAPES: readonly RegExp[] = [
  /^CHECK \(\(\w+ = (ANY \(ARRAY\[|')/,
  /^CHECK \(\(\w+ [<>=]+ \d+\)\)$/,
  /^CHECK \(\(\(?(octet_)?length\(/,
  /^CHECK \(\w+\)$/,
  /^CHECK \(\(\w+ ~ '/,
  /^CHECK \(\(\(\w+ >= \d+\) AND \(\w+ <= \d+\)\)\)$/,
  /^CHECK \(\(\w+ <@ ARRAY/,
  /^CHECK \(\(cardinality\(\w+\) [>=]+ \w+\)\)$/,
  /^CHECK \(\(num_nulls\(/,
];

const PERIOD = 'an end is not before its beginning';
const TOGETHER = 'columns that stand or lack together';

export const CHECKS: BySystem = {
  platform: {
    'appointment_decision.appointment_decision_check': TOGETHER,
    'appointment_proposal.appointment_not_to_oneself': TWO,
    'appointment_proposal.appointment_of_somebody_new': TOGETHER,
    'appointment_proposal.appointment_proposal_check1': TOGETHER,
    'appointment_proposal.appointment_restores': TOGETHER,
    'appointment_proposal.appointment_roles_known': 'words of a closed set',
    'audit_checkpoint.audit_checkpoint_check': PERIOD,
    'audit_entry.look_names_whose': 'tests/access/looked-at.pg.test.ts',
    'audit_entry.look_says_why': 'tests/access/looked-at.pg.test.ts',
    'batch.batch_check': 'src/platform/intake/intake.pg.test.ts',
    'batch.file_has_reporter': TOGETHER,
    'batch.refused_for_the_files_fault': 'src/platform/intake/intake.pg.test.ts',
    'batch.waits_while_processing': TOGETHER,
    'case_action.case_action_check': 'case_action_has_its_part and the reference to case_participant hold more',
    'counter_act.counter_act_about': TOGETHER,
    'counter_act.counter_act_authority': COUNTER,
    'counter_act.counter_act_sealed': TOGETHER,
    'counter_act.counter_act_waits': COUNTER,
    'counter_act.counter_act_window': COUNTER,
    'counter_outcome.counter_outcome_form': TOGETHER,
    'counter_outcome.counter_outcome_means': TOGETHER,
    'delegation.delegation_check': 'nobody stands in for themself; delegation_not_to_oneself and the trigger hold more',
    'delegation.delegation_check1': PERIOD,
    'delegation.delegation_check2': TOGETHER,
    'delegation.delegation_not_to_oneself': REACH,
    'enactment_noted.enactment_noted_noted_check': 'no login of the application writes an enactment',
    'enactment_proposal.enactment_not_in_the_past': ENACTING,
    'enactment_proposal.enactment_proposal_items_check': 'what is no list of versions enacts nothing',
    'enactment_proposal.enactment_proposal_rehearsal_check': 'what is no rehearsal is shown as none',
    'enactment_repeal.repealed_by_two': 'no login of the application writes a repeal',
    'enactment.enacted_by_two': 'no login of the application writes an enactment',
    'enactment.enactment_check': PERIOD,
    'enactment.enactment_check1': 'no login of the application writes an enactment',
    'enactment.enactment_compiled_check': 'no login of the application writes an enactment',
    'enactment.first_enacted_by_installation': 'no login of the application writes an enactment',
    'entry.entry_no_sole_trader': LISTABLE,
    'evidence.evidence_check': TOGETHER,
    'evidence.evidence_check1': TOGETHER,
    'evidence.evidence_check2': TOGETHER,
    'list_entry.list_entry_no_sole_trader': LISTABLE,
    'list_round.list_round_check': 'trigger lasts holds more',
    'machine_client.machine_two_people': TWO,
    'officer_role.officer_role_end': TOGETHER,
    'officer_role.officer_role_not_to_oneself': REACH,
    'officer_role.officer_role_period': PERIOD,
    'officer_role.officer_role_two_people': TWO,
    'provider_decision.provider_decision_check': TOGETHER,
    'provider_proposal.provider_proposal_check': TOGETHER,
    'provider_proposal.provider_proposal_check1': TOGETHER,
    'record.record_check': TOGETHER,
    'record.record_check1': PERIOD,
    'relief_hold.relief_hold_check': PERIOD,
    'rights_action.rights_action_has_its_part': 'tests/invariants/changes.pg.test.ts',
    'roles_apart.roles_apart_check': 'no login of the application writes it',
    'subject_notice.subject_notice_check': TOGETHER,
    'submission.submission_check': TOGETHER,
    'submission.submission_check1': TOGETHER,
    'submission.submission_check2': TOGETHER,
  },
  points: {
    'audit_checkpoint.audit_checkpoint_check': PERIOD,
    'audit_entry.citizens_have_no_name': 'src/points/log.pg.test.ts',
    'benefit_code.benefit_code_check': PERIOD,
    'contribution.withdrawn_says_nothing': TOGETHER,
    'rules_enactment.told_while_telling': TOGETHER,
  },
  site: {
    'organisation.organisation_check': 'a row of which nothing is known is no organisation',
    'organisation.organisation_check1': 'src/site/organisations.pg.test.ts',
    'punctuality.punctuality_check': 'tests/site-punctuality.pg.test.ts',
  },
};
