/** The state of a case is a fold over its actions; what each changes, and what may follow what, stands in the table of actions. */
import type { Changed } from './actions/action.ts';
import { actionOf } from './actions/index.ts';
import type { ActionName, CaseAction, CaseView, Submission } from './case.ts';

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
    participants: new Map([
      ...(submission.counterOfficers ?? []).map((id) => [id, 'counter'] as const),
      ...reportersOf(submission).map((id) => [id, 'reporter'] as const),
    ]),
    absent: new Map(),
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
  const { from, bySubject } = actionOf(action.action);
  const part = from[before.state];
  const allowed = part === action.part || (action.part === null && bySubject && part !== undefined);
  if (action.sequence !== before.sequence + 1 || !allowed) {
    throw new Error(
      `case ${before.submission.caseId}: action ${action.sequence} ${action.action} as ${action.part} cannot follow ${before.sequence} ${before.state}`,
    );
  }
  const changed = { ...changes(before, action), sequence: action.sequence, submission: before.submission };
  if (action.part === null) return { ...changed, participants: before.participants, absent: before.absent };
  const known = before.participants.get(action.actorId);
  if (known !== undefined && known !== action.part) {
    throw new Error(`case ${before.submission.caseId}: four-eyes: ${known} acts as ${action.part}`);
  }
  const participants = known ? before.participants : new Map(before.participants).set(action.actorId, action.part);
  const absent = action.onBehalfOf ? new Map(before.absent).set(action.onBehalfOf, action.part) : before.absent;
  return { ...changed, participants, absent };
}

const changes = <Name extends ActionName>(before: CaseView, action: CaseAction<Name>): Changed =>
  actionOf<Name>(action.action).apply(before, action);
