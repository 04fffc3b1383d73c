/** The state of a request is a fold over its actions. What may follow what stands here, once. */
import type { RightsActionName, RightsKind, RightsState } from '#contracts/rights.ts';
import { RIGHTS_KINDS } from '#contracts/vocabulary.ts';
import type { Asked, RequestView, RightsAction, RightsPart } from './request.ts';

interface Transition {
  readonly kinds: readonly RightsKind[];
  readonly from: readonly RightsState[];
  /** null: the applicant's */
  readonly part: RightsPart | null;
}

const EVERY: readonly RightsKind[] = RIGHTS_KINDS;

export const TRANSITIONS: Readonly<Record<RightsActionName, Transition>> = {
  'ask-provider': { kinds: ['objection'], from: ['open'], part: 'decider' },
  assess: { kinds: EVERY, from: ['open', 'with-provider'], part: 'assessor' },
  return: { kinds: ['repair', 'relief'], from: ['open', 'assessed'], part: 'decider' },
  supplement: { kinds: EVERY, from: ['open', 'with-provider', 'returned'], part: null },
  decide: { kinds: EVERY, from: ['assessed'], part: 'decider' },
  withdraw: { kinds: EVERY, from: ['open', 'with-provider', 'assessed', 'returned', 'review-open'], part: null },
  'ask-review': { kinds: EVERY, from: ['refused'], part: null },
  'decide-review': { kinds: EVERY, from: ['review-open'], part: 'reviewer' },
  release: { kinds: ['relief'], from: ['granted', 'review-granted'], part: 'releaser' },
};
export const RIGHTS_ACTIONS = Object.keys(TRANSITIONS) as RightsActionName[];

export function openRequest(asked: Asked): RequestView {
  return {
    asked,
    state: 'open',
    sequence: 0,
    runsFrom: asked.openedAt,
    ...{
      providerAskedAt: null,
      answeredAt: null,
      decidedAt: null,
      decision: null,
      reviewAskedAt: null,
      releasedAt: null,
    },
    participants: new Map([
      ...(asked.counterOfficers ?? []).map((id) => [id, 'counter'] as const),
      ...(asked.channel === 'own' ? [] : [[asked.askedBy, 'asker'] as const]),
    ]),
    absent: new Map(asked.onBehalfOf ? [[asked.onBehalfOf, 'asker'] as const] : []),
  };
}

/** Adds up the actions. Throws on a log that no rule allows: it has been tampered with or a rule is wrong. */
export function foldRequest(asked: Asked, actions: readonly RightsAction[]): RequestView {
  return actions.reduce(applyRightsAction, openRequest(asked));
}

export function applyRightsAction(before: RequestView, action: RightsAction): RequestView {
  const { kinds, from, part } = TRANSITIONS[action.action];
  const known = action.part === null ? undefined : before.participants.get(action.actorId);
  if (
    action.sequence !== before.sequence + 1 ||
    action.part !== part ||
    !kinds.includes(before.asked.kind) ||
    !from.includes(before.state) ||
    (known !== undefined && known !== action.part)
  ) {
    throw new Error(
      `request ${before.asked.requestId}: action ${action.sequence} ${action.action} as ${action.part} cannot follow ${before.sequence} ${before.state}`,
    );
  }
  const participants =
    action.part === null || known ? before.participants : new Map(before.participants).set(action.actorId, action.part);
  const absent =
    action.part !== null && action.onBehalfOf
      ? new Map(before.absent).set(action.onBehalfOf, action.part)
      : before.absent;
  return { ...before, ...changes(before, action), sequence: action.sequence, participants, absent };
}

function changes(before: RequestView, action: RightsAction): Partial<RequestView> {
  const { at } = action;
  switch (action.action) {
    case 'ask-provider':
      return { state: 'with-provider', providerAskedAt: at };
    case 'assess':
      return { state: 'assessed', answeredAt: at };
    case 'return':
      return { state: 'returned' };
    case 'supplement':
      // what was sent back begins anew; an addition to a request under way does not stop its clock
      return before.state === 'returned' ? { state: 'open', runsFrom: at } : {};
    case 'decide':
      return { state: action.payload.outcome, decidedAt: at, decision: action.payload };
    case 'withdraw':
      return { state: 'withdrawn' };
    case 'ask-review':
      return { state: 'review-open', reviewAskedAt: at };
    case 'decide-review':
      return { state: `review-${action.payload.outcome}`, decidedAt: at, decision: action.payload };
    case 'release':
      return { releasedAt: at };
  }
}
