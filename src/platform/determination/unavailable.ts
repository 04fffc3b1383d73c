/** Every reason why an action is not open, with what is said of it. */
import { ONE_PERSON } from '#kernel/refusal/constraints.ts';
import type { Reason } from '#kernel/refusal/may.ts';

export const UNAVAILABLE = {
  closed: { problem: 'action.not_available', said: { zh: '该事项已办结，不能再办理。', en: 'The case is closed.' } },
  state: {
    problem: 'action.not_available',
    said: { zh: '该事项目前所处环节不能进行此操作。', en: 'Not possible at the step the case stands at.' },
  },
  'good-information': {
    problem: 'action.not_available',
    said: { zh: '良好信息无需告知和听取陈述申辩。', en: 'Good information needs no notice and no hearing.' },
  },
  'officer-only': {
    problem: 'permission.denied',
    said: {
      zh: '审核、告知和认定须由经办人本人办理，不得由系统自动作出。',
      en: 'Review, notice and determination are done by an officer in person, never by a system.',
    },
  },
  role: {
    problem: 'permission.denied',
    said: { zh: '您没有承担这一环节的岗位。', en: 'You do not hold the role for this step.' },
  },
  jurisdiction: {
    problem: 'jurisdiction.denied',
    said: {
      zh: '该事项不属于您所在单位或其下属单位管辖。',
      en: 'The case is not for your department or those below it.',
    },
  },
  'four-eyes': {
    problem: 'four_eyes.violated',
    said: {
      zh: '您已在该事项中承担其他环节；报送、审核、认定须由不同的人办理。本单位不足三人的，由上级单位的经办人承担一个环节。',
      en: 'You already have another part in this case; reporting, review and determination are done by different people. Where the department has fewer than three, an officer of the superior department takes a part.',
    },
  },
  'four-eyes-delegate': { problem: 'four_eyes.violated', said: ONE_PERSON },
  'own-report': {
    problem: 'permission.denied',
    said: {
      zh: '该事项由本人上报，更正和撤回由本人办理；材料不全的请退回，本人会收到通知。',
      en: 'The person reported this themself and corrects or withdraws it; return it if something is missing, and they are told.',
    },
  },
  'not-reporter': {
    problem: 'permission.denied',
    said: {
      zh: '该事项不是您本人上报的，不能更正或者撤回；认为有误的可以提出异议。',
      en: 'You did not report this case and cannot correct or withdraw it; you may object to it.',
    },
  },
  'not-suspect': {
    problem: 'action.not_available',
    said: { zh: '该事项没有待核实的疑点。', en: 'The case has no doubt to clear.' },
  },
  'suspicion-open': {
    problem: 'action.not_available',
    said: {
      zh: '该事项有疑点，须先核对登记信息并说明理由，方可审核。',
      en: 'The case is in doubt: check it against the registry and give the reason before review.',
    },
  },
  'decision-missing': {
    problem: 'action.not_available',
    said: {
      zh: '不良信息须有已生效的决定文书：文书类型在目录规定之内，文号、作出机关、日期和依据齐全。请退回报送人补正。',
      en: 'Adverse information needs a decision in effect: a catalogued type, number, authority, date and basis. Return it to be completed.',
    },
  },
  'notice-missing': {
    problem: 'action.not_available',
    said: {
      zh: '认定不良信息前，须先书面告知当事人理由、依据和陈述申辩的权利。',
      en: 'The party has to be told reasons, basis and the right to respond in writing before adverse information is determined.',
    },
  },
  'window-running': {
    problem: 'action.not_available',
    said: { zh: '陈述申辩期限未满，尚不能认定。', en: 'The response window is still open.' },
  },
  'response-open': {
    problem: 'action.not_available',
    said: {
      zh: '当事人已陈述申辩，须先审查其意见，方可认定。',
      en: 'The party has responded; the response has to be considered first.',
    },
  },
} as const satisfies Record<string, Reason>;
export type UnavailableCode = keyof typeof UNAVAILABLE;
