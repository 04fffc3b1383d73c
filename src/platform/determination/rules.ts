/** What an officer may do to a case now, and if not, why not: one pure function for server, console and tests. */
import type { z } from 'zod';
import type { Availability as ShownAvailability } from '#contracts/case-actions.ts';
import type { CaseState, Part } from '#contracts/vocabulary.ts';
import type { Policy } from '#kernel/policy/policy.ts';
import { no, type Refusal } from '#kernel/refusal/may.ts';
import type { Said } from '#kernel/refusal/said.ts';
import { localDateAt } from '#kernel/time/local-date.ts';
import type { WorkingCalendar } from '#kernel/time/working-days.ts';
import { type Actor, hasRole, ROLE_TITLES } from '../access/actor.ts';
import type { Applicant } from '../access/applicant.ts';
import { actsFor } from '../access/jurisdiction.ts';
import { completesOneself } from '../access/one-person.ts';
import { isAdverse, type Rules } from './actions/action.ts';
import { ACTION_NAMES, ACTIONS } from './actions/index.ts';
import { type ActionName, type CaseView, CLOSED, isOwnReport, ROLE_OF_PART } from './case.ts';
import { UNAVAILABLE, type UnavailableCode } from './unavailable.ts';

/** Yes, and as whom the actor would act; or why not. */
export type MayAct = { readonly ok: true; readonly part: Part } | Refusal<UnavailableCode, string>;
/** The same, as it is told to a page. */
type Availability = z.infer<typeof ShownAvailability>;

/** Where a case stands and what comes next: why an action is not open yet, or no longer. */
const STANDING: Readonly<Record<Exclude<CaseState, 'determined' | 'lapsed' | 'withdrawn' | 'refused'>, Said>> = {
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
  if (
    because === 'state' &&
    state !== 'determined' &&
    state !== 'lapsed' &&
    state !== 'withdrawn' &&
    state !== 'refused'
  )
    return state === 'reviewed' && isAdverse(view, policy) ? NOTICE_NEXT : STANDING[state];
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
  const part = ACTIONS[action].from[view.state];
  const because =
    (part === undefined ? (CLOSED.has(view.state) ? 'closed' : 'state') : undefined) ??
    (actor.kind === 'applicant' ? whyNotReporter(part!, view, actor) : whyNotOfficer(part!, view, actor, policy)) ??
    whyNotCase(action, view, { policy, calendar, today: localDateAt(now) });
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

/** For whom a part acts: who reports for the department that reports, the others for the one that decides. */
export const departmentOf = (part: Part, submission: CaseView['submission']): string =>
  part === 'reporter' ? submission.reportingDepartment : submission.competentDepartment;

function whyNotOfficer(part: Part, view: CaseView, actor: Actor, policy: Policy): UnavailableCode | undefined {
  if (part === 'reporter' && isOwnReport(view.submission)) return 'own-report';
  if (actor.kind !== 'officer' && part !== 'reporter') return 'officer-only';
  if (actor.kind === 'system' || !hasRole(actor, ROLE_OF_PART[part])) return 'role';
  const department = departmentOf(part, view.submission);
  if (!actsFor(actor, department, policy, ROLE_OF_PART[part])) return 'jurisdiction';
  if (part !== 'reporter' && view.submission.reportingSystemBy === actor.id) return 'four-eyes';
  const known = view.participants.get(actor.id);
  if (known !== undefined && known !== part) return 'four-eyes';
  return completesOneself<Part | 'counter'>(part, actor, view) ? 'four-eyes-delegate' : undefined;
}

function whyNotCase(action: ActionName, view: CaseView, rules: Rules): UnavailableCode | undefined {
  const { adverseOnly, hindrance } = ACTIONS[action];
  if (adverseOnly && !isAdverse(view, rules.policy)) return 'good-information';
  return hindrance?.(view, rules);
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
