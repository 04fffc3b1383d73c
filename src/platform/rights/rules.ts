/** What may be done with a request now, by whom, and if not, why not: one pure function for server, console and /my. */
import type { RightsActionName, RightsKind } from '#contracts/rights.ts';
import type { Polarity, SubjectType } from '#contracts/vocabulary.ts';
import { type May, no, type Reason, YES } from '#kernel/refusal/may.ts';
import type { Said } from '#kernel/refusal/said.ts';
import { addMonths, type LocalDate, localDateAt, toLocalDate } from '#kernel/time/local-date.ts';
import { type Actor, hasRole, type Role } from '../access/actor.ts';
import { type Applicant, subjectsOf } from '../access/applicant.ts';
import { actsFor } from '../access/jurisdiction.ts';
import { handledBy, type Rules, reviewUntil } from './clocks.ts';
import { TRANSITIONS } from './fold.ts';
import type { RequestView } from './request.ts';

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
      zh: '您已在该申请中承担其他环节；核查、决定、复核须由不同的人办理。',
      en: 'You have another part in this request; assessing, deciding and reviewing are done by different officers.',
    },
  },
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

function whyNotApplicant({ asked }: RequestView, who: Actor | Applicant): RightsUnavailable | undefined {
  // what a department began of its own motion is for it to see through, not for the subject to stop
  if (who.kind !== 'applicant' || asked.channel === 'department') return 'applicant-only';
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
  if (!hasRole(actor, ...rolesFor(action, view, rules))) return 'role';
  if (office ? actor.departmentId !== body : !actsFor(actor, body, rules.policy)) return 'jurisdiction';
  const known = view.participants.get(actor.id);
  if (known !== undefined && known !== part) return 'four-eyes';
  const contested = view.asked.kind === 'objection' || action === 'decide-review';
  return contested && determinedBy === actor.id ? 'own-determination' : undefined;
}

/** What stands about the case somebody asks about. */
export interface Target {
  readonly polarity: Polarity;
  readonly subjectType: SubjectType;
  readonly recordKind: string;
  /** null: not determined yet */
  readonly determinedOn: LocalDate | null;
  /** the case ended without a record */
  readonly caseEnded: boolean;
  /** repaired, revoked, or over by date */
  readonly recordEnded: boolean;
  readonly objectionOpen: boolean;
  readonly held: boolean;
  /** first day a hold about it began */
  readonly heldFrom: LocalDate | null;
}

/** What somebody is told before they ask; the words are there also where the answer is yes. */
export interface Possibility {
  readonly may: May;
  readonly said: Said;
  readonly from: LocalDate | null;
  readonly until: LocalDate | null;
  readonly citation: string;
}

/** Whether a request of this kind can be made about the case today, from when and until when, and in words why not. */
export function mayAsk(kind: RightsKind, target: Target, today: LocalDate, rules: Rules): Possibility {
  switch (kind) {
    case 'objection':
      return objection(target, today, rules);
    case 'repair':
      return repair(target, today, rules);
    case 'relief':
      return relief(target, today, rules);
  }
}

interface Span {
  readonly from?: LocalDate;
  readonly until?: LocalDate;
}

const possible = (citation: string, said: Said, { from, until }: Span = {}): Possibility => ({
  ...{ may: YES, said, from: from ?? null, until: until ?? null, citation },
});
const impossible = (because: string, citation: string, said: Said, span?: Span): Possibility => ({
  ...possible(citation, said, span),
  may: no(because, { problem: 'action.not_available', said, clause: citation || undefined }),
});

function objection(target: Target, today: LocalDate, { policy }: Rules): Possibility {
  const { citation } = policy.timerOn('objection-own', today);
  if (target.determinedOn === null)
    return impossible('no-record', citation, {
      zh: target.caseEnded
        ? '该事项没有形成记录，无需异议。'
        : '该事项尚未认定，没有形成记录；不良信息可以在告知后陈述申辩。',
      en: 'There is no record to object to yet.',
    });
  if (target.recordEnded)
    return impossible('record-ended', citation, {
      zh: '该记录已经修复、撤销或者到期，不再显示。',
      en: 'The record is no longer shown.',
    });
  if (target.objectionOpen)
    return impossible('objection-open', citation, {
      zh: '已有一件异议正在处理。',
      en: 'An objection is being handled already.',
    });
  return possible(citation, {
    zh: '认为记录有误的，随时可以提出异议；提出后即在记录上标注。',
    en: 'You may object at any time; the record is marked at once.',
  });
}

function repair(target: Target, today: LocalDate, { policy }: Rules): Possibility {
  const grade = policy.kind(target.recordKind).repairGrade;
  const repairGrade = policy.repair.find(({ id }) => id === grade);
  if (target.polarity === 'good' || !repairGrade)
    return impossible('good', '', { zh: '良好信息无需信用修复。', en: 'Good information needs no repair.' });
  const determined = target.determinedOn;
  const entry = (on: LocalDate) => repairGrade.range.findLast(({ from }) => from <= on) ?? repairGrade.range[0];
  const citation = entry(today)?.citation ?? '';
  if (determined === null)
    return impossible('no-record', citation, {
      zh: '尚未认定，没有需要修复的记录。',
      en: 'There is no record to repair.',
    });
  if (target.recordEnded)
    return impossible('record-ended', citation, {
      zh: '该记录已经修复、撤销或者到期，无需再修复。',
      en: 'The record has ended.',
    });
  // the milder of the rule at the time and the rule of today (行政处罚法 37)
  const months = Math.min(...[entry(determined), entry(today)].map((one) => one?.value.minimumMonths ?? 0));
  const from = addMonths(determined, months);
  const until = addMonths(
    determined,
    Math.min(...[entry(determined), entry(today)].map((one) => one?.value.maximumMonths ?? Infinity)),
  );
  if (today < from)
    return impossible(
      'too-early',
      citation,
      { zh: `最短公示期未满，自 ${from} 起可以申请修复。`, en: `Repair can be asked for from ${from}.` },
      { from, until },
    );
  return possible(
    citation,
    {
      zh: '可以申请信用修复，只需履行义务的证明和信用承诺，不收费。',
      en: 'Repair can be asked for now, free of charge.',
    },
    { from, until },
  );
}

function relief(target: Target, today: LocalDate, rules: Rules): Possibility {
  const { relief: rule } = rules.policy;
  if (!rule)
    return impossible('no-relief', '', { zh: '现行政策没有暂不纳入的规定。', en: 'The policy has no relief.' });
  const citation = `${rules.policy.document.number} ${rule.clause}`;
  if (target.polarity === 'good' || target.subjectType === 'person')
    return impossible('small-firms-only', citation, {
      zh: '暂不纳入只适用于因疫情造成的中小微企业失信记录。',
      en: 'Relief is for adverse records of small firms only.',
    });
  if (target.caseEnded || target.recordEnded)
    return impossible('record-ended', citation, {
      zh: '该事项已经办结，没有需要暂缓的记录。',
      en: 'There is nothing to hold.',
    });
  const last = reliefLatest(target.heldFrom ?? today, rules);
  if (last <= today)
    return impossible(
      'used-up',
      citation,
      { zh: `暂不纳入已满最长期限（${last}）。`, en: 'The longest hold is used up.' },
      { until: last },
    );
  return possible(
    citation,
    {
      zh: `因疫情造成失信的中小微企业可以申请，最长至 ${last}。`,
      en: `Can be asked for, until ${last} at the latest.`,
    },
    { until: last },
  );
}

/** Counted from the first day of the first hold: an extension never passes it. */
export function reliefLatest(heldFrom: LocalDate, { policy }: Rules): LocalDate {
  const { amount, unit } = policy.timerOn(policy.relief?.holdMaximum ?? 'relief-hold-maximum', heldFrom);
  return toLocalDate(addMonths(heldFrom, unit === 'years' ? amount * 12 : amount));
}
