/** The state of a case is a fold over its actions. The table of what may follow what lives here, once. */
import type { CaseState, Part } from '#contracts/vocabulary.ts';
import type {
  ActionName,
  ActionPayloads,
  CaseAction,
  CaseView,
  Consideration,
  Facts,
  Notice,
  Standing,
  Submission,
} from './case.ts';

type PartsByState = Partial<Record<CaseState, Part>>;

const FIRST_LOOK: PartsByState = { reported: 'reviewer', corrected: 'reviewer' };
/** Before a review the reviewer sends back or refuses, after it the determiner. */
const STOPPING: PartsByState = {
  ...FIRST_LOOK,
  reviewed: 'determiner',
  'notice-served': 'determiner',
  'response-received': 'determiner',
  'response-considered': 'determiner',
};

/** In which state an action is possible at all, and as whom one takes it. Who works on the case (reviewer) never decides it (determiner). */
export const TRANSITIONS: Readonly<Record<ActionName, PartsByState>> = {
  'clear-suspicion': FIRST_LOOK,
  review: FIRST_LOOK,
  return: STOPPING,
  refuse: STOPPING,
  correct: { reported: 'reporter', corrected: 'reporter', returned: 'reporter', reviewed: 'reporter' },
  withdraw: {
    reported: 'reporter',
    corrected: 'reporter',
    returned: 'reporter',
    reviewed: 'reporter',
    'notice-served': 'reporter',
    'response-received': 'reporter',
    'response-considered': 'reporter',
  },
  'serve-notice': { reviewed: 'reviewer' },
  // late and further responses count until the determination
  'receive-response': {
    'notice-served': 'reviewer',
    'response-received': 'reviewer',
    'response-considered': 'reviewer',
  },
  'consider-response': { 'response-received': 'determiner' },
  // with a response not yet considered the rule says so, rather than that the state is wrong
  determine: {
    reviewed: 'determiner',
    'response-received': 'determiner',
    'notice-served': 'determiner',
    'response-considered': 'determiner',
  },
};

export const ACTION_NAMES = Object.keys(TRANSITIONS) as ActionName[];

/** Actions that belong to adverse information only. */
export const ADVERSE_ACTIONS: ReadonlySet<ActionName> = new Set([
  'serve-notice',
  'receive-response',
  'consider-response',
]);

export function openCase(submission: Submission): CaseView {
  return {
    submission,
    facts: {
      matter: submission.matter,
      occurredOn: submission.occurredOn,
      organisationName: submission.organisationName,
      decision: submission.decision,
    },
    sequence: 0,
    corrections: 0,
    noticesServed: 0,
    suspicion: submission.verdict === 'suspect' ? { reasons: submission.reasons, cleared: null } : null,
    checkFrom: null,
    checkEndedAt: null,
    participants: new Map(reportersOf(submission).map((id) => [id, 'reporter'])),
    ...(submission.batchWithdrawn ? { state: 'withdrawn', reason: '整批撤回' } : { state: 'reported' }),
  };
}

const reportersOf = ({ reporterId, ownReport }: Submission): string[] =>
  ownReport?.assistedBy ? [reporterId, ownReport.assistedBy] : [reporterId];

/** Adds up the actions of a case. Throws on a log that no rule allows: it has been tampered with or a rule is wrong. */
export function foldCase(submission: Submission, actions: readonly CaseAction[]): CaseView {
  return actions.reduce(applyAction, openCase(submission));
}

export function applyAction(before: CaseView, action: CaseAction): CaseView {
  const part = TRANSITIONS[action.action][before.state];
  const bySubject = action.part === null && action.action === 'receive-response' && part !== undefined;
  if (action.sequence !== before.sequence + 1 || (part !== action.part && !bySubject)) {
    throw new Error(
      `case ${before.submission.caseId}: action ${action.sequence} ${action.action} as ${action.part} cannot follow ${before.sequence} ${before.state}`,
    );
  }
  if (action.part === null)
    return {
      ...changes(before, action),
      sequence: action.sequence,
      participants: before.participants,
      submission: before.submission,
    };
  const known = before.participants.get(action.actorId);
  if (known !== undefined && known !== action.part) {
    throw new Error(`case ${before.submission.caseId}: four-eyes: ${known} acts as ${action.part}`);
  }
  const participants = known ? before.participants : new Map(before.participants).set(action.actorId, action.part);
  return { ...changes(before, action), sequence: action.sequence, participants, submission: before.submission };
}

type Changed = Omit<CaseView, 'sequence' | 'participants' | 'submission' | 'state'> & Standing;

function changes(before: CaseView, action: CaseAction): Changed {
  const { facts, corrections, noticesServed, suspicion, checkFrom, checkEndedAt } = before;
  const same = { facts, corrections, noticesServed, suspicion, checkFrom, checkEndedAt };
  const checked = { ...same, checkEndedAt: checkEndedAt ?? action.at };
  switch (action.action) {
    case 'review':
      return { ...same, state: 'reviewed', reviewedBy: action.actorId };
    case 'clear-suspicion':
      return {
        ...same,
        ...standingOf(before),
        suspicion: suspicion && { ...suspicion, cleared: action.payload },
      };
    case 'return':
      return { ...checked, state: 'returned', reason: action.payload.reason };
    case 'refuse':
      return { ...checked, state: 'refused', reason: action.payload.reason };
    case 'withdraw':
      return { ...same, state: 'withdrawn', reason: action.payload.reason };
    case 'correct':
      // an edit resets approvals: review, cleared suspicion and served notice belonged to the claim as it was
      return {
        ...same,
        facts: correctedFacts(facts, action.payload),
        corrections: corrections + 1,
        checkFrom: action.at,
        checkEndedAt: null,
        suspicion: suspicion && { ...suspicion, cleared: null },
        state: 'corrected',
        correctedAt: action.at,
      };
    case 'serve-notice':
      return {
        ...checked,
        noticesServed: noticesServed + 1,
        state: 'notice-served',
        reviewedBy: reviewerOf(before),
        notice: action.payload,
      };
    case 'receive-response':
      return {
        ...same,
        state: 'response-received',
        reviewedBy: reviewerOf(before),
        notice: required(noticeOf(before)),
        response: action.payload,
      };
    case 'consider-response':
      return {
        ...same,
        state: 'response-considered',
        reviewedBy: reviewerOf(before),
        notice: required(noticeOf(before)),
        response: required(before.state === 'response-received' ? before.response : null),
        consideration: action.payload,
      };
    case 'determine':
      return {
        ...checked,
        state: 'determined',
        reviewedBy: reviewerOf(before),
        determinedBy: action.actorId,
        recordId: action.payload.recordId,
        notice: noticeOf(before),
        consideration: considerationOf(before),
      };
  }
}

function correctedFacts(facts: Facts, correction: ActionPayloads['correct']): Facts {
  return {
    matter: correction.matter ?? facts.matter,
    occurredOn: correction.occurredOn ?? facts.occurredOn,
    organisationName: correction.organisationName ?? facts.organisationName,
    decision: correction.decision ?? facts.decision,
  };
}

/** The notice that stands, if any. */
export function noticeOf(view: CaseView): Notice | null {
  return 'notice' in view ? view.notice : null;
}

function considerationOf(view: CaseView): Consideration | null {
  return 'consideration' in view ? view.consideration : null;
}

function reviewerOf(view: CaseView): string {
  return required('reviewedBy' in view ? view.reviewedBy : null);
}

function standingOf(view: CaseView): Standing {
  return view.state === 'corrected' ? { state: 'corrected', correctedAt: view.correctedAt } : { state: 'reported' };
}

function required<T>(value: T | null): T {
  if (value === null) throw new Error('case log: an earlier action is missing');
  return value;
}
