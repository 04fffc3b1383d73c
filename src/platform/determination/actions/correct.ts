/** Whoever reported it mends the claim. The subject itself cannot be corrected: that would be another case. */
import { ACTION_PAYLOADS } from '#contracts/case-actions.ts';
import { checkOrganisationName } from '#kernel/identity/organisation-name.ts';
import { checkPersonName } from '#kernel/identity/person-name.ts';
import { sexOf } from '#kernel/identity/resident-id.ts';
import type { Policy } from '#kernel/policy/policy.ts';
import type { LocalDate } from '#kernel/time/local-date.ts';
import { decisionNumberFault } from '../../matter.ts';
import { requireAdultOn, type SealedPerson } from '../../person-seal.ts';
import { requireWithinDeeds } from '../../possible-day.ts';
import type { ActionPayloads, CaseView, Facts } from '../case.ts';
import { isDecisionType } from '../evidence/decision-document.ts';
import { type Action, type Asked, unchanged } from './action.ts';
import { invalid, requirePast } from './payload-faults.ts';

/** A person's corrected name is not in the log: it is sealed beside the action. */
export const CorrectPayload = ACTION_PAYLOADS.correct.omit({ person: true });

export const correct: Action<'correct'> = {
  title: { zh: '更正事项', en: 'Corrected a case' },
  asked: ACTION_PAYLOADS.correct,
  logged: CorrectPayload,
  from: { reported: 'reporter', corrected: 'reporter', returned: 'reporter', reviewed: 'reporter' },
  prepare: ({ person: _sealedApart, ...claimed }, view, { policy, today }) => {
    if (claimed.occurredOn !== undefined)
      requirePast(claimed.occurredOn, today, { zh: '发生日期', en: 'The day it happened' });
    if (claimed.decision) requireDecision(claimed.decision, view, policy, today);
    // of a person's corrected day the age is asked first (`correctedPerson`)
    const dayOfPerson = view.submission.subjectType === 'person' && claimed.occurredOn !== undefined;
    if (!dayOfPerson && (claimed.occurredOn !== undefined || claimed.decision)) {
      const decided = (claimed.decision ?? view.facts.decision)?.date;
      requireWithinDeeds(
        policy,
        (claimed.occurredOn ?? view.facts.occurredOn) as LocalDate,
        decided as LocalDate | undefined,
      );
    }
    if (claimed.organisationName === undefined) return claimed;
    return { ...claimed, organisationName: cleanName(claimed.organisationName, view) };
  },
  person: correctedPerson,
  // an edit resets approvals: review, cleared suspicion and served notice belonged to the claim as it was
  apply: (before, { at, payload }) => ({
    ...unchanged(before),
    facts: correctedFacts(before.facts, payload),
    corrections: before.corrections + 1,
    checkFrom: at,
    checkEndedAt: null,
    suspicion: before.suspicion && { ...before.suspicion, cleared: null },
    state: 'corrected',
    correctedAt: at,
  }),
  tellsReporter: ({ caseId, department }) => ({
    title: '已收到您的补正',
    text: `您补正后的事项 ${caseId} 已送到${department}重新核对。`,
  }),
};

function requireDecision(
  decision: NonNullable<Asked<'correct'>['decision']>,
  view: CaseView,
  policy: Policy,
  today: LocalDate,
): void {
  const kind = policy.kind(view.submission.kind);
  if (kind.polarity === 'good')
    invalid('良好信息不登记处罚等决定文书。', 'Good information carries no decision of penalty.');
  if (!isDecisionType(decision.type, kind))
    invalid(
      `决定文书类型须为：${kind.decisionTypes.map((type) => type.title).join('、')}。`,
      `The type of the decision must be one of: ${kind.decisionTypes.map((type) => type.title).join(', ')}.`,
    );
  requirePast(decision.date, today, { zh: '决定日期', en: 'The day of the decision' });
  if (decisionNumberFault(decision.number) !== undefined)
    invalid(
      '文号填成了日期，或者被表格软件当作数字改写，请按文书填写文号。',
      'The number of the decision is a day, or a spreadsheet rewrote it: copy it from the document.',
    );
}

function cleanName(organisationName: string, view: CaseView): string {
  if (view.submission.subjectType === 'person')
    invalid('该事项的主体是自然人，没有单位名称。', 'The case is about a person, not an organisation.');
  const name = checkOrganisationName(organisationName);
  if (!name.ok || name.doubt)
    invalid(
      '单位名称不规范，请按营业执照或登记证书填写一个单位的全称。',
      'Write the full name of one organisation as on its licence or certificate.',
    );
  return name.name;
}

/** The number itself cannot be corrected. adults-only (5.2) is judged on the day of the fact: another day asks again. */
function correctedPerson(
  { person, occurredOn, decision }: Asked<'correct'>,
  known: () => SealedPerson | null,
  policy: Policy,
): SealedPerson | null {
  if (person === undefined && occurredOn === undefined) return null;
  const before = known();
  if (before && occurredOn !== undefined) {
    requireAdultOn(before, policy, occurredOn);
    requireWithinDeeds(policy, occurredOn as LocalDate, decision?.date as LocalDate | undefined);
  }
  if (person === undefined) return null;
  if (!before)
    invalid(
      '该事项的主体是单位，没有姓名和性别。',
      'The case is about an organisation, which has neither name of a person nor sex.',
    );
  const name = checkPersonName(person.name);
  if (!name.ok || name.doubt === 'several')
    invalid(
      '姓名不规范，请按有效身份证件填写一个人的全名，姓名中间不留空格。',
      'Write one person’s name in full, as on the valid document, without blanks inside a Chinese name.',
    );
  if (before.documentType === 'resident-id' && sexOf(before.documentNumber) !== person.sex)
    invalid('性别与身份证号码不一致。', 'The sex does not agree with the identity number.');
  return { ...before, name: name.name, sex: person.sex };
}

function correctedFacts(facts: Facts, correction: ActionPayloads['correct']): Facts {
  return {
    matter: correction.matter ?? facts.matter,
    occurredOn: correction.occurredOn ?? facts.occurredOn,
    organisationName: correction.organisationName ?? facts.organisationName,
    decision: correction.decision ?? facts.decision,
  };
}
