/** What a case is: a checked claim (submission), the actions officers took on it, and the state those add up to. */

import type { z } from 'zod';
import type { CaseState, Part, SubjectType, SubmissionVerdict } from '#contracts/vocabulary.ts';
import type { KindRef } from '#kernel/policy/refs.ts';
import type { Decision } from '../database.ts';
import type { ClearSuspicionPayload } from './actions/clear-suspicion.ts';
import type { ConsiderResponsePayload } from './actions/consider-response.ts';
import type { CorrectPayload } from './actions/correct.ts';
import type { DeterminePayload } from './actions/determine.ts';
import type { ReceiveResponsePayload } from './actions/receive-response.ts';
import type { RefusePayload } from './actions/refuse.ts';
import type { ReturnPayload } from './actions/return.ts';
import type { ReviewPayload } from './actions/review.ts';
import type { ServeNoticePayload } from './actions/serve-notice.ts';
import type { WithdrawPayload } from './actions/withdraw.ts';

/** Nothing follows these. */
export const CLOSED: ReadonlySet<CaseState> = new Set(['determined', 'lapsed', 'withdrawn', 'refused']);

/** The role somebody needs to take a part. */
export const ROLE_OF_PART = { reporter: 'reporter', reviewer: 'reviewer', determiner: 'determiner' } as const;

/** `batchId-rowNumber`, the number people use for a case. */
export type CaseId = string;

export interface CaseKey {
  readonly subjectKey: string;
  readonly factKey: string;
}

/** The head of a case, as it was reported; never changed. */
export interface Submission extends CaseKey {
  readonly caseId: CaseId;
  readonly subjectType: SubjectType;
  readonly verdict: SubmissionVerdict;
  readonly kind: KindRef;
  readonly matter: string;
  readonly occurredOn: string;
  readonly reportingDepartment: string;
  readonly competentDepartment: string;
  readonly reporterId: string;
  /** who registered the department's system that reported, and so may know its secret */
  readonly reportingSystemBy?: string | null;
  readonly uscc: string | null;
  readonly organisationName: string | null;
  readonly decision: Decision | null;
  readonly reasons: readonly string[];
  readonly remarks: readonly string[];
  /** the whole batch was taken back, or its file refused, before anybody acted on it */
  readonly batchWithdrawn: boolean;
  /** set when the person reported it themself (5.2); then no officer is its reporter */
  readonly ownReport?: OwnReport | undefined;
  /** who worked the keys for the party at a counter (窗口代办): no other part in the case is theirs */
  readonly counterOfficers?: readonly string[];
}

/** The person is the reporter, under the subject key: no officer's id is one. */
export const isOwnReport = ({ reporterId, subjectKey }: Pick<Submission, 'reporterId' | 'subjectKey'>): boolean =>
  reporterId === subjectKey;

export interface OwnReport {
  /** department of the district or zone the person named */
  readonly place: string;
  readonly statements: readonly { readonly id: string; readonly version: string }[];
  readonly submittedAt: Date;
  /** officer at the counter who worked the keys: four-eyes counts them as having had the reporter's part */
  readonly assistedBy: string | null;
}

/** What the report claims, after corrections. The subject itself cannot be corrected: that would be another case. */
export interface Facts {
  readonly matter: string;
  readonly occurredOn: string;
  readonly organisationName: string | null;
  readonly decision: Decision | null;
}

/** What the log says of each action; personal data that belongs to an action is sealed beside it, never in here. */
export interface ActionPayloads {
  'clear-suspicion': z.infer<typeof ClearSuspicionPayload>;
  review: z.infer<typeof ReviewPayload>;
  return: z.infer<typeof ReturnPayload>;
  refuse: z.infer<typeof RefusePayload>;
  correct: z.infer<typeof CorrectPayload>;
  withdraw: z.infer<typeof WithdrawPayload>;
  'serve-notice': z.infer<typeof ServeNoticePayload>;
  'receive-response': z.infer<typeof ReceiveResponsePayload>;
  'consider-response': z.infer<typeof ConsiderResponsePayload>;
  determine: z.infer<typeof DeterminePayload>;
}
export type ActionName = keyof ActionPayloads;

/** One line of the append-only log of a case. */
export type CaseAction<Name extends ActionName = ActionName> = {
  [One in Name]: {
    readonly sequence: number;
    readonly action: One;
    /** null: the subject itself, who may only answer a notice */
    readonly part: Part | null;
    readonly actorId: string;
    /** officer whose role the actor had taken over */
    readonly onBehalfOf?: string | null;
    readonly at: Date;
    readonly payload: ActionPayloads[One];
  };
}[Name];

export type Notice = ActionPayloads['serve-notice'];
export type Response = ActionPayloads['receive-response'];
export type Consideration = ActionPayloads['consider-response'];

/** What is true only in one state. */
export type Standing =
  | { readonly state: 'reported' }
  | { readonly state: 'corrected'; readonly correctedAt: Date }
  | { readonly state: 'returned'; readonly reason: string }
  | { readonly state: 'reviewed'; readonly reviewedBy: string }
  | { readonly state: 'notice-served'; readonly reviewedBy: string; readonly notice: Notice }
  | {
      readonly state: 'response-received';
      readonly reviewedBy: string;
      readonly notice: Notice;
      readonly response: Response;
    }
  | {
      readonly state: 'response-considered';
      readonly reviewedBy: string;
      readonly notice: Notice;
      readonly response: Response;
      readonly consideration: Consideration;
    }
  | {
      readonly state: 'determined';
      readonly reviewedBy: string;
      readonly determinedBy: string;
      readonly recordId: string;
      readonly notice: Notice | null;
      readonly consideration: Consideration | null;
    }
  | {
      // decided, and not recorded: its period was over
      readonly state: 'lapsed';
      readonly reviewedBy: string;
      readonly determinedBy: string;
      readonly periodEndedOn: string;
      readonly notice: Notice | null;
      readonly consideration: Consideration | null;
    }
  | { readonly state: 'withdrawn'; readonly reason: string }
  | { readonly state: 'refused'; readonly reason: string };

/** The identity of a suspect row is doubted until a reviewer clears it against the registry. */
export interface Suspicion {
  readonly reasons: readonly string[];
  readonly cleared: ActionPayloads['clear-suspicion'] | null;
}

/** A case as it stands: the fold of its actions. */
export type CaseView = {
  readonly submission: Submission;
  readonly facts: Facts;
  /** number of actions so far; the next action gets this plus one */
  readonly sequence: number;
  readonly corrections: number;
  readonly noticesServed: number;
  readonly suspicion: Suspicion | null;
  /** since when its check runs: the last correction; null for the receipt itself */
  readonly checkFrom: Date | null;
  /** when that check was over: determined, sent back, refused, or told of a coming determination */
  readonly checkEndedAt: Date | null;
  /** four-eyes: an officer's one part in this case, for ever; the reporter is in it from the start */
  readonly participants: ReadonlyMap<string, Part | 'counter'>;
  /** the part that was taken for somebody who was absent: it counts as theirs too */
  readonly absent: ReadonlyMap<string, Part | 'counter'>;
} & Standing;

export function caseIdOf(batchId: string, rowNumber: number): CaseId {
  return `${batchId}-${rowNumber}`;
}

/** The batch and row of a case number, or undefined when it is not one. */
export function parseCaseId(caseId: string): { batchId: string; rowNumber: number } | undefined {
  const match = /^([1-9]\d{0,9})-([1-9]\d{0,8})$/.exec(caseId);
  return match ? { batchId: match[1]!, rowNumber: Number(match[2]) } : undefined;
}

/** The notice that stands, if any. */
export function noticeOf(view: CaseView): Notice | null {
  return 'notice' in view ? view.notice : null;
}

export function considerationOf(view: CaseView): Consideration | null {
  return 'consideration' in view ? view.consideration : null;
}

export function reviewerOf(view: CaseView): string {
  return required('reviewedBy' in view ? view.reviewedBy : null);
}

/** What an earlier action must have left in the case. */
export function required<T>(value: T | null): T {
  if (value === null) throw new Error('case log: an earlier action is missing');
  return value;
}
