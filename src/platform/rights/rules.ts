/** What may be done with a request now, by whom, and if not, why not: one pure function for server, console and /my. */
import type { RightsActionName } from '#contracts/rights.ts';
import { ONE_PERSON } from '#kernel/refusal/constraints.ts';
import { type May, no, type Reason, titled, YES } from '#kernel/refusal/may.ts';
import { localDateAt } from '#kernel/time/local-date.ts';
import { type Actor, hasRole, holdsIn, type Role } from '../access/actor.ts';
import { type Applicant, subjectsOf } from '../access/applicant.ts';
import { actsFor } from '../access/jurisdiction.ts';
import { completesOneself } from '../access/one-person.ts';
import { handledBy, type Rules, reviewUntil } from './clocks.ts';
import { TRANSITIONS } from './fold.ts';
import { type RequestView, type RightsPart, WAITING } from './request.ts';

export const UNAVAILABLE = {
  state: {
    problem: 'action.not_available',
    said: { zh: '该申请目前所处环节不能进行此操作。', en: 'The request is not at this step.' },
  },
  'assess-first': {
    problem: 'action.not_available',
    said: {
      zh: '须先由另一人核查并提出意见，再作出决定。',
      en: 'Somebody else checks and gives an opinion first; then it is decided.',
    },
  },
  'not-this-kind': {
    problem: 'action.not_available',
    said: { zh: '这类申请没有这一步。', en: 'Requests of this kind have no such step.' },
  },
  'applicant-only': {
    problem: 'permission.denied',
    said: { zh: '只能由申请人本人办理。', en: 'Only the applicant can do this.' },
  },
  'officer-only': { problem: 'permission.denied', said: { zh: '须由经办人办理。', en: 'An officer does this.' } },
  role: {
    problem: 'permission.denied',
    said: { zh: '您没有承担这一环节的岗位。', en: 'Your roles do not include this step.' },
  },
  jurisdiction: {
    problem: 'jurisdiction.denied',
    said: { zh: '这一环节不由您所在单位办理。', en: 'Another department handles this step.' },
  },
  'four-eyes': {
    problem: 'four_eyes.violated',
    said: {
      zh: '您已在该申请中承担其他环节；核查、决定、复核须由不同的人办理。本单位不足三人的，由上级单位的经办人承担一个环节。',
      en: 'You have another part in this request; assessing, deciding and reviewing are done by different officers. Where the department has fewer than three, an officer of the superior department takes a part.',
    },
  },
  'four-eyes-delegate': { problem: 'four_eyes.violated', said: ONE_PERSON },
  'own-determination': {
    problem: 'four_eyes.violated',
    said: {
      zh: '所异议的认定由您作出，应由其他人核查和决定。',
      en: 'The contested determination is yours: somebody else assesses and decides.',
    },
  },
  'window-over': {
    problem: 'action.not_available',
    said: { zh: '申请复核的期限已过。', en: 'The time to ask for a review is over.' },
  },
  'already-released': {
    problem: 'action.not_available',
    said: { zh: '暂不纳入已经解除。', en: 'The hold has been released.' },
  },
} as const satisfies Record<string, Reason>;
export type RightsUnavailable = keyof typeof UNAVAILABLE;

/** Who made the determination in question: they neither assess nor decide an objection to it. */
export interface Determination {
  readonly determinedBy: string | null;
}

const ROLES_OF: Readonly<Record<RightsActionName, readonly ('reviewer' | 'determiner' | 'credit-office')[]>> = {
  'ask-provider': ['credit-office'],
  assess: ['reviewer', 'determiner'],
  return: ['determiner'],
  supplement: [],
  decide: ['determiner'],
  withdraw: [],
  'ask-review': [],
  'decide-review': ['determiner'],
  release: ['determiner'],
};

/** Whether `who` can take this action now, and if not, why not. */
export function mayAct(
  action: RightsActionName,
  view: RequestView,
  who: Actor | Applicant,
  determination: Determination,
  now: Date,
  rules: Rules,
): May<RightsUnavailable, string> {
  const because = whyNot(action, view, who, determination, now, rules);
  return because === undefined ? YES : no(because, { ...UNAVAILABLE[because], clause: clauseOf(view, now, rules) });
}

/** Clause or article that governs requests of this kind. */
function clauseOf({ asked }: RequestView, now: Date, { policy }: Rules): string {
  if (asked.kind === 'relief') return policy.relief?.clause ?? '';
  return policy.timerOn(asked.kind === 'objection' ? 'objection-own' : 'repair-execution', localDateAt(now)).citation;
}

function whyNot(
  action: RightsActionName,
  view: RequestView,
  who: Actor | Applicant,
  determination: Determination,
  now: Date,
  rules: Rules,
): RightsUnavailable | undefined {
  const { kinds, from, part } = TRANSITIONS[action];
  if (!kinds.includes(view.asked.kind)) return 'not-this-kind';
  if (!from.includes(view.state)) return action === 'decide' && isUnassessed(view) ? 'assess-first' : 'state';
  if (action === 'ask-review' && localDateAt(now) > (reviewUntil(view, rules) ?? '')) return 'window-over';
  if (action === 'release' && view.releasedAt !== null) return 'already-released';
  if (part === null) return whyNotApplicant(view, who);
  if (who.kind !== 'officer') return 'officer-only';
  return whyNotOfficer(action, view, who, determination, rules);
}

/** The roles a step is open to where the request stands; none for what only the applicant does. At the credit office its own role takes every step. */
export function rolesFor(action: RightsActionName, view: RequestView, rules: Rules): readonly Role[] {
  if (TRANSITIONS[action].part === null) return [];
  return handledBy(view, rules.policy) === rules.policy.creditOffice ? ['credit-office'] : ROLES_OF[action];
}

const isUnassessed = ({ state }: RequestView): boolean => state === 'open' || state === 'with-provider';

function whyNotApplicant({ asked, participants }: RequestView, who: Actor | Applicant): RightsUnavailable | undefined {
  // what a department began of its own motion is for it to see through, not for the subject to stop
  if (who.kind !== 'applicant' || asked.channel === 'department') return 'applicant-only';
  const known = who.assistedBy ? participants.get(who.assistedBy.id) : undefined;
  if (known !== undefined && known !== 'asker' && known !== 'counter') return 'four-eyes';
  return subjectsOf(who).some((key) => key === asked.subjectKey) ? undefined : 'applicant-only';
}

function whyNotOfficer(
  action: RightsActionName,
  view: RequestView,
  actor: Actor,
  { determinedBy }: Determination,
  rules: Rules,
): RightsUnavailable | undefined {
  const { part } = TRANSITIONS[action];
  const body = handledBy(view, rules.policy);
  const office = body === rules.policy.creditOffice;
  const roles = rolesFor(action, view, rules);
  if (!hasRole(actor, ...roles)) return 'role';
  if (office ? !holdsIn(actor, body, ...roles) : !actsFor(actor, body, rules.policy, ...roles)) return 'jurisdiction';
  const known = view.participants.get(actor.id);
  if (known !== undefined && known !== part) return 'four-eyes';
  if (part !== null && completesOneself<RightsPart>(part, actor, view)) return 'four-eyes-delegate';
  const contested = view.asked.kind === 'objection' || action === 'decide-review';
  return contested && determinedBy === actor.id ? 'own-determination' : undefined;
}

/** Proof is added and taken back while the request is open: what was decided on stays as it was. */
export function mayChangeProof({ state }: RequestView): May {
  if (WAITING.has(state)) return YES;
  return no('ended', {
    problem: 'action.not_available',
    said: {
      zh: '该申请已经办结，不能再添加或者撤回材料。',
      en: 'The request is settled; nothing is added or taken back any more.',
    },
  });
}

/** Files are for who handles the request: the department concerned, the body that reviews, and the credit office. */
export function mayOpenProof(view: RequestView, actor: Actor, policy: Rules['policy']): May {
  if (actor.kind !== 'officer') return no('officer-only', titled('permission.denied'));
  if (holdsIn(actor, policy.creditOffice, 'credit-office')) return YES;
  if (!hasRole(actor, 'reviewer', 'determiner')) return no('role', titled('permission.denied'));
  const bodies = [view.asked.departmentId, handledBy(view, policy)];
  return bodies.some((body) => actsFor(actor, body, policy, 'reviewer', 'determiner'))
    ? YES
    : no('jurisdiction', titled('jurisdiction.denied'));
}
