/**
 * What an action is: one row of the table in `index.ts`. Fold, rules, preparation, requirements, titles and what those concerned are
 * told all read that table, so what is particular to an action stands in its own file and nowhere else. Pure.
 */
import type { z } from 'zod';
import type { ActionRequest } from '#contracts/case-actions.ts';
import type { CaseDetail } from '#contracts/case-detail.ts';
import type { CaseState, Part } from '#contracts/vocabulary.ts';
import type { Policy } from '#kernel/policy/policy.ts';
import type { Said } from '#kernel/refusal/said.ts';
import type { LocalDate } from '#kernel/time/local-date.ts';
import type { WorkingCalendar } from '#kernel/time/working-days.ts';
import type { SealedPerson } from '../../person-seal.ts';
import type { ActionName, ActionPayloads, CaseAction, CaseView, Standing } from '../case.ts';
import type { UnavailableCode } from '../unavailable.ts';

export interface Action<Name extends ActionName> {
  /** what the log calls it */
  readonly title: Said;
  /** what the caller says; what they type is marked in it, and so screened (`freeText`) */
  readonly asked: z.ZodObject;
  /** what the log says of it: the same without what is sealed beside it, and with what the platform itself fixes */
  readonly logged: z.ZodObject & z.ZodType<ActionPayloads[Name]>;
  /** who may, and when: in which state it is possible at all, and as whom one takes it */
  readonly from: PartsByState;
  /** the subject may take it as well, without a part */
  readonly bySubject?: true;
  /** of adverse information only */
  readonly adverseOnly?: true;
  /** what else stands in its way, apart from state, part and person */
  readonly hindrance?: (view: CaseView, rules: Rules) => UnavailableCode | undefined;
  /** what the log will say. @throws Problem `request.invalid` */
  readonly prepare: (payload: Asked<Name>, view: CaseView, surroundings: Surroundings) => ActionPayloads[Name];
  /** the person as corrected, to be sealed beside the action; null where nothing of them changes. @throws Problem `request.invalid` */
  readonly person?: (payload: Asked<Name>, known: () => SealedPerson | null, policy: Policy) => SealedPerson | null;
  /** what it makes of the case */
  readonly apply: (before: CaseView, action: CaseAction<Name>) => Changed;
  /** what the policy demands before a determination, as far as this action is what fulfils it */
  readonly demands?: (view: CaseView, rules: Rules) => readonly Requirement[];
  /** what the subject of adverse information is told of it */
  readonly tellsSubject?: (told: Told) => Telling;
  /** what people are told who reported it themselves (5.2), in the words of the next step */
  readonly tellsReporter?: (told: Told) => Telling;
}

export type PartsByState = Partial<Record<CaseState, Part>>;
export type Requirement = CaseDetail['requirements'][number];

/** What the caller says of an action. */
export type Asked<Name extends ActionName> = Extract<ActionRequest, { action: Name }>['payload'];

export interface Rules {
  readonly policy: Policy;
  readonly calendar: WorkingCalendar;
  readonly today: LocalDate;
}

export interface Surroundings extends Rules {
  /** day of the review that stands; today where there is none yet */
  readonly reviewedOn: LocalDate;
  /** the fact's own key for the facts as they stand (one-fact-one-record) */
  readonly recordId: string;
  /** last day of the record's period where nothing of it is left (期限已过); null: it can be recorded */
  readonly periodEndedOn: LocalDate | null;
}

/** What an action changes of a case; number, participants and the submission itself are the fold's own. */
export type Changed = Omit<CaseView, 'sequence' | 'participants' | 'absent' | 'submission' | 'state'> & Standing;

export interface Told {
  readonly view: CaseView;
  readonly caseId: string;
  /** the competent department's name */
  readonly department: string;
  /** the kind, as people say it */
  readonly what: string;
}

export interface Telling {
  readonly title: string;
  readonly text: string;
}

export const FIRST_LOOK: PartsByState = { reported: 'reviewer', corrected: 'reviewer' };
/** Before a review the reviewer sends back or refuses, after it the determiner. */
export const STOPPING: PartsByState = {
  ...FIRST_LOOK,
  reviewed: 'determiner',
  'notice-served': 'determiner',
  'response-received': 'determiner',
  'response-considered': 'determiner',
};

/** What an action leaves as it is. */
export function unchanged(before: CaseView) {
  const { facts, corrections, noticesServed, suspicion, checkFrom, checkEndedAt } = before;
  return { facts, corrections, noticesServed, suspicion, checkFrom, checkEndedAt };
}

/** The check is over with it, unless it was before. */
export const checked = (before: CaseView, at: Date) => ({
  ...unchanged(before),
  checkEndedAt: before.checkEndedAt ?? at,
});

export const isAdverse = (view: CaseView, policy: Policy): boolean =>
  policy.kind(view.submission.kind).polarity === 'adverse';
