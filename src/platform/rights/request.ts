/** What a request of somebody concerned is: what they asked, the actions on it, and the state those add up to. */

import type { z } from 'zod';
import type { EnterpriseSize, Remedy, RightsActionName, RightsKind, RightsState } from '#contracts/rights.ts';
import type { Opinion, RightsChannel, RightsDecision, SubjectType } from '#contracts/vocabulary.ts';
import type { KindRef } from '#kernel/policy/refs.ts';
import type { RightsParticipantTable } from '../database.ts';

export type RightsPart = RightsParticipantTable['part'];
export type Size = z.infer<typeof EnterpriseSize>;

export interface RequestKey {
  readonly subjectKey: string;
  readonly requestId: string;
}

/** The head of a request, as it was asked; never changed. */
export interface Asked extends RequestKey {
  readonly kind: RightsKind;
  readonly subjectType: SubjectType;
  readonly factKey: string;
  readonly batchId: string;
  readonly rowNumber: number;
  readonly recordKind: KindRef;
  /** competent for the case: answers an objection, decides on repair and relief */
  readonly departmentId: string;
  readonly channel: RightsChannel;
  /** the person's own key, or the officer who asked for them */
  readonly askedBy: string;
  /** officer whose role whoever asked had taken over for an absence */
  readonly onBehalfOf?: string | null;
  readonly openedAt: Date;
  readonly statement: string;
  /** who worked the keys for the party in the case or a request about it: none of them assesses or decides */
  readonly counterOfficers?: readonly string[];
  readonly wanted: { readonly commitment?: true; readonly size?: Size; readonly until?: string };
}

export interface ActionPayloads {
  'ask-provider': { readonly question: string };
  assess: { readonly opinion: Opinion; readonly reasoning: string };
  return: { readonly reason: string };
  supplement: { readonly statement: string };
  decide: Decided;
  withdraw: { readonly reason: string };
  'ask-review': { readonly statement: string };
  'decide-review': Decided;
  release: { readonly reason: string };
}

export interface Decided {
  readonly outcome: RightsDecision;
  readonly reasoning: string;
  /** of an upheld objection: what it changes */
  readonly remedy?: Remedy | undefined;
  /** of granted relief: its last day */
  readonly until?: string | undefined;
}

/** One line of the append-only log. `part` null: the applicant. */
export type RightsAction = {
  [Name in RightsActionName]: {
    readonly sequence: number;
    readonly action: Name;
    readonly part: RightsPart | null;
    readonly actorId: string;
    readonly departmentId: string | null;
    /** officer whose role the actor had taken over for an absence; four-eyes counts the actor */
    readonly onBehalfOf?: string | null;
    /** act at a counter (窗口代办) by which it was done for the applicant */
    readonly counterAct?: string | null;
    /** whose counter that was */
    readonly counterDepartment?: string | null;
    readonly at: Date;
    readonly idempotencyKey: string;
    readonly payload: ActionPayloads[Name];
  };
}[RightsActionName];

/** A request as it stands: the fold of its actions. */
export interface RequestView {
  readonly asked: Asked;
  readonly state: RightsState;
  readonly sequence: number;
  /** from when the clock of an open request runs: asked, or last supplemented */
  readonly runsFrom: Date;
  readonly providerAskedAt: Date | null;
  readonly answeredAt: Date | null;
  readonly decidedAt: Date | null;
  readonly decision: Decided | null;
  readonly reviewAskedAt: Date | null;
  readonly releasedAt: Date | null;
  readonly participants: ReadonlyMap<string, RightsPart>;
  /** the part that was taken for somebody who was absent: it counts as theirs too */
  readonly absent: ReadonlyMap<string, RightsPart>;
}

export const WAITING: ReadonlySet<RightsState> = new Set([
  'open',
  'with-provider',
  'assessed',
  'returned',
  'review-open',
]);

/** The last decision in force: of the review where there was one. */
export function isGranted({ state }: RequestView): boolean {
  return state === 'granted' || state === 'review-granted';
}
