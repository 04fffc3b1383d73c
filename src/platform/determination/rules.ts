/** What an officer may do to a case now, and if not, why not: one pure function for server, console and tests. */
import type { z } from 'zod';
import type { Availability as ShownAvailability } from '#contracts/case-actions.ts';
import type { Policy } from '#kernel/policy/policy.ts';
import { no, type Reason, type Refusal } from '#kernel/refusal/may.ts';
import type { Said } from '#kernel/refusal/said.ts';
import { type LocalDate, localDateAt } from '#kernel/time/local-date.ts';
import type { WorkingCalendar } from '#kernel/time/working-days.ts';
import { type Actor, hasRole, ROLE_TITLES } from '../access/actor.ts';
import type { Applicant } from '../access/applicant.ts';
import { actsFor } from '../access/jurisdiction.ts';
import type { Part } from '../database.ts';
import { type ActionName, type CaseState, type CaseView, isOwnReport } from './case.ts';
import { hasDecisionDocument } from './evidence/decision-document.ts';
import { ACTION_NAMES, ADVERSE_ACTIONS, noticeOf, TRANSITIONS } from './fold.ts';
import { responseWindowEnd } from './notice/response-window.ts';

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
      zh: '您已在该事项中承担其他环节；报送、审核、认定须由不同的人办理。',
      en: 'You already have another part in this case; reporting, review and determination are done by different people.',
    },
  },
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

/** Yes, and as whom the actor would act; or why not. */
export type MayAct = { readonly ok: true; readonly part: Part } | Refusal<UnavailableCode, string>;
/** The same, as it is told to a page. */
type Availability = z.infer<typeof ShownAvailability>;

export const ROLE_OF_PART = { reporter: 'reporter', reviewer: 'reviewer', determiner: 'determiner' } as const;
const CLOSED: ReadonlySet<CaseState> = new Set(['determined', 'withdrawn', 'refused']);

/** Where a case stands and what comes next: why an action is not open yet, or no longer. */
const STANDING: Readonly<Record<Exclude<CaseState, 'determined' | 'withdrawn' | 'refused'>, Said>> = {
  reported: { zh: '该事项待审核，须先审核通过。', en: 'The case waits for its review; that comes first.' },
  corrected: { zh: '该事项更正后待审核，须先审核通过。', en: 'The case was mended and waits for a new review.' },
  returned: {
    zh: '该事项已退回报送人，须先更正后重新提交。',
    en: 'The case was sent back and has to be mended first.',
  },
  reviewed: { zh: '该事项已审核，下一步是认定。', en: 'The case has been reviewed; determination comes next.' },
  'notice-served': {
    zh: '已告知当事人，正在等待陈述申辩或者期满。',
    en: 'The party has been told; their response, or the end of the window, is awaited.',
  },
  'response-received': {
    zh: '当事人已陈述申辩，下一步是审查其意见。',
    en: 'The party has responded; the response is considered next.',
  },
  'response-considered': {
    zh: '陈述申辩已审查，下一步是认定。',
    en: 'The response has been considered; determination comes next.',
  },
};
const NOTICE_NEXT = {
  zh: '该事项已审核，下一步是告知当事人。',
  en: 'The case has been reviewed; the party is told next.',
};

function wordsFor(because: UnavailableCode, view: CaseView, part: Part | undefined, policy: Policy): Said {
  const { state } = view;
  if (because === 'state' && state !== 'determined' && state !== 'withdrawn' && state !== 'refused')
    return state === 'reviewed' && policy.kind(view.submission.kind).polarity === 'adverse'
      ? NOTICE_NEXT
      : STANDING[state];
  if (because === 'role' && part !== undefined) {
    const { zh, en } = ROLE_TITLES[ROLE_OF_PART[part]];
    return { zh: `由${zh}岗位办理，您没有承担这一岗位。`, en: `For the ${en}; you do not hold that role.` };
  }
  return UNAVAILABLE[because].said;
}

/** Every action of the domain, each with whether this actor may take it on this case at this instant. */
export function availableActions(
  view: CaseView,
  actor: Actor,
  policy: Policy,
  now: Date,
  calendar: WorkingCalendar,
): readonly Availability[] {
  return ACTION_NAMES.map((action) => {
    const may = mayAct(action, view, actor, policy, now, calendar);
    if (may.ok) return { action, available: true, part: may.part };
    const { because, said, clause } = may;
    return { action, available: false, because, clause, zh: said.zh, en: said.en };
  });
}

export function mayAct(
  action: ActionName,
  view: CaseView,
  actor: Actor | Applicant,
  policy: Policy,
  now: Date,
  calendar: WorkingCalendar,
): MayAct {
  const part = TRANSITIONS[action][view.state];
  const because =
    (part === undefined ? (CLOSED.has(view.state) ? 'closed' : 'state') : undefined) ??
    (actor.kind === 'applicant' ? whyNotReporter(part!, view, actor) : whyNotOfficer(part!, view, actor, policy)) ??
    whyNotCase(action, view, policy, localDateAt(now), calendar);
  if (because === undefined) return { ok: true, part: part! };
  const { problem } = UNAVAILABLE[because];
  const said = wordsFor(because, view, part, policy);
  return no(because, { problem, said, clause: clauseOf(because, view, policy), extra: { because } });
}

/** The person themself, in what they reported; somebody at the counter with them has the reporter's part and no other. */
function whyNotReporter(
  part: Part,
  view: CaseView,
  { subjectKey, assistedBy }: Applicant,
): UnavailableCode | undefined {
  if (part !== 'reporter' || view.submission.reporterId !== subjectKey) return 'not-reporter';
  const known = assistedBy ? view.participants.get(assistedBy.id) : undefined;
  return known === undefined || known === 'reporter' ? undefined : 'four-eyes';
}

function whyNotOfficer(part: Part, view: CaseView, actor: Actor, policy: Policy): UnavailableCode | undefined {
  if (part === 'reporter' && isOwnReport(view.submission)) return 'own-report';
  if (actor.kind !== 'officer' && part !== 'reporter') return 'officer-only';
  if (actor.kind === 'system' || !hasRole(actor, ROLE_OF_PART[part])) return 'role';
  const department = part === 'reporter' ? view.submission.reportingDepartment : view.submission.competentDepartment;
  if (!actsFor(actor, department, policy)) return 'jurisdiction';
  if (part !== 'reporter' && view.submission.reportingSystemBy === actor.id) return 'four-eyes';
  const known = view.participants.get(actor.id);
  return known === undefined || known === part ? undefined : 'four-eyes';
}

function whyNotCase(
  action: ActionName,
  view: CaseView,
  policy: Policy,
  today: LocalDate,
  calendar: WorkingCalendar,
): UnavailableCode | undefined {
  const adverse = policy.kind(view.submission.kind).polarity === 'adverse';
  if (ADVERSE_ACTIONS.has(action) && !adverse) return 'good-information';
  switch (action) {
    case 'clear-suspicion':
      return view.suspicion && !view.suspicion.cleared ? undefined : 'not-suspect';
    case 'review':
      if (view.suspicion && !view.suspicion.cleared) return 'suspicion-open';
      return whyNotDocument(view, policy);
    case 'serve-notice':
      return whyNotDocument(view, policy);
    case 'determine':
      return adverse ? (whyNotDocument(view, policy) ?? whyNotHeard(view, policy, today, calendar)) : undefined;
    default:
      return undefined;
  }
}

function whyNotDocument(view: CaseView, policy: Policy): UnavailableCode | undefined {
  const kind = policy.kind(view.submission.kind);
  return kind.polarity === 'adverse' && !hasDecisionDocument(view.facts.decision, kind)
    ? 'decision-missing'
    : undefined;
}

/** adverse-needs-document: told beforehand, and either heard or the window is over (国办发〔2020〕49号). */
function whyNotHeard(
  view: CaseView,
  policy: Policy,
  today: LocalDate,
  calendar: WorkingCalendar,
): UnavailableCode | undefined {
  const notice = noticeOf(view);
  if (!notice) return 'notice-missing';
  if (view.state === 'response-received') return 'response-open';
  if (view.state === 'response-considered') return undefined;
  return today > responseWindowEnd(notice, policy, calendar) ? undefined : 'window-running';
}

function clauseOf(because: UnavailableCode, view: CaseView, policy: Policy): string {
  const kind = policy.kind(view.submission.kind);
  switch (because) {
    case 'decision-missing':
    case 'notice-missing':
    case 'window-running':
    case 'response-open':
    case 'good-information':
      return kind.clause;
    default:
      return policy.determination.clause;
  }
}
